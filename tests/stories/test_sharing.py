"""Sharing a problem: the form, what is like it, the forum and the text channel, anonymously, and limits."""

from __future__ import annotations

from demo.world import World
from tests.stories.board import LATE, fill_in, open_forum, share
from tests.stories.telling import reads, said


async def test_a_problem_becomes_a_thread_under_a_message(world: World) -> None:
    thread = await share(world, world.members["alice"])
    card = thread.card
    assert card.channel.id == world.channel.id
    text = reads(card)
    assert "A client pays late, every time" in text
    assert "within two weeks" in text
    assert "I sent reminders" in text
    assert f"<@{world.members['alice'].id}>" in text
    assert "invoices · clients" in text
    assert "waiting for a first proposal" in text
    assert [str(one.emoji) for one in card.reactions] == ["🙋"]


async def test_a_problem_becomes_a_post_in_a_forum(world: World) -> None:
    forum = await open_forum(world, "invoices", "clients", "tools")
    thread = await share(world, world.members["alice"], tags=["invoices", "clients"])
    assert thread.handle.name == LATE["title"]
    assert thread.card.channel.id == thread.id
    assert sorted(thread.tags) == ["clients", "invoices", "waiting"]
    assert forum.id == world.env.backend.get_channel(thread.id).parent_id


async def test_the_author_is_told_where_it_is(world: World) -> None:
    shown = await fill_in(world, world.members["alice"])
    assert "It is on the board" in said(shown)
    assert str(world.guild.id) in said(shown)
