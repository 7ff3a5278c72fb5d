"""What is stored about a member, in every feature: to be handed over, and to be erased.

Each kind stands in `personal_topics.py`, and nowhere else. No column says whose an anonymous problem or a
draft is: members find theirs in `anonymous_authors` and `problem_drafts` with the help of the key, and nobody
else does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from db.connection import Connection, Row
from db.personal_topics import ERASED_USER_ID, TOPICS
from db.values import readable
from domain.posts import PostState
from languages import gettext_noop

_HAS_OWN_PICTURE = (
    "picture_id IN (SELECT id FROM meetup_pictures WHERE guild_id = :guild_id AND uploaded_by = :user_id)"
)
_NAMING_DRAFTS = "DELETE FROM meetup_drafts WHERE guild_id = :guild_id AND payload LIKE :like"
"""What others have typed and not saved, and where they have picked the member as a host."""
POSTS = ("posts", gettext_noop("messages of the bot in which you are mentioned or named"))


def read_member(connection: Connection, guild_id: int, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Returns everything about the member that the database tells without a key, by topic."""
    values = _values(guild_id, user_id)
    found = {topic.name: connection.execute(topic.reading, values).fetchall() for topic in TOPICS}
    found[POSTS[0]] = _list_posts(connection, values)
    return {name: [readable(row) for row in rows] for name, rows in found.items()}


def list_shown(connection: Connection, guild_id: int, user_id: int) -> Mapping[str, list[int]]:
    """Returns the ids of what Discord shows with the member's name or picture, by kind of edit."""
    values = _values(guild_id, user_id)
    questions = {
        "problem": "SELECT id FROM problems WHERE guild_id = :guild_id AND author_id = :user_id",
        "proposal": "SELECT proposals.id FROM proposals JOIN problems ON problems.id = problem_id "
        "WHERE guild_id = :guild_id AND proposals.author_id = :user_id",
        "card": "SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_id "
        "WHERE guild_id = :guild_id AND message_id IS NOT NULL AND (:user_id IN (host_id, own_host_id) "
        "OR meetup_id IN (SELECT meetup_id FROM meetup_cohosts WHERE user_id = :user_id) "
        f"OR {_HAS_OWN_PICTURE})",
        "event": "SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_id "
        "WHERE guild_id = :guild_id AND event_id IS NOT NULL AND status = 'planned' AND begun_at IS NULL "
        f"AND {_HAS_OWN_PICTURE}",
    }
    return {
        kind: [row["id"] for row in connection.execute(question, values)]
        for kind, question in questions.items()
    }


def list_members(connection: Connection, guild_id: int) -> list[int]:
    """Returns the user ids of everybody of whom something is stored in this guild, in order."""
    questions = [
        f"SELECT {topic.column} FROM {topic.table} WHERE {topic.scope.format(table=topic.table)}"
        for topic in TOPICS
    ]
    rows = connection.execute(" UNION ".join(questions), {"guild_id": guild_id})
    return sorted({row[0] for row in rows} - {None, ERASED_USER_ID})


def erase_member(connection: Connection, guild_id: int, user_id: int) -> None:
    """Erases the member from every table, in this guild."""
    values = _values(guild_id, user_id)
    connection.execute(f"UPDATE meetups SET picture_id = NULL WHERE {_HAS_OWN_PICTURE}", values)
    for topic in TOPICS:
        connection.execute(topic.erasing, values)
    connection.execute(_NAMING_DRAFTS, values)
    for row in _list_posts(connection, values):
        _erase_from_post(connection, row, user_id)


def _list_posts(connection: Connection, values: Mapping[str, int | str]) -> list[Row]:
    return connection.execute(
        "SELECT id, kind, key, payload, due_at, state, next_at FROM posts "
        "WHERE guild_id = :guild_id AND (payload LIKE :like OR key LIKE :like) ORDER BY due_at",
        values,
    ).fetchall()


def _erase_from_post(connection: Connection, row: Row, user_id: int) -> None:
    """Takes the member's name out of a post; one still to be sent to others goes to them alone."""
    payload = json.loads(row["payload"])
    others = [one for one in payload.get("user_ids", []) if one != user_id]
    if row["next_at"] is not None and others and "asks" not in payload:
        connection.execute(
            "UPDATE posts SET payload = :payload WHERE id = :id",
            {"id": row["id"], "payload": json.dumps(payload | {"user_ids": others})},
        )
        return
    connection.execute(
        "UPDATE posts SET payload = '{}', key = :key, next_at = NULL, "
        "state = CASE WHEN next_at IS NULL THEN state ELSE :merged END WHERE id = :id",
        {"id": row["id"], "key": f"erased:{row['id']}", "merged": PostState.MERGED},
    )


def _values(guild_id: int, user_id: int) -> dict[str, int | str]:
    # No other number in a post is as long as an id, so none has one within.
    return {"guild_id": guild_id, "user_id": user_id, "like": f"%{user_id}%"}


UNREAD = {"avoidances.avoided_id"}
"""Columns with a member's id that are neither read nor erased with the member.

Whom somebody avoids concerns the one who does, for ever.
"""
