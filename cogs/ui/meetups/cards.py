"""How a date looks to everybody: its card, and what it shares with other messages. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups import answering
from cogs.ui.meetups.descriptions import directions_line, in_full, in_short
from cogs.ui.meetups.fields import words_of
from domain.durations import describe_minutes
from domain.links import channel_link, message_link
from domain.meetups.meetup import MeetupDetails, MeetupPlace, Session
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus
from domain.times.recurrence import Limited
from domain.zones import to_local
from languages import day_and_month, gettext, listed, ngettext

EMOJI = {Answer.GOING: "✅", Answer.MAYBE: "🤔", Answer.NO: "❌"}

_WHAT_LENGTH, _WHERE_LENGTH = 18, 14  # with the time, 22 characters at most, a phone shows them in a line
_LISTING_LENGTH = 5000  # of the 6,000 characters an embed may have


def card(
    session: Session,
    *,
    is_over: bool = False,
    names_length: int = markup.FIELD_LENGTH,
    describe: Callable[[str], str] = in_short,
) -> discord.Embed:
    """Returns the RSVP message of a date; `is_over`: it takes no answers any more.

    Those who gave one answer are named in at most `names_length` characters. `describe` says how the
    description is shown.
    """
    meetup = session.meetup
    embed = discord.Embed(title=markup.plain(meetup.details.title), url=url_of(session), colour=TEAL)
    lines = [
        f"🗓️ **{markup.stamp(session.date.starts_at)}**",
        f"⏱️ {describe_minutes(session.details.length_min)}",
        f"📍 {place(session.place)}",
        *filter(None, [directions_line(session)]),
        gettext("👋 Hosted by {member}", member=hosts(session, is_over=is_over)),
    ]
    if differing := meetup.differences_of(session.date):
        lines.append(gettext("✏️ Only this time: {what}", what=words_of(differing)))
    closing = why_closed(session, is_over=is_over)
    if closing is not None:
        embed.colour = GREY
        lines.insert(0, f"**{closing}**")
    else:
        lines += answering.conditions(session)
    if is_last(session):
        lines.append(gettext("🏁 The last date of this series"))
    embed.description = "\n".join(lines)
    if description := describe(session.details.description):
        embed.description += f"\n\n{description}"
    _add_guests(embed, session, names_length)
    if closing is None:
        embed.set_footer(
            text=gettext("❌ still says that you can't come after all")
            if session.date.is_closed
            else gettext("React with ✅ 🤔 ❌, or use /meetup rsvp")
        )
    return embed


def first_line(session: Session, role_id: int | None, *, is_over: bool = False) -> str:
    """Returns the line above the card: what, when and where, and the role that it is for.

    Phones show it without the card: while answers are taken, all three are within 60 characters.
    """
    where = session.place
    spot = place(where) if where.voice_channel_id else markup.plain(markup.cut(where.text, _WHERE_LENGTH))
    what = markup.plain(markup.cut(session.meetup.details.title, _WHAT_LENGTH))
    parts = [what, markup.stamp(session.date.starts_at, "f"), spot]
    line = " · ".join(part for part in parts if part)
    closing = why_closed(session, is_over=is_over)
    return " ".join(filter(None, [closing, line, markup.role(role_id) if role_id else None]))


def why_closed(session: Session, *, is_over: bool) -> str | None:
    """Returns why nobody is asked about the date any more, in a sentence; None where people are."""
    if session.date.status is not DateStatus.PLANNED:
        return called_off(session)
    return gettext("This date is over.") if is_over else None


def is_last(session: Session) -> bool:
    """Returns whether the date takes place and is the last one of a series that ends."""
    series, day = session.meetup.series, session.date
    has_end = isinstance(series.rule, Limited) and day.status is DateStatus.PLANNED
    return has_end and not goes_on(session)


def goes_on(session: Session) -> bool:
    """Returns whether its series has dates after this one."""
    meetup, next_day = session.meetup, session.date.on + timedelta(days=1)
    return not meetup.is_cancelled and next(meetup.series.dates(next_day), None) is not None


def called_off(session: Session) -> str:
    """Returns that a date does not take place, in a sentence."""
    if session.date.status is not DateStatus.SKIPPED:
        return gettext("Cancelled.")
    if not goes_on(session):
        return gettext("This date does not take place.")
    return gettext("This date does not take place. The next one does.")


def _add_guests(embed: discord.Embed, session: Session, length: int) -> None:
    guests, capacity = session.guests, session.details.capacity
    count = guests.seats_taken
    if capacity is None:
        name = gettext("✅ Going ({count})", count=count)
    elif session.offers:
        name = gettext(
            "✅ Going ({count} of {seats}, {offered} on offer)",
            count=count,
            seats=capacity,
            offered=guests.count_seats(offer.user_id for offer in session.offers),
        )
    else:
        name = gettext("✅ Going ({count} of {seats})", count=count, seats=capacity)
    embed.add_field(name=name, value=markup.names(guests.going, length, guests.brought), inline=False)
    if guests.waitlist:
        name = gettext("⏳ Waitlist ({count})", count=len(guests.waitlist))
        waiting = markup.names(guests.waitlist, length, guests.brought)
        embed.add_field(name=name, value=waiting, inline=False)
    for answer, name, people in (
        (Answer.MAYBE, gettext("Maybe"), guests.maybe),
        (Answer.NO, gettext("Can't"), guests.no),
    ):
        if people:
            field = f"{EMOJI[answer]} {name} ({len(people)})"
            embed.add_field(name=field, value=markup.names(people, length), inline=False)


def place(where: MeetupPlace) -> str:
    """Returns the place in one line; a voice channel is a link."""
    if where.voice_channel_id is not None:
        return markup.channel(where.voice_channel_id)
    return markup.plain(where.text) or gettext("to be announced")


def as_it_is(details: MeetupDetails, host_id: int, names: Collection[str]) -> list[str]:
    """Returns a line for each of these fields of a date, with what it is."""
    seats = gettext("open to any number")
    if details.capacity is not None:
        seats = ngettext("{count} seat", "{count} seats", details.capacity)
    lines = {
        "place": f"📍 {place(details.place)}",
        "length_min": f"⏱️ {describe_minutes(details.length_min)}",
        "capacity": f"🪑 {seats}",
        "host_id": gettext("👋 Hosted by {member}", member=markup.user(host_id)),
        "description": f"📝 {in_full(details.description) or gettext('no description')}",
    }
    return [line for name, line in lines.items() if name in names]


def hosts(session: Session, *, is_over: bool = False) -> str:
    """Returns who hosts the date, each by name, five at most; or that somebody did, or nobody does yet."""
    if host_ids := [user_id for user_id in session.host_ids if user_id]:
        return listed([markup.user(user_id) for user_id in host_ids])
    is_vacant = session.date.overrides.host_id is None and session.meetup.circle_id is None
    return gettext("nobody yet") if is_vacant and not is_over else markup.user(0)


def bold_title(session: Session) -> str:
    """Returns the title of the meetup, in bold."""
    return f"**{markup.plain(session.meetup.details.title)}**"


def thread_name(session: Session) -> str:
    """Returns the name of a date's thread."""
    day = day_and_month(to_local(session.date.starts_at, session.meetup.series.zone))
    return f"{markup.cut(session.meetup.details.title, 100 - len(day) - 3)} · {day}"


def url_of(session: Session) -> str:
    """Returns the address of a date's card; of its channel, where it is not announced."""
    meetup, meetup_date = session.meetup, session.date
    if meetup_date.message_id is None:
        return channel_link(meetup.guild_id, meetup.details.channel_id)
    return message_link(meetup.guild_id, meetup_date.channel_id or 0, meetup_date.message_id)


def answer_link(session: Session) -> str:
    """Returns a link to where the date is answered; empty where it is not announced."""
    if session.date.message_id is None:
        return ""
    return gettext("[answer here]({link})", link=url_of(session))
