"""Profiles: what members say about themselves to find company, no more exact than a city."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.cities import City
from domain.errors import Refusal
from domain.reminders import USUAL_REMINDERS, Reminders
from domain.text import on_one_line, shortened
from languages import gettext, gettext_noop

FIELD_LENGTH = 60
MOST_INTERESTS = 8
MOST_LANGUAGES = 5
MOST_COMPANY = 10  # of the scale on which members say how much company they would like
TRAVEL_KM = (5, 10, 20, 30, 50, 75, 100)
STALE_AFTER = timedelta(days=365)  # then a member is asked whether their profile still holds
MOST_INTEREST_CHOICES = 25
INTEREST_LENGTH = 30

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "ja": "日本語",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "ar": "العربية",
    "he": "עברית",
    "fa": "فارسی",
    "hi": "हिन्दी",
    "zh": "中文",
    "ko": "한국어",
    "vi": "Tiếng Việt",
    "id": "Bahasa Indonesia",
    "sv": "Svenska",
    "da": "Dansk",
    "cs": "Čeština",
    "el": "Ελληνικά",
    "ro": "Română",
}
INTERESTS = (
    gettext_noop("books"),
    gettext_noop("board games"),
    gettext_noop("coffee"),
    gettext_noop("cooking"),
    gettext_noop("cycling"),
    gettext_noop("dogs"),
    gettext_noop("drawing"),
    gettext_noop("films"),
    gettext_noop("gardening"),
    gettext_noop("hiking"),
    gettext_noop("languages"),
    gettext_noop("making music"),
    gettext_noop("photography"),
    gettext_noop("running"),
    gettext_noop("swimming"),
    gettext_noop("video games"),
    gettext_noop("writing"),
    gettext_noop("yoga"),
)


class ProfileAspect(StrEnum):
    """What a member may let others see; the values are stored.

    How much company they would like is not among it: nobody but the matching ever sees that.
    """

    CITY = "city"
    TIMES = "times"
    LANGUAGES = "languages"
    FIELD = "field"
    INTERESTS = "interests"


class Hearing(StrEnum):
    """What a member wants to be mentioned for; the values are stored, as the fields of a profile."""

    SOLUTIONS = "hears_solutions"
    CALLS = "hears_calls"
    WELCOME = "hears_welcome"


class Contact(StrEnum):
    """Where a member wants to be asked whether they join a circle; the values are stored."""

    THREAD = "thread"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one member says about themselves in one server; a field is None until the member sets it.

    `free` are half-hours of the week by the member's own clock, as bits. `company`, from 0 to 10, is for the
    matching alone. A buddy is glad to be suggested to first-timers; a helper is glad to be asked about
    problems like those they have solved; whoever is named lets others read that they came to a meetup. They
    hear, with a mention, that what they tapped 🙋 for is solved, that a meetup of theirs needs them, and a
    welcome to their first one, each unless they have switched it off; `reminders` are of dates they come to.
    `paused_until` is the far future for a pause without an end. `asked_at` is when they were asked whether
    this still holds, None where they were not. `language` is that of their Discord when they filled the
    profile in.
    """

    guild_id: int
    user_id: int
    zone: str | None = None
    is_buddy: bool = False
    is_helper: bool = False
    is_named: bool = False
    hears_solutions: bool = True
    hears_calls: bool = True
    hears_welcome: bool = True
    reminders: Reminders = USUAL_REMINDERS
    city: City | None = None
    travel_km: int = 20
    is_online: bool = False
    free: int = 0
    languages: tuple[str, ...] = ()
    field: str = ""
    interests: tuple[str, ...] = ()
    company: int | None = None
    contact: Contact = Contact.THREAD
    shown: frozenset[ProfileAspect] = frozenset()
    paused_until: datetime | None = None
    updated_at: datetime | None = None
    asked_at: datetime | None = None
    language: str | None = None

    def is_paused(self, now: datetime) -> bool:
        """Returns whether the member wants to be left alone for now."""
        return self.paused_until is not None and now < self.paused_until

    def is_looking(self, now: datetime) -> bool:
        """Returns whether to look for a circle: all that this needs is filled in, and there is no pause."""
        return not self.missing and not self.is_paused(now)

    def is_stale(self, now: datetime) -> bool:
        """Returns whether it is time to ask the member if all this still holds, which is asked once."""
        if self.updated_at is None or self.asked_at is not None:
            return False
        return now - self.updated_at > STALE_AFTER

    @property
    def missing(self) -> list[str]:
        """What the member has to fill in before a circle can be found, in words."""
        has = {
            gettext("a city"): self.city,
            gettext("free times"): self.free,
            gettext("a language"): self.languages,
        }
        wanted = [name for name, value in has.items() if not value]
        return wanted + ([gettext("how much company you would like")] if self.company is None else [])


def check_travel(value: str) -> int:
    """Returns the kilometres that were picked. Raises Refusal where they are none of TRAVEL_KM."""
    if not value.isdecimal() or int(value) not in TRAVEL_KM:
        raise Refusal(gettext("Pick from the list how far you would travel."))
    return int(value)


def check_company(value: str) -> int:
    """Returns how much company, from 0 to 10. Raises Refusal where the text is anything else."""
    if not value.isdecimal() or not 0 <= int(value) <= MOST_COMPANY:
        raise Refusal(gettext("Pick from the list how much company you would like."))
    return int(value)


def check_languages(codes: Iterable[str]) -> tuple[str, ...]:
    """Returns the codes of languages, each once.

    Raises Refusal where one is unknown or there are more than five.
    """
    kept = tuple(dict.fromkeys(codes))
    if not set(kept) <= LANGUAGES.keys() or len(kept) > MOST_LANGUAGES:
        raise Refusal(gettext("Pick up to {most} languages from the list.", most=MOST_LANGUAGES))
    return kept


def check_field(text: str) -> str:
    """Returns what the member works in, on one line. Raises Refusal where it is too long."""
    field = on_one_line(text)
    if len(field) > FIELD_LENGTH:
        raise Refusal(
            gettext(
                "“{text}” is too long: {most} characters say what you work in.",
                text=shortened(field, 30),
                most=FIELD_LENGTH,
            )
        )
    return field


def check_interests(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Returns the interests, each once.

    Raises Refusal where one is not `known` or there are more than eight.
    """
    kept = tuple(dict.fromkeys(names))
    if not set(kept) <= set(known) or len(kept) > MOST_INTERESTS:
        raise Refusal(gettext("Pick up to {most} interests from the list.", most=MOST_INTERESTS))
    return kept


def check_interest(text: str) -> str:
    """Returns a new interest for the server's list. Raises Refusal where it is empty or too long."""
    interest = on_one_line(text).casefold()
    if not interest or len(interest) > INTEREST_LENGTH:
        raise Refusal(gettext("An interest is a word or two, up to {most} characters.", most=INTEREST_LENGTH))
    return interest
