"""A host types times as people do, in their own language, with the rhythm and the length beside them."""

from __future__ import annotations

import pytest

from demo.forms import fill_in_meetup
from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import move
from tests.stories.telling import announced, said

_THURSDAY = "Thu 12 Mar 2026, 18:00"


async def test_rhythm_and_length_stand_beside_the_time(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, title="A", when="every thursday 18:00-20:30")
    for words in (_THURSDAY, "Weekly on Thursday", "2 h 30 min"):
        assert words in said(shown)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"when": "every thursday 18:00", "repeats": "weekly"}, "Weekly on Thursday"),
        ({"when": "every thursday 18:00", "repeats": "every 2 weeks"}, "do not agree"),
        ({"when": "thu 18:00+02:00", "repeats": "weekly"}, "Name a time zone instead"),
        ({"when": "15th 18:00", "repeats": "monthly on the 15th"}, "Monthly on day 15"),
        ({"when": "thu 18:00", "repeats": "weekly for 6 weeks"}, "6 times"),
        ({"when": "31 march 18:00", "repeats": "monthly on the last day"}, "Monthly on the last day"),
        ({"when": "thu 18:00", "repeats": "weekly until 10 march 2026"}, "end before its first date"),
        ({"when": "tomorrow at 6"}, "6:00 or 18:00"),
        ({"when": "thu 18:00 in Hannover"}, _THURSDAY),
        ({"when": "thu 18:00", "zone": "Hannover"}, "Europe/Berlin"),
        ({"when": "thu 18:00 portland"}, "America/Los_Angeles (Fri 13 Mar 2026, 02:00 for you)"),
    ],
)
async def test_what_agrees_is_planned_and_what_does_not_is_said(
    world: World, typed: dict[str, str], words: str
) -> None:
    assert words in said(await world.draft(world.members["erin"], title="A", **typed))


@pytest.mark.parametrize(("length", "words"), [("2h", "Length: 2 h"), ("3h", "Leave one of them out")])
async def test_a_length_beside_a_range_has_to_agree(world: World, length: str, words: str) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, title="A", when="fri 9:00")
    typed = {"when": "thu 18:00-20:00", "length": length}
    assert words in said(
        await fill_in_meetup(erin, shown, lambda label: world.press(erin, shown, label), typed)
    )


async def test_each_reading_is_offered_and_the_one_that_is_picked_is_meant(world: World) -> None:
    erin = world.members["erin"]
    late, early = await erin.autocomplete(world.channel, "meetup plan", "when", "thu at 6")
    assert "06:00" in early["name"]
    assert "18:00 · Europe/Berlin · in" in late["name"]
    assert _THURSDAY in said(await world.draft(erin, title="A", when=late["value"]))
    (offered,) = await erin.autocomplete(
        world.channel, "meetup plan", "when", "every other thursday 18:00-20:00"
    )
    assert "Every 2 weeks on Thursday · 2 h" in offered["name"]
    shown = said(await world.draft(erin, title="A", when=offered["value"]))
    assert "Every 2 weeks on Thursday" in shown


async def test_a_series_takes_a_new_rhythm_with_a_new_time(world: World) -> None:
    erin, title = world.members["erin"], "Friday co-working"
    await announced(world)
    edited = said(await edit(world, erin, title, when="every other thursday 18:00-20:00"))
    for words in ("Every 2 weeks on Thursday", "2 h", "18:00"):
        assert words in edited
    ending = said(await edit(world, erin, title, repeats="monthly on day 15, 3 times"))
    assert "Monthly on day 15, 3 times" in ending
    date = (await erin.autocomplete(world.channel, "meetup manage", "meetup", ""))[0]["value"]
    assert "Only the start" in said(await move(world, erin, "every thursday 18:00", date))


async def test_of_dates_that_are_counted_as_many_are_left_after_an_edit(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, when="fri 18:00", repeats="weekly, 4 times")
    await world.advance_to(world.now.replace(month=3, day=14))
    edited = said(await edit(world, erin, "Friday co-working", when="thu 18:00"))
    assert "Weekly on Thursday, 3 times" in edited


async def test_a_series_with_an_end_is_over_after_its_last_date(world: World) -> None:
    await world.plan(world.members["erin"], title="Short", when="thu 18:00", repeats="weekly, 2 times")
    shown = said(await world.members["erin"].slash(world.channel, "meetup list"))
    assert "Weekly on Thursday, 2 times" in shown
    await world.advance_to(world.now.replace(month=3, day=20))
    assert "None is planned" in said(await world.members["erin"].slash(world.channel, "meetup list"))
