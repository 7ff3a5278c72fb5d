"""A venue: a public place to work together in. What it has, what members think of it, which one lies best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from domain.errors import Refusal
from domain.ids import VenueId
from domain.letters import folded_letters
from domain.places import City, distance_km
from domain.text import folded, is_visible
from languages import gettext

NAME_LENGTH, ADDRESS_LENGTH, NOTE_LENGTH, URL_LENGTH = 60, 100, 150, 300
MOST_VENUES = 200
STARS = range(1, 6)
FEATURES: Mapping[str, tuple[str, ...]] = {
    "wifi": ("fast", "works", "none"),
    "sockets": ("many", "some", "none"),
    "noise": ("quiet", "lively", "loud"),
    "price": ("cheap", "fair", "dear"),
    "step_free": ("yes", "no"),
}
"""What is known of a venue, each with what it can be."""

_USUAL_STARS, _USUAL_COUNT = 3.5, 2  # an opinion or two move a new venue only a little
_LOWEST_SCORE = 2.5  # nobody is sent to a place that most did not like


@dataclass(frozen=True, slots=True)
class Rating:
    """How many members gave how many stars together."""

    count: int = 0
    stars: int = 0

    @property
    def mean(self) -> float:
        return self.stars / self.count if self.count else 0.0

    @property
    def score(self) -> float:
        """What it is ranked by: the mean, drawn to the usual where few have said something."""
        return (self.stars + _USUAL_STARS * _USUAL_COUNT) / (self.count + _USUAL_COUNT)


@dataclass(frozen=True, slots=True)
class Venue:
    """One venue as stored. `features` has those that are known; `note` says when it is open."""

    id: VenueId
    guild_id: int
    name: str
    city: City
    added_by: int
    address: str = ""
    features: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    url: str = ""
    rating: Rating = Rating()

    @property
    def where(self) -> str:
        """The venue as the place of a meetup, on one line."""
        return ", ".join(filter(None, (self.name, self.address, self.city.name)))


def check_name(text: str) -> str:
    """The name on one line; raises Refusal."""
    return _checked(
        text, NAME_LENGTH, gettext("A venue needs a name, such as “Café Nordlicht”."), gettext("name")
    )


def check_address(text: str) -> str:
    """The address on one line, or nothing; raises Refusal."""
    return _checked(text, ADDRESS_LENGTH, None, gettext("address"))


def check_note(text: str) -> str:
    """When it is open, or nothing; raises Refusal."""
    return _checked(text, NOTE_LENGTH, None, gettext("note"))


def check_url(text: str) -> str:
    """A link that begins with https://, or nothing; raises Refusal."""
    url = text.strip()
    if not url:
        return ""
    if len(url) > URL_LENGTH or not _is_link(url):
        raise Refusal(
            gettext("A link begins with `https://` and has up to {most} characters.", most=URL_LENGTH)
        )
    return url


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_plain = url.isprintable() and not any(char in url for char in ' <>()"`\\')
    return parts.scheme == "https" and bool(parts.hostname) and "." in (parts.hostname or "") and is_plain


def check_features(chosen: Mapping[str, str | None]) -> dict[str, str]:
    """Those that are given; raises Refusal for what none can be."""
    known = {name: value for name, value in chosen.items() if value is not None}
    for name, value in known.items():
        if value not in FEATURES.get(name, ()):
            raise Refusal(gettext("Please pick what is offered there."))
    return known


def check_stars(stars: int) -> int:
    """Stars from 1 to 5; raises Refusal."""
    if stars not in STARS:
        raise Refusal(gettext("Stars go from {fewest} to {most}.", fewest=STARS[0], most=STARS[-1]))
    return stars


def rank(venues: Sequence[Venue], text: str = "") -> list[Venue]:
    """Those whose name, address or city has what is typed, the best rated first."""
    wanted = folded_letters(text.strip())
    found = [venue for venue in venues if wanted in folded_letters(venue.where)]
    return sorted(found, key=lambda venue: (-venue.rating.score, folded_letters(venue.name), venue.id))


def find_middle(venues: Sequence[Venue], people: Sequence[tuple[City, float]]) -> Venue | None:
    """The venue from which the longest way is the shortest, of several alike the best rated.

    `people` are where they live and how many km they would go; None if every venue is too far for somebody.
    """

    def ways(venue: Venue) -> list[float]:
        return [distance_km(venue.city.centre, city.centre) for city, _ in people]

    within = [
        venue
        for venue in venues
        if venue.rating.score >= _LOWEST_SCORE
        and all(way <= limit for way, (_, limit) in zip(ways(venue), people, strict=True))
    ]
    return min(
        within, key=lambda venue: (round(max(ways(venue)), 3), -venue.rating.score, venue.id), default=None
    )


def _checked(text: str, most: int, missing: str | None, what: str) -> str:
    line = folded(text)
    if missing is not None and not is_visible(line):
        raise Refusal(missing)
    if len(line) > most:
        raise Refusal(
            gettext(
                "That {what} has {count} characters; up to {most} fit on a phone.",
                what=what,
                count=len(line),
                most=most,
            )
        )
    return line
