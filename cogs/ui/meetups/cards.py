"""How meetups look: embeds and texts made from domain objects. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from cogs.ui import markup
from domain.durations import describe_minutes
from domain.meetups.meetup import Meetup, MeetupPlace, Session
from domain.meetups.newcomers import Newcomer
from domain.meetups.pings import describe_pings
from domain.meetups.recurrence import describe_rule
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus, Occurrence, Series
from domain.meetups.time_parser import ZonedTime, describe_distance, describe_local
from domain.posts import Post
from domain.zones import to_local
from languages import day_and_month, gettext, gettext_noop

EMOJI = {Answer.GOING: "✅", Answer.MAYBE: "🤔", Answer.NO: "❌"}

_TEAL = discord.Colour(0x2E8B7F)
MOST_LISTED = 25  # an embed has no more fields
_LISTING_LENGTH = 5000  # of the 6,000 characters an embed may have
_GREY = discord.Colour(0x8A8F98)
_FIELDS = {
    "title": gettext_noop("title"),
    "length_min": gettext_noop("length"),
    "place": gettext_noop("place"),
    "capacity": gettext_noop("seats"),
    "channel_id": gettext_noop("channel"),
    "role_id": gettext_noop("role"),
    "pings_min": gettext_noop("pings"),
    "is_led": gettext_noop("who leads"),
    "series": gettext_noop("time"),
}


def card(session: Session, post_code: str | None = None) -> discord.Embed:
    """The RSVP message of a date; `post_code` goes into its footer."""
    meetup, day = session.meetup, session.date
    embed = discord.Embed(title=markup.plain(meetup.details.title), colour=_TEAL)
    lines = [
        f"🗓️ **{markup.stamp(day.starts_at)}** ({markup.stamp(day.starts_at, 'R')})",
        f"⏱️ {describe_minutes(meetup.details.length_min)}",
        f"📍 {place(session.place)}",
        gettext("👋 Hosted by {member}", member=markup.user(meetup.host_id)),
    ]
    if day.status is not DateStatus.PLANNED:
        embed.colour = _GREY
        lines.insert(0, f"**{_called_off(day.status)}**")
    embed.description = "\n".join(lines)
    _add_guests(embed, session)
    hint = gettext("React with ✅ 🤔 ❌, or use /meetup rsvp")
    embed.set_footer(text=f"{hint} · {post_code}" if post_code else hint)
    return embed


def _called_off(status: DateStatus) -> str:
    if status is DateStatus.SKIPPED:
        return gettext("This date does not take place. The next one does.")
    return gettext("Cancelled.")


def _add_guests(embed: discord.Embed, session: Session) -> None:
    guests, capacity = session.guests, session.meetup.details.capacity
    count = len(guests.going)
    if capacity is None:
        name = gettext("✅ Going ({count})", count=count)
    else:
        name = gettext("✅ Going ({count} of {seats})", count=count, seats=capacity)
    embed.add_field(name=name, value=markup.names(guests.going), inline=False)
    if guests.waitlist:
        name = gettext("⏳ Waitlist ({count})", count=len(guests.waitlist))
        embed.add_field(name=name, value=markup.names(guests.waitlist), inline=False)
    for answer, name, people in (
        (Answer.MAYBE, gettext("Maybe"), guests.maybe),
        (Answer.NO, gettext("Can't"), guests.no),
    ):
        if people:
            field = f"{EMOJI[answer]} {name} ({len(people)})"
            embed.add_field(name=field, value=markup.names(people), inline=False)


def place(where: MeetupPlace) -> str:
    """The place in one line; a voice channel is a link."""
    if where.voice_channel_id is not None:
        return markup.channel(where.voice_channel_id)
    return markup.plain(where.text) or gettext("to be announced")


def thread_name(session: Session) -> str:
    """The name of a date's thread."""
    local = to_local(session.date.starts_at, session.meetup.series.zone)
    return markup.cut(f"{day_and_month(local)} · {session.meetup.details.title}", 100)


# What the bot posts by itself: the content mentions, the embed speaks.


def announcement(role_id: int | None) -> str:
    """What stands above the card of a new date."""
    question = gettext("Who's coming?")
    return f"{markup.role(role_id)} {question}" if role_id else question


def reminder(post: Post, session: Session, role_id: int | None) -> tuple[str, discord.Embed]:
    """A later ping: content and embed."""
    guests = session.guests
    counted = (
        (guests.going, gettext("{count} going", count=len(guests.going))),
        (guests.maybe, gettext("{count} maybe", count=len(guests.maybe))),
        (guests.waitlist, gettext("{count} waiting", count=len(guests.waitlist))),
    )
    counts = ", ".join(words for people, words in counted if people) or gettext("Nobody yet")
    text = gettext(
        "{title} starts {when}.\n{counts}. You can still answer above.",
        title=_title(session),
        when=_soon(session),
        counts=counts,
    )
    return markup.role(role_id) if role_id else "", _note(text, post)


def last_call(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """A later ping for those who said yes or maybe: content and embed."""
    text = gettext(
        "{title} starts {when}: {place}. See you there!",
        title=_title(session),
        when=_soon(session),
        place=place(session.place),
    )
    return _mentions(post), _note(text, post)


def moved_up(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Somebody moved up from the waitlist: content and embed."""
    text = gettext(
        "A seat is yours: {title}, {when}. If you can't come after all, take your ✅ back "
        "and the next in line moves up.",
        title=_title(session),
        when=markup.stamp(session.date.starts_at),
    )
    return _mentions(post), _note(text, post)


def change(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """What changed about a date, for those who answered: content and embed."""
    return _mentions(post), _note(_change_text(post, session), post)


def _change_text(post: Post, session: Session) -> str:
    starts_ms = post.payload["starts_ms"]
    title, at, away = _title(session), markup.stamp_ms(starts_ms), markup.stamp_ms(starts_ms, "R")
    match post.payload["what"]:
        case "skipped":
            return gettext(
                "{title} on {at} does not take place. The series goes on after it.", title=title, at=at
            )
        case "cancelled":
            return gettext("{title} on {at} is cancelled.", title=title, at=at)
        case "moved":
            return gettext(
                "{title} has moved to {at} ({away}). Still good for you?", title=title, at=at, away=away
            )
        case "restored":
            return gettext("{title} takes place after all: {at} ({away}).", title=title, at=at, away=away)
        case _:
            fields = ", ".join(gettext(_FIELDS[name]) for name in post.payload["fields"])
            return gettext(
                "{title} has changed ({fields}). It starts {at} ({away}).",
                title=title,
                fields=fields,
                at=at,
                away=away,
            )


def _title(session: Session) -> str:
    return f"**{markup.plain(session.meetup.details.title)}**"


def _soon(session: Session) -> str:
    return markup.stamp(session.date.starts_at, "R")


def _mentions(post: Post) -> str:
    return " ".join(markup.user(user_id) for user_id in post.payload["user_ids"])


def _note(text: str, post: Post) -> discord.Embed:
    return with_code(discord.Embed(description=text, colour=_TEAL), post)


def with_code(embed: discord.Embed, post: Post) -> discord.Embed:
    """The embed with the code by which the post is found again."""
    return embed.set_footer(text=f"Longtable · {post.code}")


# What a member gets in answer to a command.


def preview(meetup: Meetup, dates: Sequence[Occurrence], heading: str) -> discord.Embed:
    """A meetup as it would be or is, with its next dates."""
    details = meetup.details
    embed = discord.Embed(title=markup.plain(details.title), colour=_TEAL, description=heading)
    embed.add_field(name=gettext("Next dates"), value=next_dates(meetup.series, dates), inline=False)
    embed.add_field(name=gettext("Repeats"), value=describe_rule(meetup.series.rule))
    embed.add_field(name=gettext("Length"), value=describe_minutes(details.length_min))
    embed.add_field(
        name=gettext("Seats"), value=str(details.capacity) if details.capacity else gettext("no limit")
    )
    embed.add_field(name=gettext("Place"), value=place(details.place))
    embed.add_field(name=gettext("Posted in"), value=markup.channel(details.channel_id))
    embed.add_field(
        name=gettext("Mentions"), value=markup.role(details.role_id) if details.role_id else gettext("nobody")
    )
    embed.add_field(name=gettext("Pings before the start"), value=describe_pings(details.pings_min))
    if details.is_led:
        embed.add_field(name=gettext("Problems"), value=gettext("I lead through them from the start on"))
    return embed


def next_dates(series: Series, dates: Sequence[Occurrence]) -> str:
    """One line a date, with its wall-clock time, so that a clock change can be seen."""
    lines, offset = [], None
    for item in dates:
        local = to_local(item.starts_at, series.zone)
        has_changed = offset is not None and local.utcoffset() != offset
        offset = local.utcoffset()
        line = f"{describe_local(local)} ({_utc(local)}) · {markup.stamp(item.starts_at, 'R')}"
        if item.is_skipped:
            line = f"~~{line}~~ {gettext('skipped')}"
        marks = [gettext("moved")] if item.is_moved and not item.is_skipped else []
        marks += [gettext("🕰️ clocks have changed")] if has_changed else []
        lines.append(f"- {' · '.join([line, *marks])}")
    if not lines:
        return gettext("none to come")
    return "\n".join([*lines, "", gettext("All in {zone}.", zone=series.zone)])


def _utc(local: datetime) -> str:
    offset = f"{local:%z}"
    hours, minutes = offset[:3], offset[3:5]
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes != "00" else "")


def listing(sessions: Sequence[tuple[Session, str]], total: int) -> discord.Embed:
    """Meetups with their next date and the member's own answer to it (empty for none), of so many in all."""
    embed = discord.Embed(title=gettext("Meetups to come"), colour=_TEAL)
    if not sessions:
        embed.description = gettext("None is planned yet. `/meetup plan` starts one.")
    for session, answer in sessions:
        day, details = session.date, session.meetup.details
        lines = [f"{markup.stamp(day.starts_at)} ({markup.stamp(day.starts_at, 'R')})"]
        lines.append(f"📍 {place(session.place)} · {describe_rule(session.meetup.series.rule)}")
        going = gettext("{count} going", count=len(session.guests.going))
        lines.append(" · ".join(filter(None, [going, answer, _link(session)])))
        if day.status is not DateStatus.PLANNED:
            lines.insert(0, f"**{_called_off(day.status)}**")
        name, value = markup.plain(details.title), "\n".join(lines)
        if len(embed) + len(name) + len(value) > _LISTING_LENGTH:
            break
        embed.add_field(name=name, value=value, inline=False)
    if more := total - len(embed.fields):
        embed.set_footer(text=gettext("and {count} more: /meetup show finds them", count=more))
    return embed


def _link(session: Session) -> str:
    day = session.date
    if day.message_id is None:
        return ""
    link = markup.message_link(session.meetup.guild_id, day.channel_id or 0, day.message_id)
    return gettext("[answer here]({link})", link=link)


def own_answer(session: Session, user_id: int) -> str:
    """The member's own answer in a few words; empty for none."""
    guests = session.guests
    if user_id in guests.waitlist:
        return gettext("you are number {place} on the waitlist", place=guests.waitlist.index(user_id) + 1)
    for people, words in (
        (guests.going, gettext("you are going")),
        (guests.maybe, gettext("you said maybe")),
        (guests.no, gettext("you can't come")),
    ):
        if user_id in people:
            return words
    return ""


def overview(
    session: Session, dates: Sequence[Occurrence], newcomers: Sequence[Newcomer], user_id: int
) -> discord.Embed:
    """One date in full, for one member; `newcomers` only for those who may see them."""
    embed = card(session)
    embed.add_field(name=gettext("Next dates"), value=next_dates(session.meetup.series, dates), inline=False)
    if newcomers:
        lines = [_newcomer(newcomer) for newcomer in newcomers[:10]]
        embed.add_field(
            name=gettext("Here for the first time (only you see this)"), value="\n".join(lines), inline=False
        )
    last_line = " · ".join(filter(None, [own_answer(session, user_id), _link(session)]))
    if last_line:
        embed.description = f"{embed.description}\n{last_line}"
    return embed.remove_footer()


def _newcomer(newcomer: Newcomer) -> str:
    name = markup.user(newcomer.user_id)
    if not newcomer.buddy_id:
        return name
    return gettext(
        "{member}; {buddy} would gladly look after them", member=name, buddy=markup.user(newcomer.buddy_id)
    )


def answered(session: Session, user_id: int) -> str:
    """What a member reads after answering by command."""
    answer = own_answer(session, user_id)
    return f"{_title(session)}, {markup.stamp(session.date.starts_at)}: {answer}."


def taken_back(session: Session, is_taken_back: bool) -> str:
    """What a member reads after taking an answer back by command."""
    text = (
        gettext("your answer is taken back.")
        if is_taken_back
        else gettext(
            "I may not take your reaction away here. Please tap it yourself: {link}", link=_link(session)
        )
    )
    return f"{_title(session)}, {markup.stamp(session.date.starts_at)}: {text}"


# Choices of autocompletes.


def date_choice(meetup: Meetup, item: Occurrence) -> str:
    """One date in an option's list."""
    when = describe_local(to_local(item.starts_at, meetup.series.zone))
    mark = ""
    if item.is_skipped or item.is_moved:
        mark = f" ({gettext('skipped') if item.is_skipped else gettext('moved')})"
    room = markup.CHOICE_LENGTH - len(when) - len(mark) - 3
    return f"{markup.cut(meetup.details.title, room)} · {when}{mark}"


def when_choice(when: ZonedTime, now: datetime) -> tuple[str, str]:
    """A resolved time as an option's label and value."""
    label = f"{describe_local(when.local)} · {when.zone} · {describe_distance(now, when.at)}"
    return label, f"{when.local:%Y-%m-%d %H:%M} {when.zone}"
