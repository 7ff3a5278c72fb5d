"""Whatever people tap, and however fast: what the events came to is what the message shows."""

from __future__ import annotations

from random import Random

import pytest

from demo.world import World
from tests.stories.telling import announced, card, crowd, field


def _lists(world: World) -> list[list[int]]:
    return [sorted(field(card(world), name)) for name in ("Going", "Waitlist", "Maybe", "Can't")]


@pytest.mark.parametrize("capacity", [None, 3])
@pytest.mark.parametrize("seed", range(4))
async def test_reading_again_changes_nothing_after_a_storm(
    world: World, seed: int, capacity: int | None
) -> None:
    random, backend = Random(seed), world.env.backend
    message = await announced(world, **({"seats": str(capacity)} if capacity else {}))
    people = await crowd(world, message, 8)
    for _ in range(80):
        if random.random() < 0.03:
            backend.clear_reactions(world.channel.id, message.id)
        if random.random() < 0.1:
            await world.env.settle()
        emoji, is_added = random.choice("✅🤔❌"), random.random() < 0.7
        backend.set_reaction(world.channel.id, message.id, emoji, random.choice(people), is_added)
    await world.settle()
    before = _lists(world)
    assert sum(map(len, before)) > 4
    await world.restart()
    await world.settle()
    assert _lists(world) == before
