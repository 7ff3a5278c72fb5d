"""The table of what people type, in six languages, and what it is: `times.tsv` beside this file."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from domain.durations import parse_minutes
from domain.errors import Refusal
from domain.meetups.recurrence import parse_rule
from domain.meetups.time_parser import read_when
from languages import find_language, use_language

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 27, 14, 50, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)
_TABLE = Path(__file__).with_name("times.tsv")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?: ([A-Z][\w/]+))?(, the second one.*)?")
# What a refusal has to offer, where the table says it in other words.
_OFFERED = {
    "India, Ireland or Israel, each with its time": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "5 December or 12 May": ("5 Dec", "12 May"),
    "6:00 or 18:00": ("6:00", "18:00"),
    "4 December is a Friday; Thursday 3 or Friday 4": ("4 December is a Friday", "Thu 3 Dec", "Fri 4 Dec"),
    "which Friday: first, second, third, fourth or last": (
        "Which Friday",
        "first, second, third, fourth or last",
    ),
    "every what": ("Every what",),
}


class _Row(NamedTuple):
    option: str
    language: str
    typed: str
    meaning: str


def _rows() -> list[_Row]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [_Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def _said(row: _Row) -> str:
    typed, _, now = row.typed.partition(" (now: ")
    at = datetime.fromisoformat(now.rstrip(")")).replace(tzinfo=UTC) if now else NOW
    if row.option == "repeats":
        return str(parse_rule(typed, at.date()))
    reading = read_when(typed, at, BERLIN)
    said = [f"{reading.when.local:%Y-%m-%d %H:%M}"]
    said[0] += f" {reading.when.zone}" if reading.when.zone != BERLIN else ""
    said[0] += f" fold {reading.when.local.fold}" if reading.when.local.fold else ""
    said += [str(reading.rule)] if reading.rule else []
    said += [f"length {reading.length_min} min"] if reading.length_min else []
    return "; ".join(said)


def _meant(row: _Row) -> str:
    at = NOW.date()
    if row.option == "repeats":
        return str(parse_rule(row.meaning, at))
    moment, *rest = row.meaning.split("; ")
    form = _MOMENT.match(moment)
    assert form is not None
    said = [
        form[1] + (f" {form[2]}" if form[2] and form[2] != BERLIN else "") + (" fold 1" if form[3] else "")
    ]
    lengths = [part.removeprefix("length ") for part in rest if part.startswith("length ")]
    rules = [part for part in rest if not part.startswith("length ")]
    said += [str(parse_rule("; ".join(rules), datetime.fromisoformat(form[1]).date()))] if rules else []
    said += [f"length {parse_minutes(length)} min" for length in lengths]
    return "; ".join(said)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row.language} {row.typed}")
def test_what_people_type_is_what_they_mean(row: _Row) -> None:
    language = find_language(row.language)
    assert language is not None
    with use_language(language):
        if not row.meaning.startswith("no: "):
            assert _said(row) == _meant(row)
            return
        with pytest.raises(Refusal) as refused:
            _said(row)
    for offered in _OFFERED[row.meaning.removeprefix("no: ")]:
        assert offered in str(refused.value)
