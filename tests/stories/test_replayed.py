"""Old buttons and forms, sent once more: by whoever kept a window open, or a copy of what they sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db.tables import count_rows
from demo.world import World
from tests.stories.telling import press_forged
from tests.stories.tour import walk

# What a click may add: a question that is asked anew, a draft, a message that tells of it, a first vote.
_MAY_GROW = {
    "votes",
    "posts",
    "notices",
    "problem_drafts",
    "leavers",
    "circle_members",
    "profiles",
    "mirrors",
}


@pytest.mark.slow
async def test_what_was_pressed_once_makes_nothing_a_second_time(world: World) -> None:
    await walk(world, "en-US")
    pressed = _list_pressed(world)
    assert len(pressed) > 40
    await world.advance(timedelta(days=40))
    before = await world.bot.database.read(count_rows)
    for custom_id in pressed:
        for name in ("alice", "erin"):
            await press_forged(world, world.members[name], custom_id)
    await world.settle()
    after = await world.bot.database.read(count_rows)
    grown = {table for table, count in after.items() if count > before[table]}
    assert grown <= _MAY_GROW


def _list_pressed(world: World) -> list[str]:
    """The custom ids of all buttons that the bot has ever shown."""
    backend: Any = world.env.backend
    found = {
        one["custom_id"]
        for room in backend.messages.values()
        for message in room.values()
        for row in message.components
        for one in row.get("components", ())
        if "custom_id" in one and one["type"] == 2
    }
    return sorted(found)
