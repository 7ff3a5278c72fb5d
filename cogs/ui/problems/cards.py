"""How problems and proposals look: cards, lists, replies and choices. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from cogs.ui import markup
from cogs.ui.colours import AMBER, BLUE, GREEN, GREY
from domain.links import channel_link, message_link
from domain.problems.helper import Helper
from domain.problems.problem import Problem, Proposal, ProposalOutcome, Stage, Vote
from domain.text import shortened
from languages import gettext, gettext_noop, ngettext

EMOJI = {Vote.ME_TOO: "🙋", Vote.UP: "👍"}
STAGE_EMOJI = {Stage.WAITING: "⏳", Stage.OPEN: "💬", Stage.SOLVED: "✅", Stage.CLOSED: "🗄️"}
STAGE_NAMES = {
    Stage.WAITING: gettext_noop("waiting for a first proposal"),
    Stage.OPEN: gettext_noop("open"),
    Stage.SOLVED: gettext_noop("solved"),
    Stage.CLOSED: gettext_noop("closed"),
}
OUTCOMES = {
    ProposalOutcome.YES: gettext_noop("it worked"),
    ProposalOutcome.PARTLY: gettext_noop("it worked partly"),
    ProposalOutcome.NO: gettext_noop("it did not work"),
}

_LINES_LENGTH = 3800  # of the 4,096 characters of a description
_TEXT_LENGTH = 1900  # each of the two texts of a card
_SNIPPET = 70
_SHOWN_PROPOSALS = 10
_PROPOSAL_SNIPPET = 250


def card(problem: Problem, accepted: Proposal | None) -> discord.Embed:
    """Returns the first message of a problem."""
    stage = problem.stage
    colour = {Stage.SOLVED: GREEN, Stage.CLOSED: GREY}.get(stage, AMBER)
    embed = discord.Embed(title=markup.plain(problem.details.title), url=url_of(problem), colour=colour)
    embed.description = _body(problem)
    embed.add_field(name=gettext("Shared by"), value=_author(problem))
    embed.add_field(name=gettext("Status"), value=_standing(problem, accepted))
    if problem.details.tags:
        embed.add_field(name=gettext("Tags"), value=_tags(problem), inline=False)
    if problem.is_edited:
        embed.add_field(name=gettext("Edited"), value=gettext("by its author, after others had answered"))
    return embed.set_footer(
        text=gettext("🙋 if you have it, too · answer in the thread, tap Propose, or /problem show")
    )


def _body(problem: Problem) -> str:
    parts = [(gettext("What I want"), problem.details.wants)]
    if problem.details.tried:
        parts.append((gettext("What I tried"), problem.details.tried))
    return "\n\n".join(
        f"**{heading}**\n{markup.close_code_block(text, _TEXT_LENGTH)}" for heading, text in parts
    )


def _author(problem: Problem) -> str:
    name = (
        markup.user(problem.author_id) if problem.author_id is not None else gettext("somebody, anonymously")
    )
    return (
        gettext("{name} (has left; a moderator can accept)", name=name) if problem.has_author_left else name
    )


def _standing(problem: Problem, accepted: Proposal | None) -> str:
    text = f"{STAGE_EMOJI[problem.stage]} {gettext(STAGE_NAMES[problem.stage])}"
    if accepted is not None:
        link, helper = link_to_proposal(problem, accepted), markup.user(accepted.author_id)
        text += ": " + gettext("{proposal} by {member}", proposal=link, member=helper)
        if accepted.outcome is not None:
            text += f"; {gettext(OUTCOMES[accepted.outcome])}"
        if accepted.is_edited:
            text += f"; {gettext('edited')}"
    elif problem.stage is Stage.OPEN:
        text += ", " + ngettext("{count} proposal", "{count} proposals", problem.proposals)
    return f"{text} {gettext('🔒 locked by a moderator')}" if problem.is_locked else text


def _tags(problem: Problem) -> str:
    return " · ".join(markup.plain(tag) for tag in problem.details.tags)


def thread_name(problem: Problem) -> str:
    """Returns the name of a problem's thread or forum post."""
    return markup.cut(problem.details.title, 100)


def proposal_card(problem: Problem, proposal: Proposal) -> tuple[str, discord.Embed]:
    """Returns content and embed of a proposal in the thread.

    The content mentions the author of the problem, who else hears nothing of it; an anonymous one is nowhere.
    """
    is_accepted = problem.accepted_id == proposal.id
    text = markup.close_code_block(proposal.text, 4000)
    embed = discord.Embed(description=text, url=url_of(problem), colour=BLUE)
    embed.title = gettext("💡 A proposal")
    if is_accepted:
        embed.title, embed.colour = gettext("✅ The accepted solution"), GREEN
    if proposal.outcome is not None:
        embed.title += f" · {gettext(OUTCOMES[proposal.outcome])}"
    embed.add_field(name=gettext("By"), value=markup.user(proposal.author_id))
    if proposal.source is not None:
        link = message_link(problem.guild_id, proposal.source.channel_id, proposal.source.message_id)
        embed.add_field(
            name=gettext("Kept from"), value=gettext("[this reply]({link}), as it read then", link=link)
        )
    if proposal.is_edited:
        embed.add_field(name=gettext("Edited"), value=gettext("after others had liked, accepted or kept it"))
    hint = (
        gettext("👍 if you like it")
        if is_accepted
        else gettext("👍 if you like it · if it solves your problem, tap Accept, or /problem show")
    )
    embed.set_footer(text=hint)
    author_id = problem.author_to_tell(proposal.author_id)
    return markup.user(author_id) if author_id is not None else "", embed


# What a member gets in answer to a command.


def similar(problems: Sequence[Problem]) -> discord.Embed:
    """Returns the problems that are similar to a draft, before it is posted."""
    lines = [_line(problem) for problem in problems]
    text = gettext("Before I post it: these are like yours. Does one of them help?")
    return discord.Embed(description=f"{text}\n\n{_joined(lines)}", colour=AMBER)


def results(problems: Sequence[Problem], heading: str, empty: str) -> discord.Embed:
    """Returns a list of problems; `empty` is the text where there are none."""
    embed = discord.Embed(title=heading, colour=AMBER)
    embed.description = _joined([_line(problem) for problem in problems]) or empty
    return embed


def listing(problems: Sequence[Problem], counts: Mapping[Stage, int], tag: str | None) -> discord.Embed:
    """Returns the problems of the board with a count for each stage; with a tag, those that have it."""
    heading = gettext("The problem board") + (f": {markup.plain(shortened(tag, 30))}" if tag else "")
    embed = results(
        problems, heading, gettext("Nothing here yet. `/problem share` puts something on the table.")
    )
    parts = [f"{STAGE_EMOJI[stage]} {counts[stage]} {gettext(stage)}" for stage in Stage if counts[stage]]
    return embed.set_footer(text=" · ".join(parts)) if parts else embed


def overview(problem: Problem, proposals: Sequence[Proposal], *, is_own: bool) -> discord.Embed:
    """Returns one problem in full, with its proposals. `is_own`: it is for its author."""
    accepted = next((proposal for proposal in proposals if proposal.id == problem.accepted_id), None)
    embed = card(problem, accepted).remove_footer()
    for proposal in proposals[:_SHOWN_PROPOSALS]:
        text = markup.plain(shortened(proposal.text, _PROPOSAL_SNIPPET))
        value = f"{text}\n{_proposal_line(problem, proposal)}"
        mark = "✅" if proposal.id == problem.accepted_id else "💡"
        room = len(embed) + len(value) + 20
        if room < 5800:
            embed.add_field(name=f"{mark} 👍 {proposal.votes}", value=value, inline=False)
    notes = (
        [ngettext("🙋 {count} has it, too", "🙋 {count} have it, too", problem.votes)]
        if problem.votes
        else []
    )
    notes += (
        [
            gettext("this is yours, and nobody else sees that")
            if problem.is_anonymous
            else gettext("this is yours")
        ]
        if is_own
        else []
    )
    notes += [gettext("not posted yet")] if problem.message_id is None else []
    return embed.set_footer(text=" · ".join(notes)) if notes else embed


def _proposal_line(problem: Problem, proposal: Proposal) -> str:
    parts = [gettext("by {member}", member=markup.user(proposal.author_id))]
    parts.append(link_to_proposal(problem, proposal, gettext("read it")))
    parts += [gettext(OUTCOMES[proposal.outcome])] if proposal.outcome else []
    parts += [gettext("edited")] if proposal.is_edited else []
    return " · ".join(parts)


def helpers(ranking: Sequence[Helper], *, is_of_all_time: bool) -> discord.Embed:
    """Returns who helped, in words: all that the picture beside it says."""
    span = (
        gettext("Proposals that others accepted, ever")
        if is_of_all_time
        else gettext("Proposals that others accepted, in the last three months")
    )
    lines = [
        gettext(
            "{place}. {member}: {accepted} accepted, 👍 {votes}",
            place=number,
            member=markup.user(helper.user_id),
            accepted=helper.accepted,
            votes=helper.votes,
        )
        for number, helper in enumerate(ranking, start=1)
    ]
    embed = discord.Embed(title=gettext("Thank you for helping"), description="\n".join(lines), colour=GREEN)
    note = gettext("for anonymous problems nobody is counted, as that would tell whose they are")
    return embed.set_footer(text=f"{span} · {note}")


def choice(problem: Problem) -> str:
    """Returns the label of a problem as a choice of an option."""
    return markup.cut(f"{STAGE_EMOJI[problem.stage]} {problem.details.title}", markup.CHOICE_LENGTH)


def proposal_label(number: int, proposal: Proposal, length: int) -> str:
    """Returns the first words of a proposal, as the label of a button or of a choice of an option."""
    return markup.cut(f"{number}. {shortened(proposal.text, length)}", length)


def link(problem: Problem, text: str | None = None) -> str:
    """Returns a link to the problem's thread, by default with its title; before it is posted, the title."""
    return title_link(problem) if text is None else f"[{text}]({url_of(problem)})"


def posted(problem: Problem, hidden: Sequence[str], *, waits_for_tag: bool = False) -> str:
    """Returns the reply to an author whose draft is posted; `hidden` are tags that the post cannot show.

    `waits_for_tag`: the forum demands a tag, and there is none for the post that the bot may use.
    """
    if problem.message_id is None and waits_for_tag:
        return gettext(
            "{title} is saved, but not posted yet: the forum requires a tag on each post, and there is none "
            "that I may use for yours. The organisers will know, and for a week I'll post it as soon as that "
            "has changed. If the forum has a tag that fits, add it: `/problem show`, *Edit*.",
            title=title_link(problem),
        )
    if problem.message_id is None:
        return gettext(
            "{title} is saved. I can't post it just now; I'll keep trying.", title=title_link(problem)
        )
    text = gettext("It is on the board: {title}", title=title_link(problem))
    if problem.is_anonymous:
        text += "\n" + gettext("Nobody sees that it is yours. Your buttons and commands work all the same.")
    if hidden:
        tags = ", ".join(markup.plain(tag) for tag in hidden)
        text += "\n" + gettext("The post can't show every tag. Only the board has: {tags}.", tags=tags)
    return text


def under_name() -> str:
    """Returns the question to an author whose draft was anonymous, where that is offered no more."""
    return gettext(
        "You began this as an anonymous problem. Now the organisers ask everybody to share under "
        "their own name, so it would carry yours. Nothing is posted yet."
    )


def stopped(problem: Problem, *, is_stopped: bool) -> str:
    """Returns the reply to a moderator who has stopped an anonymous author, or lets them again."""
    if not is_stopped:
        return gettext(
            "Whoever shared {title} can share anonymously again. Nobody learns who that is.",
            title=title_link(problem),
        )
    return gettext(
        "Whoever shared {title} can't share anonymously here any more; nobody learns who that "
        "is. If they try, they read in private that the organisers ask everybody to share under "
        "their own name. To undo this: `/problem list`, *Anonymous authors*.",
        title=title_link(problem),
    )


def stopped_authors(stopped: Sequence[Problem], removed: Sequence[Problem]) -> discord.Embed:
    """Returns for moderators whose authors are stopped, and which problems have left the board lately."""
    embed = discord.Embed(title=gettext("Anonymous authors"), colour=AMBER)
    parts = [gettext("Nobody learns who they are, and they keep what they have shared.")]
    for name, problems in (
        (gettext("They can't share anonymously any more"), stopped),
        (gettext("Removed in the last month"), removed),
    ):
        lines = [f"- {title_link(problem, 45)}" for problem in problems] or [gettext("none")]
        parts.append("\n".join([f"**{name}**", *lines]))
    embed.description = "\n\n".join(parts)
    return embed.set_footer(text=gettext("for moderators: also on the page of /problem show"))


def reported(problem: Problem, outcome: ProposalOutcome) -> str:
    """Returns the reply to an author who has said whether the solution worked."""
    if outcome is ProposalOutcome.NO:
        return gettext("Thank you for saying so. {title} is open again.", title=title_link(problem))
    return gettext(
        "Noted: {outcome}. Thank you, that helps whoever has the same problem.",
        outcome=gettext(OUTCOMES[outcome]),
    )


def nothing_found(text: str) -> str:
    """Returns the reply where a search finds nothing."""
    return gettext(
        "Nothing about “{text}” yet. `/problem share` asks the others.", text=markup.plain(shortened(text))
    )


def voted(problem: Problem, proposal: Proposal | None, *, has_vote: bool, has_reaction: bool) -> str:
    """Returns the reply to a member who has voted by button."""
    what = (
        gettext("that proposal for {title}", title=title_link(problem)) if proposal else title_link(problem)
    )
    emoji = EMOJI[Vote.UP if proposal else Vote.ME_TOO]
    if has_reaction:
        return gettext(
            "Your {emoji} on {what} counts already. Tap it again there to take it back.",
            emoji=emoji,
            what=what,
        )
    if has_vote:
        return gettext("Your {emoji} on {what} counts.", emoji=emoji, what=what)
    return gettext("Your {emoji} on {what} is taken back.", emoji=emoji, what=what)


def _line(problem: Problem) -> str:
    parts = [gettext(STAGE_NAMES[problem.stage])]
    parts += [f"🙋 {problem.votes}"] if problem.votes else []
    parts += [f"💡 {problem.proposals}"] if problem.proposals else []
    parts += [_tags(problem)] if problem.details.tags else []
    return f"{STAGE_EMOJI[problem.stage]} **{title_link(problem)}**\n{' · '.join(parts)}"


def title_link(problem: Problem, length: int = 90) -> str:
    """Returns the title, as a link to the thread if there is one."""
    title = markup.plain(markup.cut(problem.details.title, length))
    url = url_of(problem)
    return f"[{title.replace('[', '(').replace(']', ')')}]({url})" if url else title


def url_of(problem: Problem) -> str | None:
    """Returns the address of the problem's thread; None where it is not posted yet."""
    if problem.message_id is None:
        return None
    return channel_link(problem.guild_id, problem.message_id)


def link_to_proposal(problem: Problem, proposal: Proposal, text: str | None = None) -> str:
    """Returns the text, or else the first words of the proposal, as a link to its message if there is one."""
    words = (
        text or f"“{markup.plain(shortened(proposal.text, _SNIPPET)).replace('[', '(').replace(']', ')')}”"
    )
    if problem.message_id is None or proposal.message_id is None:
        return words
    return f"[{words}]({message_link(problem.guild_id, problem.message_id, proposal.message_id)})"


def _joined(lines: Sequence[str]) -> str:
    """Returns as many of the lines as a description holds, then how many more there are."""
    fitting, room = [], _LINES_LENGTH
    for line in lines:
        room -= len(line) + 2
        if room < 0:
            break
        fitting.append(line)
    more = len(lines) - len(fitting)
    return "\n".join([*fitting, *([gettext("and {count} more", count=more)] if more else [])])
