"""Rounds of circles: what one would be like, beginning one, and finding its circles and who fills a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from db import circles, guilds, notices, profiles, rounds
from db.connection import Connection
from db.values import from_ms_or_none, to_ms, to_ms_or_none
from domain.circles import circle as rules
from domain.circles.circle import Circle, Seat
from domain.circles.gaps import Gap
from domain.circles.meeting import middle_of
from domain.circles.member import SMALLEST, avoidances
from domain.circles.preview import Preview, write_preview
from domain.circles.result import Matched, Matching
from domain.circles.rhythm import next_round
from domain.errors import Refusal
from domain.ids import CircleId, RoundId, new_id
from domain.notices import Notice, NoticeKind
from domain.profiles import Profile
from languages import gettext
from services.circles import life
from services.circles.desk import CircleDesk
from services.circles.gathering import Gathered, gather

Found = Mapping[int, list[int]]


@dataclass(frozen=True, slots=True)
class Rounds:
    """Use cases of organisers, and of the bot by itself."""

    desk: CircleDesk

    async def preview(self, guild_id: int) -> Preview:
        """What circles there would be now, in numbers; nothing is kept and nothing is sent.

        Raises Refusal if there can be none.
        """
        gathered = await self.desk.database.read(_gather_for_round, guild_id, self.desk.now())
        matching = await self._match(guild_id, gathered)
        return write_preview(gathered.free, matching, gathered.cities, gathered.paused)

    async def begin(self, guild_id: int) -> None:
        """Begin a round; its circles are found and proposed by and by. Raises Refusal."""
        await self.desk.database.write(_begin, guild_id, self.desk.now(), self.desk.random)

    async def advance(self) -> None:
        """Begin the rounds whose time has come."""
        await self.desk.database.write(_advance, self.desk.stopped())

    @staticmethod
    def is_due(connection: Connection, now: datetime) -> bool:
        """Whether a round is to begin by itself, or anything is to be matched."""
        return bool(guilds.list_rounds_due(connection, to_ms(now))) or _has_work(connection)

    async def has_work(self) -> bool:
        """Whether anything is to be matched."""
        return await self.desk.database.read(_has_work)

    async def match_next(self) -> bool:
        """Find circles for the round that waits longest, or whom to ask for gaps; false if nothing waits."""
        desk = self.desk.stopped()
        database, now = desk.database, desk.now()
        for round_id, guild_id in await database.read(rounds.list_to_match):
            gathered = await database.read(gather, guild_id, now)
            matching = await self._match(guild_id, gathered)
            await database.write(_propose, self.desk.stopped(), round_id, guild_id, gathered, matching)
            return True
        for guild_id in await database.read(circles.list_guilds_to_refill):
            waiting, gaps, gathered = await database.read(_list_gaps, guild_id, now)
            found = await self.desk.workshop.refill(gaps, gathered.free, gathered.history, self.desk.weights)
            await database.write(_refill, self.desk.stopped(), guild_id, waiting, gathered, found)
            return True
        return False

    async def next_due_at(self) -> datetime | None:
        """When the next round begins by itself; None if none is planned."""
        return from_ms_or_none(await self.desk.database.read(guilds.next_round_ms))

    async def _match(self, guild_id: int, gathered: Gathered) -> Matching:
        """The same members give the same circles, so that a round is what its preview showed."""
        return await self.desk.workshop.match(
            gathered.free, gathered.history, self.desk.weights, seed=guild_id
        )


def _gather_for_round(connection: Connection, guild_id: int, now: datetime) -> Gathered:
    _check_channel(connection, guild_id)
    if rounds.find_open_round(connection, guild_id) is not None:
        raise Refusal(
            gettext("A round is going on: wait until everybody has answered, or the proposals have run out.")
        )
    gathered = gather(connection, guild_id, now)
    if len(gathered.free_ids) < SMALLEST:
        raise Refusal(
            gettext(
                "For a circle it takes three members with a profile who sit in none; there are not "
                "as many yet. `/profile edit` makes a profile, in two short forms."
            )
        )
    return gathered


def _check_channel(connection: Connection, guild_id: int) -> None:
    if guilds.get_settings(connection, guild_id).circle_channel_id is None:
        raise Refusal(
            gettext("Circles talk in private threads. Say under which channel: `/longtable set circles:`")
        )


def _begin(connection: Connection, guild_id: int, now: datetime, random: Random) -> None:
    _gather_for_round(connection, guild_id, now)
    rounds.insert_round(connection, RoundId(new_id(random)), guild_id, to_ms(now))


def _advance(connection: Connection, desk: CircleDesk) -> None:
    now, random = desk.now(), desk.random
    for guild_id in guilds.list_rounds_due(connection, to_ms(now)):
        settings = guilds.get_settings(connection, guild_id)
        starts_at = next_round(settings.round_rule or "", settings.zone or desk.rules.zone, now)
        guilds.set_round_at(connection, guild_id, to_ms_or_none(starts_at))
        if rounds.insert_round(connection, RoundId(new_id(random)), guild_id, to_ms(now)):
            notice = Notice(new_id(random), guild_id, None, NoticeKind.ROUND_BEGAN, str(to_ms(now)))
            notices.insert_notice(connection, notice, to_ms(now))


def _has_work(connection: Connection) -> bool:
    return bool(rounds.list_to_match(connection) or circles.list_guilds_to_refill(connection))


def _propose(
    connection: Connection,
    desk: CircleDesk,
    round_id: RoundId,
    guild_id: int,
    gathered: Gathered,
    matching: Matching,
) -> None:
    """Keep what was found, all at once. Who has paused meanwhile is not asked."""
    now = desk.now()
    if _has_changed(connection, guild_id, gathered) or not rounds.mark_matched(
        connection, round_id, to_ms(now)
    ):
        return
    still_free = set(_still_free(connection, guild_id, gathered.free_ids, now))
    for matched in matching.circles:
        if present := [user_id for user_id in matched.member_ids if user_id in still_free]:
            circle = _make_circle(connection, desk, round_id, guild_id, matched, present)
            life.keep(connection, desk, None, rules.settle(circle, now))
    left_over = [(user_id, reason) for user_id, reason in matching.left_over.items() if user_id in still_free]
    circles.add_left_over(connection, guild_id, left_over, is_told=False)
    rounds.end_round(connection, round_id, to_ms(now))


def _make_circle(
    connection: Connection,
    desk: CircleDesk,
    round_id: RoundId,
    guild_id: int,
    matched: Matched,
    user_ids: list[int],
) -> Circle:
    people = [profiles.get_profile(connection, guild_id, user_id) for user_id in user_ids]
    zone, area = _where(people, matched)
    return Circle(
        id=CircleId(new_id(desk.random)),
        guild_id=guild_id,
        round_id=round_id,
        seats=tuple(Seat(user_id) for user_id in user_ids),
        answer_by=desk.now() + desk.rules.answer_within,
        is_online=matched.is_online,
        area=area,
        zone=zone,
    )


def _where(people: list[Profile], matched: Matched) -> tuple[str, str]:
    """The zone by whose clocks the circle meets, and the city in the middle; an online circle has none."""
    middle = middle_of([profile.city for profile in people if profile.city is not None])
    return middle.zone, "" if matched.is_online else middle.name


def _list_gaps(
    connection: Connection, guild_id: int, now: datetime
) -> tuple[list[Circle], list[Gap], Gathered]:
    gathered = gather(connection, guild_id, now)
    waiting = [circle for circle in circles.list_alive(connection, guild_id) if circle.wants_refill]
    gaps = [
        Gap(
            circle_id=circle.id,
            staying=tuple(gathered.list_members(circle.held_ids, is_online=circle.is_online)),
            is_online=circle.is_online,
            asked=frozenset(circles.list_asked(connection, circle.round_id)),
        )
        for circle in waiting
    ]
    return waiting, gaps, gathered


def _refill(
    connection: Connection,
    desk: CircleDesk,
    guild_id: int,
    waiting: list[Circle],
    gathered: Gathered,
    found: Found,
) -> None:
    """Ask whoever was found; a circle that has changed meanwhile is looked at again."""
    now = desk.now()
    if _has_changed(connection, guild_id, gathered):
        return
    for seen in waiting:
        before = circles.load_circle(connection, seen.id)
        if before is not None and before == seen:
            user_ids = _still_free(connection, before.guild_id, found.get(before.id, []), now)
            after = rules.refill(before, user_ids, now + desk.rules.answer_within)
            life.keep(connection, desk, before, after)


def _has_changed(connection: Connection, guild_id: int, gathered: Gathered) -> bool:
    """Whether somebody avoids another since the members were gathered: then it is all looked at again."""
    return gathered.history.avoided != avoidances(profiles.list_avoidances(connection, guild_id))


def _still_free(connection: Connection, guild_id: int, user_ids: Iterable[int], now: datetime) -> list[int]:
    """Those of them who may still be asked: their profile is complete, and no circle holds them."""
    held = circles.list_held(connection, guild_id)
    people = (profiles.get_profile(connection, guild_id, user_id) for user_id in user_ids)
    return [one.user_id for one in people if one.is_looking(now) and one.user_id not in held]
