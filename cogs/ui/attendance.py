"""How attendance looks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.meetups import place
from domain.durations import describe_minutes
from domain.meetups.attendance import Attendance
from domain.meetups.meetup import Session

_TEAL = discord.Colour(0x2E8B7F)
_MOST_SHOWN = 60


def arriving(session: Session) -> discord.Embed:
    """Asks those who come to say when they are there."""
    title, where = markup.plain(session.meetup.details.title), place(session.place)
    text = (
        f"Arriving for **{title}**, {markup.stamp(session.date.starts_at, 't')}, {where}?\n"
        "Tap 👋 when you are there, so that it is known who came."
    )
    return discord.Embed(description=text, colour=_TEAL)


def welcome(session: Session) -> str:
    """What a member reads who has arrived."""
    count = len(session.guests.going)
    company = f" {count} said they come." if count > 1 else ""
    return f"Good to have you here!{company}"


def attended(session: Session, found: Sequence[Attendance]) -> discord.Embed:
    """Who was there, for the host alone."""
    title = markup.plain(session.meetup.details.title)
    embed = discord.Embed(title="Who was there", colour=_TEAL)
    there = [one for one in found if one.was_there]
    lines = [f"**{title}**, {markup.stamp(session.date.starts_at)}."]
    lines += [f"- {markup.user(one.user_id)} {_how(one)}" for one in there[:_MOST_SHOWN]]
    if len(there) > _MOST_SHOWN:
        lines.append(f"and {len(there) - _MOST_SHOWN} more")
    if not there:
        lines.append("Nobody that I know of.")
    lines.append("\n`present:` and `absent:` mend it. Only you see this, and nobody's absences are counted.")
    embed.description = "\n".join(lines)
    return embed


def _how(one: Attendance) -> str:
    minutes = round(one.present.total_seconds() / 60)
    if one.host_says:
        return "(you said so)"
    return f"({describe_minutes(minutes)} in voice)" if minutes else "(said 👋)"
