"""Ids: which texts spell one, and their codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.errors import Refusal
from domain.ids import PostId, code, find_id, get_id
from domain.posts import Post, PostKind

LARGEST = 2**63 - 1
NOW = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("42", 42), ("007", 7), (str(LARGEST), LARGEST)])
def test_numbers_of_up_to_63_bits_are_ids(text: str, value: int) -> None:
    assert find_id(text) == value
    assert get_id(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        " 1",
        "1.0",
        "0x1",
        "forty",
        "²",  # a digit that is no number
        "٣",  # a number in digits that nothing of ours writes
        str(LARGEST + 1),
        "0" * 19 + "1",  # longer than any of ours
        "9" * 10_000,  # longer than Python itself reads
    ],
)
def test_what_no_row_can_be_called_is_refused_and_never_an_error(text: str) -> None:
    assert find_id(text) is None
    with pytest.raises(Refusal, match="may have been removed"):
        get_id(text)


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (0, "00000000"),
        (31, "0000000z"),
        (32, "00000010"),
        (2**40 - 1, "zzzzzzzz"),
        (2**40, "00000000"),  # what is above the low 40 bits is not spelt
        (0b10010_10001, "000000jh"),
    ],
)
def test_a_code_spells_the_low_40_bits_without_letters_that_are_mistaken_for_digits(
    value: int, spelt: str
) -> None:
    assert code(value) == spelt
    assert not set(code(value)) & set("ilou")


def test_a_message_is_found_again_by_its_mark_and_repeated_under_the_number_of_its_post() -> None:
    post = Post(PostId(1234), 1, 1, PostKind.REMIND, "", NOW, NOW)
    assert post.nonce == "1234"
    assert post.mark == code(1234)
    assert post.attempts == 0
