"""What members do with a circle: accept, decline, leave, say when they can come and whether they met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from db import circles
from db.connection import Connection
from domain.circles import circle as rules
from domain.circles.circle import MOST_REFILLS, Circle, CircleState, SeatState
from domain.circles.gaps import find_merge
from domain.circles.member import LARGEST, Member
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import CircleId
from languages import gettext
from services.circles import life, meeting
from services.circles.desk import CircleDesk
from services.circles.gathering import gather


@dataclass(frozen=True, slots=True)
class Poll:
    """The times of a circle with how many of those who sit can come."""

    circle: Circle
    counts: dict[datetime, int]


@dataclass(frozen=True, slots=True)
class Answering:
    """Use cases of a circle's members. They raise Refusal. A press in a direct message names no server."""

    desk: CircleDesk

    async def accept(self, circle_id: CircleId, user_id: int) -> Circle:
        """The member joins."""
        return await self.desk.database.write(_accept, self.desk.stopped(), circle_id, user_id)

    async def decline(self, circle_id: CircleId, user_id: int) -> Circle:
        """Not this time; before the circle forms it may also take an acceptance back."""
        return await self.desk.database.write(_decline, self.desk.stopped(), circle_id, user_id)

    async def leave(self, actor: Actor) -> Circle:
        """The member leaves the circle that holds them, or what was proposed to them."""
        return await self.desk.database.write(_leave_own, self.desk.stopped(), actor)

    async def leave_circle(self, circle_id: CircleId, user_id: int) -> Circle:
        """As leave, for a circle that is named."""
        return await self.desk.database.write(_leave, self.desk.stopped(), circle_id, user_id)

    async def part(self, actor: Actor, user_id: int) -> bool:
        """The member avoids that one from now on: out of a circle that holds both. Whether there was one."""
        return await self.desk.database.write(_part, self.desk.stopped(), actor, user_id)

    async def drop(self, circle_id: CircleId, user_ids: set[int]) -> None:
        """These are not in the server any more."""
        await self.desk.database.write(_drop, self.desk.stopped(), circle_id, user_ids)

    async def list_held(self, guild_id: int) -> list[int]:
        """Whom a circle of the server holds."""
        return sorted(await self.desk.database.read(circles.list_held, guild_id))

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        """The member left the server: whatever circle held them goes on without."""
        held = await self.desk.database.read(circles.find_holding, guild_id, user_id)
        if held is not None:
            await self.drop(held.id, {user_id})

    async def vote(self, circle_id: CircleId, user_id: int, place: int, poll: int) -> Poll:
        """The member can come at the time at this place of the poll; again takes it back."""
        return await self.desk.database.write(_vote, self.desk.stopped(), circle_id, user_id, place, poll)

    async def note_met(self, circle_id: CircleId, user_id: int) -> Circle:
        """They have met."""
        return await self.desk.database.write(_note_met, self.desk.stopped(), circle_id, user_id)

    async def note_not_yet(self, circle_id: CircleId, user_id: int) -> Circle:
        """They have not met yet: asked again in two weeks, and helped from the second time on."""
        return await self.desk.database.write(_note_not_yet, self.desk.stopped(), circle_id, user_id)

    async def ask_new_times(self, circle_id: CircleId, user_id: int) -> Circle:
        """A new poll with times to come."""
        return await self.desk.database.write(_ask_new_times, self.desk.stopped(), circle_id, user_id)

    async def ask_refill(self, circle_id: CircleId, user_id: int) -> Circle:
        """Look for one more member, or two."""
        return await self.desk.database.write(_ask_refill, self.desk.stopped(), circle_id, user_id)

    async def ask_merge(self, circle_id: CircleId, user_id: int) -> None:
        """Everybody who sits is invited to a circle near that has room; this one closes."""
        await self.desk.database.write(_ask_merge, self.desk.stopped(), circle_id, user_id)


def _accept(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    before = _get_own(connection, circle_id, user_id)
    match before.state_of(user_id):
        case SeatState.ACCEPTED:
            return before
        case SeatState.INVITED if before.is_alive and desk.now() < before.answer_by:
            after = rules.settle(before.with_seat(user_id, SeatState.ACCEPTED), desk.now())
            return life.keep(connection, desk, before, after)
    raise Refusal(
        gettext(
            "That proposal is no longer open. You are in the next round by yourself; `/circle "
            "mine` shows how you stand."
        )
    )


def _decline(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    before = _get_own(connection, circle_id, user_id)
    state = before.state_of(user_id)
    if state is SeatState.ACCEPTED and before.state is CircleState.FORMED:
        return _leave(connection, desk, circle_id, user_id)
    if state not in rules.HOLDING:
        return before
    after = rules.settle(before.with_seat(user_id, SeatState.DECLINED), desk.now())
    return life.keep(connection, desk, before, after)


def _leave_own(connection: Connection, desk: CircleDesk, actor: Actor) -> Circle:
    held = circles.find_holding(connection, actor.guild_id, actor.user_id)
    if held is None:
        raise Refusal(
            gettext("You are in no circle just now. `/profile pause` keeps you out of the next rounds.")
        )
    return _leave(connection, desk, held.id, actor.user_id)


def _leave(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    before = _get_own(connection, circle_id, user_id)
    if before.state_of(user_id) not in rules.HOLDING:
        return before
    if before.state is CircleState.PROPOSED or before.state_of(user_id) is SeatState.INVITED:
        return _decline(connection, desk, circle_id, user_id)
    return _without(connection, desk, before, {user_id})


def _part(connection: Connection, desk: CircleDesk, actor: Actor, user_id: int) -> bool:
    held = circles.find_holding(connection, actor.guild_id, actor.user_id)
    if held is None or user_id not in held.held_ids:
        return False
    _leave(connection, desk, held.id, actor.user_id)
    return True


def _drop(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_ids: set[int]) -> None:
    before = life.get_circle(connection, circle_id)
    gone = user_ids & set(before.held_ids)
    if before.is_alive and gone:
        _without(connection, desk, before, gone)


def _without(connection: Connection, desk: CircleDesk, before: Circle, user_ids: set[int]) -> Circle:
    after = before
    for user_id in user_ids:
        after = after.with_seat(user_id, SeatState.LEFT)
        circles.delete_votes_of(connection, before.id, user_id)
    return life.keep(connection, desk, before, rules.settle(after, desk.now()))


def _vote(
    connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int, place: int, poll: int
) -> Poll:
    circle = _get_sitting(connection, circle_id, user_id)
    is_open = circle.poll_until is not None and poll == circle.polls and place < len(circle.times)
    if not is_open or circle.times[place] <= desk.now():
        raise Refusal(gettext("That poll is closed. What was found stands in the circle's thread."))
    circles.toggle_vote(connection, circle_id, user_id, circle.times[place])
    meeting.conclude_if_clear(connection, desk, circle)
    circle = life.get_circle(connection, circle_id)
    return Poll(circle, meeting.count_votes(connection, circle))


def _note_met(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    before = _get_asked(connection, circle_id, user_id)
    return (
        before if before.state is CircleState.MET else life.keep(connection, desk, before, rules.met(before))
    )


def _note_not_yet(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    before = _get_asked(connection, circle_id, user_id)
    if before.state is not CircleState.FORMED:
        return before
    return life.keep(connection, desk, before, replace(before, quiet=0))


def _ask_new_times(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_sitting(connection, circle_id, user_id)
    if circle.poll_until is not None:
        raise Refusal(gettext("There is a poll in the thread already: tap the times that suit you, please."))
    opened = life.open_poll(connection, desk, circle)
    if not opened.times:
        raise Refusal(
            gettext(
                "I see no two free hours that all of you share in the next two weeks. Ask each "
                "other in the thread, or add free times with `/profile edit`."
            )
        )
    life.tell(connection, opened, "poll", f"poll:{opened.polls}", desk.now(), desk.random)
    return life.keep(connection, desk, circle, opened)


def _ask_refill(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_sitting(connection, circle_id, user_id)
    if len(circle.held_ids) >= LARGEST:
        raise Refusal(gettext("A circle has up to {most} members, and yours is full.", most=LARGEST))
    wanted = replace(circle, wants_refill=True, refills=min(circle.refills, MOST_REFILLS - 1))
    return life.keep(connection, desk, circle, wanted)


def _ask_merge(connection: Connection, desk: CircleDesk, circle_id: CircleId, user_id: int) -> None:
    circle = _get_sitting(connection, circle_id, user_id)
    now = desk.now()
    gathered = gather(connection, circle.guild_id, now)
    user_ids = circle.sitting_ids
    own = gathered.list_members(user_ids, is_online=circle.is_online)
    others: dict[int, list[Member]] = {}
    for other in circles.list_alive(connection, circle.guild_id):
        members = gathered.list_members(other.held_ids, is_online=other.is_online)
        is_alike = other.is_online == circle.is_online and len(members) == len(other.held_ids)
        if other.id != circle.id and is_alike and not other.wants_refill:
            others[other.id] = members
    found = find_merge(own, others, gathered.history, desk.weights)
    if found is None:
        raise Refusal(
            gettext("No circle near has room for all of you just now. A new time, or one more member?")
        )
    before = life.get_circle(connection, CircleId(found))
    life.tell(connection, circle, "merged", "merged", now, desk.random)
    life.keep(connection, desk, circle, rules.close(circle))
    life.keep(connection, desk, before, rules.invite(before, user_ids, now + desk.rules.answer_within))


def _get_own(connection: Connection, circle_id: CircleId, user_id: int) -> Circle:
    circle = life.get_circle(connection, circle_id)
    if circle.state_of(user_id) is None:
        raise Refusal(gettext("That circle is between others. `/profile edit` puts you into the next round."))
    return circle


def _get_sitting(connection: Connection, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_own(connection, circle_id, user_id)
    if circle.state is not CircleState.FORMED:
        raise Refusal(gettext("That circle is over. You are in the next round by yourself."))
    if circle.state_of(user_id) is not SeatState.ACCEPTED:
        raise Refusal(gettext("You are not in that circle any more."))
    return circle


def _get_asked(connection: Connection, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_own(connection, circle_id, user_id)
    return circle if circle.state is CircleState.MET else _get_sitting(connection, circle_id, user_id)
