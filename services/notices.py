"""What somebody should hear in their next private reply."""

from __future__ import annotations

from db import notices
from domain.guilds import Actor
from domain.notices import Notice
from services.transaction import Transaction


def list_unheard(tx: Transaction, actor: Actor) -> list[Notice]:
    """What this member has not heard yet; organisers hear what nobody else is to see to."""
    is_organiser = actor.is_manager or actor.runs_server
    return notices.list_unheard(tx.connection, actor.guild_id, actor.user_id, is_organiser=is_organiser)


def mark_told(tx: Transaction, heard: list[Notice]) -> None:
    """They have heard these."""
    ids = [notice.id for notice in heard]
    notices.mark_told(tx.connection, ids, tx.now_ms)
