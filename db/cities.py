"""A city of the gazetteer within another row: everything that is needed of it, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from domain.cities import City, Point


def dump_city(city: City) -> str:
    """Returns the city as JSON, as it is stored."""
    return json.dumps(asdict(city), ensure_ascii=False)


def load_city(text: str) -> City:
    """Returns the city that `dump_city` has written."""
    values = json.loads(text)
    return City(**{**values, "centre": Point(**values["centre"])})
