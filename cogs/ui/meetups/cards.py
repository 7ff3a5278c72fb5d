"""How meetups look: cards, overviews, lists and choices. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups import answering
from cogs.ui.meetups.descriptions import directions_line, in_full, in_short
from cogs.ui.meetups.fields import words_of
from domain.durations import describe_minutes
from domain.links import channel_link, message_link
from domain.meetups.meetup import Meetup, MeetupDate, MeetupDetails, MeetupPlace, Session
from domain.meetups.newcomers import Newcomer
from domain.meetups.pings import describe_pings, ping_due_at
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus, Occurrence, Series
from domain.times.parser import Reading, ZonedTime, describe_distance, describe_local
from domain.times.recurrence import Limited, Once, describe_rule
from domain.zones import to_local
from languages import day_and_month, gettext, listed, ngettext

EMOJI = {Answer.GOING: "✅", Answer.MAYBE: "🤔", Answer.NO: "❌"}

MOST_LISTED = 25  # an embed has no more fields
_WHAT_LENGTH, _WHERE_LENGTH = 18, 14  # with the time, 22 characters at most, a phone shows them in a line
_MOST_NAMED_HOSTS = 3
_FEWEST_NAMES_LENGTH = 200  # characters: some eight names
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
        gettext("👋 Hosted by {member}", member=hosts(session)),
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
        return _called_off(session)
    return gettext("This date is over.") if is_over else None


def is_last(session: Session) -> bool:
    """Returns whether the date takes place and is the last one of a series that ends."""
    series, day = session.meetup.series, session.date
    has_end = isinstance(series.rule, Limited) and day.status is DateStatus.PLANNED
    return has_end and next(series.dates(day.on + timedelta(days=1)), None) is None


def _called_off(session: Session) -> str:
    if session.date.status is not DateStatus.SKIPPED:
        return gettext("Cancelled.")
    if session.meetup.series.rule == Once():
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


def hosts(session: Session) -> str:
    """Returns who hosts the date: up to three by name, which a phone has room for, and how many more."""
    host_ids = [user_id for user_id in session.host_ids if user_id] or [0]
    names = [markup.user(user_id) for user_id in host_ids[:_MOST_NAMED_HOSTS]]
    if more := len(host_ids) - len(names):
        names.append(gettext("{count} more", count=more))
    return listed(names)


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


# What a member gets in answer to a command.


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
        return gettext("Saved and announced: **{title}**. {link}", title=title, link=_link(session))
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


def edited(session: Session, kept: MeetupDate | None, *, is_told: bool) -> str:
    """Returns what a host reads above an edited meetup: of its next date, too, if more go than it has seats.

    For the date `kept` the new time comes too late.
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
    return " ".join(lines)


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
        line = f"{describe_local(local)} ({_utc(local)}) · {markup.stamp(item.starts_at, 'R')}"
        if item.is_skipped:
            line = f"~~{line}~~ {gettext('skipped')}"
        marks = [gettext("moved")] if item.is_moved and not item.is_skipped else []
        marks += [gettext("🕰️ clocks have changed")] if has_changed else []
        lines.append(f"- {' · '.join([line, *marks])}")
    if not lines:
        return gettext("no more dates")
    return "\n".join([*lines, "", gettext("These are local times in {zone}.", zone=series.zone)])


def _utc(local: datetime) -> str:
    offset = f"{local:%z}"
    hours, minutes = offset[:3], offset[3:5]
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes != "00" else "")


def listing(
    sessions: Sequence[tuple[Session, str]], total: int, now: datetime, *, may_plan: bool
) -> discord.Embed:
    """Returns the list of meetups to come: each with its next date and the member's own answer.

    An answer is empty where there is none. `total` counts all meetups, also those that do not fit.
    `may_plan` says whether the member may plan one where there is none.
    """
    embed = discord.Embed(title=gettext("Upcoming meetups"), colour=TEAL)
    if not sessions:
        embed.description = (
            gettext("None is planned yet. `/meetup plan` starts one.") if may_plan else _nothing_to_plan()
        )
    for session, answer in sessions:
        meetup_date, details = session.date, session.meetup.details
        lines = [f"{markup.stamp(meetup_date.starts_at)} ({markup.stamp(meetup_date.starts_at, 'R')})"]
        lines.append(f"📍 {place(session.place)} · {describe_rule(session.meetup.series.rule)}")
        lines.append(" · ".join(filter(None, [_going(session, now), answer, _link(session)])))
        if meetup_date.status is not DateStatus.PLANNED:
            lines.insert(0, f"**{_called_off(session)}**")
        name, value = markup.plain(details.title), "\n".join(lines)
        if len(embed) + len(name) + len(value) > _LISTING_LENGTH:
            break
        embed.add_field(name=name, value=value, inline=False)
    if more := total - len(embed.fields):
        embed.set_footer(text=gettext("and {count} more: /meetup show finds them", count=more))
    elif sessions:
        embed.set_footer(text=gettext("More about one of them: /meetup show"))
    return embed


def _nothing_to_plan() -> str:
    return gettext(
        "None is planned yet. The hosts of this server plan them. Meanwhile, *Find company* and "
        "*Share a problem* in `/table` work at once."
    )


def _going(session: Session, now: datetime) -> str:
    """Returns how many are going; of a date that nobody has been asked about yet, when that happens."""
    at = ping_due_at(session.date.starts_at, session.meetup.details.pings_min[0])
    is_planned = session.date.status is DateStatus.PLANNED
    if is_planned and session.date.message_id is None and not session.guests.going and at > now:
        return gettext("announced on {day}", day=markup.stamp(at, "D"))
    return gettext("{count} going", count=session.guests.seats_taken)


def _link(session: Session) -> str:
    if session.date.message_id is None:
        return ""
    return gettext("[answer here]({link})", link=url_of(session))


def own_answer(session: Session, user_id: int) -> str:
    """Returns the member's own answer in a few words; empty where there is none."""
    guests, offer = session.guests, session.find_offer(user_id)
    if offer is not None:
        return gettext("a seat is held for you until {end}", end=markup.stamp(offer.ends_at, "t"))
    if user_id in guests.waitlist:
        place = guests.waitlist.index(user_id) + 1
        return answering.with_guests(
            gettext("you are number {place} on the waitlist", place=place), session, user_id
        )
    for people, words in (
        (guests.going, gettext("you are going")),
        (guests.maybe, gettext("you said maybe")),
        (guests.no, gettext("you can't come")),
    ):
        if user_id in people:
            return answering.with_guests(words, session, user_id)
    return ""


def overview(
    session: Session,
    dates: Sequence[Occurrence],
    newcomers: Sequence[Newcomer],
    user_id: int,
    *,
    is_over: bool = False,
    names_length: int = markup.FIELD_LENGTH,
    describe: Callable[[str], str] = in_full,
) -> discord.Embed:
    """Returns one date in full, for one member; `newcomers` is empty for those who may not see them.

    `is_over`, `names_length` and `describe` are those of `card`; a long description leaves room for fewer.
    """
    said = len(describe(session.details.description)) + len(directions_line(session))
    names_length = max(names_length - said // 2, _FEWEST_NAMES_LENGTH)
    embed = card(session, is_over=is_over, names_length=names_length, describe=describe)
    series = session.meetup.series
    if series.rule != Once():
        embed.add_field(name=gettext("Repeats"), value=describe_rule(series.rule), inline=False)
    embed.add_field(name=gettext("Next dates"), value=next_dates(series, dates), inline=False)
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
    """Returns the reply to a member who has answered by command."""
    answer = own_answer(session, user_id)
    said = f"{bold_title(session)}, {markup.stamp(session.date.starts_at)}: {answer}."
    return " ".join(filter(None, [said, answering.with_fewer(session, user_id)]))


def guests_question(session: Session, user_id: int) -> str:
    """Returns the question how many guests the member brings."""
    return f"{answered(session, user_id)} {gettext('Is anybody coming with you?')}"


def taken_back(session: Session, is_taken_back: bool) -> str:
    """Returns the reply to a member who has taken an answer back by command."""
    text = (
        gettext("your answer is taken back.")
        if is_taken_back
        else gettext("I can't remove your reaction here. Please tap it yourself: {link}", link=_link(session))
    )
    return f"{bold_title(session)}, {markup.stamp(session.date.starts_at)}: {text}"


# Choices of autocompletes.


def date_choice(meetup: Meetup, item: Occurrence, zone: str | None) -> str:
    """Returns the label of a date as a choice of an option, with the zone whose time it is.

    `zone` is the member's own, as choices cannot have stamps; None has that of the series.
    """
    zone = zone or meetup.series.zone
    when = f"{describe_local(to_local(item.starts_at, zone))} · {zone}"
    mark = ""
    if item.is_skipped or item.is_moved:
        mark = f" ({gettext('skipped') if item.is_skipped else gettext('moved')})"
    room = markup.CHOICE_LENGTH - len(when) - len(mark) - 3
    return f"{markup.cut(meetup.details.title, room)} · {when}{mark}"


def reading_choice(reading: Reading, typed: str, now: datetime) -> tuple[str, str]:
    """Returns label and value of what a text may mean as a choice: a time, its rhythm and its length."""
    value = str(reading)
    # What is too long for a value is sent as it was typed, and read once more.
    return reading_label(reading, now), value if len(value) <= markup.CHOICE_LENGTH else typed


def reading_label(reading: Reading, now: datetime) -> str:
    """Returns what a text may mean: a time, its zone and how far away it is, its rhythm and its length."""
    label, _ = when_choice(reading.when, now)
    said = [describe_rule(reading.rule)] if reading.rule else []
    said += [describe_minutes(reading.length_min)] if reading.length_min else []
    return " · ".join([label, *said])


def when_choice(when: ZonedTime, now: datetime) -> tuple[str, str]:
    """Returns label and value of a time as a choice of an option."""
    offset = f" ({_utc(to_local(when.at, when.zone))})" if when.is_doubled else ""
    label = f"{describe_local(when.local)}{offset} · {when.zone} · {describe_distance(now, when.at)}"
    return label, str(when)
