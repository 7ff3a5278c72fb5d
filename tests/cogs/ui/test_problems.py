"""Whatever people enter, what is shown of problems stays within Discord's limits, and means nobody harm."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cogs.ui import problem_posts, problems
from domain.posts import PostKind
from domain.problems.digest import Digest
from domain.problems.helpers import Helper
from domain.problems.problem import Outcome, Stage
from tests.cogs import longest
from tests.cogs.limits import fits
from tests.cogs.longest import BIG, TEXTS, TITLES


@given(TITLES, TEXTS, TEXTS)
def test_cards_fit(title: str, wants: str, tried: str) -> None:
    problem = longest.problem(title, wants, tried)
    fits(problems.card(problem, longest.proposal(), "abcdefgh"))
    fits(problems.shown(problem, [longest.proposal(tried + "x")] * 50, is_own=True))
    assert len(problems.thread_name(problem)) <= 100
    assert len(problems.choice(problem)) <= 100
    text = problems.card(problem, None).description or ""
    assert text.count("```") % 2 == 0  # nothing after a code block is swallowed by it


@given(st.text(min_size=1, max_size=3500))
def test_proposals_fit(text: str) -> None:
    fits(problems.proposal_card(longest.problem(), longest.proposal(text), "abcdefgh")[1])
    assert len(problems.proposal_label(5, longest.proposal(text), 60)) <= 60


@given(TITLES)
def test_lists_fit(title: str) -> None:
    many = [longest.problem(title)] * 25
    counts = dict.fromkeys(Stage, 99_999)
    for embed in (
        problems.similar(many[:5]),
        problems.results(many, "Found", "Nothing"),
        problems.listing(many, counts, title),
        problem_posts.digest(Digest(counts, many[:5], many[:5], many[:5]), longest.post(PostKind.DIGEST)),
        problems.helpers([Helper(BIG, 99_999, 99_999)] * 10, is_of_all_time=True),
    ):
        fits(embed)
    for text in (
        problems.posted(longest.problem(title), [title[:20]] * 5),
        problems.posted(replace(longest.problem(title), message_id=None, author_id=None), []),
        problems.nothing_found(title * 20),
        problems.reported(longest.problem(title), Outcome.NO),
        problems.voted(longest.problem(title), None, has_vote=True, has_reaction=True),
    ):
        assert len(text) <= 2000
    assert problems.results([], "Found", "Nothing").description == "Nothing"


def test_links_in_titles_cannot_be_spoofed() -> None:
    text = problems.link(longest.problem("x](https://evil.example)"))
    assert "](https://evil" not in text
