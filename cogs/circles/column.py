"""The column of circles, put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import clock
from cogs.asking import Asides
from cogs.circles.buttons import make_buttons
from cogs.circles.commands import CircleCommands, CircleUses, LeftOverAside
from cogs.circles.matchmaker import Matchmaker
from cogs.circles.poster import CirclePoster
from cogs.column import Shared, earliest
from config import Config
from domain.durations import parse_minutes
from domain.meetups.pings import parse_pings
from services.circles.answering import Answering
from services.circles.desk import CircleDesk, Rules
from services.circles.finding import CircleFinding
from services.circles.posting import CirclePosting
from services.circles.rounds import Rounds
from services.circles.workshop import Workshop
from services.profiles import Profiles
from services.steps import Step


def _rules(config: Config) -> Rules:
    settings = config.circles
    return Rules(
        answer_within=timedelta(minutes=parse_minutes(settings.answer_within)),
        poll_for=timedelta(minutes=parse_minutes(settings.poll_for)),
        ask_after=timedelta(minutes=parse_minutes(settings.ask_after)),
        length_min=parse_minutes(settings.length),
        pings_min=parse_pings(settings.pings),
        zone=config.meetups.zone,
    )


class CircleColumn:
    """Finds circles, proposes them, and stays with them."""

    def __init__(self, shared: Shared, workshop: Workshop) -> None:
        own, weights = shared.desk, shared.config.circles.weights
        desk = CircleDesk(
            own.database,
            own.now,
            own.random,
            workshop,
            weights,
            _rules(shared.config),
            language_of=own.language_of,
        )
        self.shared = shared
        self.use = CircleUses(Rounds(desk), Answering(desk), CircleFinding(desk))
        self.aside = LeftOverAside(self.use.finding)
        self.matchmaker = Matchmaker(self.use.rounds, shared.reporter, clock.now)
        self.poster = CirclePoster(
            shared.bot, CirclePosting(desk), self.use.answering, shared.reporter, shared.pace
        )

    async def move_in(self, profiles: Profiles, asides: Asides) -> None:
        """Add the cogs and the buttons."""
        bot, use = self.shared.bot, self.use
        for cog in (CircleCommands(use, profiles, asides), self.poster, self.matchmaker):
            await bot.add_cog(cog)
        bot.add_dynamic_items(*make_buttons(use.answering, use.rounds, self.shared.reporter))

    def steps(self) -> Sequence[Step]:
        return (
            Step(self.poster.tick, (CirclePosting.is_due,)),
            Step(self.matchmaker.tick, (Rounds.is_due,)),
        )

    async def next_due_at(self) -> datetime | None:
        return earliest(await self.poster.posting.next_due_at(), await self.matchmaker.rounds.next_due_at())
