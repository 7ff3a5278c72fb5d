"""A brainstorm: rounds one after the other at each table, what came of them, and who was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.attendance import Attendance
from domain.meetups.brainstorm import (
    BrainstormRound,
    Discussion,
    RoundResult,
    find_next_round,
    plan_rounds,
    round_ends_at,
)
from domain.meetups.seating_plan import BrainstormTable, Guest, TableProblem
from domain.problems.problem import ProblemState, Proposal
from tests.domain.problems.test_state_machine import PROBLEM

NOW = datetime(2026, 3, 9, 18, tzinfo=UTC)
DATE = DateId(1)


def _round(
    number: int, table: int = 1, *, is_opened: bool = False, is_closed: bool = False
) -> BrainstormRound:
    return BrainstormRound(
        DATE,
        ProblemId(number),
        table,
        number,
        opened_at=NOW if is_opened or is_closed else None,
        closed_at=NOW if is_closed else None,
    )


def _idea(number: int) -> Proposal:
    return Proposal(ProposalId(number), PROBLEM.id, 7, "Try this.", NOW)


def test_every_table_counts_its_own_rounds_from_one() -> None:
    one, two, three = (TableProblem(ProblemId(number)) for number in (11, 12, 13))
    tables = [BrainstormTable(1, (Guest(1),), (one, two)), BrainstormTable(2, (Guest(2),), (three,))]
    planned = [(one.table, one.number, one.problem_id) for one in plan_rounds(DATE, tables)]
    assert planned == [(1, 1, 11), (1, 2, 12), (2, 1, 13)]


def test_the_next_round_waits_until_the_one_before_is_closed() -> None:
    first, second, elsewhere = _round(1), _round(2), _round(1, table=2, is_opened=True)
    assert find_next_round([second, first, elsewhere], 1) == first
    assert find_next_round([_round(1, is_opened=True), second], 1) is None
    assert find_next_round([_round(1, is_closed=True), second, elsewhere], 1) == second
    assert find_next_round([_round(1, is_closed=True)], 1) is None
    assert find_next_round([], 1) is None


@pytest.mark.parametrize(
    ("left_min", "lasts_min"),
    [(60, 10), (10, 10), (7, 7), (5, 5), (4, None), (0, None), (-5, None)],
)
def test_a_last_round_is_cut_short_but_not_below_half_of_one(left_min: int, lasts_min: int | None) -> None:
    ends_at = round_ends_at(NOW, 10, NOW + timedelta(minutes=left_min))
    assert ends_at == (None if lasts_min is None else NOW + timedelta(minutes=lasts_min))


def test_a_round_is_open_from_its_opening_to_its_closing() -> None:
    assert not _round(1).is_open
    assert _round(1, is_opened=True).is_open
    assert not _round(1, is_closed=True).is_open


def test_the_board_knows_what_is_solved_and_the_round_what_is_tried() -> None:
    ideas = (_idea(1), _idea(2), _idea(3))
    said = replace(_round(1), result=RoundResult.TRYING, tried_id=ProposalId(2))
    trying = Discussion(said, replace(PROBLEM, state=ProblemState.OPEN), ideas)
    assert trying.result is RoundResult.TRYING
    assert trying.tried_proposal == ideas[1]
    solved = Discussion(said, replace(PROBLEM, state=ProblemState.SOLVED, accepted_id=ProposalId(3)), ideas)
    assert solved.result is RoundResult.SOLVED
    assert solved.tried_proposal == ideas[2]
    assert Discussion(_round(1), replace(PROBLEM, state=ProblemState.OPEN), ideas).result is None
    assert Discussion(_round(1), replace(PROBLEM, state=ProblemState.OPEN), ideas).tried_proposal is None
    older = Discussion(said, replace(PROBLEM, state=ProblemState.SOLVED, accepted_id=ProposalId(9)), ideas)
    assert older.tried_proposal is None  # what solved it was proposed before this round


@pytest.mark.parametrize(
    ("minutes", "has_said", "host_says", "was_there"),
    [
        (0, False, None, False),
        (4, False, None, False),  # only looked in
        (5, False, None, True),
        (0, True, None, True),
        (90, True, False, False),  # the host's word counts
        (0, False, True, True),
    ],
)
def test_who_was_there(minutes: int, has_said: bool, host_says: bool | None, was_there: bool) -> None:
    assert Attendance(1, timedelta(minutes=minutes), has_said, host_says).was_there is was_there
    assert not Attendance(1).was_there
