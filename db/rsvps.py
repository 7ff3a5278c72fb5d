"""Rows of rsvps: the answers to dates, in the order in which they were given, and who has a seat."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from db.connection import Connection, Row
from db.values import from_ms, sql_id_list
from domain.ids import DateId
from domain.meetups.rsvp import Answer, MemberAnswer, StoredAnswer

_ANSWERS = {answer.value: answer for answer in Answer}  # hundreds of rows are read at once
_MARK = "user_id, answer, position, is_reaction, is_seated, guests"
# Where `+ 0` stands, the answers of one member are looked at, by the primary key: the index by position,
# which the planner would take otherwise, walks past everybody who answered later.


def list_answers(connection: Connection, date_id: DateId) -> list[StoredAnswer]:
    """Returns every answer standing on a date, in the order of answering."""
    rows = connection.execute(
        f"SELECT {_MARK} FROM rsvps WHERE date_id = :date_id ORDER BY position", {"date_id": date_id}
    )
    return [_mark(row) for row in rows]


def list_answers_of(connection: Connection, date_id: DateId, user_ids: Collection[int]) -> list[StoredAnswer]:
    """Returns every answer of these members on a date, in no order: sorting would scan the whole date."""
    rows = connection.execute(
        f"SELECT {_MARK} FROM rsvps WHERE date_id = :date_id AND user_id IN {sql_id_list(user_ids)}",
        {"date_id": date_id},
    )
    return [_mark(row) for row in rows]


def list_answers_at_stake(
    connection: Connection, date_id: DateId, user_ids: Collection[int], capacity: int
) -> list[StoredAnswer]:
    """Returns what decides about seats after these members have answered, in no order.

    That is every answer of theirs, of the others those with a seat, and the first who wait, as many as could
    ever be seated at once.
    """
    others = f"user_id NOT IN {sql_id_list(user_ids)}"
    rows = connection.execute(
        f"""
        SELECT {_MARK} FROM rsvps
        WHERE date_id = :date_id AND answer = 'going' AND is_seated = 1 AND {others}
        UNION ALL
        SELECT * FROM (
            SELECT {_MARK} FROM rsvps
            WHERE date_id = :date_id AND answer = 'going' AND is_seated = 0 AND {others}
                AND guests < :capacity AND NOT EXISTS (
                    SELECT 1 FROM rsvps AS later
                    WHERE later.date_id = rsvps.date_id AND later.user_id = rsvps.user_id
                        AND later.position + 0 > rsvps.position
                )
            ORDER BY position LIMIT :capacity
        ) AS waiting
        """,
        {"date_id": date_id, "capacity": capacity},
    )
    return [*list_answers_of(connection, date_id, user_ids), *map(_mark, rows)]


def map_answered_at(connection: Connection, date_id: DateId) -> dict[MemberAnswer, datetime]:
    """Returns when each answer on a date was given."""
    rows = connection.execute(
        "SELECT user_id, answer, answered_at FROM rsvps WHERE date_id = :date_id", {"date_id": date_id}
    )
    return {(row["user_id"], _ANSWERS[row["answer"]]): from_ms(row["answered_at"]) for row in rows}


def next_order(connection: Connection, date_id: DateId) -> int:
    """Returns the place of the next answer in the order of answering."""
    row = connection.execute(
        "SELECT COALESCE(max(position), 0) + 1 FROM rsvps WHERE date_id = :date_id", {"date_id": date_id}
    ).fetchone()
    order: int = row[0]
    return order


def save_changes(
    connection: Connection,
    date_id: DateId,
    before: Iterable[StoredAnswer],
    after: Iterable[StoredAnswer],
    now_ms: int,
) -> bool:
    """Stores what has become of these answers; returns whether anything is different."""
    old = {(mark.user_id, mark.answer): mark for mark in before}
    changed = []
    for mark in after:
        if old.pop((mark.user_id, mark.answer), None) != mark:
            user_id, answer, order, is_reaction, is_seated, guests = mark
            row = (date_id, user_id, answer.value, order, int(is_reaction), int(is_seated), guests, now_ms)
            changed.append(row)
    if old:
        connection.executemany(
            "DELETE FROM rsvps WHERE date_id = ? AND user_id = ? AND answer = ?",
            [(date_id, user_id, answer.value) for user_id, answer in old],
        )
    if changed:
        connection.executemany(
            """
            INSERT INTO rsvps (
                date_id, user_id, answer, position, is_reaction, is_seated, guests, answered_at
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (date_id, user_id, answer) DO UPDATE SET
                position = excluded.position, is_reaction = excluded.is_reaction,
                is_seated = excluded.is_seated, guests = excluded.guests
            """,
            changed,
        )
    return bool(old or changed)


def _mark(row: Row) -> StoredAnswer:
    user_id, answer, position, is_reaction, is_seated, guests = row
    return StoredAnswer(user_id, _ANSWERS[answer], position, is_reaction == 1, is_seated == 1, guests)
