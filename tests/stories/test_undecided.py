"""Those who said maybe are asked once, a day before, whether they come."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

import discord
import pytest

from demo.world import World
from tests.discord_rules import hears
from tests.stories import hosting
from tests.stories.board import wait
from tests.stories.circles import DAYS, FOUR, form, settle_in
from tests.stories.reminders import choose, in_threads
from tests.stories.telling import (
    announced,
    button_ids,
    card,
    field,
    ids,
    labels,
    lose_the_answer,
    pick,
    press_forged,
    reads,
    said,
)

_QUESTION = "You said maybe to"


def _questions(world: World) -> list[discord.Message]:
    return in_threads(world, _QUESTION)


async def _answered(world: World, *names: str, **options: Any) -> discord.Message:
    """Friday co-working is announced three days before, and these have said maybe."""
    shown = await announced(world, **({"pings": "3 days"} | options))
    for name in names:
        await world.members[name].react(shown, "🤔")
    await world.settle()
    return shown


async def test_who_said_maybe_is_asked_a_day_before_and_answers_with_one_tap(world: World) -> None:
    shown = await _answered(world, "alice", "bob")
    await world.members["charlie"].react(shown, "✅")
    await wait(world, days=1, hours=23)
    assert _questions(world) == []
    await wait(world, hours=2)
    (question,) = _questions(world)
    assert question.raw_mentions == ids(world, "alice", "bob")
    assert hears(question, world.members["alice"])
    assert labels(question) == ["I'm coming", "Can't make it"]
    await world.restart()
    assert "you are going" in said(await world.members["alice"].click(question, label="I'm coming"))
    assert "you can't come" in said(await world.members["bob"].click(question, label="Can't make it"))
    await world.settle()
    assert field(card(world), "Going") == ids(world, "charlie", "alice")
    assert field(card(world), "Can't") == ids(world, "bob")
    assert field(card(world), "Maybe") == []


async def test_where_all_seats_are_taken_one_waits_and_reads_so_in_private(world: World) -> None:
    shown = await _answered(world, "bob", seats="1")
    await world.members["alice"].react(shown, "✅")
    await wait(world, days=2, hours=1)
    (question,) = _questions(world)
    assert "waitlist" in said(await world.members["bob"].click(question, label="I'm coming"))
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "bob")


async def test_it_asks_once_wherever_the_date_moves(world: World) -> None:
    await _answered(world, "alice")
    await wait(world, days=1)
    await hosting.move(world, world.members["erin"], "sat 9:30")
    await wait(world, days=1, hours=12)
    assert _questions(world) == [], "the date is a day later now"
    await wait(world, hours=14)
    (question,) = _questions(world)
    await hosting.move(world, world.members["erin"], "mon 9:30")
    await wait(world, days=1, hours=18)
    (question,) = _questions(world)
    assert "<t:1773649800:F>" in reads(question), "it says the new time"
    assert labels(question)


async def test_when_the_date_begins_nobody_is_asked_any_more(world: World) -> None:
    shown = await _answered(world, "alice")
    await world.members["bob"].react(shown, "✅")
    await wait(world, days=3, minutes=1)
    (question,) = in_threads(world, "This question is closed")
    assert labels(question) == []


async def test_a_date_that_is_called_off_and_back_closes_and_opens_the_question(world: World) -> None:
    await _answered(world, "alice")
    await wait(world, days=2, hours=1)
    (question,) = _questions(world)
    ref = await pick(world, world.members["erin"], "meetup manage")
    await hosting.skip(world, world.members["erin"])
    await world.settle()
    assert _questions(world) == []
    (closed,) = in_threads(world, "does not take place. The next one does.")
    assert closed.id == question.id
    assert labels(closed) == []
    await hosting.restore(world, world.members["erin"], ref)
    await world.settle()
    assert labels(_questions(world)[0]) == ["I'm coming", "Can't make it"]


async def test_who_wants_no_reminders_is_not_asked_and_late_maybes_are_not_either(world: World) -> None:
    await choose(world, "alice", "none")
    await choose(world, "bob", "message")
    shown = await _answered(world, "alice", "bob")
    await wait(world, days=2, hours=1)
    await world.members["charlie"].react(shown, "🤔")
    await wait(world, hours=20)
    (question,) = _questions(world)
    assert question.raw_mentions == ids(world, "bob")


async def test_where_nobody_is_undecided_nobody_is_asked(world: World) -> None:
    await _answered(world)
    await wait(world, days=2, hours=20)
    assert _questions(world) == []


async def test_it_is_asked_once_across_a_restart_and_a_lost_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _answered(world, "alice")
    await wait(world, days=1, hours=23)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await wait(world, minutes=31)
    await world.restart()
    await wait(world, hours=2)
    assert len(_questions(world)) == 1


async def test_nobody_is_asked_in_the_last_hours(world: World) -> None:
    await _answered(world, "alice")
    await world.bot.close()
    await world.env.advance_time(timedelta(days=2, hours=13).total_seconds())
    await world.restart()
    await world.settle()
    assert _questions(world) == []


async def test_a_crowd_is_asked_in_parts(world: World) -> None:
    shown = await _answered(world)
    users = list[int]()
    for number in range(100):
        user = world.env.create_user(f"undecided{number}")
        world.env.backend.add_member(world.guild.id, user.id, roles=[])
        world.env.backend.set_reaction(world.channel.id, shown.id, "🤔", user.id, True)
        users.append(user.id)
    await world.settle()
    await wait(world, days=2, hours=1)
    asked = [one.raw_mentions for one in _questions(world)]
    assert [len(part) for part in asked] == [80, 20]
    assert sorted(chain(*asked)) == sorted(users)


async def test_another_member_who_taps_answers_for_themselves(world: World) -> None:
    await _answered(world, "alice")
    await wait(world, days=2, hours=1)
    (question,) = _questions(world)
    await world.members["dana"].click(question, label="I'm coming")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "dana")
    assert field(card(world), "Maybe") == ids(world, "alice")


async def test_where_answers_end_earlier_it_asks_a_day_before_that_and_closes_with_them(world: World) -> None:
    await _answered(world, "alice", "bob", until="12h")
    await wait(world, days=1, hours=11)
    assert _questions(world) == []
    await wait(world, hours=2)
    (question,) = _questions(world)
    assert question.raw_mentions == ids(world, "alice", "bob")
    custom_id = button_ids(question)[0]
    await wait(world, hours=23)
    (closed,) = in_threads(world, "This question is closed")
    assert labels(closed) == []
    late = await press_forged(world, world.members["alice"], custom_id)
    assert "are closed by now" in said(late)


async def test_a_circle_asks_in_its_own_thread(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    for name in FOUR:
        poll = next(one for one in reversed(thread.history()) if "When?" in reads(one))
        await world.members[name].click(poll, label="2")
        await world.settle()
    await world.advance(6 * DAYS)
    shown = next(one for one in thread.history() if field(one, "Going"))
    await world.members["alice"].react(shown, "🤔")
    await world.advance(DAYS)
    (question,) = [one for one in thread.history() if _QUESTION in reads(one)]
    assert question.raw_mentions == ids(world, "alice")
    assert "you can't come" in said(await world.members["alice"].click(question, label="Can't make it"))
    await world.advance(2 * DAYS)
    (closed,) = [one for one in thread.history() if one.id == question.id]
    assert labels(closed) == []
