"""Keeping front desks as they are to be: in the server's language, or gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import front_desks, pending_edits
from db.values import to_ms
from domain.pending_edits import EDIT_PAUSE_MS, TABLE_EDITS, EditKind, PendingEdit
from domain.posts import LEASE, retry_delay
from domain.table import FrontDesk
from services.table import front_desk
from services.transaction import Transaction

_MOST_TRIES = 20  # about eight hours, or ten days where it is refused; then it waits for the next change


@dataclass(frozen=True, slots=True)
class PendingDeskEdit:
    """A leased edit of a front desk."""

    edit: PendingEdit
    desk: FrontDesk
    message_id: int


def is_due(tx: Transaction) -> bool:
    """Returns whether any front desk is to be drawn or deleted now."""
    return pending_edits.has_due(tx.connection, TABLE_EDITS, tx.now_ms)


def list_due(tx: Transaction, limit: int) -> dict[tuple[EditKind, int], list[int]]:
    """Returns at most `limit` edits that are due, by the channel where they are made."""
    return pending_edits.list_due(tx.connection, TABLE_EDITS, tx.now_ms, limit)


def claim(tx: Transaction, desk_id: int, kind: EditKind) -> PendingDeskEdit | None:
    """Leases the edit; None where it is not due, or there is no message to edit."""
    pending = pending_edits.claim_edit(tx.connection, desk_id, kind, tx.now_ms, to_ms(tx.now + LEASE))
    if pending is None:
        return None
    desk = front_desks.load_desk(tx.connection, desk_id)
    if desk is None or desk.message_id is None:
        pending_edits.retry_edit(tx.connection, pending, None)
        return None
    return PendingDeskEdit(pending, desk, desk.message_id)


def put_off(tx: Transaction, pending: PendingDeskEdit, until: datetime) -> None:
    """Puts off an edit that would come too soon after others."""
    pending_edits.put_off(tx.connection, pending.edit, to_ms(until))


def mark_synced(tx: Transaction, pending: PendingDeskEdit) -> None:
    """Notes that Discord shows the front desk as it is to be."""
    pending_edits.finish_edit(tx.connection, pending.edit, EDIT_PAUSE_MS)


def mark_gone(tx: Transaction, pending: PendingDeskEdit) -> None:
    """Notes that the message is gone: deleted by somebody, or by the bot where it was taken down."""
    mark_synced(tx, pending)
    front_desk.forget_messages(tx, [pending.message_id])


def mark_failed(tx: Transaction, pending: PendingDeskEdit, *, was_refused: bool = False) -> None:
    """Puts off an edit that failed; what Discord refuses is tried again seldom, and the doctor says why."""
    tries = pending.edit.attempts
    due_at = tx.now + retry_delay(tries, was_refused=was_refused)
    pending_edits.retry_edit(tx.connection, pending.edit, to_ms(due_at) if tries < _MOST_TRIES else None)
