"""Seats and the waitlist: nobody is lost, nobody is overtaken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.meetups.newcomers import Newcomer, list_newcomers
from domain.meetups.rsvp import Answer, GuestList, Mark, give, guest_list, settle, standing

_ACTIONS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from([*Answer, None])),  # None takes every answer back
    max_size=40,
)


def _play(actions: list[tuple[int, Answer | None]], capacity: int | None) -> list[Mark]:
    """Members answer one after another; older reactions stay, as where the bot may not remove them."""
    marks: list[Mark] = []
    for order, (user_id, answer) in enumerate(actions, 1):
        if answer is None:
            marks = [mark for mark in marks if mark.user_id != user_id]
        else:
            marks = give(marks, [(user_id, answer)], order, is_reaction=True)
        marks = settle(marks, capacity)
    return marks


@given(_ACTIONS, st.one_of(st.none(), st.integers(1, 4)))
def test_everyone_with_an_answer_is_on_the_list_exactly_once(
    actions: list[tuple[int, Answer | None]], capacity: int | None
) -> None:
    last = dict(actions)
    guests = guest_list(_play(actions, capacity))
    listed = [*guests.going, *guests.waitlist, *guests.maybe, *guests.no]
    assert sorted(listed) == sorted(user_id for user_id, answer in last.items() if answer is not None)


@given(_ACTIONS, st.integers(1, 4))
def test_seats_are_never_more_than_the_capacity_and_never_empty_while_somebody_waits(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    guests = guest_list(_play(actions, capacity))
    assert len(guests.going) <= capacity
    assert not guests.waitlist or len(guests.going) == capacity


@given(_ACTIONS, st.integers(1, 4))
def test_a_later_answer_never_overtakes_one_that_waits(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    before = guest_list(_play(actions, capacity)).waitlist
    after = guest_list(_play([*actions, (99, Answer.GOING)], capacity)).waitlist
    assert after[: len(before)] == before


@given(_ACTIONS, st.integers(2, 4))
def test_a_smaller_capacity_takes_no_seat_away(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    marks = _play(actions, capacity)
    assert set(guest_list(settle(marks, 1)).going) >= set(guest_list(marks).going)


def test_the_last_answer_counts_and_the_one_before_it_comes_back() -> None:
    going, maybe = Mark(1, Answer.GOING, 1), Mark(1, Answer.MAYBE, 2)
    assert standing([maybe, going]) == [maybe]
    assert standing([going]) == [going]


def test_who_should_hear_of_a_change() -> None:
    guests = GuestList(going=(1,), waitlist=(2,), maybe=(3,), no=(4,))
    assert guests.coming == (1, 2, 3)


def test_first_timers_get_a_buddy_who_comes_often_and_agreed() -> None:
    dates_before = {1: 5, 2: 3, 3: 1, 4: 9}
    found = list_newcomers([1, 2, 3, 4, 7, 8, 9], dates_before, buddies=[1, 2, 3])
    assert found == [Newcomer(7, 1), Newcomer(8, 2), Newcomer(9, 1)]


def test_first_timers_without_a_buddy_are_marked_all_the_same() -> None:
    assert list_newcomers([7], {}, buddies=[7]) == [Newcomer(7, None)]
    assert list_newcomers([], {}, []) == []
