"""What the options of meetup commands offer while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from discord import app_commands
from discord.ext import commands

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.ui import markup
from cogs.ui.meetups import cards as ui
from cogs.ui.venues import choice as venue_choice
from domain.errors import Refusal
from domain.meetups.meetup import DateRef
from domain.meetups.recurrence import COMMON_RULES
from domain.meetups.series import Occurrence
from domain.zones import suggest_zones
from services import venues
from services.meetups import finding, planning

Choices = list[app_commands.Choice[str]]
_MOST_CHOICES, _MOST_VENUES = 25, 12
_LENGTHS = ("1h", "1h30", "2h", "3h", "4h", "8h")
_PINGS = ("3d, 2h", "1 week, 1 day, 2h", "1 day, 1h", "2h", "3d, 2h, start")


class Completions(commands.Cog):
    """One method an option; discord.py passes the cog."""

    bot: LongtableBot

    async def zone(self, interaction: Interaction, current: str) -> Choices:
        return [_choice(zone, zone) for zone in suggest_zones(current)]

    async def repeats(self, interaction: Interaction, current: str) -> Choices:
        return _as_typed_or(COMMON_RULES, current)

    async def length(self, interaction: Interaction, current: str) -> Choices:
        return _as_typed_or(_LENGTHS, current)

    async def pings(self, interaction: Interaction, current: str) -> Choices:
        return _as_typed_or(_PINGS, current)

    async def place(self, interaction: Interaction, current: str) -> Choices:
        """What was typed, venues of the book, the best rated first, and voice channels by name."""
        voice = interaction.guild.voice_channels if interaction.guild else []
        wanted = current.strip()
        hits = [channel for channel in voice if wanted.casefold() in channel.name.casefold()]
        typed = [_choice(wanted, wanted)] if wanted else []
        booked = await self.bot.read(venues.search, actor_of(interaction).guild_id, wanted)
        cafes = [_choice(f"☕ {venue_choice(venue)}", venue.where) for venue in booked[:_MOST_VENUES]]
        choices = [_choice(f"🔊 {channel.name}", channel.mention) for channel in hits]
        return [*typed, *cafes, *choices][:_MOST_CHOICES]

    async def venue(self, interaction: Interaction, current: str) -> Choices:
        """Venues of the book, the best rated first."""
        found = await self.bot.read(venues.search, actor_of(interaction).guild_id, current)
        return [_choice(venue_choice(one), str(one.id)) for one in found[:_MOST_CHOICES]]

    async def when(self, interaction: Interaction, current: str) -> Choices:
        """The resolved time, its zone and how far away it is, while it is typed."""
        zone = getattr(interaction.namespace, "zone", None)
        try:
            readings = await self.bot.read(planning.suggest, actor_of(interaction), current, zone)
        except Refusal as refusal:
            return [_choice(f"⚠️ {refusal}".replace("`", ""), current.strip() or "?")]
        now = clock.now()
        return [_choice(*ui.when_choice(reading, now)) for reading in readings]

    async def any_date(self, interaction: Interaction, current: str) -> Choices:
        return await self._dates(interaction, current, lambda item: True)

    async def planned_date(self, interaction: Interaction, current: str) -> Choices:
        return await self._dates(interaction, current, lambda item: not item.is_skipped)

    async def changed_date(self, interaction: Interaction, current: str) -> Choices:
        return await self._dates(interaction, current, lambda item: item.is_skipped or item.is_moved)

    async def begun_date(self, interaction: Interaction, current: str) -> Choices:
        found = await self.bot.read(finding.list_begun, actor_of(interaction), current)
        return [
            _choice(ui.date_choice(meetup, item), str(DateRef(meetup.id, item.on)))
            for meetup, item in found[:_MOST_CHOICES]
        ]

    async def _dates(
        self, interaction: Interaction, current: str, is_offered: Callable[[Occurrence], bool]
    ) -> Choices:
        """Dates to come by title, the nearest first."""
        actor = actor_of(interaction)
        found = await self.bot.read(finding.list_choices, actor, current, is_offered, _MOST_CHOICES)
        return [
            _choice(ui.date_choice(meetup, item), str(DateRef(meetup.id, item.on))) for meetup, item in found
        ]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    name, value = markup.cut(name, markup.CHOICE_LENGTH), value[: markup.CHOICE_LENGTH]
    return app_commands.Choice(name=name, value=value)


def _as_typed_or(values: Sequence[str], text: str) -> Choices:
    wanted = text.strip()
    hits = [value for value in values if wanted.casefold() in value.casefold()]
    typed = [wanted] if wanted and wanted not in hits else []
    return [_choice(hit, hit) for hit in [*typed, *hits]]
