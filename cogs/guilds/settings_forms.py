"""The forms of a server's settings, one for each group: filled in as they are, or as they were typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from cogs.custom_ids import SETTINGS
from cogs.modals import (
    ModalValues,
    channel_field,
    choice_field,
    first_of,
    labelled,
    make_modal,
    role_field,
    text_field,
)
from cogs.retyping import FIELD_LENGTH
from cogs.ui import markup
from cogs.ui.guilds import settings as ui
from languages import gettext
from services.guilds import MOST_PLANNER_ROLES

_TEXT, _NEWS, _FORUM = discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum
_KINDS = {
    "channel": [_TEXT, _NEWS],
    "board": [_FORUM, _TEXT, _NEWS],
    "digest": [_TEXT, _NEWS],
    "circles": [_TEXT],  # Discord has private threads under no other
}


def read_form(group: str, values: ModalValues) -> dict[str, str]:
    """Returns what was filled in, as `ui.fill_in` writes it."""
    return {name: _read_field(name, values[name]) for name in ui.GROUPS[group]}


def _read_field(name: str, value: Any) -> str:
    if name in _KINDS:
        chosen = first_of(value)
        return markup.channel(int(chosen)) if chosen else ""
    if name == "planners":
        return " ".join(markup.role(int(role_id)) for role_id in value or ())
    if name == "language":
        return ui.language_names().get(first_of(value) or "", "")
    return ui.yes_or_no(bool(value)) if name == "anonymous" else (value or "").strip()


def settings_form(group: str, filled: ui.Filled, guild: discord.Guild) -> discord.ui.Modal:
    """Returns the form of a group with what it holds; channels and roles that are gone are left out."""
    fields = (_field(name, filled.get(name, ""), guild) for name in ui.GROUPS[group])
    return make_modal(SETTINGS.make(group), gettext(ui.TITLES[group]), *fields)


def _field(name: str, text: str, guild: discord.Guild) -> discord.ui.Label[Any]:
    if name in _KINDS:
        chosen = [guild.get_channel(channel_id) for channel_id in ui.ids_in(text)]
        fitting = [one.id for one in chosen if one is not None and one.type in _KINDS[name]]
        return _channel_field(name, fitting)
    if name == "planners":
        return _role_field([one for one in ui.ids_in(text) if guild.get_role(one)])
    if name == "language":
        return choice_field(
            name, ui.label_of(name), ui.language_names(), ui.language_in(text), is_required=True
        )
    if name == "anonymous":
        ticked = discord.ui.Checkbox[Any](custom_id=name, default=ui.is_yes(text))
        return labelled(ui.label_of(name), ticked)
    return text_field(
        name,
        ui.label_of(name),
        text,
        length=FIELD_LENGTH,
        is_required=name == "zone" and bool(text),
        hint=ui.hint_of(name),
    )


def _channel_field(name: str, chosen: Sequence[int]) -> discord.ui.Label[Any]:
    """Returns a field for a channel; one that is set can be changed, not emptied."""
    chosen_id = chosen[0] if chosen else None
    return channel_field(name, ui.label_of(name), _KINDS[name], chosen_id, is_required=bool(chosen))


def _role_field(chosen: Sequence[int]) -> discord.ui.Label[Any]:
    return role_field("planners", ui.label_of("planners"), chosen, most=MOST_PLANNER_ROLES)
