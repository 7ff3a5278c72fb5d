"""`/longtable setup`: one form, a preview of its effects, and the set-up after a confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from cogs.actor import organiser_of
from cogs.bot import Interaction
from cogs.buttons import GREEN, GREY, PersistentButton, button_view
from cogs.circles.private_threads import check_circle_channel
from cogs.custom_ids import FRONT_DESK_FORM, SETUP, SETUP_FORM
from cogs.discord_errors import TWO_FACTOR, find_obstacle
from cogs.modals import ModalValues, channel_field, make_modal, role_field, send_modal, text_field
from cogs.problems.boards import BoardChannel, as_board, prepare_board
from cogs.ui.guilds.organiser import settings_embed, setup_preview
from domain.errors import NotSaved, Refusal
from domain.guilds import SetupDraft
from domain.obstacles import Obstacle
from languages import gettext
from services import guilds
from services.guilds import MOST_PLANNER_ROLES, SettingsChange
from services.table import front_desk

_NAMES = {"channel": "meetups", "board": "problems", "circles": "circles"}
_TEXT, _FORUM = discord.ChannelType.text, discord.ChannelType.forum


async def show_setup_form(interaction: Interaction, zone: str | None) -> None:
    """Opens the form, as it was filled in before, else as the settings are.

    Raises Refusal for members without Manage Server.
    """
    draft = await interaction.client.read(guilds.get_setup, organiser_of(interaction).guild_id)
    await send_modal(interaction, _form(draft, zone or draft.zone))


async def take_setup_form(interaction: Interaction, values: ModalValues) -> None:
    """Stores what was filled in, and shows a preview of its effects, or why it cannot be so.

    Raises Refusal for members without Manage Server.
    """
    guild_id = organiser_of(interaction).guild_id
    draft = SetupDraft(
        channel_id=_first(values["channel"]),
        board_id=_first(values["board"]),
        circles_id=_first(values["circles"]),
        planner_role_ids=tuple(int(role_id) for role_id in values["planners"] or ()),
        zone=(values["zone"] or "").strip(),
    )
    await interaction.client.write(guilds.save_setup, guild_id, draft)
    try:
        await _show_preview(interaction, await interaction.client.read(guilds.check_setup, guild_id))
    except NotSaved:
        raise
    except Refusal as refusal:
        view = button_view((gettext("Change it"), SETUP.make("change"), GREEN))
        await interaction.response.send_message(f"{refusal}", view=view, ephemeral=True)


async def _show_preview(interaction: Interaction, draft: SetupDraft) -> None:
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    channels = _find_channels(interaction.guild, draft)
    if isinstance(circles := channels["circles"], discord.TextChannel):
        check_circle_channel(circles)
    embed = setup_preview(draft, channels)
    view = button_view(
        (gettext("Set it up"), SETUP.make("do"), GREEN),
        (gettext("Change it"), SETUP.make("change"), GREY),
        (gettext("Front desk …"), FRONT_DESK_FORM.make(), GREY),
    )
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


async def _set_up(interaction: Interaction) -> None:
    """Creates the channels that are missing and saves the settings.

    Where that fails, what was created is kept, so that a second try goes on. Raises Refusal.
    """
    guild_id = organiser_of(interaction).guild_id
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    draft = await interaction.client.read(guilds.check_setup, guild_id)
    await interaction.response.defer()
    draft = await _make_channels(interaction, interaction.guild, draft)
    channels = {name: interaction.guild.get_channel(_id_of(draft, name) or 0) for name in _NAMES}
    board, circles = channels["board"], channels["circles"]
    if not isinstance(board, BoardChannel) or not isinstance(circles, discord.TextChannel):
        raise Refusal(gettext("One of the channels is gone. *Change it* lets you choose another."))
    tags = await prepare_board(interaction.client, board)
    change = SettingsChange(
        zone=draft.zone or None,
        channel_id=draft.channel_id,
        planner_role_ids=draft.planner_role_ids,
        board=as_board(board),
        state_tag_ids=tags.ids,
        circle_channel_id=check_circle_channel(circles).id,
    )
    settings = await interaction.client.write(guilds.change, guild_id, change)
    await interaction.client.write(guilds.delete_setup, guild_id)
    desk = await interaction.client.read(front_desk.find, guild_id)
    embed = settings_embed(
        settings,
        tags.replaced,
        tags.missing,
        desk_channel_id=desk.channel_id if desk else None,
        refusal=tags.refusal,
        is_blocked=tags.is_blocked,
    )
    text = gettext(
        "All set. `/table` is where everybody begins; a front desk, one message with buttons, shows the way "
        "there. `/longtable doctor` says what is missing."
    )
    view = button_view((gettext("Front desk …"), FRONT_DESK_FORM.make(), GREEN))
    await interaction.edit_original_response(content=text, embed=embed, view=view)


async def _make_channels(interaction: Interaction, guild: discord.Guild, draft: SetupDraft) -> SetupDraft:
    channels = _find_channels(guild, draft)
    missing = [name for name, channel in channels.items() if channel is None]
    if missing and not guild.me.guild_permissions.manage_channels:
        names = ", ".join(f"#{_NAMES[name]}" for name in missing)
        raise Refusal(
            gettext(
                "To make {names} I lack Manage Channels. Make them yourself and choose them, please.",
                names=names,
            )
        )
    for name, channel in channels.items():
        chosen = channel or await _make_channel(guild, name)
        draft = draft.with_channel(name, chosen.id)
        await interaction.client.write(guilds.save_setup, guild.id, draft)
    return draft


class ConfirmSetup(PersistentButton, custom_id=SETUP):
    """*Do it* and *Change it* under the preview."""

    async def press(self, interaction: Interaction, what: str) -> None:
        if what == "do":
            await _set_up(interaction)
        else:
            await show_setup_form(interaction, None)


def _find_channels(guild: discord.Guild, draft: SetupDraft) -> dict[str, discord.abc.GuildChannel | None]:
    """Returns the channel for each purpose: as chosen, else one of the usual name; None is to be created."""
    channels: dict[str, discord.abc.GuildChannel | None] = {}
    for name, usual in _NAMES.items():
        chosen = guild.get_channel(_id_of(draft, name) or 0)
        kinds = [guild.forums, guild.text_channels] if name == "board" else [guild.text_channels]
        named = (
            channel
            for kind in kinds
            for channel in kind  # type: ignore[attr-defined]
            if channel.name == usual and (name != "circles" or not channel.is_news())
        )
        channels[name] = chosen or next(named, None)
    return channels


async def _make_channel(guild: discord.Guild, name: str) -> discord.abc.GuildChannel:
    """Returns a new channel: a forum for problems, or a text channel where the server can have no forum."""
    reason = "Longtable's set-up"
    if name == "board":
        try:
            return await guild.create_forum(_NAMES[name], reason=reason)
        except discord.HTTPException as error:
            if find_obstacle(error) not in {Obstacle.SETTING, Obstacle.FAULT} or error.code == TWO_FACTOR:
                raise
    return await guild.create_text_channel(_NAMES[name], reason=reason)


def _id_of(draft: SetupDraft, name: str) -> int | None:
    channel_id: int | None = getattr(draft, f"{name}_id")
    return channel_id


def _first(values: Sequence[str] | None) -> int | None:
    return int(values[0]) if values else None


def _form(draft: SetupDraft, zone: str) -> discord.ui.Modal:
    return make_modal(
        SETUP_FORM.make(),
        gettext("Set up Longtable"),
        _channel("channel", gettext("Where are meetups announced?"), [_TEXT], draft.channel_id),
        _channel("board", gettext("Where do problems go?"), [_FORUM, _TEXT], draft.board_id),
        _channel("circles", gettext("Under which channel do circles talk?"), [_TEXT], draft.circles_id),
        _roles(draft.planner_role_ids),
        text_field("zone", gettext("Time zone for those who have not set one"), zone, hint="Europe/Berlin"),
    )


def _channel(
    custom_id: str, text: str, kinds: list[discord.ChannelType], chosen: int | None
) -> discord.ui.Label[Any]:
    usual = gettext("Empty: #{name}, which I make if there is none", name=_NAMES[custom_id])
    return channel_field(custom_id, text, kinds, chosen, description=usual)


def _roles(chosen: Sequence[int]) -> discord.ui.Label[Any]:
    label = gettext("Who may plan, besides Manage Events?")
    return role_field("planners", label, chosen, most=MOST_PLANNER_ROLES)
