"""Polls that suggest the times themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db import profiles
from domain.cities import City, Point
from domain.errors import Refusal
from domain.free_times import part_of_day, union
from domain.profiles import Profile
from services.meetups import polling
from services.transaction import Transactions
from tests.conftest import MONDAY
from tests.services.meetups.weekly import ERIN

BERLIN = City(1, "Berlin", "DE", "", Point(52.52, 13.41), "Europe/Berlin", 3_400_000)
MORNINGS = Profile(1, 0, city=BERLIN, free=union(part_of_day(day, "morning") for day in range(7)))


async def _save(transactions: Transactions, *people: Profile) -> None:
    for profile in people:
        await transactions.database.write(profiles.save_profile, profile)


async def test_times_are_suggested_from_five_members_on_lest_they_tell_who_is_free(
    transactions: Transactions,
) -> None:
    await _save(transactions, *(replace(MORNINGS, user_id=20 + number) for number in range(4)))
    with pytest.raises(Refusal, match="Too few members"):
        await polling.ask(transactions, ERIN, "Lunch", None)
    paused = replace(MORNINGS, user_id=30, paused_until=MONDAY + timedelta(weeks=3))
    await _save(transactions, paused)
    with pytest.raises(Refusal, match="Too few members"):
        await polling.ask(transactions, ERIN, "Lunch", None)
    await _save(transactions, replace(MORNINGS, user_id=31))
    assert len((await polling.ask(transactions, ERIN, "Lunch", None)).poll.slots) >= 2
