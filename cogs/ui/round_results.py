"""The result of a problem's round in words, the same in sessions and on the board. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.ui import markup
from domain.meetups.brainstorm import RoundResult
from domain.text import shortened
from languages import gettext, gettext_noop, ngettext

LABELS = {
    RoundResult.SOLVED: gettext_noop("✅ Solved"),
    RoundResult.TRYING: gettext_noop("🧪 I'll try this"),
    RoundResult.CARRIED: gettext_noop("↩️ Carry over"),
    RoundResult.PEOPLE: gettext_noop("🙋 Needs people"),
}
_IDEA_LENGTH = 120


def describe_result(result: RoundResult | None, idea: str | None, tags: Sequence[str] = ()) -> str:
    """Returns a sentence about the result; for None, without a word from the author, it is carried over.

    `idea` is the text of the idea that the author chose, `tags` are those of the problem.
    """
    quoted = markup.plain(shortened(idea, _IDEA_LENGTH)) if idea else None
    match result:
        case RoundResult.SOLVED:
            return gettext("✅ Solved: “{idea}”", idea=quoted) if quoted else gettext("✅ Solved.")
        case RoundResult.TRYING:
            return gettext("🧪 To be tried: “{idea}”", idea=quoted) if quoted else gettext("🧪 To be tried.")
        case RoundResult.PEOPLE if tags:
            names = " · ".join(markup.plain(tag) for tag in tags)
            return gettext("🙋 Somebody who knows more about {tags} is wanted.", tags=names)
        case RoundResult.PEOPLE:
            return gettext("🙋 Somebody who knows more is wanted.")
        case _:
            return gettext("↩️ Goes on the next agenda.")


def ideas(count: int) -> str:
    """Returns the number of ideas, in words."""
    return ngettext("one idea", "{count} ideas", count) if count else gettext("no idea yet")
