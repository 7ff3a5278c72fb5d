"""Tags as people write them, and how they fit on a forum post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.problems.tags import (
    MOST_FORUM_TAGS,
    MOST_TAGS,
    check_tags,
    fit,
    is_state_tag,
    key,
    make_room,
    split_tags,
    taken_over,
)

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


@pytest.mark.parametrize("text", ["a,b,c,d,e,f", "x" * 21, "open", " Waiting ", "#SOLVED"])
def test_what_cannot_be_tags_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        check_tags(split_tags(text))


@given(
    _TAGS, st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 9)), st.integers(-1, 6)
)
def test_the_least_used_make_room(tags: list[str], uses: dict[str, int], room: int) -> None:
    kept, dropped = fit(tags, uses, room)
    assert sorted([*kept, *dropped]) == sorted(tags)
    assert len(kept) == min(max(room, 0), len(tags))
    assert list(kept) == [tag for tag in tags if tag in kept]  # in their order
    if kept and dropped:
        assert min(uses.get(key(tag), 0) for tag in kept) >= max(uses.get(key(tag), 0) for tag in dropped)


@given(_TAGS)
def test_a_forum_never_has_more_than_twenty(tags: list[str]) -> None:
    kept, dropped = make_room([*tags, "Open"], {})
    assert len(kept) + 3 <= MOST_FORUM_TAGS
    assert not any(is_state_tag(tag) for tag in [*kept, *dropped])


@given(_TAGS, _TAGS, _TAGS)
def test_what_a_moderator_sets_counts_and_what_did_not_fit_stays(
    shown: list[str], known: list[str], hidden: list[str]
) -> None:
    names = taken_over([*shown[:5], "solved"], known[:5], hidden)
    assert len(names) <= MOST_TAGS
    assert list(names[: len(shown[:5])]) == shown[:5]
    assert set(names) <= set(shown) | (set(known) & set(hidden))
