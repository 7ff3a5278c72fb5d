"""IANA time zones: look-up, suggestions, and wall-clock time to instant."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import Refusal
from domain.text import shortened
from languages import gettext

_MOST_CHOICES = 25


@cache
def _zones() -> dict[str, str]:
    """Every zone that names a place (and UTC), by its case-folded name."""
    names = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return {name.casefold(): name for name in sorted(names | {"UTC"})}


def find_zone(text: str) -> str | None:
    """The zone's exact name, whatever its case and with spaces for underscores; None if there is no such."""
    return _zones().get("_".join(text.casefold().split()))


def get_zone(text: str) -> str:
    """As find_zone; raises Refusal where it returns None."""
    zone = find_zone(text)
    if zone is None:
        raise Refusal(
            gettext(
                "I don't know the time zone “{text}”. Pick one from the list, such as "
                "`Europe/Berlin` or `America/New_York`.",
                text=shortened(text),
            )
        )
    return zone


def suggest_zones(text: str) -> list[str]:
    """At most 25 zones that contain the text; those whose city starts with it come first."""
    wanted = "_".join(text.casefold().split())
    hits = [name for folded, name in _zones().items() if wanted in folded]
    hits.sort(key=lambda name: (not name.rpartition("/")[2].casefold().startswith(wanted), name))
    return hits[:_MOST_CHOICES]


def to_instant(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive wall-clock time.

    A time that the zone skips moves forward by the gap; one that it shows twice is the first.
    """
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def to_local(instant: datetime, zone: str) -> datetime:
    """The aware wall-clock time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone))


def is_skipped(local: datetime, zone: str) -> bool:
    """Whether the zone's clocks jump over this naive wall-clock time."""
    return to_local(to_instant(local, zone), zone).replace(tzinfo=None) != local
