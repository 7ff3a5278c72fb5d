"""What an organiser sees of a round before anything is sent."""

from __future__ import annotations

import asyncio
from random import Random

from demo.world import World
from domain.circles.member import History
from domain.circles.welfare import Weights
from services.circles.matching_pool import MatchingPool
from tests.domain.people import community, member
from tests.stories.board import boss
from tests.stories.circles import FOUR, settle_in
from tests.stories.profiles import fill_profile, take_break
from tests.stories.telling import open_to, said


async def _preview(world: World) -> str:
    """What the organiser reads; the process that matches is there beforehand, however busy the machine is."""
    await world.warm_up()
    return said(await boss(world).slash(world.channel, "longtable round"))


async def test_an_organiser_sees_numbers_and_no_names(world: World) -> None:
    await settle_in(world)
    await fill_profile(world, world.members["erin"], "Lisbon")
    text = await _preview(world)
    assert "**5** members are looking for a circle" in text
    assert "**1** circle would seat **4** of them" in text
    assert "too few to give reasons" in text
    assert not [name for name in ("alice", "bob", "erin", "Lisbon", "<@") if name in text]


async def test_whom_somebody_avoids_is_not_to_be_read_from_it(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await world.members["alice"].slash(world.channel, "circle avoid", member=world.members["bob"])
    text = await _preview(world)
    assert "**0** circles" in text
    assert "too few to give reasons" in text
    assert "avoid" not in text


async def test_who_is_on_a_break_or_has_said_too_little_is_not_counted(world: World) -> None:
    await settle_in(world)
    await take_break(world, world.members["dana"])
    assert "**3** members" in await _preview(world)
    await take_break(world, world.members["alice"])
    assert "needs three members" in await _preview(world)


async def test_it_is_for_organisers(world: World) -> None:
    alice = world.members["alice"]
    assert "longtable round" not in alice.available_commands(world.channel)
    open_to(world, alice, "longtable")
    assert "for the organisers" in said(await alice.slash(world.channel, "longtable round"))


async def test_the_bot_goes_on_while_circles_are_found() -> None:
    pool, beats = MatchingPool(seconds=30), 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    heart = asyncio.create_task(beat())
    try:
        await pool.match([member(1)], History(), Weights(), seed=1)  # the process is there now
        beats = 0
        matching = await pool.match(community(120, 3), History(), Weights(), seed=1)
    finally:
        heart.cancel()
        pool.close()
    assert matching.circles
    assert beats > 20


async def test_when_the_time_is_up_the_best_that_is_known_counts() -> None:
    pool = MatchingPool(seconds=0.05)
    crowd = [
        member(number, interests=frozenset(Random(number).sample("abcdefgh", 3))) for number in range(400)
    ]
    try:
        matching = await pool.match(crowd, History(), Weights(), seed=1)
    finally:
        pool.close()
    assert matching.circles
    assert matching.gap > 0.1  # and it says how far from the best that may be
