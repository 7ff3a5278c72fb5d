"""Hints: what members should hear after a reply to a command of theirs, each thing once and in private."""

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
    """Something to look for; `say` tells what was found, as a followup, and notes that it was told."""

    find: HintQuery
    say: Say
