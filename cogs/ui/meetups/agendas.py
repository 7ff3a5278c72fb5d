"""How the agenda of a date, and the question to helpers about it, look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.colours import TEAL
from cogs.ui.meetups.cards import url_of
from domain.links import channel_link
from domain.meetups.agenda import AgendaProblem, AgendaReason
from domain.meetups.meetup import Session
from domain.posts import Post
from languages import gettext, ngettext


def agenda(session: Session, items: Sequence[AgendaProblem], *, is_fixed: bool) -> discord.Embed:
    """Returns the problems of a session, each with the reasons for its place."""
    embed = discord.Embed(title=gettext("Agenda"), url=url_of(session), colour=TEAL)
    title = markup.plain(session.meetup.details.title)
    lines = [gettext("For **{title}**, {when}.", title=title, when=markup.stamp(session.date.starts_at, "f"))]
    if not items:
        lines.append(gettext("Nothing yet: the board has no open problem. `/problem share` adds one."))
    lines += [_line(number, item, session.meetup.guild_id) for number, item in enumerate(items, start=1)]
    if items and not is_fixed:
        lines.append(gettext("Everybody who said ✅ can move a problem up or down until the start."))
    embed.description = "\n\n".join(lines)
    return embed


def help_request(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question to those who have solved something similar."""
    people = " ".join(markup.user(user_id) for user_id in post.payload["user_ids"])
    lines = [gettext("You have solved something like this before. Would you give it a thought?")]
    for ask in post.payload["asks"]:
        names = ", ".join(markup.user(user_id) for user_id in ask["user_ids"])
        lines.append(f"{problem_link(ask['title'], ask['message_id'], session.meetup.guild_id)}: {names}")
    lines.append(gettext("I ask once. `/profile show` switches it off."))
    return people, discord.Embed(description="\n\n".join(lines), colour=TEAL)


def problem_link(text: str, message_id: int | None, guild_id: int) -> str:
    """Returns a problem's title as a link to its thread, which has the id of its first message."""
    title = markup.plain(text)
    if message_id is None:
        return title
    return f"[{title.replace('[', '(').replace(']', ')')}]({channel_link(guild_id, message_id)})"


def _line(number: int, item: AgendaProblem, guild_id: int) -> str:
    title = problem_link(item.title, item.message_id, guild_id)
    return f"**{number}. {title}**\n{_why(item)}"


def _why(item: AgendaProblem) -> str:
    """Returns the reasons for the item's place, as one sentence."""
    words = {
        AgendaReason.RETURNED: gettext("what was tried did not work"),
        AgendaReason.PEOPLE: gettext("last time nobody knew enough about it"),
        AgendaReason.TRYING: gettext("an idea is being tried, so others come first"),
        AgendaReason.WISHED: ngettext(
            "one person who is coming wants it sooner",
            "{count} people who are coming want it sooner",
            item.wishes,
        ),
        AgendaReason.AUTHOR: gettext("its author is coming"),
        AgendaReason.CARRIED: gettext("it was left open last time"),
        AgendaReason.UNANSWERED: gettext("nobody has proposed anything yet"),
        AgendaReason.VOTES: ngettext("one has it, too", "{count} have it, too", item.votes),
        AgendaReason.AGE: gettext("it has been waiting for a long time"),
        AgendaReason.UNWISHED: gettext("some who are coming want others first"),
    }
    reasons = [words[reason] for reason in item.reasons] or [gettext("there is room for it")]
    sentence = "; ".join(reasons)
    return f"{sentence[0].upper()}{sentence[1:]}."
