"""A date takes place, or passes quietly: what is decided when it begins, and when it ends."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.stories.board import share
from tests.stories.brainstorming import (
    TITLES,
    gathered,
    questions,
    recaps,
    rounds,
    start,
    topic,
    until_start,
)
from tests.stories.edits import edit
from tests.stories.telling import announced, reads


async def test_two_meetups_at_once_do_not_mix(world: World) -> None:
    first = await gathered(world, "alice", lead=True, problems=1)
    await share(world, world.members["bob"], title=TITLES["bob"])
    second = {"title": "Second table", "when": "today 9:30", "repeats": "once", "pings": "1m"}
    other = await announced(world, **second, lead=True)
    await world.members["bob"].react(other, "✅")
    await world.settle()
    await world.advance(timedelta(minutes=2))
    assert [topic(one) for one in rounds(world, first)] == ["Late payers"]
    assert [topic(one) for one in rounds(world, other)] == ["My mornings vanish"]
    await world.members["alice"].click(rounds(world, first)[0], label="⏭️ Next")
    await world.settle()
    assert questions(world, first)
    assert not questions(world, other)


async def test_nobody_said_yes_so_nothing_happens_quietly(world: World) -> None:
    card = await gathered(world, pings="3d, start")
    before = len(world.thread(card))
    said_before = len(world.channel.history())
    await world.advance(timedelta(minutes=5))
    assert "does not take place" in reads(world.cards()[0])
    assert len(world.thread(card)) == before
    assert len(world.channel.history()) == said_before
    assert len(world.events) == 1  # next week's
    host = await world.members["erin"].slash(world.channel, "meetup list")
    assert "Nobody had said yes" in host.followups[0].content


async def test_a_yes_that_the_bot_did_not_see_counts_before_a_date_is_skipped(world: World) -> None:
    card = await gathered(world, pings="3d, start")
    user = world.env.create_user("late")
    world.env.backend.add_member(world.guild.id, user.id, roles=[])
    await world.bot.close()
    world.env.backend.set_reaction(world.channel.id, card.id, "✅", user.id, True)
    await world.env.advance_time(180)
    await world.restart()
    await world.settle()
    assert "does not take place" not in reads(world.cards()[0])


async def test_a_card_that_was_only_just_put_up_is_not_skipped(world: World) -> None:
    card = await announced(world, title="Now", when="today 10:30", repeats="once", pings="10m")
    await world.advance(timedelta(minutes=40))
    assert "does not take place" not in reads(card)


async def test_many_sit_at_tables_each_with_its_own_rounds(world: World) -> None:
    for name in ("fay", "gus", "hal"):
        world.join(name)
    card = await gathered(world, "alice", "bob", "dana", "erin", "fay", "gus", "hal")
    await world.advance(timedelta(minutes=2))
    (laid,) = [one for one in world.thread(card) if "2 tables" in (one.embeds[0].title or "")]
    assert "2 tables" in reads(laid)
    for name in ("alice", "bob", "dana", "erin", "fay", "gus", "hal"):
        assert f"<@{world.members[name].id}>" in reads(laid)
    assert not laid.raw_mentions
    await start(world)
    opened = rounds(world, card)
    assert sorted(topic(one) for one in opened) == ["Table 1 · Late payers", "Table 2 · My mornings vanish"]
    for one in opened:
        assert 3 <= len(one.raw_mentions) <= 4
    assert {user_id for one in opened for user_id in one.raw_mentions} == {
        world.members[name].id for name in ("alice", "bob", "dana", "erin", "fay", "gus", "hal")
    }
    await world.restart()
    await world.settle()
    assert len([one for one in world.thread(card) if "2 tables" in (one.embeds[0].title or "")]) == 1


async def test_a_date_that_is_cut_short_ends_at_once_with_what_there_was(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await until_start(world, minutes=-31)
    await start(world)
    await edit(world, world.members["erin"], "Friday co-working", length="30m")
    await world.advance(timedelta(minutes=15))
    assert [topic(one) for one in rounds(world, card)] == ["Late payers"]
    assert len(questions(world, card)) == 1
    assert len(recaps(world, card)) == 1


async def test_without_its_card_the_meetup_goes_on_in_the_channel(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    world.env.backend.delete_message(world.channel.id, card.id)
    await world.env.settle()
    await world.advance(timedelta(hours=3))
    assert [one for one in world.channel.history() if "What came of it?" in reads(one)]
    assert [one for one in world.channel.history() if "That was Friday co-working" in reads(one)]
