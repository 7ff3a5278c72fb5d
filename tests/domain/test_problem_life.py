"""What may be done with a problem when, and by whom: the whole table, and every way through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.boards import Board
from domain.errors import Refusal
from domain.ids import ProblemId
from domain.problems.life import MAY, NEXT, Action, Standing, turn
from domain.problems.problem import (
    Details,
    Problem,
    Stage,
    State,
    check_proposal,
    check_title,
    check_tried,
    check_wants,
)

PROBLEM = Problem(
    ProblemId(1), 2, 3, Details("Title", "Wants"), Board(4, True), datetime(2026, 3, 9, tzinfo=UTC)
)
_REFUSED = None

# State, action -> the state it leads to, and who may. What is not named is refused to everybody.
_TABLE: dict[tuple[State, Action], tuple[State, str]] = {
    (State.OPEN, Action.PROPOSE): (State.OPEN, "author moderator member"),
    (State.OPEN, Action.ACCEPT): (State.SOLVED, "author moderator"),
    (State.OPEN, Action.CLOSE): (State.CLOSED, "author moderator"),
    (State.SOLVED, Action.PROPOSE): (State.SOLVED, "author moderator member"),
    (State.SOLVED, Action.ACCEPT): (State.SOLVED, "author moderator"),
    (State.SOLVED, Action.TAKE_BACK): (State.OPEN, "author moderator"),
    (State.SOLVED, Action.REOPEN): (State.OPEN, "author moderator"),
    (State.SOLVED, Action.REPORT): (State.SOLVED, "author"),
    (State.SOLVED, Action.REPORT_NO): (State.OPEN, "author"),
    (State.CLOSED, Action.REOPEN): (State.OPEN, "author moderator"),
}


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(State))
def test_the_table(state: State, action: Action, standing: Standing) -> None:
    expected, who = _TABLE.get((state, action), (_REFUSED, ""))
    if expected is not None and standing in who.split():
        assert turn(replace(PROBLEM, state=state), action, standing) is expected
    else:
        with pytest.raises(Refusal):
            turn(replace(PROBLEM, state=state), action, standing)


@pytest.mark.parametrize(("state", "action"), list(NEXT))
def test_where_a_moderator_has_locked_only_moderators_act(state: State, action: Action) -> None:
    locked = replace(PROBLEM, state=state, is_locked=True)
    for standing in (Standing.AUTHOR, Standing.MEMBER):
        with pytest.raises(Refusal, match=r"locked|Only the author"):
            turn(locked, action, standing)
    if Standing.MODERATOR in MAY[action]:
        assert turn(locked, action, Standing.MODERATOR) is NEXT[state, action]


@given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(Standing)), max_size=30))
def test_whatever_people_do_a_problem_stays_within_its_life(steps: list[tuple[Action, Standing]]) -> None:
    problem = PROBLEM
    for action, standing in steps:
        try:
            problem = replace(problem, state=turn(problem, action, standing))
        except Refusal:
            continue
        assert standing in MAY[action]
        assert problem.state is not State.REMOVED
        if standing is Standing.MEMBER:
            assert action is Action.PROPOSE
    # From wherever it is, its author can get it open and solved.
    if problem.state is State.CLOSED:
        problem = replace(problem, state=turn(problem, Action.REOPEN, Standing.AUTHOR))
    assert turn(problem, Action.ACCEPT, Standing.AUTHOR) is State.SOLVED


@pytest.mark.parametrize(
    ("state", "proposals", "stage"),
    [
        (State.OPEN, 0, Stage.WAITING),
        (State.OPEN, 1, Stage.OPEN),
        (State.SOLVED, 1, Stage.SOLVED),
        (State.CLOSED, 0, Stage.CLOSED),
        (State.REMOVED, 2, Stage.CLOSED),
    ],
)
def test_the_stage_that_members_see(state: State, proposals: int, stage: Stage) -> None:
    assert replace(PROBLEM, state=state, proposals=proposals).stage is stage


def test_a_problem_without_an_author_is_anonymous() -> None:
    assert replace(PROBLEM, author_id=None).is_anonymous
    assert not PROBLEM.is_anonymous


@pytest.mark.parametrize(
    ("check", "most"), [(check_title, 90), (check_wants, 1500), (check_tried, 1500), (check_proposal, 3500)]
)
def test_as_much_as_is_read_to_the_end_may_be_written(check: Callable[[str], str], most: int) -> None:
    assert check("x" * most) == "x" * most
    with pytest.raises(Refusal, match=f"{most + 1:,}|{most + 1}"):
        check("x" * (most + 1))


def test_only_what_was_tried_may_be_nothing() -> None:
    assert check_tried(" \u200b ") == ""
    for check in (check_title, check_wants, check_proposal):
        with pytest.raises(Refusal):
            check(" \u200b ")
    assert check_title(" two\n lines ") == "two lines"
    assert check_wants("two\nlines ") == "two\nlines"
    assert check_proposal("two\n\n\nlines") == "two\n\nlines"


def test_an_open_problem_waits_until_somebody_proposes_something() -> None:
    assert PROBLEM.stage is Stage.WAITING
    assert replace(PROBLEM, proposals=1).stage is Stage.OPEN
    assert replace(PROBLEM, proposals=1, state=State.SOLVED).stage is Stage.SOLVED
    assert replace(PROBLEM, state=State.CLOSED).stage is Stage.CLOSED
