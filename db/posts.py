"""Rows of posts: the outbox, which has everything that the bot says by itself."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from db.connection import Connection, Row
from db.shards import HERE, OURS
from db.values import from_ms, from_ms_or_none, sql_id_list, to_ms
from domain.ids import PostId
from domain.posts import Post, PostKind, PostState

# Two ways to what is due; `+ 0` keeps the planner from the index of the other one. The near one walks the
# thousand open posts that stop helping first, due or not, in that order; the other reads all that are due,
# and sorts them.
_NEAR = """
    next_at IS NOT NULL AND next_at + 0 <= :now AND useful_until <= (
        SELECT useful_until FROM posts WHERE next_at IS NOT NULL ORDER BY useful_until LIMIT 1 OFFSET 1000
    )
    AND {wanted} ORDER BY useful_until, due_at, id
"""
_ALL = "next_at <= :now AND {wanted} ORDER BY useful_until + 0, due_at, id"
_MANY = 500  # due posts, from which on the near way is tried first
_POST = "id, guild_id, subject_id, kind, key, due_at, useful_until, attempts, first_tried_at, payload"


def insert_post(connection: Connection, post: Post) -> None:
    """Inserts the post.

    Where the same one (subject, kind, key) is there and still open, only until when it helps is stored.
    """
    connection.execute(
        """
        INSERT INTO posts (id, guild_id, subject_id, kind, key, payload, due_at, useful_until, next_at)
        VALUES (:id, :guild_id, :subject_id, :kind, :key, :payload, :due_at, :useful_until, :due_at)
        ON CONFLICT (subject_id, kind, key) DO UPDATE SET useful_until = excluded.useful_until
            WHERE posts.next_at IS NOT NULL
        """,
        {
            "id": post.id,
            "guild_id": post.guild_id,
            "subject_id": post.subject_id,
            "kind": post.kind,
            "key": post.key,
            "payload": json.dumps(post.payload),
            "due_at": to_ms(post.due_at),
            "useful_until": to_ms(post.useful_until),
        },
    )


def insert_sent(connection: Connection, post: Post, channel_id: int, message_id: int) -> None:
    """Inserts a post that stands in Discord already, as this message."""
    insert_post(connection, post)
    finish_post(connection, post.id, PostState.SENT, message_id, channel_id)


def has_due(connection: Connection, kinds: Collection[PostKind], now_ms: int) -> bool:
    """Returns whether anything of these kinds is to be sent now."""
    found = connection.execute(
        f"SELECT 1 FROM posts WHERE next_at <= :now AND {_of(kinds)} AND {HERE} LIMIT 1", {"now": now_ms}
    )
    return found.fetchone() is not None


def list_due(
    connection: Connection,
    kinds: Collection[PostKind],
    now_ms: int,
    limit: int,
    crowded: Collection[int] = (),
) -> list[Post]:
    """Returns at most `limit` posts of these kinds that are to be sent now, the most urgent first.

    Nothing of the guilds in `crowded`. Where thousands are due, a batch of them is found without a look at
    all the others.
    """
    wanted = f"{_of(kinds)} AND {HERE} AND {_not_of(crowded)}"
    for way in (_NEAR, _ALL) if _are_many_due(connection, now_ms) else (_ALL,):
        rows = connection.execute(
            f"SELECT {_POST} FROM posts WHERE {way.format(wanted=wanted)} LIMIT :limit",
            {"now": now_ms, "limit": limit},
        ).fetchall()
        if len(rows) == limit:
            break
    return [_post(row) for row in rows]


def _are_many_due(connection: Connection, now_ms: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM posts WHERE next_at <= :now LIMIT 1 OFFSET :many", {"now": now_ms, "many": _MANY}
    )
    return found.fetchone() is not None


def list_overdue(connection: Connection, kinds: Collection[PostKind], now_ms: int, limit: int) -> list[Post]:
    """Returns at most `limit` open posts of these kinds that help nobody any more and cannot have arrived."""
    rows = connection.execute(
        f"""
        SELECT {_POST} FROM posts
        WHERE next_at IS NOT NULL AND next_at + 0 <= :now AND useful_until <= :now AND first_tried_at IS NULL
            AND {_of(kinds)} AND {OURS}
        ORDER BY useful_until, due_at, id LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [_post(row) for row in rows]


def is_overtaken(connection: Connection, post: Post, now_ms: int) -> bool:
    """Returns whether a later post of the same kind about the same subject has come due."""
    found = connection.execute(
        "SELECT 1 FROM posts WHERE subject_id = :subject_id AND kind = :kind "
        "AND due_at > :due_at AND due_at <= :now LIMIT 1",
        {"subject_id": post.subject_id, "kind": post.kind, "due_at": to_ms(post.due_at), "now": now_ms},
    )
    return found.fetchone() is not None


def claim_posts(
    connection: Connection, post_ids: Collection[PostId], now_ms: int, lease_end_ms: int
) -> set[PostId]:
    """Leases the posts until `lease_end_ms`; returns those that are leased now, not to another process."""
    # That they are due is asked once more: of two processes that have read the same ones as due, the second
    # finds them leased.
    rows = connection.execute(
        f"""
        UPDATE posts SET state = :sending, next_at = :lease_end, attempts = attempts + 1,
            first_tried_at = COALESCE(first_tried_at, :now)
        WHERE id IN {sql_id_list(post_ids)} AND next_at <= :now
        RETURNING id
        """,
        {"now": now_ms, "lease_end": lease_end_ms, "sending": PostState.SENDING},
    )
    return {PostId(row["id"]) for row in rows}


def finish_post(
    connection: Connection,
    post_id: PostId,
    state: PostState,
    message_id: int | None = None,
    channel_id: int | None = None,
) -> None:
    """Stores that the post is sent, missed or merged into another: nothing more is to be done.

    `message_id` is its message, and `channel_id` the channel or thread in which that stands.
    """
    connection.execute(
        "UPDATE posts SET state = :state, next_at = NULL, message_id = :message_id, channel_id = :channel_id "
        "WHERE id = :id",
        {"id": post_id, "state": state, "message_id": message_id, "channel_id": channel_id},
    )


def retry_post(
    connection: Connection, post_id: PostId, next_at_ms: int, *, cannot_have_arrived: bool
) -> None:
    """Stores when to try again, in ms.

    `cannot_have_arrived` says that Discord refused every try, so that nothing has to be looked for.
    """
    connection.execute(
        """
        UPDATE posts SET state = :waiting, next_at = :next_at,
            first_tried_at = CASE WHEN :cannot_have_arrived = 1 THEN NULL ELSE first_tried_at END
        WHERE id = :id AND state = :sending
        """,
        {
            "id": post_id,
            "next_at": next_at_ms,
            "cannot_have_arrived": int(cannot_have_arrived),
            "waiting": PostState.WAITING,
            "sending": PostState.SENDING,
        },
    )


def retry_now(connection: Connection, guild_id: int, now_ms: int) -> None:
    """Makes the guild's posts due that were tried before and wait for the next try."""
    connection.execute(
        """
        UPDATE posts SET next_at = :now
        WHERE next_at > :now AND guild_id = :guild_id AND state = :waiting AND attempts > 0
        """,
        {"now": now_ms, "guild_id": guild_id, "waiting": PostState.WAITING},
    )


def retry_with_payload(connection: Connection, kind: PostKind, now_ms: int) -> None:
    """Makes the posts of this kind due that wait for another try and say something of their own."""
    connection.execute(
        f"""
        UPDATE posts SET next_at = :now
        WHERE next_at > :now AND kind = :kind AND state = :waiting AND payload <> '{{}}' AND {OURS}
        """,
        {"now": now_ms, "kind": kind, "waiting": PostState.WAITING},
    )


def delete_unsent(connection: Connection, subject_id: int, kinds: Collection[PostKind]) -> None:
    """Deletes the subject's posts of these kinds that are not in Discord.

    What may have arrived stays, to be looked for.
    """
    connection.executemany(
        """
        DELETE FROM posts
        WHERE subject_id = ? AND kind = ? AND (
            state IN ('merged', 'missed') OR (state = 'waiting' AND first_tried_at IS NULL)
        )
        """,
        [(subject_id, kind) for kind in kinds],
    )


def is_open(connection: Connection, subject_id: int, kind: PostKind) -> bool:
    """Returns whether the subject has a post of this kind that is still to be sent."""
    found = connection.execute(
        "SELECT 1 FROM posts WHERE subject_id = :subject_id AND kind = :kind AND next_at IS NOT NULL LIMIT 1",
        {"subject_id": subject_id, "kind": kind},
    )
    return found.fetchone() is not None


def list_open(connection: Connection, subject_id: int, kind: PostKind) -> list[Post]:
    """Returns the posts of this kind about the subject that are still to be sent, the oldest first."""
    rows = connection.execute(
        f"SELECT {_POST} FROM posts WHERE subject_id = :subject_id AND kind = :kind AND next_at IS NOT NULL "
        "ORDER BY due_at, id",
        {"subject_id": subject_id, "kind": kind},
    )
    return [_post(row) for row in rows]


def find_open(connection: Connection, subject_id: int, kind: PostKind) -> Post | None:
    """Returns a post of this kind about the subject that is still to be sent; None where there is none."""
    row = connection.execute(
        f"SELECT {_POST} FROM posts WHERE subject_id = :subject_id AND kind = :kind AND next_at IS NOT NULL "
        "LIMIT 1",
        {"subject_id": subject_id, "kind": kind},
    ).fetchone()
    return _post(row) if row else None


def is_sending(connection: Connection, subject_id: int) -> bool:
    """Returns whether a post about the subject may be on its way to Discord just now."""
    found = connection.execute(
        "SELECT 1 FROM posts WHERE subject_id = :subject_id AND next_at IS NOT NULL "
        "AND first_tried_at IS NOT NULL LIMIT 1",
        {"subject_id": subject_id},
    )
    return found.fetchone() is not None


def find_first_tried(connection: Connection, subject_id: int, kind: PostKind) -> datetime | None:
    """Returns when the subject's first post of this kind was first tried; None where none was."""
    row = connection.execute(
        "SELECT min(first_tried_at) AS at FROM posts WHERE subject_id = :subject_id AND kind = :kind",
        {"subject_id": subject_id, "kind": kind},
    ).fetchone()
    return from_ms_or_none(row["at"])


def find_post(connection: Connection, post_id: PostId) -> Post | None:
    """Returns the post; None where there is none of this id."""
    row = connection.execute(f"SELECT {_POST} FROM posts WHERE id = :id", {"id": post_id}).fetchone()
    return _post(row) if row else None


def find_message(connection: Connection, post_id: PostId) -> tuple[int, int] | None:
    """Returns the ids of the channel and the message that the post is; None where they are not known."""
    row = connection.execute(
        "SELECT channel_id, message_id FROM posts WHERE id = :id", {"id": post_id}
    ).fetchone()
    if row is None or row["channel_id"] is None or row["message_id"] is None:
        return None
    return row["channel_id"], row["message_id"]


def is_on_its_way(connection: Connection, post_id: PostId) -> bool:
    """Returns whether it is still open whether the post has arrived."""
    found = connection.execute(
        "SELECT 1 FROM posts WHERE id = :id AND next_at IS NOT NULL AND first_tried_at IS NOT NULL",
        {"id": post_id},
    )
    return found.fetchone() is not None


def list_arrived(
    connection: Connection, subject_id: int, kinds: Collection[PostKind], keys: Collection[str] | None = None
) -> list[Post]:
    """Returns the subject's posts of these kinds that have arrived in Discord, or may have.

    Only those of these keys; None is any.
    """
    rows = connection.execute(
        f"SELECT {_POST} FROM posts WHERE subject_id = :subject_id AND {_of(kinds)} "
        "AND (message_id IS NOT NULL OR (next_at IS NOT NULL AND first_tried_at IS NOT NULL))",
        {"subject_id": subject_id},
    )
    return [_post(row) for row in rows if keys is None or row["key"] in keys]


def list_unheard_proposals(connection: Connection, guild_id: int) -> list[Post]:
    """Returns the posts of proposals for anonymous problems of the guild, of which no author has heard."""
    # The terms are those of the partial index.
    rows = connection.execute(
        f"""
        SELECT {_POST} FROM posts
        WHERE guild_id = :guild_id AND kind = 'proposal' AND state = 'sent' AND payload <> '{{}}'
        ORDER BY due_at, id
        """,
        {"guild_id": guild_id},
    )
    return [_post(row) for row in rows]


def set_payload(connection: Connection, post: Post) -> None:
    """Stores what the post says, so that every try says the same."""
    connection.execute(
        "UPDATE posts SET payload = :payload WHERE id = :id",
        {"id": post.id, "payload": json.dumps(post.payload)},
    )


def set_useful_until(connection: Connection, post_id: PostId, useful_until: datetime) -> None:
    """Stores until when the post helps."""
    connection.execute(
        "UPDATE posts SET useful_until = :useful_until WHERE id = :id",
        {"id": post_id, "useful_until": to_ms(useful_until)},
    )


def next_due_ms(connection: Connection) -> int | None:
    """Returns when the next open post is due, in ms; None where none is open."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(next_at) FROM posts WHERE next_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value


def count_missed(connection: Connection, guild_id: int, since_ms: int) -> int:
    """Returns how many of the guild's posts that were due since `since_ms` came too late."""
    row = connection.execute(
        "SELECT count(*) AS missed FROM posts WHERE guild_id = :guild_id AND state = :state "
        "AND due_at >= :since",
        {"guild_id": guild_id, "state": PostState.MISSED, "since": since_ms},
    ).fetchone()
    missed: int = row["missed"]
    return missed


def count_open(connection: Connection, now_ms: int) -> dict[str, int]:
    """Returns, by the figure's name, how many posts are due, late, retried, and missed.

    Late and retried are due ones that help nobody any more, and that were tried before.
    """
    row = connection.execute(
        """
        SELECT count(*) AS due, count(*) FILTER (WHERE useful_until <= :now) AS late,
            count(*) FILTER (WHERE first_tried_at IS NOT NULL) AS retried,
            (SELECT count(*) FROM posts WHERE state = :missed) AS missed
        FROM posts WHERE next_at <= :now AND is_ours(guild_id)
        """,
        {"now": now_ms, "missed": PostState.MISSED},
    ).fetchone()
    return {f"posts_{name}": row[name] for name in ("due", "late", "retried", "missed")}


def _of(kinds: Collection[PostKind]) -> str:
    names = ", ".join(f"'{kind}'" for kind in kinds)
    return f"kind IN ({names})"


def _not_of(guild_ids: Collection[int]) -> str:
    return f"guild_id NOT IN {sql_id_list(guild_ids)}" if guild_ids else "1 = 1"


def _post(row: Row) -> Post:
    post_id, guild_id, subject_id, kind, key, due_ms, until_ms, attempts, first_tried_ms, payload = row
    return Post(
        PostId(post_id),
        guild_id,
        subject_id,
        PostKind(kind),
        key,
        from_ms(due_ms),
        from_ms(until_ms),
        attempts,
        from_ms_or_none(first_tried_ms),
        json.loads(payload),
    )
