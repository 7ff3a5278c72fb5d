"""A member's own data, in all features at once: exported, counted, erased."""

from __future__ import annotations

import json
from typing import Any

from db import (
    author_tokens,
    erased_reactions,
    pending_edits,
    personal_data,
    personal_topics,
    problem_drafts,
    problems,
)
from domain.guilds import Actor
from domain.pending_edits import EditKind
from domain.problems.anonymity import Keyring
from languages import gettext, gettext_noop
from services import leaving
from services.transaction import Transaction

_DRAFTS = ("drafts", gettext_noop("problems you typed and have not posted"))
_ANONYMOUS = (
    "anonymous_problems",
    gettext_noop("problems you shared anonymously; only you can be told that they are yours"),
)

_ABOUT = {topic.name: topic.about for topic in personal_topics.TOPICS} | dict(
    [personal_data.POSTS, _DRAFTS, _ANONYMOUS]
)


def export(tx: Transaction, keyring: Keyring, actor: Actor) -> bytes:
    """Returns everything about the member as JSON, with an index of what is in it."""
    rows_by_topic = _read(tx, keyring, actor)
    document = {
        "member": str(actor.user_id),
        "server": str(actor.guild_id),
        "made_at": tx.now.isoformat(),
        "index": [
            f"{name}: {gettext(_ABOUT[name])} ({len(rows)})" for name, rows in rows_by_topic.items() if rows
        ],
        "data": {name: rows for name, rows in rows_by_topic.items() if rows},
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def count(tx: Transaction, keyring: Keyring, actor: Actor) -> list[tuple[str, int]]:
    """Returns what is stored about the member: each kind of rows, in words, with how many there are."""
    rows_by_topic = _read(tx, keyring, actor)
    return [(gettext(_ABOUT[name]), len(rows)) for name, rows in rows_by_topic.items() if rows]


def _read(tx: Transaction, keyring: Keyring, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    rows_by_topic = personal_data.read_member(tx.connection, actor.guild_id, actor.user_id)
    drafts = problem_drafts.list_own(tx.connection, keyring, actor.guild_id, actor.user_id)
    anonymous_ids = author_tokens.list_anonymous(tx.connection, keyring, actor.guild_id, actor.user_id)
    anonymous = problems.list_by_ids(tx.connection, anonymous_ids)
    rows_by_topic[_DRAFTS[0]] = list(drafts.values())
    rows_by_topic[_ANONYMOUS[0]] = [
        {
            "title": problem.details.title,
            "wants": problem.details.wants,
            "tried": problem.details.tried,
            "tags": list(problem.details.tags),
            "state": problem.state,
            "created_at": problem.created_at.isoformat(),
        }
        for problem in anonymous
    ]
    return rows_by_topic


def erase(tx: Transaction, keyring: Keyring, actor: Actor) -> None:
    """Erases the member as they ask for it, and has the reactions that they leave behind taken away."""
    guild_id, user_id = actor.guild_id, actor.user_id
    reactions = erased_reactions.list_standing(tx.connection, guild_id, user_id, tx.now_ms)
    forget(tx, keyring, guild_id, user_id)
    erased_reactions.insert_reactions(tx.connection, reactions)


def forget(tx: Transaction, keyring: Keyring, guild_id: int, user_id: int) -> None:
    """Erases a member; what others still need stays without a name.

    They first leave circles and meetups, so that others move up.
    """
    leaving.leave(tx, guild_id, user_id)
    subject_ids_by_kind = personal_data.list_shown(tx.connection, guild_id, user_id)
    personal_data.erase_member(tx.connection, guild_id, user_id)
    for draft_id in problem_drafts.list_own(tx.connection, keyring, guild_id, user_id):
        problem_drafts.delete_draft(tx.connection, draft_id)
    author_tokens.forget_author(tx.connection, keyring, guild_id, user_id)
    for kind, subject_ids in subject_ids_by_kind.items():
        for subject_id in subject_ids:
            pending_edits.mark_outdated(tx.connection, subject_id, EditKind(kind), guild_id, tx.now_ms)
