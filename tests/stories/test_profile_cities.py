"""Where one lives: a city is typed, asked back where several are meant, and never anything more exact."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from demo.world import World
from tests.stores import look_into
from tests.stories.profiles import (
    BASICS,
    fill_profile,
    own_page,
)
from tests.stories.telling import labels, said


async def _type_city(world: World, who: MemberActor, text: str) -> InteractionResult:
    """The member types a city into the form of their own page: the answer."""
    form = await world.press(who, await own_page(world, who), "City")
    return await who.submit_modal(form, {"city": text})


async def test_a_name_that_several_cities_have_is_asked_back_with_buttons(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    asked = await _type_city(world, alice, "Birmingham")
    assert "Which city do you mean by “Birmingham”?" in said(asked)
    assert {"Birmingham, GB", "Birmingham, Alabama, US"} < set(labels(asked))
    assert "Berlin, DE" in said(await own_page(world, alice))  # nothing was guessed
    await world.restart()
    assert "Birmingham, Alabama, US" in said(await world.press(alice, asked, "Birmingham, Alabama, US"))
    for nothing in ("😀", "?", "0", "10115", "!!!"):
        assert "don't know that city" in said(await _type_city(world, alice, nothing))
    for part in ("Mü", "a"):
        assert "Which city do you mean" in said(await _type_city(world, alice, part))
    assert "Frankfurt am Main, DE" in said(await _type_city(world, alice, "Frankfurt"))
    assert "Bonn, DE" in said(await _type_city(world, alice, "Bonn, Germany"))


async def test_a_city_that_profile_edit_may_have_meant_opens_the_form(world: World) -> None:
    alice = world.members["alice"]
    asked = await alice.slash(world.channel, "profile edit", city="Birmingham")
    await world.restart()
    form = await world.press(alice, asked, "Birmingham, GB")
    assert "Birmingham, GB" in said(await alice.submit_modal(form, BASICS))


async def test_a_city_is_suggested_once_three_members_live_there(world: World) -> None:
    dana = world.members["dana"]
    for name in ("alice", "bob"):
        await fill_profile(world, world.members[name], "Potsdam")
    form = await dana.slash(world.channel, "profile edit")
    assert "Potsdam, DE" not in labels(await dana.submit_modal(form, BASICS))
    await fill_profile(world, world.members["charlie"], "Potsdam")
    form = await dana.slash(world.channel, "profile edit")
    assert labels(await dana.submit_modal(form, BASICS))[0] == "Potsdam, DE"


async def test_a_city_that_nobody_knows_is_refused(world: World) -> None:
    alice = world.members["alice"]
    assert "don't know that city" in said(await alice.slash(world.channel, "profile edit", city="Xyzzyville"))
    assert "don't know that city" in said(await alice.slash(world.channel, "profile edit", city=" "))
    form = await alice.slash(world.channel, "profile edit", city="lisboa")  # typed and not picked
    assert "Lisbon" in said(await alice.submit_modal(form, BASICS))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("münch", "Munich"),
        ("Кие", "Kyiv"),
        ("東京", "Tokyo"),
        ("paris", "Paris, FR"),
        ("new yo", "New York City"),
    ],
)
async def test_cities_are_found_by_any_of_their_names(world: World, text: str, first: str) -> None:
    choices = await world.members["alice"].autocomplete(world.channel, "profile edit", "city", text)
    assert choices[0]["name"].startswith(first)
    assert 1 <= len(choices) <= 25


async def test_cities_near_other_members_come_first(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    before = await alice.autocomplete(world.channel, "profile edit", "city", "spring")
    await fill_profile(world, bob, "Springfield, Oregon"[:11])
    form = await bob.slash(world.channel, "profile edit", city=_value(before, "Oregon"))
    await bob.submit_modal(form, BASICS)
    after = await alice.autocomplete(world.channel, "profile edit", "city", "springfield")
    assert "Oregon" in after[0]["name"]


def _value(choices: list[dict[str, Any]], word: str) -> str:
    return str(next(choice["value"] for choice in choices if word in choice["name"]))


async def test_nothing_more_exact_than_a_city_is_kept(world: World) -> None:
    await fill_profile(world, world.members["alice"])
    with look_into(world.bot.database) as database:
        (city,) = database.execute("SELECT city FROM profiles WHERE city IS NOT NULL").fetchone()
    assert "Berlin" in city
    assert "52.52" in city  # the centre that everybody in Berlin shares
