"""How a brainstorm looks: tables, rounds, what came of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.problems.cards import link, url_of
from cogs.ui.round_results import describe_result, ideas
from domain.meetups.brainstorm import Discussion, Recap, RoundResult, TableSetting
from domain.meetups.meetup import Session
from domain.problems.problem import Proposal
from domain.text import shortened
from languages import gettext, ngettext

_TEAL = discord.Colour(0x2E8B7F)
_GREY = discord.Colour(0x8A8F98)
_WANTS_LENGTH, _IDEA_LENGTH = 300, 120
_MOST_IDEAS = 10
_DESCRIPTION_LENGTH = 4000


def seating(session: Session, tables: Sequence[TableSetting]) -> discord.Embed:
    """Who sits with whom, and what comes to each table."""
    title = markup.plain(session.meetup.details.title)
    embed = discord.Embed(
        title=ngettext("{count} table today", "{count} tables today", len(tables)), colour=_TEAL
    )
    lines = [
        gettext("For **{title}**, so that everybody gets a word in. Change places as you like.", title=title)
    ]
    room = (_DESCRIPTION_LENGTH - len(lines[0])) // max(1, len(tables)) - 40
    for number, table in enumerate(tables, start=1):
        problems = "\n".join(f"- {link(problem)}" for problem in table.problems)
        people = markup.names(table.user_ids, max(60, room - len(problems)))
        lines.append(
            "\n".join(
                filter(
                    None, [gettext("**Table {number}**: {people}", number=number, people=people), problems]
                )
            )
        )
    embed.description = markup.cut("\n\n".join(lines), _DESCRIPTION_LENGTH)
    return embed


def round_opened(talk: Discussion) -> tuple[str, discord.Embed]:
    """A problem is on the table: content and embed."""
    one, problem = talk.round, talk.problem
    where = f"{gettext('Table {number}', number=one.table)} · " if talk.seated else ""
    embed = discord.Embed(
        title=markup.cut(f"{where}{markup.plain(problem.details.title)}", 250),
        url=url_of(problem),
        colour=_TEAL,
    )
    wants = markup.close_code_block(shortened(problem.details.wants, _WANTS_LENGTH), _WANTS_LENGTH + 10)
    lines = [gettext("Round {number} of {rounds}", number=one.number, rounds=talk.rounds), wants]
    if one.ends_at is not None:
        lines.insert(
            1,
            gettext(
                "⏳ Ends {in_time}, at {time}.",
                in_time=markup.stamp(one.ends_at, "R"),
                time=markup.stamp(one.ends_at, "t"),
            ),
        )
    lines.append(gettext("💡 keeps an idea on the board, under your name. ⏭️ when you are through."))
    embed.description = "\n\n".join(lines)
    return " ".join(markup.user(user_id) for user_id in talk.seated), embed


def round_closed(talk: Discussion) -> tuple[str, discord.Embed]:
    """The round is over: content and embed."""
    problem = talk.problem
    mention = markup.user(problem.author_id) if problem.author_id is not None else ""
    embed = discord.Embed(title=gettext("What came of it?"), colour=_GREY)
    lines = [gettext("The round for {problem} is over.", problem=link(problem))]
    lines += [_idea(place, idea) for place, idea in enumerate(talk.ideas[:_MOST_IDEAS], start=1)]
    if len(talk.ideas) > _MOST_IDEAS:
        lines.append(gettext("and {count} more, in its thread", count=len(talk.ideas) - _MOST_IDEAS))
    if not talk.ideas:
        lines.append(gettext("No idea was written down. Whoever had one can still tap 💡 above."))
    lines.append("\n" + gettext("Whoever brought it says how it goes on:"))
    embed.description = "\n".join(lines)
    return mention, embed


def _idea(place: int, idea: Proposal) -> str:
    return f"{place}. {markup.plain(shortened(idea.text, _IDEA_LENGTH))} ({markup.user(idea.author_id)})"


def which_idea(result: RoundResult) -> str:
    """Asks the author, in private."""
    return (
        gettext("Which idea solved it?")
        if result is RoundResult.SOLVED
        else gettext("Which one will you try?")
    )


def result_noted(talk: Discussion) -> str:
    """What the author reads after saying what came of it."""
    title = link(talk.problem)
    match talk.result:
        case RoundResult.TRYING:
            return gettext(
                "Good luck with it! When you know more: `/problem accept`, for {title}.", title=title
            )
        case RoundResult.PEOPLE:
            return gettext(
                "Noted: {title} needs somebody who knows this. It comes to the next table.", title=title
            )
        case _:
            return gettext("Noted: {title} comes to the next table.", title=title)


def recap(session: Session, written: Recap) -> discord.Embed:
    """What there was, in a few lines."""
    title = markup.plain(session.meetup.details.title)
    embed = discord.Embed(title=gettext("That was {title}", title=title)[:250], colour=_TEAL)
    lines = list(filter(None, [_came(written)]))
    lines += [_summed_up(talk) for talk in written.discussions]
    if written.next_at is not None:
        lines.append(gettext("Next: {when}.", when=markup.stamp(written.next_at)))
    embed.description = markup.cut("\n\n".join(lines), _DESCRIPTION_LENGTH)
    return embed


def _came(written: Recap) -> str:
    """Who came, as far as they let others see it."""
    count = len(written.named) + written.others
    if not count:
        return ""
    if not written.named:
        return ngettext("One person was there.", "{count} people were there.", count)
    names = markup.names(written.named, 900)
    if written.others:
        return ngettext(
            "{names} and {count} more were there.",
            "{names} and {count} more were there.",
            written.others,
            names=names,
        )
    return ngettext("{names} was there.", "{names} were there.", count, names=names)


def _summed_up(talk: Discussion) -> str:
    idea = talk.tried_proposal.text if talk.tried_proposal else None
    goes_on = describe_result(talk.result, idea, talk.problem.details.tags)
    return f"**{link(talk.problem)}**: {ideas(len(talk.ideas))}. {goes_on}"
