"""What a member should hear after a reply: the database is asked once for all hints that there may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.guilds import Actor
from services.transaction import Transaction

HintQuery = Callable[[Transaction, Actor], Any]
"""Returns what there is to say to this member; something false where there is nothing, as a rule."""


def find_hints(tx: Transaction, finders: Sequence[HintQuery], actor: Actor) -> list[Any]:
    """Returns what each of the finders has for the member, in their order."""
    return [find(tx, actor) for find in finders]
