"""What is asked in a problem's thread is closed once it is answered."""

from __future__ import annotations

from datetime import timedelta

import discord

from demo.world import World
from tests.stories.board import Thread, accept, press_on_page, propose, share, solved, wait
from tests.stories.telling import reads
from tests.stories.test_closed import buttons


def _asked(thread: Thread, words: str) -> discord.Message:
    return next(one for one in reversed(thread.handle.history()) if words in reads(one))


async def test_the_question_whether_it_worked_is_closed_by_its_answer(world: World) -> None:
    thread = await solved(world)
    await world.advance(timedelta(days=9, minutes=5))
    question = _asked(thread, "Did it work?")
    assert buttons(question) == ["Yes", "Partly", "No"]
    await world.members["alice"].click(question, label="Yes")
    await world.settle()
    assert buttons(_asked(thread, "That is answered")) == []


async def test_the_question_whether_it_worked_is_closed_when_another_solution_is_accepted(
    world: World,
) -> None:
    thread = await solved(world)
    await world.advance(timedelta(days=9, minutes=5))
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await world.settle()
    assert buttons(_asked(thread, "That is answered")) == []


async def test_a_nudge_is_closed_when_a_proposal_is_accepted(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    await wait(world, days=40)
    nudge = _asked(thread, "It has been quiet here")
    assert buttons(nudge)
    await accept(world, world.members["alice"], proposal)
    await world.settle()
    assert buttons(_asked(thread, "This question is closed")) == []
