"""What every change to a circle brings with it: posts, polls and notes about its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from db import circle_rounds, circles, posts, profiles
from domain.circles import time_and_place
from domain.circles.circle import Circle, CircleSeat, CircleState, SeatState
from domain.errors import Refusal
from domain.ids import CircleId, PostId
from domain.posts import CIRCLE_POSTS, Post, PostKind
from domain.profiles import Profile
from domain.weeks import monday_of
from languages import gettext
from services import message_syncing
from services.circles.matching_input import to_member
from services.transaction import Transaction

_TOLD_WITHIN = timedelta(days=7)
_FIRST_TIME_AFTER = timedelta(days=2)
_WEEKS_AHEAD = 3


def get_circle(tx: Transaction, circle_id: CircleId) -> Circle:
    """Returns the circle. Raises Refusal where there is none."""
    circle = circles.load_circle(tx.connection, circle_id)
    if circle is None:
        raise Refusal(gettext("I don't know that circle any more."))
    return circle


def save_with_effects(tx: Transaction, before: Circle | None, after: Circle) -> Circle:
    """Saves the circle with the effects of what has changed since `before`, and returns it.

    `before` is None for a new circle.
    """
    has_formed = after.state is CircleState.FORMED and after.ask_at is None
    if has_formed:
        after = replace(open_poll(tx, after), ask_at=tx.now + tx.config.circles.ask_after)
    circles.save_circle(tx.connection, after)
    for seat in _changed(before, after):
        _follow_seat(tx, after, seat)
    if before is not None:
        _mark_messages_outdated(tx, before, after)
    if has_formed:
        circles.clear_left_over(tx.connection, after.guild_id, after.sitting_ids)
        post(tx, after, PostKind.CIRCLE, "", {})
    if after.state is CircleState.MET:
        circles.set_met(tx.connection, after.id, tx.now_ms)
    circle_rounds.end_round(tx.connection, after.round_id, tx.now_ms)
    return after


def open_poll(tx: Transaction, circle: Circle) -> Circle:
    """Returns the circle with a poll about the times that all who sit share.

    The poll has no times where they share none in the next weeks. Earlier votes are deleted.
    """
    sitting = list_complete_profiles(tx, circle, circle.sitting_ids)
    times = list_common_times(sitting, circle, tx.now) if len(sitting) == len(circle.sitting_ids) else []
    circles.delete_votes(tx.connection, circle.id)
    poll_until = tx.now + tx.config.circles.poll_for if times else None
    return replace(circle, times=tuple(times), poll_until=poll_until, polls=circle.polls + 1)


def list_complete_profiles(tx: Transaction, circle: Circle, user_ids: Iterable[int]) -> list[Profile]:
    """Returns the profiles of these members, but for those that are not complete."""
    members = (profiles.get_profile(tx.connection, circle.guild_id, user_id) for user_id in user_ids)
    return [profile for profile in members if not profile.missing]


def list_common_times(people: Sequence[Profile], circle: Circle, now: datetime) -> list[datetime]:
    """Returns when all of them have two free hours in the two weeks that begin the day after tomorrow."""
    after = now + _FIRST_TIME_AFTER
    mondays = [monday_of(after.date()) + timedelta(weeks=week) for week in range(_WEEKS_AHEAD)]
    weeks = {}
    for monday in mondays:
        members = [to_member(profile, monday, now) for profile in people]
        weeks[monday] = [member.as_online() for member in members] if circle.is_online else members
    until = after + timedelta(weeks=2)
    return time_and_place.list_times(weeks, circle.zone, after, until) if people else []


def _changed(before: Circle | None, after: Circle) -> list[CircleSeat]:
    states_before = {seat.user_id: seat.state for seat in before.seats} if before else {}
    return [seat for seat in after.seats if states_before.get(seat.user_id) is not seat.state]


def _mark_messages_outdated(tx: Transaction, before: Circle, after: Circle) -> None:
    """Marks the messages as outdated whose question is answered, or over, by what has changed."""
    if before.state is not after.state:
        message_syncing.mark_outdated(tx, after.id, CIRCLE_POSTS)
        return
    keys = [f"{seat.user_id}:{seat.wave}" for seat in before.seats if seat in _changed(after, before)]
    message_syncing.mark_outdated(tx, after.id, (PostKind.INVITE,), keys)
    if (before.polls, before.poll_until, before.asked) != (after.polls, after.poll_until, after.asked):
        message_syncing.mark_outdated(tx, after.id, (PostKind.CIRCLE, PostKind.CIRCLE_LINE))


def _follow_seat(tx: Transaction, circle: Circle, seat: CircleSeat) -> None:
    """Plans what a member hears who was asked, who joins, or whose circle did not come together."""
    guild_id, user_id = circle.guild_id, seat.user_id
    about = {"user_id": user_id}
    match seat.state:
        case SeatState.INVITED:
            key = f"{user_id}:{seat.wave}"
            post(tx, circle, PostKind.INVITE, key, about, useful_until=circle.answer_by)
        case SeatState.ACCEPTED if circle.state is CircleState.FORMED:
            circles.clear_left_over(tx.connection, guild_id, [user_id])
            if circle.thread_id is not None:
                post_line(tx, circle, "joined", f"joined:{user_id}", about)
        case SeatState.RELEASED if circle.state is CircleState.NOT_FORMED:
            circles.add_left_over(tx.connection, guild_id, [(user_id, None)], is_told=True)
            post(tx, circle, PostKind.NOT_FORMED, str(user_id), about)
        case SeatState.DECLINED | SeatState.SILENT:
            circles.clear_left_over(tx.connection, guild_id, [user_id])
        case _:
            pass


def post_line(
    tx: Transaction, circle: Circle, line: str, key: str, payload: Mapping[str, object] | None = None
) -> None:
    """Has a line posted in the circle's thread, once for each key."""
    post(tx, circle, PostKind.CIRCLE_LINE, key, {"line": line, **(payload or {})})


def post(
    tx: Transaction,
    circle: Circle,
    kind: PostKind,
    key: str,
    payload: Mapping[str, object],
    useful_until: datetime | None = None,
) -> None:
    """Has this posted about the circle, once for each kind and key, until `useful_until`.

    Where that is None, it helps for a week.
    """
    posts.insert_post(
        tx.connection,
        Post(
            id=PostId(tx.new_id()),
            guild_id=circle.guild_id,
            subject_id=circle.id,
            kind=kind,
            key=key,
            due_at=tx.now,
            useful_until=useful_until or tx.now + _TOLD_WITHIN,
            payload=dict(payload),
        ),
    )
