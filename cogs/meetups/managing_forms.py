"""The forms that open from the page on which a meetup is managed; managing.py takes what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from cogs.custom_ids import CORRECT_ATTENDANCE, ROTATE
from cogs.modals import make_modal, member_field
from cogs.ui import markup
from cogs.ui.venues import choice as venue_choice
from domain.meetups.meetup import DateRef
from domain.venues import Venue
from languages import gettext, gettext_noop

MOST_OPTIONS = 25  # of a menu, and members that are picked in one
_TURNS = (
    (
        gettext_noop("First"),
        gettext_noop("Where the next date is; leave all empty to stay in one place again"),
    ),
    (gettext_noop("Second"), gettext_noop("And then")),
    (gettext_noop("Third"), gettext_noop("And then")),
    (gettext_noop("Fourth"), gettext_noop("And then")),
    (gettext_noop("Fifth"), gettext_noop("And then from the first again")),
)
TURNS = tuple(str(number) for number in range(1, len(_TURNS) + 1))
"""The fields of the venues, in the order in which the meetup goes round them."""


def attendance_form(ref: DateRef) -> discord.ui.Modal:
    """Returns the form in which a host says who was there and who was not."""
    return make_modal(
        CORRECT_ATTENDANCE.make(ref),
        gettext("Who was there"),
        member_field("present", gettext("Who was there"), most=MOST_OPTIONS),
        member_field("absent", gettext("Who was not there"), most=MOST_OPTIONS),
    )


def rotate_form(ref: DateRef, choices: Sequence[Venue], now: Sequence[Venue]) -> discord.ui.Modal:
    """Returns the form of the venues to go round, filled in as the meetup goes round them now."""
    chosen = [*(venue.id for venue in now), *([None] * len(TURNS))]
    fields = [
        _venue(name, gettext(label), gettext(description), choices, chosen_id)
        for name, (label, description), chosen_id in zip(TURNS, _TURNS, chosen, strict=False)
    ]
    return make_modal(ROTATE.make(ref), gettext("Venues in turn"), *fields)


def _venue(
    custom_id: str, text: str, description: str, choices: Sequence[Venue], chosen_id: int | None
) -> discord.ui.Label[Any]:
    options = [
        discord.SelectOption(
            label=markup.cut(venue_choice(venue), markup.CHOICE_LENGTH),
            value=str(venue.id),
            default=venue.id == chosen_id,
        )
        for venue in choices
    ]
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=custom_id, options=options, min_values=0, required=False
    )
    return discord.ui.Label(text=text, description=description, component=select)
