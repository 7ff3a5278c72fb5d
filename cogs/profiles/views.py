"""The buttons of a profile: under its page, and under the replies to its forms."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import GREEN, GREY, ButtonSpec, button_view
from cogs.city_buttons import pick_city
from cogs.custom_ids import (
    CITY,
    CITY_FORM,
    COMPANY_BUTTON,
    MORE,
    PAUSE_FORM,
    REMINDERS_FORM,
    RESUME,
    STILL_RIGHT,
    SWITCH,
    ZONE_FORM,
)
from domain.cities import City
from domain.profiles import Profile
from languages import gettext


def page_buttons(profile: Profile, *, is_paused: bool) -> discord.ui.View:
    """Returns the buttons under one's own profile; each says how things stand."""
    zone = gettext("Time zone: {zone}", zone=profile.zone) if profile.zone else gettext("Time zone")
    return button_view(
        (gettext("Edit"), COMPANY_BUTTON.make(), GREY)
        if profile.updated_at is not None
        else (gettext("Find company"), COMPANY_BUTTON.make(), GREEN),
        (gettext("What others see"), MORE.make(), GREY),
        (gettext("City"), CITY_FORM.make(), GREY),
        (gettext("End my break"), RESUME.make(), GREEN)
        if is_paused
        else (gettext("Take a break"), PAUSE_FORM.make(), GREY),
        (zone, ZONE_FORM.make(), GREY),
        (gettext("Reminders"), REMINDERS_FORM.make(), GREY),
        _switch("buddy", gettext("Welcome first-timers"), is_on=profile.is_buddy),
        _switch("helper", gettext("Be asked about problems"), is_on=profile.is_helper),
        _switch("named", gettext("Named in recaps"), is_on=profile.is_named),
        _switch("solutions", gettext("Hear of solutions"), is_on=profile.hears_solutions),
        _switch("calls", gettext("Called when a meetup needs me"), is_on=profile.hears_calls),
        _switch("welcome", gettext("A welcome to my first meetup"), is_on=profile.hears_welcome),
    )


def _switch(name: str, label: str, *, is_on: bool) -> ButtonSpec:
    """Returns a button that says whether it is on, and turns it over."""
    text = gettext("{what}: on", what=label) if is_on else gettext("{what}: off", what=label)
    return text, SWITCH.make(name, int(not is_on)), GREEN if is_on else GREY


def city_buttons(cities: Sequence[City]) -> discord.ui.View:
    """Returns a button for each of the cities, and one for all others."""
    return button_view(*pick_city(cities, CITY), (gettext("Another city"), CITY_FORM.make(), GREY))


def saved_buttons() -> discord.ui.View:
    """Returns the buttons under the reply that the first step is saved."""
    return button_view(
        (gettext("Step 2: what you like, what others see"), MORE.make(), GREEN),
        (gettext("Another city"), CITY_FORM.make(), GREY),
    )


def stale_buttons() -> discord.ui.View:
    """Returns the buttons under the question whether an old profile still holds."""
    return button_view(
        (gettext("Still right"), STILL_RIGHT.make(), GREEN), (gettext("Check it"), MORE.make(), GREY)
    )
