"""A host plans a meetup."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from cogs.privacy.retention import RetentionSweeper
from demo.settings import set_up
from demo.world import World
from tests.stores import path_of
from tests.stories.board import boss
from tests.stories.profiles import set_zone
from tests.stories.telling import (
    WEEKLY,
    announced,
    button,
    card,
    forbid,
    ids,
    press_forged,
    reads,
    said,
    sent,
)


def _save_of(shown: InteractionResult) -> str:
    """The custom id of *Save* under a draft."""
    assert shown.response is not None
    custom_id: str = shown.response.components[0]["components"][0]["custom_id"]
    assert custom_id.startswith("save|")
    return custom_id


async def test_nothing_is_planned_before_save_and_the_next_four_dates_are_shown(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, place="Café Nordlicht", seats="4")
    text = said(shown)
    for line in (
        "Fri 13 Mar 2026, 09:30 (UTC+1)",
        "Fri 20 Mar 2026, 09:30 (UTC+1)",
        "Fri 3 Apr 2026, 09:30 (UTC+2)",
        "clocks have changed",
        "Café Nordlicht",
        "3 days, 2 h",
    ):
        assert line in text
    assert await world.bot.next_due_at() is None
    saved = await world.press(erin, shown, "Save")
    assert "Saved" in said(saved)
    assert await world.bot.next_due_at() is not None


async def test_discard_plans_nothing(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    save = _save_of(shown)
    assert "Discarded" in said(await world.press(erin, shown, "Discard"))
    assert "nothing was saved" in said(await press_forged(world, erin, save))
    assert "None is planned yet" in said(await erin.slash(world.channel, "meetup list"))


async def test_the_bot_announces_by_itself_three_days_before_and_reminds_two_hours_before(
    world: World,
) -> None:
    message = await announced(world, role=world.coworkers, place="Café Nordlicht")
    assert message.raw_role_mentions == [world.coworkers.id]
    assert message.raw_mentions == []
    assert [str(reaction.emoji) for reaction in message.reactions] == ["✅", "🤔", "❌"]
    assert f"{world.now:%Y-%m-%d %H:%M}" == "2026-03-10 08:30"
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "🤔")
    await world.members["dana"].react(message, "❌")
    await world.advance(timedelta(days=2, hours=22))
    reminder = world.channel.last_message
    assert reminder is not None
    assert reminder.reference is not None
    assert reminder.reference.message_id == message.id
    assert reminder.raw_mentions == []
    assert "1 going, 1 maybe" in reads(reminder)
    in_thread = world.thread(message)[-1]
    assert in_thread.raw_mentions == ids(world, "alice", "bob")


async def test_what_is_planned_late_is_announced_at_once_and_nothing_is_doubled(world: World) -> None:
    await world.plan(world.members["erin"], title="Spontaneous", when="in 3 hours")
    assert len(world.cards()) == 1
    await world.advance(timedelta(hours=2))
    assert len(sent(world)) == 2  # the card and the reminder of two hours before
    await world.advance(timedelta(days=30))
    assert len(sent(world)) == 2


async def test_a_double_click_on_save_makes_one_meetup(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    save = _save_of(shown)
    assert "Saved" in said(await world.press(erin, shown, "Save"))
    assert "Saved" in said(await press_forged(world, erin, save))
    await world.advance(timedelta(days=3))
    assert len(world.cards()) == 1
    assert len(world.env.backend.get_guild(world.guild.id).scheduled_events) == 1
    await world.advance(timedelta(days=3))
    assert "Saved" in said(await press_forged(world, erin, save)), "also when the first date is over"
    assert not world.bot.guilds[0].scheduled_events, "those that are over would stay in the memory"


async def test_a_draft_is_saved_or_discarded_after_a_restart_too(world: World) -> None:
    erin = world.members["erin"]
    kept = await world.draft(erin, **WEEKLY)
    discarded = await world.draft(erin, **(WEEKLY | {"title": "A mistake"}))
    await world.restart()
    assert "Discarded" in said(await world.press(erin, discarded, "Discard"))
    assert await world.bot.next_due_at() is None
    assert "Saved" in said(await world.press(erin, kept, "Save"))
    await world.advance(timedelta(days=3))
    (message,) = world.cards()
    assert "Friday co-working" in reads(message)


async def test_a_draft_of_yesterday_is_forgotten_and_says_so(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    await world.advance(timedelta(days=1, minutes=1))
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert "nothing was saved" in said(await world.press(erin, shown, "Save"))
    assert await world.bot.next_due_at() is None


async def test_a_draft_that_is_saved_cannot_be_discarded_any_more(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    discard = _save_of(shown).replace("save", "discard")
    await world.press(erin, shown, "Save")
    assert "saved already" in said(await press_forged(world, erin, discard))
    await world.advance(timedelta(days=3))
    assert len(world.cards()) == 1


@pytest.mark.parametrize(
    "custom_id",
    ["save|1", "save|9999999999999999999", "cancel|1:2026-03-13|0", "cancel|1:2026-99-99|0"],
)
async def test_forged_buttons_change_nothing_and_get_an_answer(world: World, custom_id: str) -> None:
    await announced(world)
    alice = world.members["alice"]
    shown = await press_forged(world, alice, custom_id)
    assert said(shown)
    assert "Friday co-working" in said(await alice.slash(world.channel, "meetup list"))


async def test_a_private_button_forged_onto_a_public_card_leaves_the_card_alone(world: World) -> None:
    message = await announced(world)
    stored = world.env.backend.get_message(world.channel.id, message.id)
    stored.components = button("keep|")
    shown = await world.members["alice"].click(message, custom_id="keep|")
    assert "does not work here" in said(shown)
    assert card(world).embeds


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "x" * 5000}, "5000 characters"),
        ({"when": "yesterday"}, "has passed"),
        ({"when": "30 feb 18:00"}, "There is no 30 Feb"),
        ({"when": "05/06 18:00"}, "5 Jun or 6 May"),
        ({"when": "2026-03-29 02:30"}, "jump over it"),
        ({"when": "9999-12-31 23:59"}, "five years"),
        ({"repeats": "when the moon is full"}, "how often"),
        ({"length": "0m"}, "15 minutes to 24 hours"),
        ({"length": "400h"}, "15 minutes to 24 hours"),
        ({"seats": "0"}, "1 to 1,000"),
        ({"seats": "-1"}, "1 to 1,000"),
        ({"seats": "1000000000"}, "1 to 1,000"),
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"pings": "soon"}, "length of time"),
        ({"place": "x" * 300}, "300 characters"),
    ],
)
async def test_bad_input_gets_a_private_sentence_and_stores_nothing(
    world: World, options: dict[str, Any], answer: str
) -> None:
    shown = await world.draft(world.members["erin"], **(WEEKLY | options))
    assert answer in said(shown)
    assert await world.bot.next_due_at() is None


async def test_markdown_and_mentions_in_titles_are_text(world: World) -> None:
    title = "**Hi** @everyone <@&1> `x` <t:1:R>"
    message = await announced(world, title=title)
    assert message.mention_everyone is False
    shown = message.embeds[0].title or ""
    assert "\\*\\*Hi" in shown
    assert "@everyone" not in shown
    assert "<t:1:R>" not in shown.replace("\\<t", "")


async def test_everyone_is_never_mentioned(world: World) -> None:
    everyone = world.guild.default_role
    shown = await world.draft(world.members["erin"], **WEEKLY, role=everyone)
    assert "I don't mention @everyone" in said(shown)


async def test_members_may_not_plan_until_the_organiser_lets_their_role(world: World) -> None:
    alice = world.members["alice"]
    shown = await world.draft(alice, **WEEKLY)
    assert "Manage Events" in said(shown)
    chief = world.guild.create_role("chief", permissions=discord.Permissions(manage_guild=True))
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[chief])
    await set_up(world, boss, planners=[world.coworkers])
    shown = await world.draft(alice, **WEEKLY)
    assert "Save it?" in said(shown)
    await set_up(world, boss, planners=[])
    assert "Manage Events" in said(await world.draft(alice, **WEEKLY))


async def test_a_member_may_not_save_or_discard_the_draft_of_another(world: World) -> None:
    erin, alice = world.members["erin"], world.members["alice"]
    shown = await world.draft(erin, **WEEKLY)
    save = _save_of(shown)
    for custom_id in (save, save.replace("save", "discard")):
        assert "nothing was saved" in said(await press_forged(world, alice, custom_id))
    assert await world.bot.next_due_at() is None
    assert "Saved" in said(await world.press(erin, shown, "Save"))
    assert "nothing was saved" in said(await press_forged(world, alice, save))


async def test_the_place_can_be_a_voice_channel(world: World) -> None:
    voice = world.guild.create_voice_channel("Quiet room")
    erin = world.members["erin"]
    offered = await erin.autocomplete(world.channel, "meetup plan", "place", "quiet")
    assert [choice["name"] for choice in offered] == ["quiet", "🔊 Quiet room"]
    message = await announced(world, place=offered[1]["value"])
    assert voice.mention in reads(message)
    assert world.events[0].channel_id == voice.id


async def test_a_channel_the_bot_may_not_write_in_is_refused_with_what_is_missing(world: World) -> None:
    quiet = world.guild.create_text_channel("quiet")
    forbid(world, quiet, embed_links=True)
    shown = await world.draft(world.members["erin"], **WEEKLY, channel=quiet)
    assert "Embed Links" in said(shown)


async def test_times_are_read_in_the_members_zone_then_the_servers(world: World) -> None:
    chief = world.guild.create_role(
        "chief", permissions=discord.Permissions(manage_guild=True, manage_events=True)
    )
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[chief])
    await set_up(world, boss, zone="asia/tokyo")
    assert "local times in Asia/Tokyo" in said(await world.draft(boss, **WEEKLY))
    await set_zone(world, boss, "america/new york")
    assert "local times in America/New_York" in said(await world.draft(boss, **WEEKLY))
    options = WEEKLY | {"zone": "Africa/Accra"}
    assert "local times in Africa/Accra" in said(await world.draft(boss, **options))
    assert "don't know the time zone" in await set_zone(world, boss, "Mars")


async def test_a_full_server_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.meetups.planning.MOST_MEETUPS", 1)
    await announced(world)
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    assert "1 meetups already" in said(await world.press(erin, shown, "Save"))
    assert len(world.cards()) == 1


async def test_a_draft_whose_time_has_come_meanwhile_is_not_saved(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, title="Soon", when="in 5 minutes")
    await world.advance(timedelta(minutes=6))
    assert "has passed meanwhile" in said(await world.press(erin, shown, "Save"))
    assert not world.cards()


@pytest.mark.file
async def test_when_the_database_is_locked_the_member_hears_that_it_was_not_saved(world: World) -> None:
    import sqlite3
    from contextlib import closing

    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    with closing(sqlite3.connect(path_of(world.bot.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await world.press(erin, shown, "Save")
        assert "**not saved**" in said(answer)
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    assert await world.bot.next_due_at() is None
    assert "Saved" in said(await world.press(erin, shown, "Save"))
    await world.advance(timedelta(days=3))
    assert "Friday co-working" in reads(card(world))


async def test_of_many_meetups_the_list_shows_the_nearest_and_counts_the_others(world: World) -> None:
    erin = world.members["erin"]
    for number in reversed(range(1, 31)):
        await world.plan(erin, title=f"Date {number}", when=f"in {number} days", pings="1h")
    shown = await world.members["bob"].slash(world.channel, "meetup list")
    assert shown.response is not None
    (embed,) = shown.response.embeds
    assert [field.name for field in embed.fields] == [f"Date {number}" for number in range(1, 26)]
    assert embed.footer.text == "and 5 more: /meetup show finds them"


async def test_who_runs_the_server_reads_how_to_let_somebody_plan(world: World) -> None:
    text = said(await world.draft(boss(world), **WEEKLY))
    assert "that you allow: `/longtable set`" in text
    assert "Ask them" in said(await world.draft(world.members["alice"], **WEEKLY))
