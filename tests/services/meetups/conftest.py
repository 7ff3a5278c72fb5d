"""What the use cases of meetups are tried with."""

from __future__ import annotations

import pytest

from services.desk import Desk
from services.meetups.planning import Defaults, Planning


@pytest.fixture
def planning(desk: Desk) -> Planning:
    return Planning(desk, Defaults("Europe/Berlin", 120, (4320, 120)))
