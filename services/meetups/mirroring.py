"""Keeping what Discord shows of a date in step with it: the RSVP message, the scheduled event, the recap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from db import meetup_dates, mirrors, posts
from db.connection import Connection
from db.values import from_ms, to_ms
from domain.ids import DateId, code
from domain.meetups.brainstorm import Recap
from domain.meetups.meetup import Session
from domain.mirrors import MEETUP_MIRRORS, Mirror, MirrorKind
from domain.notices import NoticeKind
from domain.posts import LEASE, PostKind, pause_after
from services.desk import Desk
from services.meetups import schedule
from services.meetups.matters import load_recap

_RECAP_IS_READ_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A leased mirror with what it has to show, as of `claimed_at`."""

    mirror: Mirror
    session: Session
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class ShownRecap:
    """A recap with its message, and the code that the message carries."""

    recap: Recap
    message_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Mirroring:
    """Use cases that keep RSVP messages, scheduled events and recaps in step with their dates."""

    desk: Desk

    @staticmethod
    def is_due(connection: Connection, now: datetime) -> bool:
        """Whether anything is to be drawn."""
        return mirrors.has_due(connection, MEETUP_MIRRORS, to_ms(now))

    async def list_due(self, kind: MirrorKind, limit: int) -> list[DateId]:
        """Dates whose mirror of this kind is to be drawn now."""
        due = await self.desk.database.read(mirrors.list_due, kind, to_ms(self.desk.now()), limit)
        return [DateId(subject_id) for subject_id in due]

    async def claim(self, date_id: DateId, kind: MirrorKind) -> Drawing | None:
        """Lease the mirror and load what it shows; None if it is not due."""
        return await self.desk.database.write(_claim_mirror, date_id, kind, self.desk.now())

    async def find_recap(self, drawing: Drawing) -> ShownRecap | None:
        """The recap of the date that stands in Discord, as it is now; None if there is none."""
        return await self.desk.database.read(_find_recap, drawing)

    async def mark_drawn(self, drawing: Drawing) -> None:
        """It shows what was claimed; what changed since is drawn after a pause."""
        pause_ms = to_ms(from_ms(0) + schedule.CARD_PAUSE)
        await self.desk.database.write(mirrors.finish_mirror, drawing.mirror, pause_ms)

    async def mark_failed(self, drawing: Drawing, kind: NoticeKind | None = None) -> None:
        """It could not be drawn: again after a pause. `kind` is what the host is told, once."""
        await self.desk.database.write(_fail_mirror, drawing, kind, self.desk.now(), self.desk.random)

    async def set_event(self, drawing: Drawing, event_id: int | None) -> None:
        """Which scheduled event mirrors the date now."""
        await self.desk.database.write(meetup_dates.set_event, drawing.session.date.id, event_id)

    async def forget_message(self, message_id: int) -> None:
        """The RSVP message was deleted: answers stay, the host hears of it. Most messages carry none."""
        if await self.desk.database.read(meetup_dates.find_by_message, message_id) is None:
            return
        await self.desk.database.write(_forget_message, message_id, self.desk.now(), self.desk.random)


def _claim_mirror(connection: Connection, date_id: DateId, kind: MirrorKind, now: datetime) -> Drawing | None:
    mirror = mirrors.claim_mirror(connection, date_id, kind, to_ms(now), to_ms(now + LEASE))
    found = meetup_dates.find_with_date(connection, date_id)
    if mirror is None or found is None:
        return None
    return Drawing(mirror, schedule.load_session(connection, *found), now)


def _find_recap(connection: Connection, drawing: Drawing) -> ShownRecap | None:
    sent = posts.find_sent(connection, drawing.session.date.id, PostKind.RECAP)
    recap = load_recap(connection, drawing.session, drawing.session.ends_at)
    if sent is None or recap is None:
        return None
    post_id, message_id = sent
    return ShownRecap(recap, message_id, code(post_id))


def _fail_mirror(
    connection: Connection, drawing: Drawing, kind: NoticeKind | None, now: datetime, random: Random
) -> None:
    shown_for = _RECAP_IS_READ_FOR if drawing.mirror.kind is MirrorKind.RECAP else timedelta(0)
    is_over = drawing.session.ends_at + shown_for <= now
    due_at_ms = (
        None if is_over else to_ms(now + pause_after(drawing.mirror.attempts, was_refused=kind is not None))
    )
    mirrors.retry_mirror(connection, drawing.mirror, due_at_ms)
    if kind is not None:
        meetup = drawing.session.meetup
        payload = {"title": meetup.details.title, "channel_id": drawing.session.date.channel_id}
        schedule.tell_host(connection, meetup, kind, str(meetup.id), payload, now, random)


def _forget_message(connection: Connection, message_id: int, now: datetime, random: Random) -> None:
    found = meetup_dates.find_by_message(connection, message_id)
    if found is None:
        return
    meetup, day = found
    meetup_dates.set_message(connection, day.id, None, None)
    payload = {"title": meetup.details.title, "channel_id": day.channel_id}
    schedule.tell_host(connection, meetup, NoticeKind.MESSAGE_GONE, str(day.id), payload, now, random)
