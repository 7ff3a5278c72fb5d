"""What a host typed and was refused comes back, with its readings to pick from and in a form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cogs.custom_ids import OPEN_FORM, PICK_READING
from cogs.privacy.retention import RetentionSweeper
from demo.forms import fill_in
from demo.world import World
from domain.meetups.request import MeetupForm
from tests.stories.edits import edit
from tests.stories.hosting import move
from tests.stories.telling import WEEKLY, announced, card, forbid, press_forged, reads, said

_TYPED = {"title": "Long table", "when": "thu at 6", "repeats": "weekly", "place": "Café Nordlicht"}


def _labels(shown: object) -> list[str]:
    response = shown.response  # type: ignore[attr-defined]
    return [one["label"] for row in response.components for one in row["components"]]


def _fields(form: object) -> dict[str, str]:
    rows = form.modal["components"]  # type: ignore[attr-defined]
    return {row["component"]["custom_id"]: row["component"].get("value", "") for row in rows}


async def test_each_reading_is_a_button_that_goes_on_with_all_else_that_was_typed(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **_TYPED)
    assert "6:00 or 18:00" in said(shown)
    early, late, *forms = _labels(shown)
    assert early == "Thu 12 Mar 2026, 06:00 · Europe/Berlin · in 3 days"
    assert forms == ["✏️ Edit", "Seats and more", "Announcement", "Guests, answers", "Description, picture"]
    shown = await world.press(erin, shown, late)
    for words in ("Save it?", "Thu 12 Mar 2026, 18:00", "Weekly on Thursday", "Café Nordlicht"):
        assert words in said(shown)
    assert "Saved" in said(await world.press(erin, shown, "Save"))


async def test_each_rhythm_that_may_be_meant_is_a_button(world: World) -> None:
    erin = world.members["erin"]
    for typed in (
        {"when": "every second friday 10:00"},
        {"when": "fri 10:00", "repeats": "every second friday"},
    ):
        shown = await world.draft(erin, title="Long table", place="Café Nordlicht", **typed)
        weekly, monthly, *_ = _labels(shown)
        assert weekly.startswith("Fri 13 Mar 2026, 10:00")
        assert "Every 2 weeks on Friday" in weekly
        assert "Monthly on the second" in monthly
        await world.restart()
        shown = await world.press(erin, shown, monthly)
        for words in ("Save it?", "Fri 13 Mar 2026, 10:00", "Monthly on the second Friday"):
            assert words in said(shown)


async def test_the_one_thing_that_may_be_meant_is_a_button_and_not_done_unasked(world: World) -> None:
    erin = world.members["erin"]
    for typed, said_then in (
        ({"when": "monthly on the 31st 18:00"}, "Tue 31 Mar 2026, 18:00"),
        ({"when": "thu 18:00", "repeats": "every wednesday"}, "Wed 18 Mar 2026, 18:00"),
        ({"when": "friday midnight"}, "Fri 13 Mar 2026, 00:00"),
    ):
        shown = await world.draft(erin, title="Long table", place="Café Nordlicht", **typed)
        assert "Save it?" not in said(shown)
        shown = await world.press(erin, shown, _labels(shown)[0])
        for words in ("Save it?", said_then):
            assert words in said(shown)


async def test_a_rhythm_that_is_edited_into_an_open_one_is_picked_too(world: World) -> None:
    await announced(world)
    shown = await edit(world, world.members["erin"], "Friday co-working", repeats="every second friday")
    assert "once a month?" in said(shown)
    shown = await world.press(world.members["erin"], shown, _labels(shown)[1])
    assert "Monthly on the second Friday" in said(shown)


async def test_what_is_refused_comes_back_in_a_form_that_is_filled_in(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **(_TYPED | {"when": "soonish", "title": "x" * 90}))
    assert "can't read" in said(shown)
    form = await world.press(erin, shown, "✏️ Edit")
    assert _fields(form) | {"length": ""} == _TYPED | {"when": "soonish", "title": "x" * 90, "length": ""}
    shown = await fill_in(erin, form, {"when": "thu 18:00"})
    assert "90 characters" in said(shown)
    form = await world.press(erin, shown, "✏️ Edit")
    assert _fields(form)["when"] == "thu 18:00"
    shown = await fill_in(erin, form, {"title": "Long table"})
    assert "Thu 12 Mar 2026, 18:00" in said(shown)
    assert "Saved" in said(await world.press(erin, shown, "Save"))


async def test_a_preview_is_changed_in_its_forms_and_a_refused_change_leaves_it_as_it_was(
    world: World,
) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, seats="4", role=world.coworkers, pings="1 day, 1h", lead=True)
    for words in ("Seats: 4", world.coworkers.mention, "1 day, 1 h", "I guide the group through them"):
        assert words in said(shown)
    form = await world.press(erin, shown, "Seats and more")
    refused = await fill_in(erin, form, {"seats": "many"})
    assert "1 to 1,000" in said(refused)
    form = await world.press(erin, refused, "Seats and more")
    assert _fields(form) == {"seats": "many", "zone": "Europe/Berlin", "lead": ""}
    shown = await fill_in(erin, form, {"seats": ""})
    assert "Seats: open to any number" in said(shown)
    assert "1 day, 1 h" in said(shown), "the rest stays"


async def test_a_refused_edit_comes_back_and_the_meetup_stays_as_it_is_meanwhile(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    before = reads(card(world))
    shown = await edit(world, erin, "Friday co-working", title="Long table", when="thu at 6")
    late = _labels(shown)[1]
    await world.settle()
    assert reads(card(world)) == before
    shown = await world.press(erin, shown, late)
    assert "Changed" in said(shown)
    await world.settle()
    assert "Long table" in reads(card(world))


async def test_two_hosts_change_different_fields_at_once_and_both_changes_stand(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    form = await world.press(erin, page, "✏️ Edit")
    await edit(world, jules, "Friday co-working", place="Café Süd", length="3h")
    assert "Changed" in said(await fill_in(erin, form, {"title": "Long table"}))
    await world.settle()
    for words in ("Long table", "Café Süd", "3 h"):
        assert words in reads(card(world))


async def test_whoever_changes_what_another_host_has_changed_meanwhile_looks_again(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    form = await world.press(erin, page, "✏️ Edit")
    await edit(world, jules, "Friday co-working", title="Fridays", place="Café Süd")
    refused = await fill_in(erin, form, {"title": "Long table"})
    assert "changed meanwhile" in said(refused)
    form = await world.press(erin, refused, "✏️ Edit")
    assert _fields(form)["title"] == "Long table"
    assert _fields(form)["place"] == "Café Süd"
    assert "Changed" in said(await fill_in(erin, form, {}))
    await world.settle()
    for words in ("Long table", "Café Süd"):
        assert words in reads(card(world))


async def test_a_reading_that_is_picked_late_does_not_undo_what_another_host_did(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    shown = await edit(world, erin, "Friday co-working", when="thu at 6")
    late = _labels(shown)[1]
    await edit(world, jules, "Friday co-working", when="wed 12:00")
    assert "changed meanwhile" in said(await world.press(erin, shown, late))
    await world.settle()
    assert "<t:1773226800:F>" in reads(card(world)), "Wednesday, 12:00"


async def test_a_date_that_another_host_moved_meanwhile_is_told_with_its_time(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    shown = await move(world, erin, "sat at 6")
    late = _labels(shown)[1]
    await move(world, jules, "sat 13:00")
    refused = await world.press(erin, shown, late)
    assert "it now starts on Sat 14 Mar 2026, 13:00" in said(refused)
    form = await world.press(erin, refused, "✏️ Edit")
    assert "Moved" in said(await erin.submit_modal(form, {"when": "sat 18:00"}))


async def test_what_was_typed_survives_a_restart_and_is_forgotten_after_a_day(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **_TYPED)
    await world.restart()
    form = await world.press(erin, shown, "✏️ Edit")
    assert _fields(form)["title"] == "Long table"
    await world.advance(timedelta(days=1, minutes=1))
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert "expired" in said(await fill_in(erin, form, {"when": "thu 18:00"}))
    assert "expired" in said(await world.press(erin, shown, _labels(shown)[0]))


async def test_a_channel_that_is_closed_to_the_bot_does_not_cost_what_was_typed(world: World) -> None:
    erin, quiet = world.members["erin"], world.guild.create_text_channel("quiet")
    forbid(world, quiet, embed_links=True)
    refused = await world.draft(erin, **WEEKLY, channel=quiet)
    assert "Embed Links" in said(refused)
    form = await world.press(erin, refused, "Announcement")
    shown = await fill_in(erin, form, {"channel": world.channel})
    assert "Friday co-working" in said(shown)


@pytest.mark.parametrize("index", [0, 9])
async def test_the_typed_words_of_a_host_are_nobody_elses(world: World, index: int) -> None:
    erin, alice = world.members["erin"], world.join("jules", is_host=True)
    shown = await world.draft(erin, **_TYPED)
    assert shown.response is not None
    custom_id = shown.response.components[0]["components"][0]["custom_id"]
    (refused_id, _) = PICK_READING.read(custom_id)
    for forged in (PICK_READING.make(refused_id, index), OPEN_FORM.make(MeetupForm.BASICS, refused_id)):
        assert "expired" in said(await press_forged(world, alice, forged))
    if index:
        forged = PICK_READING.make(refused_id, index)
        assert "changed meanwhile" in said(await press_forged(world, erin, forged))


async def test_where_the_server_has_no_channel_for_it_one_is_chosen_in_a_form(world: World) -> None:
    erin, voice = world.members["erin"], world.guild.create_voice_channel("Quiet room")
    refused = await world.draft(erin, voice, **WEEKLY)
    assert "text channels" in said(refused)
    form = await world.press(erin, refused, "Announcement")
    shown = await fill_in(erin, form, {"channel": world.channel})
    assert world.channel.mention in said(shown)


async def test_a_meetup_is_announced_at_once_if_its_host_wants_and_the_card_is_linked(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY)
    saved = await world.press(erin, shown, "Announce now")
    (message,) = world.cards()
    assert message.jump_url in said(saved)
    await world.advance(timedelta(days=3))
    assert len(world.cards()) == 1, "not once more when it would have been due"


async def test_after_save_one_reads_when_it_is_announced_and_may_have_it_announced_now(world: World) -> None:
    erin = world.members["erin"]
    saved = await world.press(erin, await world.draft(erin, **WEEKLY), "Save")
    assert "on <t:1773131400:F>" in said(saved)
    announce = _custom_id(saved)
    announced_now = await world.press(erin, saved, "Announce now")
    (message,) = world.cards()
    assert message.jump_url in said(announced_now)
    again = await press_forged(world, erin, announce)
    assert message.jump_url in said(again)
    assert len(world.cards()) == 1


async def test_what_is_announced_at_once_anyway_offers_nothing_more_to_do(world: World) -> None:
    erin = world.members["erin"]
    saved = await world.press(erin, await world.draft(erin, title="Soon", when="in 3 hours"), "Save")
    assert "now" in said(saved)
    assert not _labels(saved)


def _custom_id(shown: object) -> str:
    components = shown.response.components  # type: ignore[attr-defined]
    custom_id: str = components[0]["components"][0]["custom_id"]
    return custom_id


async def test_a_channel_that_is_gone_is_said_on_the_page_and_another_is_chosen_there(world: World) -> None:
    erin, room = world.members["erin"], world.guild.create_text_channel("news")
    await world.plan(erin, **WEEKLY, channel=room)
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    assert "channel is gone" not in said(page)
    world.env.backend.delete_channel(room.id)
    await world.settle()
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    assert "Its channel is gone" in said(page)
    form = await world.press(erin, page, "Announcement")
    refused = await erin.submit_modal(form, {"channel": [], "role": [], "pings": "1 day"})
    assert "Pick one under *Announcement*" in said(refused)
    form = await world.press(erin, refused, "Announcement")
    assert world.channel.mention in said(await fill_in(erin, form, {"channel": world.channel}))
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    assert "channel is gone" not in said(page)
