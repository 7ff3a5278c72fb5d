"""What buttons, forms, menus and commands do alike: they call a use case, and answer or return the answer."""

from __future__ import annotations

from dataclasses import replace

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.modals import ModalValues, send_modal
from cogs.problems import modals, views
from cogs.problems.boards import board_here, get_channel, list_forum_tags, list_moderated_tags
from cogs.problems.poster import ProblemPoster
from cogs.ui.problems import cards as ui
from domain.errors import NotSaved, Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import ProposalOutcome, ReplySource
from domain.problems.tags import tag_key
from languages import gettext
from services.problems import anonymous_sharing, finding, posting, proposing, sharing, solving
from services.problems.proposing import Proposed, Reply
from services.problems.sharing import ProblemDraft, ProblemForm, choose_board

# Sharing


async def ask_for_problem(interaction: Interaction) -> None:
    """Opens the form of a new problem. Raises Refusal where there is no board to post it on."""
    actor = actor_of(interaction)
    settings = await interaction.client.read(finding.get_settings, actor.guild_id)
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    board = choose_board(settings, settings.board or board_here(interaction))
    get_channel(interaction.guild, board)
    tags = list_forum_tags(interaction.user, board, settings.state_tag_ids)
    draft_id, offers_anonymous = interaction.client.transactions.new_id(), settings.allows_anonymous
    await send_modal(interaction, modals.share_modal(draft_id, tags, offers_anonymous=offers_anonymous))


async def edit_draft(interaction: Interaction, draft_id: int) -> None:
    """Opens the form of a draft again, as it was filled in. Raises Refusal where there is no such draft."""
    draft = await interaction.client.read(
        sharing.get_draft, interaction.client.keyring, actor_of(interaction), draft_id
    )
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    settings = await interaction.client.read(finding.get_settings, interaction.guild.id)
    tags = list_forum_tags(interaction.user, draft.board, settings.state_tag_ids)
    form = modals.share_modal(draft_id, tags, draft.form, offers_anonymous=settings.allows_anonymous)
    await send_modal(interaction, form)


async def take_problem(interaction: Interaction, values: ModalValues, draft_id: int) -> None:
    """Saves a submitted form as a draft, and shows similar problems; where there are none, posts it."""
    actor, form = actor_of(interaction), modals.read_share_modal(values)
    was_hidden = "anonymous" not in values and await _is_anonymous(interaction, actor, draft_id)
    draft = await _save_draft(interaction, actor, form, draft_id)
    try:
        offer = await interaction.client.read(
            sharing.review_draft, interaction.client.keyring, actor, draft.id
        )
    except NotSaved:
        raise
    except Refusal as refusal:
        view = views.fix_draft_buttons(draft.id, may_post=False)
        await interaction.response.send_message(f"{refusal}", view=view, ephemeral=True)
        return
    if was_hidden:
        await interaction.response.send_message(
            ui.under_name(), view=views.under_name_buttons(draft.id), ephemeral=True
        )
    elif offer.similar_problems:
        view = views.draft_buttons(draft.id)
        await interaction.response.send_message(
            embed=ui.similar(offer.similar_problems), view=view, ephemeral=True
        )
    else:
        await post(interaction, draft.id)


async def _is_anonymous(interaction: Interaction, actor: Actor, draft_id: int) -> bool:
    """Returns whether the draft was typed to be anonymous, before its form offered that no more."""
    draft = await interaction.client.read(sharing.find_draft, interaction.client.keyring, actor, draft_id)
    return draft is not None and draft.form.is_anonymous


async def _save_draft(
    interaction: Interaction, actor: Actor, form: ProblemForm, draft_id: int
) -> ProblemDraft:
    settings = await interaction.client.read(finding.get_settings, actor.guild_id)
    board = choose_board(settings, settings.board or board_here(interaction))
    not_theirs = {tag_key(tag) for tag in list_moderated_tags(interaction.user, board)}
    form = replace(form, tags=tuple(tag for tag in form.tags if tag_key(tag) not in not_theirs))
    return await interaction.client.write(
        sharing.save_draft, interaction.client.keyring, actor, form, board, draft_id
    )


async def post(interaction: Interaction, draft_id: int) -> None:
    """Posts a draft on the board, and says where; where that is refused, offers to edit it."""
    actor = actor_of(interaction)
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    try:
        draft = await interaction.client.read(sharing.find_draft, interaction.client.keyring, actor, draft_id)
        if draft is not None:
            get_channel(interaction.guild, draft.board)
        problem = await interaction.client.write(sharing.post, interaction.client.keyring, actor, draft_id)
    except NotSaved:
        raise
    except Refusal as refusal:
        view = views.fix_draft_buttons(draft_id, may_post=True)
        await _answer(interaction, f"{refusal}", view)
        return
    await _answer(interaction, gettext("Posting it …"))
    await post_due(interaction.client)
    overview = await interaction.client.read(finding.show, interaction.client.keyring, actor, problem.id)
    hidden = await interaction.client.read(posting.list_hidden_tags, problem.id)
    waits_for_tag = await interaction.client.read(posting.waits_for_tag, problem.id)
    text = ui.posted(overview.problem, hidden, waits_for_tag=waits_for_tag)
    await interaction.edit_original_response(content=text)


async def discard(interaction: Interaction, draft_id: int) -> None:
    """Deletes a draft, because a similar problem helped."""
    await interaction.client.write(
        sharing.discard, interaction.client.keyring, actor_of(interaction), draft_id
    )
    await _answer(interaction, gettext("Glad to hear it. I've thrown your draft away."))


async def _answer(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    """Edits the reply whose button was pressed; without one, sends a private reply."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.edit_message(content=text, embed=None, view=view)
    else:
        await interaction.response.send_message(text, view=view or discord.utils.MISSING, ephemeral=True)


# Proposing


async def ask_for_proposal(interaction: Interaction, problem_id: ProblemId) -> None:
    """Opens the form of a proposal. Raises Refusal where the problem takes none."""
    problem = await interaction.client.read(
        proposing.check, interaction.client.keyring, actor_of(interaction), problem_id
    )
    await send_modal(interaction, modals.propose_modal(problem))


async def take_proposal(interaction: Interaction, values: ModalValues, problem_id: ProblemId) -> None:
    """Posts the proposal of a submitted form. Raises Refusal where the problem takes none."""
    proposed = await interaction.client.write(
        proposing.propose, interaction.client.keyring, actor_of(interaction), problem_id, values["text"]
    )
    text = gettext("Thank you! Your proposal goes to {problem}.", problem=ui.link(proposed.problem))
    await interaction.response.send_message(text, ephemeral=True)
    await post_due(interaction.client)


async def keep_reply(interaction: Interaction, message: discord.Message) -> None:
    """Keeps a message as a proposal for the problem of its thread. Raises Refusal where that may not be."""
    reply = Reply(
        author_id=message.author.id,
        is_bot=message.author.bot,
        text=message.content,
        source=ReplySource(message.channel.id, message.id),
    )
    proposed = await interaction.client.write(
        proposing.keep_reply, interaction.client.keyring, actor_of(interaction), message.channel.id, reply
    )
    await _answer_kept(interaction, proposed)
    await post_due(interaction.client)


async def _answer_kept(interaction: Interaction, proposed: Proposed) -> None:
    text = gettext("Kept as a proposal for {problem}, as it reads now.", problem=ui.link(proposed.problem))
    view = discord.utils.MISSING
    if proposed.is_own_problem:
        view = views.accept_button(proposed.problem, proposed.proposal)
    await interaction.response.send_message(text, view=view, ephemeral=True)


# Solving


async def accept(interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId) -> str:
    """Accepts a proposal as the solution; returns what to say. Raises Refusal where the member may not."""
    problem = await interaction.client.write(
        solving.accept, interaction.client.keyring, actor_of(interaction), problem_id, proposal_id
    )
    return gettext(
        "Accepted: {problem} is solved. After some days I ask whether it worked.",
        problem=ui.link(problem),
    )


async def take_back(interaction: Interaction, problem_id: ProblemId, state_number: int | None = None) -> str:
    """Takes an acceptance back; returns what to say.

    `state_number` counts the problem's changes of state up to the acceptance; None means the one that
    stands. Raises Refusal where the member may not, or it is not that acceptance.
    """
    problem = await interaction.client.write(
        solving.take_back, interaction.client.keyring, actor_of(interaction), problem_id, state_number
    )
    return gettext("Taken back: {problem} is open again.", problem=ui.link(problem))


async def reopen(interaction: Interaction, problem_id: ProblemId) -> str:
    """Opens a solved or closed problem again; returns what to say. Raises Refusal where they may not."""
    problem = await interaction.client.write(
        solving.reopen, interaction.client.keyring, actor_of(interaction), problem_id
    )
    return gettext("{problem} is open again.", problem=ui.link(problem))


async def close(interaction: Interaction, problem_id: ProblemId) -> str:
    """Closes a problem that no longer matters; returns what to say. Raises Refusal where they may not."""
    problem = await interaction.client.write(
        solving.close, interaction.client.keyring, actor_of(interaction), problem_id
    )
    return gettext("{problem} is closed. You can open it again in `/problem show`.", problem=ui.link(problem))


async def return_to_agendas(interaction: Interaction, problem_id: ProblemId) -> str:
    """Puts a problem that still matters on agendas again; returns what to say.

    Raises Refusal where the member may not.
    """
    problem = await interaction.client.write(
        solving.return_to_agendas, interaction.client.keyring, actor_of(interaction), problem_id
    )
    return gettext("Good to know. {problem} goes on the next agenda again.", problem=ui.link(problem))


async def report(
    interaction: Interaction,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    outcome: ProposalOutcome,
) -> str:
    """Reports whether the accepted proposal worked; returns what to say.

    Raises Refusal where the member may not.
    """
    problem = await interaction.client.write(
        solving.report,
        interaction.client.keyring,
        actor_of(interaction),
        problem_id,
        proposal_id,
        outcome,
    )
    return ui.reported(problem, outcome)


# Anonymous authors


async def stop_author(interaction: Interaction, problem_id: ProblemId, *, is_stopped: bool) -> str:
    """Stops an anonymous author from sharing anonymously, or lets them; returns what to say.

    Raises Refusal for no moderator.
    """
    problem = await interaction.client.write(
        anonymous_sharing.stop, actor_of(interaction), problem_id, is_stopped=is_stopped
    )
    return ui.stopped(problem, is_stopped=is_stopped)


async def show_stopped(interaction: Interaction) -> None:
    """Shows moderators whose authors are stopped, and whose could be. Raises Refusal for others."""
    found = await interaction.client.read(anonymous_sharing.list_all, actor_of(interaction))
    view = views.stopped_buttons(found) or discord.utils.MISSING
    embed = ui.stopped_authors(found.stopped, found.removed)
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


# After all of these


async def confirm(interaction: Interaction, text: str) -> None:
    """Says in private what was done, and has the thread hear of it."""
    await interaction.response.send_message(text, ephemeral=True)
    await post_due(interaction.client)


async def post_due(bot: LongtableBot) -> None:
    """Sends the posts that have become due now, rather than with the next tick."""
    async with bot.reporter.reporting("posting to the board"):
        await bot.cog(ProblemPoster).tick()
