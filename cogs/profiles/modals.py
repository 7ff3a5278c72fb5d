"""The forms of a profile: their fields, and how what was filled in is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from cogs.custom_ids import BASICS_FORM, CITY_FORM, INTERESTS_FORM, PAUSE_FORM, ZONE_FORM
from cogs.modals import ModalValues, make_modal, text_field
from cogs.ui.profiles import SHOWN_NAMES
from domain.free_times import PARTS, describe_part, parts_of
from domain.profiles import (
    FIELD_LENGTH,
    LANGUAGES,
    MOST_COMPANY,
    MOST_INTERESTS,
    MOST_LANGUAGES,
    TRAVEL_KM,
    Contact,
    Profile,
    ProfileAspect,
)
from languages import gettext, gettext_noop
from services.profiles import ProfileBasics, ProfileInterests

_COMPANY = gettext_noop("Private. It only helps to find a circle first for those who want one most.")
CONTACT_NAMES = {
    Contact.THREAD: gettext_noop("Mention me in a private thread"),
    Contact.MESSAGE: gettext_noop("Send me a direct message"),
}
_HOURS_LENGTH = 300
_CITY_LENGTH, _ZONE_LENGTH, _WEEKS_LENGTH = 100, 60, 3
_HINT_LENGTH = 100  # Discord's limit for the description of a label


def basics_modal(profile: Profile, city_id: int, popular: Sequence[tuple[int, str]]) -> discord.ui.Modal:
    """Returns the first form, which begins with what is easy. `city_id` 0 leaves the city as it is.

    `popular` are the times when many others are free: a weekday, from 0 for Monday, and a part of the day.
    """
    free = set(parts_of(profile.free))
    return make_modal(
        BASICS_FORM.make(city_id),
        gettext("Finding company, 1 of 2"),
        _select(
            "languages",
            gettext("Which languages do you like to speak?"),
            list(LANGUAGES.items()),
            profile.languages,
            limit=MOST_LANGUAGES,
        ),
        _select(
            "parts",
            gettext("When are you usually free?"),
            [(f"{day}:{name}", describe_part(day, name)) for day in range(7) for name in PARTS],
            [f"{day}:{name}" for day, name in free],
            limit=7 * len(PARTS),
            description=_describe_times(popular),
        ),
        _select(
            "travel",
            gettext("How far would you travel?"),
            [(str(km), f"{km} km") for km in TRAVEL_KM],
            [str(profile.travel_km)],
        ),
        discord.ui.Label(
            text=gettext("Online, too"),
            description=gettext("Where nobody is near, a circle that meets by voice is fine."),
            component=discord.ui.Checkbox(custom_id="online", default=profile.is_online),
        ),
        _select(
            "company",
            gettext("How much company would you like?"),
            [(str(value), _company(value)) for value in range(MOST_COMPANY + 1)],
            [] if profile.company is None else [str(profile.company)],
            description=gettext(_COMPANY),
        ),
    )


def interests_modal(profile: Profile, offered: Sequence[str], hours: str = "") -> discord.ui.Modal:
    """Returns the second form, with the interests that are offered and hours that were typed before."""
    return make_modal(
        INTERESTS_FORM.make(),
        gettext("Finding company, 2 of 2"),
        text_field(
            "field",
            gettext("What do you work in?"),
            profile.field,
            length=FIELD_LENGTH,
            hint=gettext("illustration, bookkeeping …"),
        ),
        _select(
            "interests",
            gettext("What do you like?"),
            [(name, gettext(name)) for name in offered],
            profile.interests,
            limit=MOST_INTERESTS,
            is_required=False,
        ),
        text_field(
            "hours",
            gettext("Finer hours"),
            hours,
            length=_HOURS_LENGTH,
            hint=gettext("tue 9:30-12, mon-fri 18-20"),
            description=gettext(
                "Only if mornings, afternoons and evenings are too coarse; they take their place."
            ),
        ),
        _select(
            "contact",
            gettext("How shall I ask you about a circle?"),
            [(contact, gettext(name)) for contact, name in CONTACT_NAMES.items()],
            [profile.contact],
        ),
        _select(
            "shown",
            gettext("What may others see?"),
            [(aspect, gettext(name)) for aspect, name in SHOWN_NAMES.items()],
            [aspect for aspect in ProfileAspect if aspect in profile.shown],
            limit=len(ProfileAspect),
            is_required=False,
        ),
    )


def city_modal(profile: Profile, typed: str | None = None) -> discord.ui.Modal:
    """Returns the form that asks for the city, with the profile's, or with what was typed before."""
    name = typed or (profile.city.name if profile.city else "")
    return make_modal(
        CITY_FORM.make(),
        gettext("Where you meet"),
        text_field(
            "city",
            gettext("Your city, or the nearest one"),
            name,
            length=_CITY_LENGTH,
            hint=gettext("Lisboa, München, 東京"),
            description=gettext("The nearest larger one is fine. Nothing more exact is kept."),
            is_required=True,
        ),
    )


def pause_modal(typed: str = "") -> discord.ui.Modal:
    """Returns the form that asks how long a break lasts, with what was typed before."""
    return make_modal(
        PAUSE_FORM.make(),
        gettext("A break from circles"),
        text_field(
            "weeks",
            gettext("For how many weeks?"),
            typed,
            length=_WEEKS_LENGTH,
            hint="3",
            description=gettext("Leave it empty to stay away until you end it yourself."),
        ),
    )


def zone_modal(profile: Profile, typed: str | None = None) -> discord.ui.Modal:
    """Returns the form that asks for the time zone, with the profile's, or with what was typed before."""
    return make_modal(
        ZONE_FORM.make(),
        gettext("Your time zone"),
        text_field(
            "zone",
            gettext("Which time zone are you in?"),
            typed or profile.zone or "",
            length=_ZONE_LENGTH,
            hint=gettext("Europe/Berlin, New York …"),
            description=gettext("Its name, or a large city in it."),
            is_required=True,
        ),
    )


def read_basics(values: ModalValues) -> ProfileBasics:
    """Returns the first form as it was filled in."""
    return ProfileBasics(
        travel_km=_first(values["travel"]),
        languages=values["languages"],
        parts=values["parts"],
        company=_first(values["company"]),
        is_online=bool(values.get("online")),
    )


def read_interests(values: ModalValues) -> ProfileInterests:
    """Returns the second form as it was filled in."""
    return ProfileInterests(
        field=values["field"] or "",
        interests=values["interests"] or (),
        hours=values["hours"] or "",
        contact=_first(values["contact"]),
        shown=values["shown"] or (),
    )


def _describe_times(popular: Sequence[tuple[int, str]]) -> str:
    """Returns when many others are free, as far as it fits: whoever is free then, too, finds a circle."""
    for count in range(len(popular), 0, -1):
        times = ", ".join(describe_part(day, name) for day, name in popular[:count])
        text = gettext("Many here: {times}. By your own clock; finer hours in step 2.", times=times)
        if len(text) <= _HINT_LENGTH:
            return text
    return gettext("By your own clock. Finer hours come in step 2.")


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _company(value: int) -> str:
    words = {
        0: gettext("none just now"),
        3: gettext("now and then"),
        5: gettext("some"),
        8: gettext("a lot"),
        10: gettext("as much as I can get"),
    }
    return f"{value}: {words[value]}" if value in words else str(value)


def _select(
    custom_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    chosen: Sequence[str],
    *,
    limit: int = 1,
    is_required: bool = True,
    description: str | None = None,
) -> discord.ui.Label[Any]:
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=name, value=value, default=value in chosen) for value, name in options
        ],
        min_values=1 if is_required else 0,
        max_values=min(limit, len(options)),
        required=is_required,
    )
    return discord.ui.Label(text=label, description=description, component=select)
