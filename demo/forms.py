"""How a member fills in a form: whatever they leave alone is sent as it was shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.results import InteractionResult

# Under which button the form is that has the field of a meetup.
_BUTTONS = {
    "✏️ Edit": ("title", "when", "repeats", "length", "place"),
    "Seats and more": ("seats", "zone", "lead"),
    "Announcement": ("channel", "role", "pings"),
    "Guests, answers": ("guests", "until", "roles"),
    "Description, picture": ("description", "picture", "no_picture"),
}


async def fill_in(
    member: MemberActor, form: InteractionResult, values: Mapping[str, Any]
) -> InteractionResult:
    """Sends the form with these values, and with what is shown in the other fields."""
    shown = dict(_shown(form.modal or {}, member.guild))
    return await member.submit_modal(form, shown | {name: _listed(value) for name, value in values.items()})


def _listed(value: Any) -> Any:
    """Returns what is chosen as the list that a field wants."""
    return [value] if isinstance(value, ChannelHandle | RoleHandle) else value


async def fill_in_meetup(
    member: MemberActor,
    shown: InteractionResult,
    press: Callable[[str], Awaitable[InteractionResult]],
    values: Mapping[str, Any],
) -> InteractionResult:
    """Fills in the forms of a meetup that have these fields, one after another; `press` opens one."""
    for label, names in _BUTTONS.items():
        if given := {name: value for name, value in values.items() if name in names}:
            shown = await fill_in(member, await press(label), given)
    return shown


def _shown(modal: Mapping[str, Any], guild: GuildHandle) -> Iterator[tuple[str, Any]]:
    """Yields the fields of a form that are filled, each with what it is filled with."""
    handles: dict[int, ChannelHandle | RoleHandle | UserHandle]
    handles = {one.id: one for one in guild.channels.values()}
    handles |= {one.id: one for one in guild.roles.values()}
    env = guild._env  # noqa: SLF001 - of members the simulation hands out ids alone
    handles |= {one: UserHandle(env, env.backend.users[one]) for one in guild.member_ids()}
    for row in modal["components"]:
        field = row["component"]
        chosen = [option["value"] for option in field.get("options") or () if option.get("default")]
        chosen += [handles[int(one["id"])] for one in field.get("default_values") or ()]
        if field.get("default"):  # it is ticked
            yield field["custom_id"], True
        elif chosen or field.get("value"):
            yield field["custom_id"], chosen or field["value"]
