"""Asking when a meetup should be, and planning what suits most."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from db import guilds, polls, profiles
from db.connection import Connection
from db.values import to_ms
from domain.durations import write_minutes
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import PollId, new_id
from domain.meetups.meetup import check_length, check_title
from domain.meetups.poll import Poll, Standing, parse_slots, suggest_slots
from domain.weeks import to_utc, week_of
from domain.zones import to_local
from languages import gettext
from services.desk import Desk
from services.meetups.planning import Draft, Planning, Request

_WEEKS_AHEAD = 3
_NOTICE = timedelta(days=1)  # nobody is asked to come at once
_MOST_PROFILES = 1000
_FEWEST_PROFILES = 5  # of fewer it could be told who is free when


@dataclass(frozen=True, slots=True)
class Polling:
    """Use cases of polls. All of them raise Refusal."""

    desk: Desk
    planning: Planning

    async def ask(self, actor: Actor, title: str, times: str | None, length: str | None) -> Standing:
        """A new poll about these times, or about those at which most members are free."""
        settings = await self.desk.database.read(guilds.get_settings, actor.guild_id)
        if not actor.may_plan(settings):
            raise Refusal(
                gettext("Polls are for those who may plan meetups. A host will gladly make one for you.")
            )
        now, zone = self.desk.now(), await self.planning.zone_of(actor, None)
        length_min = check_length(length) if length else self.planning.defaults.length_min
        if times is not None:
            slots = parse_slots(times, now, zone)
        else:
            slots = await self._suggest(actor.guild_id, now, length_min, zone)
        poll_id = PollId(new_id(self.desk.random))
        poll = Poll(poll_id, actor.guild_id, actor.user_id, check_title(title), length_min, zone, slots)
        await self.desk.database.write(polls.insert_poll, poll, to_ms(now))
        return Standing(poll, (0,) * len(slots), 0)

    async def _suggest(
        self, guild_id: int, now: datetime, length_min: int, zone: str
    ) -> tuple[datetime, ...]:
        people = await self.desk.database.read(profiles.list_profiles, guild_id)
        looking = [one for one in people if one.free and not one.is_paused(now)]
        free = [(one.free, one.zone or zone) for one in looking[:_MOST_PROFILES]]
        if len(free) < _FEWEST_PROFILES:
            raise Refusal(
                gettext(
                    "Too few members have said when they are free. Give the times yourself, with "
                    "`times:`, such as `thu 18:00, sat 10:00`."
                )
            )
        first = week_of(now.date())
        mondays = [first + timedelta(weeks=week) for week in range(_WEEKS_AHEAD)]
        weeks = [[to_utc(bits, own_zone, monday) for bits, own_zone in free] for monday in mondays]
        start = datetime.combine(first, time(), UTC)
        slots = await asyncio.to_thread(suggest_slots, weeks, start, now + _NOTICE, length_min, zone)
        if len(slots) < 2:
            raise Refusal(gettext("No two times suit several members. Give some yourself, with `times:`."))
        return slots

    async def show(self, actor: Actor, poll_id: PollId) -> Standing:
        """The poll as it stands."""
        return await self.desk.database.read(_standing, actor.guild_id, poll_id)

    async def vote(self, actor: Actor, poll_id: PollId, slot: int) -> tuple[Standing, list[int]]:
        """The member can come at that time, or cannot after all; the poll, and the places they chose."""
        return await self.desk.database.write(_vote, actor, poll_id, slot, self.desk.now())

    async def plan(self, actor: Actor, poll_id: PollId, here_id: int) -> Draft:
        """The winner as a meetup, for whoever may plan to look at and to save."""
        standing = await self.show(actor, poll_id)
        winner = standing.winner(self.desk.now())
        if winner is None:
            raise Refusal(gettext("Nobody has said yet when they can come, or those times have passed."))
        poll = standing.poll
        when = f"{to_local(winner, poll.zone):%Y-%m-%d %H:%M} {poll.zone}"
        request = Request(title=poll.title, when=when, length=write_minutes(poll.length_min))
        return await self.planning.draft(actor, request, here_id)


def _standing(connection: Connection, guild_id: int, poll_id: PollId) -> Standing:
    poll = polls.find_poll(connection, guild_id, poll_id)
    if poll is None:
        raise Refusal(gettext("I don't know that poll any more."))
    votes = polls.list_votes(connection, poll_id)
    counts = Counter(slot for slot, _ in votes)
    voters = len({user_id for _, user_id in votes})
    return Standing(poll, tuple(counts[place] for place in range(len(poll.slots))), voters)


def _vote(
    connection: Connection, actor: Actor, poll_id: PollId, slot: int, now: datetime
) -> tuple[Standing, list[int]]:
    poll = _standing(connection, actor.guild_id, poll_id).poll
    if slot >= len(poll.slots):
        raise Refusal(gettext("That poll has no such time."))
    if poll.slots[slot] <= now:
        raise Refusal(gettext("That time has passed. Pick one to come, please."))
    polls.toggle_vote(connection, poll_id, slot, actor.user_id)
    own = [place for place, user_id in polls.list_votes(connection, poll_id) if user_id == actor.user_id]
    return _standing(connection, actor.guild_id, poll_id), own
