"""A meetup that goes round several venues: each date says where it is, everywhere the same."""

from __future__ import annotations

import re
from datetime import timedelta

from icalendar import Calendar

from cogs.custom_ids import ROTATE
from demo.world import World
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import rotate, tap
from tests.stories.telling import announced, reads, said, sent
from tests.stories.venues import add_venue, remove_venue

CAFES = ("Café Nordlicht", "Library", "Betahaus")


async def _book(world: World) -> None:
    for name in CAFES:
        await add_venue(world.members["alice"], world.channel, city="Berlin", name=name)


async def _rotate(world: World, who: str = "erin", **venues: str) -> str:
    shown = await rotate(world, world.members[who], **venues)
    await world.settle()
    return said(shown)


def _places(world: World) -> list[str]:
    """Where each announced date is."""
    found = [re.search(r"📍 (.*)", reads(card)) for card in world.cards()]
    return [one[1] for one in found if one]


async def test_each_date_is_at_the_next_venue(world: World) -> None:
    await _book(world)
    card = await announced(world)
    await world.members["dana"].react(card, "✅")
    await world.settle()
    text = await _rotate(world, first="nordlicht", second="library", third="betahaus")
    assert "takes turns between 3 venues" in text
    assert any("has changed (place)" in note for note in sent(world))
    for _ in range(3):
        await world.advance(timedelta(weeks=1))
        await world.members["dana"].react(world.cards()[-1], "✅")
        await world.settle()
    assert [place.partition(",")[0] for place in _places(world)] == [*CAFES, CAFES[0]]
    assert "Nordlicht" in (world.events[-1].entity_metadata or {}).get("location", "")


async def test_the_calendar_knows_where_each_date_is(world: World) -> None:
    await _book(world)
    await announced(world, place="Somewhere")
    await _rotate(world, first="library", second="betahaus")
    shown = await world.members["dana"].slash(world.channel, "meetup calendar")
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    events = Calendar.from_ical(await file.read()).walk("VEVENT")
    places = [str(event.get("location")) for event in events]
    assert places[0] == "Somewhere"
    assert places[1].startswith("Library")


async def test_naming_a_place_ends_the_round_and_so_does_naming_no_venue(world: World) -> None:
    await _book(world)
    await announced(world, place="Somewhere")
    await _rotate(world, first="library", second="betahaus")
    await edit(world, world.members["erin"], "Friday co-working", place="At home base")
    await world.settle()
    assert _places(world) == ["At home base"]
    await _rotate(world, first="library", second="betahaus")
    assert _places(world)[0].startswith("Library")
    assert "stays in one place" in await _rotate(world)
    assert _places(world) == ["At home base"]


async def test_what_is_under_way_stays_at_its_venue_when_a_place_is_named(world: World) -> None:
    await _book(world)
    card = await announced(world)
    await world.members["dana"].react(card, "✅")
    await _rotate(world, first="library", second="betahaus")
    await until_start(world)
    await world.advance(timedelta(minutes=30))
    shown = await edit(world, world.members["erin"], "Friday co-working", place="At home base")
    await world.settle()
    assert "At home base" in said(shown)
    assert _places(world)[0].startswith("Library")


async def test_a_venue_that_leaves_the_book_leaves_the_round(world: World) -> None:
    await _book(world)
    card = await announced(world)
    await _rotate(world, first="nordlicht", second="library")
    await remove_venue(world.members["alice"], world.channel, "nordlicht")
    await world.members["dana"].react(card, "✅")
    await world.settle()
    assert _places(world)[0].startswith("Café Nordlicht")
    await world.advance(timedelta(weeks=1))
    assert _places(world)[1].startswith("Library")


async def test_in_a_venue_people_say_that_they_are_there_although_the_meetup_is_in_voice(
    world: World,
) -> None:
    await _book(world)
    voice = world.guild.create_voice_channel("Quiet room")
    card = await announced(world, place=voice.mention)
    await world.members["dana"].react(card, "✅")
    await _rotate(world, first="library")
    await until_start(world)
    assert [one for one in world.thread(card) if "Library" in reads(one) and "Tap 👋" in reads(one)]


async def test_nonsense_is_refused(world: World) -> None:
    await _book(world)
    await announced(world)
    erin = world.members["erin"]
    form = await tap(world, erin, ROTATE)
    options = form.modal["components"][0]["component"]["options"] if form.modal else []
    gone = next(one["value"] for one in options if "Betahaus" in one["label"])
    await remove_venue(world.members["alice"], world.channel, "Betahaus")
    assert "Which venue" in said(await erin.submit_modal(form, {"1": [gone]}))
    assert "twice" in await _rotate(world, first="library", second="Library")
    assert "can be changed by its host" in await _rotate(world, "dana", first="library")
