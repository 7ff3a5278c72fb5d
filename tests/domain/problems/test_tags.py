"""Tags as people write them, and how they fit on a forum post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.problems.tags import (
    MOST_FORUM_TAGS,
    MOST_TAGS,
    canonical_names,
    check_tags,
    fit_tags,
    is_state_tag,
    make_room,
    merge_tags,
    split_tags,
    tag_key,
)
from languages import use_language

_TAGS = st.lists(st.text("abcdef", min_size=1, max_size=4), unique=True, max_size=25)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("invoices, css", ("invoices", "css")),
        ("#Invoices; INVOICES ,invoices", ("Invoices",)),
        ("", ()),
        (" , ;\n", ()),
        ("請求書、税金", ("請求書", "税金")),
        ("a\u200bb, \u202ec", ("ab", "c")),
    ],
)
def test_tags_are_read_as_they_are_written(text: str, tags: tuple[str, ...]) -> None:
    assert check_tags(split_tags(text)) == tags


def test_a_tag_without_anything_to_see_is_none_and_the_others_stay() -> None:
    assert check_tags(["\u200b", "css", "#", " tax "]) == ("css", "tax")


def test_five_tags_of_twenty_characters_are_taken() -> None:
    assert len(check_tags(split_tags("a,b,c,d,e,A,#b"))) == 5
    assert check_tags(["x" * 20]) == ("x" * 20,)


def test_of_tags_used_alike_the_later_makes_room_whatever_its_case() -> None:
    assert fit_tags(["a", "B", "c"], {"b": 2}, 2) == (("a", "B"), ("c",))
    assert fit_tags(["a", "b"], {}, 1) == (("a",), ("b",))
    own = [f"tag {number}" for number in range(20)]
    assert make_room(["Solved", *own], {"tag 19": 1}) == (
        [*own[:16], "tag 19"],
        ["tag 16", "tag 17", "tag 18"],
    )


def test_a_state_is_known_by_its_tag_whatever_a_moderator_calls_it() -> None:
    shown = {1: "css", 2: "erledigt", 3: "open"}
    assert canonical_names(shown, {"solved": 2}) == ["css", "solved", "open"]
    with use_language("de"):
        assert is_state_tag("gelöst")
        assert is_state_tag("Solved")
    assert not is_state_tag("gelöst")


def test_a_tag_taken_off_is_gone_and_one_that_did_not_fit_stays_while_there_is_room() -> None:
    assert merge_tags(["a"], ["b", "c"], ["C"]) == ("a", "c")
    assert merge_tags(["a", "b", "c", "d"], ["e", "f"], ["e", "f"]) == ("a", "b", "c", "d", "e")
    assert merge_tags(["A"], ["a"], ["a"]) == ("A",)
    assert merge_tags(["a", "b", "c", "d", "e", "f"], [], []) == ("a", "b", "c", "d", "e")


@pytest.mark.parametrize("text", ["a,b,c,d,e,f", "x" * 21, "open", " Waiting ", "#SOLVED"])
def test_what_cannot_be_tags_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        check_tags(split_tags(text))


@given(
    _TAGS, st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 9)), st.integers(-1, 6)
)
def test_the_least_used_make_room(tags: list[str], uses: dict[str, int], room: int) -> None:
    kept, dropped = fit_tags(tags, uses, room)
    assert sorted([*kept, *dropped]) == sorted(tags)
    assert len(kept) == min(max(room, 0), len(tags))
    assert list(kept) == [tag for tag in tags if tag in kept]  # in their order
    if kept and dropped:
        assert min(uses.get(tag_key(tag), 0) for tag in kept) >= max(
            uses.get(tag_key(tag), 0) for tag in dropped
        )


@given(_TAGS)
def test_a_forum_never_has_more_than_twenty(tags: list[str]) -> None:
    kept, dropped = make_room([*tags, "Open"], {})
    assert len(kept) + 3 <= MOST_FORUM_TAGS
    assert not any(is_state_tag(tag) for tag in [*kept, *dropped])


@given(_TAGS, _TAGS, _TAGS)
def test_what_a_moderator_sets_counts_and_what_did_not_fit_stays(
    shown: list[str], known: list[str], hidden: list[str]
) -> None:
    names = merge_tags([*shown[:5], "solved"], known[:5], hidden)
    assert len(names) <= MOST_TAGS
    assert list(names[: len(shown[:5])]) == shown[:5]
    assert set(names) <= set(shown) | (set(known) & set(hidden))
