"""Buttons of problems stay within Discord's limits."""

from __future__ import annotations

from dataclasses import replace

from cogs.problems import rows
from domain.posts import PostKind
from domain.problems.life import Action
from tests.cogs import longest
from tests.cogs.longest import BIG


def test_buttons_fit() -> None:
    problem, proposal = longest.problem(), longest.proposal()
    views = [
        rows.draft_buttons(BIG),
        rows.mend_buttons(BIG, may_post=True),
        rows.problem_buttons(problem),
        rows.proposal_buttons(replace(problem, accepted_id=None), proposal),
        rows.accept_button(problem, proposal),
        rows.nudge_buttons(problem, [proposal] * 50),
        rows.tried_buttons(problem, proposal),
        rows.turn_buttons(longest.post(PostKind.TURN, action=Action.ACCEPT), problem),
        rows.turn_buttons(longest.post(PostKind.TURN, action=Action.CLOSE), problem),
    ]
    for view in views:
        assert view is not None
        for row in view.to_components():
            assert 1 <= len(row["components"]) <= 5
            for button in row["components"]:
                assert 1 <= len(button["label"]) <= 80
                assert len(button["custom_id"]) <= 100
    assert rows.proposal_buttons(problem, proposal) is None
    assert rows.turn_buttons(longest.post(PostKind.TURN, action=Action.REOPEN), problem) is None
