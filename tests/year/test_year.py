"""A community's year: 200 members, three zones, restarts and outages; every promise is held every day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.conftest import Configure
from tests.stores import look_into
from tests.year import deeds, living
from tests.year.deeds import Community, Deed

_SEED = 1


async def test_a_fortnight_in_which_every_promise_is_kept(tmp_path: Path, with_cities: Configure) -> None:
    assert await living.tell(_SEED, tmp_path / "year", with_cities, days=14) == ""


@pytest.mark.slow
async def test_a_year_in_which_every_promise_is_kept(tmp_path: Path, with_cities: Configure) -> None:
    assert await living.tell(_SEED, tmp_path / "year", with_cities) == ""


@pytest.mark.slow
async def test_a_broken_promise_is_told_with_the_shortest_story_that_breaks_it(
    tmp_path: Path, with_cities: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose_answers(community: Community, random: Random) -> None:
        with look_into(community.world.bot.database) as rows:
            rows.execute("DELETE FROM rsvps")

    monkeypatch.setitem(deeds.WEEKLY, "lose answers", (0, lose_answers))
    monkeypatch.setattr(living, "PEOPLE", 5)
    monkeypatch.setattr(living, "WITH_PROFILE", 0)
    days = [Deed(timedelta(hours=hour), "react", hour) for hour in range(1, 20, 3)]
    lost = Deed(timedelta(hours=21), "lose answers", 0)
    life = await living.live([*days, lost, *days], tmp_path / "year", with_cities, 3)
    assert life.broken == "the_answers_are_the_reactions"
    shortest = await living.shorten(life, tmp_path / "year", with_cities, tries=20)
    assert [deed.what for deed in shortest.deeds] == ["react", "lose answers"]
    assert living.describe(_SEED, shortest).endswith("day 1, 21:00  lose answers (0)")
