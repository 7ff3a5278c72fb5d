"""The two forms of a venue: what it is like, and what is to be written of it."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from cogs.custom_ids import VENUE_FORM
from cogs.modals import choice_field, make_modal, text_field
from cogs.retyping import FIELD_LENGTH
from cogs.ui import venues as ui
from domain.venues import FEATURES, Venue
from languages import gettext, gettext_noop

TEXTS = {
    "address": gettext_noop("Street and number"),
    "note": gettext_noop("Opening hours, or what else helps to know"),
    "directions": gettext_noop("How to find us there"),
    "url": gettext_noop("A link to it on a map"),
}
_QUESTIONS = {
    "wifi": gettext_noop("How good is the wifi?"),
    "sockets": gettext_noop("How many power sockets are there?"),
    "noise": gettext_noop("How loud is it usually?"),
    "price": gettext_noop("What does it cost to sit there?"),
    "step_free": gettext_noop("Are there steps to the door or the toilet?"),
}


def features_form(venue: Venue) -> discord.ui.Modal:
    """Returns the form for what the venue is like, as it is known; each question may be left out."""
    return make_modal(
        VENUE_FORM.make("features", venue.id),
        gettext("What is it like there?"),
        *(
            choice_field(name, gettext(_QUESTIONS[name]), ui.feature_names(name), venue.features.get(name))
            for name in FEATURES
        ),
    )


def texts_form(venue: Venue, typed: Mapping[str, str] | None = None) -> discord.ui.Modal:
    """Returns the form for what is written of the venue: as it stands, or as it was typed before."""
    texts = {name: getattr(venue, name) for name in TEXTS} | dict(typed or {})
    hints = {"url": "https://…", "directions": gettext("The long table at the back, behind the bar")}
    return make_modal(
        VENUE_FORM.make("texts", venue.id),
        gettext("More about it"),
        *(
            text_field(
                name,
                gettext(label),
                texts[name],
                length=FIELD_LENGTH,
                hint=hints.get(name),
            )
            for name, label in TEXTS.items()
        ),
    )
