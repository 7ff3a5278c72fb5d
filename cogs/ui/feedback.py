"""How it looks when members say whether they would come again, and what came of it. No I/O."""

from __future__ import annotations

from datetime import datetime

from cogs.ui import markup
from domain.feedback import FeedbackSums, Tally
from languages import gettext


def question(title: str, starts_at: datetime, answer: bool | None, until: datetime) -> str:
    """Returns the private question to a member about a date, with what they have answered.

    `answer` is None where they have not; `until` is how long they may.
    """
    asked = gettext(
        "Would you come again to **{title}**, {when}?",
        title=markup.plain(title),
        when=markup.stamp(starts_at, "D"),
    )
    return f"{asked}\n{_what_becomes_of_it() if answer is None else _noted(answer, until)}"


def _what_becomes_of_it() -> str:
    return gettext(
        "Only you see this. Your host, and whoever looks the venue up, read about how many would, from five "
        "answers on; nobody reads who."
    )


def _noted(answer: bool, until: datetime) -> str:
    emoji, when = "👍" if answer else "👎", markup.stamp(until, "D")
    return gettext("Noted: {emoji}, thank you! Until {when} you can change it.", emoji=emoji, when=when)


def sums(counted: FeedbackSums) -> str:
    """Returns what was counted for a date and its meetup, for the host; empty where nothing was."""
    lines = []
    if counted.of_date is not None:
        lines.append(in_words(counted.of_date))
    if counted.of_meetup is not None and counted.of_meetup != counted.of_date:
        lines.append(gettext("All dates so far: {sum}", sum=in_words(counted.of_meetup)))
    return "\n".join(lines)


def in_words(counted: Tally) -> str:
    """Returns a tally in a sentence."""
    return gettext(
        "👍 about {good} of {answers} would come again", good=counted.good, answers=counted.answers
    )
