"""What becomes of the two forms of a profile, and the hint that asks whether an old profile still holds."""

from __future__ import annotations

import clock
from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import BASICS_FORM, COMPANY_BUTTON, MORE, RETYPE_INTERESTS, STILL_RIGHT
from cogs.hints import Hint
from cogs.modals import ModalValues, send_modal
from cogs.profiles import retyped_interests, views
from cogs.profiles.city import reply_saved
from cogs.profiles.modals import basics_modal, interests_modal, read_basics, read_interests
from cogs.ui import profiles as ui
from domain.errors import NotSaved, Refusal
from domain.guilds import Actor
from languages import gettext
from services import profiles


async def open_basics(interaction: Interaction, city_id: int) -> None:
    """Opens the first form as it was filled in; `city_id` 0 leaves the city as it was."""
    actor, bot = actor_of(interaction), interaction.client
    profile = await bot.read(profiles.get, actor.guild_id, actor.user_id)
    popular = await bot.read(profiles.list_popular_times, actor.guild_id)
    await send_modal(interaction, basics_modal(profile, city_id, popular))


async def take_basics(interaction: Interaction, values: ModalValues, city_id: int) -> None:
    """Saves the first form; `city_id` 0 leaves the city as it was. Raises Refusal where a field is wrong."""
    bot = interaction.client
    city = await bot.cities.find(city_id) if city_id else None
    basics = read_basics(values)
    profile = await bot.write(profiles.set_basics, actor_of(interaction), basics, city)
    await reply_saved(interaction, profile)


async def take_interests(interaction: Interaction, values: ModalValues) -> None:
    """Saves the second form; what is refused is offered again as it was filled in."""
    interests = read_interests(values)
    try:
        profile = await interaction.client.write(profiles.set_interests, actor_of(interaction), interests)
    except NotSaved:
        raise
    except Refusal as refusal:
        typed = retyped_interests.describe(interests)
        await retyping.offer_again(interaction, refusal, RETYPE_INTERESTS.make(), typed)
        return
    embed = ui.own(profile, gettext("Saved. Thank you!"), is_paused=profile.is_paused(clock.now()))
    await interaction.response.send_message(embed=embed, ephemeral=True)


class FindCompany(PersistentButton, custom_id=COMPANY_BUTTON):
    """*Find company*, and *Edit* of one's own page, which open the first form."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await open_basics(interaction, 0)


class WithCity(PersistentButton, custom_id=BASICS_FORM):
    """A city that `/profile edit` may have meant, which opens the first form."""

    async def press(self, interaction: Interaction, city_id: int) -> None:
        await open_basics(interaction, city_id)


class More(PersistentButton, custom_id=MORE):
    """*Step 2* and *Look it over*, which open the second form."""

    async def press(self, interaction: Interaction) -> None:
        actor, bot = actor_of(interaction), interaction.client
        profile = await bot.read(profiles.get, actor.guild_id, actor.user_id)
        offered = await bot.read(profiles.list_interests, actor.guild_id)
        await send_modal(interaction, interests_modal(profile, offered))


class RetypeInterests(PersistentButton, custom_id=RETYPE_INTERESTS):
    """*Edit* under the reason why the second form was refused."""

    async def press(self, interaction: Interaction) -> None:
        actor, bot = actor_of(interaction), interaction.client
        profile = await bot.read(profiles.get, actor.guild_id, actor.user_id)
        offered = await bot.read(profiles.list_interests, actor.guild_id)
        typed = retyping.read_typed(interaction, retyped_interests.FIELDS)
        filled, hours = retyped_interests.fill_in(profile, offered, typed)
        await send_modal(interaction, interests_modal(filled, offered, hours))


class StillRight(PersistentButton, custom_id=STILL_RIGHT):
    """*Still right* under the question whether an old profile still holds."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.write(profiles.confirm, actor_of(interaction))
        await interaction.response.edit_message(content=gettext("Good to know, thank you."), view=None)


async def _ask_whether_right(interaction: Interaction, actor: Actor, is_stale: bool) -> None:
    text = gettext("Your profile is over a year old. Is it still right? `/profile show` has it.")
    await interaction.followup.send(text, view=views.stale_buttons(), ephemeral=True)
    await interaction.client.write(profiles.mark_asked, actor)


STALE_PROFILE = Hint(profiles.is_stale, _ask_whether_right)
BUTTONS: list[type[PersistentButton]] = [FindCompany, WithCity, More, RetypeInterests, StillRight]
