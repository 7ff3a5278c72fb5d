"""The agenda of a date: which open problems come to the table, in which order, and why.

Pure, and the only place that knows the weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.durations import DAY_MIN, WEEK_MIN, parse_minutes
from domain.errors import Refusal
from domain.ids import ProblemId
from languages import gettext

LEAD_MIN = DAY_MIN
"""Minutes before the start at which the agenda is posted, unless an organiser says otherwise."""
ROUND_MIN = 10
"""Minutes that each problem is worked on, unless an organiser says otherwise."""
_SHORTEST_ROUND_MIN, _LONGEST_ROUND_MIN = 2, 60
_MINUTES = re.compile(r"\d{1,4}")
MOST_ITEMS = 10
MOST_CARRIED = 3  # times that a problem is carried over to the next date by itself

_RETURNED = 4.0  # what was accepted did not work: whoever tried it was promised the next table
_AUTHOR = 3.0  # a problem is worked on best with whoever has it
_WISH = 1.5  # those who come decide: two of them balance the author, three outweigh
_CARRIED = 1.0  # who waited last time need not wait again
_UNANSWERED = 1.0  # nobody has proposed anything yet: here is where that happens
_VOTE, _MOST_VOTES = 0.5, 6  # at most as much as the author
_DAY, _MOST_DAYS = 0.1, 14  # at most 1.4: age alone is no need
_PEOPLE = 1.0  # last time the right people were missing; this time others come
_TRYING = -2.0  # an idea is being tried: others first


class WishDirection(StrEnum):
    """Where somebody who comes wishes a problem to move on the agenda; the values are stored."""

    UP = "up"
    DOWN = "down"


class AgendaReason(StrEnum):
    """Why a problem stands where it does on the agenda, in the order in which reasons are told."""

    RETURNED = "returned"
    WISHED = "wished"
    AUTHOR = "author"
    PEOPLE = "people"
    CARRIED = "carried"
    UNANSWERED = "unanswered"
    VOTES = "votes"
    AGE = "age"
    TRYING = "trying"
    UNWISHED = "unwished"


@dataclass(frozen=True, slots=True)
class AgendaProblem:
    """An open problem that may come onto the agenda of a date.

    `message_id` is None until it is posted. `carried` counts how often it was carried over. `wishes` are
    those for it less those against it.
    """

    problem_id: ProblemId
    title: str
    message_id: int | None
    age_days: float
    is_author_coming: bool = False
    votes: int = 0
    has_proposals: bool = False
    carried: int = 0
    wishes: int = 0
    has_returned: bool = False  # what was accepted did not work
    is_being_tried: bool = False
    needs_people: bool = False

    @property
    def score(self) -> float:
        """What the problem is ranked by: the higher, the more pressing."""
        return (
            _RETURNED * self.has_returned
            + _PEOPLE * self.needs_people
            + _TRYING * self.is_being_tried
            + _AUTHOR * self.is_author_coming
            + _WISH * self.wishes
            + _CARRIED * min(self.carried, MOST_CARRIED)
            + _UNANSWERED * (not self.has_proposals)
            + _VOTE * min(self.votes, _MOST_VOTES)
            + _DAY * min(self.age_days, _MOST_DAYS)
        )

    @property
    def reasons(self) -> tuple[AgendaReason, ...]:
        """What counts for the problem and against it, in the order of Reason."""
        holds = {
            AgendaReason.RETURNED: self.has_returned,
            AgendaReason.WISHED: self.wishes > 0,
            AgendaReason.AUTHOR: self.is_author_coming,
            AgendaReason.PEOPLE: self.needs_people,
            AgendaReason.CARRIED: self.carried > 0,
            AgendaReason.UNANSWERED: not self.has_proposals,
            AgendaReason.VOTES: self.votes > 0,
            AgendaReason.AGE: self.age_days >= _MOST_DAYS,
            AgendaReason.TRYING: self.is_being_tried,
            AgendaReason.UNWISHED: self.wishes < 0,
        }
        return tuple(reason for reason, is_so in holds.items() if is_so)


def rank_problems(candidates: Iterable[AgendaProblem]) -> list[AgendaProblem]:
    """Returns the candidates, the most pressing first; of several alike, the oldest first."""
    # Rounded, so that sums which differ only by the error of adding them count as alike.
    return sorted(candidates, key=lambda one: (-round(one.score, 6), -one.age_days, one.problem_id))


def count_rounds_that_fit(length_min: int, round_min: int = ROUND_MIN) -> int:
    """Returns how many problems fit into a meetup, each with a round of its own: from 1 to 10."""
    return max(1, min(MOST_ITEMS, length_min // round_min))


def choose_problems(
    candidates: Sequence[AgendaProblem], length_min: int, round_min: int = ROUND_MIN
) -> list[AgendaProblem]:
    """Returns the agenda: what fits, without problems that were carried over MOST_CARRIED times."""
    return rank_problems(one for one in candidates if one.carried < MOST_CARRIED)[
        : count_rounds_that_fit(length_min, round_min)
    ]


def check_lead(minutes: int) -> int:
    """Returns the minutes before the start at which the agenda is posted.

    Raises Refusal outside 1 to a week.
    """
    if not 0 < minutes <= WEEK_MIN:
        raise Refusal(gettext("An agenda is posted up to a week before the start. Try `1 day` or `3h`."))
    return minutes


def read_round(text: str) -> int:
    """Returns the minutes of a round, of which a number alone is a number.

    Raises Refusal where the text is no length of time, or outside 2 to 60 minutes.
    """
    typed = text.strip()
    if _MINUTES.fullmatch(typed):
        return check_round(int(typed))
    return check_round(parse_minutes(text, ("10m", "15 min")))


def check_round(minutes: int) -> int:
    """Returns the length of a round in minutes. Raises Refusal outside 2 to 60."""
    if not _SHORTEST_ROUND_MIN <= minutes <= _LONGEST_ROUND_MIN:
        raise Refusal(
            gettext(
                "A round lasts from {fewest} to {most} minutes. Try `10m`.",
                fewest=_SHORTEST_ROUND_MIN,
                most=_LONGEST_ROUND_MIN,
            )
        )
    return minutes
