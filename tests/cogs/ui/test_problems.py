"""Whatever people enter, what is shown of problems stays within Discord's limits, and means nobody harm."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cogs.ui.problems import cards, posts
from domain.problems.digest import Digest
from domain.problems.helper import Helper
from domain.problems.problem import ProposalOutcome, Stage
from tests.cogs import longest
from tests.cogs.limits import fits
from tests.cogs.longest import BIG, TEXTS, TITLES


@given(TITLES, TEXTS, TEXTS)
def test_cards_fit(title: str, wants: str, tried: str) -> None:
    problem = longest.problem(title, wants, tried)
    fits(cards.card(problem, longest.proposal()))
    fits(cards.overview(problem, [longest.proposal(tried + "x")] * 50, is_own=True))
    assert len(cards.thread_name(problem)) <= 100
    assert len(cards.choice(problem)) <= 100
    text = cards.card(problem, None).description or ""
    assert text.count("```") % 2 == 0  # nothing after a code block is swallowed by it


@given(st.text(min_size=1, max_size=3500))
def test_proposals_fit(text: str) -> None:
    fits(cards.proposal_card(longest.problem(), longest.proposal(text))[1])
    assert len(cards.proposal_label(5, longest.proposal(text), 60)) <= 60


@given(TITLES)
def test_lists_fit(title: str) -> None:
    many = [longest.problem(title)] * 25
    counts = dict.fromkeys(Stage, 99_999)
    for embed in (
        cards.similar(many[:5]),
        cards.results(many, "Found", "Nothing"),
        cards.listing(many, counts, title),
        posts.digest(Digest(counts, many[:5], many[:5], many[:5])),
        cards.helpers([Helper(BIG, 99_999, 99_999)] * 10, is_of_all_time=True),
    ):
        fits(embed)
    for text in (
        cards.posted(longest.problem(title), [title[:20]] * 5),
        cards.posted(replace(longest.problem(title), message_id=None, author_id=None), []),
        cards.nothing_found(title * 20),
        cards.reported(longest.problem(title), ProposalOutcome.NO),
        cards.voted(longest.problem(title), None, has_vote=True, has_reaction=True),
    ):
        assert len(text) <= 2000
    assert cards.results([], "Found", "Nothing").description == "Nothing"


def test_links_in_titles_cannot_be_spoofed() -> None:
    text = cards.link(longest.problem("x](https://evil.example)"))
    assert "](https://evil" not in text
