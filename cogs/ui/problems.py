"""How problems look: embeds and texts made from domain objects. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from cogs.ui import markup
from cogs.ui.results import how_it_goes_on, ideas
from domain.meetups.brainstorm import Result
from domain.posts import Post
from domain.problems.digest import Digest
from domain.problems.helpers import Helper
from domain.problems.life import Action
from domain.problems.problem import Outcome, Problem, Proposal, Source, Stage, Vote
from domain.text import shortened

EMOJI = {Vote.ME_TOO: "🙋", Vote.UP: "👍"}
STAGE_EMOJI = {Stage.WAITING: "⏳", Stage.OPEN: "💬", Stage.SOLVED: "✅", Stage.CLOSED: "🗄️"}
STAGE_NAMES = {
    Stage.WAITING: "waiting for a first proposal",
    Stage.OPEN: "open",
    Stage.SOLVED: "solved",
    Stage.CLOSED: "closed",
}
OUTCOMES = {Outcome.YES: "it worked", Outcome.PARTLY: "it worked partly", Outcome.NO: "it did not work"}

_AMBER = discord.Colour(0xC98A2B)
_GREEN = discord.Colour(0x3BA55D)
_GREY = discord.Colour(0x8A8F98)
_BLUE = discord.Colour(0x4A78C8)
_LINES_LENGTH = 3800  # of the 4,096 characters of a description
_TEXT_LENGTH = 1900  # each of the two texts of a card
_SNIPPET = 70
_SHOWN_PROPOSALS = 10
_PROPOSAL_SNIPPET = 250


def card(problem: Problem, accepted: Proposal | None, post_code: str | None = None) -> discord.Embed:
    """A problem's first message; `post_code` goes into its footer."""
    stage = problem.stage
    colour = {Stage.SOLVED: _GREEN, Stage.CLOSED: _GREY}.get(stage, _AMBER)
    embed = discord.Embed(title=markup.plain(problem.details.title), colour=colour)
    embed.description = _body(problem)
    embed.add_field(name="Shared by", value=_author(problem))
    embed.add_field(name="Stands", value=_standing(problem, accepted))
    if problem.details.tags:
        embed.add_field(name="Tags", value=_tags(problem), inline=False)
    hint = "🙋 if you have it, too · answer in the thread, or tap Propose"
    embed.set_footer(text=f"{hint} · {post_code}" if post_code else hint)
    return embed


def _body(problem: Problem) -> str:
    text = f"**What I want**\n{markup.closed(problem.details.wants, _TEXT_LENGTH)}"
    if problem.details.tried:
        text += f"\n\n**What I tried**\n{markup.closed(problem.details.tried, _TEXT_LENGTH)}"
    return text


def _author(problem: Problem) -> str:
    name = markup.user(problem.author_id) if problem.author_id is not None else "somebody, anonymously"
    return f"{name} (has left; a moderator can accept)" if problem.has_author_left else name


def _standing(problem: Problem, accepted: Proposal | None) -> str:
    text = f"{STAGE_EMOJI[problem.stage]} {STAGE_NAMES[problem.stage]}"
    if accepted is not None:
        text += f": {_link_to_proposal(problem, accepted)} by {markup.user(accepted.author_id)}"
        if accepted.outcome is not None:
            text += f"; {OUTCOMES[accepted.outcome]}"
    elif problem.stage is Stage.OPEN:
        text += f", {_counted(problem.proposals, 'proposal')}"
    return f"{text} 🔒 locked by a moderator" if problem.is_locked else text


def _tags(problem: Problem) -> str:
    return " · ".join(markup.plain(tag) for tag in problem.details.tags)


def thread_name(problem: Problem) -> str:
    """The name of a problem's thread or forum post."""
    return markup.cut(problem.details.title, 100)


def proposal_card(
    problem: Problem, proposal: Proposal, post_code: str | None = None
) -> tuple[str, discord.Embed]:
    """A proposal as it stands in the thread: content and embed."""
    is_accepted = problem.accepted_id == proposal.id
    embed = discord.Embed(description=markup.closed(proposal.text, 4000), colour=_BLUE)
    embed.title = "💡 A proposal"
    if is_accepted:
        embed.title, embed.colour = "✅ The accepted solution", _GREEN
    if proposal.outcome is not None:
        embed.title += f" · {OUTCOMES[proposal.outcome]}"
    embed.add_field(name="By", value=markup.user(proposal.author_id))
    if proposal.source is not None:
        link = markup.message_link(problem.guild_id, proposal.source.channel_id, proposal.source.message_id)
        embed.add_field(name="Kept from", value=f"[this reply]({link}), as it read then")
    hint = "👍 if you like it"
    embed.set_footer(text=f"{hint} · {post_code}" if post_code else hint)
    return "", embed


# What the bot says in a problem's thread: the content mentions, the embed speaks.


def turn(post: Post, problem: Problem, proposal: Proposal | None) -> tuple[str, discord.Embed]:
    """What was done with a problem, and by whom: content and embed."""
    helper_id = post.payload.get("helper_id")
    content = markup.user(helper_id) if helper_id is not None else ""
    return content, _note(_turn_text(post, problem, proposal), post)


def _turn_text(post: Post, problem: Problem, proposal: Proposal | None) -> str:
    actor_id = post.payload["actor_id"]
    who = markup.user(actor_id) if actor_id is not None else "The author"
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            what = _link_to_proposal(problem, proposal) if proposal else "a proposal"
            helper = markup.user(post.payload["helper_id"])
            return f"✅ **Solved.** {who} accepted {what} by {helper}. Thank you!"
        case Action.TAKE_BACK if post.payload.get("is_gone"):
            return "↩️ The accepted proposal was taken away, so this is **open** again."
        case Action.TAKE_BACK:
            return f"↩️ {who} took the acceptance back. This is **open** again."
        case Action.REOPEN:
            return f"🔁 {who} opened this again. Ideas are welcome!"
        case Action.CLOSE:
            return f"🗄️ {who} closed this: it no longer matters. Thank you all the same."
        case Action.REPORT_NO:
            return f"🔁 {who} tried it, and {OUTCOMES[Outcome.NO]}. This is **open** again."
        case _:
            return f"🎉 {who} tried it, and **{OUTCOMES[Outcome(post.payload['outcome'])]}**."


def nudge(post: Post, problem: Problem) -> tuple[str, discord.Embed]:
    """The one question whether a proposal helped: content and embed. Buttons name the proposals."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    one = "the proposal" if problem.proposals == 1 else f"one of the {problem.proposals} proposals"
    text = (
        f"It has been quiet here for a while. Did {one} help? The author or a moderator can accept it below; "
        "others find it then. I ask this once."
    )
    return content, _note(text, post)


def tried(post: Post, problem: Problem, proposal: Proposal) -> tuple[str, discord.Embed]:
    """Did it work: content and embed."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    return content, _note(question(problem, proposal), post)


def question(problem: Problem, proposal: Proposal) -> str:
    """Did it work?"""
    what = _link_to_proposal(problem, proposal)
    return f"You accepted {what} for {_title(problem)}. Did it work? Accepted is not always solved."


def tabled(post: Post) -> tuple[str, discord.Embed]:
    """What a meetup made of a problem: content and embed."""
    told = post.payload
    result = Result(told["result"]) if told["result"] else None
    when = markup.stamp_ms(told["starts_ms"], "D")
    heard = f"This was on the table of **{markup.plain(told['title'])}**, {when}: {ideas(told['ideas'])}."
    return "", _note(f"{heard}\n{how_it_goes_on(result, told['tried'])}", post)


def matters(post: Post, problem: Problem) -> tuple[str, discord.Embed]:
    """Whether it is worth a table any more: content and embed."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    text = (
        f"This has been on the table {post.payload['times']} times and is still open. Does it still matter? "
        "Then I put it on the next agenda again; else it can be closed."
    )
    return content, _note(text, post)


def digest(written: Digest, post: Post) -> discord.Embed:
    """The week on the board."""
    counts = written.counts
    embed = discord.Embed(title="The problem board this week", colour=_AMBER)
    embed.description = " · ".join(
        f"{STAGE_EMOJI[stage]} {counts[stage]} {name}"
        for stage, name in ((Stage.WAITING, "waiting"), (Stage.OPEN, "open"), (Stage.SOLVED, "solved"))
    )
    for name, problems in (
        ("✅ Solved this week", written.solved),
        ("⏳ Waiting for a first proposal", written.waiting),
        ("💬 Open", written.open),
    ):
        if problems:
            value = "\n".join(_digest_line(problem) for problem in problems)
            embed.add_field(name=name, value=value, inline=False)
    return embed.set_footer(text=f"/problem search finds more · {post.code}")


def _digest_line(problem: Problem) -> str:
    votes = f" · 🙋 {problem.votes}" if problem.votes else ""
    return f"- {_title(problem, 40)}{votes}"


def _note(text: str, post: Post) -> discord.Embed:
    return discord.Embed(description=text, colour=_BLUE).set_footer(text=f"Longtable · {post.code}")


# What a member gets in answer to a command.


def similar(problems: Sequence[Problem]) -> discord.Embed:
    """What is like a draft, before it is posted."""
    lines = [_line(problem) for problem in problems]
    text = "Before I post it: these are like yours. Does one of them help?\n\n"
    return discord.Embed(description=text + _joined(lines), colour=_AMBER)


def results(problems: Sequence[Problem], heading: str, empty: str) -> discord.Embed:
    """Problems, one a line."""
    embed = discord.Embed(title=heading, colour=_AMBER)
    embed.description = _joined([_line(problem) for problem in problems]) or empty
    return embed


def listing(problems: Sequence[Problem], counts: Mapping[Stage, int], tag: str | None) -> discord.Embed:
    """The board, the newest first."""
    heading = "The problem board" + (f": {markup.plain(shortened(tag, 30))}" if tag else "")
    embed = results(problems, heading, "Nothing here yet. `/problem share` puts something on the table.")
    parts = [f"{STAGE_EMOJI[stage]} {counts[stage]} {stage}" for stage in Stage if counts[stage]]
    return embed.set_footer(text=" · ".join(parts)) if parts else embed


def shown(problem: Problem, proposals: Sequence[Proposal], *, is_own: bool) -> discord.Embed:
    """One problem in full, with its proposals."""
    accepted = next((one for one in proposals if one.id == problem.accepted_id), None)
    embed = card(problem, accepted).remove_footer()
    embed.url = url_of(problem)
    for proposal in proposals[:_SHOWN_PROPOSALS]:
        text = markup.plain(shortened(proposal.text, _PROPOSAL_SNIPPET))
        value = f"{text}\n{_proposal_line(problem, proposal)}"
        mark = "✅" if proposal.id == problem.accepted_id else "💡"
        room = len(embed) + len(value) + 20
        if room < 5800:
            embed.add_field(name=f"{mark} 👍 {proposal.votes}", value=value, inline=False)
    notes = [f"🙋 {problem.votes} have it, too"] if problem.votes else []
    notes += (
        ["this is yours" + (", and nobody else sees that" if problem.is_anonymous else "")] if is_own else []
    )
    notes += ["not posted yet"] if problem.message_id is None else []
    return embed.set_footer(text=" · ".join(notes)) if notes else embed


def _proposal_line(problem: Problem, proposal: Proposal) -> str:
    outcome = f" · {OUTCOMES[proposal.outcome]}" if proposal.outcome else ""
    return (
        f"by {markup.user(proposal.author_id)} · {_link_to_proposal(problem, proposal, 'read it')}{outcome}"
    )


def helpers(found: Sequence[Helper], *, is_of_all_time: bool) -> discord.Embed:
    """Who helped, in words: the picture says nothing that is not here."""
    span = "ever" if is_of_all_time else "in the last three months"
    lines = [
        f"{place}. {markup.user(helper.user_id)}: {helper.accepted} accepted, 👍 {helper.votes}"
        for place, helper in enumerate(found, start=1)
    ]
    embed = discord.Embed(title="Thank you for helping", description="\n".join(lines), colour=_GREEN)
    return embed.set_footer(text=f"Proposals that others accepted, {span}")


def choice(problem: Problem) -> str:
    """A problem in an option's list."""
    return markup.cut(f"{STAGE_EMOJI[problem.stage]} {problem.details.title}", markup.CHOICE_LENGTH)


def proposal_label(place: int, proposal: Proposal, length: int) -> str:
    """A proposal on a button or in an option's list, by its first words."""
    return markup.cut(f"{place}. {shortened(proposal.text, length)}", length)


def link(problem: Problem, text: str | None = None) -> str:
    """A link to the problem's thread; its plain title where it is not posted yet."""
    return _title(problem) if text is None else f"[{text}]({url_of(problem)})"


def posted(problem: Problem, hidden: Sequence[str]) -> str:
    """What the author reads once the problem stands on the board."""
    if problem.message_id is None:
        return f"{_title(problem)} is saved. I can't post it just now; I go on trying."
    text = f"It is on the board: {_title(problem)}"
    if problem.is_anonymous:
        text += "\nNobody sees that it is yours. Your buttons and commands work all the same."
    if hidden:
        tags = ", ".join(markup.plain(tag) for tag in hidden)
        text += f"\nThe post cannot show every tag. On the board alone: {tags}."
    return text


def reported(problem: Problem, outcome: Outcome) -> str:
    """What the author reads after saying whether it worked."""
    if outcome is Outcome.NO:
        return f"Thank you for saying so. {_title(problem)} is open again."
    return f"Noted: {OUTCOMES[outcome]}. Thank you, that helps whoever has the same problem."


def nothing_found(text: str) -> str:
    """When a search finds nothing."""
    return f"Nothing about “{markup.plain(shortened(text))}” yet. `/problem share` asks the others."


def voted(problem: Problem, proposal: Proposal | None, *, has_vote: bool, has_reaction: bool) -> str:
    """What a member reads after voting by command."""
    what = f"that proposal for {_title(problem)}" if proposal else _title(problem)
    emoji = EMOJI[Vote.UP if proposal else Vote.ME_TOO]
    if has_reaction:
        return f"Your {emoji} on {what} counts already. Tap it again there to take it back."
    return f"Your {emoji} on {what} " + ("counts." if has_vote else "is taken back.")


def _line(problem: Problem) -> str:
    parts = [STAGE_NAMES[problem.stage]]
    parts += [f"🙋 {problem.votes}"] if problem.votes else []
    parts += [f"💡 {problem.proposals}"] if problem.proposals else []
    parts += [_tags(problem)] if problem.details.tags else []
    return f"{STAGE_EMOJI[problem.stage]} **{_title(problem)}**\n{' · '.join(parts)}"


def _title(problem: Problem, length: int = 90) -> str:
    title = markup.plain(markup.cut(problem.details.title, length))
    url = url_of(problem)
    return f"[{title.replace('[', '(').replace(']', ')')}]({url})" if url else title


def url_of(problem: Problem) -> str | None:
    """The address of the problem's thread; None where it is not posted yet."""
    if problem.message_id is None:
        return None
    return f"https://discord.com/channels/{problem.guild_id}/{problem.message_id}"


def _link_to_proposal(problem: Problem, proposal: Proposal, text: str | None = None) -> str:
    words = (
        text or f"“{markup.plain(shortened(proposal.text, _SNIPPET)).replace('[', '(').replace(']', ')')}”"
    )
    if problem.message_id is None or proposal.message_id is None:
        return words
    place = Source(problem.message_id, proposal.message_id)
    return f"[{words}]({markup.message_link(problem.guild_id, place.channel_id, place.message_id)})"


def _joined(lines: Sequence[str]) -> str:
    """As many of the lines as a description holds, then how many more."""
    kept, room = [], _LINES_LENGTH
    for line in lines:
        room -= len(line) + 2
        if room < 0:
            break
        kept.append(line)
    more = len(lines) - len(kept)
    return "\n".join([*kept, *([f"and {more} more"] if more else [])])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
