"""What commands offer while one types, and the smaller ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import discord
import pytest
import recurring_ical_events
from icalendar import Calendar
from simcord.actors import MemberActor

from demo.settings import set_up
from demo.world import World
from services.meetups import finding
from tests.conftest import MONDAY
from tests.discord_rules.worlds import open_world
from tests.stories.hosting import move, skip
from tests.stories.telling import WEEKLY, announced, card, field, ids, open_to, pick, press_forged, said


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tomorrow 18:00", "Tue 10 Mar 2026, 18:00 · Europe/Berlin · in 32 hours"),
        ("05/06 18:00", "Fri 5 Jun 2026, 18:00"),
        ("yesterday", "⚠️ Yesterday has passed"),
        ("", "Tue 10 Mar 2026, 18:00"),
        ("x" * 3000, "⚠️ I can't read"),
    ],
)
async def test_the_time_is_resolved_while_it_is_typed(world: World, typed: str, offered: str) -> None:
    erin = world.members["erin"]
    choices = await erin.autocomplete(world.channel, "meetup plan", "when", typed)
    assert choices[0]["name"].startswith(offered)
    assert len(choices[0]["name"]) <= 100


async def test_all_that_a_time_may_mean_is_offered_and_sent_as_it_is_typed_it_is_refused(
    world: World,
) -> None:
    erin = world.members["erin"]
    choices = await erin.autocomplete(world.channel, "meetup plan", "when", "05/06 18:00")
    assert [choice["value"] for choice in choices] == [
        "2026-06-05 18:00 Europe/Berlin",
        "2026-05-06 18:00 Europe/Berlin",
    ]
    refused = said(await world.draft(erin, title="A", when="05/06 18:00"))
    assert "could be 5 Jun or 6 May" in refused


async def test_what_is_offered_is_what_is_planned(world: World) -> None:
    erin = world.members["erin"]
    choices = await erin.autocomplete(world.channel, "meetup plan", "when", "next friday 2pm asia/tokyo")
    assert [choice["value"] for choice in choices] == [
        "2026-03-13 14:00 Asia/Tokyo",
        "2026-03-20 14:00 Asia/Tokyo",
    ]
    shown = await world.draft(erin, title="Sushi", when=choices[1]["value"])
    assert "Fri 20 Mar 2026, 14:00 (UTC+9)" in said(shown)


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("repeats", "every 2", "every 2"),
        ("repeats", "", "once"),
        ("place", "Café", "Café"),
    ],
)
async def test_options_offer_what_is_common_and_what_is_typed(
    world: World, option: str, typed: str, offered: str
) -> None:
    choices = await world.members["erin"].autocomplete(world.channel, "meetup plan", option, typed)
    assert choices[0]["value"] == offered
    assert len(choices) <= 25


async def test_zones_are_offered_by_the_command_that_takes_one(world: World) -> None:
    chief = world.guild.create_role("chief", permissions=discord.Permissions(manage_guild=True))
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[chief])
    choices = await boss.autocomplete(world.channel, "longtable setup", "zone", "tokyo")
    assert [choice["value"] for choice in choices] == ["Asia/Tokyo"]


async def test_dates_are_offered_by_title_the_nearest_first_at_most_25(world: World) -> None:
    erin = world.members["erin"]
    for number in range(8):
        await world.plan(erin, **(WEEKLY | {"title": f"Number {number}", "when": f"fri {9 + number}:00"}))
    choices = await erin.autocomplete(world.channel, "meetup show", "meetup", "NUMBER")
    assert len(choices) == 25
    assert choices[0]["name"] == "Number 0 · Fri 13 Mar 2026, 09:00 · Europe/Berlin"
    assert await erin.autocomplete(world.channel, "meetup show", "meetup", "knitting") == []
    assert await world.members["alice"].autocomplete(world.channel, "meetup manage", "meetup", "") == []


async def test_the_calendar_file_has_the_series_with_what_was_skipped_and_moved(world: World) -> None:
    erin = world.members["erin"]
    assert "no meetup" in said(await erin.slash(world.channel, "meetup calendar"))
    await announced(world)
    await skip(world, erin, await pick(world, erin, "meetup rsvp", 1))
    await move(world, erin, "28 mar 10:00", await pick(world, erin, "meetup rsvp", 1))
    date = await pick(world, erin, "meetup calendar")
    for options in ({}, {"meetup": date}):
        shown = await erin.slash(world.channel, "meetup calendar", **options)
        assert shown.response is not None
        assert shown.response.ephemeral
        attachment = shown.response.attachments[0]
        assert attachment.filename == "meetups.ics"
        calendar = Calendar.from_ical(await attachment.read())
        found = recurring_ical_events.of(calendar).between(MONDAY, MONDAY + timedelta(days=30))
        starts = sorted(f"{event['DTSTART'].dt.astimezone(UTC):%d %b %H:%M}" for event in found)
        assert starts == ["03 Apr 07:30", "13 Mar 08:30", "28 Mar 09:00"]


async def test_settings_are_for_organisers_and_shown_as_they_are(world: World) -> None:
    shown = await _as_boss(world).slash(world.channel, "longtable set")
    assert "not set" in said(shown)
    shown = await set_up(world, _as_boss(world), zone="Mars")
    assert "time zone" in said(shown)
    shown = await set_up(world, _as_boss(world), zone="Europe/Berlin", channel=world.channel)
    assert world.channel.mention in said(shown)
    assert "longtable set" not in world.members["alice"].available_commands(world.channel)


def _as_boss(world: World) -> MemberActor:
    chief = world.guild.create_role("chief", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("boss"), roles=[chief])


async def test_with_the_members_intent_who_leaves_makes_room_at_once(tmp_path: Path) -> None:
    async with open_world(
        tmp_path,
        MONDAY,
        lambda config: replace(config, discord=replace(config.discord, members_intent=True)),
    ) as world:
        with world.env.time_context():
            for name in ("alice", "bob"):
                world.join(name)
            world.join("erin", is_host=True)
            message = await announced(world, seats="1")
            await world.members["alice"].react(message, "✅")
            await world.members["bob"].react(message, "✅")
            world.guild.remove_member(world.members["alice"])
            await world.env.settle()
            await world.settle()
            assert field(card(world), "Going") == ids(world, "bob")
            assert "A seat is yours" in (world.thread(message)[-1].embeds[0].description or "")


async def test_commands_work_in_a_thread_and_announce_in_its_channel(world: World) -> None:
    message = await announced(world)
    thread = next(thread for thread in world.channel.threads if thread.id == message.id)
    shown = await world.members["erin"].slash(
        thread, "meetup plan", title="From the thread", when="in 2 hours"
    )
    assert world.channel.mention in said(shown)


async def test_a_fault_gives_the_member_a_code_and_the_log_a_traceback(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(finding, "list_meetups", fail)
    shown = await world.members["alice"].slash(world.channel, "meetup list")
    text = said(shown)
    assert "incident `" in text
    incident = text.split("`")[1]
    assert incident in caplog.text
    assert "a bug" in caplog.text
    assert "a bug" not in text
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    world.env.errors.clear()
    world.env._errors.clear()


async def test_a_command_that_was_opened_to_members_by_mistake_still_checks(world: World) -> None:
    alice = world.members["alice"]
    open_to(world, alice, "longtable")
    assert "needs Manage Server" in said(await alice.slash(world.channel, "longtable set"))
    assert "needs Manage Server" in said(await press_forged(world, alice, "settings|general"))


async def test_outside_a_server_nothing_is_offered(world: World) -> None:
    names = {one["name"]: one.get("contexts") for one in world.env.backend.commands[None].values()}
    groups = {"meetup", "problem", "profile", "circle", "venue", "privacy", "longtable", "table"}
    assert set(names) == {*groups, "Keep as solution"}
    assert all(contexts == [0] for contexts in names.values())
