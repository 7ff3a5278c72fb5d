"""Where a member lives: the last question of the first step, answered in one tap or by typing."""

from __future__ import annotations

import clock
from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import CITY, CITY_FORM, RETYPE_PROFILE
from cogs.modals import ModalValues, send_modal
from cogs.profiles import views
from cogs.profiles.modals import city_modal
from cogs.ui import profiles as ui
from domain.cities import City, UnclearCity
from domain.errors import Refusal
from domain.profiles import Profile
from languages import gettext
from services import profiles


async def reply_saved(interaction: Interaction, profile: Profile, *, in_place: bool = False) -> None:
    """Answers that the first step is saved, and says what comes next; asks for the city where it is missing.

    `in_place` edits the private reply under which the member has answered.
    """
    guild_id, bot = profile.guild_id, interaction.client
    if profile.city is None:
        text, view = gettext(ui.WHICH_CITY), views.city_buttons(await bot.cities.suggest(guild_id))
    else:
        next_at = await bot.read(profiles.next_round_at, guild_id)
        text = ui.what_next(profile, next_at, is_paused=profile.is_paused(clock.now()))
        view = views.saved_buttons()
    embed = ui.own(profile, gettext("Saved"), is_paused=profile.is_paused(clock.now()))
    if in_place:
        await interaction.response.edit_message(content=text, embed=embed, view=view)
    else:
        await interaction.response.send_message(text, embed=embed, view=view, ephemeral=True)


async def take_city(interaction: Interaction, values: ModalValues) -> None:
    """Saves the city that was typed; asks which one is meant where it is not clear."""
    guild_id, text = actor_of(interaction).guild_id, values["city"] or ""
    try:
        city = await interaction.client.cities.recognise(guild_id, text)
    except UnclearCity as unclear:
        view = views.city_buttons(unclear.cities)
        await interaction.response.send_message(f"{unclear}", view=view, ephemeral=True)
    except Refusal as refusal:
        typed = {gettext("City"): text}
        await retyping.offer_again(interaction, refusal, RETYPE_PROFILE.make("city"), typed)
    else:
        await _save(interaction, city)


async def _save(interaction: Interaction, city: City) -> None:
    profile = await interaction.client.write(profiles.set_city, actor_of(interaction), city)
    await reply_saved(interaction, profile, in_place=True)


class PickCity(PersistentButton, custom_id=CITY):
    """A city to pick from."""

    async def press(self, interaction: Interaction, city_id: int) -> None:
        city = await interaction.client.cities.find(city_id)
        if city is None:
            raise Refusal(
                gettext("That city is not in my list any more. Tap *Another city* and type its name.")
            )
        await _save(interaction, city)


class AnotherCity(PersistentButton, custom_id=CITY_FORM):
    """*Another city*, and *City* of one's own page."""

    async def press(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        profile = await interaction.client.read(profiles.get, actor.guild_id, actor.user_id)
        await send_modal(interaction, city_modal(profile))


BUTTONS: list[type[PersistentButton]] = [PickCity, AnotherCity]
