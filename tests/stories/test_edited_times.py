"""Times that a host changes: what is shown is what is stored, and never a time that is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cogs.custom_ids import MOVE_DATE
from demo.world import World
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import move, tap
from tests.stories.profiles import fill_profile
from tests.stories.telling import announced, card, ids, pick, reads, said

_FRIDAY = {"when": "fri 18:00", "repeats": "weekly"}
_STARTS_AT = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)  # 18:00 in Berlin
_NEW_YORK = "New York"


async def test_a_zone_in_which_the_date_is_over_holds_from_the_next_date_on(world: World) -> None:
    shown = await announced(world, **_FRIDAY)
    await world.members["alice"].react(shown, "✅")
    await world.advance_to(_STARTS_AT - timedelta(hours=6))
    erin = world.members["erin"]
    text = said(await edit(world, erin, "Friday co-working", zone="Asia/Tokyo"))
    assert f"announced already stays at <t:{_STARTS_AT.timestamp():.0f}:F>" in text
    await world.settle()
    assert f"<t:{_STARTS_AT.timestamp():.0f}:F>" in reads(card(world))
    assert [event.scheduled_start_time for event in world.events] == [_STARTS_AT.isoformat()]
    (heard,) = [one for one in world.thread(shown) if one.raw_mentions == ids(world, "alice")]
    assert "for the first time" in reads(heard)  # and of nothing else
    await until_start(world, minutes=1)
    assert world.now == _STARTS_AT - timedelta(minutes=1)
    await world.advance(timedelta(days=7))
    assert f"<t:{datetime(2026, 3, 20, 9, 0, tzinfo=UTC).timestamp():.0f}:F>" in reads(card(world))


async def test_a_zone_in_which_the_date_is_to_come_moves_it_for_everybody(world: World) -> None:
    shown = await announced(world, **_FRIDAY)
    await world.members["alice"].react(shown, "✅")
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", zone="America/New_York")
    await world.settle()
    moved_to = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)
    assert f"<t:{moved_to.timestamp():.0f}:F>" in reads(card(world))
    assert [event.scheduled_start_time for event in world.events] == [moved_to.isoformat()]
    (told,) = [one for one in world.thread(shown) if one.raw_mentions == ids(world, "alice")]
    assert f"<t:{moved_to.timestamp():.0f}:F>" in reads(told)


async def test_a_time_is_read_by_the_clock_of_the_meetup_and_not_of_its_host(world: World) -> None:
    erin = world.members["erin"]
    await fill_profile(world, erin, _NEW_YORK)
    await announced(world, zone="Europe/Berlin")
    await edit(world, erin, "Friday co-working", when="sat 12:00")
    await _starts_on_saturday(world, 11)
    date = await pick(world, erin, "meetup show")
    shown = said(await erin.slash(world.channel, "meetup show", meetup=date))
    assert "(UTC+1)" in shown


async def test_a_date_is_moved_by_the_clock_of_the_meetup_and_not_of_its_host(world: World) -> None:
    erin = world.members["erin"]
    await fill_profile(world, erin, _NEW_YORK)
    await announced(world, zone="Europe/Berlin")
    for typed, hour in (("2026-03-14 11:00 Europe/Berlin", 10), ("sat 12:00", 11)):
        await move(world, erin, typed)
        await _starts_on_saturday(world, hour)
    form = await tap(world, erin, MOVE_DATE)
    assert form.modal is not None
    field = form.modal["components"][0]
    assert field["component"]["value"] == "Sat 14 Mar 2026, 12:00"
    assert "Europe/Berlin" in field["description"]
    shown = said(await erin.slash(world.channel, "meetup show", meetup="Friday co-working"))
    assert "(UTC+1)" in shown


async def _starts_on_saturday(world: World, hour: int) -> None:
    """The card says so, of that hour in UTC."""
    await world.settle()
    assert f"<t:{datetime(2026, 3, 14, hour, 0, tzinfo=UTC).timestamp():.0f}:F>" in reads(card(world))


@pytest.mark.parametrize("typed", ["<t:1792891800>", "2026-10-25T01:30:00Z", "2026-10-25 02:30+01:00"])
async def test_an_instant_is_an_instant_where_clocks_show_an_hour_twice(world: World, typed: str) -> None:
    await world.plan(world.members["erin"], title="Night owls", when=typed)
    shown = said(await world.members["erin"].slash(world.channel, "meetup list"))
    assert "<t:1792891800:F>" in shown


async def test_both_times_are_offered_where_clocks_show_one_twice(world: World) -> None:
    erin = world.members["erin"]
    offered = await erin.autocomplete(world.channel, "meetup plan", "when", "25 oct 2:30")
    assert [("(UTC+2)" in one["name"], "(UTC+1)" in one["name"]) for one in offered] == [
        (True, False),
        (False, True),
    ]
    for number, (one, stamp) in enumerate(zip(offered, (1792888200, 1792891800), strict=True)):
        await world.plan(erin, title=f"Night owls {number}", when=one["value"])
        assert f"<t:{stamp}:F>" in said(await erin.slash(world.channel, "meetup list"))


async def test_rhythms_that_do_not_have_the_day_are_not_followed_without_a_word(world: World) -> None:
    erin = world.members["erin"]
    for when, repeats, words in (
        ("tue 9:30", "weekly on friday", "type `2026-03-13 09:30`"),
        ("sat 9:30", "weekdays", "type `2026-03-16 09:30`"),
        ("tue 9:30", "every month on friday", "Which Friday of the month? Try `first friday`"),
        ("fri 9:30", "monthly on friday", "Try `second friday`"),
    ):
        text = said(await world.draft(erin, title="A", when=when, repeats=repeats))
        assert words in text, text
    assert "None is planned" in said(await erin.slash(world.channel, "meetup list"))


async def test_a_new_day_moves_a_series_of_one_day_and_no_other(world: World) -> None:
    erin, title = world.members["erin"], "Friday co-working"
    await announced(world, repeats="weekly on wednesday and friday")
    refused = said(await edit(world, erin, title, when="thu 9:30"))
    assert "has no date on Thu 12 Mar 2026" in refused
    later = said(await edit(world, erin, title, when="fri 10:30"))
    assert "Weekly on Wednesday and Friday" in later
    one_day = said(await edit(world, erin, title, when="thu 9:30", repeats="weekly"))
    assert "Weekly on Thursday" in one_day
    assert "Weekly on Monday" in said(await edit(world, erin, title, when="mon 9:30"))
