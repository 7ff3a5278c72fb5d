"""What several commands offer while an option is typed: time zones, cities, venues."""

from __future__ import annotations

from discord import app_commands

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.ui import profiles as profiles_ui
from cogs.ui import venues as venues_ui
from domain.zones import suggest_zones
from services import venues

Choices = list[app_commands.Choice[str]]

MOST_CHOICES = 25  # Discord shows no more


async def complete_zone(interaction: Interaction, current: str) -> Choices:
    """Returns time zones, also by the names of cities in them."""
    zones = suggest_zones(current)
    if not zones:
        cities = await interaction.client.cities.search(actor_of(interaction).guild_id, current)
        zones = list(dict.fromkeys(city.zone for city in cities))
    return [app_commands.Choice(name=zone, value=zone) for zone in zones]


async def complete_city(interaction: Interaction, current: str) -> Choices:
    """Returns cities that the text may mean."""
    cities = await interaction.client.cities.search(actor_of(interaction).guild_id, current)
    return profiles_ui.city_choices(cities)


async def complete_venue(interaction: Interaction, current: str) -> Choices:
    """Returns venues of the server's book, the best rated first."""
    matching = await interaction.client.read(venues.search, actor_of(interaction).guild_id, current)
    return [
        app_commands.Choice(name=venues_ui.choice(venue), value=str(venue.id))
        for venue in matching[:MOST_CHOICES]
    ]
