"""How a host changes a meetup for all its dates to come."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from demo.forms import fill_in, fill_in_meetup
from demo.world import World
from tests.stories.hosting import offered


async def edit(
    world: World, host: MemberActor, meetup: str, room: ChannelHandle | None = None, /, **values: Any
) -> InteractionResult:
    """She opens the meetup, by title or as picked, and fills in the forms that have these fields."""
    shown = await host.slash(room or world.channel, "meetup manage", meetup=meetup)
    if "✏️ Edit" not in offered(shown):
        return shown  # it was refused, or nothing of it is to come
    if not values:  # she sends the form as it is
        return await fill_in(host, await world.press(host, shown, "✏️ Edit"), {})
    return await fill_in_meetup(host, shown, lambda label: world.press(host, shown, label), values)
