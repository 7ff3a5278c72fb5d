"""What anonymous authors hear of their problems in private with a reply: proposals, and that one is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import author_tokens, posts, problem_news, problems, proposals
from domain.guilds import Actor
from domain.ids import ProposalId
from domain.notices import NoticeKind
from domain.posts import Post
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, ProblemState, Proposal
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class UnheardProposals:
    """Proposals of others for an anonymous problem of the member, with the posts that are heard of now."""

    problem: Problem
    proposals: list[Proposal]
    posts: list[Post]


def list_unheard(tx: Transaction, keyring: Keyring, actor: Actor) -> list[UnheardProposals]:
    """Returns the proposals for the member's anonymous problems of which they have not heard yet.

    Only the key joins the member to them, as with everything that they do with these problems.
    """
    unheard = posts.list_unheard_proposals(tx.connection, actor.guild_id)
    found = [(post, proposals.load_proposal(tx.connection, ProposalId(post.subject_id))) for post in unheard]
    ids = {one.problem_id for _, one in found if one is not None}
    own_ids = author_tokens.list_anonymous(tx.connection, keyring, actor.guild_id, actor.user_id, ids)
    answers = []
    for problem in problems.list_by_ids(tx.connection, own_ids):
        here = [(post, one) for post, one in found if one is not None and one.problem_id == problem.id]
        is_open = problem.state is ProblemState.OPEN  # whoever has accepted one has seen it
        others = [one for _, one in here if is_open and one.author_id != actor.user_id]
        if here:
            answers.append(UnheardProposals(problem, others, [post for post, _ in here]))
    return answers


@dataclass(frozen=True, slots=True)
class UnheardEnd:
    """An anonymous problem of the member that left the board without them, and how."""

    problem: Problem
    kind: NoticeKind


def list_unheard_ends(tx: Transaction, keyring: Keyring, actor: Actor) -> list[UnheardEnd]:
    """Returns the member's anonymous problems that left the board, of which they have not heard yet."""
    unheard = problem_news.list_unheard(tx.connection, actor.guild_id)
    own_ids = author_tokens.list_anonymous(
        tx.connection, keyring, actor.guild_id, actor.user_id, unheard.keys()
    )
    found = [
        (problems.load_problem(tx.connection, problem_id), unheard[problem_id]) for problem_id in own_ids
    ]
    return [UnheardEnd(problem, kind) for problem, kind in found if problem is not None]


def mark_end_heard(tx: Transaction, end: UnheardEnd) -> None:
    """Notes that it is heard of; neither by whom nor when."""
    problem_news.set_unheard(tx.connection, end.problem.id, None)


def mark_heard(tx: Transaction, answers: UnheardProposals) -> None:
    """Notes that they are heard of; all alike, so that what is stored tells none from another."""
    for post in answers.posts:
        posts.set_payload(tx.connection, replace(post, payload={}))
