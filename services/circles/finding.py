"""How members and organisers stand with circles. Nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import circles, profiles, rounds
from db.connection import Connection
from domain.circles.advice import Advice, advise
from domain.circles.circle import Circle, CircleState
from domain.circles.result import Reason
from domain.guilds import Actor
from domain.weeks import to_utc, week_of
from domain.weektimes import PARTS, describe_part, part
from services.circles.desk import CircleDesk
from services.circles.gathering import gather


@dataclass(frozen=True, slots=True)
class Standing:
    """The circle that holds a member; else why the last round had none for them, and what would help."""

    circle: Circle | None = None
    reason: Reason | None = None
    advice: Advice | None = None
    is_looking: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """A round that goes on: how many circles have formed, how many wait for answers, and until when."""

    formed: int
    waiting: int
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class CircleFinding:
    """Use cases that only read, but for what a member has heard."""

    desk: CircleDesk

    async def get_standing(self, actor: Actor) -> Standing:
        """How the member stands; hearing it is being told."""
        found = await self.desk.database.read(_get_standing, actor, self.desk.now())
        if found.reason is not None:
            await self.mark_told(actor)
        return found

    async def mark_told(self, actor: Actor) -> None:
        """The member has heard why there was no circle."""
        await self.desk.database.write(circles.mark_told, actor.guild_id, actor.user_id)

    async def get_progress(self, guild_id: int) -> Progress | None:
        """How the guild's round goes; None if none goes on."""
        return await self.desk.database.read(_get_progress, guild_id)


def get_untold(connection: Connection, actor: Actor, now: datetime) -> Standing | None:
    """How a member stands whom the last round left over and who has not heard of it; None for others."""
    if circles.get_standing(connection, actor.guild_id, actor.user_id).is_told:
        return None
    return _get_standing(connection, actor, now)


def _get_standing(connection: Connection, actor: Actor, now: datetime) -> Standing:
    held = circles.find_holding(connection, actor.guild_id, actor.user_id)
    if held is not None:
        return Standing(held)
    profile = profiles.get_profile(connection, actor.guild_id, actor.user_id)
    if not profile.is_looking(now):
        return Standing(is_looking=False)
    reason = circles.get_standing(connection, actor.guild_id, actor.user_id).reason
    if reason is None or reason is Reason.TAKEN or profile.city is None:
        return Standing(reason=reason)
    gathered = gather(connection, actor.guild_id, now)
    monday = week_of(now.date() + timedelta(weeks=1))
    zone = profile.zone or profile.city.zone
    times = {
        describe_part(day, name): to_utc(part(day, name), zone, monday) for day in range(7) for name in PARTS
    }
    others = [member for user_id, member in gathered.members.items() if user_id != actor.user_id]
    return Standing(reason=reason, advice=advise(gathered.members[actor.user_id], others, times))


def _get_progress(connection: Connection, guild_id: int) -> Progress | None:
    round_id = rounds.find_open_round(connection, guild_id)
    if round_id is None:
        return None
    found = circles.list_of_round(connection, round_id)
    waiting = [circle for circle in found if circle.state is CircleState.PROPOSED]
    return Progress(
        formed=sum(circle.state in {CircleState.FORMED, CircleState.MET} for circle in found),
        waiting=len(waiting),
        answer_by=max((circle.answer_by for circle in waiting), default=None),
    )
