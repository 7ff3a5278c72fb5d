"""Rows of dates: when each date of a meetup is, what became of it, and which message shows it."""

from __future__ import annotations

from datetime import date, timedelta

from db.connection import Connection, Row
from db.date_rows import DATE_COLUMNS, date_of, with_date
from db.shards import HERE, OURS
from db.values import from_ms, to_ms, to_ms_or_none
from domain.ids import DateId, MeetupId, PictureId
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateChange, DateStatus
from domain.reaction_polls import ReactionPoll

_ROOM = """
    CASE WHEN own_place IS NOT NULL THEN own_voice_channel_id WHEN venue IS NULL THEN voice_channel_id END
"""
_ONE_DAY = timedelta(days=1)  # somewhere it is still yesterday
_SEEN = (  # what people see of a date, beside its time: where one differs, the date was changed
    "starts_at",
    "status",
    "venue",
    "own_place",
    "own_voice_channel_id",
    "own_length_min",
    "own_capacity",
    "own_host_id",
    "own_description",
)
_STORED = ("on_date", "ends_at", "begun_at", "turn_at", "closes_at", "is_closed", "venue_id", *_SEEN)


def save_date(connection: Connection, meetup: Meetup, day: MeetupDate, now_ms: int) -> None:
    """Inserts the date, or stores when it starts, what it is called, where it is and how far it has come."""
    own = day.overrides
    values: dict[str, int | str | None] = {
        "id": day.id,
        "meetup_id": meetup.id,
        "on_date": day.on.isoformat(),
        "starts_at": to_ms(day.starts_at),
        "ends_at": to_ms(meetup.end_of(day)),
        "status": day.status,
        "begun_at": to_ms_or_none(day.begun_at),
        "turn_at": to_ms_or_none(meetup.due_at(day)),
        "venue_id": day.venue_id,
        "venue": day.venue,
        "own_place": own.place.text if own.place is not None else None,
        "own_voice_channel_id": own.place.voice_channel_id if own.place is not None else None,
        "own_length_min": own.length_min,
        "own_capacity": own.capacity,
        "own_host_id": own.host_id,
        "own_description": own.description,
    }
    before = connection.execute("SELECT * FROM meetup_dates WHERE id = :id", {"id": day.id}).fetchone()
    values |= _closing(meetup, day, before, now_ms)
    is_changed = before is not None and any(before[column] != values[column] for column in _SEEN)
    if is_changed:  # calendars take a change over only where the number of changes has grown
        connection.execute(
            "UPDATE meetups SET date_changes = date_changes + 1, changed_at = :now WHERE id = :id",
            {"id": meetup.id, "now": now_ms},
        )
    connection.execute(
        f"""
        INSERT INTO meetup_dates (id, meetup_id, {", ".join(_STORED)})
        VALUES (:id, :meetup_id, {", ".join(f":{column}" for column in _STORED)})
        ON CONFLICT (id) DO UPDATE SET
            {", ".join(f"{column} = excluded.{column}" for column in _STORED)},
            changes = meetup_dates.changes + :more_changes
        """,
        values | {"more_changes": int(is_changed)},
    )


def _closing(meetup: Meetup, day: MeetupDate, before: Row | None, now_ms: int) -> dict[str, int | None]:
    """Returns when answers are to be closed, and whether they are.

    An instant that has passed already closes them at once, unless it was due and has not been dealt with.
    """
    until = meetup.answers_until(day)
    until_ms = to_ms_or_none(until)
    if until_ms is None or day.status is not DateStatus.PLANNED:
        return {"closes_at": None, "is_closed": 0}
    is_due = before is not None and before["closes_at"] == until_ms
    is_closed = until_ms <= now_ms and not is_due
    return {"closes_at": None if is_closed else until_ms, "is_closed": int(is_closed)}


def delete_date(connection: Connection, date_id: DateId) -> None:
    """Deletes a date that was never announced, with its answers, its posts and what was to be redrawn."""
    of_a_date = (
        ("rsvps", "date_id"),
        ("seat_offers", "date_id"),
        ("posts", "subject_id"),
        ("mirrors", "subject_id"),
    )
    for table, column in of_a_date:
        connection.execute(f"DELETE FROM {table} WHERE {column} = :id", {"id": date_id})
    connection.execute("DELETE FROM meetup_dates WHERE id = :id", {"id": date_id})


def set_message(
    connection: Connection, date_id: DateId, channel_id: int | None, message_id: int | None
) -> None:
    """Stores which message carries the RSVP; None for both where there is none any more.

    No picture is known to be in it yet.
    """
    connection.execute(
        "UPDATE meetup_dates SET channel_id = :channel_id, message_id = :message_id, card_picture_id = NULL "
        "WHERE id = :id",
        {"id": date_id, "channel_id": channel_id, "message_id": message_id},
    )


def set_card_picture(connection: Connection, date_id: DateId, picture_id: PictureId | None) -> None:
    """Stores which picture the message shows that carries the RSVP."""
    connection.execute(
        "UPDATE meetup_dates SET card_picture_id = :picture_id WHERE id = :id",
        {"id": date_id, "picture_id": picture_id},
    )


def set_event(
    connection: Connection, date_id: DateId, event_id: int | None, picture_id: PictureId | None
) -> None:
    """Stores which scheduled event shows the date, with which picture; None where there is none any more."""
    connection.execute(
        "UPDATE meetup_dates SET event_id = :event_id, event_picture_id = :picture_id WHERE id = :id",
        {"id": date_id, "event_id": event_id, "picture_id": picture_id},
    )


def list_events(connection: Connection, guild_id: int, since_ms: int) -> set[int]:
    """Returns the ids of the scheduled events that show the guild's dates that end after `since_ms`."""
    rows = connection.execute(
        """
        SELECT event_id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE ends_at > :since AND guild_id = :guild_id AND event_id IS NOT NULL
        """,
        {"guild_id": guild_id, "since": since_ms},
    )
    return {row["event_id"] for row in rows}


def find_date(connection: Connection, meetup_id: MeetupId, on: date) -> MeetupDate | None:
    """Returns the meetup's date that the rule puts on this day; None where it has no row."""
    row = connection.execute(
        "SELECT * FROM meetup_dates WHERE meetup_id = :meetup_id AND on_date = :on_date",
        {"meetup_id": meetup_id, "on_date": on.isoformat()},
    ).fetchone()
    return date_of(row) if row else None


def list_dates(connection: Connection, meetup_id: MeetupId, since_ms: int) -> list[MeetupDate]:
    """Returns the meetup's dates that have a row and end after `since_ms`, in order of start."""
    rows = connection.execute(
        "SELECT * FROM meetup_dates WHERE meetup_id = :id AND ends_at > :since ORDER BY starts_at",
        {"id": meetup_id, "since": since_ms},
    )
    return [date_of(row) for row in rows]


def map_opened(connection: Connection, meetup: Meetup, now_ms: int) -> dict[date, DateChange]:
    """Returns what is different of the meetup's stored dates, by the day of the rule.

    Only dates that are not over, or would not be had they not been moved.
    """
    rows = connection.execute(
        "SELECT * FROM meetup_dates WHERE meetup_id = :id AND (ends_at > :now OR on_date >= :today)",
        {"id": meetup.id, "now": now_ms, "today": (from_ms(now_ms) - _ONE_DAY).date().isoformat()},
    )
    return {day.on: meetup.change_of(day) for day in map(date_of, rows)}


def map_changes(connection: Connection, meetup: Meetup, now_ms: int) -> dict[date, DateChange]:
    """Returns what `map_opened` does without cancelled dates: they are no dates of the series any more."""
    opened = map_opened(connection, meetup, now_ms)
    return {on: change for on, change in opened.items() if change.status is not DateStatus.CANCELLED}


def find_with_date(connection: Connection, date_id: DateId) -> tuple[Meetup, MeetupDate] | None:
    """Returns a date with its meetup; None where there is none of this id."""
    return _one_with_date(connection, "meetup_dates.id = :value", date_id)


def find_by_message(connection: Connection, message_id: int) -> tuple[Meetup, MeetupDate] | None:
    """Returns the date whose RSVP this message carries, with its meetup; None where it carries none."""
    return _one_with_date(connection, "meetup_dates.message_id = :value", message_id)


def list_open_polls(connection: Connection, now_ms: int) -> list[ReactionPoll]:
    """Returns the RSVP messages of dates that are not over, the nearest date first."""
    rows = connection.execute(
        f"""
        SELECT meetup_dates.*, meetups.guild_id FROM meetup_dates
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE ends_at > :now AND message_id IS NOT NULL AND {OURS} ORDER BY starts_at
        """,
        {"now": now_ms},
    )
    return [
        ReactionPoll(row["id"], row["guild_id"], row["channel_id"], row["message_id"], tuple(Answer))
        for row in rows
    ]


def list_answered(connection: Connection, user_id: int, guild_id: int, now_ms: int) -> list[DateId]:
    """Returns the guild's dates that are not over and that the member has answered."""
    rows = connection.execute(
        """
        SELECT DISTINCT meetup_dates.id FROM rsvps
        JOIN meetup_dates ON meetup_dates.id = rsvps.date_id
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE rsvps.user_id = :user_id AND meetups.guild_id = :guild_id AND meetup_dates.ends_at > :now
        """,
        {"user_id": user_id, "guild_id": guild_id, "now": now_ms},
    )
    return [DateId(row["id"]) for row in rows]


def has_answered(connection: Connection, user_id: int, guild_id: int) -> bool:
    """Returns whether the member has answered any of the guild's dates, over or not."""
    found = connection.execute(
        """
        SELECT 1 FROM rsvps
        JOIN meetup_dates ON meetup_dates.id = rsvps.date_id
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE rsvps.user_id = :user_id AND meetups.guild_id = :guild_id LIMIT 1
        """,
        {"user_id": user_id, "guild_id": guild_id},
    )
    return found.fetchone() is not None


def list_without_message(connection: Connection, guild_id: int, now_ms: int) -> list[int]:
    """Returns the user ids of who answered dates of the guild that are not over and have no message."""
    rows = connection.execute(
        """
        SELECT DISTINCT rsvps.user_id FROM meetup_dates
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        JOIN rsvps ON rsvps.date_id = meetup_dates.id
        WHERE ends_at > :now AND message_id IS NULL AND meetups.guild_id = :guild_id
        """,
        {"now": now_ms, "guild_id": guild_id},
    )
    return [row["user_id"] for row in rows]


def list_begun(
    connection: Connection, guild_id: int, now_ms: int, limit: int
) -> list[tuple[Meetup, MeetupDate]]:
    """Returns at most `limit` begun dates of the guild's meetups for everybody, the latest first."""
    rows = connection.execute(
        f"""
        SELECT {DATE_COLUMNS} FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE guild_id = :guild_id AND circle_id IS NULL AND begun_at <= :now AND status = 'planned'
        ORDER BY starts_at DESC LIMIT :limit
        """,
        {"guild_id": guild_id, "now": now_ms, "limit": limit},
    )
    return [with_date(row) for row in rows]


def list_hosted_singly(
    connection: Connection, guild_id: int, user_id: int, now_ms: int
) -> list[tuple[Meetup, MeetupDate]]:
    """Returns the guild's dates that are not over and that the member hosts alone of their series.

    They stand in order of start; those that were cancelled are left out.
    """
    rows = connection.execute(
        f"""
        SELECT {DATE_COLUMNS} FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE guild_id = :guild_id AND own_host_id = :user_id AND ends_at > :now
            AND status <> 'cancelled' AND cancelled_at IS NULL
        ORDER BY starts_at
        """,
        {"guild_id": guild_id, "user_id": user_id, "now": now_ms},
    )
    return [with_date(row) for row in rows]


def list_single_hosts(connection: Connection, guild_id: int, now_ms: int) -> list[int]:
    """Returns the user ids of who hosts a date of the guild alone of its series that is not over."""
    rows = connection.execute(
        """
        SELECT DISTINCT own_host_id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE guild_id = :guild_id AND own_host_id <> 0 AND ends_at > :now
        """,
        {"guild_id": guild_id, "now": now_ms},
    )
    return [row["own_host_id"] for row in rows]


def list_latest_begun(
    connection: Connection, meetup_id: MeetupId, now_ms: int, limit: int
) -> list[MeetupDate]:
    """Returns at most `limit` dates of the meetup that have begun, the latest first."""
    rows = connection.execute(
        """
        SELECT * FROM meetup_dates WHERE meetup_id = :id AND begun_at <= :now AND status = 'planned'
        ORDER BY starts_at DESC LIMIT :limit
        """,
        {"id": meetup_id, "now": now_ms, "limit": limit},
    )
    return [date_of(row) for row in rows]


def list_due(connection: Connection, now_ms: int, limit: int) -> list[DateId]:
    """Returns at most `limit` dates that are to begin or to end now, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE turn_at <= :now AND {HERE}
        ORDER BY turn_at LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [DateId(row["id"]) for row in rows]


def list_in_voice(connection: Connection) -> list[tuple[DateId, int, int]]:
    """Returns the dates under way in a voice channel: the ids of the date, the guild and the channel."""
    # Over is what has no turn; both terms are those of the partial index of dates under way.
    rows = connection.execute(
        f"""
        SELECT meetup_dates.id, guild_id, {_ROOM} AS room_id FROM meetup_dates
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE turn_at IS NOT NULL AND begun_at IS NOT NULL AND {_ROOM} IS NOT NULL AND {OURS}
        """
    )
    return [(DateId(row["id"]), row["guild_id"], row["room_id"]) for row in rows]


def clear_due(connection: Connection, date_id: DateId) -> None:
    """Stores that the date is over: nothing more is to be done with it."""
    connection.execute("UPDATE meetup_dates SET turn_at = NULL WHERE id = :id", {"id": date_id})


def next_due_ms(connection: Connection) -> int | None:
    """Returns when the next date begins or ends, in ms; None where none does."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(turn_at) FROM meetup_dates WHERE turn_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value


def _one_with_date(connection: Connection, where: str, value: int) -> tuple[Meetup, MeetupDate] | None:
    row = connection.execute(
        f"""
        SELECT {DATE_COLUMNS} FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE {where}
        """,
        {"value": value},
    ).fetchone()
    return with_date(row) if row else None
