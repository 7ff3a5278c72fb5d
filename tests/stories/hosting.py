"""How a host manages a meetup in the stories: the page, its buttons and its forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from cogs.custom_ids import (
    ASK_CANCEL,
    ATTENDANCE,
    CORRECT_ATTENDANCE,
    HAND_OVER,
    HOSTS,
    LIKE_EARLIER,
    MANAGE,
    MOVE_DATE,
    ONE_DATE,
    RESTORE_DATE,
    ROTATE,
    SHOW_AGENDA,
    SKIP_DATE,
    START_SESSION,
    TAKE_BACK_OFFER,
    CustomId,
)
from demo.forms import fill_in
from demo.world import World
from domain.meetups.meetup import DateRef, parse_ref
from tests.stories.telling import WEEKLY, press_forged

TITLE = WEEKLY["title"]
ON_THE_PAGE = (
    MANAGE,
    MOVE_DATE,
    ONE_DATE,
    SKIP_DATE,
    RESTORE_DATE,
    START_SESSION,
    ATTENDANCE,
    CORRECT_ATTENDANCE,
    ROTATE,
    HOSTS,
    HAND_OVER,
    TAKE_BACK_OFFER,
    ASK_CANCEL,
)
"""The buttons of the page that are for hosts alone."""
_ONES = ("first", "second", "third", "fourth", "fifth")


async def manage(world: World, who: MemberActor, meetup: str = TITLE) -> InteractionResult:
    """Open the page of a meetup by title, or of a date as it was picked."""
    return await who.slash(world.channel, "meetup manage", meetup=meetup)


async def tap(world: World, who: MemberActor, kind: CustomId, meetup: str = TITLE) -> InteractionResult:
    """Open the page and press a button; one that it does not offer, as on a page from before."""
    shown = await manage(world, who, meetup)
    return await press(world, who, shown, kind, parse_ref(meetup))


async def press(
    world: World, who: MemberActor, shown: InteractionResult, kind: CustomId, ref: DateRef | None = None
) -> InteractionResult:
    """Press a button of a page; one that it does not offer, as on a page from before."""
    assert shown.response is not None
    ids = custom_ids(shown)
    found = next((one for one in ids if one.startswith(f"{kind.name}|")), None)
    if found is not None:
        return await who.click(shown.response, custom_id=found)
    named = next((one[0] for one in (re.search(r"\d+:\d{4}-\d\d-\d\d", id_) for id_ in ids) if one), None)
    if ref is None and named is None:
        return shown  # a refusal: there is no page
    return await press_forged(world, who, kind.make(ref or named))


def custom_ids(shown: InteractionResult) -> list[str]:
    """What can be pressed under a reply."""
    rows = shown.response.components if shown.response is not None else []
    return [one["custom_id"] for row in rows for one in row["components"] if "custom_id" in one]


def offered(shown: InteractionResult) -> list[str]:
    """The labels of the buttons under a reply."""
    rows = shown.response.components if shown.response is not None else []
    return [one["label"] for row in rows for one in row["components"] if "label" in one]


def menu(shown: InteractionResult) -> list[dict[str, Any]]:
    """The options of the menu under a reply; none where it has no menu."""
    rows = shown.response.components if shown.response is not None else []
    return [option for row in rows for one in row["components"] for option in one.get("options", ())]


async def pick_earlier(who: MemberActor, shown: InteractionResult, number: int = 0) -> InteractionResult:
    """Have a draft be like an earlier meetup: the newest, unless told otherwise."""
    assert shown.response is not None
    (custom_id,) = [one for one in custom_ids(shown) if one.startswith(f"{LIKE_EARLIER.name}|")]
    return await who.select(shown.response, [menu(shown)[number]["value"]], custom_id=custom_id)


async def skip(world: World, who: MemberActor, meetup: str = TITLE) -> InteractionResult:
    """Press *Skip*."""
    return await tap(world, who, SKIP_DATE, meetup)


async def restore(world: World, who: MemberActor, meetup: str = TITLE) -> InteractionResult:
    """Press *Restore*."""
    return await tap(world, who, RESTORE_DATE, meetup)


async def move(world: World, who: MemberActor, when: str, meetup: str = TITLE) -> InteractionResult:
    """Press *Move* and send the form."""
    form = await tap(world, who, MOVE_DATE, meetup)
    return form if form.modal is None else await who.submit_modal(form, {"when": when})


async def differ(world: World, who: str, meetup: str = TITLE, **values: Any) -> InteractionResult:
    """Press *Only this date* and fill in these fields."""
    member = world.members[who]
    form = await tap(world, member, ONE_DATE, meetup)
    return form if form.modal is None else await fill_in(member, form, values)


async def cancel(world: World, who: MemberActor, meetup: str = TITLE) -> InteractionResult:
    """Press *Cancel*: the question that comes first."""
    return await tap(world, who, ASK_CANCEL, meetup)


async def rotate(world: World, who: MemberActor, meetup: str = TITLE, **venues: str) -> InteractionResult:
    """Press *Venues in turn* and pick venues by a part of their names: `first`, `second` …"""
    form = await tap(world, who, ROTATE, meetup)
    if form.modal is None:
        return form
    options = form.modal["components"][0]["component"]["options"]

    def find(name: str) -> str:
        return next(str(one["value"]) for one in options if name.casefold() in one["label"].casefold())

    picked = {str(number): [find(venues[one])] for number, one in enumerate(_ONES, 1) if one in venues}
    return await who.submit_modal(form, picked)


async def host_with(
    world: World, who: MemberActor, *others: MemberActor, meetup: str = TITLE
) -> InteractionResult:
    """Press *Hosts* and pick who hosts it, too."""
    form = await tap(world, who, HOSTS, meetup)
    return form if form.modal is None else await who.submit_modal(form, {"hosts": list(others)})


async def hand_over(
    world: World, who: MemberActor, to: MemberActor, meetup: str = TITLE
) -> InteractionResult:
    """Press *Hand over* and pick a member, who is asked."""
    form = await tap(world, who, HAND_OVER, meetup)
    return form if form.modal is None else await who.submit_modal(form, {"host": [to]})


async def show_agenda(world: World, who: MemberActor, meetup: str = TITLE) -> InteractionResult:
    """Press *Agenda* under what `/meetup show` shows to everybody."""
    shown = await who.slash(world.channel, "meetup show", meetup=meetup)
    return await press(world, who, shown, SHOW_AGENDA, parse_ref(meetup))


async def attendance(
    world: World,
    who: MemberActor,
    meetup: str = TITLE,
    present: Sequence[MemberActor] = (),
    absent: Sequence[MemberActor] = (),
) -> InteractionResult:
    """Look who was at the date, or at the latest that has begun, and correct that where somebody is named."""
    shown = await manage(world, who, meetup)
    begun = [one["value"] for one in menu(shown) if one["value"] <= f"{world.now:%Y-%m-%d}"]
    if begun and not any(one.startswith("attendance|") for one in custom_ids(shown)):
        assert shown.response is not None
        shown = await who.select(shown.response, [begun[-1]])
    shown = await press(world, who, shown, ATTENDANCE, parse_ref(meetup))
    if present or absent:
        form = await press(world, who, shown, CORRECT_ATTENDANCE)
        shown = await who.submit_modal(form, {"present": list(present), "absent": list(absent)})
    return shown
