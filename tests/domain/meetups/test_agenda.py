"""The agenda: what comes first, why, and how much fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.ids import ProblemId
from domain.meetups.agenda import (
    MOST_CARRIED,
    AgendaProblem,
    AgendaReason,
    check_lead,
    check_round,
    choose_problems,
    count_rounds_that_fit,
    rank_problems,
)


def _problem(number: int, **changes: object) -> AgendaProblem:
    base = AgendaProblem(ProblemId(number), f"Problem {number}", None, age_days=1.0, has_proposals=True)
    return replace(base, **changes)  # type: ignore[arg-type]


CANDIDATES = st.builds(
    AgendaProblem,
    problem_id=st.integers(1, 50).map(ProblemId),
    title=st.just("Anything"),
    message_id=st.none(),
    age_days=st.floats(0, 400),
    is_author_coming=st.booleans(),
    votes=st.integers(0, 200),
    has_proposals=st.booleans(),
    carried=st.integers(0, 5),
    wishes=st.integers(-9, 9),
)


def test_the_author_who_comes_weighs_most_but_for_two_who_wish_otherwise() -> None:
    plain, waiting, known, coming = (
        _problem(1),
        _problem(2, has_proposals=False),
        _problem(3, votes=4),
        _problem(4, is_author_coming=True),
    )
    assert rank_problems([plain, waiting, known, coming]) == [coming, known, waiting, plain]
    wished = replace(plain, wishes=3)
    assert rank_problems([coming, wished]) == [wished, coming]
    assert rank_problems([_problem(1, age_days=1.0), _problem(2, age_days=3.0)])[0].problem_id == 2


def test_reasons_say_what_counted() -> None:
    loud = _problem(1, wishes=2, is_author_coming=True, carried=1, has_proposals=False, votes=3, age_days=30)
    assert loud.reasons == (
        AgendaReason.WISHED,
        AgendaReason.AUTHOR,
        AgendaReason.CARRIED,
        AgendaReason.UNANSWERED,
        AgendaReason.VOTES,
        AgendaReason.AGE,
    )
    assert _problem(1).reasons == ()
    assert _problem(1, wishes=-1).reasons == (AgendaReason.UNWISHED,)
    again = _problem(1, has_returned=True, needs_people=True, is_being_tried=True)
    assert again.reasons == (AgendaReason.RETURNED, AgendaReason.PEOPLE, AgendaReason.TRYING)
    assert _problem(1, age_days=13.9).reasons == ()
    assert _problem(1, age_days=14.0).reasons == (AgendaReason.AGE,)


def test_as_many_as_rounds_fit() -> None:
    assert [count_rounds_that_fit(minutes) for minutes in (5, 30, 60, 69, 99, 100, 110, 1440)] == [
        1,
        3,
        6,
        6,
        9,
        10,
        10,
        10,
    ]
    assert [count_rounds_that_fit(60, round_min) for round_min in (2, 20, 25, 60)] == [10, 3, 2, 1]
    assert len(choose_problems([_problem(number) for number in range(1, 20)], 60)) == 6


@given(st.lists(CANDIDATES, max_size=30, unique_by=lambda one: one.problem_id), st.integers(15, 1440))
def test_what_is_left_off_is_never_more_pressing_than_what_is_on(
    found: list[AgendaProblem], length: int
) -> None:
    drawn = choose_problems(found, length)
    assert drawn == rank_problems(drawn)
    assert len(drawn) <= count_rounds_that_fit(length)
    assert all(one.carried < MOST_CARRIED for one in drawn)
    left = [one for one in found if one not in drawn and one.carried < MOST_CARRIED]
    if left and drawn:
        assert len(drawn) == count_rounds_that_fit(length)
        assert min(one.score for one in drawn) >= max(one.score for one in left) - 1e-6
    assert choose_problems(list(reversed(found)), length) == drawn


@given(CANDIDATES)
def test_a_wish_for_it_never_moves_it_down(one: AgendaProblem) -> None:
    assert replace(one, wishes=one.wishes + 1).score > one.score


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # What was accepted and did not work was promised the next table.
        ({"has_returned": True}, {"is_author_coming": True}),
        ({"is_author_coming": True, "has_proposals": False}, {"has_returned": True, "is_being_tried": True}),
        ({"is_author_coming": True, "votes": 3}, {"has_returned": True}),
        # Those who come decide: two wishes balance the author, and age decides then.
        ({"wishes": 2, "age_days": 2.0}, {"is_author_coming": True}),
        ({"is_author_coming": True}, {"wishes": 1, "carried": 1}),
        ({"wishes": 1}, {"carried": 1}),
        ({}, {"wishes": -1, "carried": 1}),
        # Waiting last time, having no proposal, and lacking the right people weigh two votes each.
        ({"carried": 1}, {"votes": 1}),
        ({"votes": 3}, {"carried": 1}),
        ({"carried": 2}, {"carried": 1, "votes": 1}),
        ({"has_proposals": False}, {"votes": 1}),
        ({"votes": 3}, {"has_proposals": False}),
        ({"needs_people": True}, {"votes": 1}),
        ({"votes": 3}, {"needs_people": True}),
        # What is being tried waits for others, unless very many want it.
        ({}, {"is_being_tried": True, "votes": 3}),
        ({"is_being_tried": True, "votes": 5}, {}),
        # Votes count up to six, days up to two weeks.
        ({"votes": 6}, {"votes": 5}),
        ({"votes": 6, "age_days": 2.0}, {"votes": 200}),
        ({"votes": 6}, {"is_author_coming": True, "is_being_tried": True, "votes": 3}),
        ({"age_days": 14.0}, {"age_days": 8.5, "votes": 1}),
        ({"age_days": 8.5, "votes": 2}, {"age_days": 14.0}),
        ({"age_days": 9.0, "votes": 2}, {"age_days": 400.0}),
        ({"age_days": 400.0}, {"age_days": 14.0}),
        # Alike in what counts: the older one.
        ({"age_days": 6.0}, {"votes": 1}),
    ],
)
def test_what_weighs_more_comes_first(first: dict[str, object], second: dict[str, object]) -> None:
    one, other = _problem(2, **first), _problem(1, **second)
    assert rank_problems([other, one]) == [one, other]


def test_of_those_alike_in_everything_the_lower_id_comes_first() -> None:
    assert rank_problems([_problem(2), _problem(1)]) == [_problem(1), _problem(2)]


def test_what_was_carried_over_three_times_comes_no_more_by_itself() -> None:
    often, sometimes = _problem(1, carried=3), _problem(2, carried=2)
    assert choose_problems([often, sometimes], 60) == [sometimes]
    assert len(choose_problems([_problem(number) for number in range(1, 20)], 60, 30)) == 2
    assert _problem(1, carried=7).score == often.score


def test_bounds_of_the_lead_and_of_a_round() -> None:
    assert [check_lead(minutes) for minutes in (1, 7 * 24 * 60)] == [1, 7 * 24 * 60]
    assert [check_round(minutes) for minutes in (2, 60)] == [2, 60]
    for minutes in (0, -1, 7 * 24 * 60 + 1):
        with pytest.raises(Refusal, match="up to a week"):
            check_lead(minutes)
    for minutes in (1, 0, 61):
        with pytest.raises(Refusal, match="from 2 to 60"):
            check_round(minutes)
