"""*Only this date*: the form of what a single date has of its own, and what comes of it."""

from __future__ import annotations

import discord

from cogs.actor import actor_for, actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import DRAFT_FORM, ONE_DATE
from cogs.meetups.hosting import get_hosts
from cogs.meetups.management_page import show_page
from cogs.meetups.modals import read_shown_place, write_place
from cogs.modals import ModalValues, first_of, make_modal, member_field, send_modal, text_field
from cogs.ui.meetups.planning import edited
from domain.meetups.meetup import DateRef, MeetupPlace
from domain.meetups.request import MeetupForm, MeetupRequest
from languages import gettext
from services.meetups import drafting, one_date
from services.meetups.drafting import OpenRequest


class ChangeOneDate(PersistentButton, custom_id=ONE_DATE):
    """*Only this date*: opens the form with all that it may have of its own, as it is on this date."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        draft_id, opened = await interaction.client.write(drafting.begin_one_date, actor_of(interaction), ref)
        custom_id = DRAFT_FORM.make(MeetupForm.BASICS, draft_id)
        await send_modal(interaction, one_date_modal(custom_id, opened.filled, interaction.guild))


def one_date_modal(custom_id: str, request: MeetupRequest, guild: discord.Guild | None) -> discord.ui.Modal:
    """Returns the form of a single date, filled with what the request has; a circle's has no host to pick."""
    as_in_series = gettext("Empty is as in the series.")
    fields = [
        text_field(
            "place",
            gettext("Place"),
            write_place(request.place or MeetupPlace(), guild),
            description=gettext("A café, a link, or the name of a voice channel"),
        ),
        text_field("length", gettext("Length"), request.length, hint="2h · 90m · 1h30"),
        text_field(
            "seats",
            gettext("Seats"),
            request.seats,
            description=gettext("0 for no limit. Empty is as in the series."),
        ),
        text_field(
            "description",
            gettext("Description"),
            request.description,
            is_long=True,
            description=as_in_series,
        ),
    ]
    if request.host_id is not None:
        who = gettext("Who hosts this date?")
        chosen = [request.host_id] if request.host_id else []
        fields.append(member_field("host", who, chosen_ids=chosen, description=as_in_series))
    return make_modal(custom_id, gettext("Only this date"), *fields)


def read_one_date_modal(
    values: ModalValues, shown: MeetupRequest, guild: discord.Guild | None
) -> MeetupRequest:
    """Returns what was filled in; nobody picked is 0."""
    return MeetupRequest(
        length=values["length"] or "",
        place=read_shown_place(values["place"] or "", shown.place, guild),
        seats=values["seats"] or "",
        description=values["description"] or "",
        host_id=int(first_of(values["host"]) or 0) if "host" in values else None,
    )


async def change_one_date(interaction: Interaction, opened: OpenRequest) -> None:
    """Changes what was filled in for this date alone, and shows its page.

    Raises Refusal where the host who was picked cannot be one, or as the use case does.
    """
    assert opened.ref is not None, "what is changed exists"
    host_id = opened.request.host_id
    refused_with = gettext("Pick one member of this server, please; a bot can't host.")
    picked = await get_hosts(interaction, [host_id], refused_with) if host_id else []
    host = actor_for(picked[0]) if picked else None
    changed = await interaction.client.write(
        one_date.change, actor_of(interaction), opened.ref, opened.base, opened.request, host
    )
    await show_page(interaction, opened.ref, edited(changed.session, None, is_told=changed.is_told))


BUTTONS = (ChangeOneDate,)
