"""Venues: public places to work together in, what members think of them, and which one lies best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from domain.accents import without_accents
from domain.cities import City, distance_km
from domain.errors import Refusal
from domain.ids import VenueId
from domain.text import is_visible, on_one_line
from languages import gettext

NAME_LENGTH, ADDRESS_LENGTH, NOTE_LENGTH, DIRECTIONS_LENGTH, URL_LENGTH = 60, 100, 150, 200, 300
MOST_VENUES = 200
STARS = range(1, 6)
FEATURES: Mapping[str, tuple[str, ...]] = {
    "wifi": ("fast", "works", "none"),
    "sockets": ("many", "some", "none"),
    "noise": ("quiet", "lively", "loud"),
    "price": ("cheap", "fair", "dear"),
    "step_free": ("yes", "no"),
}
"""What can be said of a venue, with the values that each may have."""

# Each venue is ranked as if two more people had given it 3.5 stars: one opinion moves a new one only a bit.
_USUAL_STARS, _USUAL_COUNT = 3.5, 2
_LOWEST_SCORE = 2.5  # nobody is sent to a place that most did not like


@dataclass(frozen=True, slots=True)
class Rating:
    """What members gave a venue: how many of them rated it, and the sum of their stars."""

    count: int = 0
    stars: int = 0

    @property
    def mean(self) -> float:
        """The mean of the stars; 0 where nobody has rated the venue."""
        return self.stars / self.count if self.count else 0.0

    @property
    def score(self) -> float:
        """What a venue is ranked by: the mean of its stars, nearer to 3.5 the fewer have rated it."""
        return (self.stars + _USUAL_STARS * _USUAL_COUNT) / (self.count + _USUAL_COUNT)


@dataclass(frozen=True, slots=True)
class Venue:
    """One venue as it is stored.

    `features` has those that are known; `note` says when it is open, `directions` how to find the table.
    """

    id: VenueId
    guild_id: int
    name: str
    city: City
    added_by: int
    address: str = ""
    features: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    directions: str = ""
    url: str = ""
    rating: Rating = Rating()

    @property
    def where(self) -> str:
        """The venue as the place of a meetup, on one line."""
        return ", ".join(filter(None, (self.name, self.address, self.city.name)))


def check_name(text: str) -> str:
    """Returns the name on one line. Raises Refusal where there is nothing to see in it or it is too long."""
    return _checked(
        text, NAME_LENGTH, gettext("A venue needs a name, such as “Café Nordlicht”."), gettext("name")
    )


def check_address(text: str) -> str:
    """Returns the address on one line, which may be empty. Raises Refusal where it is too long."""
    return _checked(text, ADDRESS_LENGTH, None, gettext("address"))


def check_note(text: str) -> str:
    """Returns the note on when it is open, which may be empty. Raises Refusal where it is too long."""
    return _checked(text, NOTE_LENGTH, None, gettext("note"))


def check_directions(text: str) -> str:
    """Returns how to find the venue on one line, which may be empty. Raises Refusal where it is too long."""
    return _checked(text, DIRECTIONS_LENGTH, None, gettext("way to find it"))


def check_url(text: str) -> str:
    """Returns the link, which may be empty.

    Raises Refusal where it does not begin with https:// or is too long.
    """
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
    """Returns the features that are not None. Raises Refusal where one has a value that is not offered."""
    known = {name: value for name, value in chosen.items() if value is not None}
    for name, value in known.items():
        if value not in FEATURES.get(name, ()):
            raise Refusal(gettext("Please pick what is offered there."))
    return known


def check_stars(stars: int) -> int:
    """Returns the stars. Raises Refusal outside 1 to 5."""
    if stars not in STARS:
        raise Refusal(gettext("Stars go from {fewest} to {most}.", fewest=STARS[0], most=STARS[-1]))
    return stars


def rank_venues(venues: Sequence[Venue], text: str = "") -> list[Venue]:
    """Returns the venues whose name, address or city contains the text, the best rated first."""
    wanted = without_accents(text.strip())
    found = [venue for venue in venues if wanted in without_accents(venue.where)]
    return sorted(found, key=lambda venue: (-venue.rating.score, without_accents(venue.name), venue.id))


def find_most_central(venues: Sequence[Venue], people: Sequence[tuple[City, float]]) -> Venue | None:
    """Returns the venue to which the longest way is the shortest; of several alike, the best rated.

    `people` are where they live and how many kilometres they would go. None where every venue is too far for
    somebody or disliked by most.
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
    line = on_one_line(text)
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
