"""A problem that stands on the board, as the use cases are tried on, and who tries them."""

from __future__ import annotations

from domain.boards import Board
from domain.guilds import Actor
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem
from services.problems import finding, posting, sharing
from services.problems.sharing import ProblemForm
from services.transaction import Transactions

ALICE, BOB, MIRA = Actor(1, 11), Actor(1, 12), Actor(1, 13, is_moderator=True)
FORUM, THREAD = Board(500, True), 600
FORM = ProblemForm("A client pays late", "To be paid", "Reminders", ("invoices",))


async def post_problem(
    transactions: Transactions,
    keyring: Keyring,
    actor: Actor = ALICE,
    form: ProblemForm = FORM,
    thread: int = THREAD,
) -> Problem:
    """Returns a problem that this member has shared and that has a thread in the forum."""
    draft = await transactions.write(sharing.save_draft, keyring, actor, form, FORUM)
    problem = await transactions.write(sharing.post, keyring, actor, draft.id)
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(posting.mark_sent, delivery, FORUM.channel_id, thread)
    return (await transactions.read(finding.show, keyring, actor, problem.id)).problem
