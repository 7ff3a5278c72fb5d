"""What an organiser sets, by the way that organisers go: the page of settings, and the form of each group."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from demo.forms import fill_in
from demo.world import World

# Under which button the form is that has the field of a setting.
_GROUPS = {
    "Meetups": ("channel", "planners", "pings", "late_seats", "agenda"),
    "Problems": ("board", "digest", "anonymous", "problem_time"),
    "Circles and profiles": ("circles", "rounds", "interests"),
    "Time zone and language": ("zone", "language"),
}


async def set_up(
    world: World, organiser: MemberActor, room: ChannelHandle | None = None, /, **settings: Any
) -> InteractionResult:
    """Opens `/longtable set`, and sends the form of each group that has one of these settings.

    Returns the page as it is then, or why the last form was refused.
    """
    shown = page = await organiser.slash(room or world.channel, "longtable set")
    for label, names in _GROUPS.items():
        given = {name: settings.pop(name) for name in names if name in settings}
        if "language" in given:
            given["language"] = [given["language"]]
        if given:
            form = await world.press(organiser, page, label)
            sent = await fill_in(organiser, form, given)
            shown = sent if sent.response is not None else page
    assert not settings, f"there are no such settings: {', '.join(settings)}"
    return shown
