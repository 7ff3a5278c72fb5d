"""When should it be: a poll, its votes and its picture, and one tap to plan what suits most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from demo.forms import fill_in
from demo.world import World
from tests.stories.circles import settle_in
from tests.stories.telling import announced, press_forged, reads, said


async def _poll(world: World, **options: Any) -> discord.Message:
    """erin asks when the summer lunch should be; the message."""
    chosen = {"title": "Summer lunch", "times": "thu 18:00-19:30, fri 9:00, sat 10:00"} | options
    shown = await world.members["erin"].slash(world.channel, "meetup poll", **chosen)
    assert shown.response is not None
    assert not shown.response.ephemeral
    return _now(world)


def _now(world: World) -> discord.Message:
    """The poll as it stands."""
    return next(one for one in reversed(world.channel.history()) if "When?" in reads(one))


def _buttons(message: discord.Message) -> list[str | None]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [one.label for row in rows for one in row.children if isinstance(one, discord.Button)]


async def test_everybody_taps_the_times_they_can_make_and_sees_the_sums(world: World) -> None:
    poll = await _poll(world)
    assert _buttons(poll) == ["1", "2", "3", "🗓️ Plan what suits most"]
    assert "Nobody has answered" in reads(poll)
    for name, labels in (("alice", "13"), ("bob", "3"), ("dana", "2")):
        for label in labels:
            shown = await world.members[name].click(_now(world), label=label)
            assert shown.followups[0].ephemeral
            assert "You can make" in shown.followups[0].content
    assert "**3.** <t:1773478800:F>: **2** can ⭐" in reads(_now(world))
    assert "3 have answered" in reads(_now(world))
    taken_back = await world.members["dana"].click(_now(world), label="2")
    assert "none of them" in taken_back.followups[0].content
    assert "2 have answered" in reads(_now(world))


async def test_the_picture_says_the_same_in_words(world: World) -> None:
    await _poll(world)
    await world.members["alice"].click(_now(world), label="2")
    (picture,) = _now(world).attachments
    assert picture.filename == "when.png"
    assert picture.description is not None
    assert "Fri 13 Mar 2026, 09:00: 1" in picture.description


async def test_one_tap_plans_what_suits_most_for_those_who_may(world: World) -> None:
    await _poll(world)
    nobody = await world.members["erin"].click(_now(world), label="🗓️ Plan what suits most")
    assert "Nobody has said yet" in said(nobody)
    for name in ("alice", "bob"):
        await world.members[name].click(_now(world), label="3")
    refused = await world.members["alice"].click(_now(world), label="🗓️ Plan what suits most")
    assert "Manage Events" in said(refused)
    await world.restart()
    shown = await world.members["erin"].click(_now(world), label="🗓️ Plan what suits most")
    assert "This suits most" in said(shown)
    assert "Sat 14 Mar 2026, 10:00" in said(shown)
    assert "1 h 30 min" in said(shown)
    await world.press(world.members["erin"], shown, "Save")
    listed = said(await world.members["alice"].slash(world.channel, "meetup list"))
    assert "Summer lunch" in listed


async def test_without_times_it_asks_about_those_when_most_are_free(world: World) -> None:
    too_few = await world.members["erin"].slash(world.channel, "meetup poll", title="Lunch")
    assert "Too few members" in said(too_few)
    await settle_in(world, ("alice", "bob", "charlie", "dana", "erin"))
    shown = await world.members["erin"].slash(world.channel, "meetup poll", title="Lunch")
    assert shown.response is not None
    assert len(_buttons(_now(world))) >= 3


async def test_times_that_have_passed_take_no_votes(world: World) -> None:
    await _poll(world)
    await world.advance(timedelta(days=4))
    assert "has passed" in said(await world.members["alice"].click(_now(world), label="1"))
    assert "You can make" in (await world.members["alice"].click(_now(world), label="3")).followups[0].content


async def test_only_those_who_may_plan_ask_and_nonsense_is_refused(world: World) -> None:
    asked = {"title": "x", "times": "thu 18:00, fri 9:00"}
    refused = await world.members["alice"].slash(world.channel, "meetup poll", **asked)
    assert "may plan" in said(refused)
    for options in (
        {"title": " ", "times": "thu 18:00, fri 9:00"},
        {"title": "x", "times": "thu 18:00"},
        {"title": "x", "times": "thu 18:00-18:05, fri 9:00"},
    ):
        assert said(await world.members["erin"].slash(world.channel, "meetup poll", **options))
    await announced(world)
    for name, forged in (("alice", "can|1|0"), ("erin", "winner|1"), ("alice", "can|9999999999999999999|3")):
        assert "I don't know" in said(await press_forged(world, world.members[name], forged))
    assert "Planning meetups is for" in said(await press_forged(world, world.members["alice"], "winner|1"))


async def test_times_that_are_refused_come_back_in_a_form_also_after_a_restart(world: World) -> None:
    erin = world.members["erin"]
    typed = {"title": "Summer lunch", "times": "thu at 6, sat 10:00"}
    refused = await erin.slash(world.channel, "meetup poll", **typed)
    assert "6:00 or 18:00" in said(refused)
    await world.restart()
    form = await world.press(erin, refused, "Edit")
    await fill_in(erin, form, {"times": "thu 18:00, sat 10:00"})
    (poll,) = [one for one in world.channel.history() if "Summer lunch" in reads(one)]
    await world.members["alice"].click(poll, label="1")
    assert "**1** can" in reads(_now(world))
