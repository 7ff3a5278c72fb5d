"""A date that a crowd comes to: everybody is called."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.stories.telling import (
    announced,
    crowd,
    reads,
)


async def test_more_people_than_one_message_can_mention_are_all_called(world: World) -> None:
    message = await announced(world)
    people = await crowd(world, message, 100)
    await world.env.settle(timeout=20)
    await world.advance(timedelta(days=3))
    calls = [one for one in world.thread(message) if "See you there" in reads(one)]
    assert [len(one.raw_mentions) for one in calls] == [80, 20]
    assert {user_id for one in calls for user_id in one.raw_mentions} == set(people)


async def test_a_crowd_of_two_hundred_and_fifty_is_called_to_the_last(world: World) -> None:
    message = await announced(world)
    people = await crowd(world, message, 250)
    await world.env.settle(timeout=20)
    await world.advance(timedelta(days=3))
    for words in ("for the first time", "See you there"):
        said_to_them = [one for one in world.thread(message) if words in reads(one)]
        called = [user_id for one in said_to_them for user_id in one.raw_mentions]
        assert sorted(called) == sorted(people)
