"""Filling in a profile as a member does: the command, and its two forms."""

from __future__ import annotations

from collections.abc import Sequence

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from demo.world import World


async def fill_profile(
    world: World,
    member: MemberActor,
    room: ChannelHandle,
    *,
    city: str,
    work: str,
    parts: Sequence[str],
    interests: Sequence[str],
    second_language: str = "de",
    company: int = 5,
    is_online: bool = False,
) -> None:
    """Fills in everything that a circle needs to know of a member; `parts` are as `1:evening`."""
    form = await member.slash(room, "profile edit", city=city)
    basics = {
        "travel": ["30"],
        "parts": list(parts),
        "languages": ["en", second_language],
        "company": [str(company)],
        "online": is_online,
    }
    shown = await member.submit_modal(form, basics)
    form = await world.press(member, shown, "Step 2: what you like, what others see")
    tastes = {
        "field": work,
        "interests": list(interests),
        "hours": "",
        "contact": ["thread"],
        "shown": ["city", "field", "interests"],
    }
    await member.submit_modal(form, tastes)
