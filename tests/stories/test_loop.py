"""The whole loop, with the bot started again three times: from the board to the table and back."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.stories.board import open_forum, share
from tests.stories.brainstorming import (
    have_idea,
    questions,
    recaps,
    rounds,
    start,
    thread_of,
    topic,
    until_start,
)
from tests.stories.telling import announced, reads, said

TITLE = "Late payers"


async def test_shared_talked_about_solved_tried_and_back_on_the_table(world: World) -> None:
    await open_forum(world)
    alice, dana = world.members["alice"], world.members["dana"]
    await share(world, alice, title=TITLE)
    first = await announced(world)
    for member in (alice, dana):
        await member.react(first, "✅")
    await world.settle()

    await until_start(world, hours=12)
    (agenda,) = [one for one in world.thread(first) if one.embeds[0].title == "Agenda"]
    assert TITLE in reads(agenda)
    assert "Its author is coming" in reads(agenda)
    await world.restart()

    await until_start(world)
    await start(world)
    (opened,) = rounds(world, first)
    await have_idea(world, "dana", opened, "Ask for a third up front.")
    await world.restart()
    await world.advance(timedelta(minutes=10))
    (asked,) = questions(world, first)
    assert asked.raw_mentions == [alice.id]
    shown = await alice.click(asked, label="✅ Solved")
    assert "Accepted" in said(await world.press(alice, shown, "1. Ask for a third up front."))
    await world.settle()
    assert "solved" in thread_of(world, TITLE).tags

    await world.advance(timedelta(hours=3))
    (recap,) = recaps(world, first)
    assert "one idea. ✅ Solved: “Ask for a third up front.”" in recap
    told = thread_of(world, TITLE).note_with("This was on the agenda of **Friday co-working**")
    assert "one idea" in reads(told)
    await world.restart()

    await world.advance(timedelta(days=11))
    tried = thread_of(world, TITLE).note_with("Did it work?")
    assert "open again" in said(await alice.click(tried, label="No"))
    await world.settle()

    following = world.cards()[-1]
    assert following.id != first.id
    await dana.react(following, "✅")
    await until_start(world)
    (agenda,) = [one for one in world.thread(following) if one.embeds[0].title == "Agenda"]
    assert TITLE in reads(agenda)
    assert "What was tried did not work" in reads(agenda)
    await start(world)
    assert [topic(one) for one in rounds(world, following)] == [TITLE]
