"""The tables of words for times: what stands in them is complete, and what they give as examples is read."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from domain.errors import Refusal
from domain.times.parser import read_when
from domain.times.recurrence import parse_rule
from languages import CHOICES, use_language
from languages.time_words import list_examples, list_rhythms, list_time_words

_NOW = datetime(2026, 11, 27, 13, 50, tzinfo=UTC)
_NUMBERS = {
    "day",
    "week",
    "month_ahead",
    "fixed",
    "before_hour",
    "after_hour",
    "num",
    "mixed",
    "nth",
    "weekday",
}
_PARTS = {"am", "pm", "morning", "afternoon", "evening", "night", "noon", "before noon", "after noon"}


@pytest.mark.parametrize("language", CHOICES)
def test_every_word_says_what_it_means(language: str) -> None:
    for word in list_time_words(language):
        assert word.phrase, word
        if word.kind in _NUMBERS | {"month", "weekdays"}:
            assert int(word.value) >= -60, word
        if word.kind in {"half", "tonight", "after_day_half", "tomorrow_half"}:
            assert word.value in _PARTS, word
        if word.kind == "cadence":
            interval, unit = word.value.split()
            assert int(interval) > 0, word
            assert unit in {"day", "week", "month", "workday", "weekend"}, word


@pytest.mark.parametrize("language", CHOICES)
def test_the_examples_are_read(language: str) -> None:
    with use_language(language):
        for example in list_examples(language):
            assert read_when(example, _NOW, "Europe/Berlin").when.at > _NOW
        for rhythm in list_rhythms(language):
            assert str(parse_rule(rhythm, date(2026, 11, 27)))


@pytest.mark.parametrize("language", CHOICES)
def test_every_word_alone_and_beside_another_is_read_or_refused(language: str) -> None:
    phrases = [word.phrase for word in list_time_words(language)]
    with use_language(language):
        for phrase, other in zip(phrases, phrases[7:] + phrases[:7], strict=True):
            for text in (phrase, f"{phrase} 18:00", f"{other} {phrase}", f"3 {phrase} {other}"):
                for read in (
                    lambda typed: read_when(typed, _NOW, "UTC"),
                    lambda typed: parse_rule(typed, _NOW.date()),
                ):
                    with suppress(Refusal):
                        read(text)
