"""The parts of which a time or a rhythm is made, as readers find them in what was typed.

Each stands for a piece of the text. What they mean together, and whether they fit, is decided later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Half = Literal["am", "pm", "morning", "afternoon", "evening", "night", "noon"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """An instant as Discord's time stamps have it: seconds of Unix time."""

    seconds: int


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """A day counted from today."""

    days: int


@dataclass(frozen=True, slots=True)
class WeekdayName:
    """A weekday, 0 for Monday; `is_next` where it was called the next one, which may be one of two.

    `is_coming` where it was called the coming one, which is not today.
    """

    weekday: int
    is_next: bool = False
    is_coming: bool = False


@dataclass(frozen=True, slots=True)
class EitherWeekday:
    """One of several weekdays, of which it is not said which one: wed/thu, tuesday or wednesday."""

    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date, in each order of day and month that may be meant: year, month, day.

    The year is None for the next such date there is. `is_certain` is false for what may be a time as well.
    """

    options: tuple[tuple[int | None, int, int], ...]
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class MonthdayNumbers:
    """Days of a month, without the month."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NthOfMonth:
    """The nth of a weekday in one month, 1 for January: "the first friday of december"."""

    nth: int
    weekday: int
    month: int


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """A whole week, counted from this one."""

    weeks: int


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A whole month, counted from this one."""

    months: int


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of the day as it was typed.

    `is_bare` where only a number says it, which may be before or after noon; `is_word` where a word for hours
    says it, which may be a length as well.
    """

    hour: int
    minute: int = 0
    half: str = ""
    is_bare: bool = False
    is_dotted: bool = False
    is_word: bool = False
    is_midnight: bool = False


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time, or a range from one to another; `has_at` where a word such as "at" stands before it."""

    start: ClockTime
    end: ClockTime | None = None
    has_at: bool = False


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """A part of the day."""

    half: str


@dataclass(frozen=True, slots=True)
class ZoneName:
    """What may be meant by the name of a zone: IANA names, several for an abbreviation such as IST."""

    zones: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from UTC."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Delay:
    """A distance from now. `loose_days` are days that the words may mean as well, 0 where there are none."""

    months: int
    minutes: int
    loose_days: int = 0


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: every nth `day`, `week` or `month`."""

    unit: str
    interval: int = 1


@dataclass(frozen=True, slots=True)
class EveryWeekday:
    """Weekdays that repeat, in every nth week."""

    weekdays: tuple[int, ...]
    interval: int = 1


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth of a weekday; `is_every` where a word such as "every" stands before it."""

    nths: tuple[int, ...]
    weekday: int
    is_every: bool = False


@dataclass(frozen=True, slots=True)
class EveryMonthday:
    """Days of every month, -1 for the last."""

    days: tuple[int, ...]
    is_every: bool = True


@dataclass(frozen=True, slots=True)
class Until:
    """The last day that a rhythm may have; `weekday` where that was named as well, 0 for Monday."""

    day: NamedDate
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """After how many dates a rhythm ends, or after how many weeks or months."""

    count: int
    unit: str = "date"


@dataclass(frozen=True, slots=True)
class NoRepeat:
    """That something does not repeat."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What says nothing."""


DayPart = (
    RelativeDay
    | WeekdayName
    | EitherWeekday
    | NamedDate
    | MonthdayNumbers
    | NthOfMonth
    | WeekAhead
    | MonthAhead
)
RhythmPart = Cadence | EveryWeekday | NthWeekday | EveryMonthday | Until | Times | NoRepeat
Part = Stamp | DayPart | TimeOfDay | PartOfDay | ZoneName | Offset | Delay | Lasting | RhythmPart | Filler
Found = Iterator[tuple[int, tuple[Part, ...]]]
"""What readers yield: the place of the token that follows, and the parts that stand before it."""
