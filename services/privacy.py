"""A member's own data: handed over, and erased, in all columns at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import mirrors, personal, problem_drafts, problems, seals
from db.connection import Connection
from db.values import to_ms
from domain.guilds import Actor
from domain.mirrors import MirrorKind
from languages import gettext, gettext_noop
from services.problems.desk import ProblemDesk

_DRAFTS = ("drafts", gettext_noop("problems you typed and have not posted"))
_ANONYMOUS = (
    "anonymous_problems",
    gettext_noop("problems you shared anonymously; only you can be told that they are yours"),
)

_ABOUT = {topic.name: topic.about for topic in personal.TOPICS} | dict([personal.POSTS, _DRAFTS, _ANONYMOUS])


@dataclass(frozen=True, slots=True)
class Privacy:
    """Use cases of a member's own data, in one server."""

    desk: ProblemDesk

    async def export(self, actor: Actor) -> bytes:
        """Everything about the member as JSON, with an index of what is in it."""
        found = await self.desk.database.read(_read, self.desk, actor)
        written = {
            "member": str(actor.user_id),
            "server": str(actor.guild_id),
            "made_at": self.desk.now().isoformat(),
            "index": [
                f"{name}: {gettext(_ABOUT[name])} ({len(rows)})" for name, rows in found.items() if rows
            ],
            "data": {name: rows for name, rows in found.items() if rows},
        }
        return json.dumps(written, ensure_ascii=False, indent=2).encode()

    async def count(self, actor: Actor) -> list[tuple[str, int]]:
        """How many things of each kind there are, in words."""
        found = await self.desk.database.read(_read, self.desk, actor)
        return [(gettext(_ABOUT[name]), len(rows)) for name, rows in found.items() if rows]

    async def erase(self, actor: Actor) -> None:
        """Erase the member; what the others still need stays without a name."""
        await self.desk.database.write(_erase, self.desk, actor, self.desk.now())


def _read(connection: Connection, desk: ProblemDesk, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    found = personal.read_member(connection, actor.guild_id, actor.user_id)
    drafts = problem_drafts.list_own(connection, desk.keyring, actor.guild_id, actor.user_id)
    sealed = seals.list_anonymous(connection, desk.keyring, actor.guild_id, actor.user_id)
    own = problems.list_by_ids(connection, sealed)
    found[_DRAFTS[0]] = list(drafts.values())
    found[_ANONYMOUS[0]] = [
        {
            "title": one.details.title,
            "wants": one.details.wants,
            "tried": one.details.tried,
            "tags": list(one.details.tags),
            "state": one.state,
            "created_at": one.created_at.isoformat(),
        }
        for one in own
    ]
    return found


def _erase(connection: Connection, desk: ProblemDesk, actor: Actor, now: datetime) -> None:
    guild_id, user_id = actor.guild_id, actor.user_id
    shown = personal.list_shown(connection, guild_id, user_id)
    personal.erase_member(connection, guild_id, user_id)
    for draft_id in problem_drafts.list_own(connection, desk.keyring, guild_id, user_id):
        problem_drafts.delete_draft(connection, draft_id)
    seals.delete_seals(connection, desk.keyring, guild_id, user_id)
    for kind, subject_ids in shown.items():
        for subject_id in subject_ids:
            mirrors.touch(connection, subject_id, MirrorKind(kind), guild_id, to_ms(now))
