"""What members do with a circle: accept, decline, leave, say when they can come and whether they met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from db import circles
from domain.circles import circle as rules
from domain.circles.circle import MOST_REFILLS, Circle, CircleState, SeatState
from domain.circles.member import LARGEST, Member
from domain.circles.open_circles import find_merge
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import CircleId
from languages import gettext
from services.circles import effects, time_poll
from services.circles.matching_input import load_matching_input
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CirclePoll:
    """A circle with its poll: for each time, how many of those who sit can come."""

    circle: Circle
    counts: dict[datetime, int]


def list_held(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members whom a circle of the server holds."""
    return sorted(circles.list_held(tx.connection, guild_id))


def drop_leaver(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Takes a member who left the server out of the circle that held them."""
    held = circles.find_circle_of(tx.connection, guild_id, user_id)
    if held is not None:
        drop_members(tx, held.id, {user_id})


def accept(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Accepts the circle that was proposed to the member, and returns it.

    Raises Refusal where the proposal is no longer open, or the circle was not proposed to the member.
    """
    before = _get_own(tx, circle_id, user_id)
    match before.state_of(user_id):
        case SeatState.ACCEPTED:
            return before
        case SeatState.INVITED if before.is_alive and tx.now < before.answer_by:
            after = rules.apply_answers(before.with_seat(user_id, SeatState.ACCEPTED), tx.now)
            return effects.save_with_effects(tx, before, after)
    raise Refusal(
        gettext(
            "That proposal is no longer open. You are in the next round automatically; `/circle "
            "mine` shows what comes next."
        )
    )


def decline(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Declines the circle that was proposed to the member, and returns it.

    An acceptance can be taken back until the circle forms; afterwards this leaves the circle. Raises Refusal
    where the circle is none of the member's.
    """
    before = _get_own(tx, circle_id, user_id)
    state = before.state_of(user_id)
    if state is SeatState.ACCEPTED and before.state is CircleState.FORMED:
        return leave_circle(tx, circle_id, user_id)
    if state not in rules.HOLDING:
        return before
    after = rules.apply_answers(before.with_seat(user_id, SeatState.DECLINED), tx.now)
    return effects.save_with_effects(tx, before, after)


def get_held(tx: Transaction, user_id: int, circle_id: CircleId) -> Circle:
    """Returns the circle that holds the member. Raises Refusal where it does not, or does no more."""
    circle = _get_own(tx, circle_id, user_id)
    if circle.state_of(user_id) not in rules.HOLDING:
        raise Refusal(gettext("You are not in that circle any more."))
    return circle


def leave_circle(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Takes the member out of this circle, or declines it where it has not formed, and returns it.

    Raises Refusal where the circle is none of the member's.
    """
    before = _get_own(tx, circle_id, user_id)
    if before.state_of(user_id) not in rules.HOLDING:
        return before
    if before.state is CircleState.PROPOSED or before.state_of(user_id) is SeatState.INVITED:
        return decline(tx, circle_id, user_id)
    return _without(tx, before, {user_id})


def avoid_and_leave(tx: Transaction, actor: Actor, user_id: int) -> bool:
    """Takes the member out of the circle that holds them and `user_id`, whom they avoid from now on.

    Returns whether there was such a circle.
    """
    held = circles.find_circle_of(tx.connection, actor.guild_id, actor.user_id)
    if held is None or user_id not in held.held_ids:
        return False
    leave_circle(tx, held.id, actor.user_id)
    return True


def drop_members(tx: Transaction, circle_id: CircleId, user_ids: set[int]) -> None:
    """Takes members out of the circle who are no longer in the server."""
    before = effects.get_circle(tx, circle_id)
    gone = user_ids & set(before.held_ids)
    if before.is_alive and gone:
        _without(tx, before, gone)


def _without(tx: Transaction, before: Circle, user_ids: set[int]) -> Circle:
    after = before
    for user_id in user_ids:
        after = after.with_seat(user_id, SeatState.LEFT)
        circles.delete_votes_of(tx.connection, before.id, user_id)
    return effects.save_with_effects(tx, before, rules.apply_answers(after, tx.now))


def vote(tx: Transaction, circle_id: CircleId, user_id: int, index: int, poll_number: int) -> CirclePoll:
    """Sets that the member can come at the time at `index` of the poll, or takes it back; returns the poll.

    Raises Refusal where that poll is closed, the time has passed, or the member is not in the circle.
    """
    circle = _get_sitting(tx, circle_id, user_id)
    is_open = circle.poll_until is not None and poll_number == circle.polls and index < len(circle.times)
    if not is_open or circle.times[index] <= tx.now:
        raise Refusal(gettext("That poll is closed. The result is in the circle's thread."))
    circles.toggle_time_vote(tx.connection, circle_id, user_id, circle.times[index])
    time_poll.conclude_poll_if_clear(tx, circle)
    circle = effects.get_circle(tx, circle_id)
    return CirclePoll(circle, time_poll.count_votes(tx, circle))


def mark_met(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Notes that the circle has met, and returns it. Raises Refusal where the member is not in it."""
    before = _get_asked(tx, circle_id, user_id)
    return (
        before
        if before.state is CircleState.MET
        else effects.save_with_effects(tx, before, rules.mark_met(before))
    )


def mark_not_met_yet(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Notes that the circle has not met yet, and returns it; it is asked again later.

    Raises Refusal where the member is not in the circle.
    """
    before = _get_asked(tx, circle_id, user_id)
    if before.state is not CircleState.FORMED:
        return before
    return effects.save_with_effects(tx, before, replace(before, quiet=0))


def ask_new_times(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Opens a new poll about times to come, and returns the circle.

    Raises Refusal where a poll is open, the members share no time, or the member is not in the circle.
    """
    circle = _get_sitting(tx, circle_id, user_id)
    if circle.poll_until is not None:
        raise Refusal(gettext("There is a poll in the thread already: tap the times that suit you, please."))
    opened = effects.open_poll(tx, circle)
    if not opened.times:
        raise Refusal(
            gettext(
                "I see no two free hours that all of you share in the next two weeks. Ask each "
                "other in the thread, or add free times with `/profile edit`."
            )
        )
    effects.post_line(tx, opened, "poll", f"poll:{opened.polls}")
    return effects.save_with_effects(tx, circle, opened)


def ask_refill(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    """Has one more member looked for, or two, and returns the circle.

    Raises Refusal where the circle is full, or the member is not in it.
    """
    circle = _get_sitting(tx, circle_id, user_id)
    if len(circle.held_ids) >= LARGEST:
        raise Refusal(gettext("A circle has up to {most} members, and yours is full.", most=LARGEST))
    after = replace(circle, wants_refill=True, refills=min(circle.refills, MOST_REFILLS - 1))
    return effects.save_with_effects(tx, circle, after)


def merge_with_nearest(tx: Transaction, circle_id: CircleId, user_id: int) -> None:
    """Invites all who sit to the nearest circle with free seats, and closes this one.

    Raises Refusal where no circle near has room for them, or the member is not in this one.
    """
    circle = _get_sitting(tx, circle_id, user_id)
    matching_input = load_matching_input(tx, circle.guild_id)
    user_ids = circle.sitting_ids
    own = matching_input.list_members(user_ids, is_online=circle.is_online)
    others: dict[int, list[Member]] = {}  # itself as well, which it cannot join: nobody sits twice
    for other in circles.list_alive(tx.connection, circle.guild_id):
        members = matching_input.list_members(other.held_ids, is_online=other.is_online)
        is_alike = other.is_online == circle.is_online and len(members) == len(other.held_ids)
        if is_alike and not other.wants_refill:
            others[other.id] = members
    nearest_id = find_merge(own, others, matching_input.history, tx.config.circles.weights)
    if nearest_id is None:
        raise Refusal(
            gettext(
                "No nearby circle has room for all of you just now. Would a new time help, or one more "
                "member?"
            )
        )
    nearest = effects.get_circle(tx, CircleId(nearest_id))
    effects.post_line(tx, circle, "merged", "merged")
    effects.save_with_effects(tx, circle, rules.close(circle))
    effects.save_with_effects(
        tx, nearest, rules.invite(nearest, user_ids, tx.now + tx.config.circles.answer_within)
    )


def _get_own(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    circle = effects.get_circle(tx, circle_id)
    if circle.state_of(user_id) is None:
        raise Refusal(
            gettext("That circle is for other members. `/profile edit` puts you into the next round.")
        )
    return circle


def _get_sitting(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_own(tx, circle_id, user_id)
    if circle.state is not CircleState.FORMED:
        raise Refusal(gettext("That circle is over. You are in the next round automatically."))
    if circle.state_of(user_id) is not SeatState.ACCEPTED:
        raise Refusal(gettext("You are not in that circle any more."))
    return circle


def _get_asked(tx: Transaction, circle_id: CircleId, user_id: int) -> Circle:
    circle = _get_own(tx, circle_id, user_id)
    return circle if circle.state is CircleState.MET else _get_sitting(tx, circle_id, user_id)
