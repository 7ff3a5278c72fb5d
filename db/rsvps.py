"""Rows of rsvps."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from db.connection import Connection, Row
from domain.ids import DateId
from domain.meetups.rsvp import Answer, Mark

_MARK = "user_id, answer, position, is_reaction, is_seated"
# Where `+ 0` stands, one member's answers are looked at: the index by position, which the planner would take
# otherwise, walks past everybody who answered later.


def list_marks(connection: Connection, date_id: DateId) -> list[Mark]:
    """Every answer standing on a date, in the order of answering."""
    rows = connection.execute(
        f"SELECT {_MARK} FROM rsvps WHERE date_id = :date_id ORDER BY position",  # noqa: S608
        {"date_id": date_id},
    )
    return [_mark(row) for row in rows]


def list_marks_of(connection: Connection, date_id: DateId, user_id: int) -> list[Mark]:
    """Every answer of one member standing on a date, in no order: sorting here would scan the whole date."""
    rows = connection.execute(
        f"SELECT {_MARK} FROM rsvps WHERE date_id = :date_id AND user_id = :user_id",  # noqa: S608
        {"date_id": date_id, "user_id": user_id},
    )
    return [_mark(row) for row in rows]


def list_marks_at_stake(
    connection: Connection, date_id: DateId, user_id: int, waiting_limit: int
) -> list[Mark]:
    """What decides about seats after this member has answered, in no order.

    That is every answer of theirs, of the others those with a seat, and the first that wait for one.
    """
    values = {"date_id": date_id, "user_id": user_id, "limit": waiting_limit}
    rows = connection.execute(
        f"""
        SELECT {_MARK} FROM rsvps
        WHERE date_id = :date_id AND answer = 'going' AND is_seated = 1 AND user_id <> :user_id
        UNION ALL
        SELECT * FROM (
            SELECT {_MARK} FROM rsvps
            WHERE date_id = :date_id AND answer = 'going' AND is_seated = 0 AND user_id <> :user_id
                AND NOT EXISTS (
                    SELECT 1 FROM rsvps AS later
                    WHERE later.date_id = rsvps.date_id AND later.user_id = rsvps.user_id
                        AND later.position + 0 > rsvps.position
                )
            ORDER BY position LIMIT :limit
        ) AS waiting
        """,  # noqa: S608
        values,
    )
    return [*list_marks_of(connection, date_id, user_id), *map(_mark, rows)]


def save_mark(
    connection: Connection, date_id: DateId, user_id: int, answer: Answer, is_reaction: bool, now_ms: int
) -> None:
    """The member answers now: the answer moves to the end of the order, unless it stood there last.

    Answering the same again keeps one's place in the order and one's seat.
    """
    connection.execute(
        """
        INSERT INTO rsvps (date_id, user_id, answer, position, is_reaction, is_seated, answered_at)
        VALUES (
            :date_id, :user_id, :answer,
            (SELECT COALESCE(max(position), 0) + 1 FROM rsvps WHERE date_id = :date_id),
            :is_reaction, 0, :now
        )
        ON CONFLICT (date_id, user_id, answer) DO UPDATE SET
            is_reaction = excluded.is_reaction,
            position = CASE
                WHEN rsvps.position = (
                    SELECT max(position + 0) FROM rsvps AS mine
                    WHERE mine.date_id = :date_id AND mine.user_id = :user_id
                ) THEN rsvps.position
                ELSE excluded.position
            END
        """,
        {
            "date_id": date_id,
            "user_id": user_id,
            "answer": answer,
            "is_reaction": int(is_reaction),
            "now": now_ms,
        },
    )


def delete_mark(
    connection: Connection, date_id: DateId, user_id: int, answer: Answer, *, is_reaction: bool | None = None
) -> bool:
    """Forget one answer; `is_reaction` narrows it to a reaction, or to an answer that is none.

    Whether it was there.
    """
    cursor = connection.execute(
        """
        DELETE FROM rsvps WHERE date_id = :date_id AND user_id = :user_id AND answer = :answer
            AND is_reaction = COALESCE(:is_reaction, is_reaction)
        """,
        {"date_id": date_id, "user_id": user_id, "answer": answer, "is_reaction": is_reaction},
    )
    return cursor.rowcount == 1


def delete_marks(connection: Connection, date_id: DateId, user_ids: Iterable[int]) -> None:
    """Forget every answer of these members to this date."""
    connection.executemany(
        "DELETE FROM rsvps WHERE date_id = ? AND user_id = ?", [(date_id, user_id) for user_id in user_ids]
    )


def detach_marks(connection: Connection, date_id: DateId, answer: Answer) -> None:
    """The reactions behind this answer are gone, the answers are not: they stand on their own now."""
    connection.execute(
        "UPDATE rsvps SET is_reaction = 0 WHERE date_id = :date_id AND answer = :answer",
        {"date_id": date_id, "answer": answer},
    )


def set_seats(connection: Connection, date_id: DateId, user_ids: Collection[int], *, is_seated: bool) -> None:
    """Give these members a seat, or take it."""
    if user_ids:  # asking for nothing takes its time, too
        connection.executemany(
            "UPDATE rsvps SET is_seated = ? WHERE date_id = ? AND user_id = ? AND answer = ?",
            [(int(is_seated), date_id, user_id, Answer.GOING) for user_id in user_ids],
        )


def _mark(row: Row) -> Mark:
    user_id, answer, position, is_reaction, is_seated = row
    return Mark(user_id, Answer(answer), position, bool(is_reaction), bool(is_seated))
