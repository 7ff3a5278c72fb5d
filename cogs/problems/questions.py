"""What authors hear in private after a reply: did it work; proposals, and ends, where they are anonymous."""

from __future__ import annotations

from cogs.bot import Interaction
from cogs.hints import Hint
from cogs.problems import views
from cogs.ui.problems import posts as ui
from domain.guilds import Actor
from domain.problems.anonymity import Keyring
from services.problems import answers, solving
from services.problems.answers import UnheardEnd, UnheardProposals
from services.problems.solving import OutcomeQuestion
from services.transaction import Transaction

_MOST_AT_ONCE = 3


def make_questions_hint(keyring: Keyring) -> Hint:
    """Returns the hint. The keyring finds the questions about the member's anonymous problems, too."""

    def find(tx: Transaction, actor: Actor) -> list[OutcomeQuestion]:
        return solving.list_questions(tx, keyring, actor)

    return Hint(find, _ask)


async def _ask(interaction: Interaction, actor: Actor, questions: list[OutcomeQuestion]) -> None:
    for question in questions[:_MOST_AT_ONCE]:
        problem, proposal = question.problem, question.proposal
        view = views.outcome_buttons(problem, proposal)
        await interaction.followup.send(ui.question(problem, proposal), view=view, ephemeral=True)
        await interaction.client.write(solving.mark_asked, question)


def make_answers_hint(keyring: Keyring) -> Hint:
    """Returns the hint that tells anonymous authors of proposals: no message may mention them."""

    def find(tx: Transaction, actor: Actor) -> list[UnheardProposals]:
        return answers.list_unheard(tx, keyring, actor)

    return Hint(find, _tell)


async def _tell(interaction: Interaction, actor: Actor, unheard: list[UnheardProposals]) -> None:
    for answers_ in unheard[:_MOST_AT_ONCE]:
        if answers_.proposals:
            text = ui.answered(answers_.problem, answers_.proposals)
            await interaction.followup.send(text, ephemeral=True)
        await interaction.client.write(answers.mark_heard, answers_)


def make_ends_hint(keyring: Keyring) -> Hint:
    """Returns the hint that tells anonymous authors that their problem has left the board."""

    def find(tx: Transaction, actor: Actor) -> list[UnheardEnd]:
        return answers.list_unheard_ends(tx, keyring, actor)

    return Hint(find, _tell_ends)


async def _tell_ends(interaction: Interaction, actor: Actor, ends: list[UnheardEnd]) -> None:
    for end in ends[:_MOST_AT_ONCE]:
        await interaction.followup.send(ui.ended(end.problem, end.kind), ephemeral=True)
        await interaction.client.write(answers.mark_end_heard, end)
