"""What may happen to a round of circles: answers are lost, people leave, the bot starts anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cogs.circles.matchmaker import Matchmaker
from demo.world import World
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.circles import (
    FOUR,
    answer,
    begin_round,
    circle_threads,
    everything,
    has_thread,
    last,
    members_of,
    settle_in,
    thread_of,
)
from tests.stories.profiles import fill_profile, take_break
from tests.stories.telling import ids, lose_the_answer

SIX = (*FOUR, "frida", "gus")
ANSWERED = timedelta(days=4, minutes=10)


async def test_who_joins_while_the_first_word_waits_for_its_answer_is_named_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world)
    await begin_round(world)
    for name in ("alice", "bob"):
        await answer(world, name)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await world.members["charlie"].click(last(thread_of(world, "charlie")), label="Accept")
        await world.tick()
        (thread,) = circle_threads(world)
        await world.members["dana"].click(last(thread_of(world, "dana")), label="Accept")
    await world.advance(timedelta(minutes=1))
    text = everything(thread)
    assert text.count("Welcome, alice, bob and charlie!") == 1
    assert text.count("**dana** joins you") == 1


async def test_a_proposal_without_an_answer_is_found_again_after_it_was_declined(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world)
    lose_the_answer(monkeypatch)
    await begin_round(world)
    (asked,) = [name for name in FOUR if not _is_marked(world, name)]
    await world.members[asked].click(last(thread_of(world, asked)), label="Not this time")
    await world.advance(timedelta(minutes=1))
    assert _is_marked(world, asked)
    assert "Nobody is told, and you are in the next round" in everything(thread_of(world, asked))


def _is_marked(world: World, name: str) -> bool:
    """Whether the bot knows which message its proposal to the member is."""
    with look_into(world.bot.database) as connection:
        rows = connection.execute("SELECT message_id FROM posts WHERE kind = 'invite'").fetchall()
    return last(thread_of(world, name)).id in {row[0] for row in rows}


async def test_a_profile_that_is_gone_is_not_proposed_to_anybody(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable round")
    with look_into(world.bot.database) as connection:
        connection.execute("DELETE FROM profiles WHERE user_id = ?", (world.members["dana"].id,))
    await take_break(world, world.members["charlie"])
    await fill_profile(world, world.members["erin"])
    await world.press(organiser, shown, "Send the proposals")
    await world.settle()
    assert [name for name in (*FOUR, "erin") if has_thread(world, name)] == ["alice", "bob", "erin"]


async def test_who_takes_a_break_before_the_proposal_arrives_is_left_alone(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable round")
    await world.press(organiser, shown, "Send the proposals")
    await world.bot.cog(Matchmaker).tick()
    await world.bot.cog(Matchmaker).finish()  # found, and not sent yet
    await take_break(world, world.members["dana"])
    await world.settle()
    assert not has_thread(world, "dana")
    for name in FOUR[:3]:
        await answer(world, name)
    assert "dana" not in everything(thread_of(world, "alice"))
    assert len(circle_threads(world)) == 1


async def test_who_has_left_the_server_is_not_named(world: World) -> None:
    await settle_in(world, (*FOUR, "frida"))
    world.guild.remove_member(world.members["dana"])
    await begin_round(world)
    assert "dana" not in everything(thread_of(world, "alice"))
    for name in ("alice", "bob", "charlie"):
        await answer(world, name)
    assert len(circle_threads(world)) == 1


async def test_who_left_while_the_bot_was_away_is_not_waited_for(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    for name in FOUR[:3]:
        await answer(world, name)
    await world.bot.close()
    for name in ("charlie", "dana"):
        world.guild.remove_member(world.members[name])
    await world.restart()
    await world.settle()
    with look_into(world.bot.database) as connection:
        rows = connection.execute("SELECT user_id, state FROM circle_seats").fetchall()
    states = {row[0]: row[1] for row in rows}
    assert [states[user_id] for user_id in ids(world, *FOUR)] == ["accepted", "accepted", "left", "left"]


async def test_a_round_goes_on_after_a_restart_at_every_step(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable round")
    await world.press(organiser, shown, "Send the proposals")
    await world.restart()
    await world.settle()
    for name in FOUR:
        await world.restart()
        await answer(world, name)
    (thread,) = circle_threads(world)
    assert members_of(world, thread) == set(ids(world, *FOUR))
    assert [len(thread_of(world, name).history()) for name in FOUR] == [1, 1, 1, 1]
