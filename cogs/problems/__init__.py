"""Problems: shared on a board, answered with proposals, solved, and followed up."""

from cogs.bot import LongtableBot
from cogs.custom_ids import EDIT_PROBLEM_FORM, EDIT_PROPOSAL_FORM, PROPOSE, SHARE_FORM
from cogs.problems import actions, buttons, editing, page
from cogs.problems.commands import ProblemCommands, keep_as_solution
from cogs.problems.poster import ProblemPoster
from cogs.problems.questions import make_answers_hint, make_ends_hint, make_questions_hint
from cogs.problems.sync import ProblemSync
from cogs.problems.threads import BoardThreads
from cogs.problems.votes import VoteReactions
from cogs.problems.words import WordRenewal
from domain.posts import PROBLEM_POSTS
from services.jobs import Job
from services.problems import posting, syncing


async def setup(bot: LongtableBot) -> None:
    votes, poster, sync = VoteReactions(bot), ProblemPoster(bot), ProblemSync(bot)
    for cog in (votes, poster, sync, ProblemCommands(bot), BoardThreads(bot), WordRenewal(bot)):
        await bot.add_cog(cog)
    bot.add_dynamic_items(*buttons.BUTTONS, *page.ITEMS)
    bot.tree.add_command(keep_as_solution())
    bot.modal_handlers |= {SHARE_FORM: actions.take_problem, PROPOSE: actions.take_proposal}
    bot.modal_handlers |= {
        EDIT_PROBLEM_FORM: editing.take_problem,
        EDIT_PROPOSAL_FORM: editing.take_proposal,
    }
    bot.hints += [
        make_questions_hint(bot.keyring),
        make_answers_hint(bot.keyring),
        make_ends_hint(bot.keyring),
    ]
    bot.reaction_handlers.append(votes)
    bot.message_writers |= dict.fromkeys(PROBLEM_POSTS, poster.write_anew)
    bot.jobs += [
        Job(poster.tick, (posting.is_due,), (posting.next_due_at,)),
        Job(sync.tick, (syncing.is_due,)),
    ]
