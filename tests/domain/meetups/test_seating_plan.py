"""Who sits with whom: everybody, in threes to fives, beside the problems they brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.meetups.seating_plan import BrainstormTable, Guest, TableProblem, assign_problems, assign_tables


@st.composite
def _evenings(draw: st.DrawFn) -> tuple[list[Guest], list[TableProblem]]:
    """People who come, some for the first time, some hosts, some with a problem."""
    random = Random(draw(st.integers(0, 10**9)))
    count = draw(st.integers(0, 40))
    newcomers, hosts = draw(st.sampled_from([0.0, 0.1, 0.5, 0.9])), draw(st.sampled_from([0.0, 0.2, 0.6]))

    def some(names: Sequence[Any]) -> frozenset[Any]:
        return frozenset(random.sample(names, random.randint(1, len(names))))

    guests = [
        Guest(
            user_id,
            is_host=random.random() < hosts,
            is_buddy=random.random() < 0.2,
            dates=some(range(6)) if random.random() >= newcomers else frozenset(),
            tags=some(["css", "tax", "focus"]),
        )
        for user_id in range(1, count + 1)
    ]
    authors = [None, *range(1, count + 3)]
    items = [
        TableProblem(ProblemId(number), random.choice(authors), some(["css", "tax"]))
        for number in range(draw(st.integers(0, 10)))
    ]
    return guests, items


def _newcomers(table: BrainstormTable) -> int:
    return sum(guest.is_newcomer for guest in table.guests)


@given(_evenings())
def test_everybody_has_one_seat_and_every_problem_one_table(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    tables = assign_tables(guests, items)
    assert Counter(user_id for table in tables for user_id in table.user_ids) == Counter(
        guest.user_id for guest in guests
    )
    if guests:
        assert Counter(item for table in tables for item in table.items) == Counter(items)
    assert [table.number for table in tables] == list(range(1, len(tables) + 1))


@given(_evenings())
def test_up_to_five_sit_together_and_more_in_threes_to_fives(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    sizes = [len(table.guests) for table in assign_tables(guests, items)]
    if len(guests) <= 5:
        assert sizes == ([len(guests)] if guests else [])
    else:
        assert all(3 <= size <= 5 for size in sizes)
        assert max(sizes) - min(sizes) <= 1


@given(_evenings())
def test_authors_sit_where_their_problem_is_in_the_order_of_the_agenda(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    tables = assign_tables(guests, items)
    at = {user_id: table.number for table in tables for user_id in table.user_ids}
    for table in tables:
        places = [items.index(item) for item in table.items]
        assert places == sorted(places)
        for item in table.items:
            assert at.get(item.author_id or 0, table.number) == table.number


@given(_evenings())
def test_no_newcomer_is_the_only_one_at_a_table_where_there_is_another(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    if sum(guest.is_newcomer for guest in guests) >= 2:
        assert all(_newcomers(table) != 1 for table in assign_tables(guests, items))


@given(_evenings())
def test_tables_with_a_seat_for_one_have_a_host_while_there_are_enough(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    tables = assign_tables(guests, items)
    hosts = sum(guest.is_host for guest in guests)
    with_room = [table for table in tables if _newcomers(table) < len(table.guests)]
    with_host = [table for table in tables if any(guest.is_host for guest in table.guests)]
    assert len(with_host) == min(hosts, len(with_room))


@given(_evenings())
def test_the_same_people_sit_the_same_way(evening: tuple[list[Guest], list[TableProblem]]) -> None:
    assert assign_tables(*evening) == assign_tables(*evening)


def _regular(user_id: int, *dates: int, is_buddy: bool = False) -> Guest:
    return Guest(user_id, is_buddy=is_buddy, dates=frozenset(dates))


def test_a_lone_newcomer_sits_with_a_buddy_and_those_who_know_each_other_least() -> None:
    old_friends = [_regular(user_id, 1, 2, 3, 4) for user_id in range(1, 5)]
    strangers = [_regular(10, 5), _regular(11, 6)]
    buddy = _regular(12, 1, 2, 3, is_buddy=True)
    tables = assign_tables([*old_friends, *strangers, buddy, Guest(99)], [])
    (own,) = [table for table in tables if 99 in table.user_ids]
    assert set(own.user_ids) == {99, 12, 10, 11}


def test_the_others_go_where_they_can_help() -> None:
    tax, css = (
        TableProblem(ProblemId(1), 1, frozenset({"tax"})),
        TableProblem(ProblemId(2), 2, frozenset({"css"})),
    )
    guests = [_regular(user_id, 1) for user_id in (1, 2)]
    guests += [Guest(user_id, dates=frozenset({1}), tags=frozenset({"css"})) for user_id in (3, 4)]
    guests += [Guest(user_id, dates=frozenset({1}), tags=frozenset({"tax"})) for user_id in (5, 6)]
    tables = assign_tables(guests, [tax, css])
    assert [set(table.user_ids) for table in tables] == [{1, 5, 6}, {2, 3, 4}]


def test_one_table_for_each_problem_where_there_are_people_enough() -> None:
    guests = [_regular(user_id, 1) for user_id in range(12)]
    items = [TableProblem(ProblemId(number)) for number in range(4)]
    assert [len(table.guests) for table in assign_tables(guests, items)] == [3, 3, 3, 3]
    assert [len(table.guests) for table in assign_tables(guests, items[:1])] == [4, 4, 4]


def test_what_comes_later_goes_to_its_author_or_to_where_least_lies() -> None:
    laid = [BrainstormTable(1, (Guest(1), Guest(2)), ()), BrainstormTable(2, (Guest(3), Guest(4)), ())]
    items = [TableProblem(ProblemId(1), 3), TableProblem(ProblemId(2)), TableProblem(ProblemId(3), 9)]
    dealt = assign_problems(laid, items)
    assert [[item.problem_id for item in table.items] for table in dealt] == [[2, 3], [1]]
    assert [table.user_ids for table in dealt] == [(1, 2), (3, 4)]


def test_a_problem_whose_author_does_not_come_goes_where_fewest_are_in_the_end() -> None:
    newcomers, regulars = [Guest(1), Guest(2)], [_regular(user_id, 1) for user_id in (3, 4, 5, 6)]
    items = [
        TableProblem(ProblemId(1)),
        TableProblem(ProblemId(2), 1),
        TableProblem(ProblemId(3), 2),
    ]  # both authors sit together
    tables = assign_tables([*newcomers, *regulars], items)
    assert [[item.problem_id for item in table.items] for table in tables] == [[2, 3], [1]]


def test_nobody_knows_another_after_one_date_together() -> None:
    assert not _regular(1, 5).knows(_regular(2, 5))
    assert not _regular(1, 5, 6).knows(_regular(2, 6, 7))
    assert _regular(1, 5, 6, 7).knows(_regular(2, 6, 7))


def test_at_one_table_people_sit_in_the_order_of_their_answers() -> None:
    items = [TableProblem(ProblemId(1)), TableProblem(ProblemId(2), 3)]
    guests = [_regular(1, 5), Guest(2), Guest(3), _regular(4, 5), Guest(5, is_host=True)]
    assert assign_tables(guests, items) == [BrainstormTable(1, tuple(guests), tuple(items))]


def test_whoever_hosts_is_no_newcomer() -> None:
    assert Guest(1).is_newcomer
    assert not Guest(1, is_host=True).is_newcomer
    assert not _regular(1, 5).is_newcomer


def test_nobody_comes_and_there_is_no_table() -> None:
    assert assign_tables([], [TableProblem(ProblemId(1))]) == []


@st.composite
def _with_avoidance(draw: st.DrawFn) -> tuple[list[Guest], list[TableProblem]]:
    """An evening at which there is a way to sit at tables of three and more with nobody whom one avoids."""
    guests, items = draw(_evenings())
    random = Random(draw(st.integers(0, 10**9)))
    ids = [guest.user_id for guest in guests]
    sizes = [len(table.guests) for table in assign_tables(guests, items)]
    shuffled = random.sample(ids, len(ids))
    at = {shuffled.pop(): number for number, size in enumerate(sizes) for _ in range(size)}
    pairs = [(one, other) for one in ids for other in ids if one < other and at[one] != at[other]]
    avoided = set(random.sample(pairs, min(len(pairs), draw(st.integers(0, 12)))))
    return [
        replace(guest, avoids=frozenset(other for one, other in avoided if one == guest.user_id))
        for guest in guests
    ], items


@given(_with_avoidance())
def test_nobody_sits_with_whom_they_avoid_where_there_is_a_way(
    evening: tuple[list[Guest], list[TableProblem]],
) -> None:
    guests, items = evening
    tables = assign_tables(guests, items)
    avoids = {guest.user_id: guest.avoids for guest in guests}
    assert not [
        (one, other)
        for table in tables
        for one in table.user_ids
        for other in table.user_ids
        if other in avoids[one]
    ]
    assert sorted(user_id for table in tables for user_id in table.user_ids) == sorted(avoids)
    at = {user_id: table for table in tables for user_id in table.user_ids}
    for item in items:
        assert item.author_id not in at or item in at[item.author_id].items


def test_six_of_whom_two_avoid_each_other_sit_at_two_tables_whoever_comes_first() -> None:
    for first, second in ((1, 2), (2, 1), (1, 6), (3, 4)):
        guests = [
            Guest(user_id, dates=frozenset({1}), avoids=frozenset({second} if user_id == first else ()))
            for user_id in range(1, 7)
        ]
        tables = assign_tables(guests, [TableProblem(ProblemId(1)), TableProblem(ProblemId(2))])
        assert not [table for table in tables if {first, second} <= set(table.user_ids)]


def test_where_it_cannot_be_kept_everybody_has_a_seat_all_the_same() -> None:
    guests = [Guest(user_id, avoids=frozenset(range(1, 7)) - {user_id}) for user_id in range(1, 7)]
    assert sorted(user_id for table in assign_tables(guests, []) for user_id in table.user_ids) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
