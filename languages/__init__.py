"""Translation: what people read is written in their own language. Every other package may import this one.

English is in the code, inside `gettext`; the other languages are in catalogues beside this file.
"""

from languages.catalogues import CHOICES, COMMAND_NAME, ENGLISH, OPTION_NAME, find_language, translate_name
from languages.current import current_language, gettext, gettext_noop, ngettext, set_language, use_language
from languages.formatting import (
    country_names,
    country_of,
    day_and_month,
    day_month_year,
    day_of_month,
    either,
    listed,
    month,
    number,
    percent,
    weekday,
)

__all__ = [
    "CHOICES",
    "COMMAND_NAME",
    "ENGLISH",
    "OPTION_NAME",
    "country_names",
    "country_of",
    "current_language",
    "day_and_month",
    "day_month_year",
    "day_of_month",
    "either",
    "find_language",
    "gettext",
    "gettext_noop",
    "listed",
    "month",
    "ngettext",
    "number",
    "percent",
    "set_language",
    "translate_name",
    "use_language",
    "weekday",
]
