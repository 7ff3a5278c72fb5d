"""Cities, their centres and the distances between them. No place of a member is known more exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.accents import without_accents
from domain.errors import Refusal
from domain.text import shortened
from languages import country_names, gettext

EARTH_RADIUS_KM = 6371.0
_NEAR_KM = 300.0
# How well a name fits the query. The population adds up to about 2.5 to that, nearness what `_NEARNESS` says.
_EXACT, _EXACT_OTHER, _START, _START_OTHER, _INSIDE = 3.0, 1.8, 1.2, 1.0, 0.6
_NEARNESS = 0.9  # as much as being five hundred times as large
# Cities that are known by their names alone; by another name than the official one they have to be larger.
_LEAST_KNOWN, _LEAST_KNOWN_OTHERWISE = 100_000, 300_000
_FAR_LARGER = 10  # times: of such a city nobody has to say which one of its name is meant
_SHORTEST_OTHER_NAME = 4  # letters; shorter ones are codes and words of everyday, if not in kanji


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the globe in degrees; north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer. `id` is its GeoNames id, `country` the ISO code, `zone` its IANA time zone."""

    id: int
    name: str
    country: str
    region: str
    centre: Point
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class CityMatch:
    """A city that was found by a query.

    `folded_name` is its official name as it is compared; `other_names` are the others, each between two `|`.
    """

    city: City
    folded_name: str
    other_names: str = ""


class UnclearCity(Refusal):
    """A refusal because several cities may be meant, or one that is not called so; they can be picked."""

    def __init__(self, text: str, cities: Sequence[City]) -> None:
        super().__init__(gettext("Which city do you mean by “{text}”?", text=shortened(text)))
        self.cities = cities


FindCities = Callable[[str], Sequence[CityMatch]]
"""Returns the cities that have a name, folded as names are compared, the largest first."""


def no_cities(_name: str) -> Sequence[CityMatch]:
    """Returns no city: for whoever has no gazetteer."""
    return ()


def fold_city_name(text: str) -> str:
    """Returns the letters and digits of a name as names are compared, with single spaces between words."""
    return " ".join("".join(char if char.isalnum() else " " for char in without_accents(text)).split())


def split_city(text: str) -> Iterator[tuple[str, str]]:
    """Yields what in a text may be a city, and where it lies: all and nothing, `bonn` and `germany`."""
    words = fold_city_name(text).split()
    for end in range(len(words), 0, -1):
        yield " ".join(words[:end]), " ".join(words[end:])


def is_in(city: City, place: str) -> bool:
    """Returns whether the folded name of a country or region, or both, is where the city lies."""
    region = fold_city_name(city.region)
    countries = [fold_city_name(name) for name in (city.country, *country_names(city.country))]
    return place in {"", region, *countries, *(f"{region} {country}" for country in countries)}


def choose_city(name: str, hits: Sequence[CityMatch]) -> City | None:
    """Returns the city that a folded name means without a doubt; None where there are several, or none.

    `hits` are all that are called so, the largest first. Of several that one is meant which is ten times as
    large as each other, unless the name is official for another one alone.
    """
    if not hits or (name.isascii() and len(name) < _SHORTEST_OTHER_NAME and hits[0].folded_name != name):
        return None
    largest, *others = hits
    is_official = largest.folded_name == name or all(hit.folded_name != name for hit in others)
    is_far_larger = all(hit.city.population * _FAR_LARGER <= largest.city.population for hit in others)
    return largest.city if is_official and is_far_larger else None


def zones_of_city(name: str, hits: Sequence[CityMatch]) -> tuple[str, ...]:
    """Returns the zones of the cities that a folded name means, that of the largest first.

    `hits` are all that are called so, the largest first. Cities are meant that many people know by the name,
    and none that is a tenth as large as another, or less.
    """
    known = [hit.city for hit in hits if _is_known_as(name, hit)]
    if not known or known[0].population < _LEAST_KNOWN:
        return ()
    meant = (city for city in known if city.population * _FAR_LARGER > known[0].population)
    return tuple(dict.fromkeys(city.zone for city in meant))


def _is_known_as(name: str, hit: CityMatch) -> bool:
    if hit.folded_name == name:
        return True
    is_short = name.isascii() and len(name) < _SHORTEST_OTHER_NAME
    return hit.city.population >= _LEAST_KNOWN_OTHERWISE and not is_short


def distance_km(one: Point, other: Point) -> float:
    """Returns the great-circle distance in kilometres, exact at the date line and at the poles, too."""
    north_a, north_b = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((north_b - north_a) / 2) ** 2
    half += math.cos(north_a) * math.cos(north_b) * math.sin(east / 2) ** 2
    # Rounding can make slightly more than 1 of two points that are opposite each other.
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def rank_cities(query: str, hits: Sequence[CityMatch], near: Sequence[Point], limit: int) -> list[City]:
    """Returns at most `limit` of the cities that were found, the best first.

    An exact official name counts most. Less count, in this order: another name that is the query, an official
    name that starts with it, another name that does, a name that contains it. To that are added how large the
    city is, and whether it is within 300 km of one of the `near` points. `query` is folded.
    """
    scored = [(_fit(query, hit) + _weight(hit.city, near), hit.city) for hit in hits]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [city for _, city in scored[:limit]]


def _fit(query: str, hit: CityMatch) -> float:
    if hit.folded_name == query:
        return _EXACT
    if f"|{query}|" in hit.other_names:
        return _EXACT_OTHER
    if hit.folded_name.startswith(query):
        return _START
    return _START_OTHER if f"|{query}" in hit.other_names else _INSIDE


def _weight(city: City, near: Sequence[Point]) -> float:
    """Returns from 0 to about 3.4: size as the logarithm of the population, and nearness."""
    size = math.log10(max(city.population, 1)) / 3
    is_near = any(distance_km(city.centre, point) <= _NEAR_KM for point in near)
    return size + (_NEARNESS if is_near else 0.0)


def describe_city(city: City) -> str:
    """Returns the city with what tells it from others of its name: `Springfield, Illinois, US`."""
    parts = [city.name, city.region, city.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))
