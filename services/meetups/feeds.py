"""Calendar feeds: links that nobody can guess, and what a calendar reads behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import feeds, guilds, meetup_dates, rsvps
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.rsvp import Answer, standing
from languages import gettext
from services.desk import Desk
from services.meetups.finding import list_series

_KEPT = timedelta(days=60)  # what is over for longer leaves the feed
_LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class Feeds:
    """Use cases of members, and of whoever has a link. `make_secret` gives what nobody can guess."""

    desk: Desk
    make_secret: Callable[[], str]

    async def make_own(self, actor: Actor) -> str:
        """The secret of a new link to what the member said yes to; an earlier one is gone."""
        return await self._make(actor.guild_id, actor.user_id)

    async def make_shared(self, actor: Actor) -> str:
        """The secret of a new link to all meetups of the server; for those who plan. Raises Refusal."""
        settings = await self.desk.database.read(guilds.get_settings, actor.guild_id)
        if not actor.may_plan(settings) and not actor.runs_server:
            raise Refusal(
                gettext("The link for the whole server is made by those who plan meetups. Ask one of them?")
            )
        return await self._make(actor.guild_id, feeds.EVERYBODY)

    async def revoke(self, actor: Actor) -> bool:
        """The member's own link leads nowhere any more; whether there was one."""
        return await self.desk.database.write(feeds.delete_feed, actor.guild_id, actor.user_id)

    async def revoke_shared(self, actor: Actor) -> bool:
        """The same for the link for the whole server; for those who plan. Raises Refusal."""
        settings = await self.desk.database.read(guilds.get_settings, actor.guild_id)
        if not actor.may_plan(settings) and not actor.runs_server:
            raise Refusal(gettext("That link belongs to those who plan meetups."))
        return await self.desk.database.write(feeds.delete_feed, actor.guild_id, feeds.EVERYBODY)

    async def read(self, secret: str) -> bytes | None:
        """The calendar behind a link; None if there is no such link."""
        if len(secret) > _LONGEST_SECRET:
            return None
        return await self.desk.database.read(_read, _hash(secret), self.desk.now())

    async def _make(self, guild_id: int, user_id: int) -> str:
        secret, now_ms = self.make_secret(), to_ms(self.desk.now())
        await self.desk.database.write(feeds.save_feed, guild_id, user_id, _hash(secret), now_ms)
        return secret


def _hash(secret: str) -> str:
    """What is kept of it, and compared: so that neither the file nor the time an answer takes tells it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(connection: Connection, secret_hash: str, now: datetime) -> bytes | None:
    from domain.meetups.calendar import write_calendar, write_dates  # noqa: PLC0415 - for whoever serves feeds

    found = feeds.find_feed(connection, secret_hash)
    if found is None:
        return None
    guild_id, user_id = found
    since_ms = to_ms(now - _KEPT)
    if user_id == feeds.EVERYBODY:
        return write_calendar(list_series(connection, guild_id, since_ms), now)
    return write_dates(_list_own(connection, guild_id, user_id, since_ms), now)


def _list_own(
    connection: Connection, guild_id: int, user_id: int, since_ms: int
) -> list[tuple[Meetup, MeetupDate]]:
    """What the member said yes to; also what has been called off since, so that calendars learn of it."""
    own = []
    for date_id in meetup_dates.list_answered(connection, user_id, guild_id, since_ms):
        marks = standing(rsvps.list_marks_of(connection, date_id, [user_id]))
        found = meetup_dates.find_with_date(connection, date_id)
        if found is not None and marks and marks[0].answer is Answer.GOING:
            own.append(found)
    return sorted(own, key=lambda one: one[1].starts_at)
