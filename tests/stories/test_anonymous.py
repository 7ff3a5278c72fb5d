"""Anonymous problems: nobody learns whose they are, and the author loses nothing by it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from db.migrations import find_version
from db.tables import list_tables
from demo.world import World
from tests.stores import look_into, path_of
from tests.stories.board import (
    LATE,
    Thread,
    accept,
    fill_in,
    moderator,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import reads, said


async def _shared(world: World, **changes: Any) -> Thread:
    return await share(world, world.members["alice"], anonymous=True, **changes)


async def test_nothing_that_others_see_names_the_author(world: World) -> None:
    thread = await _shared(world)
    proposal = await propose(world, world.members["bob"], thread)
    alice = world.members["alice"]
    await accept(world, alice, proposal)
    await alice.click(thread.note_with("accepted"), label="Take it back")
    await world.settle()
    await press_on_page(alice, thread.handle, "Close it")
    await press_on_page(alice, thread.handle, "Open it again")
    await wait(world, days=10)
    shown = await world.members["bob"].slash(thread.handle, "problem show")
    everything = [thread.card, *thread.messages]
    texts = [reads(message) + str(message.raw_mentions) for message in everything] + [said(shown)]
    assert not [text for text in texts if str(alice.id) in text or "alice" in text.casefold()]
    assert "somebody, anonymously" in reads(thread.card)
    assert any("The author took the acceptance back" in note for note in thread.notes)


async def test_the_author_acts_on_it_and_nobody_else(world: World) -> None:
    thread = await _shared(world)
    proposal = await propose(world, world.members["bob"], thread)
    for name in ("bob", "dana"):
        shown = await world.members[name].click(proposal, label="Accept")
        assert "Only the author" in said(shown)
    await world.restart()
    await accept(world, world.members["alice"], proposal)
    assert "✅ solved" in reads(thread.card)


async def test_mine_lists_it_for_the_author_alone(world: World) -> None:
    await _shared(world)
    await _shared(world, title="Which chair?", wants="To sit", tags="")
    shown = await world.members["alice"].slash(world.channel, "problem mine")
    assert LATE["title"] in said(shown)
    assert "Which chair?" in said(shown)
    shown = await world.members["bob"].slash(world.channel, "problem mine")
    assert "nothing yet" in said(shown)


async def test_the_author_is_asked_whether_it_worked_in_private_without_a_mention(world: World) -> None:
    thread = await solved(world, anonymous=True)
    await wait(world, days=7, hours=1)
    shown = await world.members["alice"].slash(world.channel, "problem list")
    (question,) = shown.followups
    assert question.ephemeral
    await world.members["alice"].click(question, label="No")
    await world.settle()
    assert "The author tried it, and it did not work" in thread.notes[-1]


async def test_in_the_thread_the_question_mentions_nobody(world: World) -> None:
    thread = await solved(world, anonymous=True)
    await wait(world, days=10)
    note = thread.note_with("Did it work?")
    assert note.raw_mentions == []
    shown = await world.members["dana"].click(note, label="Yes")
    assert "Only the author" in said(shown)


async def test_no_row_of_the_database_joins_the_author_to_it(world: World) -> None:
    alice = world.members["alice"]
    shown = await fill_in(world, alice, anonymous=True, title="A secret of mine")
    assert "Nobody sees that it is yours" in said(shown)
    await fill_in(world, alice, anonymous=True, title="A secret of mine, once more")  # waits as a draft
    await wait(world, days=10)
    with look_into(world.bot.database) as database:
        for table in list_tables(find_version(database)):
            for row in database.execute(f"SELECT * FROM {table}"):
                assert str(alice.id) not in str(tuple(row)), table
        (seal,) = database.execute("SELECT seal FROM anonymous_authors").fetchall()
        assert len(seal[0]) == 64


@pytest.mark.file
async def test_the_key_is_not_in_the_database(world: World) -> None:
    await fill_in(world, world.members["alice"], anonymous=True)
    await wait(world, minutes=2)
    assert world.bot.keyring.key not in _contents(path_of(world.bot.database))


def _contents(path: Path) -> bytes:
    return path.read_bytes()


async def test_the_log_does_not_know_either(world: World, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("cogs").setLevel(logging.DEBUG)
    logging.getLogger("longtable").setLevel(logging.DEBUG)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    await fill_in(world, world.members["alice"], anonymous=True)
    await wait(world, minutes=2)
    thread = Thread(world, world.channel.threads[-1].id)
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    ours = [
        one for one in caplog.records if one.name.split(".")[0] in {"cogs", "longtable", "db", "services"}
    ]
    assert not [one for one in ours if str(world.members["alice"].id) in one.getMessage()]


async def test_ones_own_me_too_counts_lest_it_give_the_author_away(world: World) -> None:
    thread = await _shared(world)
    await world.members["alice"].react(thread.card, "🙋")
    await world.members["bob"].react(thread.card, "🙋")
    await world.env.settle()
    shown = await world.members["dana"].slash(thread.handle, "problem show")
    assert shown.response is not None
    assert "🙋 2" in (shown.response.embeds[0].footer.text or "")


async def test_a_moderator_who_shared_it_acts_as_its_author(world: World) -> None:
    mira = moderator(world)
    thread = await share(world, mira, anonymous=True)
    await press_on_page(mira, thread.handle, "Close it")
    await world.settle()
    assert "The author closed this" in thread.notes[-1]


async def test_it_counts_towards_the_limits_of_its_author(world: World) -> None:
    for title in ("Taxes in two countries", "A chair for the back", "Backups of a laptop"):
        await _shared(world, title=title, wants=title)
    shown = await fill_in(world, world.members["alice"])
    assert "3 problems within an hour" in said(shown)
    shown = await fill_in(world, world.members["bob"])
    assert "on the board" in said(shown)


async def test_with_another_key_nobody_is_the_author_and_a_moderator_still_may(
    world: World, tmp_path: Path
) -> None:
    thread = await _shared(world)
    proposal = await propose(world, world.members["bob"], thread)
    await world.bot.close()
    (tmp_path / "longtable.key").unlink()
    await world.restart()
    shown = await world.members["alice"].click(proposal, label="Accept")
    assert "Only the author" in said(shown)
    await accept(world, moderator(world), proposal)
    assert "✅ solved" in reads(thread.card)


async def test_the_key_is_readable_by_its_owner_alone_and_stays(world: World, tmp_path: Path) -> None:
    key = tmp_path / "longtable.key"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_text()
    await world.restart()
    assert key.read_text() == before
    assert repr(world.bot.keyring) == "Keyring(…)"
