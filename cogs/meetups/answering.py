"""Who may answer a meetup, until when, and with how many guests: the fields of the form for hosts."""

from __future__ import annotations

from typing import Any

import discord

from cogs.modals import ModalValues, choice_field, first_of, role_field, text_field
from domain.meetups.admission import MOST_GUESTS, MOST_ROLES
from domain.meetups.request import MeetupRequest
from languages import gettext, ngettext


def answer_fields(request: MeetupRequest, guild: discord.Guild | None) -> tuple[discord.ui.Label[Any], ...]:
    """Returns the fields, filled with what the request has."""
    # A role that was deleted in Discord is not chosen to begin with: Discord would not take the form.
    roles = [one for one in request.answer_role_ids or () if guild is not None and guild.get_role(one)]
    counts = {
        str(count): ngettext("{count} guest", "Up to {count} guests", count)
        for count in range(1, MOST_GUESTS + 1)
    }
    return (
        choice_field(
            "guests",
            gettext("How many may each bring?"),
            {"0": gettext("Nobody"), **counts},
            str(request.most_guests or 0),
            is_required=True,
        ),
        text_field(
            "until",
            gettext("Until when? (time before the start)"),
            request.answers_until,
            hint="1d · 2h · start",
            description=gettext("Empty: until its end. Who can't come can always say so."),
        ),
        role_field(
            "roles",
            gettext("Which roles may answer?"),
            roles,
            most=MOST_ROLES,
            description=gettext("Empty for everybody. Who has answered keeps their seat."),
        ),
    )


def read_answer_fields(values: ModalValues, guild: discord.Guild | None) -> MeetupRequest:
    """Returns what was filled in; the role that everybody has is for everybody."""
    role_ids = tuple(int(one) for one in values["roles"] or ())
    is_for_everybody = guild is not None and guild.default_role.id in role_ids
    return MeetupRequest(
        most_guests=int(first_of(values["guests"]) or 0),
        answers_until=values["until"] or "",
        answer_role_ids=() if is_for_everybody else role_ids,
    )
