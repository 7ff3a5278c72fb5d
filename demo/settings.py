"""What an organiser sets, by the way that organisers go: the page of settings, and the form of each group."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from cogs.custom_ids import SETTINGS
from cogs.ui.guilds.settings import GROUPS
from demo.world import World


async def set_up(
    world: World, organiser: MemberActor, room: ChannelHandle | None = None, /, **settings: Any
) -> InteractionResult:
    """Opens `/longtable set`, and in each group that it takes sends the form with these settings changed.

    Returns the page as it is then, or what the last form was refused with.
    """
    page = await organiser.slash(room or world.channel, "longtable set")
    shown = page
    for group, names in GROUPS.items():
        changed = {name: settings.pop(name) for name in names if name in settings}
        if changed:
            shown = await fill_in_settings(world, organiser, page, group, **changed)
    assert not settings, f"there are no such settings: {settings}"
    return shown


async def fill_in_settings(
    world: World, organiser: MemberActor, page: InteractionResult, group: str, **changed: Any
) -> InteractionResult:
    """Opens the form of a group from the page, and sends it with this changed and all else as it stands."""
    assert page.response is not None, "the page is a private reply"
    form = await organiser.click(page.response, custom_id=SETTINGS.make(group))
    sent = await organiser.submit_modal(form, list_filled(world, form) | _as_typed(changed))
    refused = sent.followups[-1:]
    return sent if sent.response is not None or refused else page


def _as_typed(changed: dict[str, Any]) -> dict[str, Any]:
    """Returns the values as the fields take them: selects take lists."""
    lists = {"channel", "board", "digest", "circles", "language"}
    return {name: [value] if name in lists else value for name, value in changed.items()}


def list_filled(world: World, form: InteractionResult) -> dict[str, Any]:
    """Returns what a form is filled in with when it opens, by its fields."""
    assert form.modal is not None, "no form was opened"
    fields = [label["component"] for label in form.modal["components"]]
    return {field["custom_id"]: _filled(world, field) for field in fields}


def _filled(world: World, field: dict[str, Any]) -> Any:
    chosen = [int(one["id"]) for one in field.get("default_values") or []]
    match discord.ComponentType(field["type"]):
        case discord.ComponentType.text_input:
            return field.get("value") or ""
        case discord.ComponentType.checkbox:
            return field.get("default", False)
        case discord.ComponentType.channel_select:
            return [room for room in world.guild.channels.values() if room.id in chosen]
        case discord.ComponentType.role_select:
            return [role for role in world.guild.roles.values() if role.id in chosen]
        case _:
            return [option["value"] for option in field["options"] if option.get("default")]
