"""Hints after a private reply: one transaction asks for all that a member might be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.guilds import Actor
from services.transaction import Transaction

HintQuery = Callable[[Transaction, Actor], Any]
"""Returns what there is to say to this member; as a rule, something false where there is nothing."""


def find_hints(tx: Transaction, finders: Sequence[HintQuery], actor: Actor) -> list[Any]:
    """Returns what each of the finders has for the member, in their order."""
    return [find(tx, actor) for find in finders]
