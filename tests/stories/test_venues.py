"""The venue book: written by members, rated by members, used where a place is needed."""

from __future__ import annotations

from typing import Any

import pytest

from demo.world import World
from tests.stories.board import items, offers
from tests.stories.circles import FOUR, form, settle_in
from tests.stories.telling import press_forged, said
from tests.stories.venues import add_venue, custom_id_of, fill_in_venue, rate_venue, remove_venue


async def _add(world: World, who: str = "alice", name: str = "Café Nordlicht", **options: Any) -> str:
    return said(await add_venue(world.members[who], world.channel, name, **options))


async def _rate(world: World, who: str, venue: str, stars: int) -> str:
    return said(await rate_venue(world.members[who], world.channel, venue, stars))


async def test_a_venue_is_written_in_with_all_that_one_wants_to_know(world: World) -> None:
    text = await _add(
        world,
        address="Warschauer Str. 1",
        wifi="fast",
        sockets="many",
        noise="quiet",
        price="fair",
        step_free="yes",
        note="open from 8",
        url="https://map.example/nordlicht",
    )
    for part in ("Written down", "Warschauer Str. 1", "Berlin", "fast wifi", "step-free", "open from 8"):
        assert part in text
    shown = said(await world.members["bob"].slash(world.channel, "venue show", venue="nordlicht"))
    assert "https://map.example/nordlicht" in shown
    assert "not rated yet" in shown


async def test_where_several_cities_may_be_meant_the_place_waits_for_one_of_them(world: World) -> None:
    alice = world.members["alice"]
    room = world.channel
    asked = await add_venue(alice, room, "Library", city="Birmingham", address="Centenary Square")
    assert "Which city do you mean" in said(asked)
    assert "Library" not in said(await alice.slash(room, "venue list"))
    await world.restart()
    added = said(await world.press(alice, asked, "Birmingham, GB"))
    for part in ("Added to the book", "Library", "Birmingham", "Centenary Square"):
        assert part in added
    assert "don't know that city" in said(await add_venue(alice, room, "Library", city="🏠"))


async def test_the_same_is_not_written_in_twice(world: World) -> None:
    await _add(world)
    assert "in the book already" in await _add(world, "bob", "CAFE NORDLICHT")
    assert "Added to the book" in await _add(world, "bob", city="Lisbon")


async def test_the_last_rating_counts_and_what_was_rated_badly_sinks(world: World) -> None:
    await _add(world)
    await _add(world, name="Library")
    for name in ("alice", "bob", "charlie"):
        await _rate(world, name, "nordlicht", 1)
        await _rate(world, name, "library", 5)
    assert "5.0 ★ (3 ratings)" in await _rate(world, "alice", "library", 5)
    listed = said(await world.members["dana"].slash(world.channel, "venue list"))
    assert listed.index("Library") < listed.index("Café Nordlicht")
    choices = await world.members["erin"].autocomplete(world.channel, "meetup plan", "place", "")
    names = [choice["name"] for choice in choices]
    assert names == ["☕ Library, Berlin · 5.0 ★", "☕ Café Nordlicht, Berlin · 1.0 ★"]


async def test_a_host_picks_one_as_the_place_of_a_meetup(world: World) -> None:
    await _add(world, address="Warschauer Str. 1")
    erin = world.members["erin"]
    choices = await erin.autocomplete(world.channel, "meetup plan", "place", "nord")
    assert [choice["name"] for choice in choices] == ["nord", "☕ Café Nordlicht, Berlin"]
    shown = await erin.slash(
        world.channel, "meetup plan", title="Friday", when="fri 9:30", place=choices[1]["value"]
    )
    assert "Café Nordlicht, Warschauer Str. 1, Berlin" in said(shown)


async def test_a_circle_meets_where_the_longest_way_is_the_shortest(world: World) -> None:
    await _add(world, name="Far away", city="Hamburg")
    await _add(world, address="Warschauer Str. 1")
    await settle_in(world)
    thread = await form(world)
    welcome = thread.history()[0]
    label = welcome.components[0].children[0].label  # type: ignore[union-attr]
    for name in FOUR:
        await world.members[name].click(welcome, label=label)
    await world.settle()
    listed = said(await world.members["alice"].slash(world.channel, "meetup list"))
    assert "Circle, Berlin" in listed
    choices = await world.members["alice"].autocomplete(world.channel, "meetup show", "meetup", "circle")
    shown = await world.members["alice"].slash(world.channel, "meetup show", meetup=choices[0]["value"])
    assert "Café Nordlicht, Warschauer Str. 1, Berlin" in said(shown)


async def test_it_is_removed_by_who_wrote_it_in_or_by_a_host(world: World) -> None:
    await _add(world)
    await _rate(world, "bob", "nordlicht", 4)
    bob, erin = world.members["bob"], world.members["erin"]
    page = await bob.slash(world.channel, "venue show", venue="nordlicht")
    assert offers(page) == ["How good is it to work there?"]
    custom_id = custom_id_of(await erin.slash(world.channel, "venue show", venue="nordlicht"), "venuegone")
    for forged in (
        custom_id,
        custom_id.replace("ask", "yes"),
        custom_id.replace("venuegone|ask", "venueform|texts"),
    ):
        assert "Only whoever added a venue" in said(await press_forged(world, bob, forged))
    assert "out of the book" in said(await remove_venue(erin, world.channel, "nordlicht"))
    shown = await bob.select(page.response, ["5"], custom_id=custom_id_of(page, "venuestars"))  # type: ignore[arg-type]
    assert "removed meanwhile" in said(shown)
    assert "Which venue?" in said(await bob.slash(world.channel, "venue show", venue="nordlicht"))
    await _add(world)
    alice = world.members["alice"]
    page = await alice.slash(world.channel, "venue show", venue="nordlicht")
    shown = await world.press(alice, page, "Remove from the book")
    assert "It stays" in said(await world.press(alice, shown, "No, it stays"))
    assert "out of the book" in said(await remove_venue(alice, world.channel, "nordlicht"))
    assert "No venue is in the book" in said(await bob.slash(world.channel, "venue list"))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"name": "\u200b"}, "needs a name"),
        ({"name": "x" * 61}, "up to 60"),
        ({"address": "x" * 101}, "up to 100"),
        ({"city": "Xyzzyville"}, "don't know that city"),
    ],
)
async def test_bad_input_is_refused_and_nothing_is_kept(
    world: World, options: dict[str, str], reason: str
) -> None:
    assert reason in await _add(world, **options)
    assert "No venue is in the book" in said(await world.members["bob"].slash(world.channel, "venue list"))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"note": "x" * 151}, "up to 150"),
        ({"url": "javascript:alert(1)"}, "begins with `https://`"),
        ({"address": "x" * 101}, "up to 100"),
    ],
)
async def test_what_is_refused_comes_back_as_it_was_typed_also_after_a_restart(
    world: World, typed: dict[str, str], reason: str
) -> None:
    alice = world.members["alice"]
    page = await add_venue(alice, world.channel, address="Warschauer Str. 1")
    given = {"address": "Somewhere else", "note": "open from 8", "url": ""} | typed
    shown = await fill_in_venue(alice, page, "texts", **given)
    assert reason in said(shown)
    assert "Warschauer Str. 1" in said(await alice.slash(world.channel, "venue show", venue="nordlicht"))
    await world.restart()
    form = await world.press(alice, shown, "Edit")
    assert all(text in str(form.modal) for text in given.values())
    page = await alice.submit_modal(form, given | dict.fromkeys(typed, "") | {"note": "open from 9"})
    assert "open from 9" in said(page)


async def test_the_list_leads_on_to_each_of_its_venues(world: World) -> None:
    await _add(world)
    await _add(world, name="Library")
    bob = world.members["bob"]
    listed = await bob.slash(world.channel, "venue list")
    (select,) = items(listed)
    assert [option["label"] for option in select["options"]] == ["Café Nordlicht, Berlin", "Library, Berlin"]
    await world.restart()
    page = await bob.select(listed.response, [select["options"][1]["value"]])  # type: ignore[arg-type]
    assert "Library" in said(page)
    assert offers(page) == ["How good is it to work there?"]


async def test_who_stops_half_way_has_written_it_in_and_goes_on_later(world: World) -> None:
    alice = world.members["alice"]
    page = await add_venue(alice, world.channel)
    assert "Added to the book" in said(page)
    await alice.click(page.response, custom_id=custom_id_of(page, "venueform|features"))  # type: ignore[arg-type]
    await world.restart()
    erin = world.members["erin"]
    later = await erin.slash(world.channel, "venue show", venue="nordlicht")
    await fill_in_venue(erin, later, "features", wifi=["fast"], noise=["quiet"])
    await fill_in_venue(erin, later, "features", wifi=["works"])
    shown = said(await alice.slash(world.channel, "venue show", venue="nordlicht"))
    assert "wifi works" in shown
    assert "quiet" not in shown


async def test_names_are_text_and_mention_nobody(world: World) -> None:
    text = await _add(world, name="**@everyone** <@1>")
    assert "@everyone" not in text
    assert "<@1>" not in text.replace("\\<@", "")
    assert "Which venue?" in await _rate(world, "bob", "99999999999999999999", 3)
    assert "Which venue?" in await _rate(world, "bob", " ", 3)
