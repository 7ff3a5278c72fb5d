"""Rows of feedback: whether members would come again, until they are counted, and what was counted."""

from __future__ import annotations

from datetime import datetime

from db.connection import Connection, Row
from db.shards import HERE
from db.values import from_ms_or_none, to_ms_or_none
from domain.feedback import Tally
from domain.ids import DateId, MeetupId, VenueId


def set_until(connection: Connection, date_id: DateId, until: datetime | None) -> None:
    """Stores until when those who were at the date may answer; None once it is counted."""
    connection.execute(
        "UPDATE meetup_dates SET feedback_until = :until WHERE id = :id",
        {"id": date_id, "until": to_ms_or_none(until)},
    )


def find_until(connection: Connection, date_id: DateId) -> datetime | None:
    """Returns until when the date may be answered; None where it is not over yet, or counted."""
    row = connection.execute(
        "SELECT feedback_until FROM meetup_dates WHERE id = :id", {"id": date_id}
    ).fetchone()
    return from_ms_or_none(row["feedback_until"]) if row else None


def list_due(connection: Connection, now_ms: int, limit: int) -> list[DateId]:
    """Returns at most `limit` dates that are to be counted now, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE feedback_until <= :now AND {HERE}
        ORDER BY feedback_until LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [DateId(row["id"]) for row in rows]


def next_due_ms(connection: Connection) -> int | None:
    """Returns when the next date is to be counted, in ms; None where none is."""
    value: int | None = connection.execute(
        "SELECT min(feedback_until) FROM meetup_dates WHERE feedback_until IS NOT NULL"
    ).fetchone()[0]
    return value


def list_unanswered(connection: Connection, guild_id: int, user_id: int, now_ms: int) -> list[DateId]:
    """Returns the guild's dates that may be answered, and that the member said yes to or was seen at.

    None that they have answered; the latest first.
    """
    rows = connection.execute(
        """
        SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE feedback_until > :now AND guild_id = :guild_id
            AND (EXISTS (SELECT 1 FROM rsvps WHERE date_id = meetup_dates.id AND user_id = :user_id)
                OR EXISTS (SELECT 1 FROM attendances WHERE date_id = meetup_dates.id AND user_id = :user_id))
            AND NOT EXISTS (SELECT 1 FROM feedback WHERE date_id = meetup_dates.id AND user_id = :user_id)
        ORDER BY feedback_until DESC
        """,
        {"now": now_ms, "guild_id": guild_id, "user_id": user_id},
    )
    return [DateId(row["id"]) for row in rows]


def find_answer(connection: Connection, date_id: DateId, user_id: int) -> bool | None:
    """Returns whether the member would come again; None where they have not said, or it is counted."""
    row = connection.execute(
        "SELECT is_good FROM feedback WHERE date_id = :date_id AND user_id = :user_id",
        {"date_id": date_id, "user_id": user_id},
    ).fetchone()
    return bool(row["is_good"]) if row else None


def save_answer(connection: Connection, date_id: DateId, user_id: int, *, is_good: bool) -> None:
    """Stores whether the member would come again."""
    connection.execute(
        """
        INSERT INTO feedback (date_id, user_id, is_good) VALUES (:date_id, :user_id, :is_good)
        ON CONFLICT (date_id, user_id) DO UPDATE SET is_good = excluded.is_good
        """,
        {"date_id": date_id, "user_id": user_id, "is_good": int(is_good)},
    )


def delete_answer(connection: Connection, date_id: DateId, user_id: int) -> None:
    """Deletes the member's answer, if there is one."""
    connection.execute(
        "DELETE FROM feedback WHERE date_id = :date_id AND user_id = :user_id",
        {"date_id": date_id, "user_id": user_id},
    )


def delete_answers(connection: Connection, date_id: DateId) -> None:
    """Deletes all answers to the date: they are counted."""
    connection.execute("DELETE FROM feedback WHERE date_id = :date_id", {"date_id": date_id})


def delete_before(connection: Connection, before_ms: int) -> None:
    """Deletes the answers to dates that ended before `before_ms`, which were never enough to be counted."""
    connection.execute(
        "DELETE FROM feedback WHERE date_id IN (SELECT id FROM meetup_dates WHERE ends_at < :before)",
        {"before": before_ms},
    )


def map_answers(connection: Connection, date_id: DateId) -> dict[int, bool]:
    """Returns, by user id, whether they would come to such a date again."""
    rows = connection.execute("SELECT user_id, is_good FROM feedback WHERE date_id = :id", {"id": date_id})
    return {row["user_id"]: bool(row["is_good"]) for row in rows}


def list_waiting(connection: Connection, meetup_id: MeetupId) -> list[DateId]:
    """Returns the meetup's dates whose time for answers is over and whose answers wait, the oldest first."""
    rows = connection.execute(
        """
        SELECT id FROM meetup_dates WHERE meetup_id = :id AND feedback_until IS NULL
            AND EXISTS (SELECT 1 FROM feedback WHERE date_id = meetup_dates.id)
        ORDER BY starts_at
        """,
        {"id": meetup_id},
    )
    return [DateId(row["id"]) for row in rows]


def insert_tally(
    connection: Connection,
    tally_id: int,
    meetup_id: MeetupId,
    date_id: DateId | None,
    venue_id: VenueId | None,
    counted: Tally,
) -> None:
    """Inserts what was counted: for one date, or for several of the meetup, which were all at the venue."""
    connection.execute(
        """
        INSERT INTO feedback_tallies (id, meetup_id, date_id, venue_id, answers, good)
        VALUES (:id, :meetup_id, :date_id, :venue_id, :answers, :good)
        """,
        {
            "id": tally_id,
            "meetup_id": meetup_id,
            "date_id": date_id,
            "venue_id": venue_id,
            "answers": counted.answers,
            "good": counted.good,
        },
    )


def sum_date(connection: Connection, date_id: DateId) -> Tally | None:
    """Returns what was counted for this date alone; None where nothing was."""
    return _sum(connection, "date_id", date_id)


def sum_meetup(connection: Connection, meetup_id: MeetupId) -> Tally | None:
    """Returns what was counted for the meetup so far; None where nothing was."""
    return _sum(connection, "meetup_id", meetup_id)


def sum_venue(connection: Connection, venue_id: VenueId) -> Tally | None:
    """Returns what was counted for the venue so far; None where nothing was."""
    return _sum(connection, "venue_id", venue_id)


def _sum(connection: Connection, column: str, value: int) -> Tally | None:
    row: Row = connection.execute(
        f"SELECT sum(answers) AS answers, sum(good) AS good FROM feedback_tallies WHERE {column} = :value",
        {"value": value},
    ).fetchone()
    return Tally(int(row["answers"]), int(row["good"])) if row["answers"] else None
