"""Whatever people enter, what is shown of problems stays within Discord's limits, and means nobody harm."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.problems import forms, rows
from cogs.ui import charts, markup, problem_posts, problems
from domain.boards import Board
from domain.ids import PostId, ProblemId, ProposalId
from domain.posts import Post, PostKind
from domain.problems.digest import Digest
from domain.problems.helpers import Helper
from domain.problems.life import Action
from domain.problems.problem import Details, Outcome, Problem, Proposal, Source, Stage, State
from services.problems.sharing import Form
from tests.cogs.test_ui import fits

_NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
_BIG = 2**63 - 1
_TITLES = st.one_of(st.text(min_size=1, max_size=90), st.sampled_from(["*" * 90, "[" * 90, "@everyone" * 10]))
_TEXTS = st.one_of(
    st.text(max_size=1500), st.sampled_from(["*" * 1500, "```" * 499, "x" * 1500, "\n" * 1500])
)


def _problem(title: str = "*" * 90, wants: str = "`" * 1500, tried: str = "_" * 1500) -> Problem:
    tags = tuple(f"{'*' * 19}{number}" for number in range(5))
    return Problem(
        id=ProblemId(_BIG),
        guild_id=_BIG,
        author_id=_BIG,
        details=Details(title, wants, tried, tags),
        board=Board(_BIG, True),
        created_at=_NOW,
        state=State.SOLVED,
        message_id=_BIG,
        is_locked=True,
        has_author_left=True,
        accepted_id=ProposalId(_BIG),
        accepted_at=_NOW,
        turns=9999,
        proposals=50,
        votes=99_999,
    )


def _proposal(text: str = "[" * 3500) -> Proposal:
    return Proposal(
        id=ProposalId(_BIG),
        problem_id=ProblemId(_BIG),
        author_id=_BIG,
        text=text,
        created_at=_NOW,
        source=Source(_BIG, _BIG),
        message_id=_BIG,
        outcome=Outcome.PARTLY,
        votes=9999,
    )


def _post(kind: PostKind, **payload: object) -> Post:
    return Post(PostId(_BIG), _BIG, _BIG, kind, "9999", _NOW, _NOW, payload=payload)


@given(_TITLES, _TEXTS, _TEXTS)
def test_cards_fit(title: str, wants: str, tried: str) -> None:
    problem = _problem(title, wants, tried)
    fits(problems.card(problem, _proposal(), "abcdefgh"))
    fits(problems.shown(problem, [_proposal(tried + "x")] * 50, is_own=True))
    assert len(problems.thread_name(problem)) <= 100
    assert len(problems.choice(problem)) <= 100
    text = problems.card(problem, None).description or ""
    assert text.count("```") % 2 == 0  # nothing after a code block is swallowed by it


@given(st.text(min_size=1, max_size=3500))
def test_proposals_fit(text: str) -> None:
    fits(problems.proposal_card(_problem(), _proposal(text), "abcdefgh")[1])
    assert len(problems.proposal_label(5, _proposal(text), 60)) <= 60


@pytest.mark.parametrize("action", [one for one in Action if one is not Action.PROPOSE])
@pytest.mark.parametrize("actor_id", [None, _BIG])
def test_turns_fit_and_name_an_anonymous_author_nowhere(action: Action, actor_id: int | None) -> None:
    post = _post(PostKind.TURN, action=action, actor_id=actor_id, helper_id=5, outcome="partly")
    content, embed = problem_posts.turn(post, _problem(), _proposal())
    fits(embed)
    assert content == "<@5>"
    assert ("The author" in (embed.description or "")) is (actor_id is None)
    assert (str(_BIG) in (embed.description or "").replace(f"/{_BIG}", "")) is (actor_id is not None)


def test_questions_and_nudges_fit() -> None:
    for content, embed in (
        problem_posts.nudge(_post(PostKind.NUDGE), _problem()),
        problem_posts.tried(_post(PostKind.TRIED), _problem(), _proposal()),
    ):
        assert content == f"<@{_BIG}>"
        fits(embed)
    hidden = replace(_problem(), author_id=None)
    assert problem_posts.nudge(_post(PostKind.NUDGE), hidden)[0] == ""
    assert problem_posts.tried(_post(PostKind.TRIED), hidden, _proposal())[0] == ""
    assert len(problem_posts.question(_problem(), _proposal())) <= 2000


@given(_TITLES)
def test_lists_fit(title: str) -> None:
    many = [_problem(title)] * 25
    counts = dict.fromkeys(Stage, 99_999)
    for embed in (
        problems.similar(many[:5]),
        problems.results(many, "Found", "Nothing"),
        problems.listing(many, counts, title),
        problem_posts.digest(Digest(counts, many[:5], many[:5], many[:5]), _post(PostKind.DIGEST)),
        problems.helpers([Helper(_BIG, 99_999, 99_999)] * 10, is_of_all_time=True),
    ):
        fits(embed)
    for text in (
        problems.posted(_problem(title), [title[:20]] * 5),
        problems.posted(replace(_problem(title), message_id=None, author_id=None), []),
        problems.nothing_found(title * 20),
        problems.reported(_problem(title), Outcome.NO),
        problems.voted(_problem(title), None, has_vote=True, has_reaction=True),
    ):
        assert len(text) <= 2000
    assert problems.results([], "Found", "Nothing").description == "Nothing"


def test_buttons_fit() -> None:
    problem, proposal = _problem(), _proposal()
    views = [
        rows.draft_buttons(_BIG),
        rows.mend_buttons(_BIG, may_post=True),
        rows.problem_buttons(problem),
        rows.proposal_buttons(replace(problem, accepted_id=None), proposal),
        rows.accept_button(problem, proposal),
        rows.nudge_buttons(problem, [proposal] * 50),
        rows.tried_buttons(problem, proposal),
        rows.turn_buttons(_post(PostKind.TURN, action=Action.ACCEPT), problem),
        rows.turn_buttons(_post(PostKind.TURN, action=Action.CLOSE), problem),
    ]
    for view in views:
        assert view is not None
        for row in view.to_components():
            assert 1 <= len(row["components"]) <= 5
            for button in row["components"]:
                assert 1 <= len(button["label"]) <= 80
                assert len(button["custom_id"]) <= 100
    assert rows.proposal_buttons(problem, proposal) is None
    assert rows.turn_buttons(_post(PostKind.TURN, action=Action.REOPEN), problem) is None


def test_forms_fit() -> None:
    form = Form("t" * 90, "w" * 1500, "x" * 1500, ("a", "b"), is_anonymous=True)
    known = [f"{'t' * 18}{number:02}" for number in range(40)]
    for modal in (
        forms.share_form(_BIG, known, form),
        forms.share_form(_BIG, [], form),
        forms.share_form(_BIG, ["only one"]),
        forms.propose_form(_problem("t" * 90), "x" * 3500),
    ):
        layout = modal.to_dict()
        assert len(layout["title"]) <= 45
        assert len(layout["custom_id"]) <= 100
        assert 1 <= len(layout["components"]) <= 5
        for label in layout["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100


def test_a_code_block_that_was_left_open_is_closed() -> None:
    assert markup.closed("```py\nx", 100) == "```py\nx\n```"
    assert markup.closed("```py\nx\n```", 100) == "```py\nx\n```"
    assert len(markup.closed("```" + "x" * 500, 100)) <= 100


def test_links_in_titles_cannot_be_spoofed() -> None:
    text = problems.link(_problem("x](https://evil.example)"))
    assert "](https://evil" not in text


@pytest.mark.parametrize(
    "names",
    [["alice"], ["花子 🎉", "العربية", "$x_1$", "\u200b"], ["a" * 60, "", "😀😀😀"], ["Łukasz", "Ñandú"] * 5],
)
def test_a_picture_is_drawn_whatever_people_are_called(names: list[str]) -> None:
    from matplotlib.image import imread

    bars = [charts.Bar(name, place, place * 2) for place, name in enumerate(names)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        written = charts.draw_bars(bars, "Thank you for helping", ("accepted", "likes"))
    height, width, _ = imread(io.BytesIO(written), format="png").shape
    assert 500 < width < 1200
    assert height < 1200
