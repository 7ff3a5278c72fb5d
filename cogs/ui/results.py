"""What came of a problem's round, in words: the same at the table and on the board. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.ui import markup
from domain.meetups.brainstorm import Result
from domain.text import shortened

LABELS = {
    Result.SOLVED: "✅ Solved",
    Result.TRYING: "🧪 I'll try this",
    Result.CARRIED: "↩️ Carry over",
    Result.PEOPLE: "🙋 Needs people",
}
_IDEA_LENGTH = 120


def how_it_goes_on(result: Result | None, idea: str | None, tags: Sequence[str] = ()) -> str:
    """A sentence; without a word from the author the problem is carried over. `idea` is the one chosen."""
    quoted = f": “{markup.plain(shortened(idea, _IDEA_LENGTH))}”" if idea else "."
    match result:
        case Result.SOLVED:
            return f"✅ Solved{quoted}"
        case Result.TRYING:
            return f"🧪 To be tried{quoted}"
        case Result.PEOPLE:
            about = f" about {' · '.join(markup.plain(tag) for tag in tags)}" if tags else ""
            return f"🙋 Somebody who knows more{about} is wanted."
        case _:
            return "↩️ Comes to the next table."


def ideas(count: int) -> str:
    """How many ideas there were."""
    return {0: "no idea yet", 1: "one idea"}.get(count, f"{count} ideas")
