"""How the table of a member, the front desk and the greeting of a server look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import discord

from cogs.ui import markup
from cogs.ui.circles import messages as circles_ui
from cogs.ui.colours import TEAL
from cogs.ui.meetups.cards import place
from cogs.ui.meetups.choices import date_choice
from cogs.ui.meetups.overviews import own_answer
from cogs.ui.problems import cards as problems_ui
from domain.links import message_link
from domain.meetups.meetup import DateRef, Session
from domain.table import OwnProblem, TablePage
from languages import gettext

_TITLE_LENGTH = 40  # with what stands beside it a line of a phone


def page(table: TablePage) -> discord.Embed:
    """Returns what is a member's own: dates, problems, circle; what they have none of is left out."""
    embed = discord.Embed(title=gettext("Your table"), colour=TEAL)
    dates = _fitting([_date(session, table.user_id) for session in table.dates], table.total_dates)
    embed.add_field(
        name=gettext("Your dates"),
        value=dates or gettext("None yet. *What's on* shows where you could go."),
        inline=False,
    )
    if table.problems:
        lines = _fitting([_problem(own, table) for own in table.problems], table.total_problems)
        embed.add_field(name=gettext("Your problems"), value=lines, inline=False)
    if circle := _circle(table):
        embed.add_field(name=gettext("Your circle"), value=circle, inline=False)
    return embed


def _fitting(lines: Sequence[str], total: int) -> str:
    """Returns as many of the lines as a field has room for, and how many of `total` are left out."""
    kept: list[str] = []
    room = markup.FIELD_LENGTH - len(gettext("and {count} more", count=total))
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    more = max(total, len(lines)) - len(kept)
    return "\n".join([*kept, *([gettext("and {count} more", count=more)] if more else [])])


def _date(session: Session, user_id: int) -> str:
    """Returns a date in two lines: what and when; then the member's answer, and where."""
    title = markup.plain(markup.cut(session.meetup.details.title, _TITLE_LENGTH))
    when = markup.stamp(session.date.starts_at, "f")
    day = session.date
    if day.message_id is not None:
        link = message_link(session.meetup.guild_id, day.channel_id or 0, day.message_id)
        title = f"[{title.replace('[', '(').replace(']', ')')}]({link})"
    answer, where = own_answer(session, user_id), place(session.place)
    return f"**{title}** · {when}\n{answer} · {where}"


def _problem(own: OwnProblem, table: TablePage) -> str:
    problem = own.problem
    mark = problems_ui.STAGE_EMOJI[problem.stage]
    parts = [f"{mark} **{problems_ui.title_link(problem, _TITLE_LENGTH)}**"]
    parts += [f"💡 {problem.proposals}"] if problem.proposals else []
    if own.new and table.seen_on is not None:
        since = datetime(table.seen_on.year, table.seen_on.month, table.seen_on.day, tzinfo=UTC)
        parts.append(gettext("{count} new since {day}", count=own.new, day=markup.stamp(since, "D")))
    return " · ".join(parts)


def _circle(table: TablePage) -> str:
    """Returns how the member stands with circles; empty where they do not look for one."""
    if table.circle is not None:
        return circles_ui.standing(table.user_id, table.circle, None, None, is_looking=True)
    if table.is_paused:
        return gettext("You are on a break. *Settings* ends it.")
    if not table.is_looking:
        return ""
    if table.next_round_at is None:
        return gettext("None yet. You are in the next round.")
    return gettext("None yet. The next round is on {when}.", when=markup.stamp(table.next_round_at, "D"))


def managed_choices(table: TablePage) -> list[tuple[str, str]]:
    """Returns value and label of each date that the member may change, as choices of a menu."""
    return [
        (str(DateRef(meetup.id, occurrence.on)), date_choice(meetup, occurrence, table.zone))
        for meetup, occurrence in table.managed
    ]


def newcomer() -> discord.Embed:
    """Returns what somebody finds who has nothing of their own yet: three ways to begin."""
    return discord.Embed(
        title=gettext("Three ways to begin"),
        description=gettext("Nothing of yours is here yet. Where would you like to start?"),
        colour=TEAL,
    )


def tour(table: TablePage) -> discord.Embed:
    """Returns the tour of a minute, for who opens their table for the first time."""
    sharing = (
        gettext("*Share a problem*, anonymously if you like, and others say what they would try.")
        if table.may_be_anonymous
        else gettext("*Share a problem*, and others say what they would try.")
    )
    paragraphs = (
        gettext(
            "**Meetups.** People who work from home take their laptops to a café or a voice channel and work "
            "side by side. *What's on* lists them; a tap on ✅ and you are expected."
        ),
        gettext(
            "**Problems.** Something at work is stuck? {sharing} It may be worked on at the next meetup.",
            sharing=sharing,
        ),
        gettext(
            "**Circles.** *Find company* looks for three to five people who live near you, share a "
            "language and a free two hours. Each of you is asked in private, and nobody is told if "
            "you say no."
        ),
        gettext("`/table` brings you back here: your dates, your problems, your circle. Only you see it."),
    )
    return discord.Embed(title=gettext("A minute's tour"), description="\n\n".join(paragraphs), colour=TEAL)


def front_desk() -> discord.Embed:
    """Returns the message that stands in a channel for everybody."""
    lines = (
        gettext("☕ **Work side by side**: in a café or by voice, with others who work from home."),
        gettext("🧩 **Stuck?** Put it on the table, and others say what they would try."),
        gettext("👋 **Company near you**: small circles of three to five who live close by."),
    )
    embed = discord.Embed(title=gettext("Come and sit with us"), colour=TEAL, description="\n".join(lines))
    return embed.set_footer(text=gettext("Only you see what you tap here"))


def greeting() -> discord.Embed:
    """Returns the one message to a server that the bot has joined: what to do first."""
    text = gettext(
        "I bring people together who work from home: meetups to work side by side, a board for what is "
        "stuck, small circles near you."
    )
    first = gettext(
        "**Organisers**: `/longtable setup` sets everything up in one form.\n"
        "**Everybody**: `/table` is where you begin."
    )
    return discord.Embed(title=gettext("Hello!"), description=f"{text}\n\n{first}", colour=TEAL)
