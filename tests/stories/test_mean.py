"""People who type anything anywhere, press everything, and moderators who break things."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import cancel, move, skip
from tests.stories.telling import WEEKLY, announced, card, pick, press_forged, reads, said

_TEXTS = (
    "",
    " ",
    "0",
    "-1",
    "١٨:٠٠",
    "tomorrow ٢٥:٠٠",
    "NULL",
    "'; DROP TABLE meetups; --",
    "%s %(x)s {0} {x}",
    "<@&1> <#1> <t:1:R> @here",
    "\u202eflip",
    "a\x00b",
    "👩‍💻" * 20,
    "x" * 3000,
    "1:2026-03-13",
    "9223372036854775808:2026-03-13",
    "0001-01-01 00:00",
    "in 1e9 hours",
    "https://example.org/" + "a" * 500,
    "../../etc/passwd",
    "\ud83d",
)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_typed_into_whatever_option_gets_a_private_answer(world: World, seed: int) -> None:
    random = Random(seed)
    await announced(world)
    erin = world.members["erin"]
    commands: dict[str, tuple[str, ...]] = {
        "meetup plan": ("title", "when", "repeats", "place"),
        "meetup show": ("meetup",),
        "meetup manage": ("meetup",),
        "meetup calendar": ("meetup",),
    }
    for _ in range(40):
        command, names = random.choice(list(commands.items()))
        options: dict[str, Any] = {name: random.choice(_TEXTS) for name in names}
        if random.random() < 0.5 and "meetup" in names:
            options["meetup"] = await pick(world, erin, "meetup show")
        shown = await erin.slash(world.channel, command, **options)
        assert said(shown), (command, options)
        if when := random.choice(_TEXTS).strip():  # the form takes nothing that is empty
            assert said(await move(world, erin, when)), when
    await world.settle()
    assert await erin.autocomplete(world.channel, "meetup show", "meetup", "") is not None


async def test_whatever_is_typed_into_the_forms_of_a_profile_gets_a_private_answer(world: World) -> None:
    alice = world.members["alice"]
    for text in filter(str.strip, _TEXTS):
        for prefix, name, length in (("zone|", "zone", 60), ("town|", "city", 100), ("pause|", "weeks", 3)):
            form = await press_forged(world, alice, prefix)
            assert said(await alice.submit_modal(form, {name: text[:length]})), (name, text)


async def test_whatever_is_filled_into_whatever_form_gets_a_private_answer(world: World) -> None:
    await announced(world)
    erin, random = world.members["erin"], Random(1)
    for text in _TEXTS:
        names = random.sample(["title", "when", "repeats", "length", "place", "seats", "zone", "pings"], k=3)
        typed = dict.fromkeys(names, text or " ")
        assert said(await edit(world, erin, "Friday co-working", **typed)), typed
        assert said(await world.draft(erin, **(WEEKLY | {"when": "fri 10:00"}), length=text)), text
        await edit(world, erin, await pick(world, erin, "meetup show"), title="Friday co-working")


@pytest.mark.slow
async def test_whatever_is_typed_while_options_are_offered(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    for text in _TEXTS:
        for option in ("when", "repeats", "place"):
            choices = await erin.autocomplete(world.channel, "meetup plan", option, text)
            assert len(choices) <= 25
            assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)
        choices = await erin.autocomplete(world.channel, "meetup show", "meetup", text)
        assert len(choices) <= 25


async def test_cancelling_in_two_windows_at_once(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    windows = [await cancel(world, erin) for _ in range(2)]
    assert "Cancelled" in said(await world.press(erin, windows[0], "Cancel all dates"))
    assert "has been cancelled" in said(await world.press(erin, windows[1], "Cancel all dates"))
    await world.settle()
    assert sum("is cancelled" in reads(one) for one in world.thread(card(world))) == 0  # nobody had answered


async def test_a_version_that_is_forged_is_compared_not_trusted(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    assert "changed meanwhile" in said(await press_forged(world, erin, f"cancel|{date}|999999999"))


async def test_a_host_who_loses_the_right_to_plan_still_keeps_what_they_host(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    world.env.backend.remove_member_role(world.guild.id, erin.id, world.hosts.id)
    assert "Manage Events" in said(await world.draft(erin, **WEEKLY))
    date = await pick(world, erin, "meetup manage")
    assert "Skipped" in said(await skip(world, erin, date))


async def test_a_channel_deleted_after_the_announcement_stops_nothing_else(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.plan(world.members["erin"], other, title="Doomed", when="in 5 hours", pings="6h, 1h")
    await world.plan(world.members["erin"], title="Fine", when="in 5 hours", pings="6h, 1h")
    message = world.cards(other)[0]
    await world.members["alice"].react(message, "✅")
    world.env.backend.delete_channel(other.id)
    erin = world.members["erin"]
    await edit(world, erin, "Doomed", place="Nowhere")
    await world.advance(timedelta(hours=6))
    assert sum("Fine" in reads(one) for one in world.channel.history()) == 2
    assert "Doomed" in said(await erin.slash(world.channel, "meetup list"))


async def test_a_locked_thread_does_not_keep_the_reminder_from_the_channel(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    world.env.inject_error("POST", f"/channels/{message.id}/messages", status=403, code=50013, times=None)
    await world.advance(timedelta(days=3))
    assert any("starts" in reads(one) for one in world.channel.history())


async def test_one_member_who_flips_a_hundred_times_ends_where_they_ended(world: World) -> None:
    message = await announced(world, seats="1")
    alice = world.members["alice"]
    await world.members["bob"].react(message, "✅")
    for number in range(50):
        await alice.react(message, "✅❌"[number % 2])
    await world.settle()
    text = reads(card(world))
    assert "Can't (1)" in text
    assert text.count(alice.mention) == 1
    assert not world.thread(message)


async def test_the_everyday_answer_to_a_wrong_channel_kind(world: World) -> None:
    voice = world.guild.create_voice_channel("Quiet room")
    shown = await world.members["erin"].slash(voice, "meetup plan", **WEEKLY)
    assert "text channels" in said(shown)
