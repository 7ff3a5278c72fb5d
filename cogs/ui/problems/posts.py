"""How what the bot posts about problems by itself looks, but for the cards. No I/O.

The content mentions people, the embed has the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.colours import AMBER, BLUE
from cogs.ui.problems import cards as ui
from cogs.ui.round_results import describe_result, ideas
from domain.meetups.brainstorm import RoundResult
from domain.notices import NoticeKind
from domain.posts import Post, PostKind
from domain.problems.digest import Digest
from domain.problems.problem import Problem, Proposal, ProposalOutcome, Stage
from domain.problems.state_machine import Action
from languages import gettext, ngettext

_MOST_LINKED = 5


def action_taken(post: Post, problem: Problem, proposal: Proposal | None) -> tuple[str, discord.Embed]:
    """Returns content and embed of what was done with a problem, and by whom."""
    content = " ".join(markup.user(user_id) for user_id in list_told(post, problem))
    return content, _note(_action_text(post, problem, proposal))


def list_told(post: Post, problem: Problem) -> list[int]:
    """Returns whom the report of an action mentions: the helper, and the author where another has acted."""
    told = [post.payload.get("helper_id"), problem.author_to_tell(post.payload["actor_id"])]
    return list(dict.fromkeys(user_id for user_id in told if user_id is not None))


def _action_text(post: Post, problem: Problem, proposal: Proposal | None) -> str:
    actor_id = post.payload["actor_id"]
    who = markup.user(actor_id) if actor_id is not None else gettext("The author")
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            what = ui.link_to_proposal(problem, proposal) if proposal else gettext("a proposal")
            helper = markup.user(post.payload["helper_id"])
            return gettext(
                "✅ **Solved.** {who} accepted {what} by {helper}. Thank you!",
                who=who,
                what=what,
                helper=helper,
            )
        case Action.TAKE_BACK if post.payload.get("is_gone"):
            return gettext("↩️ The accepted proposal was taken away, so this is **open** again.")
        case Action.TAKE_BACK:
            return gettext("↩️ {who} took the acceptance back. This is **open** again.", who=who)
        case Action.REOPEN:
            return gettext("🔁 {who} opened this again. Ideas are welcome!", who=who)
        case Action.CLOSE:
            return gettext("🗄️ {who} closed this: it no longer matters. Thank you all the same.", who=who)
        case Action.REPORT_NO:
            return gettext(
                "🔁 {who} tried it, and {outcome}. This is **open** again.",
                who=who,
                outcome=gettext(ui.OUTCOMES[ProposalOutcome.NO]),
            )
        case _:
            return gettext(
                "🎉 {who} tried it, and **{outcome}**.",
                who=who,
                outcome=gettext(ui.OUTCOMES[ProposalOutcome(post.payload["outcome"])]),
            )


def nudge(problem: Problem) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question whether a proposal helped, whose buttons name them."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    proposals = (
        gettext("the proposal")
        if problem.proposals == 1
        else gettext("one of the {count} proposals", count=problem.proposals)
    )
    text = gettext(
        "It has been quiet here for a while. Did {proposal} help? The author or a moderator can "
        "accept it below, so that others find it.",
        proposal=proposals,
    )
    return content, _note(text)


def outcome_question(problem: Problem, proposal: Proposal) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question whether the accepted proposal worked."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    return content, _note(question(problem, proposal))


def question(problem: Problem, proposal: Proposal) -> str:
    """Returns the question whether the accepted proposal worked."""
    what = ui.link_to_proposal(problem, proposal)
    return gettext(
        "You accepted {what} for {title}. Did it work?",
        what=what,
        title=ui.title_link(problem),
    )


def answered(problem: Problem, proposals: Sequence[Proposal]) -> str:
    """Returns what an anonymous author hears of proposals for their problem."""
    links = " · ".join(ui.link_to_proposal(problem, proposal) for proposal in proposals[:_MOST_LINKED])
    return ngettext(
        "Your {title} has a new proposal: {links}. Nobody else sees this.",
        "Your {title} has {count} new proposals: {links}. Nobody else sees this.",
        len(proposals),
        title=ui.title_link(problem),
        links=links,
    )


def ended(problem: Problem, kind: NoticeKind) -> str:
    """Returns what an anonymous author hears of a problem that left the board."""
    title = f"**{markup.plain(problem.details.title)}**"
    if kind is NoticeKind.PROBLEM_NOT_POSTED:
        return gettext(
            "I could not post your problem {title} for a week. Please `/problem share` it again. "
            "Nobody else sees this.",
            title=title,
        )
    return gettext(
        "Your problem {title} was removed from {where} by a moderator, and so it left the board. "
        "Nobody else sees this.",
        title=title,
        where=markup.channel(problem.board.channel_id),
    )


def answered_question(post: Post, problem: Problem, proposal: Proposal | None) -> discord.Embed:
    """Returns what a question in a problem's thread reads once it is answered."""
    match post.kind:
        case PostKind.NUDGE:
            return _note(gettext("Did a proposal help? This question is closed."))
        case PostKind.OUTCOME_QUESTION if proposal is not None:
            return _note(f"{question(problem, proposal)}\n{gettext('That is answered.')}")
        case _:
            return _note(gettext("That is answered."))


def session_report(post: Post) -> tuple[str, discord.Embed]:
    """Returns content and embed of what a session made of a problem."""
    payload = post.payload
    result = RoundResult(payload["result"]) if payload["result"] else None
    when = markup.stamp_ms(payload["starts_ms"], "D")
    text = gettext(
        "This was on the agenda of **{title}**, {when}: {ideas}.",
        title=markup.plain(payload["title"]),
        when=when,
        ideas=ideas(payload["ideas"]),
    )
    return "", _note(f"{text}\n{describe_result(result, payload['tried'])}")


def solution_news(post: Post, problem: Problem, proposal: Proposal) -> tuple[str, discord.Embed]:
    """Returns content and embed of the news of a solution, for those who have the problem, too."""
    content = " ".join(markup.user(user_id) for user_id in post.payload["user_ids"])
    text = gettext(
        "You tapped 🙋 here, and this has a solution now: {what} by {helper}. I hope it helps you, too!",
        what=ui.link_to_proposal(problem, proposal),
        helper=markup.user(proposal.author_id),
    )
    return content, _note(text)


def still_matters(post: Post, problem: Problem) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question whether a problem still matters."""
    content = markup.user(problem.author_id) if problem.author_id is not None else ""
    text = gettext(
        "This has been on the agenda {count} times and is still open. Does it still matter? If "
        "so, put it on the next one; if not, close it.",
        count=post.payload["times"],
    )
    return content, _note(text)


def digest(digest_: Digest) -> discord.Embed:
    """Returns the week on the board."""
    counts = digest_.counts
    embed = discord.Embed(title=gettext("The problem board this week"), colour=AMBER)
    embed.description = " · ".join(
        f"{ui.STAGE_EMOJI[stage]} {count}"
        for stage, count in (
            (Stage.WAITING, gettext("{count} waiting", count=counts[Stage.WAITING])),
            (Stage.OPEN, gettext("{count} open", count=counts[Stage.OPEN])),
            (Stage.SOLVED, gettext("{count} solved", count=counts[Stage.SOLVED])),
        )
    )
    for name, problems in (
        (gettext("✅ Solved this week"), digest_.solved),
        (gettext("⏳ Waiting for a first proposal"), digest_.waiting),
        (gettext("💬 Open"), digest_.open),
    ):
        if problems:
            value = "\n".join(_digest_line(problem) for problem in problems)
            embed.add_field(name=name, value=value, inline=False)
    return embed.set_footer(text=gettext("/problem search finds more"))


def _digest_line(problem: Problem) -> str:
    votes = f" · 🙋 {problem.votes}" if problem.votes else ""
    return f"- {ui.title_link(problem, 40)}{votes}"


def _note(text: str) -> discord.Embed:
    return discord.Embed(description=text, colour=BLUE)
