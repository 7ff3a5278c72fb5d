"""How the agenda of a date looks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from domain.meetups.agenda import Candidate, Reason
from domain.meetups.meetup import Session

_TEAL = discord.Colour(0x2E8B7F)


def agenda(session: Session, items: Sequence[Candidate], *, is_fixed: bool) -> discord.Embed:
    """What comes to the table, and why in that order."""
    embed = discord.Embed(title="On the table", colour=_TEAL)
    title = markup.plain(session.meetup.details.title)
    lines = [f"For **{title}**, {markup.stamp(session.date.starts_at, 'f')}."]
    if not items:
        lines.append("Nothing yet: the board has no open problem that waits. `/problem share` brings one.")
    lines += [_line(number, item, session.meetup.guild_id) for number, item in enumerate(items, start=1)]
    if items and not is_fixed:
        lines.append("Those who come can move one up or down; it is fixed at the start.")
    embed.description = "\n\n".join(lines)
    return embed


def _line(number: int, item: Candidate, guild_id: int) -> str:
    title = markup.plain(item.title)
    if item.message_id is not None:  # a thread has the id of its first message
        title = f"[{title}](https://discord.com/channels/{guild_id}/{item.message_id})"
    return f"**{number}. {title}**\n{_why(item)}"


def _why(item: Candidate) -> str:
    """One sentence."""
    wish = "wants" if item.wishes == 1 else "want"
    words = {
        Reason.RETURNED: "what was tried did not work",
        Reason.PEOPLE: "last time somebody who knows more was missing",
        Reason.TRYING: "an idea is being tried, so others come first",
        Reason.WISHED: f"{_people(item.wishes)} of those who come {wish} it sooner",
        Reason.AUTHOR: "whoever has it is coming",
        Reason.CARRIED: "it was left open last time",
        Reason.UNANSWERED: "nobody has proposed anything yet",
        Reason.VOTES: f"{_people(item.votes)} {'has' if item.votes == 1 else 'have'} it, too",
        Reason.AGE: "it has waited for long",
        Reason.UNWISHED: "some of those who come want others sooner",
    }
    reasons = [words[reason] for reason in item.reasons] or ["there is room for it"]
    sentence = "; ".join(reasons)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _people(count: int) -> str:
    return "one" if count == 1 else str(count)
