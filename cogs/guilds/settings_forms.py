"""The forms of a server's settings, one for each group, filled in as they are or as they were typed before.

What a form holds is written as text, with channels and roles as mentions: so it can be shown and read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from cogs.custom_ids import SETTINGS
from cogs.modals import ModalValues, choice_field, first_of, make_modal, text_field
from cogs.retyping import FIELD_LENGTH
from cogs.ui import markup
from domain.durations import write_minutes
from domain.guilds import GuildSettings
from domain.meetups.agenda import LEAD_MIN, ROUND_MIN
from domain.meetups.pings import write_pings
from languages import CHOICES, gettext, gettext_noop
from services.guilds import AUTO, MOST_PLANNER_ROLES

GROUPS: Mapping[str, tuple[str, ...]] = {
    "meetups": ("channel", "planners", "pings", "agenda", "problem_time"),
    "problems": ("board", "digest", "anonymous"),
    "circles": ("circles", "rounds", "interests"),
    "general": ("zone", "language"),
}
"""The settings of each group, in the order of its form."""
TITLES = {
    "meetups": gettext_noop("Meetups"),
    "problems": gettext_noop("Problems"),
    "circles": gettext_noop("Circles and profiles"),
    "general": gettext_noop("Time zone and language"),
}
_LABELS = {
    "channel": gettext_noop("Where are meetups announced?"),
    "planners": gettext_noop("Who may plan, besides Manage Events?"),
    "pings": gettext_noop("How long before the start do meetups ping?"),
    "agenda": gettext_noop("How long before is the agenda posted?"),
    "problem_time": gettext_noop("How long does one problem get?"),
    "board": gettext_noop("Where do problems go?"),
    "digest": gettext_noop("Where is the week on the board summed up?"),
    "anonymous": gettext_noop("Problems may be shared anonymously"),
    "circles": gettext_noop("Under which channel do circles talk?"),
    "rounds": gettext_noop("When are circles found by themselves?"),
    "interests": gettext_noop("Which interests are there besides the usual?"),
    "zone": gettext_noop("The time zone of members who have set none"),
    "language": gettext_noop("The language of what everybody reads"),
}
_EMPTY = {
    "pings": gettext_noop("3d, 2h; empty: as the host says"),
    "rounds": gettext_noop("monthly on the first monday; empty: never"),
    "interests": gettext_noop("sourdough, sailing"),
    "zone": gettext_noop("Europe/Berlin"),
}
_TEXT, _NEWS, _FORUM = discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum
_KINDS = {
    "channel": [_TEXT, _NEWS],
    "board": [_FORUM, _TEXT, _NEWS],
    "digest": [_TEXT, _NEWS],
    "circles": [_TEXT],  # Discord has private threads under no other
}

Filled = Mapping[str, str]
"""What a form holds, by setting; empty where there is nothing in a field."""


def label_of(setting: str) -> str:
    """Returns the label of a setting's field."""
    return gettext(_LABELS[setting])


def fill_in(guild: discord.Guild, settings: GuildSettings) -> dict[str, str]:
    """Returns all settings as their forms hold them; channels and roles that are gone are left out."""
    channels = {
        "channel": settings.channel_id,
        "board": settings.board.channel_id if settings.board else None,
        "digest": settings.digest_channel_id,
        "circles": settings.circle_channel_id,
    }
    roles = [role_id for role_id in settings.planner_role_ids if guild.get_role(role_id)]
    return {
        **{
            name: markup.channel(channel_id) if channel_id and guild.get_channel(channel_id) else ""
            for name, channel_id in channels.items()
        },
        "planners": " ".join(map(markup.role, roles)),
        "pings": write_pings(settings.pings_min),
        "agenda": write_minutes(settings.agenda_lead_min) if settings.agenda_lead_min else "",
        "problem_time": write_minutes(settings.round_min) if settings.round_min else "",
        "anonymous": _yes_or_no(settings.allows_anonymous),
        "rounds": settings.round_rule or "",
        "interests": ", ".join(settings.interests),
        "zone": settings.zone or "",
        "language": _language_names()[settings.language or AUTO],
    }


def read_form(group: str, values: ModalValues) -> dict[str, str]:
    """Returns what was filled in, as `fill_in` writes it."""
    return {name: _read_field(name, values[name]) for name in GROUPS[group]}


def _read_field(name: str, value: Any) -> str:
    if name in _KINDS:
        chosen = first_of(value)
        return markup.channel(int(chosen)) if chosen else ""
    if name == "planners":
        return " ".join(markup.role(int(role_id)) for role_id in value or ())
    if name == "language":
        return _language_names().get(first_of(value) or "", "")
    return _yes_or_no(bool(value)) if name == "anonymous" else (value or "").strip()


def ids_in(text: str) -> tuple[int, ...]:
    """Returns the ids of the channels or roles that are mentioned in what a field holds."""
    return tuple(int(found) for found in re.findall(r"\d{1,19}", text))


def language_in(text: str) -> str | None:
    """Returns the code of the language that the field holds, `auto` for Discord's own; None for no known."""
    return next((code for code, name in _language_names().items() if name == text), None)


def is_yes(text: str) -> bool:
    """Returns whether the field is ticked."""
    return text == _yes_or_no(True)


def settings_form(group: str, filled: Filled) -> discord.ui.Modal:
    """Returns the form of a group with what it holds."""
    fields = (_field(name, filled.get(name, "")) for name in GROUPS[group])
    return make_modal(SETTINGS.make(group), gettext(TITLES[group]), *fields)


def _field(name: str, text: str) -> discord.ui.Label[Any]:
    if name in _KINDS:
        return _channel_field(name, ids_in(text))
    if name == "planners":
        return _role_field(ids_in(text))
    if name == "language":
        return choice_field(name, label_of(name), _language_names(), language_in(text), is_required=True)
    if name == "anonymous":
        ticked = discord.ui.Checkbox[Any](custom_id=name, default=is_yes(text))
        return discord.ui.Label(text=label_of(name), component=ticked)
    hints = {
        "agenda": gettext("empty: {usual}", usual=write_minutes(LEAD_MIN)),
        "problem_time": gettext("empty: {usual}", usual=write_minutes(ROUND_MIN)),
    }
    return text_field(
        name,
        label_of(name),
        text,
        length=FIELD_LENGTH,
        is_required=name == "zone" and bool(text),
        hint=hints.get(name) or gettext(_EMPTY[name]),
    )


def _channel_field(name: str, chosen: Sequence[int]) -> discord.ui.Label[Any]:
    """Returns a field for a channel; one that is set can be changed, not emptied."""
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=name,
        channel_types=_KINDS[name],
        min_values=1 if chosen else 0,
        required=bool(chosen),
        default_values=[
            discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.channel) for one in chosen
        ],
    )
    return discord.ui.Label(text=label_of(name), component=select)


def _role_field(chosen: Sequence[int]) -> discord.ui.Label[Any]:
    select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id="planners",
        min_values=0,
        max_values=MOST_PLANNER_ROLES,
        required=False,
        default_values=[
            discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.role) for one in chosen
        ],
    )
    return discord.ui.Label(text=label_of("planners"), component=select)


def _language_names() -> dict[str, str]:
    return {**CHOICES, AUTO: gettext("as in the server's settings in Discord")}


def _yes_or_no(answer: bool) -> str:
    return gettext("yes") if answer else gettext("no")
