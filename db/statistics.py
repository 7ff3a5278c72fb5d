"""What a server's statistics are made from: visits, problems, proposals and circles."""

from __future__ import annotations

from datetime import timedelta

from db.connection import Connection
from db.proposals import BY_OTHERS
from db.values import from_ms, from_ms_or_none
from domain.meetups.attendance import LEAST_PRESENT
from domain.statistics import SharedProblem, Visit

# 1 there, -1 not there, NULL not known.
_THERE = (
    "CASE host_says WHEN 1 THEN 1 WHEN 0 THEN -1 "
    "ELSE CASE WHEN has_said = 1 OR present_ms >= :least THEN 1 END END"
)


def list_visits(connection: Connection, guild_id: int, since_ms: int, now_ms: int) -> list[Visit]:
    """Returns who said yes to a date of a meetup for everybody, or was at it.

    The dates started at `since_ms` or later and are over.
    """
    rows = connection.execute(
        f"""
        WITH days AS (
            SELECT meetup_dates.id, starts_at, CASE WHEN EXISTS (
                SELECT 1 FROM attendances WHERE date_id = meetup_dates.id AND present_ms >= :least
            ) THEN 1 ELSE 0 END AS is_measured
            FROM meetups JOIN meetup_dates ON meetup_dates.meetup_id = meetups.id
            WHERE guild_id = :guild_id AND circle_id IS NULL AND status = 'planned'
                AND starts_at >= :since AND ends_at <= :now
        )
        SELECT rsvps.user_id, starts_at, 1 AS said_yes, is_measured,
            COALESCE({_THERE}, 0 - is_measured) AS there
        FROM days JOIN rsvps ON rsvps.date_id = days.id
        LEFT JOIN attendances
            ON attendances.date_id = rsvps.date_id AND attendances.user_id = rsvps.user_id
        WHERE is_seated = 1
        UNION ALL
        SELECT user_id, starts_at, 0, is_measured, 1 FROM days JOIN attendances ON date_id = days.id
        WHERE {_THERE} = 1 AND NOT EXISTS (
            SELECT 1 FROM rsvps
            WHERE date_id = days.id AND user_id = attendances.user_id AND is_seated = 1
        )
        """,
        {
            "guild_id": guild_id,
            "since": since_ms,
            "now": now_ms,
            "least": LEAST_PRESENT // timedelta(milliseconds=1),
        },
    )
    known = {1: True, 0: None, -1: False}
    return [
        Visit(
            user_id=row["user_id"],
            starts_at=from_ms(row["starts_at"]),
            said_yes=bool(row["said_yes"]),
            was_there=known[row["there"]],
            is_measured=bool(row["is_measured"]),
        )
        for row in rows
    ]


def list_raised(connection: Connection, guild_id: int, since_ms: int) -> list[SharedProblem]:
    """Returns the problems on the board that were shared or solved at `since_ms` or later."""
    rows = connection.execute(
        "SELECT created_at, CASE WHEN state = 'solved' THEN accepted_at END AS solved_at FROM problems "
        "WHERE guild_id = :guild_id AND state <> 'removed' "
        "AND (created_at >= :since OR accepted_at >= :since)",
        {"guild_id": guild_id, "since": since_ms},
    )
    return [SharedProblem(from_ms(row["created_at"]), from_ms_or_none(row["solved_at"])) for row in rows]


def count_proposals(connection: Connection, guild_id: int, since_ms: int) -> dict[int, int]:
    """Returns how many proposals to others' problems each member has made since `since_ms`, by user id."""
    rows = connection.execute(
        f"""
        SELECT proposals.author_id, count(*) AS made FROM problems
        JOIN proposals ON proposals.problem_id = problems.id
        WHERE guild_id = :guild_id AND proposals.created_at >= :since AND {BY_OTHERS}
        GROUP BY proposals.author_id
        """,
        {"guild_id": guild_id, "since": since_ms},
    )
    return {row["author_id"]: row["made"] for row in rows}


def list_circles(connection: Connection, guild_id: int, since_ms: int) -> list[bool]:
    """Returns, for each circle that formed at `since_ms` or later, whether it has met."""
    rows = connection.execute(
        "SELECT met_at IS NOT NULL AS has_met FROM circles "
        "WHERE guild_id = :guild_id AND formed_at >= :since",
        {"guild_id": guild_id, "since": since_ms},
    )
    return [bool(row["has_met"]) for row in rows]
