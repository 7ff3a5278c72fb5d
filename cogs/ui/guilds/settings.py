"""A server's settings as their forms hold them: as text, with channels and roles as mentions. No I/O.

So what somebody has filled in can be shown and read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cogs.ui import markup
from domain.durations import write_minutes
from domain.guilds import AUTO, GuildSettings
from domain.meetups.agenda import LEAD_MIN, ROUND_MIN
from domain.meetups.pings import write_pings
from domain.meetups.seat_offers import write_late
from languages import CHOICES, gettext, gettext_noop

GROUPS: Mapping[str, tuple[str, ...]] = {
    "meetups": ("channel", "planners", "pings", "late_seats", "agenda"),
    "problems": ("board", "digest", "anonymous", "problem_time"),
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
    "pings": gettext_noop("Reminders before the start"),
    "late_seats": gettext_noop("How long before are free seats offered?"),
    "agenda": gettext_noop("How long before is the agenda posted?"),
    "problem_time": gettext_noop("Time for each problem at a meetup"),
    "board": gettext_noop("Where do problems go?"),
    "digest": gettext_noop("Where is the weekly summary posted?"),
    "anonymous": gettext_noop("Problems may be shared anonymously"),
    "circles": gettext_noop("Under which channel do circles talk?"),
    "rounds": gettext_noop("When do rounds begin automatically?"),
    "interests": gettext_noop("Interests besides the usual"),
    "zone": gettext_noop("Time zone for those who have not set one"),
    "language": gettext_noop("Language of what everybody reads"),
}
_EMPTY = {
    "pings": gettext_noop("3d, 2h; empty: as the host says"),
    "late_seats": gettext_noop("empty: 3h; never: given at once"),
    "rounds": gettext_noop("monthly on the first monday; empty: never"),
    "interests": gettext_noop("sourdough, sailing"),
    "zone": gettext_noop("Europe/Berlin"),
}

Filled = Mapping[str, str]
"""What a form holds, by setting; empty where there is nothing in a field."""


def label_of(setting: str) -> str:
    """Returns the label of a setting's field."""
    return gettext(_LABELS[setting])


def fill_in(settings: GuildSettings) -> dict[str, str]:
    """Returns all settings as their forms hold them."""
    channels = {
        "channel": settings.channel_id,
        "board": settings.board.channel_id if settings.board else None,
        "digest": settings.digest_channel_id,
        "circles": settings.circle_channel_id,
    }
    return {
        **{name: markup.channel(channel_id) if channel_id else "" for name, channel_id in channels.items()},
        "planners": " ".join(map(markup.role, settings.planner_role_ids)),
        "pings": write_pings(settings.pings_min),
        "late_seats": write_late(settings.late_seats_min),
        "agenda": write_minutes(settings.agenda_lead_min) if settings.agenda_lead_min else "",
        "problem_time": write_minutes(settings.round_min) if settings.round_min else "",
        "anonymous": yes_or_no(settings.allows_anonymous),
        "rounds": settings.round_rule or "",
        "interests": ", ".join(settings.interests),
        "zone": settings.zone or "",
        "language": language_names()[settings.language or AUTO],
    }


def ids_in(text: str) -> tuple[int, ...]:
    """Returns the ids of the channels or roles that are mentioned in what a field holds."""
    return tuple(int(found) for found in re.findall(r"\d{1,19}", text))


def language_in(text: str) -> str | None:
    """Returns the code of the language that the field holds, `auto` for Discord's own; None for no known."""
    return next((code for code, name in language_names().items() if name == text), None)


def is_yes(text: str) -> bool:
    """Returns whether the field is ticked."""
    return text == yes_or_no(True)


def hint_of(setting: str) -> str:
    """Returns what the empty field of a setting shows."""
    usual = {"agenda": LEAD_MIN, "problem_time": ROUND_MIN}.get(setting)
    if usual is not None:
        return gettext("empty: {usual}", usual=write_minutes(usual))
    return gettext(_EMPTY[setting])


def language_names() -> dict[str, str]:
    """Returns the names of the languages by their codes, Discord's own choice last."""
    return {**CHOICES, AUTO: gettext("as in the server's settings in Discord")}


def yes_or_no(answer: bool) -> str:
    """Returns what a field holds that is ticked, or is not."""
    return gettext("yes") if answer else gettext("no")
