"""What a change to a problem brings with it: the post in its thread, its card, its place in the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from db import (
    agendas,
    author_tokens,
    brainstorms,
    guilds,
    notices,
    pending_edits,
    posts,
    problem_news,
    problem_search,
    problems,
    proposals,
)
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import PostId, ProblemId
from domain.notices import Notice, NoticeKind
from domain.pending_edits import EDIT_PAUSE_MS, EditKind
from domain.posts import Post, PostKind
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, ProblemState
from domain.problems.state_machine import Action, ProblemRole
from languages import gettext
from services import message_syncing
from services.transaction import Transaction

_TOLD_WITHIN = timedelta(days=7)
QUESTIONS = (PostKind.NUDGE, PostKind.OUTCOME_QUESTION, PostKind.STILL_MATTERS)
"""What is asked in a problem's thread, with buttons until it is answered."""


def get_problem(tx: Transaction, guild_id: int, problem_id: ProblemId) -> Problem:
    """Returns the guild's problem. Raises Refusal where it is not on the board."""
    problem = problems.find_problem(tx.connection, guild_id, problem_id)
    if problem is None or problem.state is ProblemState.REMOVED:
        raise Refusal(
            gettext("I don't know that problem; it may have been removed. `/problem list` shows the board.")
        )
    return problem


def is_own(tx: Transaction, keyring: Keyring, actor: Actor, problem: Problem) -> bool:
    """Returns whether the actor is the author, by name or by the token of an anonymous author."""
    if not problem.is_anonymous:
        return problem.author_id == actor.user_id
    guild_id, user_id = actor.guild_id, actor.user_id
    return bool(author_tokens.list_anonymous(tx.connection, keyring, guild_id, user_id, [problem.id]))


def list_own(tx: Transaction, keyring: Keyring, actor: Actor) -> list[Problem]:
    """Returns everything that the actor has on the board, anonymous problems too, the newest first."""
    named = problems.list_by_author(tx.connection, actor.guild_id, actor.user_id)
    anonymous_ids = author_tokens.list_anonymous(tx.connection, keyring, actor.guild_id, actor.user_id)
    own = [*named, *problems.list_by_ids(tx.connection, anonymous_ids)]
    return sorted(own, key=lambda problem: problem.created_at, reverse=True)


def role_of(tx: Transaction, keyring: Keyring, actor: Actor, problem: Problem) -> ProblemRole:
    """Returns the actor's role towards the problem; an author who moderates acts as its author."""
    if is_own(tx, keyring, actor, problem):
        return ProblemRole.AUTHOR
    return ProblemRole.MODERATOR if actor.is_moderator else ProblemRole.MEMBER


def apply_action(tx: Transaction, problem: Problem, action: Action, payload: Mapping[str, object]) -> Problem:
    """Saves the problem's state after an action, and has its thread told; returns the problem.

    After a solution was accepted, the author is asked later whether it worked.
    """
    problem = replace(problem, turns=problem.turns + 1)
    is_fresh = action is Action.ACCEPT
    ask_at = tx.now + tx.config.problems.ask_after if is_fresh and not problem.has_author_left else None
    problems.save_state(tx.connection, problem, to_ms(ask_at) if ask_at else None)
    posts.delete_unsent(tx.connection, problem.id, [PostKind.OUTCOME_QUESTION])
    if ask_at is not None:
        # Two days are for the author's next private reply; then the question goes to the thread.
        post(tx, problem, PostKind.OUTCOME_QUESTION, str(problem.turns), {}, ask_at + timedelta(days=2))
    with_action = {"action": action, **payload}
    post(tx, problem, PostKind.ACTION_TAKEN, str(problem.turns), with_action, tx.now)
    mark_questions_outdated(tx, problem.id)
    return mark_changed(tx, problem.id)


def cancel_question(tx: Transaction, problem_id: ProblemId) -> None:
    """Notes that the author was asked whether it worked, so that the thread does not ask."""
    problems.mark_asked(tx.connection, problem_id)
    posts.delete_unsent(tx.connection, problem_id, [PostKind.OUTCOME_QUESTION])


def mark_questions_outdated(tx: Transaction, problem_id: ProblemId) -> None:
    """Marks what was asked about the problem as outdated: it may be answered."""
    message_syncing.mark_outdated(tx, problem_id, QUESTIONS)
    for date_id in brainstorms.list_dates(tx.connection, problem_id):
        message_syncing.mark_outdated(tx, date_id, (PostKind.RESULT,), (str(problem_id),))


def mark_changed(tx: Transaction, problem_id: ProblemId) -> Problem:
    """Updates the search and marks the card as outdated, after any change; returns the problem."""
    problem = problems.load_problem(tx.connection, problem_id)
    assert problem is not None, "problems are not deleted"
    if problem.state is ProblemState.REMOVED:
        problem_search.unindex_problem(tx.connection, problem_id)
        return problem
    problem_search.index_problem(tx.connection, problem, proposals.list_proposals(tx.connection, problem_id))
    mark_card_outdated(tx, problem)
    return problem


def mark_card_outdated(tx: Transaction, problem: Problem) -> None:
    """Marks what Discord shows of the problem itself as outdated."""
    if problem.message_id is None:
        return
    mark_outdated(tx, problem.id, EditKind.PROBLEM, problem.guild_id)
    if problem.board.is_forum:
        mark_outdated(tx, problem.id, EditKind.TAGS, problem.guild_id)


def mark_agendas_outdated(tx: Transaction, problem: Problem) -> None:
    """Marks the agendas of dates to come that name the problem as outdated, since its title has changed."""
    for date_id in agendas.list_dates_with(tx.connection, problem.id, tx.now_ms):
        message_syncing.mark_outdated(tx, date_id, (PostKind.AGENDA,))


def mark_outdated(tx: Transaction, subject_id: int, kind: EditKind, guild_id: int) -> None:
    """Marks one thing that Discord shows of a problem or a proposal as outdated."""
    pending_edits.mark_outdated(tx.connection, subject_id, kind, guild_id, tx.now_ms, EDIT_PAUSE_MS)


def post(
    tx: Transaction,
    problem: Problem,
    kind: PostKind,
    key: str,
    payload: Mapping[str, object],
    due_at: datetime,
    subject_id: int | None = None,
) -> None:
    """Has this posted about the problem at `due_at`, once for each kind and key.

    `subject_id` is the proposal that it is about; None for the problem itself.
    """
    posts.insert_post(
        tx.connection,
        Post(
            id=PostId(tx.new_id()),
            guild_id=problem.guild_id,
            subject_id=subject_id or problem.id,
            kind=kind,
            key=key,
            due_at=due_at,
            useful_until=due_at + _TOLD_WITHIN,
            payload=dict(payload),
        ),
    )


def plan_digest(tx: Transaction, guild_id: int) -> None:
    """Notes when the guild's next digest is due, unless one is planned."""
    settings = guilds.get_settings(tx.connection, guild_id)
    guilds.save_settings(tx.connection, settings)  # it may have no row yet
    if guilds.get_digest_at(tx.connection, guild_id) is None:
        digest_at = tx.config.problems.digest.after(tx.now, settings.zone or tx.config.meetups.zone)
        guilds.set_digest_at(tx.connection, guild_id, to_ms(digest_at))


def notify_author(tx: Transaction, problem: Problem, kind: NoticeKind, key: str) -> None:
    """Notes this for the author's next private reply.

    Of an anonymous author it is noted at the problem, which says nothing about whom it is for.
    """
    if problem.is_anonymous:
        problem_news.set_unheard(tx.connection, problem.id, kind)
    else:
        assert problem.author_id is not None, "only anonymous problems have no author"
        payload = _about(problem)
        notice = Notice(tx.new_id(), problem.guild_id, problem.author_id, kind, key, payload)
        notices.insert_notice(tx.connection, notice, tx.now_ms)


def notify_organisers(
    tx: Transaction, problem: Problem, kind: NoticeKind, key: str, payload: Mapping[str, object]
) -> None:
    """Notes this for the organisers' next private reply."""
    notice = Notice(tx.new_id(), problem.guild_id, None, kind, key, {**_about(problem), **payload})
    notices.insert_notice(tx.connection, notice, tx.now_ms)


def _about(problem: Problem) -> dict[str, object]:
    return {"title": problem.details.title, "channel_id": problem.board.channel_id}
