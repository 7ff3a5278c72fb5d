"""What buttons, forms, menus and commands do alike: ask the service, answer in private, and follow up."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from cogs.asking import actor_of
from cogs.errors import Reporter
from cogs.forms import Values, show_form
from cogs.problems import forms, rows
from cogs.problems.boards import get_channel, here, list_forum_tags
from cogs.problems.poster import Poster
from cogs.ui import problem_posts as posts_ui
from cogs.ui import problems as ui
from domain.errors import NotSaved, Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId, get_id, new_id
from domain.problems.problem import Outcome, Source
from languages import gettext
from services.problems.finding import Finding
from services.problems.proposing import Proposed, Proposing, Reply
from services.problems.sharing import Draft, Form, Sharing, board_of
from services.problems.solving import Question, Solving
from services.untold import Look


@dataclass(frozen=True, slots=True)
class Doings:
    """Everything a member can do with problems, from the interaction to the answer."""

    sharing: Sharing
    proposing: Proposing
    solving: Solving
    finding: Finding
    poster: Poster
    reporter: Reporter

    # Sharing

    async def ask_for_problem(self, interaction: discord.Interaction) -> None:
        """Open the form of a new problem."""
        actor = actor_of(interaction)
        settings = await self.finding.get_settings(actor.guild_id)
        assert interaction.guild is not None, "actor_of refuses what is not in a server"
        board = board_of(settings, settings.board or here(interaction))
        get_channel(interaction.guild, board)
        draft_id = new_id(self.sharing.desk.random)
        known = list_forum_tags(interaction.guild, board, settings.state_tag_ids)
        await show_form(interaction, forms.share_form(draft_id, known))

    async def edit_draft(self, interaction: discord.Interaction, draft_id: int) -> None:
        """Open the form of a draft once more, as it was filled in."""
        draft = await self.sharing.get_draft(actor_of(interaction), draft_id)
        assert interaction.guild is not None, "actor_of refuses what is not in a server"
        settings = await self.finding.get_settings(interaction.guild.id)
        known = list_forum_tags(interaction.guild, draft.board, settings.state_tag_ids)
        await show_form(interaction, forms.share_form(draft_id, known, draft.form))

    async def take_problem(
        self, interaction: discord.Interaction, arguments: list[str], values: Values
    ) -> None:
        """The form came in: keep it, then show what is like it, or post it."""
        actor, form = actor_of(interaction), forms.read_share_form(values)
        draft = await self._keep(interaction, actor, form, get_id(arguments[0]))
        try:
            offer = await self.sharing.offer(actor, draft.id)
        except NotSaved:
            raise
        except Refusal as refusal:
            view = rows.mend_buttons(draft.id, may_post=False)
            await interaction.response.send_message(f"{refusal}", view=view, ephemeral=True)
            return
        if offer.similar:
            view = rows.draft_buttons(draft.id)
            await interaction.response.send_message(
                embed=ui.similar(offer.similar), view=view, ephemeral=True
            )
        else:
            await self.post(interaction, draft.id)

    async def _keep(self, interaction: discord.Interaction, actor: Actor, form: Form, draft_id: int) -> Draft:
        settings = await self.finding.get_settings(actor.guild_id)
        board = board_of(settings, settings.board or here(interaction))
        return await self.sharing.keep(actor, form, board, draft_id)

    async def post(self, interaction: discord.Interaction, draft_id: int) -> None:
        """Put a draft on the board, and say where it is."""
        actor = actor_of(interaction)
        assert interaction.guild is not None, "actor_of refuses what is not in a server"
        try:
            draft = await self.sharing.find_draft(actor, draft_id)
            if draft is not None:
                get_channel(interaction.guild, draft.board)
            problem = await self.sharing.post(actor, draft_id)
        except NotSaved:
            raise
        except Refusal as refusal:
            view = rows.mend_buttons(draft_id, may_post=True)
            await self._answer(interaction, f"{refusal}", view)
            return
        await self._answer(interaction, gettext("Posting it …"))
        await self._let_follow()
        shown = await self.finding.show(actor, problem.id)
        hidden = await self.poster.posting.list_hidden_tags(problem.id)
        await interaction.edit_original_response(content=ui.posted(shown.problem, hidden))

    async def discard(self, interaction: discord.Interaction, draft_id: int) -> None:
        """A similar problem helped: forget the draft."""
        await self.sharing.discard(actor_of(interaction), draft_id)
        await self._answer(interaction, gettext("Glad to hear it. I've thrown your draft away."))

    async def _answer(
        self, interaction: discord.Interaction, text: str, view: discord.ui.View | None = None
    ) -> None:
        """Instead of the reply whose button was pressed, or as the answer to a form that a command opened."""
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(content=text, embed=None, view=view)
        else:
            shown = view or discord.utils.MISSING
            await interaction.response.send_message(text, view=shown, ephemeral=True)

    # Proposing

    async def ask_for_proposal(self, interaction: discord.Interaction, problem_id: ProblemId) -> None:
        """Open the form of a proposal, if the problem takes one."""
        problem = await self.proposing.check(actor_of(interaction), problem_id)
        await show_form(interaction, forms.propose_form(problem))

    async def take_proposal(
        self, interaction: discord.Interaction, arguments: list[str], values: Values
    ) -> None:
        """The form came in."""
        problem_id = forms.problem_id_of(arguments)
        proposed = await self.proposing.propose(actor_of(interaction), problem_id, values["text"])
        text = gettext("Thank you! Your proposal goes to {problem}.", problem=ui.link(proposed.problem))
        await interaction.response.send_message(text, ephemeral=True)
        await self._let_follow()

    async def keep_reply(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The menu of a message: keep it as a proposal."""
        reply = Reply(
            author_id=message.author.id,
            is_bot=message.author.bot,
            text=message.content,
            source=Source(message.channel.id, message.id),
        )
        proposed = await self.proposing.keep(actor_of(interaction), message.channel.id, reply)
        await self._answer_kept(interaction, proposed)
        await self._let_follow()

    async def _answer_kept(self, interaction: discord.Interaction, proposed: Proposed) -> None:
        text = gettext(
            "Kept among the proposals for {problem}, in the words of now.", problem=ui.link(proposed.problem)
        )
        view = discord.utils.MISSING
        if proposed.is_own_problem:
            view = rows.accept_button(proposed.problem, proposed.proposal)
        await interaction.response.send_message(text, view=view, ephemeral=True)

    async def withdraw(
        self, interaction: discord.Interaction, problem_id: ProblemId, proposal_id: ProposalId
    ) -> None:
        """Take a proposal away, and its message with it."""
        actor = actor_of(interaction)
        shown = await self.finding.show(actor, problem_id)
        proposal = await self.proposing.withdraw(actor, problem_id, proposal_id)
        await interaction.response.send_message(gettext("That proposal is taken away."), ephemeral=True)
        await self.poster.take_down(shown.problem, proposal)
        await self._let_follow()

    # Solving

    async def accept(
        self, interaction: discord.Interaction, problem_id: ProblemId, proposal_id: ProposalId
    ) -> None:
        """A proposal solves the problem."""
        problem = await self.solving.accept(actor_of(interaction), problem_id, proposal_id)
        text = gettext(
            "Accepted: {problem} is solved. In a while I ask its author whether it worked.",
            problem=ui.link(problem),
        )
        await self._confirm(interaction, text)

    async def take_back(
        self, interaction: discord.Interaction, problem_id: ProblemId, turn_number: int | None = None
    ) -> None:
        """No proposal is accepted after all."""
        problem = await self.solving.take_back(actor_of(interaction), problem_id, turn_number)
        await self._confirm(
            interaction, gettext("Taken back: {problem} is open again.", problem=ui.link(problem))
        )

    async def reopen(self, interaction: discord.Interaction, problem_id: ProblemId) -> None:
        """Solved or closed, it is open again."""
        problem = await self.solving.reopen(actor_of(interaction), problem_id)
        await self._confirm(interaction, gettext("{problem} is open again.", problem=ui.link(problem)))

    async def close(self, interaction: discord.Interaction, problem_id: ProblemId) -> None:
        """It no longer matters."""
        problem = await self.solving.close(actor_of(interaction), problem_id)
        await self._confirm(
            interaction,
            gettext("{problem} is closed. `/problem reopen` opens it again.", problem=ui.link(problem)),
        )

    async def put_on_again(self, interaction: discord.Interaction, problem_id: ProblemId) -> None:
        """It still matters: agendas take it again."""
        problem = await self.solving.put_on_again(actor_of(interaction), problem_id)
        text = gettext("Good to know. {problem} comes to the next table again.", problem=ui.link(problem))
        await interaction.response.send_message(text, ephemeral=True)

    async def report(
        self,
        interaction: discord.Interaction,
        problem_id: ProblemId,
        proposal_id: ProposalId,
        outcome: Outcome,
    ) -> None:
        """Whether the accepted proposal worked."""
        problem = await self.solving.report(actor_of(interaction), problem_id, proposal_id, outcome)
        await self._confirm(interaction, ui.reported(problem, outcome))

    async def _confirm(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self._let_follow()

    async def _let_follow(self) -> None:
        """Post now what has become due, rather than with the next tick."""
        async with self.reporter.reporting("posting to the board"):
            await self.poster.tick()


@dataclass(frozen=True, slots=True)
class QuestionsAside:
    """Did it work? Asked in private, when the author has typed a command of their own."""

    solving: Solving

    @property
    def look(self) -> Look:
        return self.solving.list_questions

    async def say(self, interaction: discord.Interaction, actor: Actor, found: list[Question]) -> None:
        for question in found[:3]:
            await self._ask(interaction, question)

    async def _ask(self, interaction: discord.Interaction, question: Question) -> None:
        problem, proposal = question.problem, question.proposal
        view = rows.tried_buttons(problem, proposal)
        await interaction.followup.send(posts_ui.question(problem, proposal), view=view, ephemeral=True)
        await self.solving.mark_asked(question)
