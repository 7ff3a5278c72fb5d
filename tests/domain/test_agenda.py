"""The agenda: what comes first, why, and how much fits."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.meetups.agenda import MOST_CARRIED, MOST_ITEMS, Candidate, Reason, draw_up, rank, room


def _problem(number: int, **changes: object) -> Candidate:
    base = Candidate(ProblemId(number), f"Problem {number}", None, age_days=1.0, has_proposals=True)
    return replace(base, **changes)  # type: ignore[arg-type]


CANDIDATES = st.builds(
    Candidate,
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
    assert rank([plain, waiting, known, coming]) == [coming, known, waiting, plain]
    wished = replace(plain, wishes=3)
    assert rank([coming, wished]) == [wished, coming]
    assert rank([_problem(1, age_days=1.0), _problem(2, age_days=3.0)])[0].problem_id == 2


def test_reasons_say_what_counted() -> None:
    loud = _problem(1, wishes=2, is_author_coming=True, carried=1, has_proposals=False, votes=3, age_days=30)
    assert loud.reasons == (
        Reason.WISHED,
        Reason.AUTHOR,
        Reason.CARRIED,
        Reason.UNANSWERED,
        Reason.VOTES,
        Reason.AGE,
    )
    assert _problem(1).reasons == ()
    assert _problem(1, wishes=-1).reasons == (Reason.UNWISHED,)


def test_as_many_as_rounds_fit() -> None:
    assert [room(minutes) for minutes in (5, 30, 60, 1440)] == [1, 3, 6, MOST_ITEMS]
    assert len(draw_up([_problem(number) for number in range(1, 20)], 60)) == 6


@given(st.lists(CANDIDATES, max_size=30, unique_by=lambda one: one.problem_id), st.integers(15, 1440))
def test_what_is_left_off_is_never_more_pressing_than_what_is_on(found: list[Candidate], length: int) -> None:
    drawn = draw_up(found, length)
    assert drawn == rank(drawn)
    assert len(drawn) <= room(length)
    assert all(one.carried < MOST_CARRIED for one in drawn)
    left = [one for one in found if one not in drawn and one.carried < MOST_CARRIED]
    if left and drawn:
        assert len(drawn) == room(length)
        assert min(one.score for one in drawn) >= max(one.score for one in left) - 1e-6
    assert draw_up(list(reversed(found)), length) == drawn


@given(CANDIDATES)
def test_a_wish_for_it_never_moves_it_down(one: Candidate) -> None:
    assert replace(one, wishes=one.wishes + 1).score > one.score
