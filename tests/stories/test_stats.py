"""`/longtable stats`: whether it helps, as a picture and in words."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.stories.board import boss, open_forum, solved
from tests.stories.telling import announced, said


async def test_a_year_as_a_picture_with_its_words(world: World) -> None:
    organiser = boss(world)
    empty = await organiser.slash(world.channel, "longtable stats")
    assert "nothing to count yet" in said(empty)
    for name in ("fay", "gus"):
        world.join(name)
    await open_forum(world)
    await solved(world)
    card = await announced(world)
    for name in ("alice", "bob", "charlie", "dana", "fay", "gus"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await world.advance(timedelta(days=4))
    shown = await organiser.slash(world.channel, "longtable stats")
    assert "fewer than 5 members is left out" in said(shown)
    assert shown.response is not None
    (picture,) = shown.response.message.attachments
    assert picture.description is not None
    assert "6 visits to meetups" in picture.description
    assert "1 shared, 1 solved" in picture.description
    before = dict(world.bot.cogs["OrganiserCommands"]._pictures)  # type: ignore[attr-defined]
    await organiser.slash(world.channel, "longtable stats")
    assert world.bot.cogs["OrganiserCommands"]._pictures == before  # type: ignore[attr-defined]
    assert "nothing to fix" in said(await organiser.slash(world.channel, "longtable doctor"))
