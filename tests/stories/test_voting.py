"""🙋 for a problem, 👍 for a proposal: by reaction, by command, and read again after a pause."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from demo.world import World
from tests.stores import path_of
from tests.stories.board import (
    DEPOSIT,
    REMINDER,
    Thread,
    button_of,
    offers,
    open_forum,
    pick_on_page,
    press_on_page,
    propose,
    share,
    solved,
)
from tests.stories.telling import press_forged, reads, said


async def _votes(world: World, thread: Thread) -> str:
    """What `/problem show` says of votes."""
    shown = await world.members["erin"].slash(thread.handle, "problem show")
    assert shown.response is not None
    return f"{reads(shown.response.message)} {shown.response.embeds[0].footer.text or ''}"


async def test_me_too_and_thumbs_up_count(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    for name in ("bob", "charlie", "dana"):
        await world.members[name].react(thread.card, "🙋")
    for name in ("alice", "charlie"):
        await world.members[name].react(proposal, "👍")
    await world.members["dana"].unreact(thread.card, "🙋")
    await world.env.settle()
    text = await _votes(world, thread)
    assert "🙋 2 have it, too" in text
    assert "👍 2" in text


async def test_other_reactions_and_the_wrong_ones_do_not_count(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    await world.members["dana"].react(thread.card, "👍")
    await world.members["dana"].react(proposal, "🙋")
    await world.members["dana"].react(proposal, "🎉")
    await world.env.settle()
    text = await _votes(world, thread)
    assert "have it, too" not in text
    assert "👍 0" in text


async def test_ones_own_do_not_count(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    await world.members["alice"].react(thread.card, "🙋")
    await world.members["bob"].react(proposal, "👍")
    await world.restart()
    await world.env.settle()
    text = await _votes(world, thread)
    assert "have it, too" not in text
    assert "👍 0" in text
    own = await world.members["alice"].slash(thread.handle, "problem show")
    assert "🙋 Me, too" not in offers(own)
    custom_id = button_of(await world.members["dana"].slash(thread.handle, "problem show"), "🙋 Me, too")
    shown = await press_forged(world, world.members["alice"], custom_id)
    assert "That is your own" in said(shown)


async def test_votes_by_command_for_those_who_cannot_use_reactions(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread)
    dana = world.members["dana"]
    assert "counts." in said(await press_on_page(dana, thread.handle, "🙋 Me, too"))
    assert "counts." in said(await pick_on_page(dana, thread.handle, "like"))
    assert "🙋 1" in await _votes(world, thread)
    assert "taken back" in said(await press_on_page(dana, thread.handle, "Take back 🙋"))
    assert "have it, too" not in await _votes(world, thread)
    page = await dana.slash(thread.handle, "problem show")
    await dana.react(thread.card, "🙋")
    await world.env.settle()
    assert "counts already" in said(await world.press(dana, page, "🙋 Me, too"))


async def test_a_button_that_is_pressed_twice_votes_once(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread)
    dana = world.members["dana"]
    page = await dana.slash(thread.handle, "problem show")
    custom_id = button_of(page, "🙋 Me, too")
    await world.press(dana, page, "🙋 Me, too")
    assert "counts." in said(await press_forged(world, dana, custom_id))
    await pick_on_page(dana, thread.handle, "like")
    assert "🙋 1" in await _votes(world, thread)
    assert "👍 1" in await _votes(world, thread)
    assert "is taken back" in said(await pick_on_page(dana, thread.handle, "like"))
    assert "👍 0" in await _votes(world, thread)


async def test_votes_given_while_the_bot_was_away_are_taken_over(world: World) -> None:
    await open_forum(world)
    thread = await share(world, world.members["alice"], tags="")
    proposal = await propose(world, world.members["bob"], thread)
    await world.members["bob"].react(thread.card, "🙋")
    await world.members["dana"].react(proposal, "👍")
    await world.env.settle()
    card = thread.card
    await world.bot.close()
    await world.members["bob"].unreact(card, "🙋")
    await world.members["charlie"].react(card, "🙋")
    await world.members["dana"].react(card, "🙋")
    await world.members["erin"].react(proposal, "👍")
    await world.restart()
    await world.env.settle()
    text = await _votes(world, thread)
    assert "🙋 2" in text
    assert "👍 2" in text


async def test_votes_that_a_moderator_clears_stay_and_the_reaction_comes_back(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await world.members["bob"].react(thread.card, "🙋")
    await world.env.settle()
    world.env.backend.clear_reactions(thread.card.channel.id, thread.id)
    await world.env.settle()
    assert [str(one.emoji) for one in thread.card.reactions] == ["🙋"]
    assert "🙋 1" in await _votes(world, thread)
    await world.bot.close()
    world.env.backend.clear_reactions(world.channel.id, thread.id)
    await world.restart()
    await world.env.settle()
    assert [str(one.emoji) for one in thread.card.reactions] == ["🙋"]
    assert "🙋 1" in await _votes(world, thread)


@pytest.mark.file
async def test_a_vote_that_could_not_be_stored_is_read_again(world: World) -> None:
    thread = await share(world, world.members["alice"])
    with closing(sqlite3.connect(path_of(world.bot.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await world.members["bob"].react(thread.card, "🙋")
        await world.env.settle()
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.advance(timedelta(seconds=6))
    assert "🙋 1" in await _votes(world, thread)


async def test_the_votes_of_who_leaves_go_with_them(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await world.members["bob"].react(thread.card, "🙋")
    await world.members["dana"].react(thread.card, "🙋")
    await world.env.settle()
    await world.bot.close()
    world.guild.remove_member(world.members["bob"])
    await world.restart()
    await world.env.settle()
    assert "🙋 1" in await _votes(world, thread)


async def test_the_most_liked_proposal_stands_first(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread, REMINDER)
    liked = await propose(world, world.members["dana"], thread, DEPOSIT)
    await world.members["charlie"].react(liked, "👍")
    await world.env.settle()
    text = await _votes(world, thread)
    assert text.index(DEPOSIT[:30]) < text.index(REMINDER[:30])


async def test_a_closed_problem_takes_no_votes(world: World) -> None:
    thread = await solved(world)
    await press_on_page(world.members["alice"], thread.handle, "Open it again")
    page = await world.members["dana"].slash(thread.handle, "problem show")
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    shown = await world.press(world.members["dana"], page, "🙋 Me, too")
    assert "That problem is closed" in said(shown)
