"""Rows of anonymous problems of which something is to be told: of what, and not to whom."""

from __future__ import annotations

from db.connection import Connection
from domain.ids import ProblemId
from domain.notices import NoticeKind


def set_unheard(connection: Connection, problem_id: ProblemId, kind: NoticeKind | None) -> None:
    """Stores what the author has not heard yet of the problem; None once they have."""
    connection.execute("UPDATE problems SET unheard = :kind WHERE id = :id", {"id": problem_id, "kind": kind})


def list_unheard(connection: Connection, guild_id: int) -> dict[ProblemId, NoticeKind]:
    """Returns what the authors of the guild's anonymous problems have not heard yet, by problem."""
    rows = connection.execute(
        "SELECT id, unheard FROM problems WHERE guild_id = :guild_id AND unheard IS NOT NULL ORDER BY id",
        {"guild_id": guild_id},
    )
    return {ProblemId(row["id"]): NoticeKind(row["unheard"]) for row in rows}
