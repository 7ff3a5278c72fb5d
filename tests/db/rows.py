"""Rows that a test needs to be there: what it does not name is filled in with something plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.connection import Connection
from db.database import Database

GUILD = 1
Values = Mapping[str, Any]

_PLAIN: dict[str, dict[str, Any]] = {
    "guilds": {"guild_id": GUILD},
    "meetups": {
        "guild_id": GUILD,
        "host_id": 10,
        "title": "Co-working",
        "length_min": 60,
        "channel_id": 500,
        "place": "Café",
        "pings_min": "[]",
        "first_on": "2026-03-13",
        "at": "09:30",
        "zone": "Europe/Berlin",
        "rule": "weekly",
        "created_at": 0,
    },
    "meetup_dates": {"meetup_id": 1, "starts_at": 0, "ends_at": 0, "status": "planned"},
    "rsvps": {"answer": "going", "position": 1, "is_reaction": 1, "is_seated": 1, "answered_at": 0},
    "attendances": {},
    "table_seats": {},
    "problems": {
        "guild_id": GUILD,
        "author_id": 11,
        "title": "Unpaid invoices",
        "wants": "",
        "tried": "",
        "tags": "[]",
        "channel_id": 501,
        "is_forum": 0,
        "state": "open",
        "created_at": 0,
    },
    "problem_tags": {"guild_id": GUILD},
    "proposals": {"author_id": 12, "text": "Ask for half", "created_at": 0},
    "votes": {"is_reaction": 0, "voted_at": 0},
    "profiles": {"guild_id": GUILD},
    "rounds": {"guild_id": GUILD, "began_at": 0},
    "circles": {
        "guild_id": GUILD,
        "round_id": 1,
        "state": "formed",
        "is_online": 0,
        "area": "Berlin",
        "zone": "Europe/Berlin",
        "answer_by": 0,
    },
    "circle_seats": {"guild_id": GUILD, "state": "accepted", "wave": 0},
    "mirrors": {"guild_id": GUILD, "kind": "card"},
    "posts": {
        "guild_id": GUILD,
        "kind": "remind",
        "key": "",
        "due_at": 0,
        "useful_until": 10_000,
        "next_at": 0,
    },
}


def add(connection: Connection, table: str, **values: Any) -> None:
    """Inserts a row; a date whose day is not named is on one of its own."""
    row = _PLAIN[table] | values
    if table == "meetup_dates":
        row = {"on_date": f"date {row['id']}"} | row
    if table == "posts":
        row = {"subject_id": row["id"]} | row
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)


async def fill(database: Database, *rows: tuple[str, Values]) -> None:
    """Inserts these rows of these tables, in one transaction."""

    def add_all(connection: Connection) -> None:
        for table, values in rows:
            add(connection, table, **values)

    await database.write(add_all)


async def read(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """Returns the rows that the statement finds."""

    def find(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(statement)]

    return await database.read(find)
