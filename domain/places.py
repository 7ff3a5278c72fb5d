"""Cities, as exact as a place ever gets here: where their centres are, and how far apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0
_NEAR_KM = 300.0
_EXACT, _START, _OTHER_NAME, _INSIDE = 4.0, 3.0, 2.0, 1.0
_NEARNESS = 0.9


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees: north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer, by its GeoNames id. `zone` is its IANA time zone."""

    id: int
    name: str
    country: str
    region: str
    centre: Point
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A city that was found: `folded_name` as it is compared, and whether the query is in one of its names."""

    city: City
    folded_name: str


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance; exact at the date line and at the poles."""
    north_a, north_b = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((north_b - north_a) / 2) ** 2
    half += math.cos(north_a) * math.cos(north_b) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def rank_cities(query: str, hits: Sequence[Hit], near: Sequence[Point], limit: int) -> list[City]:
    """The cities that were found, the best first.

    Exact official names come first, then those that start with the query, then other names and the middle
    of names; among those alike, large ones and ones within 300 km of the `near` points. `query` is folded.
    """
    scored = [(_fit(query, hit) + _weight(hit.city, near), hit.city) for hit in hits]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [city for _, city in scored[:limit]]


def _fit(query: str, hit: Hit) -> float:
    if hit.folded_name == query:
        return _EXACT
    if hit.folded_name.startswith(query):
        return _START
    return _INSIDE if query in hit.folded_name else _OTHER_NAME


def _weight(city: City, near: Sequence[Point]) -> float:
    """From 0 to about 1.9: a city of ten million counts as much as one next door."""
    size = math.log10(max(city.population, 1)) / 7
    is_near = any(distance_km(city.centre, point) <= _NEAR_KM for point in near)
    return size + (_NEARNESS if is_near else 0.0)


def describe_city(city: City) -> str:
    """The city with what tells it from others of its name: `Springfield, Illinois, US`."""
    parts = [city.name, city.region, city.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))
