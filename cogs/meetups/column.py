"""The column of meetups, put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import clock
from cogs.asking import Asides
from cogs.column import Shared, earliest
from cogs.meetups import buttons
from cogs.meetups.agendas import make_agenda_buttons
from cogs.meetups.announcer import Announcer
from cogs.meetups.attendance import VoiceWatch, make_attendance_buttons
from cogs.meetups.brainstorms import make_brainstorm_buttons
from cogs.meetups.commands import MeetupCommands
from cogs.meetups.completions import UseCases
from cogs.meetups.drawer import Drawer
from cogs.meetups.facilitator import Facilitator
from cogs.meetups.feeds import FeedLinks, make_feed_buttons
from cogs.meetups.polls import Pictures, make_poll_buttons
from cogs.meetups.rsvps import Rsvps
from cogs.reactions.rereading import Rereader
from domain.durations import parse_minutes
from domain.meetups.pings import parse_pings
from services.meetups.agendas import Agendas
from services.meetups.announcing import Announcing
from services.meetups.answers import Answers
from services.meetups.attending import Attending
from services.meetups.brainstorming import Brainstorming
from services.meetups.changing import Changing
from services.meetups.facilitating import Facilitating
from services.meetups.finding import Finding
from services.meetups.mirroring import Mirroring
from services.meetups.planning import Defaults, Planning
from services.meetups.polling import Polling
from services.meetups.rotating import Rotating
from services.problems.desk import ProblemDesk
from services.steps import Step
from services.venues import Venues


class MeetupColumn:
    """Announces, takes answers, leads through what is on the table."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        mirroring = Mirroring(shared.desk)
        self.drawer = Drawer(shared.bot, mirroring, shared.reporter, shared.pace)
        self.ballots = Rsvps(shared.bot, Answers(shared.desk), mirroring, self.drawer)

    async def move_in(
        self, problem_desk: ProblemDesk, links: FeedLinks | None, rereader: Rereader, asides: Asides
    ) -> None:
        """Add the cogs and the buttons; `links` None where nothing serves calendars."""
        bot, desk, reporter = self.shared.bot, self.shared.desk, self.shared.reporter
        self.announcer = Announcer(bot, Announcing(desk), self.ballots, rereader, reporter, self.shared.pace)
        self.facilitator = Facilitator(Facilitating(desk), rereader, reporter)
        self.voice_watch = VoiceWatch(bot, Attending(desk), reporter, clock.now)
        use = self._use_cases(problem_desk, links, asides)
        drafts, pictures = buttons.Drafts(), Pictures(use.polling, reporter)
        commands = MeetupCommands(use, drafts, self.ballots, pictures, self.go_on)
        for cog in (self.drawer, self.announcer, self.facilitator, self.voice_watch, commands):
            await bot.add_cog(cog)
        bot.add_dynamic_items(
            *buttons.make_buttons(use.planning, use.changing, drafts, reporter),
            *make_agenda_buttons(use.agendas, reporter),
            *make_brainstorm_buttons(use.brainstorming, self.go_on, reporter),
            *make_attendance_buttons(use.attending, reporter),
            *make_poll_buttons(use.polling, drafts, pictures, reporter),
            *(make_feed_buttons(links, reporter) if links is not None else []),
        )

    def _use_cases(self, problem_desk: ProblemDesk, links: FeedLinks | None, asides: Asides) -> UseCases:
        desk, settings = self.shared.desk, self.shared.config.meetups
        defaults = Defaults(
            zone=settings.zone,
            length_min=parse_minutes(settings.length),
            pings_min=parse_pings(settings.pings),
        )
        planning = Planning(desk, defaults)
        return UseCases(
            planning=planning,
            changing=Changing(desk),
            finding=Finding(desk),
            answers=Answers(desk),
            asides=asides,
            venues=Venues(desk),
            agendas=Agendas(desk),
            brainstorming=Brainstorming(problem_desk),
            attending=Attending(desk),
            polling=Polling(desk, planning),
            rotating=Rotating(desk),
            feeds=links,
        )

    async def go_on(self) -> None:
        """First what happens at the table, then what is to be said: a date may just have been skipped.

        Who is there is seen before a date ends, and as soon as one has begun.
        """
        await self.voice_watch.tick()
        if await self.facilitator.tick():
            await self.voice_watch.tick(at_once=True)
        await self.announcer.tick()

    def steps(self) -> Sequence[Step]:
        return (
            Step(self.go_on, (Announcing.is_due, Facilitating.is_due)),
            Step(self.voice_watch.tick),
            Step(self.drawer.tick, (Mirroring.is_due,)),
        )

    async def next_due_at(self) -> datetime | None:
        return earliest(
            await self.announcer.announcing.next_due_at(), await self.facilitator.facilitating.next_due_at()
        )
