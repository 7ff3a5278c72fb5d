"""What people type, made safe to show."""

from __future__ import annotations

import pytest

from domain.text import cleaned, is_visible, on_one_line, shortened


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one", "one"),
        ("one\ntwo", "one\ntwo"),
        ("\n\none\n\n\n\ntwo\n\n", "one\n\ntwo"),
        ("  indented  \n\ttoo ", "  indented\ntoo"),
        ("a\u202eb\nc\x00d", "ab\ncd"),
        ("", ""),
    ],
)
def test_lines_stay_lines_and_at_most_one_empty_one_lies_between(text: str, kept: str) -> None:
    assert cleaned(text) == kept


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        *((text, True) for text in ("a", "7", "!", "€", "請", "🎉")),
        *((text, False) for text in ("", " \t\n", "\u200b\u200d", "\u202e", "\u0301")),
    ],
)
def test_something_is_seen_or_it_is_nothing(text: str, is_seen: bool) -> None:
    assert is_visible(text) is is_seen


def test_joiners_inside_emoji_and_words_are_kept_and_other_controls_are_not() -> None:
    assert on_one_line("👩\u200d💻 می\u200cخواهم \u2067x\u2069") == "👩\u200d💻 می\u200cخواهم x"
    assert on_one_line(" \x07 a ") == "a"


@pytest.mark.parametrize(
    ("text", "limit", "quoted"),
    [("x" * 60, 60, "x" * 60), ("x" * 61, 60, "x" * 59 + "…"), ("ab\ncd", 4, "ab …"), ("abcd", 4, "abcd")],
)
def test_a_quotation_is_cut_only_where_it_is_too_long(text: str, limit: int, quoted: str) -> None:
    assert shortened(text, limit) == quoted
    assert len(shortened(text, limit)) <= limit
    assert shortened("y" * 100) == "y" * 59 + "…"
