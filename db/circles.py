"""Rows of circles: who sits in them, who can come when, and whom the last rounds had no circle for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from db.connection import Connection, Row
from db.shards import HERE
from db.values import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from domain.circles.circle import HOLDING, Circle, CircleSeat, CircleState, SeatState
from domain.circles.matching_result import LeftOverReason
from domain.circles.member import pair
from domain.ids import CircleId, CircleRoundId, MeetupId

_COLUMNS = (
    "guild_id",
    "round_id",
    "state",
    "is_online",
    "area",
    "zone",
    "answer_by",
    "refills",
    "wants_refill",
    "formed_at",
    "polls",
    "times",
    "poll_until",
    "ask_at",
    "asked",
    "quiet",
    "meetup_id",
    "next_at",
)
_ALIVE = f"('{CircleState.PROPOSED}', '{CircleState.FORMED}')"
_HELD = ", ".join(f"'{state}'" for state in HOLDING)


def save_circle(connection: Connection, circle: Circle) -> None:
    """Inserts the circle, or stores it as it is now, with its seats; `set_thread` alone stores its thread."""
    names = ", ".join(_COLUMNS)
    values = ", ".join(f":{name}" for name in _COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
    connection.execute(
        f"INSERT INTO circles (id, {names}) VALUES (:id, {values}) ON CONFLICT (id) DO UPDATE SET {changes}",
        {
            "id": circle.id,
            "guild_id": circle.guild_id,
            "round_id": circle.round_id,
            "state": circle.state,
            "is_online": int(circle.is_online),
            "area": circle.area,
            "zone": circle.zone,
            "answer_by": to_ms(circle.answer_by),
            "refills": circle.refills,
            "wants_refill": int(circle.wants_refill),
            "formed_at": to_ms_or_none(circle.formed_at),
            "polls": circle.polls,
            "times": json.dumps([to_ms(start) for start in circle.times]),
            "poll_until": to_ms_or_none(circle.poll_until),
            "ask_at": to_ms_or_none(circle.ask_at),
            "asked": circle.asked,
            "quiet": circle.quiet,
            "meetup_id": circle.meetup_id,
            "next_at": to_ms_or_none(circle.next_at),
        },
    )
    connection.executemany(
        """
        INSERT INTO circle_seats (circle_id, user_id, guild_id, state, wave) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (circle_id, user_id) DO UPDATE SET state = excluded.state, wave = excluded.wave
        """,
        [(circle.id, seat.user_id, circle.guild_id, seat.state, seat.wave) for seat in circle.seats],
    )


def set_met(connection: Connection, circle_id: CircleId, now_ms: int) -> None:
    """Stores that the circle has met now, unless it has met before."""
    connection.execute(
        "UPDATE circles SET met_at = :now WHERE id = :id AND met_at IS NULL", {"id": circle_id, "now": now_ms}
    )


def set_thread(connection: Connection, circle_id: CircleId, thread_id: int | None) -> None:
    """Stores the thread in which the circle talks; None where there is none any more."""
    connection.execute(
        "UPDATE circles SET thread_id = :thread_id WHERE id = :id", {"id": circle_id, "thread_id": thread_id}
    )


def is_thread_in_use(connection: Connection, thread_id: int) -> bool:
    """Returns whether the thread is that of a circle, or the one in which the bot speaks with a member."""
    found = connection.execute(
        "SELECT 1 FROM circles WHERE thread_id = :id "
        "UNION ALL SELECT 1 FROM circle_members WHERE thread_id = :id LIMIT 1",
        {"id": thread_id},
    )
    return found.fetchone() is not None


def set_message(connection: Connection, circle_id: CircleId, message_id: int) -> None:
    """Stores the message with which the circle's thread begins."""
    connection.execute(
        "UPDATE circles SET message_id = :message_id WHERE id = :id",
        {"id": circle_id, "message_id": message_id},
    )


def load_circle(connection: Connection, circle_id: CircleId) -> Circle | None:
    """Returns the circle with its seats, whichever guild it is of; None where there is none of this id."""
    found = _list(connection, "id = :value", circle_id)
    return found[0] if found else None


def find_circle_of(connection: Connection, guild_id: int, user_id: int) -> Circle | None:
    """Returns the circle that the member sits in or may still accept; None where there is none."""
    row = connection.execute(
        f"SELECT circle_id FROM circle_seats WHERE guild_id = :guild_id AND user_id = :user_id "
        f"AND state IN ({_HELD})",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()
    return load_circle(connection, CircleId(row["circle_id"])) if row else None


def list_alive(connection: Connection, guild_id: int) -> list[Circle]:
    """Returns the guild's circles that are proposed or have formed."""
    return _list(connection, f"guild_id = :value AND state IN {_ALIVE}", guild_id)


def list_of_round(connection: Connection, round_id: CircleRoundId) -> list[Circle]:
    """Returns the circles that a round proposed."""
    return _list(connection, "round_id = :value", round_id)


def has_due(connection: Connection, now_ms: int) -> bool:
    """Returns whether something about any circle is due."""
    found = connection.execute(
        f"SELECT 1 FROM circles WHERE next_at <= :now AND {HERE} LIMIT 1", {"now": now_ms}
    )
    return found.fetchone() is not None


def list_due(connection: Connection, now_ms: int) -> list[Circle]:
    """Returns at most a hundred circles about which something is due, the longest waiting first."""
    return _list(connection, f"next_at <= :value AND {HERE} ORDER BY next_at, id LIMIT 100", now_ms)


def next_due_ms(connection: Connection) -> int | None:
    """Returns when something about a circle is due next, in ms; None where nothing is planned."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(next_at) FROM circles WHERE next_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value


def list_guilds_to_refill(connection: Connection) -> list[int]:
    """Returns the guilds with a circle that waits for a matching to find it more members."""
    rows = connection.execute(
        f"SELECT DISTINCT guild_id FROM circles WHERE wants_refill = 1 AND {HERE} ORDER BY guild_id"
    )
    return [row["guild_id"] for row in rows]


def list_held(connection: Connection, guild_id: int) -> set[int]:
    """Returns the members of the guild who sit in a circle or may still accept one."""
    rows = connection.execute(
        f"SELECT user_id FROM circle_seats WHERE guild_id = :guild_id AND state IN ({_HELD})",
        {"guild_id": guild_id},
    )
    return {row["user_id"] for row in rows}


def list_declined(connection: Connection, round_id: CircleRoundId) -> set[int]:
    """Returns who declined, did not answer or left in this round: they are not asked again in it."""
    rows = connection.execute(
        """
        SELECT user_id FROM circle_seats JOIN circles ON circles.id = circle_seats.circle_id
        WHERE circles.round_id = :round_id AND circle_seats.state IN ('declined', 'silent', 'left')
        """,
        {"round_id": round_id},
    )
    return {row["user_id"] for row in rows}


def is_member(connection: Connection, circle_id: CircleId, user_id: int) -> bool:
    """Returns whether the member sits in the circle, or did when it met."""
    found = connection.execute(
        "SELECT 1 FROM circle_seats WHERE circle_id = :circle_id AND user_id = :user_id "
        "AND state IN ('accepted', 'met')",
        {"circle_id": circle_id, "user_id": user_id},
    )
    return found.fetchone() is not None


def map_last_met(connection: Connection, guild_id: int) -> dict[int, int]:
    """Returns, by user id, when each member of the guild last met in a circle, in ms."""
    rows = connection.execute(
        """
        SELECT circle_seats.user_id, max(circles.met_at) AS last
        FROM circles JOIN circle_seats ON circle_seats.circle_id = circles.id
        WHERE circles.guild_id = :guild_id AND circles.met_at IS NOT NULL
            AND circle_seats.state IN ('met', 'accepted')
        GROUP BY circle_seats.user_id
        """,
        {"guild_id": guild_id},
    )
    return {row["user_id"]: row["last"] for row in rows}


def map_last_together(connection: Connection, guild_id: int, since_ms: int) -> dict[tuple[int, int], int]:
    """Returns, for each pair of members who sat in one circle, when the last one formed, in ms.

    Only circles that formed after `since_ms` count.
    """
    rows = connection.execute(
        """
        SELECT one.user_id AS one_id, other.user_id AS other_id, max(circles.formed_at) AS last
        FROM circles
        JOIN circle_seats AS one ON one.circle_id = circles.id
        JOIN circle_seats AS other ON other.circle_id = circles.id AND other.user_id > one.user_id
        WHERE circles.guild_id = :guild_id AND circles.formed_at > :since
            AND one.state IN ('met', 'accepted', 'released', 'left')
            AND other.state IN ('met', 'accepted', 'released', 'left')
        GROUP BY one.user_id, other.user_id
        """,
        {"guild_id": guild_id, "since": since_ms},
    )
    return {pair(row["one_id"], row["other_id"]): row["last"] for row in rows}


def toggle_time_vote(connection: Connection, circle_id: CircleId, user_id: int, starts_at: datetime) -> None:
    """Stores that the member can come at this time; the same a second time takes it back."""
    values = {"circle_id": circle_id, "user_id": user_id, "starts_at": to_ms(starts_at)}
    cursor = connection.execute(
        "DELETE FROM circle_votes WHERE circle_id = :circle_id AND user_id = :user_id "
        "AND starts_at = :starts_at",
        values,
    )
    if not cursor.rowcount:
        connection.execute("INSERT INTO circle_votes VALUES (:circle_id, :user_id, :starts_at)", values)


def delete_votes(connection: Connection, circle_id: CircleId) -> None:
    """Deletes the votes of the circle's last poll, since a new one begins."""
    connection.execute("DELETE FROM circle_votes WHERE circle_id = :circle_id", {"circle_id": circle_id})


def delete_votes_of(connection: Connection, circle_id: CircleId, user_id: int) -> None:
    """Deletes the votes of a member who has left the circle."""
    connection.execute(
        "DELETE FROM circle_votes WHERE circle_id = :circle_id AND user_id = :user_id",
        {"circle_id": circle_id, "user_id": user_id},
    )


def list_votes(connection: Connection, circle_id: CircleId) -> list[tuple[int, datetime]]:
    """Returns a pair (user id, start) for every vote, the earliest start first."""
    rows = connection.execute(
        "SELECT user_id, starts_at FROM circle_votes WHERE circle_id = :id ORDER BY starts_at, user_id",
        {"id": circle_id},
    )
    return [(row["user_id"], from_ms(row["starts_at"])) for row in rows]


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """How a member stands to circles beside any one of them.

    `thread_id` is where the bot speaks with them. `left_over` counts the rounds in a row that had no circle
    for them; `reason` is why the last one had none, None where it had one or there was no round yet;
    `is_told` says whether they have heard it.
    """

    thread_id: int | None = None
    left_over: int = 0
    reason: LeftOverReason | None = None
    is_told: bool = True


def map_member_records(connection: Connection, guild_id: int) -> dict[int, MemberRecord]:
    """Returns the standing of every member of the guild who has one, by user id."""
    rows = connection.execute("SELECT * FROM circle_members WHERE guild_id = :id", {"id": guild_id})
    return {row["user_id"]: _standing(row) for row in rows}


def get_member_record(connection: Connection, guild_id: int, user_id: int) -> MemberRecord:
    """Returns the member's standing; a blank one where nothing is stored."""
    row = connection.execute(
        "SELECT * FROM circle_members WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()
    return _standing(row) if row else MemberRecord()


def set_own_thread(connection: Connection, guild_id: int, user_id: int, thread_id: int | None) -> None:
    """Stores the thread in which the bot speaks with the member; None where there is none any more."""
    connection.execute(
        """
        INSERT INTO circle_members (guild_id, user_id, thread_id) VALUES (:guild_id, :user_id, :thread_id)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET thread_id = excluded.thread_id
        """,
        {"guild_id": guild_id, "user_id": user_id, "thread_id": thread_id},
    )


def add_left_over(
    connection: Connection,
    guild_id: int,
    members: Iterable[tuple[int, LeftOverReason | None]],
    *,
    is_told: bool,
) -> None:
    """Counts one more round that had no circle for these members, and stores why, None where they know.

    `is_told` says that they need not hear of it.
    """
    connection.executemany(
        """
        INSERT INTO circle_members (guild_id, user_id, left_over, reason, is_told) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET
            left_over = circle_members.left_over + 1, reason = excluded.reason, is_told = excluded.is_told
        """,
        [(guild_id, user_id, reason, int(is_told)) for user_id, reason in members],
    )


def clear_left_over(connection: Connection, guild_id: int, user_ids: Collection[int]) -> None:
    """Resets the count of these members, since a round had a circle for them."""
    connection.executemany(
        """
        UPDATE circle_members SET left_over = 0, reason = NULL, is_told = 1
        WHERE guild_id = ? AND user_id = ?
        """,
        [(guild_id, user_id) for user_id in user_ids],
    )


def mark_left_over_told(connection: Connection, guild_id: int, user_id: int) -> None:
    """Stores that the member has heard why there was no circle."""
    connection.execute(
        "UPDATE circle_members SET is_told = 1 WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    )


def _standing(row: Row) -> MemberRecord:
    reason = LeftOverReason(row["reason"]) if row["reason"] else None
    return MemberRecord(row["thread_id"], row["left_over"], reason, bool(row["is_told"]))


def _list(connection: Connection, where: str, value: int) -> list[Circle]:
    rows = connection.execute(f"SELECT * FROM circles WHERE {where}", {"value": value})
    return [_circle(connection, row) for row in rows.fetchall()]


def _circle(connection: Connection, row: Row) -> Circle:
    seats = connection.execute(
        "SELECT * FROM circle_seats WHERE circle_id = :id ORDER BY wave, user_id", {"id": row["id"]}
    )
    return Circle(
        id=CircleId(row["id"]),
        guild_id=row["guild_id"],
        round_id=CircleRoundId(row["round_id"]),
        seats=tuple(CircleSeat(seat["user_id"], SeatState(seat["state"]), seat["wave"]) for seat in seats),
        answer_by=from_ms(row["answer_by"]),
        state=CircleState(row["state"]),
        is_online=bool(row["is_online"]),
        area=row["area"],
        zone=row["zone"],
        refills=row["refills"],
        wants_refill=bool(row["wants_refill"]),
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        formed_at=from_ms_or_none(row["formed_at"]),
        polls=row["polls"],
        times=tuple(from_ms(start) for start in json.loads(row["times"])),
        poll_until=from_ms_or_none(row["poll_until"]),
        ask_at=from_ms_or_none(row["ask_at"]),
        asked=row["asked"],
        quiet=row["quiet"],
        meetup_id=MeetupId(row["meetup_id"]) if row["meetup_id"] is not None else None,
    )
