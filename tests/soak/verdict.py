"""What must hold afterwards, whatever happened: Discord's messages against the bot's database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from db.connection import Connection, Row
from db.database import Database
from domain.ids import code
from tests.seats import find_broken_seats
from tests.soak.circle_folk import CircleFolk
from tests.soak.neighbourhood import Neighbourhood
from tests.stores import look_into

_SMALLEST_CIRCLE = 3
_SHORT_S = 360  # what helps for less may lapse while the bot is dead: two minutes from life to life


@dataclass(frozen=True)
class Verdict:
    """Figures, and what is wrong: nothing, if all went well."""

    posts: Counter[str]  # by their state
    circles: int  # that have formed
    double: int
    lost: int
    late: int
    wrong: tuple[str, ...]


def judge(place: Neighbourhood, folk: CircleFolk, url: str, now_ms: int) -> Verdict:
    """Hold what Discord shows against what the bot has stored, after it has come to rest."""
    with look_into(Database(url)) as connection:
        posts = connection.execute("SELECT * FROM posts").fetchall()
        wrong = _find_damage(connection)
        wrong += _answers(place, connection, now_ms)
        wrong += find_broken_seats(connection, now_ms)
        wrong += _circles(folk, connection)
        formed = connection.execute("SELECT count(*) FROM circles WHERE formed_at IS NOT NULL").fetchone()[0]
    shown = {message.id: message for message in place.list_messages()}
    sent = {post["message_id"]: post for post in posts if post["state"] == "sent"}
    lost, double = sent.keys() - shown.keys(), shown.keys() - sent.keys()
    missed = [post for post in posts if post["state"] == "missed" and _useful_s(post) > _SHORT_S]
    waiting = [post for post in posts if post["next_at"] is not None and post["next_at"] <= now_ms]
    wrong += [f"{_name(sent[one])} is stored as sent and is nowhere" for one in lost]
    wrong += [f"{shown[one].content} {shown[one].embeds} is not what is stored" for one in double]
    wrong += [f"{_name(post)} was not sent in time" for post in missed]
    wrong += [f"{_name(post)} still waits" for post in waiting]
    states = Counter(post["state"] for post in posts)
    return Verdict(states, formed, len(double), len(lost), len(missed) + len(waiting), tuple(wrong))


def has_more_to_do(url: str, now_ms: int) -> bool:
    """Whether the bot has still something to do by itself that was due by then."""
    with look_into(Database(url)) as connection:
        due = connection.execute("SELECT 1 FROM posts WHERE next_at <= ? LIMIT 1", (now_ms,)).fetchone()
        unmatched = connection.execute("SELECT 1 FROM rounds WHERE matched_at IS NULL LIMIT 1").fetchone()
    return bool(due or unmatched)


def _find_damage(connection: Connection) -> list[str]:
    if not isinstance(connection, sqlite3.Connection):
        return []
    whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return [] if whole == "ok" else [f"the database: {whole}"]


def _useful_s(post: Row) -> int:
    return int(post["useful_until"] - post["due_at"]) // 1000


def _name(post: Row) -> str:
    tries = f"tried {post['attempts']} times, of use for {_useful_s(post)} s,"
    return f"{post['kind']} {code(post['id'])}, {tries}"


def _answers(place: Neighbourhood, connection: Connection, now_ms: int) -> Iterator[str]:
    """Whoever stands under a card that still takes answers is in the database, and nobody else."""
    cards = {message.id: message for channel_id in place.channels for message in place.list_cards(channel_id)}
    dates = connection.execute("SELECT * FROM meetup_dates WHERE ends_at > ?", (now_ms,)).fetchall()
    for date in dates:
        if (card := cards.get(date["message_id"])) is None:
            continue
        rows = connection.execute(
            "SELECT user_id FROM rsvps WHERE date_id = ? AND answer = 'going'", (date["id"],)
        )
        stored, shown = {row["user_id"] for row in rows}, place.who(card, "✅")
        if stored != shown:
            yield f"date {date['id']}: {len(shown)} people have answered, {len(stored)} are stored"


def _circles(folk: CircleFolk, connection: Connection) -> Iterator[str]:
    """No circle is half made: it has one thread with its people, and nobody's Accept is forgotten."""
    threads = {thread.id: thread for room in folk.rooms for thread in room.channel.threads}
    known = {row["thread_id"] for row in connection.execute("SELECT thread_id FROM circle_members")}
    for circle in connection.execute("SELECT * FROM circles").fetchall():
        known.add(circle["thread_id"])
        seats = connection.execute("SELECT * FROM circle_seats WHERE circle_id = ?", (circle["id"],))
        states = {seat["user_id"]: seat["state"] for seat in seats}
        sitting = {user_id for user_id, state in states.items() if state == "accepted"}
        if circle["state"] == "formed" and len(states) < _SMALLEST_CIRCLE:
            yield f"circle {circle['id']} has formed with {states}"
        if circle["state"] == "formed" and circle["thread_id"] not in threads:
            yield f"circle {circle['id']} has formed and has no thread"
        if circle["thread_id"] in threads and not sitting <= folk.members_of(threads[circle["thread_id"]]):
            yield f"circle {circle['id']}: not all who sit in it are in its thread"
        for circle_id, user_id, answer in folk.accepted:
            if circle_id == circle["id"] and answer.acknowledged and states.get(user_id) == "invited":
                yield f"circle {circle_id}: {user_id} has accepted, and is asked still"
    for thread in threads.values():
        if thread.id not in known:
            yield f"the thread {thread.name} belongs to nobody"
    open_rounds = connection.execute("SELECT id FROM rounds WHERE matched_at IS NULL").fetchall()
    yield from (f"round {one['id']} was never matched" for one in open_rounds)
