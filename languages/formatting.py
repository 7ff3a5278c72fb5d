"""Writing of numbers, lists, days and months in the language that is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from languages.catalogues import ENGLISH
from languages.current import current_language

Width = Literal["abbreviated", "wide"]

_SHORT_COUNTRIES = {
    "US": ("USA", "America"),
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales"),
    "NL": ("Holland",),
    "CZ": ("Czech Republic",),
}


def _locale() -> Locale:
    return Locale.parse(current_language())


def number(value: float, *, decimals: int = 0) -> str:
    """Returns a number such as `1,234` or `1.234`, with `decimals` digits after the point."""
    pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return format_decimal(value, pattern, _locale())


def percent(share: float, *, decimals: int = 0) -> str:
    """Returns `45%` for 0.45, with `decimals` digits after the point."""
    return format_percent(share, "#,##0" + (f".{'0' * decimals}" if decimals else "") + "%", _locale())


def listed(items: Sequence[str]) -> str:
    """Returns several texts as one: `a, b and c`."""
    # American English would write a comma before "and".
    return format_list(items, locale="en_GB" if current_language() == ENGLISH else _locale())


def either(items: Sequence[str]) -> str:
    """Returns several texts of which one is meant, as one: `a, b or c`."""
    return format_list(items, style="or", locale="en_GB" if current_language() == ENGLISH else _locale())


def weekday(day: int, width: Width = "abbreviated") -> str:
    """Returns the name of a day of the week, 0 for Monday: `Mon` or `Monday`."""
    return str(get_day_names(width, locale=_locale())[day])


def month(which: int, width: Width = "abbreviated") -> str:
    """Returns the name of a month, 1 for January: `Jan` or `January`."""
    return str(get_month_names(width, locale=_locale())[which])


def country_of(zone: str) -> str:
    """Returns the country in which the clocks of a zone (an IANA name) hang; empty where it is in none."""
    known = get_global("zone_territories")
    code = known.get(zone) or known.get(get_global("zone_aliases").get(zone, ""), "")
    return str(_locale().territories.get(code, ""))


def country_names(code: str) -> tuple[str, ...]:
    """Returns what a country, by its ISO code, is called: in this language, in English and for short."""
    locales = (_locale(), Locale.parse(ENGLISH))
    names = (locale.territories[code] for locale in locales if code in locale.territories)
    return (*names, *_SHORT_COUNTRIES.get(code, ()))


def day_and_month(on: date) -> str:
    """Returns a date such as `Fri 27 Nov`."""
    # Babel's English is American, "Fri, Nov 27".
    if current_language() == ENGLISH:
        return f"{weekday(on.weekday())} {on.day} {month(on.month)}"
    return format_skeleton("MMMEd", on, locale=_locale())


def day_of_month(on: date) -> str:
    """Returns a date such as `27 November`."""
    if current_language() == ENGLISH:
        return f"{on.day} {month(on.month, 'wide')}"
    return format_skeleton("MMMMd", on, locale=_locale())


def day_month_year(on: date) -> str:
    """Returns a date such as `Fri 27 Nov 2026`."""
    if current_language() == ENGLISH:
        return f"{day_and_month(on)} {on.year}"
    return format_skeleton("yMMMEd", on, locale=_locale())
