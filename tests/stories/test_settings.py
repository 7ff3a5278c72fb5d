"""`/longtable set`: all settings on one page, a form for each group, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from demo.forms import fill_in
from demo.settings import set_up
from demo.world import World
from tests.stories.board import boss, offers
from tests.stories.telling import press_forged, said

GROUPS = ["Meetups", "Problems", "Circles and profiles", "Time zone and language"]


async def test_one_page_shows_all_and_has_a_form_for_each_group(world: World) -> None:
    organiser = boss(world)
    page = await organiser.slash(world.channel, "longtable set")
    assert offers(page)[: len(GROUPS)] == GROUPS
    await world.restart()
    for group in GROUPS:
        form = await world.press(organiser, page, group)
        assert form.modal is not None
        assert form.modal["title"] == group
    assert "not set" in said(page), "looking changes nothing"


async def test_a_form_comes_filled_in_and_changes_what_was_changed(world: World) -> None:
    organiser, forum = boss(world), world.make_forum("problems")
    given: dict[str, Any] = {
        "channel": world.channel,
        "planners": [world.hosts, world.coworkers],
        "pings": "3d, 2h",
        "late_seats": "90 min",
        "agenda": "3h",
        "problem_time": "15 min",
        "board": forum,
        "digest": world.channel,
        "anonymous": False,
        "interests": "Sourdough, sailing",
        "zone": "europe/berlin",
        "language": "de",
    }
    text = said(await set_up(world, organiser, **given))
    everything = (
        world.channel.mention,
        world.hosts.mention,
        world.coworkers.mention,
        f"<#{forum.id}>",
        "3 days, 2 h",
        "offered from 1 h 30 min before",
        "agenda 3 h before; 15 min for each problem",
        "only under one's name",
        "sourdough, sailing",
        "Europe/Berlin",
        "Deutsch",
    )
    assert not [part for part in everything if part not in text]
    page = await organiser.slash(world.channel, "longtable set")
    for group in GROUPS:
        await fill_in(organiser, await world.press(organiser, page, group), {})
    assert said(page) == text, "sent as it was shown, nothing changes"
    emptied = {
        "planners": [],
        **dict.fromkeys(("pings", "late_seats", "agenda", "problem_time", "interests"), ""),
    }
    text = said(await set_up(world, organiser, **emptied, anonymous=True))
    assert "Who may plan: members with Manage Events\n" in text
    assert "agenda 1 day before; 10 min for each problem" in text
    for gone in ("3 days, 2 h", "1 h 30 min before", "under one's name", "sourdough"):
        assert gone not in text


@pytest.mark.parametrize(
    ("group", "typed", "reason"),
    [
        ("Meetups", {"agenda": "90 days", "pings": "3d", "late_seats": "2h"}, "a week before"),
        ("Meetups", {"agenda": "1 day", "pings": "soon", "late_seats": ""}, "soon"),
        ("Meetups", {"agenda": "", "pings": "3d", "late_seats": "2 days"}, "at most a day before"),
        ("Problems", {"problem_time": "2h"}, "2 to 60"),
        ("Circles and profiles", {"rounds": "daily", "interests": "sailing"}, "once a week"),
        ("Circles and profiles", {"rounds": "monthly", "interests": "sailing"}, "Choose under which channel"),
        ("Circles and profiles", {"rounds": "", "interests": "x" * 99}, "a word or two"),
        ("Time zone and language", {"zone": "Mars", "language": ["ja"]}, "time zone"),
    ],
)
async def test_what_is_refused_comes_back_all_of_it_and_nothing_is_kept_by_halves(
    world: World, group: str, typed: dict[str, Any], reason: str
) -> None:
    organiser = boss(world)
    page = await organiser.slash(world.channel, "longtable set")
    before = said(page)
    chosen: dict[str, Any] = (
        {"channel": [world.channel], "planners": [world.hosts]} if "agenda" in typed else {}
    )
    form = await world.press(organiser, page, group)
    shown = await fill_in(organiser, form, typed | chosen)
    assert reason in said(shown)
    assert said(await organiser.slash(world.channel, "longtable set")) == before
    await world.restart()
    form = await world.press(organiser, shown, "Edit")
    again = str(form.modal)
    assert not [text for text in typed.values() if isinstance(text, str) and text not in again]
    assert not [one for values in chosen.values() for one in values if str(one.id) not in again]
    if "language" in typed:
        assert "'value': 'ja', 'default': True" in again.replace('"', "'")
    right = {
        "agenda": "3h",
        "pings": "2h",
        "late_seats": "never",
        "problem_time": "15 min",
        "rounds": "never",
        "interests": "sailing",
        "zone": "Asia/Tokyo",
    }
    put_right = {name: text for name, text in right.items() if name in typed}
    text = said(await fill_in(organiser, form, put_right))
    assert "Settings of this server" in text
    if chosen:
        assert world.channel.mention in text


async def test_two_organisers_change_different_things_at_once(world: World) -> None:
    first, second = boss(world), boss(world)
    forms = [
        await world.press(who, await who.slash(world.channel, "longtable set"), "Time zone and language")
        for who in (first, second)
    ]
    await fill_in(first, forms[0], {"zone": "Asia/Tokyo"})
    await fill_in(second, forms[1], {"language": ["pt_BR"]})
    settings = said(await first.slash(world.channel, "longtable set"))
    assert "Português" in settings
    assert "Asia/Tokyo" in settings


async def test_a_channel_that_is_gone_meanwhile_is_not_offered_again(world: World) -> None:
    organiser, room = boss(world), world.guild.create_text_channel("circles")
    page = await organiser.slash(world.channel, "longtable set")
    form = await world.press(organiser, page, "Circles and profiles")
    shown = await fill_in(organiser, form, {"circles": [room], "rounds": "daily"})
    assert f"<#{room.id}>" in said(shown)
    world.env.backend.delete_channel(room.id)
    await world.env.settle()
    form = await world.press(organiser, shown, "Edit")
    assert str(room.id) not in str(form.modal)
    assert "daily" in str(form.modal)


async def test_they_are_for_organisers_whatever_others_press(world: World) -> None:
    for forged in ("settings|meetups", "settingsagain|circles"):
        assert "needs Manage Server" in said(await press_forged(world, world.members["erin"], forged))
