"""Keeping what Discord shows of a date in step with it: the RSVP message and the scheduled event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import meetup_dates, pending_edits
from db.values import to_ms
from domain.ids import DateId
from domain.meetups.meetup import Session
from domain.notices import NoticeKind
from domain.pending_edits import EDIT_PAUSE_MS, MEETUP_EDITS, EditKind, PendingEdit
from domain.posts import LEASE, Rejected, retry_delay
from services.meetups import host_notices, schedule
from services.transaction import Transaction, Transactions

# How long after the date's end each is still worth an edit: the card is closed, the event is completed.
_SHOWN_FOR = {EditKind.CARD: timedelta(days=7), EditKind.EVENT: timedelta(days=1)}

_EVENT_STANDS_FOR = timedelta(days=7)  # after its date, if nobody started it; Discord says hours


@dataclass(frozen=True, slots=True)
class PendingMeetupEdit:
    """A leased edit of what Discord shows of a date, with the date as of `claimed_at`."""

    edit: PendingEdit
    session: Session
    claimed_at: datetime

    @property
    def is_over(self) -> bool:
        """Returns whether the date is over."""
        return self.session.ends_at <= self.claimed_at


def is_due(tx: Transaction) -> bool:
    """Returns whether anything that Discord shows of a date is to be edited now."""
    return pending_edits.has_due(tx.connection, MEETUP_EDITS, tx.now_ms)


def list_due(tx: Transaction, limit: int) -> dict[tuple[EditKind, int], list[int]]:
    """Returns at most `limit` edits of each kind that are due, by kind and the place where they are made."""
    return pending_edits.list_due(tx.connection, MEETUP_EDITS, tx.now_ms, limit)


def put_off(tx: Transaction, pending: PendingMeetupEdit, until: datetime) -> None:
    """Puts off an edit that would come too soon after others."""
    pending_edits.put_off(tx.connection, pending.edit, to_ms(until))


def mark_synced(tx: Transaction, pending: PendingMeetupEdit) -> None:
    """Notes that Discord shows what was claimed; what changed since is edited after a pause."""
    pending_edits.finish_edit(tx.connection, pending.edit, EDIT_PAUSE_MS)


def list_events(tx: Transaction, guild_id: int) -> set[int]:
    """Returns the ids of the scheduled events that show dates of the guild, but for those long over."""
    return meetup_dates.list_events(tx.connection, guild_id, to_ms(tx.now - _EVENT_STANDS_FOR))


def set_event(tx: Transaction, pending: PendingMeetupEdit, event_id: int | None) -> None:
    """Sets which scheduled event shows the date, with the picture of its meetup; None where none does."""
    session = pending.session
    picture_id = session.details.picture_id if event_id is not None else None
    meetup_dates.set_event(tx.connection, session.date.id, event_id, picture_id)


async def forget_message(transactions: Transactions, message_id: int) -> None:
    """Notes that an RSVP message was deleted: its answers stay, the host hears of it.

    Most deleted messages in a server are not the bot's: those cost only a read.
    """
    if await transactions.read(_is_shown, message_id):
        await transactions.write(_forget_message, message_id)


def _is_shown(tx: Transaction, message_id: int) -> bool:
    return meetup_dates.find_by_message(tx.connection, message_id) is not None


def claim(tx: Transaction, date_id: DateId, kind: EditKind) -> PendingMeetupEdit | None:
    """Leases the edit and loads what it shows; None where it is not due."""
    pending = pending_edits.claim_edit(tx.connection, date_id, kind, tx.now_ms, to_ms(tx.now + LEASE))
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if pending is None or found is None:
        return None
    return PendingMeetupEdit(pending, schedule.load_session(tx, *found), tx.now)


def mark_failed(
    tx: Transaction,
    pending: PendingMeetupEdit,
    rejected: Rejected | None = None,
) -> None:
    """Puts off an edit that failed, or gives it up where the date is over.

    `rejected` is Discord's answer, of which the host hears once for a card; None where there was none.
    """
    _try_again_after(tx, pending, retry_delay(pending.edit.attempts, was_refused=rejected is not None))
    if rejected is not None and rejected.can_be_mended and pending.edit.kind is EditKind.CARD:
        host_notices.notify_cannot_post(tx, pending.session.meetup, rejected)


def mark_event_refused(
    tx: Transaction, pending: PendingMeetupEdit, reason: str, key: str, *, was_asked: bool
) -> None:
    """Puts off an event that cannot be shown, and has its host told the reason, once for each `key`.

    `was_asked` says that Discord has refused it, and not that the bot knew.
    """
    _try_again_after(tx, pending, retry_delay(pending.edit.attempts, was_refused=was_asked))
    meetup = pending.session.meetup
    payload = {"title": meetup.details.title, "reason": reason}
    host_notices.notify_host(tx, meetup, NoticeKind.NO_EVENTS, f"{meetup.id}:{key}", payload)


def _try_again_after(tx: Transaction, pending: PendingMeetupEdit, delay: timedelta) -> None:
    shown_for = _SHOWN_FOR[pending.edit.kind]
    is_over = pending.session.ends_at + shown_for <= tx.now
    pending_edits.retry_edit(tx.connection, pending.edit, None if is_over else to_ms(tx.now + delay))


def _forget_message(tx: Transaction, message_id: int) -> None:
    found = meetup_dates.find_by_message(tx.connection, message_id)
    if found is None:
        return
    meetup, meetup_date = found
    host_notices.forget_card(tx, meetup, meetup_date)
