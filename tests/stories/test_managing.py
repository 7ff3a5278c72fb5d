"""A host manages a meetup on one private page, which shows what can be done now and no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from cogs.custom_ids import CORRECT_ATTENDANCE, HAND_OVER, MOVE_DATE, RESTORE_DATE, ROTATE, SKIP_DATE
from demo.forms import fill_in
from demo.world import World
from domain.times.recurrence import describe_rule
from domain.times.rules import Limited, Weekly
from languages import use_language
from languages.catalogues import CHOICES
from tests.stories.brainstorming import gathered, start
from tests.stories.hosting import (
    attendance,
    cancel,
    hand_over,
    host_with,
    manage,
    menu,
    move,
    offered,
    press,
    restore,
    rotate,
    skip,
    tap,
)
from tests.stories.telling import WEEKLY, announced, card, ids, pick, reads, said
from tests.stories.venues import add_venue

_EDITS = ["✏️ Edit", "Seats and more", "Announcement", "Guests, answers", "Description, picture"]
_SERIES = ["Hosts", "Hand over", "Step down", "Copy", "Cancel"]


def _fields(form: InteractionResult) -> dict[str, dict[str, Any]]:
    """The fields of a form by name."""
    assert form.modal is not None
    return {one["component"]["custom_id"]: one["component"] for one in form.modal["components"]}


async def _from_show(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.channel, "meetup show", meetup="Friday co-working")


async def test_the_page_says_how_it_stands_and_offers_what_can_be_done_now(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "🤔")
    page = await manage(world, world.members["erin"])
    text = said(page)
    assert "<t:1773390600:F>" in text
    assert f"✅ Going (1): <@{world.members['alice'].id}>" in text
    assert "Maybe (1)" in text
    assert "Here for the first time" in text
    assert offered(page) == ["Move", "Only this date", "Skip", "Agenda", "Guest list", *_EDITS, *_SERIES]
    assert [one["value"] for one in menu(page)][:2] == ["2026-03-13", "2026-03-20"]


async def test_what_is_about_this_date_stands_before_what_is_about_all(world: World) -> None:
    await add_venue(world.members["alice"], world.channel, "Oslo Coffee")
    await announced(world)
    await world.members["alice"].react(card(world), "✅")
    erin = world.members["erin"]
    page = await host_with(world, erin, world.members["bob"])
    assert said(page).count("Hosted by") == 1
    assert "**Changed.**" in said(page)
    assert "The buttons before ✏️ are for this date alone" in _footer(page)
    assert _rows(page) == [
        ["Move", "Only this date", "Skip", "Agenda", "Guest list"],
        _EDITS,
        ["Venues in turn", "Hosts", "Hand over", "Step down", "Copy"],
        ["Cancel"],
    ]
    await world.plan(erin, title="Once", when="fri 14:00")
    assert _footer(await manage(world, erin, "Once")) == ""


def _footer(shown: InteractionResult) -> str:
    assert shown.response is not None
    return shown.response.embeds[0].footer.text or ""


def _rows(shown: InteractionResult) -> list[list[str]]:
    """The labels of the buttons under a reply, row by row."""
    rows = shown.response.components if shown.response is not None else []
    labels = [[one["label"] for one in row["components"] if "label" in one] for row in rows]
    return [row for row in labels if row]


async def test_what_is_offered_changes_with_the_hour(world: World) -> None:
    card = await gathered(world, "dana")
    erin = world.members["erin"]
    page = await manage(world, erin)
    assert "1. [Late payers]" in said(page)
    assert offered(page) == [
        *("Move", "Only this date", "Skip", "Start", "Agenda", "Guest list"),
        *_EDITS,
        *_SERIES,
    ]
    begun = await start(world)
    assert f"Off we go, in <#{card.id}>" in said(begun)
    assert offered(begun) == ["Agenda", "Guest list", "Attendance", *_EDITS, *_SERIES]
    await world.advance(timedelta(hours=3))
    page = await manage(world, erin)
    assert not {"Start", "Attendance"} & set(offered(page))
    assert page.response is not None
    over = await erin.select(page.response, [menu(page)[0]["value"]])
    assert offered(over) == ["Guest list", "Attendance", *_EDITS, *_SERIES]
    assert "This date is over." in said(over)


async def test_the_page_says_how_long_a_series_goes_on_in_each_language(world: World) -> None:
    await announced(world, repeats="weekly for 6 weeks")
    await world.plan(world.members["erin"], title="Spring", when="fri 14:00", repeats="weekly until 30 april")
    for language in CHOICES:
        host = world.join(f"host {language}", is_host=True, locale=language.replace("_", "-"))
        with use_language(language):
            ends = (
                describe_rule(Limited(Weekly((4,)), None, 6)),
                describe_rule(Limited(Weekly((4,)), date(2026, 4, 30))),
            )
        for title, end in zip(("Friday co-working", "Spring"), ends, strict=True):
            assert end in said(await manage(world, host, title)), language


async def test_another_date_of_the_series_is_one_choice_away(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    page = await manage(world, erin)
    assert page.response is not None
    page = await erin.select(page.response, ["2026-03-27"])
    assert [one["value"] for one in menu(page) if one.get("default")] == ["2026-03-27"]
    shown = await press(world, erin, page, SKIP_DATE)
    assert said(shown).startswith("Friday co-working\n**Skipped.**")
    assert "~~Fri 27 Mar 2026, 09:30" in said(shown)
    assert offered(shown) == ["Restore", *_EDITS, *_SERIES]
    assert "does not take place" not in reads(card(world))


async def test_whoever_may_manage_gets_there_from_what_everybody_sees(world: World) -> None:
    await world.plan(world.members["erin"], **(WEEKLY | {"when": "fri 9:30"}))
    erin, alice = world.members["erin"], world.members["alice"]
    shown = await _from_show(world, erin)
    assert "Manage" in offered(shown)
    assert "Skip" in offered(await world.press(erin, shown, "Manage"))
    assert "Manage" not in offered(await _from_show(world, alice))
    assert await alice.autocomplete(world.channel, "meetup manage", "meetup", "") == []
    await world.advance(timedelta(days=2))
    shown = await _from_show(world, alice)
    assert offered(shown) == ["Agenda"]
    assert "Agenda" in said(await world.press(alice, shown, "Agenda"))


async def test_page_and_forms_outlive_the_process(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    page, form = await manage(world, erin), await tap(world, erin, MOVE_DATE)
    await world.restart()
    assert "Moved" in said(await erin.submit_modal(form, {"when": "sat 14:00"}))
    assert "Skipped" in said(await press(world, erin, page, SKIP_DATE))
    assert page.response is not None
    assert "Fri 20 Mar" in said(await erin.select(page.response, ["2026-03-20"]))


async def test_a_date_is_not_moved_onto_another_one_unless_that_one_is_skipped(world: World) -> None:
    await announced(world)
    erin, card_before = world.members["erin"], reads(card(world))
    refused = await move(world, erin, "fri 20 mar 9:30")
    assert "*Skip* one of the two" in said(refused)
    await world.settle()
    assert reads(card(world)) == card_before
    page = await manage(world, erin)
    assert page.response is not None
    page = await erin.select(page.response, ["2026-03-20"])
    await press(world, erin, page, SKIP_DATE)
    form = await world.press(erin, refused, "✏️ Edit")
    assert "Moved" in said(await erin.submit_modal(form, {"when": "fri 20 mar 9:30"}))
    assert "*Skip* one of the two" in said(await press(world, erin, page, RESTORE_DATE))


async def test_a_page_from_before_says_kindly_what_has_changed(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    page, form = await manage(world, erin), await tap(world, erin, MOVE_DATE)
    await move(world, jules, "sat 14:00")
    assert "changed meanwhile" in said(await erin.submit_modal(form, {"when": "sun 14:00"}))
    await skip(world, jules)
    assert "skipped already" in said(await press(world, erin, page, SKIP_DATE))
    await restore(world, jules, await pick(world, jules, "meetup manage"))
    assert "<t:1773390600:F>" in said(await manage(world, erin))
    await world.advance(timedelta(days=4, hours=4))
    assert "is over" in said(await press(world, erin, page, SKIP_DATE))
    shown = await cancel(world, jules)
    await world.press(jules, shown, "Cancel all dates")
    assert "has been cancelled" in said(await press(world, erin, page, SKIP_DATE))
    assert page.response is not None
    assert "has been cancelled" in said(await erin.select(page.response, ["2026-03-27"]))


async def test_a_refused_time_comes_back_in_the_form_and_with_its_readings(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    page = await manage(world, erin)
    refused = await erin.submit_modal(await press(world, erin, page, MOVE_DATE), {"when": "when I like"})
    assert "can't read" in said(refused)
    form = await world.press(erin, refused, "✏️ Edit")
    assert _fields(form)["when"]["value"] == "when I like"
    refused = await erin.submit_modal(form, {"when": "sat at 6"})
    moved = await world.press(erin, refused, offered(refused)[1])
    assert said(moved).startswith("Friday co-working\n**Moved.**")
    assert "<t:1773507600:F>" in said(moved)
    assert "Restore" in offered(moved)
    form = await press(world, erin, moved, MOVE_DATE)
    assert _fields(form)["when"]["value"] == "Sat 14 Mar 2026, 18:00"
    assert "Moved" in said(await erin.submit_modal(form, {"when": "Fri 13 Mar 2026, 9:30"}))
    assert "Skipped" in said(await press(world, erin, page, SKIP_DATE))


async def test_the_series_is_edited_from_the_page_and_the_way_leads_back(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    page = await manage(world, erin)
    form = await world.press(erin, page, "Seats and more")
    changed = await fill_in(erin, form, {"seats": "8"})
    assert "Seats: 8" in said(changed)
    assert "✅ Going (0 of 8)" in said(await world.press(erin, changed, "Back"))


@pytest.mark.parametrize("locale", ["en-US", "de", "fr", "es-ES", "pt-BR", "ja"])
async def test_the_time_in_the_form_can_be_sent_as_it_stands(world: World, locale: str) -> None:
    await announced(world)
    erin = world.join("erin", is_host=True, locale=locale)
    form = await tap(world, erin, MOVE_DATE)
    refused = said(await erin.submit_modal(form, {"when": _fields(form)["when"]["value"]}))
    assert refused == world.in_their_language(erin, "That date already starts at that time.")


async def test_of_an_hour_that_comes_twice_the_form_says_which(world: World) -> None:
    erin = world.members["erin"]
    await world.plan(erin, title="Night owls", when="2026-10-25T01:30:00Z")
    form = await tap(world, erin, MOVE_DATE, "Night owls")
    typed = _fields(form)["when"]["value"]
    assert typed == "2026-10-25 02:30+0100 Europe/Berlin"
    assert "already starts at that time" in said(await erin.submit_modal(form, {"when": typed}))


async def test_where_somebody_cannot_host_another_is_picked(world: World) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    refused = await hand_over(world, erin, world.members["alice"])
    assert offered(refused) == ["Hand over", "Back"]
    await world.restart()
    assert WEEKLY["title"] in said(await world.press(erin, await hand_over(world, erin, erin), "Back"))
    form = await world.press(erin, refused, "Hand over")
    assert f"{jules.mention} is asked" in said(await erin.submit_modal(form, {"host": [jules]}))


async def test_a_meetup_is_handed_only_to_whoever_may_plan(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    assert "may not plan" in said(await hand_over(world, erin, alice))
    assert "host it already" in said(await hand_over(world, erin, erin))
    robot = world.guild.add_member(world.env.create_user("robot", bot=True), roles=[world.hosts])
    assert "a bot can't host" in said(await hand_over(world, erin, robot))
    form, jules = await tap(world, erin, HAND_OVER), world.join("jules", is_host=True)
    world.guild.remove_member(jules)
    gone = await erin.submit_modal(form, {"host": [jules.user]})
    assert "one member of this server" in said(gone)
    await world.settle()
    assert f"Hosted by <@{erin.id}>" in reads(card(world))


async def test_venues_in_turn_are_offered_where_there_are_any_and_shown_as_they_follow(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    assert "Venues in turn" not in offered(await manage(world, erin))
    assert "No venue is in the book" in said(await tap(world, erin, ROTATE))
    for name in ("North", "South", "West"):
        await erin.slash(world.channel, "venue add", name=name, city="Berlin")
    assert "takes turns between 2 venues" in said(await rotate(world, erin, first="South", second="North"))
    fields = _fields(await tap(world, erin, ROTATE))
    chosen = [[o["label"] for o in one["options"] if o.get("default")] for one in fields.values()]
    assert chosen == [["South, Berlin"], ["North, Berlin"], [], [], []]


async def test_who_was_there_is_mended_for_several_at_once_or_not_at_all(world: World) -> None:
    message = await announced(world, repeats="once")
    await world.members["alice"].react(message, "✅")
    await world.advance(timedelta(days=3, minutes=30))
    erin, (alice, bob, dana) = (
        world.members["erin"],
        (world.members[name] for name in ("alice", "bob", "dana")),
    )
    assert "in both fields" in said(await attendance(world, erin, present=[alice, bob], absent=[bob]))
    assert "Nobody that I know of" in said(await attendance(world, erin))
    assert said(await attendance(world, erin, present=[alice, dana])).count("(you said so)") == 2
    await world.advance(timedelta(days=1))
    page = await manage(world, erin)  # by its title, though it is over and has no other date
    assert offered(page) == ["Guest list", "Attendance", "Copy"]
    shown = await world.press(erin, page, "Attendance")
    assert f"<@{dana.id}> (you said so)" in said(shown)
    form = await press(world, erin, shown, CORRECT_ATTENDANCE)
    assert f"<@{dana.id}>" not in said(await erin.submit_modal(form, {"present": [], "absent": [dana]}))
    assert offered(await world.press(erin, shown, "Back")) == ["Guest list", "Attendance", "Copy"]
    choices = await erin.autocomplete(world.channel, "meetup manage", "meetup", "fri")
    assert [one["name"] for one in choices] == ["Friday co-working · Fri 13 Mar 2026, 09:30 · Europe/Berlin"]


async def test_what_is_planned_for_everybody_is_offered_to_those_who_manage_events(world: World) -> None:
    await announced(world)
    jules, alice = world.join("jules", is_host=True), world.members["alice"]
    assert len(await jules.autocomplete(world.channel, "meetup manage", "meetup", "fri")) == 4
    assert ids(world, "erin") != [jules.id]
    assert await alice.autocomplete(world.channel, "meetup manage", "meetup", "fri") == []
