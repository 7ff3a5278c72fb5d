"""The picture of a meetup: uploaded in a form, kept by the bot, and shown wherever the meetup is."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from cogs.privacy.retention import RetentionSweeper
from db.connection import Connection
from demo.forms import fill_in
from demo.world import World
from services.meetups import pictures
from tests.stories.board import boss
from tests.stories.edits import edit
from tests.stories.images import RED, bomb, colour_of, from_a_phone, moving, picture
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    forbid,
    labels,
    lose_the_answer,
    reads,
    said,
)

_CAFE = ("café.png", picture())
_RED = ("red.png", picture(colour=RED))
_FORM = "Description, picture"


async def _shown(message: discord.Message) -> str | None:
    """The colour of the picture that a message shows; None where it shows none."""
    if not message.attachments:
        assert message.embeds[0].image.url is None
        return None
    (file,) = message.attachments
    assert message.embeds[0].image.url == f"attachment://{file.filename}"
    return colour_of(await file.read())


async def _count(world: World) -> int:
    """How many pictures the database has."""

    def count(connection: Connection) -> int:
        return int(connection.execute("SELECT count(*) FROM meetup_pictures").fetchone()[0])

    return await world.bot.database.read(count)


def _covers(world: World, since: int = 0) -> list[str | None]:
    """The colours of the pictures that the bot has given to events, None where it took one away."""
    asked = [one.json or {} for one in world.env.http_requests[since:] if "scheduled-events" in one.path]
    covers = [one["image"] for one in asked if "image" in one]
    return [colour_of(base64.b64decode(one.partition(",")[2])) if one else None for one in covers]


async def _refill(world: World, shown: InteractionResult, **values: Any) -> InteractionResult:
    """erin opens the form again and sends it with these values."""
    erin = world.members["erin"]
    return await fill_in(erin, await world.press(erin, shown, _FORM), values)


async def test_it_is_kept_from_the_draft_to_the_card_and_the_event(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, picture=_CAFE)
    assert shown.response is not None
    assert await _shown(shown.response.message) == "teal"
    await world.restart()
    saved = await world.press(erin, shown, "Save")
    assert saved.response is not None
    assert not saved.response.message.attachments
    await world.restart()
    await world.advance(timedelta(days=2))
    assert await _shown(card(world)) == "teal"
    assert _covers(world) == ["teal"]
    await world.restart()
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert "✅ Going (1)" in reads(card(world))
    assert await _shown(card(world)) == "teal"
    await world.advance(timedelta(days=7))
    assert len(world.cards()) == 2
    assert await _shown(card(world)) == "teal", "attached anew to each date"
    assert _covers(world) == ["teal", "teal"], "once to each"


async def test_it_is_changed_and_taken_out_for_all_dates_to_come(world: World) -> None:
    erin = world.members["erin"]
    await announced(world)
    assert await _shown(card(world)) is None
    changed = await edit(world, erin, WEEKLY["title"], picture=_CAFE)
    assert "Changed." in said(changed)
    assert changed.response is not None
    assert await _shown(changed.response.message) == "teal"
    await world.settle()
    assert await _shown(card(world)) == "teal"
    page = await world.press(erin, changed, "Back")
    assert page.response is not None
    assert not page.response.message.attachments
    await edit(world, erin, WEEKLY["title"], picture=_RED, description="Red")
    await world.settle()
    assert await _shown(card(world)) == "red"
    before = len(world.env.http_requests)
    await edit(world, erin, WEEKLY["title"], title="Long table")
    await world.settle()
    assert await _shown(card(world)) == "red"
    assert _covers(world, before) == []
    await edit(world, erin, "Long table", no_picture=True)
    await world.settle()
    assert await _shown(card(world)) is None
    assert "Red" in reads(card(world))
    assert _covers(world, before) == [None]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("notes.png", b"These are my notes."), "can't read that as a picture"),
        (("empty.png", b""), "can't read that as a picture"),
        (("bomb.png", bomb()), "more than 40 million pixels"),
        (("large.png", b"\x89PNG" + b"x" * (8 * 1024 * 1024)), "up to 8 MB fit"),
        (("half.jpg", picture("JPEG")[:300]), "can't read that as a picture"),
    ],
    ids=["notes", "empty", "bomb", "large", "half"],
)
async def test_what_is_no_picture_is_refused_and_the_words_beside_it_come_back(
    world: World, file: tuple[str, bytes], why: str
) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, description="Bring cake", picture=file)
    assert why in said(shown)
    assert await _count(world) == 0
    await world.restart()
    shown = await _refill(world, shown, picture=_CAFE)
    assert "Bring cake" in said(shown)
    assert shown.response is not None
    assert await _shown(shown.response.message) == "teal"
    assert "Saved" in said(await world.press(erin, shown, "Save"))


async def test_what_moves_stands_still_and_a_photo_tells_no_place(world: World) -> None:
    for file in (("dance.gif", moving()), ("IMG_1.jpg", from_a_phone())):
        shown = await world.draft(world.members["erin"], **WEEKLY, picture=file)
        assert shown.response is not None
        (kept,) = shown.response.message.attachments
        assert kept.filename == "picture.jpg"
        assert colour_of(await kept.read()) == "teal"
        assert b"Pocket camera" not in await kept.read()


async def test_a_picture_outlives_words_that_are_refused(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, description="x" * 601, picture=_CAFE)
    assert "up to 600 fit" in said(shown)
    await world.restart()
    shown = await _refill(world, shown, description="Short")
    assert shown.response is not None
    assert await _shown(shown.response.message) == "teal"
    await world.press(erin, shown, "Announce now")
    assert await _shown(card(world)) == "teal"
    assert "Short" in reads(card(world))


async def test_an_answer_that_was_lost_leaves_one_card_with_its_picture(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_answer(monkeypatch)
    await announced(world, picture=_CAFE)
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1
    assert await _shown(card(world)) == "teal"


async def test_where_nothing_may_be_attached_the_card_goes_out_without_it(world: World) -> None:
    forbid(world, world.channel, attach_files=True)
    await announced(world, picture=_CAFE)
    assert await _shown(card(world)) is None
    (told,) = await by_the_way(world, whole=True)
    assert "without its picture" in told
    assert "Attach Files" in told
    forbid(world, world.channel)
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert await _shown(card(world)) == "teal"


async def test_what_no_meetup_has_is_forgotten_after_a_day(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, picture=_CAFE)
    await edit(world, erin, WEEKLY["title"], picture=_RED)
    await world.draft(erin, **(WEEKLY | {"title": "Never saved"}), picture=_CAFE)
    assert await _count(world) == 3
    await world.advance(timedelta(days=1, minutes=1))
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert await _count(world) == 1
    await world.settle()
    assert await _shown(card(world)) == "red"


async def test_nobody_fills_the_database_with_them(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, picture=_CAFE)
    for _ in range(pictures.MOST_OF_MEMBER + 3):
        shown = await _refill(world, shown, picture=_RED)
    assert await _count(world) == pictures.MOST_OF_MEMBER
    await world.press(erin, shown, "Announce now")
    assert await _shown(card(world)) == "red"


async def test_it_is_handed_over_and_goes_with_whoever_uploaded_it(world: World) -> None:
    erin = world.members["erin"]
    await announced(world, picture=_CAFE, description="Bring cake")
    for exported in (
        await erin.slash(world.channel, "privacy export"),
        await boss(world).slash(world.channel, "longtable export"),
    ):
        assert exported.response is not None
        data = json.loads(await exported.response.message.attachments[0].read())["data"]
        assert colour_of(base64.b64decode(data["pictures"][0]["image"])) == "teal"
        assert data["hosted" if "hosted" in data else "meetups"][0]["description"] == "Bring cake"
    shown = await erin.slash(world.channel, "privacy erase")
    await world.press(erin, shown, "Erase everything")
    await world.settle()
    assert await _count(world) == 0
    assert await _shown(card(world)) is None
    assert "Bring cake" in reads(card(world)), "it stays for the others, as the title does"
    assert _covers(world) == ["teal", None]
    await world.advance(timedelta(days=7))
    assert await _shown(card(world)) is None


async def test_the_form_offers_what_there_is_to_do(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    assert labels(shown)[3:8] == ["✏️ Edit", "Seats and more", "Announcement", "Guests, answers", _FORM]
    form = await world.press(erin, shown, _FORM)
    assert form.modal is not None
    assert [one["label"] for one in form.modal["components"]] == ["Description", "Picture"]
    shown = await fill_in(erin, form, {"picture": _CAFE})
    form = await world.press(erin, shown, _FORM)
    assert form.modal is not None
    assert [one["label"] for one in form.modal["components"]][1:] == [
        "Another picture",
        "Take the picture out",
    ]
    shown = await fill_in(erin, form, {"no_picture": True})
    assert shown.response is not None
    assert await _shown(shown.response.message) is None
