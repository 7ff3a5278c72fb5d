"""What an answer of Discord's means: who could change that it says no, and whether it is asked again."""

from __future__ import annotations

import pytest

from cogs.discord_errors import describe, find_obstacle
from cogs.edits import refusal_of
from domain.obstacles import Obstacle
from tests.cogs.answers_no import refusal

MEANINGS = [
    (500, 0, Obstacle.NO_ANSWER),
    (503, 50013, Obstacle.NO_ANSWER),
    (429, 0, Obstacle.NO_ANSWER),
    (429, 40003, Obstacle.LIMIT),
    (429, 30046, Obstacle.LIMIT),
    (400, 30038, Obstacle.LIMIT),
    (403, 50013, Obstacle.PERMISSION),
    (403, 12345, Obstacle.PERMISSION),
    (403, 50007, Obstacle.PERSON),
    (404, 10008, Obstacle.GONE),
    (404, 12345, Obstacle.GONE),
    (400, 50083, Obstacle.ASLEEP),
    (400, 40067, Obstacle.SETTING),
    (400, 50035, Obstacle.FAULT),
]


@pytest.mark.parametrize(("status", "code", "obstacle"), MEANINGS)
def test_what_stands_in_the_way(status: int, code: int, obstacle: Obstacle) -> None:
    assert find_obstacle(refusal(status, code)) is obstacle


def test_an_edit_is_made_again_soon_where_discord_has_not_answered_or_only_wants_it_later() -> None:
    again = {obstacle for status, code, obstacle in MEANINGS if refusal_of(refusal(status, code), 1) is None}
    assert again == {Obstacle.NO_ANSWER, Obstacle.LIMIT}
    assert refusal_of(ConnectionResetError(), 1) is None


def test_what_people_are_told_of_it() -> None:
    assert describe(refusal(403, 50013, "Missing Permissions")) == "I lack a permission"
    assert describe(refusal(400, 12345, "Cannot do that on a Sunday")) == "Cannot do that on a Sunday"
    assert describe(refusal(403)) == "I am not allowed to"
