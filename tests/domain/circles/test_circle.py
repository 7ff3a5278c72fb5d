"""The life of a circle: what every answer, every silence and every refill makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.circles.circle import (
    Circle,
    CircleSeat,
    CircleState,
    SeatState,
    apply_answers,
    close,
    invite,
    invite_refills,
    mark_met,
)
from domain.ids import CircleId, CircleRoundId

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
INVITED, ACCEPTED, DECLINED, SILENT, LEFT, RELEASED, MET = SeatState


def _circle(*states: SeatState, **changes: object) -> Circle:
    """A proposed circle with a seat for each state, of the members 1, 2, 3 …, who may answer until NOW."""
    seats = tuple(CircleSeat(number, state) for number, state in enumerate(states, start=1))
    circle = Circle(CircleId(1), 1, CircleRoundId(1), seats, answer_by=NOW)
    return replace(circle, **changes)  # type: ignore[arg-type]


def _states(circle: Circle) -> list[SeatState]:
    return [seat.state for seat in circle.seats]


# What answers make of it.


def test_it_forms_with_the_third_acceptance_and_those_who_have_not_answered_may_still_join() -> None:
    two = apply_answers(_circle(ACCEPTED, ACCEPTED, INVITED, INVITED), BEFORE)
    assert two.state is CircleState.PROPOSED
    three = apply_answers(two.with_seat(3, ACCEPTED), BEFORE)
    assert (three.state, three.formed_at) == (CircleState.FORMED, BEFORE)
    assert _states(three) == [ACCEPTED, ACCEPTED, ACCEPTED, INVITED]
    four = apply_answers(three.with_seat(4, ACCEPTED), NOW)
    assert four.formed_at == BEFORE  # it forms once
    assert not four.wants_refill  # nobody was lost, so there is no gap


def test_nobody_is_taken_for_silent_before_their_time_is_up() -> None:
    waiting = _circle(ACCEPTED, DECLINED, INVITED)
    assert apply_answers(waiting, BEFORE) == waiting
    assert _states(apply_answers(waiting, NOW)) == [ACCEPTED, DECLINED, SILENT]


def test_once_all_have_answered_nobody_waits_for_the_end_of_the_time() -> None:
    assert apply_answers(_circle(ACCEPTED, ACCEPTED, DECLINED), BEFORE).wants_refill


@pytest.mark.parametrize(
    ("states", "refills", "state", "wants_refill"),
    [
        ((ACCEPTED, DECLINED, DECLINED), 0, CircleState.PROPOSED, True),
        ((ACCEPTED, DECLINED, DECLINED), 1, CircleState.PROPOSED, True),
        ((ACCEPTED, DECLINED, DECLINED), 2, CircleState.NOT_FORMED, False),  # twice is enough
        ((ACCEPTED, ACCEPTED, DECLINED), 2, CircleState.NOT_FORMED, False),
        ((DECLINED, SILENT, DECLINED), 0, CircleState.NOT_FORMED, False),  # nobody is left to join
        ((ACCEPTED, ACCEPTED, ACCEPTED, DECLINED), 0, CircleState.FORMED, True),
        ((ACCEPTED, ACCEPTED, ACCEPTED, DECLINED), 2, CircleState.FORMED, False),
        ((ACCEPTED, ACCEPTED, ACCEPTED), 0, CircleState.FORMED, False),
        ((ACCEPTED,) * 5 + (LEFT,), 0, CircleState.FORMED, False),  # full, whoever has left
    ],
)
def test_gaps_wait_for_a_refill_at_most_twice_and_then_too_few_fall_apart(
    states: tuple[SeatState, ...], refills: int, state: CircleState, wants_refill: bool
) -> None:
    settled = apply_answers(_circle(*states, refills=refills), NOW)
    assert (settled.state, settled.wants_refill) == (state, wants_refill)


@pytest.mark.parametrize(
    ("sitting", "state"), [(3, CircleState.FORMED), (2, CircleState.FORMED), (1, CircleState.CLOSED)]
)
def test_a_formed_circle_goes_on_with_two_and_ends_with_one(sitting: int, state: CircleState) -> None:
    seats = [ACCEPTED] * sitting + [LEFT] * (4 - sitting)
    settled = apply_answers(_circle(*seats, state=CircleState.FORMED, refills=2), NOW)
    assert settled.state is state
    assert (RELEASED in _states(settled)) is (state is CircleState.CLOSED)


def test_those_who_accepted_are_free_again_when_it_falls_apart() -> None:
    apart = apply_answers(_circle(ACCEPTED, ACCEPTED, INVITED, refills=2), NOW)
    assert apart.state is CircleState.NOT_FORMED
    assert _states(apart) == [RELEASED, RELEASED, SILENT]
    assert not apart.is_alive


# Gaps and refills.


@pytest.mark.parametrize(
    ("states", "gaps"),
    [
        ((INVITED,) * 3, 0),  # three may be right for them: only a seat that was lost is filled
        ((ACCEPTED,) * 4, 0),
        ((ACCEPTED, INVITED, DECLINED), 3),
        ((ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, LEFT), 1),
        ((ACCEPTED,) * 5 + (SILENT,), 0),
    ],
)
def test_only_where_somebody_was_lost_is_there_room_up_to_five(
    states: tuple[SeatState, ...], gaps: int
) -> None:
    assert _circle(*states).free_seats == gaps


def test_a_refill_invites_a_new_wave_until_a_new_time() -> None:
    refilled = invite_refills(_circle(ACCEPTED, ACCEPTED, DECLINED, wants_refill=True), [8, 9], AFTER)
    assert (refilled.refills, refilled.wants_refill, refilled.answer_by) == (1, False, AFTER)
    assert refilled.seats[-2:] == (CircleSeat(8, INVITED, wave=1), CircleSeat(9, INVITED, wave=1))
    assert refilled.invited_ids == [8, 9]
    again = invite(refilled, [9, 3], AFTER)
    assert again.seats[-2:] == (
        CircleSeat(9, INVITED, wave=2),
        CircleSeat(3, INVITED, wave=2),
    )  # one seat for each member
    assert [seat.user_id for seat in again.seats] == [1, 2, 8, 9, 3]


def test_where_nobody_is_found_nobody_is_looked_for_again() -> None:
    nobody = invite_refills(_circle(ACCEPTED, ACCEPTED, ACCEPTED, LEFT, state=CircleState.FORMED), [], AFTER)
    assert nobody.state is CircleState.FORMED
    assert not apply_answers(nobody, AFTER).wants_refill
    assert nobody.answer_by == NOW
    assert invite_refills(_circle(ACCEPTED, ACCEPTED, DECLINED), [], AFTER).state is CircleState.NOT_FORMED


# When something is due, and the end.


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, NOW),
        ({"poll_until": BEFORE}, BEFORE),
        ({"ask_at": BEFORE, "poll_until": AFTER}, BEFORE),
        ({"ask_at": AFTER}, NOW),
        ({"seats": (CircleSeat(1, ACCEPTED),)}, None),  # nobody is waited for
        ({"seats": (CircleSeat(1, ACCEPTED),), "ask_at": AFTER}, AFTER),
    ],
)
def test_the_next_thing_due_is_the_earliest_of_answers_poll_and_question(
    changes: Mapping[str, object], due: datetime | None
) -> None:
    assert _circle(INVITED, ACCEPTED, **changes).next_at == due


def test_it_ends_for_everybody_who_still_has_a_seat_and_nothing_is_due_any_more() -> None:
    running = _circle(
        ACCEPTED, INVITED, LEFT, state=CircleState.FORMED, wants_refill=True, poll_until=AFTER, ask_at=AFTER
    )
    for ended, state, seat in (
        (close(running), CircleState.CLOSED, RELEASED),
        (mark_met(running), CircleState.MET, MET),
    ):
        assert (ended.state, _states(ended)) == (state, [seat, SILENT, LEFT])
        assert ended.next_at is None
        assert not ended.wants_refill
        assert not ended.held_ids


def test_who_stands_how_to_it() -> None:
    circle = _circle(INVITED, ACCEPTED, DECLINED)
    assert (circle.invited_ids, circle.sitting_ids, circle.held_ids) == ([1], [2], [1, 2])
    assert circle.state_of(3) is DECLINED
    assert circle.state_of(4) is None
    assert circle.is_alive
    assert replace(circle, state=CircleState.FORMED).is_alive


@given(
    st.lists(st.sampled_from([INVITED, ACCEPTED, DECLINED, SILENT, LEFT]), min_size=3, max_size=6),
    st.integers(0, 2),
    st.booleans(),
)
def test_settling_again_changes_nothing_and_never_takes_a_seat_from_those_who_stay(
    states: list[SeatState], refills: int, is_late: bool
) -> None:
    now = NOW if is_late else BEFORE
    once = apply_answers(_circle(*states, refills=refills), now)
    assert once.is_alive is (once.state in {CircleState.PROPOSED, CircleState.FORMED})
    if once.is_alive:
        assert apply_answers(once, now) == once
        assert once.sitting_ids == [
            number for number, state in enumerate(states, start=1) if state is ACCEPTED
        ]
    if once.is_alive and is_late:
        assert once.next_at is None
        assert once.wants_refill or len(once.sitting_ids) >= 3
