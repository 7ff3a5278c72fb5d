"""The hint that asks an author in private whether the accepted proposal worked."""

from __future__ import annotations

from cogs.bot import Interaction
from cogs.hints import Hint
from cogs.problems import views
from cogs.ui.problems import posts as ui
from domain.guilds import Actor
from domain.problems.anonymity import Keyring
from services.problems import solving
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
