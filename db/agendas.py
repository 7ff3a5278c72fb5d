"""Rows of agendas: which problems are discussed on which date, what is wished for, who was asked to help."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import WishDirection


def close_past_agendas(connection: Connection, guild_id: int, now_ms: int) -> None:
    """Takes the guild's problems off the agendas of dates that are over or called off."""
    connection.execute(
        """
        UPDATE agenda_items SET is_open = 0
        WHERE guild_id = :guild_id AND is_open = 1 AND EXISTS (
            SELECT 1 FROM meetup_dates WHERE meetup_dates.id = agenda_items.date_id
                AND (ends_at <= :now OR status <> 'planned')
        )
        """,
        {"guild_id": guild_id, "now": now_ms},
    )


def list_scheduled_problems(connection: Connection, guild_id: int, now_ms: int) -> set[ProblemId]:
    """Returns the guild's problems that are on the agenda of a date to come or under way."""
    rows = connection.execute(
        """
        SELECT problem_id FROM agenda_items JOIN meetup_dates ON meetup_dates.id = agenda_items.date_id
        WHERE guild_id = :guild_id AND is_open = 1 AND ends_at > :now AND status = 'planned'
        """,
        {"guild_id": guild_id, "now": now_ms},
    )
    return {ProblemId(row["problem_id"]) for row in rows}


def list_dates_with(connection: Connection, problem_id: ProblemId, now_ms: int) -> list[DateId]:
    """Returns the dates to come or under way that have the problem on their agenda."""
    rows = connection.execute(
        """
        SELECT date_id FROM agenda_items JOIN meetup_dates ON meetup_dates.id = agenda_items.date_id
        WHERE problem_id = :id AND ends_at > :now AND status = 'planned'
        """,
        {"id": problem_id, "now": now_ms},
    )
    return [DateId(row["date_id"]) for row in rows]


def count_agendas(connection: Connection, problem_id: ProblemId, now_ms: int) -> int:
    """Returns how many dates that took place had the problem on their agenda since the last `forget_held`."""
    row = connection.execute(
        """
        SELECT count(*) AS held FROM agenda_items JOIN meetup_dates ON meetup_dates.id = agenda_items.date_id
        WHERE problem_id = :id AND is_counted = 1 AND ends_at <= :now AND status = 'planned'
        """,
        {"id": problem_id, "now": now_ms},
    ).fetchone()
    held: int = row["held"]
    return held


def reset_agenda_count(connection: Connection, problem_id: ProblemId) -> None:
    """Begins to count anew on how many agendas the problem has been."""
    connection.execute("UPDATE agenda_items SET is_counted = 0 WHERE problem_id = :id", {"id": problem_id})


def insert_items(
    connection: Connection, guild_id: int, date_id: DateId, problem_ids: Iterable[ProblemId]
) -> None:
    """Puts the problems on the agenda of the date."""
    connection.executemany(
        "INSERT INTO agenda_items (date_id, problem_id, guild_id) VALUES (?, ?, ?)",
        [(date_id, problem_id, guild_id) for problem_id in problem_ids],
    )


def list_help_requests(
    connection: Connection, problem_ids: Iterable[ProblemId]
) -> set[tuple[ProblemId, int]]:
    """Returns a pair (problem, user id) for everybody who has been asked about one of these problems."""
    return {
        (problem_id, row["user_id"])
        for problem_id in problem_ids
        for row in connection.execute(
            "SELECT user_id FROM helper_asks WHERE problem_id = :id", {"id": problem_id}
        )
    }


def insert_help_requests(connection: Connection, problem_id: ProblemId, user_ids: Iterable[int]) -> None:
    """Notes that these members have been asked about the problem."""
    connection.executemany(
        "INSERT INTO helper_asks (problem_id, user_id) VALUES (?, ?)",
        [(problem_id, user_id) for user_id in user_ids],
    )


def list_items(connection: Connection, date_id: DateId) -> dict[ProblemId, int]:
    """Returns the problems on a date's agenda, each with the wishes for it less those against it."""
    rows = connection.execute(
        """
        SELECT agenda_items.problem_id, coalesce(sum(
            CASE direction WHEN 'up' THEN 1 WHEN 'down' THEN -1 ELSE 0 END
        ), 0) AS wishes
        FROM agenda_items LEFT JOIN agenda_wishes
            ON agenda_wishes.date_id = agenda_items.date_id
            AND agenda_wishes.problem_id = agenda_items.problem_id
        WHERE agenda_items.date_id = :id GROUP BY agenda_items.problem_id
        """,
        {"id": date_id},
    )
    return {ProblemId(row["problem_id"]): row["wishes"] for row in rows}


def toggle_wish(
    connection: Connection, date_id: DateId, problem_id: ProblemId, user_id: int, direction: WishDirection
) -> None:
    """Stores what the member wishes for the problem; the same wish a second time takes it back."""
    values = {"date_id": date_id, "problem_id": problem_id, "user_id": user_id, "direction": direction}
    where = "date_id = :date_id AND problem_id = :problem_id AND user_id = :user_id"
    cursor = connection.execute(f"DELETE FROM agenda_wishes WHERE {where} AND direction = :direction", values)
    if not cursor.rowcount:
        connection.execute(
            """
            INSERT INTO agenda_wishes (date_id, problem_id, user_id, direction)
            VALUES (:date_id, :problem_id, :user_id, :direction)
            ON CONFLICT (date_id, problem_id, user_id) DO UPDATE SET direction = excluded.direction
            """,
            values,
        )
