"""Notices for somebody's next private reply."""

from __future__ import annotations

from db import notices
from domain.guilds import Actor
from domain.notices import Notice
from services.transaction import Transaction


def list_unheard(tx: Transaction, actor: Actor) -> list[Notice]:
    """Returns the notices that the member has not heard yet.

    Organisers get those that are for no single member, too.
    """
    is_organiser = actor.is_manager or actor.runs_server
    return notices.list_unheard(tx.connection, actor.guild_id, actor.user_id, is_organiser=is_organiser)


def mark_told(tx: Transaction, heard: list[Notice]) -> None:
    """Marks the notices as heard."""
    ids = [notice.id for notice in heard]
    notices.mark_told(tx.connection, ids, tx.now_ms)
