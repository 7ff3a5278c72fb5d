"""Rows of problems and of their tags.

Every look-up by an id that a member can name also names the guild, so that no other guild's row is reached.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from db.connection import Connection, Row
from db.shards import OURS
from db.values import from_ms, to_ms
from domain.boards import Board
from domain.ids import ProblemId, ProposalId
from domain.problems import tags as tag_names
from domain.problems.problem import Problem, ProblemDetails, ProblemState, Stage, Vote
from domain.reaction_polls import ReactionPoll

_PROBLEM = """
    SELECT problems.*,
        (SELECT count(*) FROM proposals WHERE problem_id = problems.id) AS proposals,
        (SELECT count(*) FROM votes WHERE subject_id = problems.id) AS votes
    FROM problems
"""
_HAS_PROPOSALS = "EXISTS (SELECT 1 FROM proposals WHERE problem_id = problems.id)"
_STAGES = {
    Stage.WAITING: f"state = 'open' AND NOT {_HAS_PROPOSALS}",
    Stage.OPEN: f"state = 'open' AND {_HAS_PROPOSALS}",
    Stage.SOLVED: "state = 'solved'",
    Stage.CLOSED: "state = 'closed'",
}


def insert_problem(connection: Connection, problem: Problem) -> bool:
    """Inserts a new problem; returns False where it is there already (a second press of the button)."""
    cursor = connection.execute(
        """
        INSERT INTO problems
            (id, guild_id, author_id, title, wants, tried, tags, channel_id, is_forum, state, created_at)
        VALUES
            (:id, :guild_id, :author_id, :title, :wants, :tried, '[]', :channel_id, :is_forum, :state, :now)
        ON CONFLICT (id) DO NOTHING
        """,
        {
            "id": problem.id,
            "guild_id": problem.guild_id,
            "author_id": problem.author_id,
            "title": problem.details.title,
            "wants": problem.details.wants,
            "tried": problem.details.tried,
            "channel_id": problem.board.channel_id,
            "is_forum": int(problem.board.is_forum),
            "state": problem.state,
            "now": to_ms(problem.created_at),
        },
    )
    if cursor.rowcount:
        set_tags(connection, problem, problem.details.tags)
    return cursor.rowcount == 1


def set_tags(connection: Connection, problem: Problem, tags: Sequence[str]) -> None:
    """Stores the problem's tags in place of those it has."""
    connection.execute(
        "UPDATE problems SET tags = :tags, revision = revision + 1 WHERE id = :id",
        {"id": problem.id, "tags": json.dumps(list(tags), ensure_ascii=False)},
    )
    connection.execute("DELETE FROM problem_tags WHERE problem_id = :id", {"id": problem.id})
    connection.executemany(
        "INSERT INTO problem_tags (problem_id, guild_id, tag) VALUES (?, ?, ?)",
        [(problem.id, problem.guild_id, tag_names.tag_key(tag)) for tag in tags],
    )


def set_title(connection: Connection, problem_id: ProblemId, title: str) -> None:
    """Stores the problem's title."""
    connection.execute(
        "UPDATE problems SET title = :title, revision = revision + 1 WHERE id = :id",
        {"id": problem_id, "title": title},
    )


def set_hidden_tags(connection: Connection, problem_id: ProblemId, tags: Sequence[str]) -> None:
    """Stores the tags that did not fit on the forum's post."""
    connection.execute(
        "UPDATE problems SET hidden_tags = :tags WHERE id = :id",
        {"id": problem_id, "tags": json.dumps(list(tags), ensure_ascii=False)},
    )


def list_hidden_tags(connection: Connection, problem_id: ProblemId) -> list[str]:
    """Returns the tags that did not fit on the forum's post."""
    row = connection.execute("SELECT hidden_tags FROM problems WHERE id = :id", {"id": problem_id}).fetchone()
    found: list[str] = json.loads(row["hidden_tags"]) if row else []
    return found


def count_tags(connection: Connection, guild_id: int) -> dict[str, int]:
    """Returns how many problems have each tag of the guild, by the tag's key."""
    rows = connection.execute(
        "SELECT tag, count(*) AS uses FROM problem_tags WHERE guild_id = :guild_id GROUP BY tag",
        {"guild_id": guild_id},
    )
    return {row["tag"]: row["uses"] for row in rows}


def list_tags(connection: Connection, guild_id: int, limit: int) -> list[str]:
    """Returns at most `limit` tags of the guild's problems as last written, the most used first."""
    rows = connection.execute(
        """
        SELECT problem_tags.tag, count(*) AS uses, max(problems.tags) AS written FROM problem_tags
        JOIN problems ON problems.id = problem_tags.problem_id
        WHERE problem_tags.guild_id = :guild_id
        GROUP BY problem_tags.tag ORDER BY uses DESC, problem_tags.tag LIMIT :limit
        """,
        {"guild_id": guild_id, "limit": limit},
    )
    return [
        next(
            (name for name in json.loads(row["written"]) if tag_names.tag_key(name) == row["tag"]), row["tag"]
        )
        for row in rows
    ]


def find_problem(connection: Connection, guild_id: int, problem_id: ProblemId) -> Problem | None:
    """Returns the guild's problem; None where it has none of this id."""
    row = connection.execute(
        f"{_PROBLEM} WHERE id = :id AND guild_id = :guild_id", {"id": problem_id, "guild_id": guild_id}
    ).fetchone()
    return _problem(row) if row else None


def load_problem(connection: Connection, problem_id: ProblemId) -> Problem | None:
    """Returns the problem, whichever guild it is of, for the bot's own work; None where there is none."""
    row = connection.execute(f"{_PROBLEM} WHERE id = :id", {"id": problem_id}).fetchone()
    return _problem(row) if row else None


def find_by_message(connection: Connection, message_id: int) -> Problem | None:
    """Returns the problem whose first message, and so whose thread, has this id; None where none has."""
    row = connection.execute(f"{_PROBLEM} WHERE message_id = :id", {"id": message_id}).fetchone()
    return _problem(row) if row else None


def list_problems(
    connection: Connection, guild_id: int, stage: Stage | None, tag: str | None, limit: int
) -> list[Problem]:
    """Returns at most `limit` of the guild's problems on the board, the newest first.

    Only those of the stage and with the tag, unless these are None.
    """
    state = _STAGES[stage] if stage else "state <> 'removed'"
    tagged = "EXISTS (SELECT 1 FROM problem_tags WHERE problem_id = problems.id AND tag = :tag)"
    rows = connection.execute(
        f"""
        {_PROBLEM} WHERE guild_id = :guild_id AND {state} AND (:tag IS NULL OR {tagged})
        ORDER BY created_at DESC, id LIMIT :limit
        """,
        {"guild_id": guild_id, "tag": tag_names.tag_key(tag) if tag else None, "limit": limit},
    )
    return [_problem(row) for row in rows]


def list_open(connection: Connection, guild_id: int, limit: int) -> list[Problem]:
    """Returns at most `limit` of the guild's problems that wait for a solution, the oldest first."""
    rows = connection.execute(
        f"{_PROBLEM} WHERE guild_id = :guild_id AND state = 'open' ORDER BY created_at, id LIMIT :limit",
        {"guild_id": guild_id, "limit": limit},
    )
    return [_problem(row) for row in rows]


def list_by_author(connection: Connection, guild_id: int, user_id: int) -> list[Problem]:
    """Returns what the member shared under their name, the newest first."""
    rows = connection.execute(
        f"""
        {_PROBLEM} WHERE guild_id = :guild_id AND author_id = :user_id AND state <> 'removed'
        ORDER BY created_at DESC, id
        """,
        {"guild_id": guild_id, "user_id": user_id},
    )
    return [_problem(row) for row in rows]


def list_by_ids(connection: Connection, ids: Iterable[ProblemId]) -> list[Problem]:
    """Returns these problems, in this order, without those that are not on the board any more."""
    found = [load_problem(connection, problem_id) for problem_id in ids]
    return [problem for problem in found if problem is not None and problem.state is not ProblemState.REMOVED]


def list_accepted_since(connection: Connection, guild_id: int, since_ms: int, limit: int) -> list[Problem]:
    """Returns at most `limit` of the guild's solved problems, the last accepted first.

    Only those whose solution was accepted at `since_ms` or later.
    """
    rows = connection.execute(
        f"""
        {_PROBLEM} WHERE guild_id = :guild_id AND accepted_at >= :since AND state = 'solved'
        ORDER BY accepted_at DESC, id LIMIT :limit
        """,
        {"guild_id": guild_id, "since": since_ms, "limit": limit},
    )
    return [_problem(row) for row in rows]


def count_stages(connection: Connection, guild_id: int) -> dict[Stage, int]:
    """Returns how many of the guild's problems are at each stage."""
    counts = {}
    for stage, condition in _STAGES.items():
        row = connection.execute(
            f"SELECT count(*) AS found FROM problems WHERE guild_id = :guild_id AND {condition}",
            {"guild_id": guild_id},
        ).fetchone()
        counts[stage] = row["found"]
    return counts


def save_state(connection: Connection, problem: Problem, ask_at_ms: int | None) -> None:
    """Stores where the problem stands, and when to ask (in ms) whether the accepted proposal worked.

    `ask_at_ms` is None where that is not to be asked.
    """
    connection.execute(
        """
        UPDATE problems SET state = :state, turns = :turns, accepted_id = :accepted_id,
            accepted_at = :accepted_at, ask_at = :ask_at
        WHERE id = :id
        """,
        {
            "id": problem.id,
            "state": problem.state,
            "turns": problem.turns,
            "accepted_id": problem.accepted_id,
            "accepted_at": to_ms(problem.accepted_at) if problem.accepted_at else None,
            "ask_at": ask_at_ms,
        },
    )


def set_message(connection: Connection, problem_id: ProblemId, message_id: int) -> None:
    """Stores the message of the problem, whose id its thread has, too."""
    connection.execute(
        "UPDATE problems SET message_id = :message_id WHERE id = :id",
        {"id": problem_id, "message_id": message_id},
    )


def set_removed(connection: Connection, problem_id: ProblemId) -> None:
    """Stores that the problem is on the board no more, since its thread is gone."""
    connection.execute(
        "UPDATE problems SET state = 'removed', ask_at = NULL WHERE id = :id", {"id": problem_id}
    )


def set_locked(connection: Connection, problem_id: ProblemId, *, is_locked: bool) -> None:
    """Stores whether a moderator has locked the problem's thread."""
    connection.execute(
        "UPDATE problems SET is_locked = :is_locked WHERE id = :id",
        {"id": problem_id, "is_locked": int(is_locked)},
    )


def set_author_left(connection: Connection, problem_id: ProblemId) -> None:
    """Stores that the author is not a member any more."""
    connection.execute(
        "UPDATE problems SET has_author_left = 1, ask_at = NULL WHERE id = :id", {"id": problem_id}
    )


def set_author_back(connection: Connection, guild_id: int, user_id: int) -> None:
    """Stores that the member, who shares or acts, is here."""
    connection.execute(
        "UPDATE problems SET has_author_left = 0 WHERE guild_id = :guild_id AND author_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    )


def list_questions(
    connection: Connection, guild_id: int, author_id: int | None, now_ms: int
) -> list[Problem]:
    """Returns the author's problems of which they are now to be asked whether the solution worked.

    None for `author_id` gives those of all anonymous authors.
    """
    rows = connection.execute(
        f"""
        {_PROBLEM} WHERE guild_id = :guild_id AND ask_at <= :now AND state = 'solved'
            AND {"author_id = :author_id" if author_id is not None else "author_id IS NULL"}
        ORDER BY ask_at, id
        """,
        {"guild_id": guild_id, "now": now_ms} | ({"author_id": author_id} if author_id is not None else {}),
    )
    return [_problem(row) for row in rows]


def mark_asked(connection: Connection, problem_id: ProblemId) -> None:
    """Stores that the author has been asked."""
    connection.execute("UPDATE problems SET ask_at = NULL WHERE id = :id", {"id": problem_id})


def list_open_polls(connection: Connection, since_ms: int) -> list[ReactionPoll]:
    """Returns the messages whose votes count, those of the newest problems first.

    They are of problems that are not solved, or were not before `since_ms`, and of the proposals to them.
    """
    cards = connection.execute(
        f"""
        SELECT * FROM problems WHERE message_id IS NOT NULL AND {OURS}
            AND (state = 'open' OR (state = 'solved' AND accepted_at >= :since))
        ORDER BY created_at DESC, id
        """,
        {"since": since_ms},
    ).fetchall()
    reaction_polls = []
    for card in cards:
        thread_id, guild_id = card["message_id"], card["guild_id"]
        channel_id = thread_id if card["is_forum"] else card["channel_id"]
        reaction_polls.append(ReactionPoll(card["id"], guild_id, channel_id, thread_id, (Vote.ME_TOO,)))
        proposals = connection.execute(
            "SELECT id, message_id FROM proposals WHERE problem_id = :id AND message_id IS NOT NULL",
            {"id": card["id"]},
        )
        reaction_polls += [
            ReactionPoll(row["id"], guild_id, thread_id, row["message_id"], (Vote.UP,)) for row in proposals
        ]
    return reaction_polls


def list_solved_pairs(connection: Connection, guild_id: int) -> list[tuple[int, int]]:
    """Returns a pair (author, helper) for every solved problem that was shared under a name."""
    rows = connection.execute(
        """
        SELECT problems.author_id, proposals.author_id AS helper_id FROM problems
        JOIN proposals ON proposals.id = problems.accepted_id
        WHERE problems.guild_id = :guild_id AND problems.state = 'solved'
            AND problems.author_id IS NOT NULL AND problems.author_id <> proposals.author_id
        """,
        {"guild_id": guild_id},
    )
    return [(row["author_id"], row["helper_id"]) for row in rows]


def list_unsettled(connection: Connection) -> list[Problem]:
    """Returns the open problems that have a thread, of all guilds that are ours, the newest first."""
    rows = connection.execute(
        f"{_PROBLEM} WHERE state = 'open' AND message_id IS NOT NULL AND {OURS} ORDER BY created_at DESC, id"
    )
    return [_problem(row) for row in rows]


def list_in_channel(connection: Connection, guild_id: int, channel_id: int) -> list[Problem]:
    """Returns the problems on the board that were posted in this channel."""
    rows = connection.execute(
        f"{_PROBLEM} WHERE guild_id = :guild_id AND channel_id = :channel_id AND state <> 'removed'",
        {"guild_id": guild_id, "channel_id": channel_id},
    )
    return [_problem(row) for row in rows]


def _problem(row: Row) -> Problem:
    return Problem(
        id=ProblemId(row["id"]),
        guild_id=row["guild_id"],
        author_id=row["author_id"],
        details=ProblemDetails(row["title"], row["wants"], row["tried"], tuple(json.loads(row["tags"]))),
        board=Board(row["channel_id"], bool(row["is_forum"])),
        created_at=from_ms(row["created_at"]),
        state=ProblemState(row["state"]),
        message_id=row["message_id"],
        is_locked=bool(row["is_locked"]),
        has_author_left=bool(row["has_author_left"]),
        accepted_id=ProposalId(row["accepted_id"]) if row["accepted_id"] is not None else None,
        accepted_at=_instant(row["accepted_at"]),
        turns=row["turns"],
        proposals=row["proposals"],
        votes=row["votes"],
        revision=row["revision"],
        is_edited=bool(row["is_edited"]),
    )


def _instant(value: int | None) -> datetime | None:
    return from_ms(value) if value is not None else None
