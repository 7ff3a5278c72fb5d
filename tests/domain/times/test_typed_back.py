"""What the bot and Discord show is typed back: the same instant, rule and length, in every language."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date, format_time
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.ui.meetups import choices, planning
from domain.durations import describe_minutes, parse_minutes, write_minutes
from domain.errors import Refusal
from domain.meetups.pings import describe_pings, parse_pings
from domain.meetups.series import Occurrence, Series
from domain.times.parser import (
    Reading,
    ZonedTime,
    describe_distance,
    describe_local,
    parse_when,
    read_when,
    suggest_readings,
)
from domain.times.recurrence import (
    Limited,
    Monthdays,
    Monthly,
    Once,
    RecurrenceRule,
    Weekly,
    describe_rule,
    parse_rule,
)
from domain.zones import is_skipped, to_local
from languages import CHOICES, use_language

NOW = datetime(2026, 11, 27, 13, 50, tzinfo=UTC)
_ZONES = (
    *("Europe/Berlin", "America/New_York", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "UTC"),
    *("Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Asia/Tokyo", "America/Port-au-Prince"),
)
_INSTANTS = st.integers(1, 4 * 365 * 24 * 60).map(
    lambda minutes: NOW.replace(second=0) + timedelta(minutes=minutes)
)
_LANGUAGES = st.sampled_from(list(CHOICES))
_ENDLESS = st.one_of(
    st.builds(
        Weekly,
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        st.integers(1, 26),
    ),
    st.builds(
        Monthly,
        st.sets(st.sampled_from([1, 2, 3, 4, -1]), min_size=1).map(
            lambda nths: tuple(sorted(nths, key=lambda nth: nth % 6))
        ),
        st.integers(0, 6),
        st.integers(1, 24),
    ),
    st.builds(
        Monthdays,
        st.sets(st.sampled_from([*range(1, 29), -1]), min_size=1, max_size=4).map(
            lambda days: tuple(sorted(days, key=lambda day: (day == -1, day)))
        ),
        st.integers(1, 24),
    ),
)
_RULES: st.SearchStrategy[RecurrenceRule] = st.one_of(
    st.just(Once()),
    _ENDLESS,
    st.builds(Limited, _ENDLESS, until=st.dates(date(2027, 1, 1), date(2029, 12, 31))),
    st.builds(Limited, _ENDLESS, count=st.integers(1, 500)),
)


def _local(instant: datetime, zone: str) -> datetime:
    return to_local(instant, zone).replace(tzinfo=None)


@given(_INSTANTS, st.sampled_from(_ZONES), _LANGUAGES)
@settings(deadline=None)
def test_a_time_in_words_is_that_time(instant: datetime, zone: str, language: str) -> None:
    local = _local(instant, zone)
    with use_language(language):
        read = parse_when(describe_local(local), NOW, zone)
    assert read.local == local


@given(_INSTANTS, st.sampled_from(_ZONES), _LANGUAGES)
@settings(deadline=None)
def test_a_choice_is_the_time_it_shows(instant: datetime, zone: str, language: str) -> None:
    when = ZonedTime(_local(instant, zone), zone)
    with use_language(language):
        label, value = choices.when_choice(when, NOW)
        assert read_when(label, NOW, "Europe/Berlin").when.at == instant
        assert read_when(value, NOW, "Europe/Berlin").when.at == instant


@given(_INSTANTS, st.sampled_from(_ZONES), _LANGUAGES)
@settings(deadline=None)
def test_a_line_of_a_preview_is_the_time_it_shows(instant: datetime, zone: str, language: str) -> None:
    series = Series(_local(instant, zone).date(), _local(instant, zone).time(), zone, Once())
    with use_language(language):
        line = planning.next_dates(series, [Occurrence(series.first_on, instant)]).splitlines()[0]
        assert parse_when(line.removeprefix("- "), NOW, zone).at == instant


@given(_INSTANTS, _LANGUAGES)
@settings(deadline=None)
def test_a_distance_is_read_where_it_is_exact(instant: datetime, language: str) -> None:
    with use_language(language):
        minutes = int((instant - NOW).total_seconds() // 60)
        read = parse_when(describe_distance(NOW, instant), NOW, "UTC")
    assert abs((read.at - NOW).total_seconds() / 60 - minutes) <= max(1, minutes * 0.25)


# What Discord's apps write for `<t:…:F>` and `<t:…:f>`, by language.
_APPS = {
    "en": ("{weekday}, {month} {day}, {year} at {clock}", "{month} {day}, {year} at {clock}"),
    "de": ("{weekday}, {day}. {month} {year} um {time}", "{day}. {month} {year} um {time}"),
    "fr": ("{weekday} {day} {month} {year} à {time}", "{day} {month} {year} {time}"),
    "es": ("{weekday}, {day} de {month} de {year}, {time}", "{day} de {month} de {year}, {time}"),
    "pt_BR": ("{weekday}, {day} de {month} de {year} às {time}", "{day} de {month} de {year} às {time}"),
    "ja": ("{year}年{month}{day}日{weekday} {time}", "{year}年{month}{day}日 {time}"),
}


@given(_INSTANTS, _LANGUAGES)
@settings(deadline=None)
def test_what_discord_shows_for_a_stamp_is_that_time(instant: datetime, language: str) -> None:
    local = _local(instant, "Europe/Berlin")
    fields = {
        "weekday": format_date(local, "EEEE", locale=language),
        "month": format_date(local, "LLLL" if language == "ja" else "MMMM", locale=language),
        "day": local.day,
        "year": local.year,
        "time": f"{local:%H:%M}",
        "clock": format_time(local, "h:mm\u202fa", locale="en_US"),
    }
    with use_language(language):
        for form in _APPS[language]:
            assert parse_when(form.format(**fields), NOW, "Europe/Berlin").local == local


@given(_RULES, _LANGUAGES, st.dates(date(2026, 11, 27), date(2026, 12, 31)))
@settings(deadline=None, max_examples=300)
def test_a_rule_in_words_is_that_rule(rule: RecurrenceRule, language: str, first_on: date) -> None:
    with use_language(language):
        assert parse_rule(describe_rule(rule), first_on) == rule
        assert parse_rule(str(rule), first_on) == rule


@given(_INSTANTS, _RULES, st.sampled_from([None, 15, 90, 1440]), st.sampled_from(_ZONES))
@settings(deadline=None)
def test_a_picked_reading_is_read_as_itself(
    instant: datetime, rule: RecurrenceRule, length_min: int | None, zone: str
) -> None:
    reading = Reading(ZonedTime(_local(instant, zone), zone), rule, length_min)
    assert read_when(str(reading), NOW, "UTC") == reading


@pytest.mark.parametrize("language", CHOICES)
def test_the_label_of_a_picked_reading_is_that_reading(language: str) -> None:
    for typed in (
        "every thursday 18:00-20:30",
        "1st and 3rd tuesday 19:00",
        "15th of every month 9:00-12:00",
    ):
        (reading,) = suggest_readings(typed, NOW, "Europe/Berlin")
        with use_language(language):
            label, value = choices.reading_choice(reading, typed, NOW)
            for text in (label, value):
                read = read_when(text, NOW, "UTC")
                assert (read.when, read.rule, read.length_min) == (
                    reading.when,
                    reading.rule,
                    reading.length_min,
                )


@given(st.integers(0, 100_000), _LANGUAGES)
@settings(deadline=None)
def test_a_span_in_words_is_that_span(minutes: int, language: str) -> None:
    with use_language(language):
        assert parse_minutes(describe_minutes(minutes)) == minutes
        assert parse_minutes(write_minutes(minutes)) == minutes


@pytest.mark.parametrize("language", CHOICES)
def test_lead_times_in_words_are_those_lead_times(language: str) -> None:
    with use_language(language):
        for leads in ((4320, 120), (10080, 1440, 90), (120, 0)):
            assert parse_pings(describe_pings(leads)) == leads


def test_lead_times_are_parted_by_the_words_of_the_language() -> None:
    with use_language("de"):
        assert parse_pings("3 Tage und 2 Stunden") == (4320, 120)
    with use_language("pt_BR"):
        assert parse_pings("3 dias e 2 horas") == (4320, 120)


_PIECES = (
    "thursday december at pm every first in next until for dec 2026 18:00 utc ist 5/12",
    "Donnerstag den um Uhr halb jeden zweiten bis nächste Woche vor übermorgen am",
    "jeudi à h demi tous les deux prochain jusqu'au midi le et sur",
    "jueves a las de la tarde cada y media mañana próximo hasta",
    "quinta-feira às toda segunda dia meia até que vem",
)
_SCRIPTS = st.sampled_from(
    [
        *"0123456789:-./,;()+·~ ",
        *(word for pieces in _PIECES for word in pieces.split()),
        *"明日木曜月火時分半第毎週隔後午前から まで年",
    ]
)


@given(st.one_of(st.lists(_SCRIPTS, max_size=14).map(" ".join), st.text(max_size=80)), _LANGUAGES)
@settings(deadline=None, max_examples=400)
def test_noise_is_read_or_refused_with_a_sentence(text: str, language: str) -> None:
    with use_language(language):
        with suppress(Refusal):
            assert read_when(text, NOW, "Europe/Berlin").when.at > NOW
        with suppress(Refusal):
            assert suggest_readings(text, NOW, "America/New_York")
        with suppress(Refusal):
            assert str(parse_rule(text, date(2026, 11, 27)))
        with suppress(Refusal):
            assert parse_minutes(text) >= 0


@pytest.mark.parametrize(
    "text", ["x" * 6000, "1 " * 3000, "mon and " * 700, "18:00-" * 1000, "明日木曜" * 1500]
)
def test_long_texts_are_refused(text: str) -> None:
    for language in CHOICES:
        with use_language(language), pytest.raises(Refusal) as refused:
            read_when(text, NOW, "UTC")
        assert len(str(refused.value)) < 250


def test_doubled_and_skipped_hours_stay_what_they_are() -> None:
    before = datetime(2026, 10, 20, tzinfo=UTC)
    for hour in (0, 1):
        instant = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        when = ZonedTime(_local(instant, "Europe/Berlin"), "Europe/Berlin")
        label, _ = choices.when_choice(when, before)
        assert read_when(label, before, "UTC").when.at == instant
    assert is_skipped(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")
    with pytest.raises(Refusal, match="jump over"):
        parse_when("28 march 2027 2:30", NOW, "Europe/Berlin")
