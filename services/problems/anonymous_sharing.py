"""Whether a member may share anonymously: organisers can do without, and moderators can stop one author.

A moderator stops the author of a problem without learning who it is: the problem is flagged, and whoever
wants to share anonymously is looked for, with the key, among the authors of flagged problems. That somebody
was refused is stored nowhere. Whoever erases themselves is nobody's author any more and so is stopped no
more; the flag stays where it is, so that neither moderators nor two copies of the database see a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db import author_tokens, guilds, problems, stopped_authors
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem
from languages import gettext
from services.transaction import Transaction

_REMOVED_WITHIN = timedelta(days=30)
_MOST_REMOVED = 5
_MOST_STOPPED = 15


@dataclass(frozen=True, slots=True)
class StoppedAuthors:
    """What moderators see: problems whose authors are stopped, and others that left the board lately."""

    stopped: list[Problem]
    removed: list[Problem]


def check_may_share(tx: Transaction, keyring: Keyring, actor: Actor) -> None:
    """Raises Refusal where the member may not share anonymously; the sentence is the same for all reasons."""
    is_allowed = guilds.get_settings(tx.connection, actor.guild_id).allows_anonymous
    if not is_allowed or _is_stopped(tx, keyring, actor):
        raise Refusal(
            gettext(
                "The organisers ask everybody to share under their own name, so nothing was posted. What "
                "you typed is kept for a day: tap *Edit* and untick *Anonymous* to share it under your "
                "name."
            )
        )


def _is_stopped(tx: Transaction, keyring: Keyring, actor: Actor) -> bool:
    stopped = stopped_authors.list_stopped(tx.connection, actor.guild_id)
    return bool(author_tokens.list_anonymous(tx.connection, keyring, actor.guild_id, actor.user_id, stopped))


def stop(tx: Transaction, actor: Actor, problem_id: ProblemId, *, is_stopped: bool) -> Problem:
    """Stops the problem's author from sharing anonymously, or lets them again, and returns the problem.

    Raises Refusal where the member is no moderator, or the problem was not shared anonymously.
    """
    _check_moderator(actor)
    problem = problems.find_problem(tx.connection, actor.guild_id, problem_id)
    if problem is None or not stopped_authors.set_stopped(tx.connection, problem_id, is_stopped=is_stopped):
        raise Refusal(gettext("That problem was not shared anonymously."))
    return problem


def list_all(tx: Transaction, actor: Actor) -> StoppedAuthors:
    """Returns whose authors are stopped, and whose could be. Raises Refusal where they are no moderator."""
    _check_moderator(actor)
    since = tx.now - _REMOVED_WITHIN
    stopped = stopped_authors.list_stopped(tx.connection, actor.guild_id)[:_MOST_STOPPED]
    removed = stopped_authors.list_removed(tx.connection, actor.guild_id, since, _MOST_REMOVED)
    return StoppedAuthors(_load(tx, stopped), _load(tx, removed))


def _load(tx: Transaction, ids: list[ProblemId]) -> list[Problem]:
    found = [problems.load_problem(tx.connection, problem_id) for problem_id in ids]
    return [problem for problem in found if problem is not None]


def _check_moderator(actor: Actor) -> None:
    if not actor.is_moderator:
        raise Refusal(gettext("That is for moderators, with Manage Threads."))
