"""What is said of a text that cannot be read as a time."""

from __future__ import annotations

import re

from domain.lexicon import Wording, word
from domain.text import is_visible, shortened
from domain.times.day_reader import read_days
from domain.times.rules import WEEKDAYS
from domain.zone_names import find_zone
from languages import ENGLISH, current_language, either, gettext
from languages.time_words import list_examples, list_rhythms

_ZONE = re.compile(r"(?:[^\W\d]+/[^\W\d][^\s]*|(?:utc|gmt)\S+)", re.IGNORECASE)


def explain(text: str) -> str:
    """Returns a sentence that says what of the text cannot be read, and what can."""
    if (zone := _ZONE.search(text[:200])) is not None and find_zone(zone[0]) is None:
        return gettext(
            "I don't know the time zone “{text}”. Try one like `Europe/Berlin`.", text=shortened(zone[0])
        )
    for language in dict.fromkeys((current_language(), ENGLISH)):
        wording = word(text, language)
        if wording is None:
            continue
        if wording.tokens and wording.word(0, "week"):
            return gettext(
                "I can't read “{text}” as one day. Which day of that week? Put it before the time.",
                text=shortened(text),
            )
        if rest := _after_the_day(wording, text):
            return gettext(
                "I can't read “{text}” as a time of day. Try `18:00` or `6pm`.", text=shortened(rest)
            )
    examples = _quoted(list_examples(current_language()))
    if not is_visible(text):
        return gettext("I can't read a time there. Try {examples}.", examples=examples)
    return gettext(
        "I can't read “{text}” as a time. Try {examples}.", text=shortened(text), examples=examples
    )


def explain_rhythm(text: str) -> str:
    """Returns a sentence that says why the text is no rhythm, and what is one."""
    for language in dict.fromkeys((current_language(), ENGLISH)):
        wording = word(text, language)
        if wording is not None and wording.tokens and wording.skip(0, "every") == wording.end:
            return gettext("Every what? Try `weekly`, `every thursday` or `every 2 weeks`.")
        weekday = wording.word(0, "weekday") if wording is not None and wording.tokens else None
        if wording is not None and weekday and weekday[1] == wording.end:
            return gettext(
                "“{text}” alone is one day. Write `every {day}` if it repeats.",
                text=shortened(text),
                day=WEEKDAYS[int(weekday[0])],
            )
    examples = _quoted(list_rhythms(current_language()))
    return gettext(
        "I can't tell how often “{text}” is. Try {examples}.", text=shortened(text), examples=examples
    )


def _quoted(examples: list[str]) -> str:
    return either([f"`{example}`" for example in examples])


def _after_the_day(wording: Wording, text: str) -> str:
    """Returns what follows the day with which a text begins; empty where it begins with none."""
    ends = [end for end, _ in read_days(wording, 0) if end < wording.end] if wording.tokens else []
    return text[wording.tokens[max(ends)].start :] if ends else ""
