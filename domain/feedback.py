"""Feedback: whether those who were at a date would come again, told in sums that tell of nobody. Pure.

Answers are counted in groups, each once, when nobody can answer any more: a sum that grows by one answer
would tell whose it was. No answer is in two groups, and all that is ever shown is made of their tallies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from domain.statistics import FEWEST

ANSWERED_FOR = timedelta(weeks=2)
"""How long after a date those who were there may answer."""
KEPT_FOR = timedelta(weeks=26)
"""How long after its date an answer waits for enough others to be counted with."""
_FEW = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """About how many of `answers` members would come again."""

    answers: int
    good: int


@dataclass(frozen=True, slots=True)
class FeedbackSums:
    """What was counted for a date alone and for all dates of its meetup; None where nothing was."""

    of_date: Tally | None = None
    of_meetup: Tally | None = None


def tally(answers: Collection[bool]) -> Tally | None:
    """Returns what may be told of the answers of a group, one of each member; None where they are too few.

    Where at most two differ from all others, it is one, whether they are none, one or two: else whoever is
    one of them, or everybody, would know what each of the others said.
    """
    count, good = len(answers), sum(answers)
    if count < FEWEST:
        return None
    if good <= _FEW:
        return Tally(count, 1)
    return Tally(count, count - 1 if count - good <= _FEW else good)
