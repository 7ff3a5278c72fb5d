"""A problem that stands on the board, as the use cases are tried on, and who tries them."""

from __future__ import annotations

from domain.boards import Board
from domain.guilds import Actor
from domain.problems.problem import Problem
from services.problems.desk import ProblemDesk
from services.problems.finding import Finding
from services.problems.posting import ProblemPosting
from services.problems.sharing import Form, Sharing

ALICE, BOB, MIRA = Actor(1, 11), Actor(1, 12), Actor(1, 13, is_moderator=True)
FORUM, THREAD = Board(500, True), 600
FORM = Form("A client pays late", "To be paid", "Reminders", ("invoices",))


async def post_problem(
    desk: ProblemDesk, actor: Actor = ALICE, form: Form = FORM, thread: int = THREAD
) -> Problem:
    """Returns a problem that this member has shared and that has a thread in the forum."""
    sharing, posting = Sharing(desk), ProblemPosting(desk)
    draft = await sharing.keep(actor, form, FORUM)
    problem = await sharing.post(actor, draft.id)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_sent(delivery, FORUM.channel_id, thread)
    return (await Finding(desk).show(actor, problem.id)).problem
