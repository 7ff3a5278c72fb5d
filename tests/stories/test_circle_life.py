"""What becomes of a circle: a time, a meetup, "did you meet?", leaving, help, and a kind end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import discord
from simcord.builders import ChannelHandle

from cogs.custom_ids import EDIT_MEETUP, GUEST_LIST
from demo.forms import fill_in
from demo.world import World
from domain.meetups.request import MeetupForm
from services.circles import answering
from tests.stores import look_into
from tests.stories.circles import (
    DAYS,
    FOUR,
    answer,
    begin_round,
    circle_threads,
    everything,
    form,
    has_thread,
    last,
    leave,
    members_of,
    mine,
    settle_in,
    thread_of,
)
from tests.stories.hosting import custom_ids, hand_over, host_with, manage, offered, rotate, skip, tap
from tests.stories.profiles import fill_profile, take_break
from tests.stories.telling import button_ids, field, ids, press_forged, reads, said

ASKED = timedelta(days=14, minutes=1)


def _times(message: discord.Message) -> list[str]:
    """The times of a poll in the order of its buttons, by the clock of Berlin; readers see their own."""
    found = re.findall(r"\*\*\d+\.\*\* <t:(\d+):f>", reads(message))
    local = [datetime.fromtimestamp(int(seconds), ZoneInfo("Europe/Berlin")) for seconds in found]
    assert _labels(message)[: len(local)] == [str(number) for number in range(1, len(local) + 1)]
    return [f"{at:%a} {at.day} {at:%b}, {at.hour}:{at:%M}" for at in local]


def _labels(message: discord.Message) -> list[str]:
    """The labels of a message's buttons."""
    return [
        button.label or ""
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for button in row.children
        if isinstance(button, discord.Button)
    ]


def _poll(thread: ChannelHandle) -> discord.Message:
    """The message with the newest poll, as it reads now."""
    return next(message for message in reversed(thread.history()) if "When?" in reads(message))


async def _vote(world: World, name: str, thread: ChannelHandle, place: int) -> None:
    poll = _poll(thread)
    await world.members[name].click(poll, label=str(place + 1))
    await world.settle()


async def test_a_time_that_suits_all_becomes_a_meetup_of_their_own(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    assert _times(_poll(thread)) == [
        "Fri 13 Mar, 12:00",
        "Tue 17 Mar, 8:00",
        "Fri 20 Mar, 12:00",
        "Tue 24 Mar, 8:00",
    ]
    for name in FOUR[:3]:
        await _vote(world, name, thread, 1)
    assert "🟢🟢🟢 3 can" in reads(_poll(thread))
    await _vote(world, "dana", thread, 1)
    assert not _labels(_poll(thread))  # the poll is closed
    assert "<t:1773730800:F> it is" in reads(last(thread))
    await world.advance(6 * DAYS)
    card = next(message for message in thread.history() if "React with" in _footer(message))
    assert "Circle, Berlin" in reads(card)
    assert sorted(field(card, "Going")) == sorted(ids(world, *FOUR))
    await world.members["alice"].react(card, "❌")
    await world.settle()
    card = next(message for message in thread.history() if "React with" in _footer(message))
    assert sorted(field(card, "Going")) == sorted(ids(world, *FOUR[1:]))
    assert not world.events  # nothing of it for the whole server
    assert "Circle, Berlin" in said(await world.members["bob"].slash(world.channel, "meetup list"))
    assert "Circle, Berlin" not in said(await world.members["erin"].slash(world.channel, "meetup list"))


async def test_each_member_of_a_circle_manages_its_meetup_and_nobody_else_sees_it(world: World) -> None:
    await settle_in(world)
    thread, title = await form(world), "Circle, Berlin"
    for name in FOUR:
        await _vote(world, name, thread, 1)
    await world.advance(6 * DAYS)
    bob, erin = world.members["bob"], world.members["erin"]
    page = await manage(world, bob, title)
    assert offered(page) == ["Move", "Skip", "✏️ Edit", "Seats and more", "Description, picture", "Cancel"]
    assert page.response is not None
    ref = next(one for one in custom_ids(page) if one.startswith(f"{EDIT_MEETUP.name}|")).split("|")[2]
    forged = EDIT_MEETUP.make(MeetupForm.ANNOUNCEMENT, ref)
    sent = await fill_in(bob, await press_forged(world, bob, forged), {"channel": world.channel})
    assert "in its own thread" in said(sent), "what a circle does is for its members alone"
    forged = EDIT_MEETUP.make(MeetupForm.ANSWERS, ref)
    sent = await fill_in(bob, await press_forged(world, bob, forged), {"guests": ["1"]})
    assert "for its members alone" in said(sent)
    assert "each of you can change it" in said(await hand_over(world, bob, erin, title))
    assert "each of you can change it" in said(await host_with(world, bob, erin, meetup=title))
    assert "stays where it is" in said(await rotate(world, bob, title))
    assert "there is no list" in said(await tap(world, bob, GUEST_LIST, title))
    assert "Skipped" in said(await skip(world, bob, title))
    assert "Restore" in offered(await manage(world, world.members["dana"], title))
    assert await erin.autocomplete(world.channel, "meetup manage", "meetup", "") == []
    assert "fits no meetup" in said(await manage(world, erin, title))


async def test_what_suits_most_wins_when_the_poll_ends(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await _vote(world, "alice", thread, 0)
    await _vote(world, "alice", thread, 2)
    await _vote(world, "bob", thread, 2)
    await _vote(world, "charlie", thread, 0)
    await _vote(world, "charlie", thread, 0)  # taken back
    await world.advance(3 * DAYS + timedelta(minutes=1))
    shown = said(await world.members["dana"].slash(world.channel, "meetup show", meetup="Circle, Berlin"))
    assert "20" in shown
    assert "Café" not in shown


async def test_of_two_times_that_suit_as_many_the_earlier_wins(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    earlier, later = _times(_poll(thread))[1:3]
    assert (earlier, later) == ("Tue 17 Mar, 8:00", "Fri 20 Mar, 12:00")
    for name, place in (("alice", 1), ("bob", 1), ("charlie", 2), ("dana", 2)):
        await _vote(world, name, thread, place)
    await world.advance(3 * DAYS + timedelta(minutes=1))
    shown = said(await world.members["dana"].slash(world.channel, "meetup show", meetup="Circle, Berlin"))
    assert "Tue 17 Mar" in shown


async def test_a_time_that_has_passed_takes_no_votes_and_does_not_win(world: World) -> None:
    await settle_in(world, parts=["2:evening", "4:afternoon"])
    thread = await form(world)
    first = _times(_poll(thread))[0]
    assert first.startswith("Wed 11 Mar")
    for name in ("alice", "bob"):
        await _vote(world, name, thread, 0)
    await world.advance(timedelta(days=2, hours=20))
    shown = await world.members["charlie"].click(_poll(thread), label="1")
    assert "That poll is closed" in said(shown)
    await world.advance(timedelta(hours=5))
    assert "No time suits two of you yet" in reads(last(thread))


async def test_who_leaves_while_they_look_for_a_time_is_not_expected_at_it(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await _vote(world, "dana", thread, 0)
    await leave(world, "dana")
    await world.settle()
    for name in FOUR[:3]:
        await _vote(world, name, thread, 0)
    await world.advance(5 * DAYS)
    (card,) = world.cards(thread)
    assert sorted(field(card, "Going")) == sorted(ids(world, *FOUR[:3]))


async def test_leaving_is_asked_about_and_can_be_thought_over(world: World) -> None:
    await settle_in(world)
    await form(world)
    dana = world.members["dana"]
    shown = await dana.slash(world.channel, "circle mine")
    question = await world.press(dana, shown, "Leave …")
    assert "Leave your circle around Berlin?" in said(question)
    assert "Nothing has changed" in said(await world.press(dana, question, "Stay"))
    assert "You are in a circle" in await mine(world, "dana")
    stale = await world.press(dana, await dana.slash(world.channel, "circle mine"), "Leave …")
    assert "nobody is told" in await leave(world, "dana")
    assert "in the next round" in await mine(world, "dana")
    assert "nobody is told" in said(await world.press(dana, stale, "Leave"))  # twice is once


async def test_without_a_time_they_are_offered_others(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    first_time = button_ids(thread.history()[0])[0]
    await _vote(world, "alice", thread, 0)
    await world.advance(3 * DAYS + timedelta(minutes=1))
    assert "No time suits two of you yet" in reads(last(thread))
    shown = await world.members["bob"].click(last(thread), label="Offer new times")
    assert "on their way" in said(shown)
    await world.settle()
    assert _times(_poll(thread))[0] == "Tue 17 Mar, 8:00"
    shown = await press_forged(world, world.members["bob"], first_time)
    assert "That poll is closed" in said(shown)
    assert "1 can" not in reads(_poll(thread))


async def test_who_met_is_free_for_the_next_round_and_has_met(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await world.advance(ASKED)
    question = last(thread)
    assert "Did you meet?" in reads(question)
    await world.members["bob"].click(question, label="Yes, we met")
    await world.settle()
    assert "You met 🎉" in reads(last(thread))
    assert "in the next round" in await mine(world, "alice")
    await begin_round(world)
    assert len(thread_of(world, "alice").history()) == 2
    with look_into(world.bot.database) as connection:
        states = connection.execute("SELECT state FROM circles ORDER BY formed_at IS NULL").fetchall()
    assert [state for (state,) in states] == ["met", "proposed"]


async def test_not_yet_twice_brings_help(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await world.advance(ASKED)
    assert _labels(last(thread)) == ["Yes, we met", "Not yet", "It's not for me"]
    shown = await world.members["bob"].click(last(thread), label="Not yet")
    assert "I'll ask again in two weeks" in said(shown)
    await world.members["alice"].click(last(thread), label="Not yet")
    await world.advance(ASKED)
    labels = _labels(last(thread))
    assert labels[3:] == ["Offer new times", "Ask one more to join"]
    question = last(thread)
    await fill_profile(world, world.members["erin"])
    await world.members["bob"].click(question, label="Ask one more to join")
    await world.settle()
    await answer(world, "erin")
    assert members_of(world, thread) == set(ids(world, *FOUR, "erin"))
    assert "**erin** joins you" in reads(last(thread))
    shown = await world.members["bob"].click(question, label="Ask one more to join")
    assert "yours is full" in said(shown)


async def test_a_small_circle_may_join_another(world: World) -> None:
    await settle_in(world, FOUR[:3])
    first = await form(world, FOUR[:3])
    await settle_in(world, ("frida", "gus", "hal"))
    second = await form(world, ("frida", "gus", "hal"))
    for name in ("bob", "charlie"):
        await leave(world, name)
    await world.settle()
    assert "You are in no circle" in await mine(world, "alice")  # alone, she sat in none any more
    await settle_in(world, ("alice",))
    assert second.id != first.id
    for name in ("hal",):
        await leave(world, name)
    await world.settle()
    await world.advance(ASKED)
    await world.advance(ASKED)
    question = last(second)
    assert "Join a nearby circle" in _labels(question)
    shown = await world.members["gus"].click(question, label="Join a nearby circle")
    assert "No nearby circle has room" in said(shown)


async def test_two_small_circles_become_one(world: World) -> None:
    await settle_in(world, FOUR[:3])
    first = await form(world, FOUR[:3])
    await settle_in(world, ("frida", "gus", "hal"))
    second = await form(world, ("frida", "gus", "hal"))
    await take_break(world, world.members["hal"])
    await leave(world, "hal")
    await world.settle()
    await world.advance(ASKED)
    await world.advance(ASKED)
    shown = await world.members["gus"].click(last(second), label="Join a nearby circle")
    assert "I am asking each of you" in said(shown)
    await world.settle()
    assert "join a nearby circle" in reads(last(second))
    await answer(world, "gus")
    await answer(world, "frida")
    assert members_of(world, first) == set(ids(world, *FOUR[:3], "frida", "gus"))


async def test_leaving_is_one_tap_and_nobody_hears_of_it(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await world.advance(ASKED)
    before = len(thread.history())
    shown = await world.members["dana"].click(last(thread), label="It's not for me")
    assert "nobody is told" in said(shown)
    await world.settle()
    assert len(thread.history()) == before
    assert "in the next round" in await mine(world, "dana")
    shown = await world.members["dana"].click(last(thread), label="Yes, we met")
    assert "not in that circle any more" in said(shown)


async def test_a_gap_in_a_circle_that_goes_on_is_filled(world: World) -> None:
    await settle_in(world, FOUR[:3])
    thread = await form(world, FOUR[:3])
    await fill_profile(world, world.members["erin"])
    await leave(world, "charlie")
    await world.settle()
    await answer(world, "erin")
    assert world.members["erin"].id in members_of(world, thread)
    assert "charlie" not in reads(last(thread_of(world, "erin")))


async def test_who_leaves_the_server_is_missed_by_the_circle(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await form(world, FOUR[:3])
    await fill_profile(world, world.members["erin"])
    world.guild.remove_member(world.members["charlie"])
    await world.bot.write(answering.drop_leaver, world.guild.id, world.members["charlie"].id)
    await world.settle()
    assert has_thread(world, "erin")


async def test_a_circle_that_has_fallen_silent_closes_with_a_kind_word(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    for _ in range(2):
        await world.advance(ASKED)
        assert "Did you meet?" in reads(last(thread))
    await world.advance(ASKED)
    assert "Thank you for giving it a try" in reads(last(thread))
    assert "in the next round" in await mine(world, "alice")
    before = len(thread.history())
    await world.advance(60 * DAYS)
    assert len(thread.history()) == before


async def test_where_no_time_is_shared_they_ask_each_other(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    await fill_profile(world, world.members["alice"], parts=["2:evening"])
    for name in FOUR:
        await answer(world, name)
    (thread,) = circle_threads(world)
    # three had accepted before dana came, who cannot change what they share
    assert "no two free hours" in reads(thread.history()[0])
    assert not _labels(thread.history()[0])


async def test_a_thread_that_was_deleted_is_told_to_the_organisers(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    world.env.backend.delete_channel(thread.id)
    await world.advance(ASKED)
    told = await world.members["erin"].slash(world.channel, "meetup list")
    assert any("can't propose circles" in one.content for one in told.followups)


async def test_a_clock_change_within_the_two_weeks_moves_no_time(world: World) -> None:
    await world.advance(10 * DAYS)  # the clocks change on the 29th of March
    await settle_in(world)
    thread = await form(world)
    assert _times(_poll(thread)) == [
        "Tue 24 Mar, 8:00",
        "Fri 27 Mar, 12:00",
        "Tue 31 Mar, 8:00",
        "Fri 3 Apr, 12:00",
    ]
    for name in FOUR:
        await _vote(world, name, thread, 2)
    assert "Circle, Berlin" in everything(thread) + said(
        await world.members["bob"].slash(world.channel, "meetup list")
    )
    with look_into(world.bot.database) as connection:
        (row,) = connection.execute(
            "SELECT first_on, at, zone FROM meetups WHERE circle_id IS NOT NULL"
        ).fetchall()
    assert tuple(row) == ("2026-03-31", "08:00", "Europe/Berlin")


def _footer(message: discord.Message) -> str:
    return (message.embeds[0].footer.text or "") if message.embeds else ""
