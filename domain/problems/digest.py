"""The weekly digest of a problem board: when it is due, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.errors import Refusal
from domain.problems.problem import Problem, Stage
from domain.text import shortened
from domain.zones import to_instant, to_local
from languages import gettext

DIGEST_PERIOD = timedelta(weeks=1)
RECENT = 4 * DIGEST_PERIOD  # a problem that was shared longer ago is no news
MOST_SHOWN = 5  # problems in each list
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOMENT = re.compile(rf"({'|'.join(_WEEKDAYS)})[a-z]*\s+([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class WeeklyMoment:
    """A time of the week by local clocks."""

    weekday: int  # 0 is Monday
    at: time

    def after(self, now: datetime, zone: str) -> datetime:
        """Returns the UTC instant of the first such moment after now in a zone."""
        today = to_local(now, zone).date()
        day = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        instant = to_instant(datetime.combine(day, self.at), zone)
        if instant > now:
            return instant
        return to_instant(datetime.combine(day + DIGEST_PERIOD, self.at), zone)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a week brought to the board. `counts` are all its problems; the lists have at most SHOWN each."""

    counts: Mapping[Stage, int]
    solved: Sequence[Problem]
    open: Sequence[Problem]
    waiting: Sequence[Problem]

    @property
    def has_news(self) -> bool:
        """Whether there is a problem to name."""
        return bool(self.solved or self.open or self.waiting)


def parse_moment(text: str) -> WeeklyMoment:
    """Returns the moment of a text such as `mon 9:00`. Raises Refusal where the text is anything else."""
    form = _MOMENT.fullmatch(" ".join(text.casefold().split()))
    if form is None:
        raise Refusal(
            gettext("I can't read “{text}” as a time of the week. Try `mon 9:00`.", text=shortened(text))
        )
    return WeeklyMoment(_WEEKDAYS.index(form[1]), time(int(form[2]), int(form[3])))


def make_digest(
    counts: Mapping[Stage, int], problems: Sequence[Problem], solved: Sequence[Problem], now: datetime
) -> Digest:
    """Returns the digest of a week: what was solved in it, and what was shared lately and is not solved.

    `problems` are those not solved, `solved` those that were solved within the week, in the order in which
    they are to be shown.
    """
    lately = [problem for problem in problems if problem.created_at > now - RECENT]
    return Digest(
        counts=counts,
        solved=solved[:MOST_SHOWN],
        open=_most_wanted(lately, Stage.OPEN),
        waiting=_most_wanted(lately, Stage.WAITING),
    )


def _most_wanted(problems: Sequence[Problem], stage: Stage) -> list[Problem]:
    found = [problem for problem in problems if problem.stage is stage]
    return sorted(found, key=lambda problem: (-problem.votes, problem.created_at))[:MOST_SHOWN]
