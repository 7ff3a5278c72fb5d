"""Who has the database, two copies of it, or the log, and not the key, learns of no anonymous author."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from db.migrations import find_version
from db.tables import list_tables
from demo.world import World
from services.problems import sharing
from tests.stores import look_into, path_of
from tests.stories.board import LATE, button_of, fill_in, press_on_page, share, wait
from tests.stories.telling import WEEKLY, fail_at, said

_Copy = dict[str, list[tuple[Any, ...]]]


def _copy(world: World) -> _Copy:
    """All rows of every table."""
    with look_into(world.bot.database) as database:
        return {
            table: sorted((tuple(row) for row in database.execute(f"SELECT * FROM {table}")), key=str)
            for table in list_tables(find_version(database))
        }


async def _erase(world: World, name: str) -> None:
    shown = await world.members[name].slash(world.channel, "privacy erase")
    await world.press(world.members[name], shown, "Erase everything")
    await world.settle()


async def _four_secrets(world: World) -> None:
    """alice and bob have each shared two problems anonymously, in turn."""
    for number, name in enumerate(("alice", "bob", "alice", "bob")):
        await share(
            world, world.members[name], anonymous=True, title=f"Secret {number}", wants=f"Help {number}"
        )


async def test_two_copies_around_an_erasure_tell_no_more_than_one(world: World) -> None:
    await _four_secrets(world)
    await wait(world, minutes=5)
    before = _copy(world)
    await _erase(world, "alice")
    after = _copy(world)
    assert [row[0] for row in before["anonymous_authors"]] == [row[0] for row in after["anonymous_authors"]]
    assert not set(before["anonymous_authors"]) & set(after["anonymous_authors"]), "some are still the same"
    for table in ("problems", "problem_tags", "problem_words", "proposals", "posts", "mirrors"):
        assert before[table] == after[table], table
    for name, has_any in (("alice", False), ("bob", True)):
        shown = said(await world.members[name].slash(world.channel, "problem mine"))
        assert ("Secret" in shown) is has_any


async def test_nothing_but_its_problem_orders_what_is_stored_of_an_author(world: World) -> None:
    await _four_secrets(world)
    with look_into(world.bot.database) as database:
        seals = [row[0] for row in database.execute("SELECT seal FROM anonymous_authors").fetchall()]
    beginnings = {seal[place : place + 4] for seal in seals for place in range(0, 64, 4)}
    assert len(beginnings) == 4 * 16, "seals have something in common"


async def test_what_a_member_is_told_beside_is_not_stored_at_the_moment_of_a_secret(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, title="Mine by name")
    world.env.backend.delete_message(thread.card.channel.id, thread.id)
    await world.settle()
    await share(world, alice, anonymous=True, title="A secret")
    shown = await alice.slash(world.channel, "problem mine")
    assert "was removed" in shown.followups[0].content
    with look_into(world.bot.database) as database:
        moments = [
            row[0] for row in database.execute("SELECT created_at FROM problems WHERE author_id IS NULL")
        ]
        told = [row[0] for row in database.execute("SELECT told_at FROM notices WHERE told_at IS NOT NULL")]
    assert len(moments) == 1
    assert told
    assert not [moment for moment in moments for at in told if abs(moment - at) < 60_000]


@pytest.mark.file
async def test_what_was_erased_is_not_on_the_disk_any_more(world: World) -> None:
    erin = world.members["erin"]
    await world.draft(erin, **(WEEKLY | {"title": "Zanzibar is far"}))
    assert "Zanzibar" in _on_disk(world)
    await _erase(world, "erin")
    assert "Zanzibar" not in _on_disk(world)


@pytest.mark.file
async def test_what_somebody_has_begun_to_write_is_read_with_the_key_alone(world: World) -> None:
    alice = world.members["alice"]
    await fill_in(world, alice, anonymous=True, title="\u200b", wants="Zanzibar is far")
    thread = await share(world, alice, anonymous=True, title="Mine")
    shown = await alice.slash(thread.handle, "problem show")
    form = await world.press(alice, shown, "Edit")
    await alice.submit_modal(
        form, {name: LATE[name] for name in ("wants", "tried", "tags")} | {"title": "\u200b"}
    )
    assert len(_copy(world)["problem_drafts"]) == 2
    with look_into(world.bot.database) as database:
        (problem_id,) = database.execute("SELECT id FROM problems").fetchone()
    assert not [row for row in _copy(world)["problem_drafts"] if str(problem_id) in str(row)]
    assert "Zanzibar" not in _on_disk(world)


def _on_disk(world: World) -> str:
    path = path_of(world.bot.database)
    files = [path, path.with_name(f"{path.name}-wal")]
    return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())


async def test_no_line_of_the_log_joins_a_member_to_anything_anonymous(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("cogs", "longtable", "db", "services", "ops"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    await share(world, world.members["bob"])
    alice = world.members["alice"]
    shown = await fill_in(world, alice, anonymous=True)  # bob's is like it, so alice is asked
    draft_id = re.findall(r"\d{10,}", button_of(shown, "Post mine anyway"))[0]
    with monkeypatch.context() as patch:
        fail_at(patch, sharing.post, RuntimeError("a bug"))
        assert "incident" in said(await world.press(alice, shown, "Post mine anyway"))
    world.bot.reporter.fault_count = 0
    await world.press(alice, shown, "Post mine anyway")
    await world.settle()
    await press_on_page(alice, world.channel.threads[-1], "Close it")
    with look_into(world.bot.database) as database:
        (problem_id,) = database.execute("SELECT id FROM problems WHERE author_id IS NULL").fetchone()
    assert str(problem_id) != draft_id
    ours = [one for one in caplog.records if one.name.split(".")[0] not in {"simcord", "asyncio", "discord"}]
    texts = [f"{one.getMessage()} {vars(one)}" for one in ours]
    assert any("incident" in text for text in texts)
    for id_ in (alice.id, draft_id):
        assert not [text for text in texts if str(id_) in text]
