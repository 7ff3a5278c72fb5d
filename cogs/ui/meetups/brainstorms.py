"""How a brainstorm looks: its tables, rounds, results and recap. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups import cards
from cogs.ui.problems.cards import link, url_of
from cogs.ui.round_results import describe_result, ideas
from domain.meetups.brainstorm import BrainstormRound, Discussion, Recap, RoundResult, TableSetting
from domain.meetups.meetup import Session
from domain.problems.problem import Proposal
from domain.text import shortened
from languages import gettext, ngettext

_WANTS_LENGTH, _IDEA_LENGTH = 300, 120
_MOST_IDEAS = 10
_DESCRIPTION_LENGTH = 4000


def seating(session: Session, tables: Sequence[TableSetting]) -> discord.Embed:
    """Returns who sits at which table, with the problems of each."""
    title = markup.plain(session.meetup.details.title)
    heading = ngettext("{count} table", "{count} tables", len(tables))
    embed = discord.Embed(title=heading, url=cards.url_of(session), colour=TEAL)
    lines = [
        gettext(
            "For **{title}**, {when}. At small tables everybody gets to speak. Swap places as you like.",
            title=title,
            when=markup.stamp(session.date.starts_at, "f"),
        )
    ]
    room = (_DESCRIPTION_LENGTH - len(lines[0])) // max(1, len(tables)) - 40
    for number, table in enumerate(tables, start=1):
        problems = "\n".join(f"- {link(problem)}" for problem in table.problems)
        people = markup.names(table.user_ids, max(60, room - len(problems)), session.guests.brought)
        lines.append(
            "\n".join(
                filter(
                    None, [gettext("**Table {number}**: {people}", number=number, people=people), problems]
                )
            )
        )
    embed.description = markup.cut("\n\n".join(lines), _DESCRIPTION_LENGTH)
    return embed


def round_message(discussion: Discussion) -> tuple[str, discord.Embed]:
    """Returns content and embed of the message with which a round opens; once it is over, it says so."""
    round_, problem = discussion.round, discussion.problem
    where = f"{gettext('Table {number}', number=round_.table)} · " if discussion.seated else ""
    embed = discord.Embed(
        title=markup.cut(f"{where}{markup.plain(problem.details.title)}", 250),
        url=url_of(problem),
        colour=TEAL if round_.is_open else GREY,
    )
    wants = markup.close_code_block(shortened(problem.details.wants, _WANTS_LENGTH), _WANTS_LENGTH + 10)
    lines = [gettext("Round {number} of {rounds}", number=round_.number, rounds=discussion.rounds)]
    if not round_.is_open:
        lines += [gettext("This round is over."), wants]
    else:
        lines += [_end(round_), wants] if round_.ends_at is not None else [wants]
        lines.append(
            gettext("Tap 💡 to keep an idea on the board, under your name, and ⏭️ when you are done.")
        )
    embed.description = "\n\n".join(lines)
    return " ".join(markup.user(user_id) for user_id in discussion.seated), embed


def _end(round_: BrainstormRound) -> str:
    assert round_.ends_at is not None, "an open round has an end"
    return gettext("⏳ Ends at {time}.", time=markup.stamp(round_.ends_at, "t"))


def result_question(discussion: Discussion) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question what came of a round; once answered, with the answer."""
    problem = discussion.problem
    mention = markup.user(problem.author_id) if problem.author_id is not None else ""
    embed = discord.Embed(title=gettext("What came of it?"), url=url_of(problem), colour=GREY)
    lines = [gettext("The round for {problem} is over.", problem=link(problem))]
    lines += [_idea(number, idea) for number, idea in enumerate(discussion.ideas[:_MOST_IDEAS], start=1)]
    if len(discussion.ideas) > _MOST_IDEAS:
        lines.append(gettext("and {count} more, in its thread", count=len(discussion.ideas) - _MOST_IDEAS))
    if not discussion.ideas:
        lines.append(gettext("No idea was written down. Whoever had one can still propose it in its thread."))
    lines.append("\n" + _how_it_goes_on(discussion))
    embed.description = "\n".join(lines)
    return mention, embed


def _how_it_goes_on(discussion: Discussion) -> str:
    if not discussion.is_answered:
        return gettext("Whoever brought it says how it goes on:")
    tried = discussion.tried_proposal
    tags = discussion.problem.details.tags
    if discussion.result is None:
        return gettext("It is closed on the board.")
    return describe_result(discussion.result, tried.text if tried else None, tags)


def _idea(number: int, idea: Proposal) -> str:
    return f"{number}. {markup.plain(shortened(idea.text, _IDEA_LENGTH))} ({markup.user(idea.author_id)})"


def which_idea(result: RoundResult) -> str:
    """Returns the question to the author which idea the result is about."""
    return (
        gettext("Which idea solved it?")
        if result is RoundResult.SOLVED
        else gettext("Which one will you try?")
    )


def result_noted(discussion: Discussion) -> str:
    """Returns the reply to an author who has said what came of a round."""
    title = link(discussion.problem)
    match discussion.result:
        case RoundResult.TRYING:
            return gettext(
                "Good luck with it! If it works, accept it in `/problem show`, for {title}.", title=title
            )
        case RoundResult.PEOPLE:
            return gettext(
                "Noted: {title} needs somebody who knows this. It goes on the next agenda.", title=title
            )
        case _:
            return gettext("Noted: {title} goes on the next agenda.", title=title)


def recap(session: Session, recap_: Recap) -> discord.Embed:
    """Returns what happened in a session, in a few lines."""
    title = markup.plain(session.meetup.details.title)
    heading = gettext("That was {title}", title=title)[:250]
    embed = discord.Embed(title=heading, url=cards.url_of(session), colour=TEAL)
    lines = list(filter(None, [_describe_people(recap_)]))
    lines += [_sum_up(discussion) for discussion in recap_.discussions]
    if recap_.next_at is not None:
        lines.append(gettext("Next: {when}.", when=markup.stamp(recap_.next_at)))
    embed.description = markup.cut("\n\n".join(lines), _DESCRIPTION_LENGTH)
    return embed


def _describe_people(recap_: Recap) -> str:
    """Returns who came: names of those who let others see it, and how many others. Empty for nobody."""
    count = len(recap_.named) + recap_.others
    if not count:
        return ""
    if not recap_.named:
        return ngettext("One person was there.", "{count} people were there.", count)
    names = markup.names(recap_.named, 900)
    if recap_.others:
        return ngettext(
            "{names} and {count} more were there.",
            "{names} and {count} more were there.",
            recap_.others,
            names=names,
        )
    return ngettext("{names} was there.", "{names} were there.", count, names=names)


def _sum_up(discussion: Discussion) -> str:
    idea = discussion.tried_proposal.text if discussion.tried_proposal else None
    result = describe_result(discussion.result, idea, discussion.problem.details.tags)
    return f"**{link(discussion.problem)}**: {ideas(len(discussion.ideas))}. {result}"
