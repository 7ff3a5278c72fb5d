"""Reading of dates and times: a small, strict grammar from what people type to one local time.

Nothing is guessed silently: a text with two readings is refused with both of them, and the reply always tells
the time that was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from domain.durations import DAY_MIN, HOUR_MIN, WEEK_MIN, parse_minutes
from domain.errors import Refusal
from domain.meetups.recurrence import find_weekday
from domain.text import shortened
from domain.zones import find_zone, is_doubled, is_skipped, to_instant, to_local
from languages import day_month_year, gettext, gettext_noop, ngettext
from languages import month as month_name

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = tuple(name[:3] for name in _MONTH_NAMES)
_FURTHEST_YEARS = 5  # what is further away is a slip of the finger
_TOO_FAR = gettext_noop("That is more than five years away. Pick a date nearer to now.")
_EXAMPLES = gettext_noop("`tomorrow 18:00`, `tue 9:30`, `24 dec 18:00` or `2026-12-24 18:00`")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_TIME = r"(?P<time>[^ ]+(?: ?[ap]\.?m\.?)?)"


@dataclass(frozen=True, slots=True)
class ZonedTime:
    """One moment in a zone (an IANA name): `local` is the naive local time, `at` the UTC instant of it.

    Where the zone's clocks show `local` twice, its `fold` tells which of the two is meant.
    """

    local: datetime
    zone: str

    def __str__(self) -> str:
        """Returns it as `parse_when` reads it."""
        offset = f"{to_local(self.at, self.zone):%z}" if self.is_doubled else ""
        return f"{self.local:%Y-%m-%d %H:%M}{offset} {self.zone}"

    @property
    def is_doubled(self) -> bool:
        """Returns whether the zone's clocks show the local time twice."""
        return is_doubled(self.local, self.zone)

    @property
    def at(self) -> datetime:
        """The moment as an instant in UTC."""
        return to_instant(self.local, self.zone)


def parse_when(text: str, now: datetime, zone: str) -> ZonedTime:
    """Returns the future moment that the text names, read at `now` in `zone` (an IANA name).

    A zone at the end of the text wins over `zone`. Raises Refusal where the text cannot be read, has two
    readings, or names a time that does not exist, has passed or is more than five years away.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    words, zone = _split_zone(words, zone)
    today = to_local(now, zone).replace(tzinfo=None)
    try:
        for reader in (_read_instant, _read_in, _read_day):
            if (local := reader(words, today, zone)) is not None:
                return _checked(ZonedTime(local, zone), now)
    except (OverflowError, ValueError):
        pass  # more than a calendar holds, such as an offset of +99:99 or the year 9999 in UTC
    raise Refusal(
        gettext(
            "I can't read “{text}” as a time. Try {examples}.",
            text=shortened(text),
            examples=gettext(_EXAMPLES),
        )
    )


def _checked(when: ZonedTime, now: datetime) -> ZonedTime:
    if when.local.year > now.year + _FURTHEST_YEARS:
        raise Refusal(gettext(_TOO_FAR))
    if is_skipped(when.local, when.zone):
        after = to_local(when.at, when.zone)
        raise Refusal(
            gettext(
                "{local} does not exist in {zone}: the clocks jump over it. Try "
                "`{after:%Y-%m-%d %H:%M}` or another time.",
                local=describe_local(when.local),
                zone=when.zone,
                after=after,
            )
        )
    if when.at <= now:
        raise Refusal(
            gettext(
                "{local} ({zone}) has already passed. Pick a time to come.",
                local=describe_local(when.local),
                zone=when.zone,
            )
        )
    return when


def _split_zone(words: str, zone: str) -> tuple[str, str]:
    rest, _, last = words.rpartition(" ")
    named = find_zone(last)
    if rest and named:
        return rest, named
    if rest and ("/" in last or last.startswith(("utc", "gmt"))) and not re.search(r"\d/\d", last):
        raise Refusal(
            gettext(
                "I don't know the time zone “{text}”. Try one like `Europe/Berlin`.", text=shortened(last)
            )
        )
    return words, zone


def _read_instant(words: str, today: datetime, zone: str) -> datetime | None:
    if stamp := re.fullmatch(r"<t:(\d{1,11})(?::[a-z])?>", words):
        return _local(datetime.fromtimestamp(int(stamp[1]), UTC), zone)
    iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ t](\d\d?:\d\d)(:\d\d)?(z|[+-]\d\d:?\d\d)?", words)
    if iso is None:
        return None
    on = _real_date(*(int(part) for part in iso[1].split("-")))
    local = datetime.combine(on, _read_time(iso[2]))
    if iso[4] is None:
        return local
    offset = datetime.strptime(iso[4].upper(), "%z").tzinfo
    return _local(local.replace(tzinfo=offset), zone)


def _local(instant: datetime, zone: str) -> datetime:
    return to_local(instant, zone).replace(tzinfo=None, second=0, microsecond=0)


def _read_in(words: str, today: datetime, zone: str) -> datetime | None:
    if not words.startswith("in "):
        return None
    minutes = parse_minutes(words.removeprefix("in ").replace("an ", "1 ").replace("a ", "1 "))
    if minutes > _FURTHEST_YEARS * 366 * DAY_MIN:
        raise Refusal(gettext(_TOO_FAR))
    # Whole days keep the time of the day when the clocks change in between; hours and minutes are exact.
    if minutes % DAY_MIN == 0:
        return _whole_minute(today) + timedelta(minutes=minutes)
    instant = to_instant(_whole_minute(today), zone) + timedelta(minutes=minutes)
    return _local(instant, zone)


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _read_day(words: str, today: datetime, zone: str) -> datetime | None:
    for pattern, resolve in _DAY_FORMS:
        form = re.fullmatch(rf"{pattern}(?:(?: at| @)? {_TIME})?", words)
        if form is None:
            continue
        days = resolve(form, today.date())
        if days is None:
            continue
        if form["time"] is None:
            raise Refusal(gettext("At what time? Try `{text} 18:00`.", text=shortened(words)))
        return _first_to_come(days, _read_time(form["time"]), today)
    if re.fullmatch(r"\d\S*(?: ?[ap]\.?m\.?)?|noon", words):
        return datetime.combine(today.date(), _read_time(words))
    return None


def _first_to_come(days: list[date], at: time, today: datetime) -> datetime:
    moments = [datetime.combine(day, at) for day in days]
    return next((moment for moment in moments if moment > today), moments[0])


Days = list[date] | None


def _relative_day(form: re.Match[str], today: date) -> Days:
    return [today + timedelta(days={"today": 0, "tomorrow": 1}[form["word"]])]


def _yesterday(form: re.Match[str], today: date) -> Days:
    raise Refusal(gettext("Yesterday has passed, whatever we do. Pick a time to come."))


def _weekday(form: re.Match[str], today: date) -> Days:
    weekday = find_weekday(form["weekday"])
    if weekday is None:
        return None
    coming = today + timedelta(days=(weekday - today.weekday()) % 7)
    week_after = coming + timedelta(weeks=1)
    if form["next"] and coming == today:
        return [week_after]
    return [coming, week_after]


def _named_month(form: re.Match[str], today: date) -> Days:
    month = find_month(form["month"])
    if month is None:
        return None
    return _in_year(form["year"], month, int(form["day"]), today)


def _dotted(form: re.Match[str], today: date) -> Days:
    return _in_year(form["year"], int(form["month"]), int(form["day"]), today)


def _slashed(form: re.Match[str], today: date) -> Days:
    first, second = int(form["first"]), int(form["second"])
    if not 1 <= first <= 12 or first == second:
        return _in_year(form["year"], second, first, today)
    if not 1 <= second <= 12:
        return _in_year(form["year"], first, second, today)
    raise Refusal(
        gettext(
            "“{first:02}/{second:02}” could be {first} {in_second} or {second} {in_first}. Write "
            "`{first} {second_month}` or `{second} {first_month}`.",
            first=first,
            second=second,
            in_second=month_name(second),
            in_first=month_name(first),
            second_month=MONTHS[second - 1],
            first_month=MONTHS[first - 1],
        )
    )


_DAY_FORMS: list[tuple[str, Callable[[re.Match[str], date], Days]]] = [
    (r"(?P<word>today|tomorrow)", _relative_day),
    (r"yesterday", _yesterday),
    (r"(?:on )?(?:this )?(?P<next>next )?(?P<weekday>[a-z]{3,10})", _weekday),
    (rf"(?:on )?(?P<day>\d\d?)(?:st|nd|rd|th|\.)? (?:of )?{_MONTH}(?: (?P<year>\d{{4}}))?", _named_month),
    (rf"(?:on )?{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?", _named_month),
    (r"(?:on )?(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})?", _dotted),
    (r"(?:on )?(?P<first>\d\d?)/(?P<second>\d\d?)(?:/(?P<year>\d{4}))?", _slashed),
]


def find_month(word: str) -> int | None:
    """Returns 1 for `jan` and `january`; None where the word names no month."""
    word = "sep" if word == "sept" else word
    return next((number for number, name in enumerate(_MONTH_NAMES, 1) if name.startswith(word)), None)


def _in_year(year: str | None, month: int, day: int, today: date) -> list[date]:
    if year is not None:
        return [_real_date(int(year), month, day)]
    if (month, day) == (2, 29):  # nine years, since 2100 is no leap year and 2096 to 2104 is the longest wait
        years = [number for number in range(today.year, today.year + 9) if _is_leap(number)]
        return [date(number, 2, 29) for number in years]
    return [_real_date(today.year, month, day), _real_date(today.year + 1, month, day)]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _real_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        name = month_name(month) if 1 <= month <= 12 else gettext("month {month}", month=month)
        raise Refusal(
            gettext(
                "There is no {day} {month} {year}. Check the date, please.", day=day, month=name, year=year
            )
        ) from None


def _read_time(text: str) -> time:
    """Returns the time that a text such as `18:00`, `18.30`, `18h`, `2pm`, `2:30 pm` or `noon` names.

    Raises Refusal where it cannot be read, does not exist or has two readings, as a bare number has.
    """
    compact = text.replace(" ", "").replace(".m.", "m").replace("a.m", "am").replace("p.m", "pm")
    if compact == "noon":
        return time(12)
    if compact == "midnight":
        raise Refusal(gettext("Midnight before or after that day? Write `00:00` with the date it begins."))
    form = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d)|h(\d\d)?)?(am|pm)?", compact)
    if form is None:
        raise Refusal(
            gettext("I can't read “{text}” as a time of day. Try `18:00` or `6pm`.", text=shortened(text))
        )
    hour, minute, half = int(form[1]), int(form[2] or form[3] or 0), form[4]
    if half is None and form[0].isdecimal():
        raise Refusal(_both_halves(hour))
    if half and not 1 <= hour <= 12:
        raise Refusal(
            gettext(
                "{hour} {half} does not exist. Write `{clock_hour}:{minute:02}` or an hour from 1 to 12.",
                hour=hour,
                half=half,
                clock_hour=hour % 24,
                minute=minute,
            )
        )
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Refusal(
            gettext(
                "There is no {hour}:{minute:02} on a clock. Hours go from 0:00 to 23:59.",
                hour=hour,
                minute=minute,
            )
        )
    return time(hour, minute)


def _both_halves(hour: int) -> str:
    if 1 <= hour <= 12:
        return gettext(
            "“{hour}” could be {hour}:00 or {hour} pm. Write `{hour}:00`, `{hour}am` or `{hour}pm`.",
            hour=hour,
        )
    return gettext("Write the time as `{hour}:00`, please.", hour=hour % 24)


def describe_local(local: datetime) -> str:
    """Returns the date and time in words: `Fri 27 Nov 2026, 18:00`."""
    return gettext("{day}, {time}", day=day_month_year(local), time=f"{local:%H:%M}")


def describe_distance(now: datetime, at: datetime) -> str:
    """Returns how far `at` is from `now`, in words: `in 3 days`, `in 2 hours`, `5 minutes ago`."""
    minutes = round((at - now).total_seconds() / 60)
    size, is_past = abs(minutes), minutes < 0
    if size >= 14 * DAY_MIN:
        return _in_weeks(round(size / WEEK_MIN), is_past)
    if size >= 2 * DAY_MIN:
        return _in_days(round(size / DAY_MIN), is_past)
    if size >= 2 * HOUR_MIN:
        return _in_hours(round(size / HOUR_MIN), is_past)
    return _in_minutes(size, is_past)


def _in_weeks(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} week ago", "{count} weeks ago", count)
    return ngettext("in {count} week", "in {count} weeks", count)


def _in_days(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} day ago", "{count} days ago", count)
    return ngettext("in {count} day", "in {count} days", count)


def _in_hours(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} hour ago", "{count} hours ago", count)
    return ngettext("in {count} hour", "in {count} hours", count)


def _in_minutes(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} minute ago", "{count} minutes ago", count)
    return ngettext("in {count} minute", "in {count} minutes", count)


def suggest_when(text: str, now: datetime, zone: str) -> list[ZonedTime]:
    """Returns the readings to offer while somebody types.

    They are two for `next friday` and for a time that the clocks show twice, else one.

    Raises Refusal where `parse_when` does.
    """
    typed = text.strip() or "tomorrow 18:00"
    readings = [parse_when(typed, now, zone)]
    if re.search(r"\bnext [a-z]", typed.casefold()):
        readings.append(ZonedTime(readings[0].local + timedelta(weeks=1), readings[0].zone))
    doubled = [reading for reading in readings if reading.is_doubled and not reading.local.fold]
    return readings + [replace(reading, local=reading.local.replace(fold=1)) for reading in doubled]
