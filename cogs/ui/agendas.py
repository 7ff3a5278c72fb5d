"""How the agenda of a date looks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.meetups import signed
from domain.meetups.agenda import Candidate, Reason
from domain.meetups.meetup import Session
from domain.posts import Post

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


def ask(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """A question to those who have solved something alike: content and embed."""
    people = " ".join(markup.user(user_id) for user_id in post.payload["user_ids"])
    lines = ["You have solved something like this before. Would you give it a thought?"]
    for asked in post.payload["asks"]:
        names = ", ".join(markup.user(user_id) for user_id in asked["user_ids"])
        lines.append(f"{_linked(asked['title'], asked['message_id'], session.meetup.guild_id)}: {names}")
    lines.append("I ask once. `/profile helper` switches it off.")
    return people, signed(discord.Embed(description="\n\n".join(lines), colour=_TEAL), post)


def _linked(text: str, message_id: int | None, guild_id: int) -> str:
    """A problem's title as a link to its thread, which has the id of its first message."""
    title = markup.plain(text)
    if message_id is None:
        return title
    return (
        f"[{title.replace('[', '(').replace(']', ')')}](https://discord.com/channels/{guild_id}/{message_id})"
    )


def _line(number: int, item: Candidate, guild_id: int) -> str:
    title = _linked(item.title, item.message_id, guild_id)
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
