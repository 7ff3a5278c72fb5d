"""Rows of problems that their authors change, and what the threads show until the change arrives."""

from __future__ import annotations

import json

from db import problems
from db.connection import Connection
from domain.ids import ProblemId
from domain.problems.problem import Problem, ProblemDetails
from domain.problems.shown import ShownBefore


def save_details(connection: Connection, problem: Problem, details: ProblemDetails) -> bool:
    """Stores what the author makes of the problem.

    Returns False, and stores nothing, where what it says has changed since `problem` was read.
    """
    cursor = connection.execute(
        """
        UPDATE problems SET title = :title, wants = :wants, tried = :tried, is_edited = :is_edited,
            revision = revision + 1
        WHERE id = :id AND revision = :revision
        """,
        {
            "id": problem.id,
            "title": details.title,
            "wants": details.wants,
            "tried": details.tried,
            "is_edited": int(problem.is_edited or problem.has_been_answered),
            "revision": problem.revision,
        },
    )
    if cursor.rowcount:
        problems.set_tags(connection, problem, details.tags)
    return cursor.rowcount == 1


def find_shown_before(connection: Connection, problem_id: ProblemId) -> ShownBefore:
    """Returns what the problem's thread may still show of the time before its author changed it."""
    row = connection.execute(
        "SELECT shown_before FROM problems WHERE id = :id AND shown_before IS NOT NULL", {"id": problem_id}
    ).fetchone()
    stored = json.loads(row["shown_before"]) if row else {"titles": [], "tags": []}
    return ShownBefore(tuple(stored["titles"]), tuple(frozenset(tags) for tags in stored["tags"]))


def set_shown_before(connection: Connection, problem_id: ProblemId, before: ShownBefore) -> None:
    """Stores what the problem's thread may still show of the time before its author changed it."""
    stored = {"titles": before.titles, "tags": [sorted(tags) for tags in before.tags]}
    connection.execute(
        "UPDATE problems SET shown_before = :stored WHERE id = :id",
        {"id": problem_id, "stored": json.dumps(stored, ensure_ascii=False) if before else None},
    )
