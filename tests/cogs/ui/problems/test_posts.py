"""What is posted about problems fits, and names no anonymous author."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cogs.ui.problems import posts
from domain.posts import PostKind
from domain.problems.state_machine import Action
from tests.cogs import longest
from tests.cogs.limits import fits
from tests.cogs.longest import BIG


@pytest.mark.parametrize("action", [one for one in Action if one is not Action.PROPOSE])
@pytest.mark.parametrize("actor_id", [None, BIG])
def test_turns_fit_and_name_an_anonymous_author_nowhere(action: Action, actor_id: int | None) -> None:
    post = longest.post(
        PostKind.ACTION_TAKEN, action=action, actor_id=actor_id, helper_id=5, outcome="partly"
    )
    content, embed = posts.action_taken(post, longest.problem(), longest.proposal())
    fits(embed)
    assert content == "<@5>"
    assert ("The author" in (embed.description or "")) is (actor_id is None)
    assert (str(BIG) in (embed.description or "").replace(f"/{BIG}", "")) is (actor_id is not None)


def test_the_news_of_a_solution_fits_with_as_many_as_one_message_calls() -> None:
    post = longest.post(PostKind.SOLUTION_NEWS, user_ids=[BIG] * 80)
    content, embed = posts.solution_news(post, longest.problem(), longest.proposal())
    assert len(content) <= 2000
    fits(embed)


def test_questions_and_nudges_fit() -> None:
    for content, embed in (
        posts.nudge(longest.problem()),
        posts.outcome_question(longest.problem(), longest.proposal()),
    ):
        assert content == f"<@{BIG}>"
        fits(embed)
    hidden = replace(longest.problem(), author_id=None)
    assert posts.nudge(hidden)[0] == ""
    assert posts.outcome_question(hidden, longest.proposal())[0] == ""
    assert len(posts.question(longest.problem(), longest.proposal())) <= 2000
