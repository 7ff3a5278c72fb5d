"""The column of problems, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cogs.asking import Asides
from cogs.column import Shared
from cogs.forms import Handler
from cogs.problems.buttons import make_buttons
from cogs.problems.commands import ProblemCommands, make_menu
from cogs.problems.doings import Doings, QuestionsAside
from cogs.problems.drawer import ProblemDrawer
from cogs.problems.forms import PROPOSE, SHARE
from cogs.problems.poster import Poster
from cogs.problems.threads import BoardThreads
from cogs.problems.votes import Votes
from cogs.reactions.rereading import Rereader
from config import Config
from domain.durations import parse_minutes
from domain.problems.digest import parse_moment
from services.problems.desk import Rules, open_problem_desk
from services.problems.finding import Finding
from services.problems.following import Following
from services.problems.mirroring import ProblemMirroring
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing
from services.problems.sharing import Sharing
from services.problems.solving import Solving
from services.problems.voting import Voting
from services.steps import Step


def _rules(config: Config) -> Rules:
    settings = config.problems
    return Rules(
        open_per_member=settings.open_per_member,
        shared_per_hour=settings.shared_per_hour,
        nudge_after=timedelta(minutes=parse_minutes(settings.nudge_after)),
        ask_after=timedelta(minutes=parse_minutes(settings.ask_after)),
        digest=parse_moment(settings.digest),
        zone=config.meetups.zone,
    )


class ProblemColumn:
    """The board: problems, proposals, votes."""

    def __init__(self, shared: Shared) -> None:
        key_file = Path(shared.config.problems.key_file)
        desk = open_problem_desk(shared.desk, key_file, _rules(shared.config))
        self.shared = shared
        self.desk = desk
        self.following = Following(desk)
        self.ballots = Votes(Voting(desk), self.following)
        self.aside = QuestionsAside(Solving(desk))

    async def move_in(self, rereader: Rereader, asides: Asides) -> Mapping[str, Handler]:
        """Add the cogs, the buttons and the menu; what is done with the forms that come in."""
        bot, desk, reporter, pace = self.shared.bot, self.desk, self.shared.reporter, self.shared.pace
        posting, sharing = ProblemPosting(desk), Sharing(desk)
        self.poster = Poster(bot, posting, self.ballots, rereader, reporter, pace)
        mirroring = ProblemMirroring(desk)
        self.drawer = ProblemDrawer(bot, mirroring, posting, self.following, reporter, pace)
        do = Doings(sharing, Proposing(desk), Solving(desk), Finding(desk), self.poster, reporter)
        for cog in (
            self.poster,
            self.drawer,
            ProblemCommands(do, Voting(desk), asides),
            BoardThreads(bot, self.following, sharing, reporter, pace),
        ):
            await bot.add_cog(cog)
        bot.add_dynamic_items(*make_buttons(do, reporter))
        bot.tree.add_command(make_menu(do, asides))
        return {SHARE: do.take_problem, PROPOSE: do.take_proposal}

    def steps(self) -> Sequence[Step]:
        return (
            Step(self.poster.tick, (ProblemPosting.is_due,)),
            Step(self.drawer.tick, (ProblemMirroring.is_due,)),
        )

    async def next_due_at(self) -> datetime | None:
        return await self.poster.posting.next_due_at()
