"""A brainstorm: one problem after the other on each table, each with a round of its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.seating_plan import BrainstormTable
from domain.problems.problem import Problem, ProblemState, Proposal

EARLY = timedelta(minutes=15)
"""How long before its start a date may begin, and people may say that they are there."""


class RoundResult(StrEnum):
    """What came of a round, as the author says.

    The values are stored, except SOLVED: that a problem is solved is known from the board.
    """

    SOLVED = "solved"
    TRYING = "trying"
    CARRIED = "carried"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class BrainstormRound:
    """The work on one problem at one table, as it is stored. `number` counts the rounds of that table from 1.

    `opened_at` and `closed_at` are None until it happens. `ends_at` is when the round ends by itself, None
    until it is opened. `result` is None while nobody has said what came of it. `tried_id` is the proposal
    that the author tries next, None where there is none.
    """

    date_id: DateId
    problem_id: ProblemId
    table: int
    number: int
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    result: RoundResult | None = None
    tried_id: ProposalId | None = None

    @property
    def is_open(self) -> bool:
        """Whether the round has begun and not ended."""
        return self.opened_at is not None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class TableSetting:
    """A table with the user ids of those who sit at it and the problems that come to it, in order."""

    user_ids: tuple[int, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """A round with its problem, and the proposals that were made since it opened.

    `rounds` counts those of its table. `seated` are the user ids there, empty where all sit at one table.
    """

    round: BrainstormRound
    problem: Problem
    ideas: tuple[Proposal, ...] = ()
    rounds: int = 1
    seated: tuple[int, ...] = ()

    @property
    def result(self) -> RoundResult | None:
        """What came of the round; None while nobody has said."""
        return RoundResult.SOLVED if self.problem.state is ProblemState.SOLVED else self.round.result

    @property
    def is_answered(self) -> bool:
        """Whether it is known what came of the round, or nobody needs to know any more."""
        return self.result is not None or self.problem.state is not ProblemState.OPEN

    @property
    def tried_proposal(self) -> Proposal | None:
        """The idea that the author tries next or that solved it; None where it is none of this round."""
        wanted = self.problem.accepted_id if self.result is RoundResult.SOLVED else self.round.tried_id
        return next((idea for idea in self.ideas if idea.id == wanted), None)


@dataclass(frozen=True, slots=True)
class Recap:
    """A date looked back on: what was talked about, who came, and when the next date is.

    `named` are the user ids of those who let others see that they come; `others` counts the rest. `next_at`
    is None where there is no next date. `is_asking`: those who were there may say whether they would come
    again.
    """

    discussions: tuple[Discussion, ...]
    named: tuple[int, ...] = ()
    others: int = 0
    next_at: datetime | None = None
    is_asking: bool = False

    @property
    def has_content(self) -> bool:
        """Whether there was anything: a problem was worked on, or somebody is known to have come."""
        return bool(self.discussions or self.named or self.others)


def plan_rounds(date_id: DateId, tables: Sequence[BrainstormTable]) -> list[BrainstormRound]:
    """Returns a round for each problem of every table, numbered from 1 at each."""
    return [
        BrainstormRound(date_id, item.problem_id, table.number, number)
        for table in tables
        for number, item in enumerate(table.items, start=1)
    ]


def find_next_round(rounds: Sequence[BrainstormRound], table: int) -> BrainstormRound | None:
    """Returns the next round of a table; None where none is left or one is open."""
    own = sorted((one for one in rounds if one.table == table), key=lambda one: one.number)
    if any(one.is_open for one in own):
        return None
    return next((one for one in own if one.opened_at is None), None)


def round_ends_at(opened_at: datetime, length_min: int, date_ends_at: datetime) -> datetime | None:
    """Returns when a round ends that is opened now; None where less than half of one is left of the date."""
    length = timedelta(minutes=length_min)
    if date_ends_at - opened_at < length / 2:
        return None
    return min(opened_at + length, date_ends_at)
