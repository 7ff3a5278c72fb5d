"""What the use cases of meetups are tried with."""

from __future__ import annotations

import pytest

from config import Config, MeetupsSection


@pytest.fixture
def config() -> Config:
    return Config(meetups=MeetupsSection(zone="Europe/Berlin"))
