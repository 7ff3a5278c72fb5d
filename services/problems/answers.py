"""Proposals for anonymous problems, of which their authors hear in private with a reply."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import author_tokens, posts, problems, proposals
from domain.guilds import Actor
from domain.ids import ProposalId
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


def mark_heard(tx: Transaction, answers: UnheardProposals) -> None:
    """Notes that they are heard of; all alike, so that what is stored tells none from another."""
    for post in answers.posts:
        posts.set_payload(tx.connection, replace(post, payload={}))
