"""What members of a circle have in common, as far as they let each other know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.profiles import LANGUAGES, Profile, Shown


class Bond(StrEnum):
    """In which way people are alike; never that they are alone."""

    INTEREST = "interest"
    FIELD = "field"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Common:
    """One thing that a member shares with others, by its name."""

    bond: Bond
    name: str


def find_common(member: Profile, others: Sequence[Profile]) -> Common | None:
    """The warmest thing: an interest that most share, a field, a language. Only what they show counts."""
    interests = Counter(
        name for other in others if Shown.INTERESTS in other.shown for name in other.interests
    )
    liked = [name for name in member.interests if interests[name]]
    if liked:
        return Common(Bond.INTEREST, max(liked, key=lambda name: (interests[name], name)))
    fields = {other.field.casefold() for other in others if Shown.FIELD in other.shown}
    if member.field and member.field.casefold() in fields:
        return Common(Bond.FIELD, member.field)
    spoken = [code for code in member.languages if all(code in other.languages for other in others)]
    return Common(Bond.LANGUAGE, LANGUAGES[spoken[0]]) if spoken else None


def shared_interest(people: Iterable[Profile]) -> str | None:
    """The interest that most of them have and show; None where no two have one in common."""
    counts = Counter(name for one in people if Shown.INTERESTS in one.shown for name in one.interests)
    common = [name for name, count in counts.items() if count > 1]
    return max(common, key=lambda name: (counts[name], name), default=None)
