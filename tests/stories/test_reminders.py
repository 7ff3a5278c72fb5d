"""Reminders as each member wants them: in the thread, by direct message or not at all; and when."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import discord
import pytest

from cogs.privacy.retention import RetentionSweeper
from db.connection import Connection
from demo.world import World
from tests.discord_rules import hears, rules_of
from tests.stories import hosting
from tests.stories.board import wait
from tests.stories.circles import DAYS, FOUR, form, settle_in
from tests.stories.profiles import own_page
from tests.stories.reminders import CALL, calls, choose, in_threads, inbox
from tests.stories.telling import announced, crowd, ids, lose_the_answer, reads, said

_ASKED = "You asked me to write to you"
_CLOSED = "did not reach you"


async def _answered(world: World, *names: str, emoji: str = "✅", **options: Any) -> discord.Message:
    """Friday co-working is announced three days before and reminds two hours before; these have answered."""
    shown = await announced(world, **({"pings": "3 days, 2h"} | options))
    for name in names:
        await world.members[name].react(shown, emoji)
    await world.settle()
    return shown


async def test_who_has_chosen_nothing_is_reminded_as_ever(world: World) -> None:
    await _answered(world, "alice", "bob")
    await wait(world, days=2, hours=23)
    assert calls(world) == [ids(world, "alice", "bob")]
    assert not inbox(world.members["alice"])


async def test_everybody_is_reminded_as_they_want_it(world: World) -> None:
    await choose(world, "alice", "thread", "1 day, 30 min")
    await choose(world, "bob", "thread", "1 day")
    await choose(world, "charlie", "message")
    await choose(world, "dana", "none")
    await _answered(world, "alice", "bob", "charlie", "dana", "erin")
    await wait(world, days=2, hours=1)
    assert calls(world) == [ids(world, "alice", "bob")], "who want it at the same time share one message"
    await wait(world, hours=21, minutes=5)
    assert calls(world)[1:] == [ids(world, "erin")]
    (direct,) = inbox(world.members["charlie"])
    assert "**Friday co-working** starts <t:1773390600:F>" in reads(direct)
    assert world.cards()[-1].jump_url in reads(direct)
    assert _ASKED in reads(direct)
    await wait(world, hours=1, minutes=30)
    assert calls(world)[2:] == [ids(world, "alice")]
    await wait(world, hours=1)
    assert len(calls(world)) == 3
    assert [len(inbox(world.members[name])) for name in FOUR] == [0, 0, 1, 0]


async def test_a_direct_message_comes_at_times_of_ones_own_in_ones_own_language(world: World) -> None:
    world.locales[world.members["alice"].id] = "de"
    alice = world.members["alice"]
    page = await own_page(world, alice)
    assert page.response is not None
    form = await alice.click(page.response, custom_id="reminders|")
    await alice.submit_modal(form, {"way": ["message"], "leads": "1 Tag und 30 min"})
    await _answered(world, "alice", emoji="🤔")
    await wait(world, days=2, hours=1)
    assert len(inbox(alice)) == 1
    await wait(world, days=1)
    assert len(inbox(alice)) == 2
    assert CALL not in "".join(reads(one) for card in world.cards() for one in world.thread(card))


async def test_the_page_says_it_in_words_and_what_cannot_be_read_comes_back(world: World) -> None:
    alice = world.members["alice"]
    assert "in its thread: when the meetup reminds everybody" in said(await own_page(world, alice))
    refused = await choose(world, "alice", "message", "soonish")
    assert "I can't read “soonish”" in said(refused)
    assert "in its thread: when" in said(await own_page(world, alice)), "nothing is stored by halves"
    await world.restart()
    form = await world.press(alice, refused, "Edit")
    assert form.modal is not None
    fields = {one["component"]["custom_id"]: one["component"] for one in form.modal["components"]}
    assert fields["leads"]["value"] == "soonish"
    assert [one["value"] for one in fields["way"]["options"] if one.get("default")] == ["message"]
    refused = await alice.submit_modal(form, {"way": ["message"], "leads": "3 days, 1 day, 30 min"})
    assert "at most 2 times" in said(refused)
    assert "at most 30 days" in said(await choose(world, "alice", "message", "40 days"))
    assert "write to you" in said(await choose(world, "alice", "message", "1 day, 30 min"))
    assert "by direct message: 1 day, 30 min" in said(await own_page(world, alice))
    assert "no reminders" in said(await choose(world, "alice", "none"))
    assert "Reminders of meetups 🔒: none" in said(await own_page(world, alice))


async def test_it_follows_answers_moves_and_a_choice_that_changes(world: World) -> None:
    await choose(world, "alice", "message", "1 day")
    shown = await _answered(world, "alice", "bob")
    await choose(world, "bob", "thread", "6h")
    await hosting.move(world, world.members["erin"], "sat 9:30")
    await wait(world, days=2, hours=1)
    assert not inbox(world.members["alice"]), "the date is a day later now"
    await world.members["alice"].unreact(shown, "✅")
    await wait(world, days=1)
    assert not inbox(world.members["alice"]), "she does not come any more"
    await choose(world, "bob", "thread", "5h, 4h")
    await wait(world, hours=17)
    assert calls(world) == []
    await wait(world, hours=3)
    assert calls(world) == [ids(world, "bob"), ids(world, "bob")]
    await wait(world, hours=2)
    assert len(calls(world)) == 2, "bob has times of his own"


async def test_a_choice_that_comes_too_late_reminds_nobody_at_once(world: World) -> None:
    await _answered(world, "alice")
    await wait(world, days=2, hours=12)
    await choose(world, "alice", "message", "1 day")
    await wait(world, hours=11, minutes=50)
    assert not inbox(world.members["alice"])
    assert calls(world) == []


async def test_a_date_that_is_called_off_reminds_nobody(world: World) -> None:
    await choose(world, "alice", "message", "1 day")
    await choose(world, "bob", "thread", "1 day")
    await _answered(world, "alice", "bob")
    await hosting.skip(world, world.members["erin"])
    await wait(world, days=3)
    assert calls(world) == []
    assert not inbox(world.members["alice"])


async def test_who_wants_no_reminders_still_hears_of_a_change(world: World) -> None:
    await choose(world, "alice", "none")
    await _answered(world, "alice")
    await hosting.move(world, world.members["erin"], "sat 9:30")
    await world.settle()
    (told,) = in_threads(world, "has moved to")
    assert hears(told, world.members["alice"])


async def test_who_waits_for_a_seat_is_reminded_too(world: World) -> None:
    await choose(world, "bob", "message", "1 day")
    await _answered(world, "alice", "bob", seats="1")
    await wait(world, days=2, hours=1)
    assert len(inbox(world.members["bob"])) == 1


@pytest.mark.parametrize("how", ["thread", "message"])
async def test_it_comes_once_across_restarts_and_a_lost_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    await choose(world, "alice", how, "1 day")
    await _answered(world, "alice")
    await world.restart()
    await wait(world, days=1, hours=23)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await wait(world, minutes=31)
    await world.restart()
    await wait(world, minutes=40)
    assert len(inbox(world.members["alice"])) + len(calls(world)) == 1


async def test_after_a_pause_only_the_latest_of_ones_own_times_is_made_up_for(world: World) -> None:
    await choose(world, "alice", "thread", "1 day, 3h")
    await choose(world, "bob", "thread", "1 day")
    await choose(world, "charlie", "thread", "5 days")
    await _answered(world, "alice", "bob", "charlie", pings="3 days")
    await world.bot.close()
    await world.env.advance_time(timedelta(days=2, hours=22).total_seconds())
    await world.restart()
    await world.settle()
    assert calls(world) == [ids(world, "bob"), ids(world, "alice")]


async def test_it_never_comes_after_the_start(world: World) -> None:
    await choose(world, "alice", "thread", "1 day")
    await choose(world, "bob", "message", "1h")
    await _answered(world, "alice", "bob", pings="3 days")
    await world.bot.close()
    await world.env.advance_time(timedelta(days=3, minutes=1).total_seconds())
    await world.restart()
    await world.settle()
    assert calls(world) == []
    assert not inbox(world.members["bob"])


@pytest.mark.parametrize("even_to_open", [False, True])
async def test_closed_direct_messages_come_to_the_thread_once_and_the_member_hears_why(
    world: World, even_to_open: bool
) -> None:
    messages, alice = rules_of(world.env).direct_messages, world.members["alice"]
    for name in ("alice", "bob"):
        await choose(world, name, "message", "1 day")
        messages.close(world.members[name], even_to_open=even_to_open)
    await _answered(world, "alice", "bob", "charlie")
    await wait(world, days=2)
    await world.restart()
    await wait(world, hours=1)
    assert calls(world) == [ids(world, "alice", "bob")], "once, and both in one message"
    heard = await alice.slash(world.channel, "meetup list")
    (notice,) = heard.followups
    assert notice.ephemeral
    assert "My direct message about **Friday co-working** did not reach you" in notice.content
    await wait(world, days=7)
    assert not (await alice.slash(world.channel, "meetup list")).followups


async def test_the_next_date_is_tried_anew_and_a_new_choice_is_told_anew(world: World) -> None:
    messages, alice = rules_of(world.env).direct_messages, world.members["alice"]
    await choose(world, "alice", "message", "1 day")
    messages.close(alice)
    await _answered(world, "alice", "bob")
    await wait(world, days=2, hours=2)
    assert calls(world) == [ids(world, "alice")]
    assert _CLOSED in (await alice.slash(world.channel, "meetup list")).followups[0].content
    await wait(world, days=4, hours=22, minutes=30)
    await alice.react(world.cards()[-1], "✅")
    await wait(world, days=2)
    assert [len(calls(world)), len(inbox(alice))] == [3, 0]  # bob was called to the first date, too
    assert not (await alice.slash(world.channel, "meetup list")).followups, "she knows"
    await choose(world, "alice", "message", "4h")
    await wait(world, hours=21)
    assert _CLOSED in (await alice.slash(world.channel, "meetup list")).followups[0].content
    messages.open(alice)
    await choose(world, "alice", "message", "1h")
    await wait(world, hours=2)
    assert len(inbox(alice)) == 1


@pytest.mark.parametrize("how", ["too fast", "no answer"])
async def test_where_none_can_be_opened_for_a_while_the_thread_has_it_and_nobody_is_blamed(
    world: World, how: str
) -> None:
    for name in FOUR:
        await choose(world, name, "message", "1 day")
    await _answered(world, *FOUR)
    if how == "too fast":
        rules_of(world.env).direct_messages.most_opened = 1
    else:
        world.env.inject_error("POST", "/users/@me/channels", status=503, times=None)
    await wait(world, days=2, hours=1)
    reached = [name for name in FOUR if inbox(world.members[name])]
    assert len(reached) == (1 if how == "too fast" else 0)
    assert calls(world) == [ids(world, *(name for name in FOUR if name not in reached))]
    assert not (await world.members["dana"].slash(world.channel, "meetup list")).followups


async def test_a_change_of_mind_while_a_message_waits_holds(world: World) -> None:
    await choose(world, "alice", "message", "1 day")
    await choose(world, "bob", "message", "1 day")
    await _answered(world, "alice", "bob", pings="3 days")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await wait(world, days=2, minutes=2)
    await choose(world, "alice", "none")
    world.env.backend.faults.clear()
    await wait(world, hours=3)
    assert [len(inbox(world.members[name])) for name in ("alice", "bob")] == [0, 1]
    assert calls(world) == []


async def test_who_leaves_or_erases_themselves_is_not_written_to(world: World) -> None:
    for name in ("alice", "bob", "charlie"):
        await choose(world, name, "message", "1 day")
    await _answered(world, "alice", "bob", "charlie")
    alice, bob = world.members["alice"], world.members["bob"]
    shown = await alice.slash(world.channel, "privacy export")
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    (profile,) = json.loads(await file.read())["data"]["profile"]
    assert (profile["reminder_way"], profile["reminder_leads_min"]) == ("message", [1440])
    await world.press(alice, await alice.slash(world.channel, "privacy erase"), "Erase everything")
    world.guild.remove_member(bob)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await wait(world, days=2, hours=1)
    assert [len(inbox(world.members[name])) for name in ("alice", "bob", "charlie")] == [0, 0, 1]
    assert calls(world) == []


async def test_a_crowd_of_answers_plans_nothing(world: World) -> None:
    await choose(world, "alice", "message", "1 day, 30 min")
    await choose(world, "bob", "thread", "1 day")
    shown = await _answered(world, "alice", "bob")
    before = await world.bot.database.read(_count_posts)
    await crowd(world, shown, 30)
    await world.settle()
    assert await world.bot.database.read(_count_posts) == before


def _count_posts(connection: Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM posts").fetchone()[0]
    return count


async def test_a_circle_reminds_in_its_own_thread(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    await choose(world, "bob", "message", "3h")
    for name in FOUR:
        poll = next(one for one in reversed(thread.history()) if "When?" in reads(one))
        await world.members[name].click(poll, label="2")
        await world.settle()
    await choose(world, "alice", "thread", "5h")  # once the meetup is planned
    await world.advance(8 * DAYS)
    assert world.now.timestamp() > 1773730800
    called = [one.raw_mentions for one in thread.history() if CALL in reads(one)]
    assert called[0] == ids(world, "alice")
    assert all(world.members["bob"].id not in one for one in called)
    (direct,) = inbox(world.members["bob"])
    assert "Circle, Berlin" in reads(direct)
