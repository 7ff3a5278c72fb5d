"""What is to be redrawn: one at a time, not too often, and again where it has changed meanwhile."""

from __future__ import annotations

from db import pending_edits
from db.database import Database
from domain.pending_edits import EditKind
from tests.db.rows import GUILD, fill, read

SUBJECT, PAUSE_MS, LEASE_MS = 7, 100, 1000
CARD = EditKind.CARD


async def _touch(database: Database, now_ms: int) -> bool:
    return await database.write(pending_edits.mark_outdated, SUBJECT, CARD, GUILD, now_ms, PAUSE_MS)


async def _due_at(database: Database) -> object:
    return (await read(database, "SELECT due_at FROM mirrors"))[0][0]


async def test_what_is_leased_is_drawn_by_nobody_else_until_the_lease_ends(database: Database) -> None:
    assert await _touch(database, 1000)
    assert await database.read(pending_edits.list_due, [CARD], 999, 9) == {}
    assert await database.read(pending_edits.list_due, [CARD], 1000, 9) == {(CARD, GUILD): [SUBJECT]}
    assert await database.read(pending_edits.list_due, [EditKind.EVENT], 1000, 9) == {}
    first = await database.write(pending_edits.claim_edit, SUBJECT, CARD, 1000, 1000 + LEASE_MS)
    assert first is not None
    assert await database.write(pending_edits.claim_edit, SUBJECT, CARD, 1999, 9000) is None
    again = await database.write(pending_edits.claim_edit, SUBJECT, CARD, 2000, 9000)
    assert again is not None
    assert (first.attempts, again.attempts, first.version) == (1, 2, again.version)
    await database.write(pending_edits.finish_edit, again, PAUSE_MS)
    assert await _due_at(database) is None
    assert await database.write(pending_edits.claim_edit, SUBJECT, CARD, 9000, 9999) is None


async def test_what_changes_while_it_is_drawn_is_drawn_again_after_the_pause(database: Database) -> None:
    await _touch(database, 1000)
    claimed = await database.write(pending_edits.claim_edit, SUBJECT, CARD, 1000, 1000 + LEASE_MS)
    assert claimed is not None
    assert not await _touch(database, 1010)
    assert await _due_at(database) == 1000 + LEASE_MS, "the lease goes on"
    await database.write(pending_edits.finish_edit, claimed, PAUSE_MS)
    assert await _due_at(database) == 1000 + PAUSE_MS


async def test_what_changes_after_it_was_drawn_waits_for_the_pause_alone(database: Database) -> None:
    await _touch(database, 1000)
    claimed = await database.write(pending_edits.claim_edit, SUBJECT, CARD, 1000, 1000 + LEASE_MS)
    assert claimed is not None
    await database.write(pending_edits.finish_edit, claimed, PAUSE_MS)
    assert not await _touch(database, 1050)
    assert await _due_at(database) == 1000 + PAUSE_MS
    assert not await _touch(database, 1060)
    assert await _due_at(database) == 1000 + PAUSE_MS, "however often it changes"
    assert await _touch(database, 1000 + PAUSE_MS)
    await database.write(pending_edits.retry_edit, claimed, None)
    assert await _touch(database, 5000)
    assert await _due_at(database) == 5000


async def test_the_longest_waiting_is_drawn_first_and_nothing_where_the_bot_is_not(
    database: Database,
) -> None:
    for subject_id, guild_id, due_at in ((1, 1, 30), (2, 1, 10), (3, 1, 20), (4, 2, 5)):
        row = {"subject_id": subject_id, "guild_id": guild_id, "due_at": due_at}
        await fill(database, ("mirrors", row))
    await fill(database, ("guilds", {"guild_id": 2, "left_at": 1}))
    assert await database.read(pending_edits.list_due, [CARD], 30, 9) == {(CARD, 1): [2, 3, 1]}
    assert await database.read(pending_edits.list_due, [CARD], 30, 2) == {(CARD, 1): [2, 3]}
    assert not await database.read(pending_edits.has_due, [CARD], 9)
    assert await database.read(pending_edits.has_due, [CARD], 10)
    assert not await database.read(pending_edits.has_due, [EditKind.EVENT], 10)
