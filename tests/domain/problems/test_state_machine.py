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
from domain.problems.problem import (
    Problem,
    ProblemDetails,
    ProblemState,
    Stage,
    check_proposal,
    check_title,
    check_tried,
    check_wants,
)
from domain.problems.state_machine import (
    PERMITTED_ROLES,
    TRANSITIONS,
    Action,
    ProblemRole,
    check_edit,
    next_state,
)

PROBLEM = Problem(
    ProblemId(1), 2, 3, ProblemDetails("Title", "Wants"), Board(4, True), datetime(2026, 3, 9, tzinfo=UTC)
)
_REFUSED = None

# State, action -> the state it leads to, and who may. What is not named is refused to everybody.
_TABLE: dict[tuple[ProblemState, Action], tuple[ProblemState, str]] = {
    (ProblemState.OPEN, Action.PROPOSE): (ProblemState.OPEN, "author moderator member"),
    (ProblemState.OPEN, Action.ACCEPT): (ProblemState.SOLVED, "author moderator"),
    (ProblemState.OPEN, Action.CLOSE): (ProblemState.CLOSED, "author moderator"),
    (ProblemState.SOLVED, Action.PROPOSE): (ProblemState.SOLVED, "author moderator member"),
    (ProblemState.SOLVED, Action.ACCEPT): (ProblemState.SOLVED, "author moderator"),
    (ProblemState.SOLVED, Action.TAKE_BACK): (ProblemState.OPEN, "author moderator"),
    (ProblemState.SOLVED, Action.REOPEN): (ProblemState.OPEN, "author moderator"),
    (ProblemState.SOLVED, Action.REPORT): (ProblemState.SOLVED, "author"),
    (ProblemState.SOLVED, Action.REPORT_NO): (ProblemState.OPEN, "author"),
    (ProblemState.CLOSED, Action.REOPEN): (ProblemState.OPEN, "author moderator"),
}


@pytest.mark.parametrize("standing", list(ProblemRole))
@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(ProblemState))
def test_the_table(state: ProblemState, action: Action, standing: ProblemRole) -> None:
    expected, who = _TABLE.get((state, action), (_REFUSED, ""))
    if expected is not None and standing in who.split():
        assert next_state(replace(PROBLEM, state=state), action, standing) is expected
    else:
        with pytest.raises(Refusal):
            next_state(replace(PROBLEM, state=state), action, standing)


@pytest.mark.parametrize(("state", "action"), list(TRANSITIONS))
def test_where_a_moderator_has_locked_only_moderators_act(state: ProblemState, action: Action) -> None:
    locked = replace(PROBLEM, state=state, is_locked=True)
    for standing in (ProblemRole.AUTHOR, ProblemRole.MEMBER):
        with pytest.raises(Refusal, match=r"locked|Only the author"):
            next_state(locked, action, standing)
    if ProblemRole.MODERATOR in PERMITTED_ROLES[action]:
        assert next_state(locked, action, ProblemRole.MODERATOR) is TRANSITIONS[state, action]


@pytest.mark.parametrize("state", list(ProblemState))
@pytest.mark.parametrize("standing", list(ProblemRole))
@pytest.mark.parametrize("is_locked", [True, False])
def test_only_its_author_changes_it_while_it_is_open_or_solved(
    state: ProblemState, standing: ProblemRole, is_locked: bool
) -> None:
    problem = replace(PROBLEM, state=state, is_locked=is_locked)
    if standing is ProblemRole.AUTHOR and not is_locked and state in {ProblemState.OPEN, ProblemState.SOLVED}:
        check_edit(problem, standing)
    else:
        with pytest.raises(Refusal):
            check_edit(problem, standing)


@given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(ProblemRole)), max_size=30))
def test_whatever_people_do_a_problem_stays_within_its_life(steps: list[tuple[Action, ProblemRole]]) -> None:
    problem = PROBLEM
    for action, standing in steps:
        try:
            problem = replace(problem, state=next_state(problem, action, standing))
        except Refusal:
            continue
        assert standing in PERMITTED_ROLES[action]
        assert problem.state is not ProblemState.REMOVED
        if standing is ProblemRole.MEMBER:
            assert action is Action.PROPOSE
    # From wherever it is, its author can get it open and solved.
    if problem.state is ProblemState.CLOSED:
        problem = replace(problem, state=next_state(problem, Action.REOPEN, ProblemRole.AUTHOR))
    assert next_state(problem, Action.ACCEPT, ProblemRole.AUTHOR) is ProblemState.SOLVED


@pytest.mark.parametrize(
    ("state", "proposals", "stage"),
    [
        (ProblemState.OPEN, 0, Stage.WAITING),
        (ProblemState.OPEN, 1, Stage.OPEN),
        (ProblemState.SOLVED, 1, Stage.SOLVED),
        (ProblemState.CLOSED, 0, Stage.CLOSED),
        (ProblemState.REMOVED, 2, Stage.CLOSED),
    ],
)
def test_the_stage_that_members_see(state: ProblemState, proposals: int, stage: Stage) -> None:
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
    assert replace(PROBLEM, proposals=1, state=ProblemState.SOLVED).stage is Stage.SOLVED
    assert replace(PROBLEM, state=ProblemState.CLOSED).stage is Stage.CLOSED
