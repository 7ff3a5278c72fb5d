"""Would you come again: what is told, and that it tells of nobody."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feedback import Tally, tally
from domain.statistics import FEWEST


@pytest.mark.parametrize(
    ("good", "count", "told"),
    [
        (4, 4, None),
        (0, 5, 1),
        (2, 5, 1),
        (3, 5, 4),
        (5, 5, 4),
        (3, 6, 3),
        (3, 9, 3),
        (6, 9, 6),
        (7, 9, 8),
        (9, 9, 8),
    ],
)
def test_a_few_who_differ_are_told_as_one(good: int, count: int, told: int | None) -> None:
    answers = [place < good for place in range(count)]
    assert tally(answers) == (Tally(count, told) if told is not None else None)


@given(st.lists(st.booleans(), min_size=FEWEST, max_size=40))
def test_nobody_who_answered_can_tell_what_any_other_said(answers: list[bool]) -> None:
    told = tally(answers)
    assert told is not None
    for knowing, other in permutations(range(len(answers)), 2):
        assert any(tally(possible) == told for possible in _with_another(answers, knowing, other)), (
            f"{knowing} knows that {other} said {answers[other]}"
        )


def _with_another(answers: list[bool], knowing: int, other: int) -> list[list[bool]]:
    """Ways in which it may have been: `other` said the opposite, `knowing` what they know they said."""
    turned = [*answers]
    turned[other] = not answers[other]
    ways = [turned]
    for third in set(range(len(answers))) - {knowing, other}:
        swapped = [*turned]
        swapped[third] = not answers[third]
        ways.append(swapped)
    return ways


@given(st.lists(st.booleans(), max_size=40))
def test_it_is_never_nobody_or_everybody_and_never_far_from_the_truth(answers: list[bool]) -> None:
    told = tally(answers)
    if told is None:
        assert len(answers) < FEWEST
        return
    assert 0 < told.good < told.answers == len(answers)
    assert abs(told.good - sum(answers)) <= 1
