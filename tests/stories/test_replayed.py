"""Old buttons and forms, sent once more: by whoever kept a window open, or a copy of what they sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from db.tables import count_rows
from demo.world import World
from tests.stories.telling import press_forged
from tests.stories.tour import walk

# What a click may add: a question that is asked anew, a draft, a message that tells of it, a first vote, a
# visit's day.
_MAY_GROW = {
    "votes",
    "posts",
    "notices",
    "problem_drafts",
    "leavers",
    "circle_members",
    "profiles",
    "mirrors",
    "table_visits",
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
    """The custom ids of all buttons that the bot has ever shown, also under messages that have lost them."""
    backend: Any = world.env.backend
    shown = [message.components for room in backend.messages.values() for message in room.values()]
    shown += [request.json for request in world.env.http_requests if request.json]
    return sorted(set(_find_buttons(shown)))


def _find_buttons(part: Any) -> Iterator[str]:
    """The custom ids of all buttons in what was sent to Discord."""
    if isinstance(part, dict) and part.get("type") == 2 and "custom_id" in part:
        yield part["custom_id"]
    elif isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _find_buttons(one)
