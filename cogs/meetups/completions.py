"""What the options of meetup commands offer while they are typed; each function is named after its option."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from discord import app_commands

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.completion import MOST_CHOICES, Choices
from cogs.meetups.channels import list_rooms
from cogs.ui import markup
from cogs.ui.meetups import choices as ui
from cogs.ui.venues import choice as venue_choice
from domain.errors import Refusal
from domain.meetups.meetup import DateRef, Meetup
from domain.meetups.series import Occurrence
from domain.times.recurrence import COMMON_RULES
from languages import ENGLISH, current_language
from languages.time_words import list_rhythms
from services import venues
from services.meetups import finding, managing, planning

_MOST_VENUES = 12
_LENGTHS = ("1h", "1h30", "2h", "3h", "4h", "8h")


async def repeats(interaction: Interaction, current: str) -> Choices:
    """Returns the usual rhythms, in the language of the member, and what was typed."""
    usual = COMMON_RULES if current_language() == ENGLISH else list_rhythms(current_language())
    return _as_typed_or(usual, current)


async def length(interaction: Interaction, current: str) -> Choices:
    """Returns the usual lengths, and what was typed."""
    return _as_typed_or(_LENGTHS, current)


async def place(interaction: Interaction, current: str) -> Choices:
    """Returns what was typed, venues of the book, the best rated first, and rooms to talk in."""
    text = current.strip()
    typed = [_choice(text, text)] if text else []
    matching = await interaction.client.read(venues.search, actor_of(interaction).guild_id, text)
    cafes = [_choice(f"☕ {venue_choice(venue)}", venue.where) for venue in matching[:_MOST_VENUES]]
    channels = [
        _choice(f"🔊 {channel.name}", channel.mention)
        for channel in list_rooms(interaction.guild)
        if text.casefold() in channel.name.casefold()
    ]
    return [*typed, *cafes, *channels][:MOST_CHOICES]


async def when(interaction: Interaction, current: str) -> Choices:
    """Returns the times that the text may mean, each with its zone and how far away it is."""
    actor = actor_of(interaction)
    try:
        readings = await interaction.client.read(planning.suggest, actor, current)
    except Refusal as refusal:
        return [_choice(f"⚠️ {refusal}".replace("`", ""), current.strip() or "?")]
    now = clock.now()
    return [_choice(*ui.reading_choice(reading, current, now)) for reading in readings]


async def any_date(interaction: Interaction, current: str) -> Choices:
    """Returns dates to come, skipped ones too."""
    return await _dates(interaction, current, lambda occurrence: True)


async def planned_date(interaction: Interaction, current: str) -> Choices:
    """Returns dates to come that take place."""
    return await _dates(interaction, current, lambda occurrence: not occurrence.is_skipped)


async def managed_date(interaction: Interaction, current: str) -> Choices:
    """Returns dates of meetups that the member may change: those to come, then those that are over."""
    actor = actor_of(interaction)
    offered = await interaction.client.read(managing.list_choices, actor, current, MOST_CHOICES)
    return await _date_choices(interaction, offered)


async def _dates(interaction: Interaction, current: str, is_offered: Callable[[Occurrence], bool]) -> Choices:
    """Returns dates to come whose title contains the text, the nearest first."""
    actor = actor_of(interaction)
    offered = await interaction.client.read(finding.list_choices, actor, current, is_offered, MOST_CHOICES)
    return await _date_choices(interaction, offered)


async def _date_choices(interaction: Interaction, offered: Sequence[tuple[Meetup, Occurrence]]) -> Choices:
    """Returns these dates, each by the member's own clock where they have set a zone."""
    zone = await interaction.client.read(finding.find_zone, actor_of(interaction))
    return [
        _choice(ui.date_choice(meetup, occurrence, zone), str(DateRef(meetup.id, occurrence.on)))
        for meetup, occurrence in offered
    ]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    name, value = markup.cut(name, markup.CHOICE_LENGTH), value[: markup.CHOICE_LENGTH]
    return app_commands.Choice(name=name, value=value)


def _as_typed_or(values: Sequence[str], text: str) -> Choices:
    text = text.strip()
    hits = [value for value in values if text.casefold() in value.casefold()]
    typed = [text] if text and text not in hits else []
    return [_choice(value, value) for value in [*typed, *hits]]
