"""Words the stories of profiles are told in."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from demo.world import World
from tests.stories.telling import said

BASICS: dict[str, Any] = {
    "travel": ["30"],
    "parts": ["1:morning", "4:afternoon"],
    "languages": ["en", "de"],
    "company": ["8"],
    "online": True,
}
INTERESTS: dict[str, Any] = {
    "field": "illustration",
    "interests": ["books", "hiking"],
    "hours": "",
    "contact": ["thread"],
    "shown": ["city", "field", "interests"],
}


async def best_city(world: World, who: MemberActor, text: str) -> str:
    """Returns the best city for what is typed, as it is picked from the list."""
    choices = await who.autocomplete(world.channel, "profile edit", "city", text)
    value: str = choices[0]["value"]
    return value


async def fill_profile(
    world: World,
    who: MemberActor,
    city: str = "Berlin",
    *,
    second: dict[str, Any] | None = None,
    **changes: Any,
) -> str:
    """Fills in both forms, one after the other. Returns what the second reply says."""
    form = await who.slash(world.channel, "profile edit", city=await best_city(world, who, city))
    shown = await who.submit_modal(form, BASICS | changes)
    form = await world.press(who, shown, "Step 2: what you like, what others see")
    return said(await who.submit_modal(form, INTERESTS | (second or {})))


async def own_page(world: World, who: MemberActor) -> InteractionResult:
    """The member's own page, where everything is set."""
    return await who.slash(world.channel, "profile show")


async def take_break(world: World, who: MemberActor, weeks: str = "") -> str:
    """The member is left out of circles for so many weeks, or until they say so: the answer."""
    form = await world.press(who, await own_page(world, who), "Take a break")
    return said(await who.submit_modal(form, {"weeks": weeks}))


async def end_break(world: World, who: MemberActor) -> str:
    """The member is back: the answer."""
    return said(await world.press(who, await own_page(world, who), "End my break"))


async def set_zone(world: World, who: MemberActor, zone: str) -> str:
    """The member types a time zone of their own: the answer."""
    form = await who.click((await own_page(world, who)).response, custom_id="zone|")  # type: ignore[arg-type]
    return said(await who.submit_modal(form, {"zone": zone}))


async def turn(world: World, who: MemberActor, switch: str, *, on: bool) -> str:
    """The member turns a switch of their page that is the other way round: the answer."""
    label = f"{switch}: {'off' if on else 'on'}"
    return said(await world.press(who, await own_page(world, who), label))
