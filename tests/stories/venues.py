"""Words the stories of the venue book are told in."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

_FEATURES = ("wifi", "sockets", "noise", "price", "step_free")


async def add_venue(
    who: MemberActor, room: ChannelHandle, name: str = "Café Nordlicht", city: str = "Berlin", **given: str
) -> InteractionResult:
    """Write a venue into the book, then whatever else is known of it into the two forms; what came last."""
    options = {"address": given.pop("address")} if "address" in given else {}
    shown = await who.slash(room, "venue add", name=name, city=city, **options)
    features = {feature: [given.pop(feature)] for feature in _FEATURES if feature in given}
    if features:
        shown = await fill_in_venue(who, shown, "features", **features)
    return await fill_in_venue(who, shown, "texts", **options, **given) if given else shown


async def fill_in_venue(
    who: MemberActor, page: InteractionResult, what: str, **values: Any
) -> InteractionResult:
    """Open one of the two forms on the page of a venue and send it; the page as it is then."""
    assert page.response is not None
    form = await who.click(page.response, custom_id=custom_id_of(page, f"venueform|{what}"))
    return await who.submit_modal(form, values)


async def rate_venue(who: MemberActor, room: ChannelHandle, venue: str, stars: int) -> InteractionResult:
    """Look a venue up and give it stars."""
    page = await who.slash(room, "venue show", venue=venue)
    if page.response is None or not page.response.components:
        return page
    return await who.select(page.response, [str(stars)], custom_id=custom_id_of(page, "venuestars"))


async def remove_venue(who: MemberActor, room: ChannelHandle, venue: str) -> InteractionResult:
    """Look a venue up, and take it out of the book after the question."""
    page = await who.slash(room, "venue show", venue=venue)
    assert page.response is not None
    for answer in ("ask", "yes"):
        page = await who.click(page.response, custom_id=custom_id_of(page, f"venuegone|{answer}"))
        assert page.response is not None
    return page


def custom_id_of(shown: InteractionResult, prefix: str) -> str:
    """The custom id of what a private reply offers for this, whatever the language."""
    assert shown.response is not None
    offered = [one["custom_id"] for row in shown.response.components for one in row["components"]]
    return str(next(one for one in offered if one.startswith(prefix)))
