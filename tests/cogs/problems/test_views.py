"""Buttons of problems stay within Discord's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cogs.problems import page, views
from domain.ids import ProposalId
from domain.posts import PostKind
from domain.problems.state_machine import Action
from services.problems.anonymous_sharing import StoppedAuthors
from services.problems.finding import ProblemOverview
from tests.cogs import longest
from tests.cogs.longest import BIG


def test_buttons_fit() -> None:
    problem, proposal = longest.problem(), longest.proposal()
    made = [
        views.draft_buttons(BIG),
        views.fix_draft_buttons(BIG, may_post=True),
        views.problem_buttons(problem),
        views.proposal_buttons(replace(problem, accepted_id=None), proposal),
        views.accept_button(problem, proposal),
        views.stopped_buttons(StoppedAuthors([problem] * 15, [problem] * 5)),
        views.under_name_buttons(BIG),
        views.edit_again_button(BIG),
        views.nudge_buttons(problem, [proposal] * 50),
        views.outcome_buttons(problem, proposal),
        views.undo_buttons(longest.post(PostKind.ACTION_TAKEN, action=Action.ACCEPT), problem),
        views.undo_buttons(longest.post(PostKind.ACTION_TAKEN, action=Action.CLOSE), problem),
    ]
    for view in made:
        assert view is not None
        for row in view.to_components():
            assert 1 <= len(row["components"]) <= 5
            for button in row["components"]:
                assert 1 <= len(button["label"]) <= 80
                assert len(button["custom_id"]) <= 100
    assert views.proposal_buttons(problem, proposal) is None
    assert views.undo_buttons(longest.post(PostKind.ACTION_TAKEN, action=Action.REOPEN), problem) is None


@pytest.mark.parametrize("is_moderator", [False, True])
def test_a_page_fits_however_much_one_may_do(is_moderator: bool) -> None:
    problem, proposal = longest.problem(), longest.proposal()
    overview = ProblemOverview(
        problem,
        [proposal, *(replace(proposal, id=ProposalId(number), author_id=1) for number in range(49))],
        is_own=True,
        is_moderator=is_moderator,
        possible=frozenset(Action),
        takes_edits=True,
        voted=frozenset({proposal.id}),
        is_author_stopped=False if is_moderator else None,
    )
    for view in (page.page_items(overview, proposal.author_id), views.found_items([problem] * 50)):
        rows = view.to_components()
        assert 1 <= len(rows) <= 5
        for row in rows:
            assert 1 <= len(row["components"]) <= 5
            for item in row["components"]:
                assert len(item["custom_id"]) <= 100
                assert len(item.get("label", item.get("placeholder"))) <= 80
                options = item.get("options", [])
                assert len(options) <= 25
                assert all(1 <= len(option["label"]) <= 100 for option in options)
