"""What people type in six languages, and what it is: `times.tsv` and `everyday_times.tsv`, docs/times.md."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from db.gazetteer import Gazetteer
from demo.world import SMALLEST_CITY
from domain.cities import FindCities, no_cities
from domain.durations import parse_minutes
from domain.errors import Refusal
from domain.times.parser import read_when
from domain.times.recurrence import parse_rule
from languages import CHOICES, find_language, use_language
from tests.modules import ROOT

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 27, 14, 50, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)
_TABLE = Path(__file__).with_name("times.tsv")
_EVERYDAY = Path(__file__).with_name("everyday_times.tsv")
_PAGE = ROOT / "docs" / "times.md"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?: ([A-Z][\w/]+))?(, the second one.*)?")
# What a refusal has to offer, where the table says it in other words.
_OFFERED = {
    "India, Ireland or Israel, each with its time": (
        *("India, Asia/Kolkata", "Ireland, Europe/Dublin", "Israel, Asia/Jerusalem"),
        *("04:30 for you", "10:00 for you", "08:00 for you"),
    ),
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


def _rows(table: Path) -> list[_Row]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return [_Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def _said(row: _Row, find_cities: FindCities = no_cities) -> str:
    typed, _, now = row.typed.partition(" (now: ")
    at = datetime.fromisoformat(now.rstrip(")")).replace(tzinfo=UTC) if now else NOW
    if row.option == "repeats":
        return str(parse_rule(typed, at.date()))
    reading = read_when(typed, at, BERLIN, find_cities)
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


@pytest.mark.parametrize("row", _rows(_TABLE), ids=lambda row: f"{row.language} {row.typed}")
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


@pytest.mark.parametrize("language", CHOICES)
def test_everyday_phrases_are_read_and_none_is_read_wrongly(language: str) -> None:
    rows = [row for row in _rows(_EVERYDAY) if find_language(row.language) == language]
    with use_language(language):
        read = {row.typed: _said_or_no(row) for row in rows}
    assert read == {row.typed: "no" if row.meaning == "no" else _meant(row) for row in rows}


def _said_or_no(row: _Row, find_cities: FindCities = no_cities) -> str:
    try:
        return _said(row, find_cities)
    except Refusal:
        return "no"


def _examples() -> list[_Row]:
    """The rows of the tables of the page: option, language, what is typed, what it is."""
    found, language, option = [], "en", ""
    for line in _PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            language = next((code for code, name in CHOICES.items() if name == line[3:]), language)
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 2:
            if cells[0] in {"`when`", "`repeats`"}:
                option = cells[0].strip("`")
            elif cells[0].startswith("`"):
                found.append(
                    _Row(option, language, cells[0].strip("`"), cells[1].replace("asked back", "no"))
                )
    return found


@pytest.mark.parametrize("row", _examples(), ids=lambda row: f"{row.language} {row.typed}")
def test_every_example_of_the_page_is_true(row: _Row, cities: Path) -> None:
    find_cities = Gazetteer(cities, SMALLEST_CITY).find_called
    with use_language(row.language):
        assert _said_or_no(row, find_cities) == ("no" if row.meaning.startswith("no") else _meant(row))


def test_the_page_has_examples_in_every_language() -> None:
    assert {row.language for row in _examples()} == set(CHOICES)
