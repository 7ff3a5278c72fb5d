"""Writing a place into the venue book; where its city is not clear, it is asked for first."""

from __future__ import annotations

from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.city_buttons import pick_city
from cogs.custom_ids import VENUE_CITY
from cogs.venues import page
from cogs.venues.forms import TEXTS
from domain.cities import UnclearCity
from domain.errors import Refusal
from languages import gettext
from services import venues
from services.venues import VenueEntry


async def add(interaction: Interaction, entry: VenueEntry) -> None:
    """Stores the place and shows its page. Raises Refusal where something in it cannot be read."""
    venue = await interaction.client.write(venues.add, actor_of(interaction), entry)
    text = gettext(
        "Added to the book, thank you! If you know more about it, add it below, now or later in "
        "`/venue show`."
    )
    await page.show(interaction, venue.id, text)


async def ask_for_city(interaction: Interaction, unclear: UnclearCity, name: str, address: str) -> None:
    """Asks which city is meant, and keeps the rest in the reply."""
    typed = {gettext("Name"): name, gettext(TEXTS["address"]): address}
    await retyping.ask_again(interaction, f"{unclear}", *pick_city(unclear.cities, VENUE_CITY), typed=typed)


class PickVenueCity(PersistentButton, custom_id=VENUE_CITY):
    """A city in which the place may be that is being added."""

    async def press(self, interaction: Interaction, city_id: int) -> None:
        typed = retyping.read_typed(interaction, ("name", "address"))
        city = await interaction.client.cities.find(city_id)
        if city is None or "name" not in typed:
            raise Refusal(gettext("That menu no longer works. Please use the commands instead."))
        await add(interaction, VenueEntry(typed["name"], city, typed["address"]))
