"""`/longtable set`: all settings on one private page, and a form for each group of them."""

from __future__ import annotations

import discord

from cogs import retyping
from cogs.actor import organiser_of
from cogs.bot import Interaction
from cogs.buttons import GREY, PersistentButton, button_view
from cogs.circles.private_threads import check_circle_channel
from cogs.custom_ids import FRONT_DESK_FORM, RETYPE_SETTINGS, SETTINGS
from cogs.guilds import settings_forms as forms
from cogs.modals import ModalValues, send_modal
from cogs.problems.boards import BoardChannel, StateTags, as_board, get_channel, prepare_board
from cogs.ui.guilds import settings as ui
from cogs.ui.guilds.organiser import settings_embed
from domain.errors import NotSaved, Refusal
from domain.guilds import GuildSettings
from languages import gettext
from services import guilds
from services.guilds import SettingsChange
from services.table import front_desk


async def show(interaction: Interaction) -> None:
    """Sends the page. Raises Refusal for members without Manage Server."""
    guild_id = organiser_of(interaction).guild_id
    settings = await interaction.client.read(guilds.get, guild_id)
    desk = await interaction.client.read(front_desk.find, guild_id)
    embed = settings_embed(settings, desk_channel_id=desk.channel_id if desk else None)
    await interaction.response.send_message(embed=embed, view=group_buttons(), ephemeral=True)


def group_buttons() -> discord.ui.View:
    """Returns a button for each group of settings, and one for the front desk."""
    groups = ((gettext(title), SETTINGS.make(group), GREY) for group, title in ui.TITLES.items())
    return button_view(*groups, (gettext("Front desk …"), FRONT_DESK_FORM.make(), GREY))


class OpenSettings(PersistentButton, custom_id=SETTINGS):
    """A group of settings."""

    async def press(self, interaction: Interaction, group: str) -> None:
        await _open(interaction, group, await _fill_in(interaction))


class RetypeSettings(PersistentButton, custom_id=RETYPE_SETTINGS):
    """*Edit* under the reason why settings were refused."""

    async def press(self, interaction: Interaction, group: str) -> None:
        organiser_of(interaction)
        typed = retyping.read_typed(interaction, ui.GROUPS[group])
        await _open(interaction, group, typed)


async def _open(interaction: Interaction, group: str, filled: ui.Filled) -> None:
    assert interaction.guild is not None, "organiser_of refuses what is not in a server"
    await send_modal(interaction, forms.settings_form(group, filled, interaction.guild))


async def take_form(interaction: Interaction, values: ModalValues, group: str) -> None:
    """Stores what was changed, and draws the page anew; what is refused is offered again as it was typed.

    Raises Refusal for members without Manage Server.
    """
    guild_id = organiser_of(interaction).guild_id
    typed = forms.read_form(group, values)
    try:
        tags = await _prepare(interaction, typed)
        change = _read_change(interaction, typed, await _fill_in(interaction), tags)
        settings = await interaction.client.write(guilds.change, guild_id, change)
    except NotSaved:
        raise
    except Refusal as refusal:
        by_label = {ui.label_of(name): text for name, text in typed.items()}
        await retyping.offer_again(interaction, refusal, RETYPE_SETTINGS.make(group), by_label)
        return
    interaction.client.languages.choose(guild_id, settings.language)
    if change.language is not None:
        await interaction.client.write(front_desk.mark_outdated, guild_id)
    await _redraw(interaction, settings, tags or StateTags({}))


async def _redraw(interaction: Interaction, settings: GuildSettings, tags: StateTags) -> None:
    desk = await interaction.client.read(front_desk.find, settings.guild_id)
    embed = settings_embed(
        settings,
        tags.replaced,
        tags.missing,
        desk_channel_id=desk.channel_id if desk else None,
        refusal=tags.refusal,
        is_blocked=tags.is_blocked,
    )
    if interaction.response.is_done():
        await interaction.edit_original_response(content=None, embed=embed, view=group_buttons())
    else:
        await interaction.response.edit_message(content=None, embed=embed, view=group_buttons())


async def _fill_in(interaction: Interaction) -> dict[str, str]:
    return ui.fill_in(await interaction.client.read(guilds.get, organiser_of(interaction).guild_id))


async def _prepare(interaction: Interaction, typed: ui.Filled) -> StateTags | None:
    """Looks at the channels that need something; returns the tags of a board, None where there is no board.

    Raises Refusal where a channel cannot be what it shall be.
    """
    circles, board = _find_channel(interaction, typed, "circles"), _find_channel(interaction, typed, "board")
    if isinstance(circles, discord.TextChannel):
        check_circle_channel(circles)
    if not isinstance(board, BoardChannel):
        return None
    get_channel(board.guild, as_board(board))
    await interaction.response.defer()  # Discord is asked for the tags
    return await prepare_board(interaction.client, board)


def _find_channel(interaction: Interaction, typed: ui.Filled, name: str) -> discord.abc.GuildChannel | None:
    """Returns the channel that was chosen, None where none was. Raises Refusal where it is gone."""
    assert interaction.guild is not None, "organiser_of refuses what is not in a server"
    chosen = ui.ids_in(typed.get(name, ""))
    if not chosen:
        return None
    channel = interaction.guild.get_channel(chosen[0])
    if channel is None:
        raise Refusal(gettext("That channel is gone, or hidden from me. Choose another, please."))
    return channel


def _read_change(
    interaction: Interaction, typed: ui.Filled, before: ui.Filled, tags: StateTags | None
) -> SettingsChange:
    """Returns what is to be changed: texts that are not as before, and all channels that are chosen.

    A channel that is chosen again is tried again. Raises Refusal where one is gone.
    """
    new = {name: text for name, text in typed.items() if text != before[name]}
    channels = {name: _find_channel(interaction, typed, name) for name in ("channel", "digest", "circles")}
    ids = {name: channel.id if channel else None for name, channel in channels.items()}
    board = _find_channel(interaction, typed, "board")
    return SettingsChange(
        channel_id=ids["channel"],
        planner_role_ids=ui.ids_in(new["planners"]) if "planners" in new else None,
        pings=new.get("pings"),
        late_seats=new.get("late_seats"),
        agenda=new.get("agenda"),
        problem_time=new.get("problem_time"),
        board=as_board(board) if isinstance(board, BoardChannel) else None,
        state_tag_ids=tags.ids if tags else None,
        digest_channel_id=ids["digest"],
        allows_anonymous=ui.is_yes(new["anonymous"]) if "anonymous" in new else None,
        circle_channel_id=ids["circles"],
        rounds=new.get("rounds"),
        interests=new.get("interests"),
        zone=new.get("zone"),
        language=ui.language_in(new["language"]) if "language" in new else None,
    )


ITEMS = (OpenSettings, RetypeSettings)
