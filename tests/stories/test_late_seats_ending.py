"""An offer of a late seat ends: by another answer, more seats, a move, a skip, the last minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.world import World
from tests.stories.board import open_forum, share
from tests.stories.brainstorming import start
from tests.stories.edits import edit
from tests.stories.hosting import TITLE, move, skip
from tests.stories.late_seats import full, held, leave, offers
from tests.stories.telling import (
    button_ids,
    card,
    field,
    ids,
    labels,
    press_forged,
    reads,
    said,
)


@pytest.mark.parametrize("how", ["takes it away", "❌", "🤔", "leaves", "erases"])
async def test_an_answer_that_is_no_yes_passes_the_seat_on(world: World, how: str) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    alice = world.members["alice"]
    match how:
        case "takes it away":
            await alice.unreact(card(world), "✅")
            await world.advance(timedelta(minutes=1))
        case "leaves":
            world.guild.remove_member(alice)
            await world.restart()
        case "erases":
            shown = await alice.slash(world.channel, "privacy erase")
            await world.press(alice, shown, "Erase everything")
        case _:
            await alice.react(card(world), how)
    await world.settle()
    assert held(world) == ids(world, "bob")
    assert labels(offers(world)[0]) == []


async def test_more_seats_are_offered_to_more_and_no_limit_seats_everybody(world: World) -> None:
    await full(world, "alice", "bob", "charlie")
    await leave(world)
    erin = world.members["erin"]
    await edit(world, erin, TITLE, seats="2")
    await world.settle()
    assert held(world) == ids(world, "alice", "bob")
    await edit(world, erin, TITLE, seats="1")
    await world.settle()
    assert held(world) == ids(world, "alice")
    await edit(world, erin, TITLE, seats="")
    await world.settle()
    assert held(world) == []
    assert field(card(world), "Going") == ids(world, "alice", "bob", "charlie")


async def test_a_date_that_is_moved_away_gives_its_seats_again(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    await move(world, world.members["erin"], "tomorrow 18:00")
    await world.settle()
    assert held(world) == []
    assert field(card(world), "Going") == ids(world, "alice")
    told = [one for one in world.thread(card(world)) if "A seat is yours" in reads(one)]
    assert [one.raw_mentions for one in told] == [ids(world, "alice")]
    await world.members["alice"].react(card(world), "❌")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")


async def test_a_date_that_is_skipped_offers_nothing(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    take, _ = button_ids(offers(world)[0])
    await skip(world, world.members["erin"])
    await world.settle()
    assert held(world) == []
    shown = await press_forged(world, world.members["alice"], take)
    assert "does not take place" in said(shown)


async def test_from_the_last_minutes_on_nobody_is_asked_and_at_the_start_every_offer_is_over(
    world: World,
) -> None:
    await full(world, "alice", "bob", seats=2, minutes=12)
    await leave(world)
    assert held(world) == ids(world, "alice")
    await world.advance(timedelta(minutes=3))
    other = field(card(world), "Going")[0]
    world.env.backend.set_reaction(world.channel.id, card(world).id, "✅", other, False)
    await world.settle()
    assert held(world) == ids(world, "alice")
    await world.members["charlie"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "charlie")
    await world.advance(timedelta(minutes=12))
    assert held(world) == []
    assert field(card(world), "Waitlist") == ids(world, "alice", "bob")
    assert len(offers(world)) == 1


async def test_where_the_host_begins_early_what_is_on_offer_is_over(world: World) -> None:
    await open_forum(world)
    await share(world, world.members["bob"], title="Late payers")
    await full(world, "alice", seats=2, minutes=14)
    await leave(world)
    assert held(world) == ids(world, "alice")
    await start(world)
    assert held(world) == []
    assert field(card(world), "Waitlist") == ids(world, "alice")


async def test_who_takes_their_answer_back_by_command_takes_no_seat(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    await world.members["alice"].slash(world.channel, "meetup rsvp", meetup=TITLE, answer="none")
    await world.settle()
    assert field(card(world), "Going") == []
    await world.advance(timedelta(minutes=1))
    assert held(world) == ids(world, "bob")
