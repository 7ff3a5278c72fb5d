"""An anonymous author hears once, in private, that their problem is gone; nobody can tell who heard it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from db.migrations import find_version
from db.tables import list_tables
from demo.world import World
from tests.stores import look_into
from tests.stories.board import LATE, Thread, fill_in, list_anonymous, moderator, open_forum, share, wait
from tests.stories.telling import forbid, said


async def _heard(world: World, name: str) -> list[str]:
    shown = await world.members[name].slash(world.channel, "problem list")
    assert all(one.ephemeral for one in shown.followups)
    return [one.content for one in shown.followups]


async def _told_once(world: World, *also_said: str) -> None:
    """bob hears nothing; alice hears it once."""
    assert await _heard(world, "bob") == []
    (told,) = await _heard(world, "alice")
    assert LATE["title"] in told
    assert "Nobody else sees this" in told
    for text in also_said:
        assert text in told
    await world.restart()
    assert await _heard(world, "alice") == []


def _delete_message(world: World, thread: Thread) -> None:
    world.env.backend.delete_message(thread.card.channel.id, thread.id)


def _delete_thread(world: World, thread: Thread) -> None:
    world.env.backend.delete_channel(thread.id)


def _delete_board(world: World, thread: Thread) -> None:
    parent_id = world.env.backend.get_channel(thread.id).parent_id
    assert parent_id is not None
    world.env.backend.delete_channel(parent_id)


@pytest.mark.parametrize("is_forum", [True, False])
@pytest.mark.parametrize("delete", [_delete_message, _delete_thread, _delete_board])
async def test_moderators_delete_it(
    world: World, delete: Callable[[World, Thread], None], is_forum: bool
) -> None:
    room = world.guild.create_text_channel("board")
    if is_forum:
        await open_forum(world)
        thread = await share(world, world.members["alice"], anonymous=True, tags="")
    else:
        thread = await share(world, world.members["alice"], room, anonymous=True)
    delete(world, thread)
    await world.settle()
    await _told_once(world, "was removed", "by a moderator")


async def test_a_post_deleted_while_the_bot_was_away_is_heard_of_too(world: World) -> None:
    await open_forum(world)
    thread = await share(world, world.members["alice"], anonymous=True, tags="")
    await world.bot.close()
    world.env.backend.delete_channel(thread.id)
    await world.restart()
    await wait(world, minutes=1)
    await _told_once(world, "was removed")


async def test_what_could_not_be_posted_for_a_week_is_heard_of_too(world: World) -> None:
    await fill_in(world, world.members["dana"])  # so that alice's is posted with a button
    forum = await open_forum(world)
    form = await world.members["alice"].slash(world.channel, "problem share")
    world.env.inject_error("POST", "/channels/*/threads", status=503, times=10_000)
    changes: dict[str, Any] = {"anonymous": True, "tags": ""}
    shown = await world.members["alice"].submit_modal(form, LATE | changes)
    await world.press(world.members["alice"], shown, "Post mine anyway")
    await wait(world, days=8)
    forbid(world, forum)
    shown = await list_anonymous(moderator(world), world.channel)
    assert LATE["title"] not in said(shown), "nobody has seen it, and nobody shall"
    await _told_once(world, "could not post your problem", "share")


async def test_a_moderator_who_is_its_author_hears_it_as_its_author(world: World) -> None:
    mira = moderator(world)
    thread = await share(world, mira, anonymous=True)
    _delete_message(world, thread)
    await world.settle()
    assert len(await _heard(world, "mira")) == 1


async def test_whoever_erased_themselves_hears_nothing(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    shown = await alice.slash(world.channel, "privacy erase")
    await world.press(alice, shown, "Erase everything")
    _delete_message(world, thread)
    await world.settle()
    assert await _heard(world, "alice") == []


async def test_nothing_stored_or_logged_joins_them_to_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    _delete_message(world, thread)
    await world.settle()
    assert len(await _heard(world, "alice")) == 1
    with look_into(world.bot.database) as database:
        for table in list_tables(find_version(database)):
            for row in database.execute(f"SELECT * FROM {table}"):
                assert str(alice.id) not in str(tuple(row)), table
    ours = [one for one in caplog.records if one.name.split(".")[0] not in {"simcord", "asyncio", "discord"}]
    assert not [one for one in ours if str(alice.id) in f"{one.getMessage()} {vars(one)}"]
