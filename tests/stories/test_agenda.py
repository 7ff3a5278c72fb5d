"""The board becomes the agenda: open problems come to the table of the next meetup."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
from simcord.builders import ChannelHandle

from demo.world import World
from tests.stories.board import accept, open_forum, press_on_page, propose, share
from tests.stories.hosting import show_agenda, skip
from tests.stories.telling import announced, button_ids, labels, press_forged, reads, said

DAY_BEFORE = timedelta(days=2)


async def _problems(world: World) -> None:
    """Three open ones: alice's, whom two others know; bob's; charlie's, with a proposal."""
    await open_forum(world)
    alices = await share(world, world.members["alice"], title="Late payers")
    for name in ("charlie", "dana"):
        await world.members[name].react(alices.card, "🙋")
    await share(world, world.members["bob"], title="My mornings vanish")
    charlies = await share(world, world.members["charlie"], title="Which laptop stand?")
    await propose(world, world.members["dana"], charlies, "A pile of old contracts does it for me.")


def _agendas(world: World, card: discord.Message) -> list[discord.Message]:
    return [one for one in world.thread(card) if one.embeds[0].title == "Agenda"]


def _titles(text: str) -> list[str]:
    """What is on the table, in order."""
    return re.findall(r"\*\*\d+\. \[?(.+?)(?:\]\(http[^)]*\))?\*\*", text)


async def _posted(world: World, *coming: str, **options: Any) -> discord.Message:
    """These say yes to the next date; a day before, its agenda stands in the thread."""
    card = await announced(world, **options)
    for name in coming:
        await world.members[name].react(card, "✅")
    await world.advance(DAY_BEFORE + timedelta(hours=1))
    (agenda,) = _agendas(world, card)
    return agenda


async def test_a_day_before_the_open_problems_come_to_the_table(world: World) -> None:
    await _problems(world)
    card = await announced(world)
    await world.members["bob"].react(card, "✅")
    await world.settle()
    assert not _agendas(world, card)
    await world.advance(DAY_BEFORE + timedelta(hours=1))
    (agenda,) = _agendas(world, card)
    text = reads(agenda)
    assert _titles(text) == ["My mornings vanish", "Late payers", "Which laptop stand?"]
    assert "Its author is coming; nobody has proposed anything yet." in text
    assert "2 have it, too" in text
    assert not agenda.raw_mentions
    assert "discord.com/channels" in text
    await world.restart()
    await world.settle()
    assert len(_agendas(world, card)) == 1


async def test_those_who_come_move_it_and_nobody_else(world: World) -> None:
    await _problems(world)
    agenda = await _posted(world, "bob", "dana")
    refused = await world.members["charlie"].click(agenda, label="▲ 3")
    assert "for those who are coming" in said(refused)
    await world.members["dana"].click(agenda, label="▲ 3")
    await world.members["bob"].click(agenda, label="▲ 3")
    (agenda,) = [one for one in world.channel.threads[0].history() if one.id == agenda.id]
    assert _titles(reads(agenda))[0] == "My mornings vanish"
    assert "people who are coming want it sooner" in reads(agenda)
    await world.members["dana"].click(agenda, label="▼ 1")
    (agenda,) = [one for one in world.channel.threads[0].history() if one.id == agenda.id]
    assert _titles(reads(agenda))[0] != "My mornings vanish"
    shown = await show_agenda(world, world.members["dana"])
    assert _titles(said(shown)) == _titles(reads(agenda))


async def test_the_same_twice_takes_the_wish_back(world: World) -> None:
    await _problems(world)
    agenda = await _posted(world, "dana")
    before = reads(agenda)
    down = agenda.components[0].children[1].custom_id  # type: ignore[union-attr]
    for is_wished in (True, False):
        await world.members["dana"].click(agenda, custom_id=down)
        (agenda,) = [one for one in world.channel.threads[0].history() if one.id == agenda.id]
        assert (reads(agenda) != before) is is_wished


async def test_from_the_start_on_it_is_fixed(world: World) -> None:
    await _problems(world)
    agenda = await _posted(world, "dana")
    up = button_ids(agenda)[0]
    await world.advance(timedelta(hours=23, minutes=30))
    refused = await press_forged(world, world.members["dana"], up)
    assert "no longer changes once the meetup has started" in said(refused)


async def test_a_problem_is_on_one_agenda_at_a_time(world: World) -> None:
    await _problems(world)
    first = await announced(world)
    await world.plan(world.members["erin"], title="Second table", when="fri 10:30", pings="1 day")
    await world.advance(DAY_BEFORE + timedelta(hours=2))
    cards = world.cards()
    assert len(cards) == 2
    assert len(_titles(reads(_agendas(world, first)[0]))) == 3
    assert not _agendas(world, cards[1])
    shown = await show_agenda(world, world.members["bob"], "Second table")
    assert "Nothing yet" in said(shown)


async def test_what_was_left_open_comes_to_the_next_and_what_was_solved_does_not(world: World) -> None:
    await open_forum(world)
    await share(world, world.members["alice"], title="Late payers")
    bobs = await share(world, world.members["bob"], title="My mornings vanish")
    await _posted(world, "dana")
    proposal = await propose(world, world.members["dana"], bobs, "Leave the phone in the kitchen.")
    await accept(world, world.members["bob"], proposal)
    shown = await show_agenda(world, world.members["bob"])
    assert _titles(said(shown)) == ["Late payers"]
    await world.advance(timedelta(weeks=1))
    (agenda,) = _agendas(world, world.cards()[-1])
    assert _titles(reads(agenda)) == ["Late payers"]
    assert "left open last time" in reads(agenda)


async def test_without_an_open_problem_nothing_is_posted(world: World) -> None:
    card = await announced(world)
    await world.advance(DAY_BEFORE + timedelta(hours=1))
    assert not _agendas(world, card)


async def test_as_many_as_fit_and_a_skipped_date_lets_them_go(world: World) -> None:
    await open_forum(world)
    for number in range(4):
        member = world.join(f"guest{number}")
        await share(world, member, title=f"Problem number {number}")
    agenda = await _posted(world, length="30m")
    assert len(_titles(reads(agenda))) == 3
    erin = world.members["erin"]
    await skip(world, erin)
    await world.advance(timedelta(weeks=1))
    (again,) = _agendas(world, world.cards()[-1])
    assert len(_titles(reads(again))) == 3
    assert "left open last time" not in reads(again)


async def test_an_anonymous_author_is_not_told_by_it(world: World) -> None:
    await open_forum(world)
    await share(world, world.members["alice"], title="I am in debt", anonymous=True)
    agenda = await _posted(world, "alice")
    assert _titles(reads(agenda)) == ["I am in debt"]
    assert "coming" not in reads(agenda)


async def test_forged_presses_change_nothing(world: World) -> None:
    await _problems(world)
    await _posted(world, "dana")
    dana = world.members["dana"]
    for custom_id in (
        "agenda|up|1|2",
        "agenda|down|9223372036854775807|1",
        "agenda|up|9999999999999999999|1",
    ):
        assert "I don't know" in said(await press_forged(world, dana, custom_id))


async def test_when_the_date_is_over_the_agenda_is_shown_as_it_was(world: World) -> None:
    await _problems(world)
    agenda = await _posted(world, "dana")
    dana = world.members["dana"]
    page = await dana.slash(world.channel, "meetup show", meetup="Friday co-working")
    bobs = next(
        one for one in world.env.backend.active_threads(world.guild.id) if "mornings" in (one.name or "")
    )
    await press_on_page(world.members["bob"], ChannelHandle(world.env, world.guild, bobs), "Close it")
    await world.advance(timedelta(days=2))
    await world.restart()
    shown = await world.press(dana, page, "Agenda")
    assert sorted(_titles(said(shown))) == sorted(_titles(reads(agenda)))
    assert "left open last time" not in said(shown)
    assert not any(label.startswith("▲") for label in labels(shown))


async def test_a_date_that_is_over_and_had_no_agenda_has_none(world: World) -> None:
    await announced(world)
    dana = world.members["dana"]
    page = await dana.slash(world.channel, "meetup show", meetup="Friday co-working")
    await world.advance(timedelta(days=4))
    assert "date is over" in said(await world.press(dana, page, "Agenda"))
