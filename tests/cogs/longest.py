"""Problems as long as they can be, as they are shown."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from domain.boards import Board
from domain.ids import PostId, ProblemId, ProposalId
from domain.posts import Post, PostKind
from domain.problems.problem import (
    Problem,
    ProblemDetails,
    ProblemState,
    Proposal,
    ProposalOutcome,
    ReplySource,
)

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
BIG = 2**63 - 1
TITLES = st.one_of(st.text(min_size=1, max_size=90), st.sampled_from(["*" * 90, "[" * 90, "@everyone" * 10]))
TEXTS = st.one_of(st.text(max_size=1500), st.sampled_from(["*" * 1500, "```" * 499, "x" * 1500, "\n" * 1500]))


def problem(title: str = "*" * 90, wants: str = "`" * 1500, tried: str = "_" * 1500) -> Problem:
    """Returns a solved problem with everything that a problem can have."""
    tags = tuple(f"{'*' * 19}{number}" for number in range(5))
    return Problem(
        id=ProblemId(BIG),
        guild_id=BIG,
        author_id=BIG,
        details=ProblemDetails(title, wants, tried, tags),
        board=Board(BIG, True),
        created_at=NOW,
        state=ProblemState.SOLVED,
        message_id=BIG,
        is_locked=True,
        has_author_left=True,
        accepted_id=ProposalId(BIG),
        accepted_at=NOW,
        turns=9999,
        proposals=50,
        votes=99_999,
        is_edited=True,
    )


def proposal(text: str = "[" * 3500) -> Proposal:
    """Returns a proposal with everything that a proposal can have."""
    return Proposal(
        id=ProposalId(BIG),
        problem_id=ProblemId(BIG),
        author_id=BIG,
        text=text,
        created_at=NOW,
        source=ReplySource(BIG, BIG),
        message_id=BIG,
        outcome=ProposalOutcome.PARTLY,
        votes=9999,
        is_edited=True,
    )


def post(kind: PostKind, **payload: object) -> Post:
    """Returns a post of this kind about the problem."""
    return Post(PostId(BIG), BIG, BIG, kind, "9999", NOW, NOW, payload=payload)
