"""A meetup like an earlier one: from its page, or from a menu under a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult

from cogs.custom_ids import COPY_MEETUP
from demo.forms import fill_in
from demo.world import World
from tests.stories.hosting import cancel, custom_ids, manage, menu, offered, pick_earlier, tap
from tests.stories.images import colour_of, picture
from tests.stories.telling import WEEKLY, announced, card, forbid, press_forged, reads, said

_ALL: dict[str, Any] = {
    "length": "3h",
    "place": "Library",
    "seats": "8",
    "description": "Bring cake",
    "picture": ("cake.png", picture()),
}
_WORDS = ("Library", "Length: 3", "Seats: 8", "Bring cake")


def _filled(form: InteractionResult) -> dict[str, str]:
    assert form.modal is not None
    rows = [row["component"] for row in form.modal["components"]]
    return {one["custom_id"]: one.get("value", "") for one in rows}


async def test_copy_opens_planning_with_all_but_the_time(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, **_ALL)
    form = await tap(world, erin, COPY_MEETUP)
    filled = _filled(form)
    assert filled == {
        "title": WEEKLY["title"],
        "when": "",
        "repeats": "Weekly on Friday",
        "length": "3h",
        "place": "Library",
    }
    await world.restart()
    shown = await fill_in(erin, form, {"title": "Monday co-working", "when": "mon 9:00", "repeats": "weekly"})
    for word in ("Save it?", "Monday co-working", "Weekly on Monday", *_WORDS):
        assert word in said(shown)
    await world.restart()
    await world.press(erin, shown, "Announce now")
    assert "Bring cake" in reads(card(world))
    assert colour_of(await card(world).attachments[0].read()) == "teal"
    assert {one.embeds[0].title for one in world.cards()} == {"Friday co-working", "Monday co-working"}


async def test_a_time_that_does_not_fit_the_rhythm_comes_back(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, **_ALL)
    shown = await fill_in(erin, await tap(world, erin, COPY_MEETUP), {"when": "mon 9:00"})
    assert "has no date on" in said(shown)
    shown = await world.press(erin, shown, offered(shown)[0])
    for word in ("Save it?", "Weekly on Friday", "Bring cake"):
        assert word in said(shown)


async def test_one_that_is_over_is_copied_from_its_page(world: World) -> None:
    erin = world.members["erin"]
    shown = await announced(world, repeats="once", **_ALL)
    await world.members["alice"].react(shown, "✅")
    await world.advance(timedelta(days=6))
    assert "This date is over" in reads(card(world))
    form = await tap(world, erin, COPY_MEETUP)
    shown_again = await fill_in(erin, form, {"when": "fri 9:30"})
    for word in ("Save it?", *_WORDS):
        assert word in said(shown_again)


async def test_a_draft_becomes_like_an_earlier_one_even_a_cancelled_one(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, **_ALL)
    await world.press(erin, await cancel(world, erin), "Cancel all dates")
    await world.settle()
    shown = await world.draft(erin, title="Autumn", when="thu 18:00")
    assert [one["label"] for one in menu(shown)] == ["Friday co-working · Weekly on Friday · Library"]
    await world.restart()
    shown = await pick_earlier(erin, shown)
    for word in ("Save it?", "Autumn", "Thu 12 Mar 2026, 18:00", "Once", *_WORDS):
        assert word in said(shown)
    assert shown.response is not None
    assert len(shown.response.message.attachments) == 1
    await world.press(erin, shown, "Save")
    await world.advance(timedelta(days=1))
    assert "Autumn" in reads(card(world))
    assert card(world).attachments


async def test_a_channel_that_is_closed_meanwhile_is_said_and_another_is_chosen(world: World) -> None:
    erin, other = world.members["erin"], world.guild.create_text_channel("other")
    await world.plan(erin, **WEEKLY, channel=other)
    forbid(world, other, send_messages=True)
    shown = await world.draft(erin, title="Autumn", when="thu 18:00")
    refused = await pick_earlier(erin, shown)
    assert "I lack" in said(refused)
    form = await world.press(erin, refused, "Announcement")
    assert "Save it?" in said(await fill_in(erin, form, {"channel": world.channel}))


async def test_only_who_may_plan_copies_and_only_what_there_is(world: World) -> None:
    await announced(world, **_ALL)
    alice, erin = world.members["alice"], world.members["erin"]
    page = await manage(world, erin)
    (made,) = [one for one in custom_ids(page) if one.startswith(f"{COPY_MEETUP.name}|")]
    assert "Planning meetups is for members" in said(await press_forged(world, alice, made))
    gone = made.replace(made.split("|")[1].split(":")[0], "12345")
    assert "don't know that meetup" in said(await press_forged(world, erin, gone))


def _hide(world: World, channel: ChannelHandle) -> None:
    """A moderator hides the channel from whoever hosts, but for erin."""
    hidden, shown = discord.Permissions(view_channel=True).value, world.members["erin"].id
    denied = Overwrite(world.hosts.id, OverwriteType.ROLE, deny=hidden)
    world.env.backend.set_overwrite(channel.id, denied)
    world.env.backend.set_overwrite(channel.id, Overwrite(shown, OverwriteType.MEMBER, allow=hidden))


async def test_what_is_announced_in_a_hidden_channel_is_not_offered(world: World) -> None:
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    room = world.guild.create_text_channel("board-room")
    await world.plan(erin, **WEEKLY, description="For the board", channel=room)
    before = await world.draft(jules, title="Autumn", when="thu 18:00")
    _hide(world, room)
    shown = await world.draft(jules, title="Autumn", when="thu 18:00")
    assert menu(shown) == []
    assert len(menu(await world.draft(erin, title="Autumn", when="thu 18:00"))) == 1
    refused = await pick_earlier(jules, before)
    assert "don't know that meetup" in said(refused)
    assert "For the board" not in said(refused)


async def test_a_host_who_cannot_see_its_channel_any_more_copies_it_into_the_usual_one(world: World) -> None:
    jules = world.join("jules", is_host=True)
    room = world.guild.create_text_channel("board-room")
    await world.plan(jules, **_ALL | WEEKLY, channel=room)
    _hide(world, room)
    shown = await fill_in(jules, await tap(world, jules, COPY_MEETUP), {"when": "fri 9:30"})
    for word in ("Save it?", world.channel.mention, *_WORDS):
        assert word in said(shown)
    assert room.mention not in said(shown)
