"""IANA time zones: look-up, suggestions, and conversion between local time and instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.cities import FindCities, fold_city_name, no_cities, zones_of_city
from domain.errors import Refusal
from domain.text import shortened
from domain.zone_names import find_called, find_zone, zones_by_name
from languages import ENGLISH, current_language, either, gettext

__all__ = [
    "UnclearZone",
    "find_zone",
    "get_zone",
    "is_doubled",
    "is_skipped",
    "suggest_zones",
    "to_instant",
    "to_local",
]

_MOST_CHOICES = 25  # more do not fit into a list of Discord's


class UnclearZone(Refusal):
    """A refusal because the text may mean several zones, of which one can be picked."""

    def __init__(self, text: str, zones: Sequence[str]) -> None:
        super().__init__(
            gettext("“{zone}” could be {zones}. Write that name.", zone=shortened(text), zones=either(zones))
        )
        self.zones = zones


def get_zone(text: str, find_cities: FindCities = no_cities) -> str:
    """Returns the exact name of a zone that is called by its name, a city in it, or its abbreviation.

    Raises Refusal where there is no such zone, and UnclearZone where there are several.
    """
    zones = next(filter(None, (find_called(text, one) for one in _spoken())), ())
    name = fold_city_name(text)
    zones = zones or zones_of_city(name, find_cities(name))
    if len(zones) > 1:
        raise UnclearZone(text, zones)
    if not zones:
        raise Refusal(
            gettext(
                "I don't know the time zone “{text}”. Write one such as `Europe/Berlin` or "
                "`America/New_York`, or a large city in it.",
                text=shortened(text),
            )
        )
    return zones[0]


def _spoken() -> tuple[str, ...]:
    return tuple(dict.fromkeys((current_language(), ENGLISH)))


def suggest_zones(text: str) -> list[str]:
    """Returns at most 25 zones that contain the text, first those whose city starts with it."""
    wanted = "_".join(text.casefold().split())
    hits = [name for folded, name in zones_by_name().items() if wanted in folded]
    # They are in the order of their names, which a stable sort keeps.
    hits.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(wanted))
    called = [zone for language in _spoken() for zone in find_called(text, language)]
    return list(dict.fromkeys([*called, *hits]))[:_MOST_CHOICES]


def to_instant(local: datetime, zone: str) -> datetime:
    """Returns the UTC instant of a naive local time.

    A time that the zone's clocks skip moves forward by the gap; of one that they show twice it is the first,
    or with a `fold` of 1 the second.
    """
    first = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    if not local.fold:
        return first
    return max(first, local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))


def to_local(instant: datetime, zone: str) -> datetime:
    """Returns the aware local time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone))


def is_doubled(local: datetime, zone: str) -> bool:
    """Returns whether the zone's clocks show this naive local time twice."""
    return to_instant(local.replace(fold=0), zone) != to_instant(local.replace(fold=1), zone)


def is_skipped(local: datetime, zone: str) -> bool:
    """Returns whether the zone's clocks jump over this naive local time."""
    return to_local(to_instant(local, zone), zone).replace(tzinfo=None) != local
