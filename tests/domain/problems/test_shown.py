"""What a thread still shows of the time before a change, whatever the order in which events come."""

from __future__ import annotations

from domain.problems.shown import ShownBefore


def test_the_past_is_past_until_something_else_is_shown() -> None:
    past = ShownBefore().with_title("old", "new").with_tags({"a"})
    assert past
    assert past.after("old", {"a"}) == past
    assert past.after("old", None) == past
    assert past.after("new", {"a"}).titles == ()
    assert past.after("old", {"b"}).tags == ()
    assert not past.after("by a moderator", {"b"})


def test_several_changes_under_way_are_all_past_but_the_last() -> None:
    past = ShownBefore().with_title("one", "two").with_title("two", "three")
    assert past.titles == ("one", "two")
    assert past.with_title("three", "one").titles == ("two", "three")
    assert past.with_title("three", "three") == past


def test_only_the_last_are_kept() -> None:
    past = ShownBefore()
    for number in range(9):
        past = past.with_title(str(number), str(number + 1)).with_tags({str(number)})
    assert past.titles == ("4", "5", "6", "7", "8")
    assert len(past.tags) == 5
