"""Moderators, leavers and lost permissions: the board stays right and says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from db.connection import Connection
from demo.settings import set_up
from demo.world import World
from services.problems import discord_changes
from tests.stories.board import (
    DEPOSIT,
    LATE,
    REMINDER,
    Thread,
    accept,
    boss,
    moderator,
    offers,
    open_forum,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import forbid, reads, said


async def _forum_thread(world: World, **changes: Any) -> Thread:
    await open_forum(world, "invoices", "clients", "tools")
    return await share(world, world.members["alice"], **({"tags": ["invoices", "clients"]} | changes))


def _edit(world: World, thread: Thread, **metadata: bool) -> None:
    """A moderator locks or archives a thread, or the reverse."""
    world.env.backend.edit_channel(thread.id, {}, thread_metadata=metadata)


def _tag(world: World, thread: Thread, *names: str) -> None:
    """A moderator sets the tags of a forum post."""
    stored = world.env.backend.get_channel(thread.id)
    assert stored.parent_id is not None
    ids = {
        tag["name"]: int(tag["id"]) for tag in world.env.backend.get_channel(stored.parent_id).available_tags
    }
    world.env.backend.edit_channel(thread.id, {"applied_tags": [ids[name] for name in names]})


async def _titles(world: World, command: str = "problem list", who: str = "erin", **options: str) -> str:
    return said(await world.members[who].slash(world.channel, command, **options))


async def _asides(world: World, who: str) -> str:
    shown = await world.members[who].slash(world.channel, "meetup list")
    return " ".join(one.content for one in shown.followups)


async def test_a_deleted_forum_post_leaves_the_board_and_the_author_is_told(world: World) -> None:
    thread = await _forum_thread(world)
    await propose(world, world.members["bob"], thread)
    since = len(world.env.http_requests)
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()
    assert len(world.env.http_requests) == since  # its card is gone already
    assert LATE["title"] not in await _titles(world)
    assert "Nothing about" in await _titles(world, "problem search", text="late client")
    assert "was removed from" in await _asides(world, "alice")
    assert await _asides(world, "alice") == ""
    await wait(world, days=12)
    assert world.bot.reporter.fault_count == 0


async def test_a_deleted_card_takes_the_problem_off_the_board(world: World) -> None:
    thread = await share(world, world.members["alice"])
    world.env.backend.delete_message(world.channel.id, thread.id)
    await world.env.settle()
    assert LATE["title"] not in await _titles(world)
    assert "was removed from" in await _asides(world, "alice")


async def test_a_thread_deleted_under_a_text_channel_takes_its_card_along(world: World) -> None:
    thread = await share(world, world.members["alice"])
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()
    assert thread.id not in [message.id for message in world.channel.history()]
    assert LATE["title"] not in await _titles(world)


async def test_what_was_deleted_while_the_bot_was_away_is_noticed(world: World) -> None:
    thread = await _forum_thread(world)
    other = await share(world, world.members["dana"], title="Which chair?", wants="To sit", tags=["tools"])
    await world.bot.close()
    world.env.backend.delete_channel(thread.id)
    await world.restart()
    await world.env.settle()
    board = await _titles(world)
    assert LATE["title"] not in board
    assert "Which chair?" in board
    assert other.tags == ["waiting", "tools"]


async def test_a_deleted_proposal_is_gone_and_an_accepted_one_opens_the_problem_again(world: World) -> None:
    thread = await solved(world)
    spare = await propose(world, world.members["dana"], thread, REMINDER)
    world.env.backend.delete_message(thread.id, spare.id)
    await world.settle()
    assert "✅ solved" in reads(thread.card)
    world.env.backend.delete_message(thread.id, thread.proposals[0].id)
    await world.settle()
    assert "taken away, so this is **open** again" in thread.notes[-1]
    assert "waiting for a first proposal" in reads(thread.card)
    assert "Nothing about" in await _titles(world, "problem search", text="deposit")


async def test_a_locked_thread_takes_no_proposals_and_says_so(world: World) -> None:
    thread = await _forum_thread(world)
    proposal = await propose(world, world.members["bob"], thread)
    pages = {
        name: await world.members[name].slash(world.channel, "problem show", problem=LATE["title"])
        for name in ("alice", "bob")
    }
    _edit(world, thread, locked=True)
    await world.settle()
    assert "locked by a moderator" in reads(thread.card)
    for name, label in (("bob", "💡 Propose"), ("alice", "Close it")):
        shown = await world.press(world.members[name], pages[name], label)
        assert "A moderator has locked this problem's thread" in said(shown)
        now = await world.members[name].slash(world.channel, "problem show", problem=LATE["title"])
        assert label not in offers(now)
    await accept(world, moderator(world), proposal)
    assert "✅ solved" in reads(thread.card)
    _edit(world, thread, locked=False)
    await world.settle()
    assert "locked" not in reads(thread.card)


async def test_a_thread_locked_or_opened_while_the_bot_was_away_is_noticed(world: World) -> None:
    thread = await _forum_thread(world)
    await world.bot.close()
    _edit(world, thread, locked=True)
    await world.restart()
    await world.settle()
    assert "locked by a moderator" in reads(thread.card)
    await world.bot.close()
    _edit(world, thread, locked=False, archived=True)
    await world.restart()
    await world.settle()
    form = await press_on_page(world.members["bob"], world.channel, "💡 Propose", problem=LATE["title"])
    assert form.modal is not None


async def test_in_a_locked_thread_there_is_no_nudge(world: World) -> None:
    thread = await _forum_thread(world)
    await propose(world, world.members["bob"], thread)
    _edit(world, thread, locked=True)
    await wait(world, days=6)
    assert thread.notes == []


async def test_an_archived_thread_is_opened_when_there_is_something_to_say(world: World) -> None:
    thread = await _forum_thread(world)
    _edit(world, thread, archived=True)
    await world.env.settle()
    form = await press_on_page(world.members["bob"], world.channel, "💡 Propose", problem=LATE["title"])
    await world.members["bob"].submit_modal(form, {"text": DEPOSIT})
    await world.settle()
    await world.settle()
    assert DEPOSIT in reads(thread.proposals[0])
    assert "open, 1 proposal" in reads(thread.card)
    assert thread.tags == ["open", "invoices", "clients"]


async def test_tags_that_a_moderator_changes_are_taken_over_and_the_state_is_put_right(world: World) -> None:
    thread = await _forum_thread(world)
    _tag(world, thread, "solved", "tools")
    await world.settle()
    assert thread.tags == ["waiting", "tools"]
    assert "tools" in reads(thread.card)
    assert LATE["title"] in await _titles(world, tag="tools")
    assert LATE["title"] not in await _titles(world, tag="invoices")
    assert LATE["title"] in await _titles(world, "problem search", text="late", tag="tools")


async def test_tags_changed_while_the_bot_was_away_are_taken_over(world: World) -> None:
    thread = await _forum_thread(world)
    await world.bot.close()
    _tag(world, thread, "tools")
    await world.restart()
    await world.settle()
    assert thread.tags == ["waiting", "tools"]
    assert LATE["title"] in await _titles(world, tag="tools")


async def test_a_renamed_post_and_a_renamed_tag_are_taken_over(world: World) -> None:
    thread = await _forum_thread(world)
    world.env.backend.edit_channel(thread.id, {"name": "A client of mine pays late"})
    stored = world.env.backend.get_channel(thread.id)
    assert stored.parent_id is not None
    forum = world.env.backend.get_channel(stored.parent_id)
    renamed = [
        tag | {"name": "billing"} if tag["name"] == "invoices" else tag for tag in forum.available_tags
    ]
    world.env.backend.edit_channel(forum.id, {"available_tags": renamed})
    await world.settle()
    assert "A client of mine pays late" in reads(thread.card)
    assert "billing · clients" in reads(thread.card)
    assert "A client of mine" in await _titles(world, tag="billing")
    assert "A client of mine" in await _titles(world, "problem search", text="mine", tag="billing")


async def test_organisers_may_call_the_tags_of_states_what_they_like(world: World) -> None:
    thread = await _forum_thread(world)
    stored = world.env.backend.get_channel(thread.id)
    assert stored.parent_id is not None
    forum = world.env.backend.get_channel(stored.parent_id)
    words = {"waiting": "wartet", "open": "offen", "solved": "geloest"}
    tags = [tag | {"name": words.get(tag["name"], tag["name"])} for tag in forum.available_tags]
    world.env.backend.edit_channel(forum.id, {"available_tags": tags})
    _edit(world, thread, locked=True)  # any change of the post has its tags looked at
    _edit(world, thread, locked=False)
    await propose(world, world.members["bob"], thread)
    await accept(world, world.members["alice"], thread.proposals[0])
    await world.restart()
    await world.settle()
    assert thread.tags == ["geloest", "invoices", "clients"]
    assert "invoices · clients" in reads(thread.card)
    await press_on_page(world.members["alice"], thread.handle, "Open it again")
    await world.settle()
    assert thread.tags == ["offen", "invoices", "clients"]
    form = await world.members["dana"].slash(world.channel, "problem share")
    assert not [word for word in words.values() if word in str(form.modal)]
    handle = next(room for room in world.guild.channels.values() if room.id == forum.id)
    await set_up(world, boss(world), board=handle)
    names = [tag["name"] for tag in world.env.backend.get_channel(forum.id).available_tags]
    assert names == ["invoices", "clients", "tools", *words.values()]


async def test_a_start_edits_nothing_where_a_forum_has_no_tags_of_states(world: World) -> None:
    forum = world.make_forum("problems", "invoices")
    forbid(world, forum, manage_channels=True)
    await set_up(world, boss(world), board=forum)
    await share(world, world.members["alice"], tags=["invoices"])
    await world.restart()
    before = sum(request.method == "PATCH" for request in world.env.http_requests)
    await world.settle()
    await world.settle()
    assert sum(request.method == "PATCH" for request in world.env.http_requests) == before


async def test_when_an_anonymous_author_leaves_nothing_changes_that_could_tell(world: World) -> None:
    thread = await _forum_thread(world, anonymous=True)
    before = reads(thread.card)
    edits = len(world.env.http_requests)
    world.guild.remove_member(world.members["alice"])
    await world.bot.write(discord_changes.drop_leaver, world.guild.id, world.members["alice"].id)
    await world.settle()
    assert reads(thread.card) == before
    assert len(world.env.http_requests) == edits
    await world.restart()
    await world.settle()
    assert reads(thread.card) == before


async def test_after_an_outage_of_a_server_its_threads_are_looked_at(world: World) -> None:
    thread = await _forum_thread(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    await world.bot.database.write(_unlock_quietly, thread.id)
    await world.receive("guild_available", guild)
    await world.settle()
    await world.settle()
    assert "locked" not in reads(thread.card)


def _unlock_quietly(connection: Connection, thread_id: int) -> None:
    """As if the bot had heard of a lock, and not of its end."""
    connection.execute("UPDATE problems SET is_locked = 1 WHERE message_id = ?", (thread_id,))


async def test_a_deleted_state_tag_is_not_made_again(world: World) -> None:
    thread = await _forum_thread(world)
    stored = world.env.backend.get_channel(thread.id)
    assert stored.parent_id is not None
    forum = world.env.backend.get_channel(stored.parent_id)
    kept = [tag for tag in forum.available_tags if tag["name"] not in {"open", "waiting"}]
    world.env.backend.edit_channel(forum.id, {"available_tags": kept})
    world.env.backend.edit_channel(thread.id, {"applied_tags": stored.applied_tags[1:]})
    await propose(world, world.members["bob"], thread)
    assert thread.tags == ["invoices", "clients"]
    await accept(world, world.members["alice"], thread.proposals[0])
    assert "solved" in thread.tags


async def test_a_deleted_board_takes_its_problems_along_and_another_can_be_set(world: World) -> None:
    thread = await _forum_thread(world)
    forum_id = world.env.backend.get_channel(thread.id).parent_id
    assert forum_id is not None
    world.env.backend.delete_channel(forum_id)
    await world.env.settle()
    assert LATE["title"] not in await _titles(world)
    shown = await world.members["alice"].slash(world.channel, "problem share")
    assert "board is gone" in said(shown)
    await set_up(world, boss(world), board=world.channel)
    await share(world, world.members["alice"])
    assert LATE["title"] in await _titles(world)


async def test_an_author_who_left_is_named_as_such_and_a_moderator_may_accept(world: World) -> None:
    thread = await _forum_thread(world)
    proposal = await propose(world, world.members["bob"], thread)
    await world.bot.close()
    world.guild.remove_member(world.members["alice"])
    await world.restart()
    await world.settle()
    assert "has left; a moderator can accept" in reads(thread.card)
    await accept(world, moderator(world), proposal)
    await wait(world, days=12)
    assert not any("Did it work?" in note or "quiet here" in note for note in thread.notes)


async def test_an_author_who_left_is_not_nudged(world: World) -> None:
    thread = await _forum_thread(world)
    await propose(world, world.members["bob"], thread)
    await world.bot.close()
    world.guild.remove_member(world.members["alice"])
    await world.restart()
    await wait(world, days=6)
    assert not any("quiet here" in note for note in thread.notes)


async def test_an_author_who_comes_back_and_shares_is_here_again(world: World) -> None:
    thread = await _forum_thread(world)
    await world.bot.close()
    world.guild.remove_member(world.members["alice"])
    await world.restart()
    await world.settle()
    world.join("alice")
    await share(world, world.members["alice"], title="Which chair?", wants="To sit", tags=["tools"])
    await propose(world, world.members["bob"], thread)
    assert "has left" not in reads(thread.card)


async def test_without_manage_threads_everything_but_the_tag_goes_on_and_organisers_hear_of_it(
    world: World,
) -> None:
    thread = await _forum_thread(world)
    # The simulation asks for Manage Channels where Discord asks for Manage Threads.
    world.env.inject_error("PATCH", f"/channels/{thread.id}", status=403, times=None)
    proposal = await propose(world, world.members["bob"], thread)
    await accept(world, world.members["alice"], proposal)
    assert "✅ solved" in reads(thread.card)
    assert thread.tags == ["waiting", "invoices", "clients"]
    assert "needs Manage Threads" in await _asides(world, "erin")
    assert "Manage Threads" not in await _asides(world, "erin")
    world.env.backend.faults.clear()
    await world.advance(timedelta(hours=1))
    assert thread.tags == ["solved", "invoices", "clients"]


async def test_a_board_the_bot_is_shut_out_of_is_told_and_caught_up_with(world: World) -> None:
    thread = await share(world, world.members["alice"])
    form = await world.members["bob"].click(thread.card, label="💡 Propose")
    forbid(world, world.channel, send_messages_in_threads=True)
    await world.members["bob"].submit_modal(form, {"text": DEPOSIT})
    await world.settle()
    assert thread.proposals == []
    assert "I can't write about the problem" in await _asides(world, "erin")
    forbid(world, world.channel)
    await world.advance(timedelta(hours=1))
    assert DEPOSIT in reads(thread.proposals[0])


async def test_threads_of_others_are_none_of_our_business(world: World) -> None:
    forum = await open_forum(world, "tools")
    other = world.env.backend.create_thread(forum.id, "Not ours", world.members["bob"].id)
    thread = Thread(world, other.id)
    before = len(world.env.http_requests)
    _tag(world, thread, "solved")
    _edit(world, thread, locked=True)
    _edit(world, thread, archived=True)
    world.env.backend.delete_channel(other.id)
    await world.settle()
    assert len(world.env.http_requests) == before
    assert isinstance(world.bot.get_channel(forum.id), discord.ForumChannel)


async def test_tags_that_the_forum_does_not_have_stay_whatever_its_post_shows(world: World) -> None:
    await open_forum(world)
    thread = await solved(world, tags="invoices, clients")
    assert thread.tags == ["solved"]
    assert "invoices · clients" in reads(thread.card)
    assert LATE["title"] in await _titles(world, tag="invoices")
