"""A city of the gazetteer inside another row: all that is needed of it, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from domain.places import City, Point


def dump_city(city: City) -> str:
    """The city as it is stored."""
    return json.dumps(asdict(city), ensure_ascii=False)


def load_city(text: str) -> City:
    """The city of what is stored."""
    values = json.loads(text)
    return City(**{**values, "centre": Point(**values["centre"])})
