"""How a meetup looks to its host: as it would be, and what became of it. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from cogs.ui import markup
from cogs.ui.colours import TEAL
from cogs.ui.meetups import answering
from cogs.ui.meetups.cards import answer_link, place
from cogs.ui.meetups.choices import write_offset
from cogs.ui.meetups.descriptions import in_full
from cogs.ui.meetups.fields import words_of
from domain.durations import describe_minutes
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.pings import describe_pings, ping_due_at
from domain.meetups.series import Occurrence, Series
from domain.times.parser import describe_local
from domain.times.recurrence import describe_rule
from domain.zones import to_local
from languages import gettext, ngettext

_MOST_UNCHANGED = 3  # dates that are named after an edit


def preview(meetup: Meetup, dates: Sequence[Occurrence], heading: str) -> discord.Embed:
    """Returns a meetup as it would be or is, with its next dates."""
    details = meetup.details
    embed = discord.Embed(title=markup.plain(details.title), colour=TEAL, description=heading)
    if details.description:
        embed.description = f"{heading}\n\n{in_full(details.description)}"
    embed.add_field(name=gettext("Next dates"), value=next_dates(meetup.series, dates), inline=False)
    embed.add_field(name=gettext("Repeats"), value=describe_rule(meetup.series.rule))
    embed.add_field(name=gettext("Length"), value=describe_minutes(details.length_min))
    embed.add_field(
        name=gettext("Seats"),
        value=str(details.capacity) if details.capacity else gettext("open to any number"),
    )
    embed.add_field(name=gettext("Place"), value=place(details.place))
    embed.add_field(name=gettext("Posted in"), value=markup.channel(details.channel_id))
    embed.add_field(
        name=gettext("Mentions"),
        value=markup.role(details.role_id) if details.role_id else gettext("no role"),
    )
    embed.add_field(name=gettext("Reminders before the start"), value=describe_pings(details.pings_min))
    if answers := answering.describe_conditions(details):
        embed.add_field(name=gettext("Answers"), value=answers, inline=False)
    if details.is_led:
        embed.add_field(
            name=gettext("Problems"),
            value=gettext("From the start I guide the group through them, in timed rounds"),
        )
    return embed


def announced_at(session: Session) -> datetime:
    """Returns when the date is announced by itself, an instant that may have passed."""
    return ping_due_at(session.date.starts_at, session.meetup.details.pings_min[0])


def saved(session: Session, now: datetime) -> str:
    """Returns the reply after *Save*: a link where it is announced, else when that happens."""
    meetup = session.meetup
    title = markup.plain(meetup.details.title)
    if session.date.message_id is not None:
        return gettext("Saved and announced: **{title}**. {link}", title=title, link=answer_link(session))
    where = markup.channel(meetup.details.channel_id)
    at = announced_at(session)
    if at <= now:
        return gettext("Saved. I'm announcing **{title}** in {channel} now.", title=title, channel=where)
    return gettext(
        "Saved. I'll announce **{title}** in {channel} on {at}.",
        title=title,
        channel=where,
        at=markup.stamp(at),
    )


def edited(
    session: Session,
    kept: MeetupDate | None,
    *,
    is_told: bool,
    unchanged: Sequence[tuple[MeetupDate, list[str]]] = (),
) -> str:
    """Returns what a host reads above an edited meetup: of its next date, too, if more go than it has seats.

    For the date `kept` the new time comes too late. `unchanged` are dates that have something of their own
    instead of what was edited, each with the names of that.
    """
    seats = session.details.capacity
    above = session.guests.seats_taken - seats if seats is not None else 0
    lines = [_edited(kept, is_told=is_told)]
    if above > 0:
        lines.append(
            ngettext(
                "{count} more is going than there are seats. Whoever has a seat keeps it.",
                "{count} more are going than there are seats. Whoever has a seat keeps it.",
                above,
            )
        )
    own = [_as_before(day, names) for day, names in unchanged[:_MOST_UNCHANGED]]
    return "\n".join([" ".join(lines), *own])


def _as_before(day: MeetupDate, names: Sequence[str]) -> str:
    return gettext(
        "As before on {day}: {what}. *Only this date* changes that there.",
        day=markup.stamp(day.starts_at, "D"),
        what=words_of(names),
    )


def _edited(kept: MeetupDate | None, *, is_told: bool) -> str:
    if kept is None:
        told = gettext("Changed. Those who answered are told in its thread.")
        return told if is_told else gettext("Changed.")
    return gettext(
        "Changed, from the next date on. The date that is announced already stays at {at}: its "
        "new time would be in the past.",
        at=markup.stamp(kept.starts_at),
    )


def next_dates(series: Series, dates: Sequence[Occurrence]) -> str:
    """Returns a line for each date, with its local time and offset, which shows changes of clocks."""
    lines, offset = [], None
    for item in dates:
        local = to_local(item.starts_at, series.zone)
        has_changed = offset is not None and local.utcoffset() != offset
        offset = local.utcoffset()
        line = f"{describe_local(local)} ({write_offset(local)}) · {markup.stamp(item.starts_at, 'R')}"
        if item.is_skipped:
            line = f"~~{line}~~ {gettext('skipped')}"
        marks = [gettext("moved")] if item.is_moved and not item.is_skipped else []
        marks += [gettext("elsewhere")] if item.is_elsewhere and not item.is_skipped else []
        marks += [gettext("🕰️ clocks have changed")] if has_changed else []
        lines.append(f"- {' · '.join([line, *marks])}")
    if not lines:
        return gettext("no more dates")
    return "\n".join([*lines, "", gettext("These are local times in {zone}.", zone=series.zone)])
