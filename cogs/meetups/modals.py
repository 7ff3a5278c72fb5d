"""The forms of a meetup: their fields, and how what was filled in is read."""

from __future__ import annotations

from typing import Any

import discord

from cogs.meetups.answering import answer_fields, read_answer_fields
from cogs.meetups.channels import list_rooms
from cogs.modals import (
    ModalValues,
    channel_field,
    file_field,
    make_modal,
    role_field,
    text_field,
    tick_field,
)
from domain.errors import Refusal
from domain.meetups.meetup import DESCRIPTION_LENGTH, MeetupPlace
from domain.meetups.request import MeetupForm, MeetupRequest
from languages import current_language, gettext
from languages.time_words import list_examples, list_rhythms

Fields = tuple[discord.ui.Label[Any], ...]


def meetup_modal(
    form: MeetupForm, custom_id: str, request: MeetupRequest, guild: discord.Guild | None
) -> discord.ui.Modal:
    """Returns one of the forms, filled with what the request has."""
    match form:
        case MeetupForm.BASICS:
            return make_modal(custom_id, gettext("What, when and where"), *_basics(request, guild))
        case MeetupForm.MORE:
            return make_modal(custom_id, gettext("Seats, time zone, problems"), *_more(request))
        case MeetupForm.ANNOUNCEMENT:
            return make_modal(custom_id, gettext("How it is announced"), *_announcement(request, guild))
        case MeetupForm.ANSWERS:
            return make_modal(custom_id, gettext("Guests, answers"), *answer_fields(request, guild))
        case MeetupForm.DESCRIPTION:
            return make_modal(custom_id, gettext("Description and picture"), *_description(request))


def move_modal(custom_id: str, request: MeetupRequest) -> discord.ui.Modal:
    """Returns the form with the time of a single date, filled with how it stands or what was typed."""
    by_which_clock = gettext("By the clock of {zone}", zone=request.zone)
    when = text_field("when", gettext("When"), request.when, is_required=True, description=by_which_clock)
    return make_modal(custom_id, gettext("Move this date"), when)


def read_meetup_modal(
    form: MeetupForm, values: ModalValues, shown: MeetupRequest, guild: discord.Guild | None
) -> MeetupRequest:
    """Returns what was filled in; a place that stands as it was `shown` stays the same."""
    match form:
        case MeetupForm.BASICS:
            return MeetupRequest(
                title=values["title"],
                when=values["when"],
                repeats=values["repeats"] or "",
                length=values["length"] or "",
                place=read_shown_place(values["place"] or "", shown.place, guild),
            )
        case MeetupForm.MORE:
            return MeetupRequest(
                seats=values["seats"] or "", zone=values["zone"] or None, is_led=bool(values.get("lead"))
            )
        case MeetupForm.ANNOUNCEMENT:
            return MeetupRequest(
                channel_id=_first(values["channel"]),
                role_id=_first(values["role"]) or 0,
                pings=values["pings"] or "",
            )
        case MeetupForm.ANSWERS:
            return read_answer_fields(values, guild)
        case MeetupForm.DESCRIPTION:
            return MeetupRequest(
                description=values["description"] or "", picture_id=0 if values.get("no_picture") else None
            )


def read_place(text: str, guild: discord.Guild | None) -> MeetupPlace:
    """Returns the channel of this server to sit in that the text mentions or names, else the text."""
    wanted = text.strip()
    for channel in list_rooms(guild):
        if (
            wanted == channel.mention
            or wanted.removeprefix("🔊").strip().casefold() == channel.name.casefold()
        ):
            return MeetupPlace(channel.name, channel.id)
    return MeetupPlace(text)


def read_shown_place(text: str, shown: MeetupPlace | None, guild: discord.Guild | None) -> MeetupPlace:
    """Returns the place that was filled in; one that stands as it was `shown` stays the same."""
    is_same = shown is not None and text == write_place(shown, guild)
    return shown if shown is not None and is_same else read_place(text, guild)


def write_place(place: MeetupPlace, guild: discord.Guild | None) -> str:
    """Returns the place as `read_place` reads it."""
    for channel in list_rooms(guild):
        if channel.id == place.voice_channel_id:
            return f"🔊 {channel.name}"
    return place.text


def check_role(request: MeetupRequest, guild: discord.Guild | None) -> None:
    """Raises Refusal where everybody would be mentioned."""
    if guild is not None and request.role_id == guild.default_role.id:
        raise Refusal(gettext("I don't mention @everyone. Pick a role that people choose for themselves."))


def _basics(request: MeetupRequest, guild: discord.Guild | None) -> Fields:
    language = current_language()
    return (
        text_field(
            "title", gettext("Title"), request.title, is_required=True, hint=gettext("Friday co-working")
        ),
        text_field(
            "when",
            gettext("When"),
            request.when,
            is_required=True,
            hint=" · ".join(list_examples(language)),
            description=gettext("The first date, or the next one"),
        ),
        text_field(
            "repeats", gettext("Repeats"), request.repeats, hint=" · ".join(list_rhythms(language)[:3])
        ),
        text_field("length", gettext("Length"), request.length, hint="2h · 90m · 1h30"),
        text_field(
            "place",
            gettext("Place"),
            write_place(request.place, guild) if request.place else None,
            description=gettext("A café, a link, or the name of a voice channel"),
        ),
    )


def _more(request: MeetupRequest) -> Fields:
    return (
        text_field(
            "seats",
            gettext("Seats"),
            request.seats,
            description=gettext("Empty for no limit. More people go on a waitlist."),
        ),
        text_field("zone", gettext("Time zone"), request.zone, hint="Europe/Berlin"),
        tick_field(
            "lead",
            gettext("I guide the group through the problems"),
            is_ticked=bool(request.is_led),
            description=gettext("In timed rounds, from the start. Otherwise a host taps Start."),
        ),
    )


def _announcement(request: MeetupRequest, guild: discord.Guild | None) -> Fields:
    # What was deleted in Discord is not chosen to begin with: it would not take the form.
    channel = guild.get_channel(request.channel_id or 0) if guild else None
    role = guild.get_role(request.role_id or 0) if guild else None
    return (
        channel_field(
            "channel",
            gettext("Where is it announced?"),
            [discord.ChannelType.text],
            channel.id if channel else None,
        ),
        role_field(
            "role",
            gettext("Which role is mentioned?"),
            [role.id] if role else [],
            description=gettext("A role that people choose for themselves; empty mentions nobody."),
        ),
        text_field(
            "pings",
            gettext("Reminders: how long before the start?"),
            request.pings,
            hint="3d, 2h",
            description=gettext("Empty for what is usual here."),
        ),
    )


def _description(request: MeetupRequest) -> Fields:
    text = text_field(
        "description",
        gettext("Description"),
        request.description,
        is_long=True,
        hint=gettext("What we do, who it is for, what to bring"),
        description=gettext("Up to {most} characters", most=DESCRIPTION_LENGTH),
    )
    if not request.picture_id:
        picture = file_field(
            "picture", gettext("Picture"), description=gettext("PNG, JPEG, WebP or GIF, up to 8 MB")
        )
        return text, picture
    another = file_field(
        "picture", gettext("Another picture"), description=gettext("Empty keeps the one there is")
    )
    return text, another, tick_field("no_picture", gettext("Take the picture out"))


def _first(values: list[str]) -> int | None:
    return int(values[0]) if values else None
