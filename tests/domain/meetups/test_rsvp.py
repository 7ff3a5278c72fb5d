"""Seats and the waitlist: nobody is lost, nobody is overtaken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.meetups.newcomers import Newcomer, list_newcomers
from domain.meetups.rsvp import (
    Answer,
    GuestList,
    StoredAnswer,
    add_answers,
    detach_reactions,
    effective_answers,
    make_guest_list,
    remove_answers,
    seat_waiting,
)

_ACTIONS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from([*Answer, None])),  # None takes every answer back
    max_size=40,
)


def _play(actions: list[tuple[int, Answer | None]], capacity: int | None) -> list[StoredAnswer]:
    """Members answer one after another; older reactions stay, as where the bot may not remove them."""
    marks: list[StoredAnswer] = []
    for order, (user_id, answer) in enumerate(actions, 1):
        if answer is None:
            marks = [mark for mark in marks if mark.user_id != user_id]
        else:
            marks = add_answers(marks, [(user_id, answer)], order, is_reaction=True)
        marks = seat_waiting(marks, capacity)
    return marks


@given(_ACTIONS, st.one_of(st.none(), st.integers(1, 4)))
def test_everyone_with_an_answer_is_on_the_list_exactly_once(
    actions: list[tuple[int, Answer | None]], capacity: int | None
) -> None:
    last = dict(actions)
    guests = make_guest_list(_play(actions, capacity))
    listed = [*guests.going, *guests.waitlist, *guests.maybe, *guests.no]
    assert sorted(listed) == sorted(user_id for user_id, answer in last.items() if answer is not None)


@given(_ACTIONS, st.integers(1, 4))
def test_seats_are_never_more_than_the_capacity_and_never_empty_while_somebody_waits(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    guests = make_guest_list(_play(actions, capacity))
    assert len(guests.going) <= capacity
    assert not guests.waitlist or len(guests.going) == capacity


@given(_ACTIONS, st.integers(1, 4))
def test_a_later_answer_never_overtakes_one_that_waits(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    before = make_guest_list(_play(actions, capacity)).waitlist
    after = make_guest_list(_play([*actions, (99, Answer.GOING)], capacity)).waitlist
    assert after[: len(before)] == before


@given(_ACTIONS, st.integers(2, 4))
def test_a_smaller_capacity_takes_no_seat_away(
    actions: list[tuple[int, Answer | None]], capacity: int
) -> None:
    marks = _play(actions, capacity)
    assert set(make_guest_list(seat_waiting(marks, 1)).going) >= set(make_guest_list(marks).going)


def test_the_last_answer_counts_and_the_one_before_it_comes_back() -> None:
    going, maybe = StoredAnswer(1, Answer.GOING, 1), StoredAnswer(1, Answer.MAYBE, 2)
    assert effective_answers([maybe, going]) == [maybe]
    assert effective_answers([going]) == [going]


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


def test_a_regular_has_come_three_times_and_a_newcomer_never() -> None:
    assert list_newcomers([1, 7], {1: 2}, buddies=[1]) == [Newcomer(7, None)]
    assert list_newcomers([1, 7], {1: 3}, buddies=[1]) == [Newcomer(7, 1)]
    assert list_newcomers([1, 7], {1: 3}, buddies=[]) == [Newcomer(7, None)]
    assert list_newcomers([7, 8], {8: 1}, buddies=[8]) == [Newcomer(7, None)]


ALICE, BOB, CHARLIE = 1, 2, 3


def test_whoever_answers_the_same_again_keeps_their_place_and_their_seat() -> None:
    first = seat_waiting(
        add_answers([], [(ALICE, Answer.GOING), (BOB, Answer.GOING)], 1, is_reaction=True), 1
    )
    again = seat_waiting(add_answers(first, [(ALICE, Answer.GOING)], 3, is_reaction=False), 1)
    assert make_guest_list(again) == GuestList((ALICE,), (BOB,), (), ())
    assert again == first  # a command over a reaction leaves it one, in its place
    changed = add_answers(first, [(ALICE, Answer.NO), (ALICE, Answer.GOING)], 3, is_reaction=True)
    assert make_guest_list(seat_waiting(changed, 2)).going == (
        BOB,
        ALICE,
    )  # after changing their mind they are last
    assert {mark.order for mark in changed if mark.user_id == ALICE} == {3, 4}


def test_a_seat_goes_to_whoever_waits_longest_once_its_member_answers_otherwise() -> None:
    marks = seat_waiting(
        add_answers([], [(user_id, Answer.GOING) for user_id in (ALICE, BOB, CHARLIE)], 1, is_reaction=True),
        1,
    )
    assert make_guest_list(marks) == GuestList((ALICE,), (BOB, CHARLIE), (), ())
    maybe = seat_waiting(add_answers(marks, [(ALICE, Answer.MAYBE)], 4, is_reaction=True), 1)
    assert make_guest_list(maybe) == GuestList((BOB,), (CHARLIE,), (ALICE,), ())
    assert make_guest_list(seat_waiting(marks, None)).going == (ALICE, BOB, CHARLIE)
    assert make_guest_list(seat_waiting(marks, 0)).going == (ALICE,)  # whoever has a seat keeps it


def test_taking_a_reaction_back_leaves_what_was_answered_by_command_and_the_reverse() -> None:
    reacted, typed = (
        StoredAnswer(ALICE, Answer.GOING, 1),
        StoredAnswer(BOB, Answer.GOING, 2, is_reaction=False),
    )
    both = [(ALICE, Answer.GOING), (BOB, Answer.GOING)]
    assert remove_answers([reacted, typed], both, is_reaction=True) == [typed]
    assert remove_answers([reacted, typed], both, is_reaction=False) == [reacted]
    assert remove_answers([reacted, typed], [(ALICE, Answer.NO)], is_reaction=True) == [reacted, typed]


def test_cleared_reactions_stay_as_answers_and_others_stay_reactions() -> None:
    going, no = StoredAnswer(ALICE, Answer.GOING, 1, is_seated=True), StoredAnswer(BOB, Answer.NO, 2)
    assert detach_reactions([going, no], {Answer.GOING}) == [
        StoredAnswer(ALICE, Answer.GOING, 1, False, True),
        no,
    ]
