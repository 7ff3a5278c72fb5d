"""What came of a session: what its authors say, and the recap that tells it."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.stories.board import moderator, share
from tests.stories.brainstorming import (
    ROUND,
    TITLES,
    gathered,
    have_idea,
    questions,
    recaps,
    rounds,
    start,
    thread_of,
)
from tests.stories.telling import button_ids, press_forged, said


async def test_the_author_says_what_came_of_it_and_the_recap_tells(world: World) -> None:
    card = await gathered(world, "alice", "bob", "charlie", "dana", problems=3)
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    await have_idea(world, "bob", rounds(world, card)[0], "Send the bill to a person.")
    for _ in range(3):
        await world.advance(ROUND)
    late, mornings, stand = questions(world, card)
    assert "Whoever brought" in said(await world.members["dana"].click(late, label="🧪 I'll try this"))
    shown = await world.members["alice"].click(late, label="🧪 I'll try this")
    assert "Which one" in said(shown)
    assert "Good luck" in said(await world.press(world.members["alice"], shown, "1. Ask for a deposit."))
    none = await world.members["bob"].click(mornings, label="✅ Solved")
    assert "No idea has been written down" in said(none)
    assert "Noted" in said(await world.members["bob"].click(mornings, label="🙋 Needs people"))
    assert "Noted" in said(await world.members["charlie"].click(stand, label="↩️ Carry over"))
    await world.advance(timedelta(hours=2))
    (recap,) = recaps(world, card)
    assert "2 ideas. 🧪 To be tried: “Ask for a deposit.”" in recap
    assert "no idea yet. 🙋 Somebody who knows more" in recap
    assert "no idea yet. ↩️ Goes on the next agenda" in recap
    assert "Next: <t:" in recap
    assert "To be tried: “Ask for a deposit.”" in thread_of(world, TITLES["alice"]).notes[-1]
    await world.restart()
    await world.settle()
    assert len(recaps(world, card)) == 1


async def test_solved_at_the_table_is_solved_on_the_board(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    await world.advance(ROUND)
    _, _, carry_over, _ = button_ids(questions(world, card)[0])
    shown = await world.members["alice"].click(questions(world, card)[0], label="✅ Solved")
    assert "Accepted" in said(await world.press(world.members["alice"], shown, "1. Ask for a deposit."))
    await world.settle()
    assert "solved" in thread_of(world, "Late payers").tags
    again = await press_forged(world, world.members["alice"], carry_over)
    assert "solved already" in said(again)
    await world.advance(timedelta(hours=3))
    assert "✅ Solved: “Ask for a deposit.”" in recaps(world, card)[0]


async def test_an_anonymous_author_is_not_named_and_answers_all_the_same(world: World) -> None:
    card = await gathered(world, "dana", problems=0)
    await share(world, world.members["alice"], title="Burnt out", anonymous=True)
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "A week off.")
    await world.advance(ROUND)
    (asked,) = questions(world, card)
    assert not asked.raw_mentions
    shown = await world.members["alice"].click(asked, label="🧪 I'll try this")
    assert "Good luck" in said(await world.press(world.members["alice"], shown, "1. A week off."))
    await world.advance(timedelta(hours=2))
    assert f"<@{world.members['alice'].id}>" not in recaps(world, card)[0]


async def test_the_host_or_a_moderator_answers_for_an_author_who_is_not_there(world: World) -> None:
    card = await gathered(world, "dana")
    await start(world)
    await world.advance(2 * ROUND)
    first, second = questions(world, card)
    assert "Noted" in said(await world.members["erin"].click(first, label="↩️ Carry over"))
    assert "Noted" in said(await moderator(world).click(second, label="🙋 Needs people"))


async def test_what_an_author_says_late_is_put_into_the_recap(world: World) -> None:
    card = await gathered(world, "alice", "dana", problems=1)
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    await world.advance(timedelta(hours=4))
    assert "↩️ Goes on the next agenda" in recaps(world, card)[0]
    (asked,) = questions(world, card)
    shown = await world.members["alice"].click(asked, label="🧪 I'll try this")
    await world.press(world.members["alice"], shown, "1. Ask for a deposit.")
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=1)
    await world.settle()
    await world.advance(timedelta(minutes=1))  # the first try had no luck
    (recap,) = recaps(world, card)
    assert "🧪 To be tried: “Ask for a deposit.”" in recap
    assert "Next: <t:" in recap


async def test_what_an_author_says_just_after_the_end_is_all_that_their_thread_hears(world: World) -> None:
    card = await gathered(world, "alice", "dana", problems=1, length="1h")
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    await world.advance(timedelta(minutes=65))
    (asked,) = questions(world, card)
    shown = await world.members["alice"].click(asked, label="🧪 I'll try this")
    await world.press(world.members["alice"], shown, "1. Ask for a deposit.")
    await world.settle()
    await world.advance(timedelta(minutes=10))
    told = [note for note in thread_of(world, TITLES["alice"]).notes if "Friday co-working" in note]
    assert len(told) == 1
    assert "To be tried: “Ask for a deposit.”" in told[0]


async def test_a_recap_waits_until_its_server_is_back(world: World) -> None:
    card = await gathered(world, "alice", "dana", problems=1)
    await start(world)
    await world.advance(timedelta(hours=4))
    (asked,) = questions(world, card)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await world.members["alice"].click(asked, label="🙋 Needs people")
    await world.settle()
    await world.advance(timedelta(minutes=1))
    assert "↩️ Goes on the next agenda" in recaps(world, card)[0]  # stored, and not drawn while it is away
    guild.unavailable = False
    await world.advance(timedelta(minutes=5))
    assert "🙋 Somebody who knows more" in recaps(world, card)[0]
