"""IANA time zones: look-up, suggestions, and conversion between local time and instants."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import Refusal
from domain.text import shortened
from languages import gettext

_MOST_CHOICES = 25  # more do not fit into a list of Discord's


@cache
def _zones() -> dict[str, str]:
    """Returns UTC and every zone that names a place, by its case-folded name."""
    names = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return {name.casefold(): name for name in sorted(names | {"UTC"})}


def list_zones() -> frozenset[str]:
    """Returns the names of UTC and of every zone that names a place."""
    return frozenset(_zones().values())


def find_zone(text: str) -> str | None:
    """Returns the name of a zone typed in any case and with spaces; None where it names no zone."""
    return _zones().get("_".join(text.casefold().split()))


def get_zone(text: str) -> str:
    """Returns the zone's exact name. Raises Refusal where `find_zone` returns None."""
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
    """Returns at most 25 zones that contain the text, first those whose city starts with it."""
    wanted = "_".join(text.casefold().split())
    hits = [name for folded, name in _zones().items() if wanted in folded]
    # They are in the order of their names, which a stable sort keeps.
    hits.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(wanted))
    return hits[:_MOST_CHOICES]


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
