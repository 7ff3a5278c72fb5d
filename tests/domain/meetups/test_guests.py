"""Guests whom members bring: a seat each, nobody is split from theirs, nobody is passed."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.meetups.rsvp import (
    Answer,
    StoredAnswer,
    add_answers,
    bring_guests,
    make_guest_list,
    remove_answers,
    seat_waiting,
)
from domain.meetups.seating_plan import Guest, TableProblem, assign_tables

ALICE, BOB, CHARLIE = 1, 2, 3


class _Action(NamedTuple):
    """What a member does: they answer, take all back (None), or say how many they bring (a number)."""

    user_id: int
    what: Answer | int | None


_ACTIONS = st.lists(
    st.builds(_Action, st.integers(1, 6), st.sampled_from([*Answer, Answer.GOING, None, 0, 1, 2])),
    max_size=40,
)


def _act(marks: list[StoredAnswer], action: _Action, order: int, capacity: int | None) -> list[StoredAnswer]:
    user_id, what = action
    if what is None:
        marks = [mark for mark in marks if mark.user_id != user_id]
    elif isinstance(what, Answer):
        marks = add_answers(marks, [(user_id, what)], order, is_reaction=True)
    else:
        room = make_guest_list(marks).find_room(user_id, capacity)
        if room is None or what <= room:
            marks = bring_guests(marks, user_id, what)
    return seat_waiting(marks, capacity)


def _play(actions: list[_Action], capacity: int | None) -> list[StoredAnswer]:
    marks: list[StoredAnswer] = []
    for order, action in enumerate(actions, 1):
        marks = _act(marks, action, order, capacity)
    return marks


@given(_ACTIONS, st.integers(1, 6))
def test_members_and_guests_never_take_more_seats_than_there_are(
    actions: list[_Action], capacity: int
) -> None:
    guests = make_guest_list(_play(actions, capacity))
    assert guests.seats_taken <= capacity


@given(_ACTIONS, st.integers(1, 6))
def test_seats_stay_free_only_where_there_are_too_few_for_who_has_waited_longest(
    actions: list[_Action], capacity: int
) -> None:
    guests = make_guest_list(_play(actions, capacity))
    if guests.waitlist:
        assert guests.seats_taken + guests.count_seats(guests.waitlist[:1]) > capacity


@given(
    _ACTIONS,
    st.builds(_Action, st.integers(1, 6), st.sampled_from([*Answer, None, 0, 1, 2])),
    st.integers(1, 6),
)
def test_nobody_passes_who_has_waited_longer(actions: list[_Action], last: _Action, capacity: int) -> None:
    before = _play(actions, capacity)
    waited = make_guest_list(before).waitlist
    after = make_guest_list(_act(before, last, len(actions) + 1, capacity))
    left = [user_id for user_id in waited if user_id in after.waitlist and user_id != last.user_id]
    moved = [user_id for user_id in waited if user_id in after.going and user_id != last.user_id]
    assert [*moved, *left] == [user_id for user_id in waited if user_id in {*moved, *left}]


@given(_ACTIONS, st.one_of(st.none(), st.integers(1, 6)))
def test_only_those_who_come_or_wait_bring_anybody(actions: list[_Action], capacity: int | None) -> None:
    marks = _play(actions, capacity)
    guests = make_guest_list(marks)
    assert {mark.user_id for mark in marks if mark.guests} == guests.brought.keys()
    assert guests.brought.keys() <= {*guests.going, *guests.waitlist}


def test_a_group_moves_up_together_and_is_not_passed_by_somebody_alone() -> None:
    actions = [_Action(1, Answer.GOING), _Action(2, Answer.GOING), _Action(3, Answer.GOING)]
    marks = _play([*actions, _Action(3, 1), _Action(4, Answer.GOING)], 2)
    assert make_guest_list(marks).waitlist == (3, 4)
    marks = _act(marks, _Action(1, None), 9, 2)
    assert make_guest_list(marks).going == (2,)  # one seat is free, and they are two
    assert make_guest_list(_act(marks, _Action(2, None), 10, 2)).going == (3,)
    assert make_guest_list(_act(marks, _Action(3, 0), 10, 2)).going == (2, 3)


def test_a_group_for_which_there_will_never_be_enough_seats_holds_up_nobody() -> None:
    marks = _play([_Action(1, Answer.GOING), _Action(2, Answer.GOING), _Action(3, Answer.GOING)], 2)
    marks = _act(marks, _Action(3, 1), 4, 2)
    marks = _act(marks, _Action(4, Answer.GOING), 5, 1)  # the host has taken a seat away
    marks = _act(_act(marks, _Action(1, None), 6, 1), _Action(2, None), 7, 1)
    assert make_guest_list(marks).going == (4,)


def test_another_answer_drops_the_guests_and_the_same_one_keeps_them() -> None:
    marks = bring_guests(add_answers([], [(ALICE, Answer.GOING)], 1, is_reaction=True), ALICE, 2)
    assert make_guest_list(add_answers(marks, [(ALICE, Answer.GOING)], 2, is_reaction=False)).brought == {
        ALICE: 2
    }
    marks = add_answers(marks, [(ALICE, Answer.NO)], 3, is_reaction=True)
    back = remove_answers(marks, [(ALICE, Answer.NO)], is_reaction=True)
    assert make_guest_list(back).going + make_guest_list(back).waitlist == (ALICE,)
    assert not make_guest_list(back).brought


def test_while_somebody_waits_no_free_seat_is_for_a_guest() -> None:
    actions = [_Action(ALICE, Answer.GOING), _Action(BOB, Answer.GOING), _Action(CHARLIE, Answer.GOING)]
    marks = _play([*actions, _Action(CHARLIE, 1), _Action(BOB, None)], 2)
    guests = make_guest_list(marks)
    assert (guests.going, guests.waitlist) == ((ALICE,), (CHARLIE,))
    assert guests.find_room(ALICE, 2) == 0
    assert guests.find_room(CHARLIE, 2) == 1
    assert guests.find_room(ALICE, None) is None


@st.composite
def _parties(draw: st.DrawFn) -> list[Guest]:
    sizes = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2]), max_size=25))
    kinds = st.tuples(
        st.booleans(), st.sets(st.integers(1, 4), max_size=2), st.sets(st.integers(1, 25), max_size=2)
    )
    return [
        Guest(
            user_id,
            is_host=is_host,
            dates=frozenset(dates),
            avoids=frozenset(avoids - {user_id}),
            brings=brings,
        )
        for user_id, brings in enumerate(sizes, 1)
        for is_host, dates, avoids in [draw(kinds)]
    ]


@given(_parties(), st.integers(0, 6))
def test_guests_sit_with_who_brings_them_and_count_at_their_table(guests: list[Guest], problems: int) -> None:
    items = [TableProblem(ProblemId(number), number) for number in range(1, problems + 1)]
    tables = assign_tables(guests, items)
    people = [sum(guest.seats for guest in table.guests) for table in tables]
    assert sorted(one for table in tables for one in table.user_ids) == [guest.user_id for guest in guests]
    if sum(people) <= 5:
        assert people == ([sum(people)] if guests else [])
    else:
        assert all(2 <= count <= 6 for count in people)
    if not any(guest.brings == 2 for guest in guests):
        assert all(count <= 5 for count in people)
