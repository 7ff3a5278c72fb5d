"""Hints: what the bot tells members in private after the reply to a command, each thing once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from domain.guilds import Actor
from services.hints import HintQuery

Say = Callable[[discord.Interaction[Any], Actor, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hint:
    """A query for something to tell; `say` sends its result as a followup, and notes that it was told."""

    find: HintQuery
    say: Say
