"""What members of a circle have in common, as far as they show it to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.profiles import LANGUAGES, Profile, ProfileAspect


class Bond(StrEnum):
    """A way in which people are alike. That they are alone is none of them."""

    INTEREST = "interest"
    FIELD = "field"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class CommonGround:
    """One thing that a member shares with others: an interest, a field of work or a language, by its name."""

    bond: Bond
    name: str


def find_common_ground(member: Profile, others: Sequence[Profile]) -> CommonGround | None:
    """Returns the warmest thing that the member has in common with the others; None where there is nothing.

    That is the interest that most of them share, else a field, else a language that all speak. Interests and
    fields count only where the others show them; languages always do, since a circle has to speak one.
    """
    interests = Counter(
        name for other in others if ProfileAspect.INTERESTS in other.shown for name in other.interests
    )
    liked = [name for name in member.interests if interests[name]]
    if liked:
        return CommonGround(Bond.INTEREST, max(liked, key=lambda name: (interests[name], name)))
    fields = {other.field.casefold() for other in others if ProfileAspect.FIELD in other.shown}
    if member.field and member.field.casefold() in fields:
        return CommonGround(Bond.FIELD, member.field)
    spoken = [code for code in member.languages if all(code in other.languages for other in others)]
    return CommonGround(Bond.LANGUAGE, LANGUAGES[spoken[0]]) if spoken else None


def shared_interest(people: Iterable[Profile]) -> str | None:
    """Returns the interest that most of the people have and show; None where no two show the same."""
    counts = Counter(name for one in people if ProfileAspect.INTERESTS in one.shown for name in one.interests)
    common = [name for name, count in counts.items() if count > 1]
    return max(common, key=lambda name: (counts[name], name), default=None)
