"""One date differs from its series: elsewhere, longer, with other seats, hosted by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from cogs.custom_ids import MOVE_DATE, ONE_DATE, RESTORE_DATE
from demo.forms import fill_in
from demo.world import World
from domain.guilds import Actor
from services.meetups import feeds
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import attendance, differ, manage, offered, press, restore, rotate, skip, tap
from tests.stories.telling import announced, card, field, filled, ids, last_said, pick, reads, said
from tests.stories.venues import add_venue

_FRIDAY = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)  # 9:30 in Berlin
_TITLE = "Friday co-working"


async def _calendar(world: World, who: str = "dana") -> Calendar:
    shown = await world.members[who].slash(world.channel, "meetup calendar")
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    return Calendar.from_ical(await file.read())


def _events(calendar: Calendar) -> list[Any]:
    return list(calendar.walk("VEVENT"))


async def test_what_differs_stands_on_the_card_and_is_told_in_the_thread(world: World) -> None:
    message = await announced(world, place="Café Nordlicht", seats="4")
    await world.members["alice"].react(message, "✅")
    form = await tap(world, world.members["erin"], ONE_DATE)
    assert filled(form) == {
        "place": "Café Nordlicht",
        "length": "2h",
        "seats": "4",
        "description": [],
        "host": ids(world, "erin"),
    }
    shown = await fill_in(
        world.members["erin"],
        form,
        {"place": "Library", "length": "3h", "seats": "6", "description": "Bring a cake."},
    )
    assert "Changed. Those who answered are told in its thread." in said(shown)
    assert "Only this time: place, length, seats, description" in said(shown)
    assert "Usually: 📍 Café Nordlicht\n⏱️ 2 h\n🪑 4 seats\n📝 no description" in said(shown)
    await world.settle()
    text = reads(card(world))
    assert "📍 Library" in text
    assert "⏱️ 3 h" in text
    assert "(1 of 6)" in text
    assert "✏️ Only this time: place, length, seats, description" in text
    told = world.thread(message)[-1]
    assert told.raw_mentions == ids(world, "alice")
    for part in ("has changed (place, length, seats, description)", "📍 Library", "⏱️ 3 h", "🪑 6 seats"):
        assert part in reads(told)
    assert "Bring a cake." in reads(told)
    (event,) = world.events
    assert (event.entity_metadata or {}).get("location") == "Library"
    assert event.scheduled_end_time == (_FRIDAY + timedelta(hours=3)).isoformat()


async def test_the_next_date_is_as_the_series_has_it(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library", length="3h")
    await world.advance(timedelta(days=7))
    first, second = (reads(one) for one in world.cards())
    assert "📍 Library" in first
    assert "📍 Café Nordlicht" in second
    assert "Only this time" not in second


async def test_a_date_that_is_longer_is_over_later(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", length="5h")
    await world.advance_to(_FRIDAY + timedelta(hours=4))
    assert "This date is over." not in reads(card(world))
    listed = said(await world.members["bob"].slash(world.channel, "meetup list"))
    assert f"<t:{_FRIDAY.timestamp():.0f}:F>" in listed
    await world.members["bob"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    await world.advance_to(_FRIDAY + timedelta(hours=5, minutes=1))
    assert "This date is over." in reads(card(world, 0))


async def test_a_date_that_is_shorter_is_over_sooner(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", length="30m")
    await world.advance_to(_FRIDAY + timedelta(minutes=31))
    assert "This date is over." in reads(card(world, 0))
    shown = said(await world.members["bob"].slash(world.channel, "meetup show", meetup=_TITLE))
    assert f"<t:{(_FRIDAY + timedelta(days=7)).timestamp():.0f}:F>" in shown


async def test_a_field_that_is_emptied_is_as_in_the_series_again(world: World) -> None:
    await announced(world, place="Café Nordlicht", seats="4")
    await differ(world, "erin", place="Library", length="3h", seats="0")
    await world.settle()
    assert "open to any number" not in reads(card(world))
    assert "✅ Going (0)" in reads(card(world))
    assert filled(await tap(world, world.members["erin"], ONE_DATE))["seats"] == "0"
    await differ(world, "erin", place="", length="2h", seats="")
    await world.settle()
    text = reads(card(world))
    assert "📍 Café Nordlicht" in text
    assert "(0 of 4)" in text
    assert "Only this time" not in text
    assert "Restore" not in offered(await manage(world, world.members["erin"]))


async def test_restore_takes_all_of_it_back_in_one_tap(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library", length="3h")
    shown = await restore(world, world.members["erin"])
    assert "Restored. Those who answered are told in its thread." in said(shown)
    assert "Restore" not in offered(shown)
    await world.settle()
    assert "📍 Café Nordlicht" in reads(card(world))
    assert "has changed (place, length)" in last_said(world, message)
    assert "📍 Café Nordlicht" in last_said(world, message)
    assert "nothing to restore" in said(await restore(world, world.members["erin"]))


async def test_a_skipped_date_comes_back_as_the_series_has_it(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library")
    shown = await skip(world, world.members["erin"])
    assert "Only this date" not in offered(shown)
    page = await press(world, world.members["erin"], shown, ONE_DATE)
    assert "*Restore* it first" in said(page)
    await world.settle()
    assert "Restored" in said(await press(world, world.members["erin"], shown, RESTORE_DATE))
    await world.settle()
    told = last_said(world, message)
    assert "takes place after all" in told
    assert "📍 Café Nordlicht" in told


async def test_what_is_refused_comes_back_as_it_was_typed(world: World) -> None:
    await announced(world, place="Café Nordlicht")
    erin = world.members["erin"]
    refused = await differ(world, "erin", place="Library", length="a while", description="x" * 20)
    assert "I can't read “a while”" in said(refused)
    await world.restart()
    form = await world.press(erin, refused, "✏️ Edit")
    again = filled(form)
    assert (again["place"], again["length"], again["description"]) == ("Library", "a while", "x" * 20)
    assert again["host"] == ids(world, "erin")
    await world.settle()
    assert "Library" not in reads(card(world)), "nothing is stored by halves"
    assert "Changed" in said(await fill_in(erin, form, {"length": "90m"}))
    await world.settle()
    assert "⏱️ 1 h 30 min" in reads(card(world))
    for values, why in (
        ({"seats": "many"}, "Seats go from 1 to 1,000"),
        ({"length": "2d"}, "from 15 minutes to 24 hours"),
        ({"description": "x" * 601}, "601 characters"),
        ({"place": "x" * 101}, "101 characters"),
        ({}, "Nothing to change"),
    ):
        assert why in said(await differ(world, "erin", **values))


async def test_two_who_change_the_same_look_again_and_else_both_hold(world: World) -> None:
    await announced(world, place="Café Nordlicht")
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    hers, his, moves = [await tap(world, who, ONE_DATE) for who in (erin, jules)] + [
        await tap(world, erin, MOVE_DATE)
    ]
    assert "Changed" in said(await fill_in(jules, his, {"place": "Library", "length": "3h"}))
    refused = await fill_in(erin, hers, {"place": "Betahaus"})
    assert "changed meanwhile" in said(refused)
    form = await world.press(erin, refused, "✏️ Edit")
    assert (filled(form)["place"], filled(form)["length"]) == ("Betahaus", "3h")
    assert "Changed" in said(await fill_in(erin, form, {}))
    other, his = await tap(world, erin, ONE_DATE), await tap(world, jules, ONE_DATE)
    assert "Changed" in said(await fill_in(jules, his, {"seats": "7"}))
    assert "Changed" in said(await fill_in(erin, other, {"length": "4h"}))
    assert "Moved" in said(await fill_in(erin, moves, {"when": "sat 14:00"}))
    await world.settle()
    text = reads(card(world))
    assert "📍 Betahaus" in text
    assert "⏱️ 4 h" in text
    assert "(0 of 7)" in text


async def test_a_form_that_comes_back_after_the_start_changes_nothing(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    await world.members["alice"].react(message, "✅")
    form = await tap(world, world.members["erin"], ONE_DATE)
    await world.advance_to(_FRIDAY + timedelta(minutes=1))
    assert "That date has started" in said(await fill_in(world.members["erin"], form, {"length": "3h"}))
    await world.settle()
    assert "⏱️ 2 h" in reads(card(world))
    assert "Only this date" not in offered(await manage(world, world.members["erin"]))


async def test_the_series_is_edited_and_what_differs_stays(world: World) -> None:
    message = await announced(world, place="Café Nordlicht", seats="4")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library", seats="6")
    await world.settle()
    before = len(world.thread(message))
    await edit(world, world.members["erin"], _TITLE, place="Betahaus", seats="2")
    await world.settle()
    text = reads(card(world))
    assert "📍 Library" in text
    assert "(1 of 6)" in text
    assert len(world.thread(message)) == before, "nothing has changed for those who come to it"
    await edit(world, world.members["erin"], _TITLE, when="thu 9:30")  # the date moves, with its answers
    await world.settle()
    assert "📍 Library" in reads(card(world))
    await world.advance(timedelta(days=7))
    assert "📍 Betahaus" in reads(card(world))


async def test_an_own_place_goes_before_the_venue_in_turn(world: World) -> None:
    for name in ("Nordlicht", "Betahaus"):
        await add_venue(world.members["alice"], world.channel, city="Berlin", name=name)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library")
    await world.settle()
    before = len(world.thread(message))
    await rotate(world, world.members["erin"], first="nordlicht", second="betahaus")
    await world.settle()
    assert "📍 Library" in reads(card(world))
    assert len(world.thread(message)) == before
    await differ(world, "erin", place="")
    await world.settle()
    assert "📍 Nordlicht" in reads(card(world))


async def test_a_date_far_ahead_differs_though_it_is_at_a_venue_in_turn(world: World) -> None:
    for name in ("Nordlicht", "Betahaus"):
        await add_venue(world.members["alice"], world.channel, city="Berlin", name=name)
    await announced(world)
    await rotate(world, world.members["erin"], first="nordlicht", second="betahaus")
    later = (await pick(world, world.members["erin"], "meetup manage")).replace("03-13", "03-27")
    form, events = await tap(world, world.members["erin"], ONE_DATE, later), len(world.events)
    await world.settle()
    assert len(world.events) == events, "to look at it changes nothing"
    assert "Changed." in said(await fill_in(world.members["erin"], form, {"place": "Library"}))
    assert "📍 Library" in said(await manage(world, world.members["erin"], later))


async def test_more_seats_move_those_up_who_wait_and_fewer_take_none_away(world: World) -> None:
    message = await announced(world, seats="1")
    for name in ("alice", "bob", "charlie"):
        await world.members[name].react(message, "✅")
    await differ(world, "erin", seats="2")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert any("A seat is yours" in reads(one) for one in world.thread(message))
    shown = await differ(world, "erin", seats="1")
    await world.settle()
    assert "Only" not in reads(card(world))
    assert "1 more is going than there are seats" in said(shown)
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert "Whoever has a seat keeps it." in last_said(world, message)


async def test_calendars_hear_what_one_date_has_of_its_own(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    await world.members["dana"].react(message, "✅")
    before = await _calendar(world)
    await differ(world, "erin", place="Library", length="3h", description="Bring a cake.")
    after = await _calendar(world)
    (own,) = [one for one in _events(after) if "RECURRENCE-ID" in one]
    assert (str(own["LOCATION"]), own["DURATION"].dt) == ("Library", timedelta(hours=3))
    assert "Bring a cake." in str(own["DESCRIPTION"])
    assert own["SEQUENCE"] > _events(before)[0]["SEQUENCE"]
    seen: list[Any] = recurring_ical_events.of(after).between(
        _FRIDAY - timedelta(days=1), _FRIDAY + timedelta(days=10)
    )
    assert [str(one["LOCATION"]) for one in seen] == ["Library", "Café Nordlicht"]


async def test_a_voice_channel_for_one_date_is_watched_and_missed_when_it_is_gone(world: World) -> None:
    room = world.guild.create_voice_channel("Kitchen table")
    message = await announced(world, place="Café Nordlicht")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Kitchen table")
    await world.settle()
    assert f"📍 <#{room.id}>" in reads(card(world))
    (event,) = world.events
    assert event.channel_id == room.id
    await until_start(world)
    await world.members["alice"].join_voice(room)
    await world.advance(timedelta(minutes=20))
    shown = await attendance(world, world.members["erin"])
    assert world.members["alice"].mention in said(shown)


async def test_a_meetup_that_takes_place_once_has_no_other_dates_to_differ_from(world: World) -> None:
    await announced(world, repeats="once")
    assert "Only this date" not in offered(await manage(world, world.members["erin"]))


async def test_feeds_follow_one_date(world: World) -> None:
    message = await announced(world, place="Café Nordlicht")
    dana = world.members["dana"]
    await dana.react(message, "✅")
    own, shared = [
        await world.bot.write(make, Actor(world.guild.id, dana.id, is_manager=True))
        for make in (feeds.make_own, feeds.make_shared)
    ]
    before = await world.bot.read(feeds.read, own, str)
    await differ(world, "erin", place="Library", length="3h")
    for secret in (own, shared):
        written = await world.bot.read(feeds.read, secret, str)
        assert written is not None
        (event,) = [one for one in _events(Calendar.from_ical(written)) if one.get("LOCATION") == "Library"]
        assert event["DURATION"].dt == timedelta(hours=3)
        assert before is not None
        assert event["SEQUENCE"] > _events(Calendar.from_ical(before))[0]["SEQUENCE"]
