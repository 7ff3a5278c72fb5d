"""Buttons to pick one of several cities, for every feature that asks for one."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.buttons import BLUE, ButtonSpec
from cogs.custom_ids import CustomId
from cogs.ui import markup
from domain.cities import City, describe_city

_LABEL_LENGTH = 80


def pick_city(cities: Sequence[City], custom_id: CustomId) -> list[ButtonSpec]:
    """Returns a button for each city; the custom ids are of this kind and hold the id of the city."""
    return [
        (markup.cut(describe_city(city), _LABEL_LENGTH), custom_id.make(city.id), BLUE) for city in cities
    ]
