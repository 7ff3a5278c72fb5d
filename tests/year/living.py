"""Living a year, and finding the shortest story that still breaks the same promise."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from config import Config
from demo.settings import set_up
from demo.world import World
from tests.discord_rules.worlds import open_world
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.profiles import fill_profile
from tests.year.deeds import Community, Deed, do, draw
from tests.year.promises import Facts, list_broken

NEW_YEAR = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
DAYS = 365
PEOPLE, WITH_PROFILE = 200, 24
_SERIES = (
    {"title": "Berlin", "when": "tue 9:30", "repeats": "weekly", "zone": "Europe/Berlin", "seats": "3"},
    {
        "title": "New York",
        "when": "thu 18:00",
        "repeats": "every 2 weeks",
        "zone": "America/New_York",
        "lead": True,
    },
    {
        "title": "Sydney",
        "when": "2026-01-17 2:30",
        "repeats": "first and third saturday",
        "zone": "Australia/Sydney",
    },
)
Configure = Callable[[Config], Config]


@dataclass(frozen=True)
class Life:
    """How far a year went: the promise that broke, what was wrong, and the deeds until then."""

    deeds: tuple[Deed, ...]
    broken: str = ""
    wrong: str = ""


async def live(deeds: Sequence[Deed], folder: Path, configure: Configure, days: int = DAYS) -> Life:
    """Live a year with these deeds, to its end or to the first broken promise, looking every day."""
    _empty(folder)
    async with open_world(folder, NEW_YEAR, lambda config: _with_members(configure(config))) as world:
        with world.env.time_context():
            community = await _settle(world)
            with look_into(world.bot.database) as rows:
                return await _live(deeds, community, Facts(rows, community), days)


async def _live(deeds: Sequence[Deed], community: Community, facts: Facts, days: int) -> Life:
    world, left = community.world, list(deeds)
    for day in range(days):
        while left and left[0].after < timedelta(days=day + 1):
            deed = left.pop(0)
            await world.advance_to(NEW_YEAR + deed.after)
            await do(deed, community)
        await world.advance_to(NEW_YEAR + timedelta(days=day + 1))
        await world.settle()
        if broken := list_broken(facts):
            return Life(tuple(deeds[: len(deeds) - len(left)]), *broken[0])
    return Life(tuple(deeds))


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _with_members(config: Config) -> Config:
    discord = replace(config.discord, members_intent=True)
    return replace(config, discord=discord)


async def _settle(world: World) -> Community:
    """The server is set up, people are there, and three meetups in three zones are planned."""
    community = Community(world)
    for _ in range(PEOPLE):
        community.join()
    community.seed_bot()
    forum, room = world.make_forum("problems"), world.guild.create_text_channel("circles")
    await set_up(world, boss(world), board=forum, circles=room)
    await set_up(world, boss(world), rounds="monthly on the first monday")
    await world.warm_up()
    for member in community.people[:WITH_PROFILE]:
        await fill_profile(world, member)
    erin = world.join("erin", is_host=True)
    for options in _SERIES:
        await world.plan(erin, **options)
    return community


async def shorten(life: Life, folder: Path, configure: Configure, tries: int) -> Life:
    """Leave out ever smaller parts of what was done, as long as the same promise breaks."""
    days = life.deeds[-1].after.days + 2 if life.deeds else DAYS
    size = max(1, len(life.deeds) // 2)
    while tries > 0:
        start = 0
        while start < len(life.deeds) and tries > 0:
            tries -= 1
            fewer = life.deeds[:start] + life.deeds[start + size :]
            found = await live(fewer, folder, configure, days)
            if found.broken == life.broken:
                life = replace(found, deeds=fewer)
            else:
                start += size
        if size == 1:
            break
        size = max(1, size // 2)
    return life


async def tell(seed: int, folder: Path, configure: Configure, days: int = DAYS, tries: int = 40) -> str:
    """What is wrong with the year of this seed, and the shortest story that shows it; empty if all holds."""
    life = await live(draw(Random(seed), days), folder, configure, days)
    if not life.broken:
        return ""
    return describe(seed, await shorten(life, folder, configure, tries))


def describe(seed: int, life: Life) -> str:
    """The promise that broke, and the story that broke it."""
    story = "\n".join(f"  {deed}" for deed in life.deeds)
    return f"seed {seed}: {life.broken}\n  {life.wrong}\nafter\n{story}"
