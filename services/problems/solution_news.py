"""Those who have a problem, too, hear of its solution: each once, in its thread or in private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from db import leavers, notices, posts, profiles, votes
from domain.notices import Notice, NoticeKind
from domain.posts import Post, PostKind
from domain.problems.problem import Problem
from domain.profiles import Hearing
from services.problems import effects
from services.transaction import Transaction

_MENTIONS_PER_MESSAGE = 80  # 80 mentions of 22 characters stay under a message's 2,000
_MAY_BE_TAKEN_BACK = timedelta(minutes=5)  # a tap by mistake calls nobody


def plan(tx: Transaction, problem: Problem, payload: Mapping[str, object]) -> None:
    """Has those who have the problem, too, told of the solution that was just accepted.

    `payload` names the proposal, the helper, and who accepted it: None for an anonymous author.
    """
    due_at = tx.now + _MAY_BE_TAKEN_BACK
    effects.post(tx, problem, PostKind.SOLUTION_NEWS, str(problem.turns), payload, due_at)


def address(tx: Transaction, post: Post, problem: Problem) -> Post:
    """Returns the post with the members it is for; those who do not fit into one message get others.

    Who voted where nobody sees it hears in private. An anonymous author who voted is told like everybody: to
    leave them out would say whose the problem is.
    """
    untold = votes.list_untold(tx.connection, problem.id)
    left_out = _list_left_out(tx, post, problem)
    told = [(user_id, is_seen) for user_id, is_seen in untold if user_id not in left_out]
    votes.mark_told(tx.connection, problem.id, [user_id for user_id, _ in told])
    for user_id in [user_id for user_id, is_seen in told if not is_seen]:
        _tell_in_private(tx, problem, user_id)
    user_ids = [user_id for user_id, is_seen in told if is_seen]
    for start in range(_MENTIONS_PER_MESSAGE, len(user_ids), _MENTIONS_PER_MESSAGE):
        part = {**post.payload, "user_ids": user_ids[start : start + _MENTIONS_PER_MESSAGE]}
        effects.post(tx, problem, PostKind.SOLUTION_NEWS, f"{post.key}+{start}", part, tx.now)
    addressed = replace(post, payload={**post.payload, "user_ids": user_ids[:_MENTIONS_PER_MESSAGE]})
    posts.set_payload(tx.connection, addressed)
    return addressed


def _list_left_out(tx: Transaction, post: Post, problem: Problem) -> set[int | None]:
    """Returns who knows already, has left, or does not want to hear."""
    guild_id = problem.guild_id
    return {
        problem.author_id,
        post.payload["helper_id"],
        post.payload["actor_id"],
        *leavers.list_gone(tx.connection, guild_id, tx.now_ms),
        *profiles.list_not_hearing(tx.connection, guild_id, Hearing.SOLUTIONS),
    }


def _tell_in_private(tx: Transaction, problem: Problem, user_id: int) -> None:
    payload = {"title": problem.details.title, "channel_id": problem.message_id}  # which is its thread's id
    key = f"{problem.id}:{user_id}"
    notice = Notice(tx.new_id(), problem.guild_id, user_id, NoticeKind.SOLVED, key, payload)
    notices.insert_notice(tx.connection, notice, tx.now_ms)
