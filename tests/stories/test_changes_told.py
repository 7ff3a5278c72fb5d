"""What people read of a change is so: who is told, what comes next, and what stays."""

from __future__ import annotations

from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import rotate, skip
from tests.stories.telling import announced, card, field, ids, reads, said
from tests.stories.venues import add_venue


async def test_where_nobody_hears_of_a_change_nobody_is_said_to(world: World) -> None:
    message = await announced(world)
    erin, title = world.members["erin"], "Friday co-working"
    assert "told" not in said(await edit(world, erin, title, place="Here"))
    await world.members["alice"].react(message, "✅")
    assert "told" not in said(await edit(world, erin, title, pings="2h"))
    assert "told" not in said(await edit(world, erin, title, repeats="weekdays"))
    assert "are told" in said(await edit(world, erin, title, place="There"))


async def test_a_date_that_everybody_knows_stays_the_next_one_with_its_answers(world: World) -> None:
    message = await announced(world, pings="12 days, 2h")
    await world.members["alice"].react(message, "✅")
    await world.settle()
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", when="wed 9:30", repeats="daily")
    await world.settle()
    first = next(one for one in world.cards() if one.id == message.id)
    assert "Cancelled" not in reads(first)
    assert field(first, "Going") == ids(world, "alice")


async def test_a_single_date_that_is_skipped_promises_no_other(world: World) -> None:
    message = await announced(world, repeats="once")
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    await skip(world, erin)
    await world.settle()
    text = reads(card(world)) + reads(world.thread(message)[-1])
    assert "does not take place" in text
    assert "next one" not in text
    assert "series goes on" not in text


async def test_a_place_that_was_there_before_ends_a_round_of_venues(world: World) -> None:
    erin = world.members["erin"]
    for name in ("North", "South"):
        await add_venue(erin, world.channel, name=name, city="Berlin")
    await announced(world, place="Café A")
    await rotate(world, erin, first="North", second="South")
    edited = await edit(world, erin, "Friday co-working", place="Café A")
    assert "Changed" in said(edited)
    await world.settle()
    assert "Café A" in reads(card(world))


async def test_fewer_seats_take_none_away_and_everybody_reads_so(world: World) -> None:
    message = await announced(world, seats="4")
    for name in ("alice", "bob", "charlie"):
        await world.members[name].react(message, "✅")
    await world.settle()
    erin = world.members["erin"]
    shown = said(await edit(world, erin, "Friday co-working", seats="1"))
    assert "2 more are going than there are seats. Whoever has a seat keeps it." in shown
    await world.settle()
    assert "Whoever has a seat keeps it." in reads(world.thread(message)[-1])
    assert field(card(world), "Going") == ids(world, "alice", "bob", "charlie")
    shown = said(await edit(world, erin, "Friday co-working", seats="2"))
    assert "1 more is going" in shown
    await world.settle()
    assert "keeps it" not in reads(world.thread(message)[-1]), "more seats leave no doubt"
    assert "than there are seats" not in said(await edit(world, erin, "Friday co-working", seats="5"))
