"""What holds at any time of a year, each a plain predicate: it yields what is wrong, in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.connection import Connection, Row
from domain.ids import code
from tests.seats import find_broken_seats
from tests.year.deeds import Community

_EMOJI = {"going": "✅", "maybe": "🤔", "no": "❌"}
_PINGS = ("announce", "remind", "call")
_A_DAY_MS = 24 * 3600 * 1000
_SMALLEST_CIRCLE, _LARGEST_CIRCLE = 3, 5


@dataclass
class Facts:
    """The database, the community, and what was seen before."""

    rows: Connection
    community: Community
    skipped_since: dict[int, int] = field(default_factory=dict)  # by date
    seen_dates: set[int] = field(default_factory=set)

    @property
    def now_ms(self) -> int:
        return int(self.community.world.now.timestamp() * 1000)

    @property
    def members(self) -> set[int]:
        return {one.id for one in self.community.world.members.values()} & set(
            self.community.world.env.backend.get_guild(self.community.world.guild.id).members
        )

    def all(self, query: str, *values: object) -> list[Row]:
        return self.rows.execute(query, values).fetchall()

    def was_out(self, begin_ms: int, end_ms: int) -> bool:
        """Whether the bot was away at some time between these."""
        return any(begin_ms < to_ms and from_ms < end_ms for from_ms, to_ms in self.community.outages)

    def messages(self) -> dict[int, str]:
        """What the bot has posted by itself, each with its title."""
        backend: Any = self.community.world.env.backend
        return {
            message.id: message.embeds[0].get("title", "")
            for room in backend.messages.values()
            for message in room.values()
            if message.author_id == backend.bot_user.id
            and message.embeds
            and message.interaction_metadata is None
        }


Promise = Callable[[Facts], Iterator[str]]


def every_post_stands_there_once(facts: Facts) -> Iterator[str]:
    """What is stored as sent is in Discord, unless somebody deleted it; and what is there is stored."""
    shown = facts.messages()
    sent = {post["message_id"]: post for post in facts.all("SELECT * FROM posts WHERE state = 'sent'")}
    for message_id in sent.keys() - shown.keys() - facts.community.deleted:
        yield f"{sent[message_id]['kind']} {code(sent[message_id]['id'])} is stored as sent and is nowhere"
    for message_id in shown.keys() - sent.keys():
        yield f"the message {message_id} is not stored: {shown[message_id]}"


def nothing_is_late(facts: Facts) -> Iterator[str]:
    """What was missed was due while the bot was away; and nothing waits for a day."""
    for post in facts.all("SELECT * FROM posts WHERE state = 'missed'"):
        if not facts.was_out(post["due_at"], post["useful_until"]):
            yield f"{post['kind']} {code(post['id'])} was missed"
    for post in facts.all("SELECT * FROM posts WHERE next_at < ?", facts.now_ms - _A_DAY_MS):
        yield f"{post['kind']} {code(post['id'])} waits"
    for one in facts.all("SELECT * FROM mirrors WHERE due_at < ?", facts.now_ms - _A_DAY_MS):
        yield f"{one['kind']} of {one['subject_id']} waits to be drawn"


def the_answers_are_the_reactions(facts: Facts) -> Iterator[str]:
    """Whoever stands under a card that takes answers is stored, and nobody else."""
    backend, members = facts.community.world.env.backend, facts.members
    query = "SELECT * FROM meetup_dates WHERE ends_at > ? AND message_id IS NOT NULL AND status = 'planned'"
    for date in facts.all(query, facts.now_ms):
        card: Any = backend.messages.get(date["channel_id"], {}).get(date["message_id"])
        if card is None:
            continue
        rows = facts.all("SELECT * FROM rsvps WHERE date_id = ? AND is_reaction = 1", date["id"])
        for answer, emoji in _EMOJI.items():
            stored = {row["user_id"] for row in rows if row["answer"] == answer}
            reaction = card.reaction_for(emoji)
            shown = (set(reaction.user_ids) if reaction else set()) & members
            if stored != shown:
                yield f"{emoji} of date {date['id']}: {sorted(shown)} there, {sorted(stored)} stored"


def seats_are_kept(facts: Facts) -> Iterator[str]:
    """What holds of seats holds now."""
    return find_broken_seats(facts.rows, facts.now_ms)


def who_has_left_holds_nothing(facts: Facts) -> Iterator[str]:
    """No answer to a date to come, no seat in a circle."""
    members = facts.members
    dates = "SELECT id FROM meetup_dates WHERE ends_at > ?"
    answers = facts.all(f"SELECT * FROM rsvps WHERE date_id IN ({dates})", facts.now_ms)
    seats = facts.all("SELECT * FROM circle_seats WHERE state IN ('invited', 'accepted')")
    for row in [*answers, *seats]:
        if row["user_id"] not in members:
            yield f"{row['user_id']} has left and holds {dict(row)}"


def nothing_is_said_about_a_date_that_does_not_take_place(facts: Facts) -> Iterator[str]:
    """Once it is skipped, nobody is pinged for it."""
    # One that has begun may have been skipped by itself since nobody came, after it was announced.
    query = "SELECT id FROM meetup_dates WHERE status = 'skipped' AND starts_at > ?"
    skipped = {row["id"] for row in facts.all(query, facts.now_ms)}
    for date_id in set(facts.skipped_since) - skipped:
        del facts.skipped_since[date_id]
    for date_id in skipped:
        since = facts.skipped_since.setdefault(date_id, facts.now_ms)
        query = "SELECT * FROM posts WHERE subject_id = ? AND state = 'sent' AND first_tried_at > ?"
        for post in facts.all(query, date_id, since):
            if post["kind"] in _PINGS:
                yield f"{post['kind']} {code(post['id'])} of a date that does not take place"


def dates_keep_to_the_clock_on_the_wall(facts: Facts) -> Iterator[str]:
    """A new date of a series starts at the time that was said, whatever its zone's clocks do."""
    query = "SELECT d.*, m.zone, m.at, m.title FROM meetup_dates d JOIN meetups m ON m.id = d.meetup_id"
    for date in facts.all(query):
        if date["id"] not in facts.seen_dates:
            facts.seen_dates.add(date["id"])
            local = datetime.fromtimestamp(date["starts_at"] / 1000, UTC).astimezone(ZoneInfo(date["zone"]))
            is_moved = facts.all("SELECT 1 FROM meetup_dates WHERE id = ? AND changes > 0", date["id"])
            if not is_moved and local.strftime("%Y-%m-%dT%H:%M") != f"{date['on_date']}T{date['at'][:5]}":
                yield f"{date['title']} of {date['on_date']} at {date['at']} starts at {local}"


def circles_are_whole(facts: Facts) -> Iterator[str]:
    """Three to five, in one thread; and as many as could be a circle are not left over twice running."""
    for circle in facts.all("SELECT * FROM circles WHERE state = 'formed'"):
        seats = facts.all("SELECT * FROM circle_seats WHERE circle_id = ?", circle["id"])
        sitting = [seat for seat in seats if seat["state"] == "accepted"]
        held = [seat for seat in seats if seat["state"] in {"accepted", "invited"}]
        if len(held) > _LARGEST_CIRCLE or not sitting:
            yield f"circle {circle['id']} has {len(held)} members"
    # Without a reason it was not the round that had no place for them: a circle fell apart.
    left_over = facts.all("SELECT * FROM circle_members WHERE left_over > 1 AND reason IS NOT NULL")
    if len(left_over) >= _SMALLEST_CIRCLE:
        yield f"{len(left_over)} people were left over more than once"


def problems_stand_as_they_should(facts: Facts) -> Iterator[str]:
    """Solved by a proposal of its own, or open without an accepted one."""
    for problem in facts.all("SELECT * FROM problems WHERE state IN ('open', 'solved')"):
        query = "SELECT 1 FROM proposals WHERE id = ? AND problem_id = ?"
        has_accepted = bool(facts.all(query, problem["accepted_id"], problem["id"]))
        if has_accepted != (problem["state"] == "solved"):
            yield f"problem {problem['id']} is {problem['state']}, accepted: {problem['accepted_id']}"


def nothing_went_wrong(facts: Facts) -> Iterator[str]:
    """No fault was counted, and no row refers to one that is not there."""
    if count := facts.community.world.bot.reporter.fault_count:
        yield f"{count} incidents"
    if isinstance(facts.rows, sqlite3.Connection):  # PostgreSQL never leaves out to look
        yield from (f"{tuple(row)} refers to nothing" for row in facts.all("PRAGMA foreign_key_check"))


PROMISES: tuple[Promise, ...] = (
    every_post_stands_there_once,
    nothing_is_late,
    the_answers_are_the_reactions,
    seats_are_kept,
    who_has_left_holds_nothing,
    nothing_is_said_about_a_date_that_does_not_take_place,
    dates_keep_to_the_clock_on_the_wall,
    circles_are_whole,
    problems_stand_as_they_should,
    nothing_went_wrong,
)


def list_broken(facts: Facts) -> list[tuple[str, str]]:
    """The promises that do not hold, each with what is wrong."""
    return [(promise.__name__, what) for promise in PROMISES for what in promise(facts)]
