"""A date that does not take place seats nobody and promises none: it may be restored, or be the last."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.stories.brainstorming import until_start
from tests.stories.hosting import cancel, restore, skip
from tests.stories.telling import announced, card, field, ids, pick, reads


async def _full(world: World) -> str:
    """Alice has the only seat, charlie waits; the date as erin picks it."""
    message = await announced(world, seats="1")
    for name in ("alice", "charlie"):
        await world.members[name].react(message, "✅")
        await world.settle()
    return await pick(world, world.members["erin"], "meetup manage")


@pytest.mark.parametrize("minutes", [120, 600])
async def test_a_date_that_is_off_moves_nobody_up(world: World, minutes: int) -> None:
    ref = await _full(world)
    await until_start(world, minutes=minutes)
    erin = world.members["erin"]
    await skip(world, erin, ref)
    await world.settle()
    await world.members["alice"].react(card(world), "❌")
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "charlie")
    await restore(world, erin, ref)
    await world.settle()
    if minutes > 180:
        assert field(card(world), "Going") == ids(world, "charlie")
        assert any("A seat is yours" in reads(one) for one in world.thread(card(world)))
    else:
        assert field(card(world), "Waitlist") == ids(world, "charlie")
        assert _offered(world) == ids(world, "charlie")


def _offered(world: World) -> list[int]:
    """Whom the offers of a seat mention that are open."""
    shown = world.thread(card(world))
    return [
        user_id for one in shown if "A seat has become free" in reads(one) for user_id in one.raw_mentions
    ]


async def test_a_seat_on_offer_is_on_offer_again_when_the_date_is_restored(world: World) -> None:
    ref = await _full(world)
    await until_start(world, hours=2)
    await world.members["alice"].react(card(world), "❌")
    await world.settle()
    assert _offered(world) == ids(world, "charlie")
    erin = world.members["erin"]
    await skip(world, erin, ref)
    await world.settle()
    assert _offered(world) == []
    assert field(card(world), "Waitlist") == ids(world, "charlie")
    await restore(world, erin, ref)
    await world.settle()
    assert _offered(world) == ids(world, "charlie")
    assert field(card(world), "Waitlist") == ids(world, "charlie")


async def test_a_cancelled_date_seats_nobody(world: World) -> None:
    await _full(world)
    await until_start(world, hours=2)
    await world.members["alice"].react(card(world), "❌")
    await world.settle()
    erin = world.members["erin"]
    await world.press(erin, await cancel(world, erin), "Cancel all dates")
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "charlie")


async def test_the_last_date_of_a_series_promises_no_other(world: World) -> None:
    message = await announced(world, repeats="weekly, 1 time")
    await world.members["alice"].react(message, "✅")
    await skip(world, world.members["erin"])
    await world.settle()
    told = reads(world.thread(message)[-1])
    assert "does not take place" in told
    assert "goes on" not in told
    assert "This date does not take place." in reads(card(world))
    assert "The next one" not in reads(card(world))
