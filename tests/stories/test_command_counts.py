"""How many commands there are to learn: at most thirty, with at most forty options in all."""

from __future__ import annotations

from demo.world import World
from tests.stories.tour import list_commands

MOST_COMMANDS, MOST_OPTIONS = 30, 40
SHARES = {  # of each group: commands, and the options of all of them together
    "meetup": (8, 13),
    "problem": (6, 7),
    "profile": (2, 2),
    "circle": (2, 1),
    "venue": (3, 5),
    "privacy": (2, 0),
    "longtable": (6, 1),
    "table": (1, 0),
}
LANDED = (
    "problem",
    "profile",
    "circle",
    "venue",
    "privacy",
    "longtable",
    "table",
)  # the others are to follow


def test_the_shares_of_the_groups_are_no_more_than_a_member_can_learn() -> None:
    assert sum(commands for commands, _ in SHARES.values()) <= MOST_COMMANDS
    assert sum(options for _, options in SHARES.values()) <= MOST_OPTIONS


async def test_no_group_has_more_than_its_share(world: World) -> None:
    registered = list(list_commands(world))
    for group in LANDED:
        of_group = [(path, taken) for path, taken in registered if path.split()[0] == group]
        commands, options = SHARES[group]
        assert len(of_group) <= commands, of_group
        assert sum(len(taken) for _, taken in of_group) <= options, of_group
