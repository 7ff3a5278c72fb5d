"""Several tables at a meetup: nobody sits with whom they avoid, and nobody is told why."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.stores import look_into
from tests.stories.brainstorming import gathered, start
from tests.stories.telling import reads

_SIX = ("alice", "bob", "charlie", "dana", "fay", "gil")


@pytest.mark.parametrize(
    ("who", "avoids"), [("alice", "bob"), ("bob", "alice"), ("gil", "alice"), ("dana", "fay")]
)
async def test_who_avoids_another_sits_at_another_table(world: World, who: str, avoids: str) -> None:
    for name in _SIX[4:]:
        world.join(name)
    await world.members[who].slash(world.channel, "circle avoid", member=world.members[avoids])
    card = await gathered(world, *_SIX)
    await start(world)
    seats = _seats(world)
    assert sorted(seats) == sorted(world.members[name].id for name in _SIX)
    assert seats[world.members[who].id] != seats[world.members[avoids].id]
    assert not [one for one in world.thread(card) if "avoid" in reads(one)]


def _seats(world: World) -> dict[int, int]:
    """At which table everybody sits."""
    with look_into(world.bot.database) as database:
        rows = database.execute("SELECT user_id, table_number FROM table_seats").fetchall()
    return {row["user_id"]: row["table_number"] for row in rows}
