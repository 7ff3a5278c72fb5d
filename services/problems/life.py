"""What a change to a problem brings with it: the line in its thread, its card, its place in the search.

Functions of a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from db import guilds, mirrors, notices, posts, problem_search, problems, proposals, seals
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import PostId, ProblemId, new_id
from domain.mirrors import MirrorKind
from domain.notices import Notice, NoticeKind
from domain.posts import Post, PostKind
from domain.problems.anonymity import Keyring
from domain.problems.life import Action, Standing
from domain.problems.problem import Problem, State
from languages import gettext
from services.problems.desk import Rules

CARD_PAUSE = timedelta(seconds=3)
_TOLD_WITHIN = timedelta(days=7)


def get_problem(connection: Connection, guild_id: int, problem_id: ProblemId) -> Problem:
    """The guild's problem; raises Refusal if there is none on the board."""
    problem = problems.find_problem(connection, guild_id, problem_id)
    if problem is None or problem.state is State.REMOVED:
        raise Refusal(
            gettext("I don't know that problem; it may have been removed. `/problem list` shows the board.")
        )
    return problem


def is_own(connection: Connection, keyring: Keyring, actor: Actor, problem: Problem) -> bool:
    """Whether the member who asks is the author, by name or by the seal of an anonymous one."""
    if not problem.is_anonymous:
        return problem.author_id == actor.user_id
    own = seals.list_anonymous(connection, keyring, actor.guild_id, actor.user_id)
    return problem.id in own


def list_own(connection: Connection, keyring: Keyring, actor: Actor) -> list[Problem]:
    """Everything the member who asks has on the board, the newest first."""
    named = problems.list_by_author(connection, actor.guild_id, actor.user_id)
    sealed = seals.list_anonymous(connection, keyring, actor.guild_id, actor.user_id)
    found = [*named, *problems.list_by_ids(connection, sealed)]
    return sorted(found, key=lambda problem: problem.created_at, reverse=True)


def standing_of(connection: Connection, keyring: Keyring, actor: Actor, problem: Problem) -> Standing:
    """How the member stands to the problem; an author who moderates acts as its author."""
    if is_own(connection, keyring, actor, problem):
        return Standing.AUTHOR
    return Standing.MODERATOR if actor.is_moderator else Standing.MEMBER


def settle(
    connection: Connection,
    problem: Problem,
    action: Action,
    payload: Mapping[str, object],
    rules: Rules,
    now: datetime,
    random: Random,
) -> Problem:
    """Keep where the problem stands after a turn, tell it in the thread, and ask later whether it worked."""
    problem = replace(problem, turns=problem.turns + 1)
    is_fresh = action is Action.ACCEPT
    ask_at = now + rules.ask_after if is_fresh and not problem.has_author_left else None
    problems.save_turn(connection, problem, to_ms(ask_at) if ask_at else None)
    posts.delete_unsent(connection, problem.id, [PostKind.TRIED])
    if ask_at is not None:
        # Two days are for the author's next private reply; then the question goes to the thread.
        post(connection, problem, PostKind.TRIED, str(problem.turns), {}, ask_at + timedelta(days=2), random)
    told = {"action": action, **payload}
    post(connection, problem, PostKind.TURN, str(problem.turns), told, now, random)
    return follow(connection, problem.id, now)


def drop_question(connection: Connection, problem_id: ProblemId) -> None:
    """The author has been asked whether it worked: the thread need not ask."""
    problems.mark_asked(connection, problem_id)
    posts.delete_unsent(connection, problem_id, [PostKind.TRIED])


def follow(connection: Connection, problem_id: ProblemId, now: datetime) -> Problem:
    """After any change: the search knows it, and its card is out of date."""
    problem = problems.load_problem(connection, problem_id)
    assert problem is not None, "problems are not deleted"
    if problem.state is State.REMOVED:
        problem_search.unindex_problem(connection, problem_id)
        return problem
    problem_search.index_problem(connection, problem, proposals.list_proposals(connection, problem_id))
    touch_card(connection, problem, now)
    return problem


def touch_card(connection: Connection, problem: Problem, now: datetime) -> None:
    """What Discord shows of the problem itself is out of date."""
    if problem.message_id is None:
        return
    touch(connection, problem.id, MirrorKind.PROBLEM, problem.guild_id, now)
    if problem.board.is_forum:
        touch(connection, problem.id, MirrorKind.TAGS, problem.guild_id, now)


def touch(connection: Connection, subject_id: int, kind: MirrorKind, guild_id: int, now: datetime) -> None:
    """What Discord shows of a problem or a proposal is out of date."""
    mirrors.touch(connection, subject_id, kind, guild_id, to_ms(now), CARD_PAUSE // timedelta(milliseconds=1))


def post(
    connection: Connection,
    problem: Problem,
    kind: PostKind,
    key: str,
    payload: Mapping[str, object],
    due_at: datetime,
    random: Random,
    subject_id: int | None = None,
) -> None:
    """Have the bot post this about the problem, or about `subject_id`, then."""
    posts.insert_post(
        connection,
        Post(
            id=PostId(new_id(random)),
            guild_id=problem.guild_id,
            subject_id=subject_id or problem.id,
            kind=kind,
            key=key,
            due_at=due_at,
            useful_until=due_at + _TOLD_WITHIN,
            payload=dict(payload),
        ),
    )


def plan_digest(connection: Connection, guild_id: int, rules: Rules, now: datetime) -> None:
    """Note when the guild's next digest is due, unless one is planned."""
    settings = guilds.get_settings(connection, guild_id)
    guilds.save_settings(connection, settings)  # it may have no row yet
    if guilds.get_digest_at(connection, guild_id) is None:
        digest_at = rules.digest.after(now, settings.zone or rules.zone)
        guilds.set_digest_at(connection, guild_id, to_ms(digest_at))


def tell_author(
    connection: Connection, problem: Problem, kind: NoticeKind, key: str, now: datetime, random: Random
) -> None:
    """Keep a word for the author's next private reply; nobody can be told about an anonymous problem."""
    if problem.author_id is not None:
        _tell(connection, problem, problem.author_id, kind, key, {}, now, random)


def tell_organisers(
    connection: Connection,
    problem: Problem,
    kind: NoticeKind,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    random: Random,
) -> None:
    """Keep a word for the organisers' next private reply."""
    _tell(connection, problem, None, kind, key, payload, now, random)


def _tell(
    connection: Connection,
    problem: Problem,
    user_id: int | None,
    kind: NoticeKind,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    random: Random,
) -> None:
    told = {"title": problem.details.title, "channel_id": problem.board.channel_id, **payload}
    notice = Notice(new_id(random), problem.guild_id, user_id, kind, key, told)
    notices.insert_notice(connection, notice, to_ms(now))
