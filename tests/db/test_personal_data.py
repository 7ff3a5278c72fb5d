"""What is stored about members: every column that holds one is read and erased, and stands in the docs."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.database import Database
from db.migrations import migrate
from db.personal_data import UNREAD, erase_member
from db.personal_topics import TOPICS
from tests.db.rows import GUILD, fill, read

DOCS = Path(__file__).parents[2] / "docs" / "privacy.md"
# Ids of Discord's and of our own that are no member's.
NO_MEMBER = {"id", "message_id", "event_id", "thread_id", "role_id", "place", "answer_by", "picture_id"} | {
    f"{noun}_id"
    for noun in (
        "guild",
        "channel",
        "board_channel",
        "circle_channel",
        "digest_channel",
        "voice_channel",
        "own_voice_channel",
        "source_channel",
        "source_message",
        "meetup",
        "date",
        "problem",
        "poll",
        "venue",
        "card_picture",
        "event_picture",
        "circle",
        "round",
        "city",
        "subject",
        "accepted",
        "tried",
    )
}
NUMBERS = re.compile(r"(_at|_until|_ms|position)$")
IN_WORDS = re.compile(r"user|member|author|host|owner")
ABOUT_NOBODY = {"has_author_left", "host_says", "is_author_stopped", "is_told"}  # flags


@pytest.fixture
def schema() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrate(connection)
    yield connection
    connection.close()


def _tables(schema: sqlite3.Connection) -> list[str]:
    rows = schema.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    shadows = re.compile(r"sqlite_|schema_version|problem_index_")
    return [row["name"] for row in rows if not shadows.match(row["name"])]


def test_every_column_that_may_hold_a_member_is_read_and_erased(schema: sqlite3.Connection) -> None:
    covered = {f"{topic.table}.{topic.column}" for topic in TOPICS} | UNREAD
    for table in _tables(schema):
        for column in schema.execute(f"PRAGMA table_info({table})"):
            name, kind = column["name"], column["type"]
            is_number = kind == "BIGINT" and (name in NO_MEMBER or NUMBERS.search(name))
            may_be_one = (kind == "BIGINT" and not is_number) or IN_WORDS.search(name)
            if may_be_one and name not in ABOUT_NOBODY:
                assert f"{table}.{name}" in covered, f"{table}.{name}: read and erase it in db/personal.py"


def test_what_is_read_and_erased_exists(schema: sqlite3.Connection) -> None:
    values = {"guild_id": 1, "user_id": 2}
    for topic in TOPICS:
        assert schema.execute(topic.reading, values).fetchall() == []
        assert schema.execute(topic.erasing, values).rowcount == 0


def test_the_docs_name_every_table_and_no_other(schema: sqlite3.Connection) -> None:
    named = set(
        re.findall(r"`([a-z_]+)`", re.sub(r"(?s)^.*?\n\| what", "", DOCS.read_text(encoding="utf-8")))
    )
    assert set(_tables(schema)) - named == set()
    assert named - set(_tables(schema)) == set()


ALICE, BOB = 100_000_000_000_000_011, 100_000_000_000_000_012


@pytest.mark.parametrize(
    ("user_ids", "more", "next_at", "expected"),
    [
        ([ALICE, BOB], {}, 5, ({"user_ids": [BOB]}, "waiting", 5)),
        ([ALICE], {}, 5, ({}, "merged", None)),
        ([ALICE, BOB], {"asks": []}, 5, ({}, "merged", None)),
        ([ALICE, BOB], {}, None, ({}, "sent", None)),
        ([BOB], {}, 5, ({"user_ids": [BOB]}, "waiting", 5)),
    ],
)
async def test_what_names_a_member_is_said_to_the_others_alone_or_not_at_all(
    database: Database,
    user_ids: list[int],
    more: dict[str, list[str]],
    next_at: int | None,
    expected: tuple[dict[str, list[int]], str, int | None],
) -> None:
    payload = json.dumps({"user_ids": user_ids} | more)
    state = "waiting" if next_at else "sent"
    post: dict[str, Any] = {"id": 1, "payload": payload, "next_at": next_at, "state": state}
    await fill(database, ("posts", post), ("posts", post | {"id": 2, "guild_id": GUILD + 1}))
    await database.write(erase_member, GUILD, ALICE)
    kept, others = await read(database, "SELECT payload, state, next_at FROM posts ORDER BY id")
    assert (json.loads(str(kept[0])), *kept[1:]) == expected
    assert others == (payload, state, next_at), "of another server"
