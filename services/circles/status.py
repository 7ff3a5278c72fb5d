"""How members and organisers stand with circles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import circle_rounds, circles, profiles
from domain.circles.advice import Advice, advise
from domain.circles.circle import Circle, CircleState
from domain.circles.matching_result import LeftOverReason
from domain.free_times import PARTS, describe_part, part_of_day
from domain.guilds import Actor
from domain.weeks import free_times_in_utc, monday_of
from services.circles.matching_input import load_matching_input
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CircleStanding:
    """The circle that holds a member; else why the last round had none for them, and what would help.

    `is_looking` is false for a member who is not in rounds: their profile is not complete, or paused.
    """

    circle: Circle | None = None
    reason: LeftOverReason | None = None
    advice: Advice | None = None
    is_looking: bool = True


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """A round that goes on: how many circles have formed, and how many wait for answers until `answer_by`."""

    formed: int
    waiting: int
    answer_by: datetime | None


def tell_standing(tx: Transaction, actor: Actor) -> CircleStanding:
    """Returns how the member stands, and notes that they have heard it."""
    standing = _get_standing(tx, actor)
    if standing.reason is not None:
        mark_told(tx, actor)
    return standing


def mark_told(tx: Transaction, actor: Actor) -> None:
    """Notes that the member has heard why there was no circle."""
    circles.mark_left_over_told(tx.connection, actor.guild_id, actor.user_id)


def find_unheard_standing(tx: Transaction, actor: Actor) -> CircleStanding | None:
    """Returns how a member stands whom the last round left over.

    None where it left nobody over who has not heard of it yet.
    """
    if circles.get_member_record(tx.connection, actor.guild_id, actor.user_id).is_told:
        return None
    return _get_standing(tx, actor)


def _get_standing(tx: Transaction, actor: Actor) -> CircleStanding:
    held = circles.find_circle_of(tx.connection, actor.guild_id, actor.user_id)
    if held is not None:
        return CircleStanding(held)
    profile = profiles.get_profile(tx.connection, actor.guild_id, actor.user_id)
    if not profile.is_looking(tx.now):
        return CircleStanding(is_looking=False)
    reason = circles.get_member_record(tx.connection, actor.guild_id, actor.user_id).reason
    if reason is None or reason is LeftOverReason.NO_GROUP or profile.city is None:
        return CircleStanding(reason=reason)
    matching_input = load_matching_input(tx, actor.guild_id)
    monday = monday_of(tx.now.date() + timedelta(weeks=1))
    zone = profile.zone or profile.city.zone
    times = {
        describe_part(day, name): free_times_in_utc(part_of_day(day, name), zone, monday)
        for day in range(7)
        for name in PARTS
    }
    others = [member for user_id, member in matching_input.members.items() if user_id != actor.user_id]
    return CircleStanding(reason=reason, advice=advise(matching_input.members[actor.user_id], others, times))


def get_progress(tx: Transaction, guild_id: int) -> RoundProgress | None:
    """Returns how the guild's round goes; None where no round goes on."""
    round_id = circle_rounds.find_open_round(tx.connection, guild_id)
    if round_id is None:
        return None
    of_round = circles.list_of_round(tx.connection, round_id)
    waiting = [circle for circle in of_round if circle.state is CircleState.PROPOSED]
    return RoundProgress(
        formed=sum(circle.state in {CircleState.FORMED, CircleState.MET} for circle in of_round),
        waiting=len(waiting),
        answer_by=max((circle.answer_by for circle in waiting), default=None),
    )
