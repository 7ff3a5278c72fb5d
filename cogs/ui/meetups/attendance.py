"""How attendance looks. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups.cards import bold_title, place, why_closed
from domain.durations import describe_minutes
from domain.meetups.attendance import Attendance
from domain.meetups.meetup import Session
from languages import gettext

_MOST_SHOWN = 60


def arrival_question(session: Session, *, is_over: bool = False) -> discord.Embed:
    """Returns the message that asks those who come to say when they are there; `is_over`: it asks no more."""
    closing = why_closed(session, is_over=is_over)
    if closing is not None:
        text = f"{bold_title(session)}, {markup.stamp(session.date.starts_at, 'f')}: {closing}"
        return discord.Embed(description=text, colour=GREY)
    title, where = markup.plain(session.meetup.details.title), place(session.place)
    text = gettext(
        "Arriving for **{title}**, {when}, {where}?\nTap 👋 when you are there, so that the host "
        "knows who came.",
        title=title,
        when=markup.stamp(session.date.starts_at, "t"),
        where=where,
    )
    return discord.Embed(description=text, colour=TEAL)


def welcome(session: Session) -> str:
    """Returns the reply to a member who has arrived."""
    count = len(session.guests.going)
    if count > 1:
        return gettext("Good to have you here! {count} people said they are coming.", count=count)
    return gettext("Good to have you here!")


def attendance_list(session: Session, attendances: Sequence[Attendance]) -> discord.Embed:
    """Returns who was there, for the host alone."""
    title = markup.plain(session.meetup.details.title)
    embed = discord.Embed(title=gettext("Who was there"), colour=TEAL)
    there = [attendance for attendance in attendances if attendance.was_there]
    lines = [gettext("**{title}**, {when}.", title=title, when=markup.stamp(session.date.starts_at))]
    lines += [
        f"- {markup.user(attendance.user_id)} {_source(attendance)}" for attendance in there[:_MOST_SHOWN]
    ]
    if len(there) > _MOST_SHOWN:
        lines.append(gettext("and {count} more", count=len(there) - _MOST_SHOWN))
    if not there:
        lines.append(gettext("Nobody that I know of."))
    lines.append(
        "\n"
        + gettext("*Correct it* if that is not right. Only you see this, and nobody's absences are counted.")
    )
    embed.description = "\n".join(lines)
    return embed


def _source(attendance: Attendance) -> str:
    """Returns how it is known that the member was there."""
    minutes = round(attendance.present.total_seconds() / 60)
    if attendance.host_says:
        return gettext("(you said so)")
    return (
        gettext("({length} in voice)", length=describe_minutes(minutes)) if minutes else gettext("(said 👋)")
    )
