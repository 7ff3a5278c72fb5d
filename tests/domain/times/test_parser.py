"""What people type for a time, and what becomes of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.times.parser import (
    Ambiguous,
    describe_distance,
    describe_local,
    find_month,
    parse_when,
    read_when,
    suggest_readings,
)
from languages import use_language

NOW = datetime(2026, 11, 23, 10, 0, 30, tzinfo=UTC)  # a Monday, 11:00 in Berlin
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-12-24 18:00", "2026-12-24 18:00"),
        ("2026-12-24T18:00", "2026-12-24 18:00"),
        ("2026-12-24T18:00:00Z", "2026-12-24 19:00"),
        ("2026-12-24 18:00+0200", "2026-12-24 17:00"),
        ("<t:1800000000>", "2027-01-15 09:00"),
        ("<t:1800000000:R>", "2027-01-15 09:00"),
        ("today 18:00", "2026-11-23 18:00"),
        ("tomorrow 18:00", "2026-11-24 18:00"),
        ("Tomorrow at 6pm", "2026-11-24 18:00"),
        ("tomorrow, 6:30 p.m.", "2026-11-24 18:30"),
        ("tomorrow 1am", "2026-11-24 01:00"),
        ("tomorrow 1 pm", "2026-11-24 13:00"),
        ("tomorrow 23:59", "2026-11-24 23:59"),
        ("tomorrow 0:00", "2026-11-24 00:00"),
        ("tomorrow 12am", "2026-11-24 00:00"),
        ("tomorrow 12pm", "2026-11-24 12:00"),
        ("tomorrow noon", "2026-11-24 12:00"),
        ("tue 9:30", "2026-11-24 09:30"),
        ("on tuesday @ 9:30", "2026-11-24 09:30"),
        ("mon 9:30", "2026-11-30 09:30"),
        ("mon 18:00", "2026-11-23 18:00"),
        ("next mon 18:00", "2026-11-30 18:00"),
        ("next friday 2pm", "2026-11-27 14:00"),
        ("this friday 14:00", "2026-11-27 14:00"),
        ("in 3 hours", "2026-11-23 14:00"),
        ("in three hours", "2026-11-23 14:00"),
        ("in an hour", "2026-11-23 12:00"),
        ("in 90m", "2026-11-23 12:30"),
        ("in 2 days", "2026-11-25 11:00"),
        ("in a week", "2026-11-30 11:00"),
        ("24 dec 18:00", "2026-12-24 18:00"),
        ("24th of december 18:00", "2026-12-24 18:00"),
        ("dec 24 6pm", "2026-12-24 18:00"),
        ("sept 3 2027 10:00", "2027-09-03 10:00"),
        ("3 jan 10:00", "2027-01-03 10:00"),
        ("23 nov 9:00", "2027-11-23 09:00"),
        ("29 feb 18:00", "2028-02-29 18:00"),
        ("24.12.2026 18:00", "2026-12-24 18:00"),
        ("24.12. 18.30", "2026-12-24 18:30"),
        ("13/12 18h", "2026-12-13 18:00"),
        ("12/13/2026 18h30", "2026-12-13 18:30"),
        ("6/6 8:00", "2027-06-06 08:00"),
        ("18:00", "2026-11-23 18:00"),
        ("noon", "2026-11-23 12:00"),
        ("tomorrow 18:00 America/New_York", "2026-11-24 18:00"),
        ("tomorrow 18:00 utc", "2026-11-24 18:00"),
        ("tomorrow 18:00 utc+2", "2026-11-24 17:00"),
    ],
)
def test_what_can_be_read(text: str, local: str) -> None:
    assert f"{parse_when(text, NOW, BERLIN).local:%Y-%m-%d %H:%M}" == local


def test_a_zone_at_the_end_wins() -> None:
    when = parse_when("tomorrow 18:00 america/new_york", NOW, BERLIN)
    assert when.zone == "America/New_York"
    assert when.at == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "I can't read a time there"),
        (" \u200b\u2060 ", "I can't read a time there"),
        ("whenever", "I can't read"),
        ("x" * 10_000, "I can't read"),
        ("next week 18:00", "I can't read"),
        ("5 foo 18:00", "I can't read"),
        ("tomorrow", "At what time"),
        ("24 dec", "At what time"),
        ("05/06 18:00", "5 Jun or 6 May"),
        ("0/1 18:00", "There is no 0 Jan"),
        ("1/0 18:00", "There is no 0 Jan"),
        ("0/0 18:00", "There is no 0 month 0"),
        ("tomorrow 9", "9 pm"),
        ("tomorrow 15", "15:00"),
        ("tomorrow 0", "0:00"),
        ("tomorrow midnight", "00:00"),
        ("tomorrow 25:00", "There is no 25:00"),
        ("tomorrow 12:75", "There is no 12:75"),
        ("tomorrow 14pm", "does not exist"),
        ("tomorrow 13am", "does not exist"),
        ("tomorrow 24:00", "There is no 24:00"),
        ("tomorrow 12:60", "There is no 12:60"),
        ("tomorrow 1", "1 pm"),
        ("tomorrow 12", "12 pm"),
        ("tomorrow 13", "13:00"),
        ("tomorrow 0am", "does not exist"),
        ("tomorrow sometime", "time of day"),
        ("yesterday", "has passed"),
        ("yesterday 18:00", "has passed"),
        ("today 9:00", "already passed"),
        ("2026-11-01 10:00", "already passed"),
        ("<t:1>", "already passed"),
        ("in 0 minutes", "already passed"),
        ("30 feb 18:00", "There is no 30 Feb"),
        ("31.4. 18:00", "There is no 31 Apr"),
        ("31/13 18:00", "There is no 31 month 13"),
        ("2027-02-29 18:00", "There is no 29 Feb 2027"),
        ("29 feb 2027 18:00", "There is no 29 Feb 2027"),
        ("2027-03-28 02:30", "jump over it"),
        ("9999-12-31 23:59", "five years"),
        ("9999-12-31 23:59 America/New_York", "five years"),
        ("9999-12-31 23:59-12:00", "I can't read"),
        ("2026-12-01 18:00+99:99", "I can't read"),
        ("<t:99999999999>", "five years"),
        ("in 999999 weeks", "five years"),
        ("0001-01-01 00:00", "I can't read"),
        ("tomorrow 18:00 Europe/Atlantis", "time zone"),
        ("tomorrow 18:00 utc+99", "time zone"),
    ],
)
def test_what_is_refused_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said.replace("?", r"\?")) as refused:
        parse_when(text, NOW, BERLIN)
    assert len(str(refused.value)) < 250


@given(st.text(max_size=60), st.sampled_from([BERLIN, "America/New_York", "Asia/Kathmandu", "UTC"]))
def test_whatever_is_typed_is_read_or_refused(text: str, zone: str) -> None:
    with suppress(Refusal):
        assert parse_when(text, NOW, zone).at > NOW


@given(st.datetimes(datetime(2026, 11, 25), datetime(2031, 1, 1)))
def test_what_the_suggestion_holds_reads_back_as_itself(local: datetime) -> None:
    text = f"{local:%Y-%m-%d %H:%M} Asia/Tokyo"
    assert parse_when(text, NOW, BERLIN).local == local.replace(second=0, microsecond=0)


def test_next_friday_is_offered_in_both_readings() -> None:
    readings = [one.when for one in suggest_readings("next friday 2pm", NOW, BERLIN)]
    assert [reading.local.day for reading in readings] == [27, 4]
    assert len(suggest_readings("friday 2pm", NOW, BERLIN)) == 1


def test_an_empty_field_gets_an_example() -> None:
    assert describe_local(suggest_readings(" ", NOW, BERLIN)[0].when.local) == "Tue 24 Nov 2026, 18:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=0), "in 0 minutes"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=-5), "5 minutes ago"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(weeks=-3), "3 weeks ago"),
        (timedelta(minutes=119), "in 119 minutes"),
        (timedelta(minutes=120), "in 2 hours"),
        (timedelta(hours=47), "in 47 hours"),
        (timedelta(hours=48), "in 2 days"),
        (timedelta(days=13), "in 13 days"),
        (timedelta(days=14), "in 2 weeks"),
        (timedelta(seconds=-89), "1 minute ago"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(days=-2), "2 days ago"),
    ],
)
def test_distances_in_words(span: timedelta, words: str) -> None:
    assert describe_distance(NOW, NOW + span) == words


def test_months_by_name() -> None:
    assert [find_month(word) for word in ("jan", "sept", "december", "foo")] == [1, 9, 12, None]


@pytest.mark.parametrize(
    ("text", "now", "local"),
    [
        (
            "29 feb 10:00",
            datetime(2096, 3, 1, tzinfo=UTC),
            None,
        ),  # 2100 is no leap year: not within five years
        ("29 feb 10:00", datetime(2099, 3, 1, tzinfo=UTC), "2104-02-29 10:00"),
        ("29 feb 10:00", datetime(2027, 3, 1, tzinfo=UTC), "2028-02-29 10:00"),
        ("29 feb 10:00", datetime(2028, 2, 29, 9, tzinfo=UTC), "2028-02-29 10:00"),
        ("29 feb 10:00", datetime(2028, 2, 29, 10, tzinfo=UTC), "2032-02-29 10:00"),
    ],
)
def test_a_leap_day_is_the_next_there_is(text: str, now: datetime, local: str | None) -> None:
    if local is None:
        with pytest.raises(Refusal, match="five years"):
            parse_when(text, now, "UTC")
    else:
        assert f"{parse_when(text, now, 'UTC').local:%Y-%m-%d %H:%M}" == local


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_is_the_next_of_its_name_and_today_only_while_it_is_to_come(weekday: int) -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for days in range(7):
        now = datetime(2026, 3, 9 + days, 12, tzinfo=UTC)  # the 9th is a Monday
        for at, is_over in (("11:00", True), ("13:00", False)):
            found = parse_when(f"{names[weekday]} {at}", now, "UTC").local
            ahead = (found.date() - now.date()).days
            assert found.weekday() == weekday
            assert ahead == ((weekday - days) % 7 or (7 if is_over else 0))


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("<t:1792891800>", NOW - timedelta(days=60)),
        ("2026-10-25T01:30:00Z", NOW - timedelta(days=60)),
        ("in 4 hours", datetime(2026, 10, 24, 21, 30, tzinfo=UTC)),
        ("in 30 minutes", datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    ],
)
def test_an_instant_stays_what_it_is_where_clocks_show_an_hour_twice(text: str, now: datetime) -> None:
    read = parse_when(text, now, BERLIN)
    assert read.at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_when(str(read), now, "UTC").at == read.at


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("en", "wed/thu 10am", "25 26 25+"),
        ("en", "mon/wed/fri 9:00", "30 25 27 25+"),
        ("en", "tue or wed 10am", "24 25"),
        ("en", "tuesday, wednesday or friday at 18:00", "24 25 27"),
        ("en", "next week on tue or wed 18:00", "1 2"),
        ("de", "Mi/Do 10 Uhr", "25 26 25+"),
        ("de", "am Dienstag oder am Mittwoch um 18 Uhr", "24 25"),
        ("fr", "mar/jeu 18h", "24 26 24+"),
        ("fr", "le mardi ou le mercredi à 18h", "24 25"),
        ("es", "mar/jue 18:00", "24 26 24+"),
        ("es", "el martes o el jueves a las 18:00", "24 26"),
        ("pt_BR", "ter/qui 18h", "24 26 24+"),
        ("pt_BR", "na terça ou na quarta às 18h", "24 25"),
        ("ja", "火/木 18時", "24 26 24+"),
        ("ja", "火曜または木曜 18時", "24 26"),
    ],
)
def test_of_several_weekdays_it_is_asked_which_is_meant_or_whether_it_repeats(
    language: str, text: str, readings: str
) -> None:
    with use_language(language), pytest.raises(Ambiguous) as choice:
        read_when(text, NOW, BERLIN)
    found = [f"{one.when.local.day}{'+' if one.rule else ''}" for one in choice.value.readings]
    assert " ".join(found) == readings


@pytest.mark.parametrize("text", ["every wed/thu 10am", "wed/thu 10am weekly", "wed and thu 10am"])
def test_weekdays_that_are_said_to_repeat_do(text: str) -> None:
    assert str(read_when(text, NOW, BERLIN).rule) == "weekly on wednesday and thursday"
