"""Profiles: two short forms, cities by any of their names, what others see, breaks, and whom one avoids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from simcord.results import InteractionResult

from demo.settings import set_up
from demo.world import World
from tests.stories.board import boss, button_of
from tests.stories.profiles import (
    BASICS,
    INTERESTS,
    best_city,
    end_break,
    fill_profile,
    own_page,
    take_break,
    turn,
)
from tests.stories.telling import labels, press_forged, said


async def test_a_profile_in_two_short_forms(world: World) -> None:
    text = await fill_profile(world, world.members["alice"])
    assert "Berlin, DE" in text
    assert "Tue 8:00–12:00, Fri 12:00–17:00 (Europe/Berlin)" in text
    assert "English, Deutsch" in text
    assert "up to 30 km; circles within reach or online" in text
    assert "8 of 10; used only to find circles" in text
    assert "illustration" in text
    assert "books, hiking" in text


async def test_the_form_comes_back_as_it_was_filled_in_and_the_city_stays(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    form = await alice.slash(world.channel, "profile edit")
    assert form.modal is not None
    chosen = [
        option["value"]
        for label in form.modal["components"]
        for option in label["component"].get("options", [])
        if option.get("default")
    ]
    assert sorted(chosen) == sorted(["30", "1:morning", "4:afternoon", "en", "de", "8"])
    shown = await alice.submit_modal(form, BASICS | {"travel": ["5"]})
    assert "up to 5 km" in said(shown)
    assert "Berlin" in said(shown)


async def test_who_fills_it_in_reads_when_most_others_are_free(world: World) -> None:
    for place, name in enumerate(("bob", "charlie", "dana", "erin")):
        member = world.members.get(name) or world.join(name)
        await fill_profile(world, member, parts=["1:evening", f"{place}:morning"])
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city="Berlin")
    assert form.modal is not None
    assert "Many here" not in str(form.modal)  # four are too few to speak of
    await fill_profile(world, world.join("frida"), parts=["1:evening", "3:morning"])
    form = await alice.slash(world.channel, "profile edit", city="Berlin")
    assert "Many here: Tue evening, Thu morning. By your own clock" in str(form.modal)


async def test_the_first_step_begins_with_what_is_easy_and_ends_with_the_city(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit")
    assert form.modal is not None
    fields = [label["component"]["custom_id"] for label in form.modal["components"]]
    assert fields[0] == "languages"
    assert fields[-1] == "company"
    asked = await alice.submit_modal(form, BASICS)
    assert "in which city" in said(asked)
    assert labels(asked) == ["Berlin, DE", "Hamburg, DE", "Munich, DE", "Köln, DE", "Another city"]
    await world.restart()
    saved = await world.press(alice, asked, "Hamburg, DE")
    assert "Hamburg, DE" in said(saved)
    assert "the organisers begin a round of circles" in said(saved)
    form = await world.press(alice, saved, "Another city")
    saved = await alice.submit_modal(form, {"city": "lisboa"})
    assert "Lisbon, PT" in said(saved)
    form = await world.press(alice, saved, "Another city")
    assert "don't know that city" in said(await alice.submit_modal(form, {"city": "Xyzzyville"}))
    form = await world.press(alice, saved, "Step 2: what you like, what others see")
    assert "illustration" in said(await alice.submit_modal(form, INTERESTS))


def _filled_in(form: InteractionResult) -> dict[str, Any]:
    """What stands in a form as it opens, by its fields."""
    assert form.modal is not None
    fields = [label["component"] for label in form.modal["components"]]
    return {
        field["custom_id"]: [option["value"] for option in field["options"] if option.get("default")]
        if "options" in field
        else field.get("value", "")
        for field in fields
    }


@pytest.mark.parametrize(
    ("button", "field", "typed", "right", "answer"),
    [
        ("City", "city", "Xyzzyville", "Lisboa", "Lisbon, PT"),
        ("Take a break", "weeks", "ten", "2", "until <t:"),
        ("Time zone: Europe/Berlin", "zone", "Atlantis", "Lisbon", "Europe/Lisbon"),
    ],
)
async def test_what_is_refused_on_ones_own_page_comes_back_with_edit(
    world: World, button: str, field: str, typed: str, right: str, answer: str
) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    opened = await alice.click((await own_page(world, alice)).response, label=button)  # type: ignore[arg-type]
    refused = await alice.submit_modal(opened, {field: typed})
    assert "list" not in said(refused)
    await world.restart()
    form = await world.press(alice, refused, "Edit")
    assert _filled_in(form) == {field: typed}
    assert answer in said(await alice.submit_modal(form, {field: right}))


async def test_a_zone_that_may_be_several_is_picked_with_a_button(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    page = await own_page(world, alice)
    form = await alice.click(page.response, label="Time zone: Europe/Berlin")  # type: ignore[arg-type]
    asked = await alice.submit_modal(form, {"zone": "IST"})
    assert labels(asked) == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem", "Edit"]
    await world.restart()
    picked = await alice.click(asked.response, label="Europe/Dublin")  # type: ignore[arg-type]
    assert "**Europe/Dublin** now" in said(picked)


async def test_the_second_form_comes_back_as_it_was_when_its_hours_are_refused(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city="Berlin")
    saved = await alice.submit_modal(form, BASICS)
    form = await world.press(alice, saved, "Step 2: what you like, what others see")
    filled = INTERESTS | {"hours": "whenever", "contact": ["message"]}
    refused = await alice.submit_modal(form, filled)
    await world.restart()
    form = await world.press(alice, refused, "Edit")
    again = _filled_in(form)
    assert {name: sorted(value) for name, value in again.items()} == {
        name: sorted(value) for name, value in filled.items()
    }
    assert "Tue 9:00–12:00" in said(await alice.submit_modal(form, again | {"hours": "tue 9am-12pm"}))


async def test_after_saving_one_reads_when_the_next_round_is(world: World) -> None:
    room = world.guild.create_text_channel("circles")
    options = {"circles": room, "rounds": "monthly on the first monday"}
    await set_up(world, boss(world), **options)
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city="Berlin")
    saved = said(await alice.submit_modal(form, BASICS))
    assert f"a round of circles on <t:{int(datetime(2026, 4, 6, 7, 0, tzinfo=UTC).timestamp())}:D>" in saved


async def test_ones_own_page_says_what_is_set_and_changes_it_in_place(world: World) -> None:
    alice = world.members["alice"]
    page = await own_page(world, alice)
    assert labels(page)[0] == "Find company"
    await fill_profile(world, alice)
    page = await own_page(world, alice)
    assert labels(page) == [
        "Edit",
        "What others see",
        "City",
        "Take a break",
        "Time zone: Europe/Berlin",
        "Reminders",
        "Welcome first-timers: off",
        "Be asked about problems: off",
        "Named in recaps: off",
        "Hear of solutions: on",
        "Called when a meetup needs me: on",
        "A welcome to my first meetup: on",
    ]
    turned = await world.press(alice, page, "Named in recaps: off")
    assert "Named in recaps: on" in labels(turned)
    assert "Named in recaps: on" in labels(await own_page(world, alice))
    stale = await world.press(alice, page, "Take a break")
    rested = await alice.submit_modal(stale, {"weeks": "2"})
    assert "until <t:" in said(rested)
    assert "End my break" in labels(rested)


async def test_others_see_what_was_chosen_and_never_how_much_company(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    await fill_profile(world, alice)
    text = said(await bob.slash(world.channel, "profile show", member=alice))
    assert "Berlin" in text
    assert "illustration" in text
    for hidden in ("8:00", "English", "30 km", "of 10", "Company", "Travel"):
        assert hidden not in text
    await fill_profile(world, alice, second={"shown": []})
    assert "keeps their profile to themselves" in said(
        await bob.slash(world.channel, "profile show", member=alice)
    )
    assert "Company" in said(await alice.slash(world.channel, "profile show"))


async def test_finer_hours_take_the_place_of_parts_and_outlive_the_first_form(world: World) -> None:
    alice = world.members["alice"]
    text = await fill_profile(world, alice, second={"hours": "tue 9:30-12, mon-wed 18-20.30"})
    assert "Mon 18:00–20:30, Tue 9:30–12:00, Tue 18:00–20:30, Wed 18:00–20:30" in text
    form = await alice.slash(world.channel, "profile edit")
    shown = await alice.submit_modal(form, {**BASICS, "parts": ["5:evening"]})
    assert "Sat 17:00–22:00" in said(shown)


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("whenever", "can't read"),
        ("tue 12-9", "does not end after it starts"),
        ("tue 9-10", "two hours"),
        ("tue 9-25", "does not end"),
        ("tue 9:00-11:00; drop table", "can't read"),
    ],
)
async def test_hours_that_cannot_be_read_change_nothing(world: World, hours: str, reason: str) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    assert reason in await fill_profile(world, alice, second={"hours": hours, "field": "changed"})
    assert "illustration" in said(await alice.slash(world.channel, "profile show"))


async def test_the_forms_outlive_a_restart(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city=await best_city(world, alice, "Lisbon"))
    await world.restart()
    shown = await alice.submit_modal(form, BASICS)
    await world.restart()
    form = await world.press(alice, shown, "Step 2: what you like, what others see")
    await world.restart()
    assert "illustration" in said(await alice.submit_modal(form, INTERESTS))


async def test_a_break_with_and_without_an_end(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    assert "until <t:" in await take_break(world, alice, "3")
    shown = await alice.slash(world.channel, "profile show")
    assert shown.response is not None
    assert "on a break" in (shown.response.embeds[0].footer.text or "")
    await world.advance(timedelta(weeks=3, minutes=1))
    shown = await alice.slash(world.channel, "profile show")
    assert shown.response is not None
    assert "on a break" not in (shown.response.embeds[0].footer.text or "")
    await take_break(world, alice)
    await world.advance(timedelta(weeks=100))
    shown = await alice.slash(world.channel, "profile show")
    assert shown.response is not None
    assert "on a break" in (shown.response.embeds[0].footer.text or "")
    assert "Welcome back" in await end_break(world, alice)
    assert "from 1 to 52" in await take_break(world, alice, "0")


async def test_a_profile_of_over_a_year_ago_is_asked_about_once(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    await world.advance(timedelta(days=364))
    assert (await alice.slash(world.channel, "meetup list")).followups == []
    await world.advance(timedelta(days=2))
    (question,) = (await alice.slash(world.channel, "meetup list")).followups
    assert question.ephemeral
    assert "over a year old" in question.content
    assert (await alice.slash(world.channel, "meetup list")).followups == []
    await alice.click(question, label="Still right")
    await world.advance(timedelta(days=366))
    assert len((await alice.slash(world.channel, "meetup list")).followups) == 1
    assert (await world.members["bob"].slash(world.channel, "meetup list")).followups == []


async def test_organisers_extend_the_list_of_interests(world: World) -> None:
    organiser = boss(world)
    await set_up(world, organiser, interests=" Sourdough ")
    text = await fill_profile(world, world.members["alice"], second={"interests": ["sourdough"]})
    assert "sourdough" in text
    things = ", ".join(f"thing {number}" for number in range(6))
    await set_up(world, organiser, interests=f"sourdough, {things}")
    shown = await set_up(world, organiser, interests=f"sourdough, {things}, one too many")
    assert "room for 25" in said(shown)
    await set_up(world, organiser, interests=things)
    text = await fill_profile(world, world.members["bob"])
    form = await world.members["bob"].slash(world.channel, "profile edit")
    shown = await world.members["bob"].submit_modal(form, BASICS)
    form = await world.press(world.members["bob"], shown, "Step 2: what you like, what others see")
    assert "sourdough" not in str(form.modal)


async def test_whom_one_avoids_is_for_oneself_alone(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    for who in (alice, bob):
        await fill_profile(world, who)
    before = said(await bob.slash(world.channel, "profile show"))
    before_of_alice = said(await bob.slash(world.channel, "profile show", member=alice))
    assert "only you see it" in said(await alice.slash(world.channel, "circle avoid", member=bob))
    assert f"<@{bob.id}>" in said(await alice.slash(world.channel, "circle avoid"))
    assert "avoid nobody" in said(await bob.slash(world.channel, "circle avoid"))
    assert said(await bob.slash(world.channel, "profile show")) == before
    assert said(await bob.slash(world.channel, "profile show", member=alice)) == before_of_alice
    shown = await alice.slash(world.channel, "circle avoid")
    assert "again" not in said(shown)
    assert f"in a circle with <@{bob.id}> again" in said(await world.press(alice, shown, "Stop avoiding bob"))
    assert "avoid nobody" in said(await alice.slash(world.channel, "circle avoid"))
    assert "can't avoid yourself" in said(await alice.slash(world.channel, "circle avoid", member=alice))


async def test_of_many_whom_one_avoids_each_can_be_let_go(world: World) -> None:
    alice = world.members["alice"]
    for number in range(22):
        await alice.slash(world.channel, "circle avoid", member=world.join(f"person{number}"))
    world.guild.remove_member(world.members["person0"])
    page = await alice.slash(world.channel, "circle avoid")
    assert len(labels(page)) == 20
    assert "Stop avoiding number 1" in labels(page)  # who has left has no name any more
    assert "and 2 more" in said(page)
    for _ in range(3):
        page = await world.press(alice, page, labels(page)[0])
    assert len(labels(page)) == 19
    assert "more" not in said(page)
    noted = await alice.slash(world.channel, "circle avoid", member=world.members["bob"])
    assert labels(noted) == ["Stop avoiding bob"]


async def test_values_that_were_not_offered_change_nothing(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    shown = await alice.slash(world.channel, "profile edit")
    assert shown.modal is not None
    pressed = await press_forged(world, alice, "still|")
    assert "Good to know" in said(pressed)
    assert "Berlin" in said(await alice.slash(world.channel, "profile show"))


async def test_helper_and_buddy_are_switched_on_and_off(world: World) -> None:
    alice = world.members["alice"]
    assert "I'll ask you, once" in await turn(world, alice, "Be asked about problems", on=True)
    assert "won't ask you" in await turn(world, alice, "Be asked about problems", on=False)
    assert "Thank you" in await turn(world, alice, "Welcome first-timers", on=True)
    assert "won't suggest" in await turn(world, alice, "Welcome first-timers", on=False)


async def test_the_second_form_can_be_opened_from_the_first_reply_alone(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city=await best_city(world, alice, "Berlin"))
    shown = await alice.submit_modal(form, BASICS)
    assert button_of(shown, "Step 2: what you like, what others see") == "more|"


@pytest.mark.parametrize(
    "forged", ["basics|" + "9" * 30, "basics|-1", "basics|berlin", "basics|1|2", "basics"]
)
async def test_a_forged_form_changes_nothing_and_gets_an_answer(world: World, forged: str) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "profile edit", city=await best_city(world, alice, "Berlin"))
    modal = form._interaction.modal
    assert modal is not None
    modal["custom_id"] = forged
    assert "That menu no longer works" in said(await alice.submit_modal(form, BASICS))
    assert "Berlin" not in said(await alice.slash(world.channel, "profile show"))
