"""Rows of brainstorms: who sits at which table of a date, and the rounds of its problems."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection, Row
from db.shards import OURS
from db.values import from_ms_or_none, to_ms_or_none
from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.brainstorm import BrainstormRound, RoundResult
from domain.meetups.seating_plan import BrainstormTable


def insert_seats(connection: Connection, date_id: DateId, tables: Iterable[BrainstormTable]) -> None:
    """Stores who sits at which table of the date."""
    connection.executemany(
        "INSERT INTO table_seats (date_id, user_id, table_number) VALUES (?, ?, ?)",
        [(date_id, user_id, table.number) for table in tables for user_id in table.user_ids],
    )


def map_seats(connection: Connection, date_id: DateId) -> dict[int, list[int]]:
    """Returns the user ids at each table of the date, by its number; empty where all sit at one."""
    rows = connection.execute(
        "SELECT user_id, table_number FROM table_seats WHERE date_id = :id ORDER BY table_number, user_id",
        {"id": date_id},
    )
    seats: dict[int, list[int]] = {}
    for row in rows:
        seats.setdefault(row["table_number"], []).append(row["user_id"])
    return seats


def save_round(connection: Connection, one: BrainstormRound) -> None:
    """Inserts the round, or stores what became of it."""
    connection.execute(
        """
        INSERT INTO brainstorm_rounds (
            date_id, problem_id, table_number, number, opened_at, ends_at, closed_at, result, tried_id
        )
        VALUES (
            :date_id, :problem_id, :table, :number, :opened_at, :ends_at, :closed_at, :result, :tried_id
        )
        ON CONFLICT (date_id, problem_id) DO UPDATE SET
            opened_at = excluded.opened_at, ends_at = excluded.ends_at, closed_at = excluded.closed_at,
            result = excluded.result, tried_id = excluded.tried_id
        """,
        {
            "date_id": one.date_id,
            "problem_id": one.problem_id,
            "table": one.table,
            "number": one.number,
            "opened_at": to_ms_or_none(one.opened_at),
            "ends_at": to_ms_or_none(one.ends_at),
            "closed_at": to_ms_or_none(one.closed_at),
            "result": one.result,
            "tried_id": one.tried_id,
        },
    )


def delete_round(connection: Connection, one: BrainstormRound) -> None:
    """Deletes the round of a problem that was solved before it got one."""
    connection.execute(
        "DELETE FROM brainstorm_rounds WHERE date_id = :date_id AND problem_id = :problem_id",
        {"date_id": one.date_id, "problem_id": one.problem_id},
    )


def list_rounds(connection: Connection, date_id: DateId) -> list[BrainstormRound]:
    """Returns the rounds of a date, table by table, in their order."""
    rows = connection.execute(
        "SELECT * FROM brainstorm_rounds WHERE date_id = :id ORDER BY table_number, number", {"id": date_id}
    )
    return [_round(row) for row in rows]


def find_round(connection: Connection, date_id: DateId, problem_id: ProblemId) -> BrainstormRound | None:
    """Returns the round of a problem on a date; None where it has none."""
    row = connection.execute(
        "SELECT * FROM brainstorm_rounds WHERE date_id = :date_id AND problem_id = :problem_id",
        {"date_id": date_id, "problem_id": problem_id},
    ).fetchone()
    return _round(row) if row else None


def list_dates(connection: Connection, problem_id: ProblemId) -> list[DateId]:
    """Returns the dates at which the problem had its round."""
    rows = connection.execute(
        "SELECT date_id FROM brainstorm_rounds WHERE problem_id = :id AND closed_at IS NOT NULL",
        {"id": problem_id},
    )
    return [DateId(row["date_id"]) for row in rows]


def find_talked_about(connection: Connection, message_id: int, user_id: int) -> ProblemId | None:
    """Returns the problem with an open round in the thread under this RSVP message; None where none is open.

    The round at the member's own table goes before those of other tables.
    """
    row = connection.execute(
        """
        SELECT problem_id FROM meetup_dates
        JOIN brainstorm_rounds ON brainstorm_rounds.date_id = meetup_dates.id
        LEFT JOIN table_seats ON table_seats.date_id = meetup_dates.id AND table_seats.user_id = :user_id
        WHERE message_id = :message_id AND opened_at IS NOT NULL AND closed_at IS NULL
        ORDER BY CASE WHEN table_seats.table_number = brainstorm_rounds.table_number THEN 0 ELSE 1 END,
            brainstorm_rounds.table_number
        LIMIT 1
        """,
        {"message_id": message_id, "user_id": user_id},
    ).fetchone()
    return ProblemId(row["problem_id"]) if row else None


def list_due(connection: Connection, now_ms: int) -> list[BrainstormRound]:
    """Returns the open rounds whose time is over, in the order in which it ran out."""
    rows = connection.execute(
        f"""
        SELECT * FROM brainstorm_rounds WHERE ends_at <= :now AND closed_at IS NULL AND EXISTS (
            SELECT 1 FROM problems WHERE id = problem_id AND {OURS}
        )
        ORDER BY ends_at
        """,
        {"now": now_ms},
    )
    return [_round(row) for row in rows]


def next_due_ms(connection: Connection) -> int | None:
    """Returns when the time of the next open round is over, in ms; None where none is open."""
    # The first term is for the planner alone, which takes the partial index only where it stands.
    value: int | None = connection.execute(
        "SELECT min(ends_at) FROM brainstorm_rounds WHERE ends_at IS NOT NULL AND closed_at IS NULL"
    ).fetchone()[0]
    return value


def find_last_result(connection: Connection, problem_id: ProblemId) -> RoundResult | None:
    """Returns what came of the problem's last round; None where it had none, or nobody said."""
    row = connection.execute(
        """
        SELECT result FROM brainstorm_rounds WHERE problem_id = :id AND closed_at IS NOT NULL
        ORDER BY closed_at DESC LIMIT 1
        """,
        {"id": problem_id},
    ).fetchone()
    return RoundResult(row["result"]) if row and row["result"] else None


def _round(row: Row) -> BrainstormRound:
    return BrainstormRound(
        date_id=DateId(row["date_id"]),
        problem_id=ProblemId(row["problem_id"]),
        table=row["table_number"],
        number=row["number"],
        opened_at=from_ms_or_none(row["opened_at"]),
        ends_at=from_ms_or_none(row["ends_at"]),
        closed_at=from_ms_or_none(row["closed_at"]),
        result=RoundResult(row["result"]) if row["result"] else None,
        tried_id=ProposalId(row["tried_id"]) if row["tried_id"] is not None else None,
    )
