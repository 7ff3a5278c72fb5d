"""What holds of seats whenever it is looked: in a simulated year, and after a process was killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from db.connection import Connection
from domain.meetups.seat_offers import LAST_MINUTES

_MS = timedelta(milliseconds=1)


def find_broken_seats(rows: Connection, now_ms: int) -> Iterator[str]:
    """No more people than seats, and no free seat while somebody waits who was not asked about it.

    In the last minutes nobody is asked any more.
    """
    dates = rows.execute(
        "SELECT d.id, d.starts_at, m.capacity FROM meetup_dates d JOIN meetups m ON m.id = d.meetup_id "
        "WHERE m.capacity IS NOT NULL AND d.ends_at > ? AND d.status = 'planned'",
        (now_ms,),
    ).fetchall()
    for date in dates:
        marks = rows.execute("SELECT * FROM rsvps WHERE date_id = ? ORDER BY position", (date["id"],))
        standing = {mark["user_id"]: mark for mark in marks}.values()  # the last one counts
        going = [mark for mark in standing if mark["answer"] == "going"]
        found = rows.execute("SELECT * FROM seat_offers WHERE date_id = ?", (date["id"],))
        offers = {one["user_id"]: one["state"] for one in found}
        held = sum(state == "open" for state in offers.values())
        seated = sum(mark["is_seated"] for mark in going)
        left_out = [mark for mark in going if not mark["is_seated"] and mark["user_id"] not in offers]
        is_asked = now_ms < date["starts_at"] - LAST_MINUTES // _MS
        if seated + held > date["capacity"] or (is_asked and left_out and seated + held < date["capacity"]):
            yield f"date {date['id']}: {date['capacity']} seats, {seated} of {len(going)} have one"
