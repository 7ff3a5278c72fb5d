"""How many commands there are to learn: at most thirty, with at most forty options in all."""

from __future__ import annotations

from collections import Counter

from demo.world import World
from tests.stories.tour import list_commands

MOST_COMMANDS, MOST_OPTIONS = 30, 40


async def test_there_are_few_enough_to_learn(world: World) -> None:
    registered = list(list_commands(world))
    by_group = Counter(path.split()[0] for path, _ in registered)
    assert len(registered) <= MOST_COMMANDS, by_group
    assert sum(len(options) for _, options in registered) <= MOST_OPTIONS, registered
