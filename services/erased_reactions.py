"""Reactions that members leave under messages when they erase themselves: none of them counts again.

They are taken away, where the bot may. Until then they are known, so that no reading takes them over.
"""

from __future__ import annotations

from collections.abc import Iterable

from db import erased_reactions
from domain.reaction_polls import ErasedReaction, Reaction, SeenReactions
from services.transaction import Transaction


def is_due(tx: Transaction) -> bool:
    """Returns whether a reaction is to be taken away."""
    return erased_reactions.has_reactions(tx.connection)


def list_due(tx: Transaction) -> list[ErasedReaction]:
    """Returns the reactions that are to be taken away."""
    return erased_reactions.list_reactions(tx.connection)


def mark_gone(tx: Transaction, reaction: ErasedReaction) -> None:
    """Notes that the reaction does not stand any more."""
    gone = [(reaction.user_id, reaction.choice)]
    erased_reactions.delete_reactions(tx.connection, reaction.message_id, gone)


def note_live(tx: Transaction, message_id: int, reactions: Iterable[Reaction]) -> None:
    """Notes what members do with reactions after they have erased themselves: what they give now counts."""
    touched = [(one.user_id, one.choice) for one in reactions]
    erased_reactions.delete_reactions(tx.connection, message_id, touched)


def leave_out(tx: Transaction, message_id: int, seen: SeenReactions) -> SeenReactions:
    """Returns what the message shows without what is erased; what it does not show any more is forgotten."""
    erased = erased_reactions.list_under(tx.connection, message_id)
    gone = [one for one in erased if one[0] not in seen.user_ids.get(one[1], ())]
    erased_reactions.delete_reactions(tx.connection, message_id, gone)
    return seen.without(erased)


def without_erased(tx: Transaction, message_id: int, seen: SeenReactions) -> SeenReactions:
    """Returns what the message shows without what is erased; nothing is forgotten."""
    return seen.without(erased_reactions.list_under(tx.connection, message_id))


def forget_unread(tx: Transaction) -> None:
    """Deletes what is known of messages that take no answers any more."""
    erased_reactions.delete_unread(tx.connection, tx.now_ms)
