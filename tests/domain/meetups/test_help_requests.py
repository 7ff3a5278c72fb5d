"""Whom to ask about a problem: never its author, never twice, never everybody."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.meetups.help_requests import match_helpers
from domain.meetups.seating_plan import TableProblem

TAGS = st.frozensets(st.sampled_from(["css", "tax", "focus", "rates"]))
ITEMS = st.lists(
    st.builds(TableProblem, st.integers(1, 9).map(ProblemId), st.none() | st.integers(1, 6), TAGS),
    max_size=8,
    unique_by=lambda item: item.problem_id,
)
ASKED = st.frozensets(st.tuples(st.integers(1, 9).map(ProblemId), st.integers(1, 6)))


@given(ITEMS, st.dictionaries(st.integers(1, 6), TAGS), ASKED)
def test_whoever_is_asked_can_help_and_is_not_bothered_twice(
    items: list[TableProblem], solved: dict[int, frozenset[str]], asked: frozenset[tuple[ProblemId, int]]
) -> None:
    found = match_helpers(items, solved, asked)
    for item in items:
        for user_id in found.get(item.problem_id, []):
            assert item.tags & solved[user_id]
            assert user_id != item.author_id
            assert (item.problem_id, user_id) not in asked
    loads = Counter(user_id for user_ids in found.values() for user_id in user_ids)
    assert all(load <= 2 for load in loads.values())
    assert all(1 <= len(user_ids) <= 3 for user_ids in found.values())


def test_those_with_most_in_common_first() -> None:
    item = TableProblem(ProblemId(1), None, frozenset({"css", "tax"}))
    solved = {1: {"css"}, 2: {"css", "tax"}, 3: {"focus"}, 4: {"tax"}, 5: {"tax"}}
    assert match_helpers([item], solved, set()) == {1: [2, 1, 4]}


def test_whoever_is_asked_about_less_comes_first_of_those_alike() -> None:
    items = [TableProblem(ProblemId(number), None, frozenset({"css"})) for number in (1, 2, 3)]
    solved = dict.fromkeys((4, 2, 3, 1), frozenset({"css"}))
    found = match_helpers(items, solved, set())
    assert found == {1: [1, 2, 3], 2: [4, 1, 2], 3: [3, 4]}


def test_nobody_is_asked_about_their_own_problem_or_a_second_time() -> None:
    item = TableProblem(ProblemId(1), 5, frozenset({"css"}))
    solved = {5: {"css"}, 6: {"css"}, 7: {"css"}, 8: {"tax"}}
    assert match_helpers([item], solved, {(ProblemId(1), 6), (ProblemId(2), 7)}) == {1: [7]}
    assert match_helpers([item], {5: {"css"}}, set()) == {}
