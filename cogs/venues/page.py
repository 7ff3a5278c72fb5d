"""The private page of a venue: what the book says of it, stars, and the forms for whoever may change it."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import GREY, RED, ButtonSpec, PersistentButton, PersistentSelect, button_view, make_select
from cogs.custom_ids import OPEN_VENUE, REMOVE_VENUE, VENUE_FORM, VENUE_RETYPE, VENUE_STARS
from cogs.modals import ModalValues, first_of, send_modal
from cogs.ui import markup
from cogs.ui import venues as ui
from cogs.venues import forms
from domain.errors import NotSaved, Refusal
from domain.ids import VenueId
from domain.venues import FEATURES, STARS, Venue
from languages import gettext
from services import venues
from services.venues import VenueDetails, VenuePage


async def show(interaction: Interaction, venue_id: VenueId, text: str = "") -> None:
    """Sends the page, under a text where there is one. Raises Refusal where the venue was removed."""
    page = await interaction.client.read(venues.look_at, actor_of(interaction), venue_id)
    await interaction.response.send_message(
        text, embed=ui.venue(page.venue, page.feedback), view=page_items(page), ephemeral=True
    )


async def _redraw(interaction: Interaction, venue_id: VenueId, text: str) -> None:
    """Draws the page as it is now, under what was done."""
    page = await interaction.client.read(venues.look_at, actor_of(interaction), venue_id)
    await interaction.response.edit_message(
        content=text, embed=ui.venue(page.venue, page.feedback), view=page_items(page)
    )


def page_items(page: VenuePage) -> discord.ui.View:
    """Returns a select of stars, and for whoever may change the venue the buttons that do."""
    id_ = page.venue.id
    buttons: list[ButtonSpec] = [
        (gettext("What it is like"), VENUE_FORM.make("features", id_), GREY),
        (gettext("Address, hours, map"), VENUE_FORM.make("texts", id_), GREY),
        (gettext("Remove from the book"), REMOVE_VENUE.make("ask", id_), GREY),
    ]
    stars = [(str(count), "★" * count) for count in reversed(STARS)]
    select = make_select(VENUE_STARS.make(id_), gettext("How good is it to work there?"), stars)
    return button_view(*(buttons if page.may_change else []), selects=select)


def found_items(found: Sequence[Venue]) -> discord.ui.View:
    """Returns the select that leads on from a list to one of its venues; it may be empty."""
    options = [(str(venue.id), ui.choice(venue)) for venue in found]
    return button_view(selects=make_select(OPEN_VENUE.make(), gettext("Open one of them"), options))


class OpenVenue(PersistentSelect, custom_id=OPEN_VENUE):
    """*Open one of them* under a list of venues."""

    async def choose(self, interaction: Interaction, chosen: str) -> None:
        venue = await interaction.client.read(venues.get, actor_of(interaction).guild_id, chosen)
        await show(interaction, venue.id)


class OpenVenueForm(PersistentButton, custom_id=VENUE_FORM):
    """*What it is like* and *Address, hours, map*."""

    async def press(self, interaction: Interaction, what: str, venue_id: VenueId) -> None:
        venue = await _load_to_change(interaction, venue_id)
        form = forms.features_form(venue) if what == "features" else forms.texts_form(venue)
        await send_modal(interaction, form)


class RetypeVenue(PersistentButton, custom_id=VENUE_RETYPE):
    """*Edit* under the reason why a text was refused."""

    async def press(self, interaction: Interaction, venue_id: VenueId) -> None:
        venue = await _load_to_change(interaction, venue_id)
        typed = retyping.read_typed(interaction, list(forms.TEXTS))
        await send_modal(interaction, forms.texts_form(venue, typed))


async def take_form(interaction: Interaction, values: ModalValues, what: str, venue_id: VenueId) -> None:
    """Stores what was filled in, and draws the page anew; a text that is refused is offered again."""
    if what == "features":
        details = VenueDetails(features={name: first_of(values[name]) for name in FEATURES})
    else:
        address, note, directions, url = (values[name] or "" for name in forms.TEXTS)
        details = VenueDetails(address, note, directions, url)
    try:
        await interaction.client.write(venues.change, actor_of(interaction), venue_id, details)
    except NotSaved:
        raise
    except Refusal as refusal:
        if what == "features":
            raise
        typed = {gettext(label): values[name] or "" for name, label in forms.TEXTS.items()}
        await retyping.offer_again(interaction, refusal, VENUE_RETYPE.make(venue_id), typed)
        return
    await _redraw(interaction, venue_id, gettext("Written down, thank you!"))


class RateVenue(PersistentSelect, custom_id=VENUE_STARS):
    """The select of stars."""

    async def choose(self, interaction: Interaction, chosen: str, venue_id: VenueId) -> None:
        stars = int(chosen) if chosen.isdecimal() else 0
        await interaction.client.write(venues.rate, actor_of(interaction), venue_id, stars)
        await _redraw(interaction, venue_id, gettext("{stars} ★, noted", stars=stars))


class RemoveVenue(PersistentButton, custom_id=REMOVE_VENUE):
    """*Take it out of the book*, and the answers to the question that follows."""

    async def press(self, interaction: Interaction, what: str, venue_id: VenueId) -> None:
        if what == "ask":
            await _ask(interaction, await _load_to_change(interaction, venue_id))
        elif what == "no":
            await _redraw(interaction, venue_id, gettext("It stays in the book."))
        else:
            removed = await interaction.client.write(venues.remove, actor_of(interaction), venue_id)
            text = gettext(
                "“{name}” is out of the book. Meetups planned there stay as they are.",
                name=markup.plain(removed.name),
            )
            await interaction.response.edit_message(content=text, embed=None, view=None)


async def _ask(interaction: Interaction, venue: Venue) -> None:
    text = gettext(
        "Remove “{name}” from the book, with what members said about it?", name=markup.plain(venue.name)
    )
    view = button_view(
        (gettext("Yes, remove it"), REMOVE_VENUE.make("yes", venue.id), RED),
        (gettext("No, it stays"), REMOVE_VENUE.make("no", venue.id), GREY),
    )
    await interaction.response.edit_message(content=text, view=view)


async def _load_to_change(interaction: Interaction, venue_id: VenueId) -> Venue:
    """Returns the venue. Raises Refusal where it was removed, or the member may not change it."""
    return await interaction.client.read(venues.get_to_change, actor_of(interaction), venue_id)


ITEMS = (OpenVenue, OpenVenueForm, RetypeVenue, RateVenue, RemoveVenue)
