"""Gaps in circles, and what happens to a circle while others are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from demo.world import World
from domain.guilds import Actor
from services import privacy
from services.circles import answering
from tests.stores import look_into
from tests.stories.circles import FOUR, form, has_thread, last, leave, members_of, settle_in
from tests.stories.profiles import fill_profile, take_break
from tests.stories.telling import ids, reads, said

ASKED = timedelta(days=14, minutes=1)
SMALL = FOUR[:3]
OTHERS = ("frida", "gus", "hal")


async def _leave_for_good(world: World, name: str) -> None:
    await take_break(world, world.members[name])
    await leave(world, name)


async def test_a_circle_for_which_others_are_looked_for_is_joined_by_no_other_circle(world: World) -> None:
    await settle_in(world, SMALL)
    first = await form(world, SMALL)
    await settle_in(world, OTHERS)
    second = await form(world, OTHERS)
    await _leave_for_good(world, "hal")
    await world.settle()
    for _ in range(2):
        await world.advance(ASKED)
    await _leave_for_good(world, "charlie")  # and nobody has been looked for yet
    question = last(second)
    shown = await world.members["gus"].click(question, label="Join a nearby circle")
    assert "No nearby circle has room" in said(shown)
    await world.settle()  # nobody was found
    shown = await world.members["gus"].click(question, label="Join a nearby circle")
    assert "I am asking each of you" in said(shown)
    assert members_of(world, first) == set(ids(world, *SMALL))


async def _ask_to_join(world: World, names: Sequence[str], thread: ChannelHandle) -> str:
    """The last of them leaves, and the first asks for a circle near, a month later: what comes back."""
    await _leave_for_good(world, names[-1])
    await world.settle()
    for _ in range(2):
        await world.advance(ASKED)
    return said(await world.members[names[0]].click(last(thread), label="Join a nearby circle"))


async def test_who_wants_to_meet_in_person_is_not_sent_to_a_circle_that_meets_online(world: World) -> None:
    for name, parts in zip(SMALL, (["1:morning"], ["3:afternoon"], ["5:evening"]), strict=True):
        await settle_in(world, (name,), parts=parts)
    online = await form(world, SMALL)
    assert "online" in reads(online.history()[0])
    await settle_in(world, OTHERS)
    thread = await form(world, OTHERS)
    assert "around Berlin" in reads(thread.history()[0])
    assert "No nearby circle has room" in await _ask_to_join(world, OTHERS, thread)


async def test_a_full_circle_is_joined_by_nobody_though_the_profile_of_one_is_gone(world: World) -> None:
    await settle_in(world)
    await form(world)
    await settle_in(world, OTHERS)
    thread = await form(world, OTHERS)
    with look_into(world.bot.database) as connection:
        connection.execute("DELETE FROM profiles WHERE user_id = ?", (world.members["dana"].id,))
    assert "No nearby circle has room" in await _ask_to_join(world, OTHERS, thread)


async def test_who_erases_herself_while_she_is_found_leaves_no_trace(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world, SMALL)
    await form(world, SMALL)
    erin, pool = world.members["erin"], world.bot.matching_pool
    await fill_profile(world, erin)
    find, found = pool.find_refills, list[Any]()

    async def erase_while_she_is_found(*args: Any) -> Any:
        found.append(await find(*args))
        await world.bot.write(privacy.erase, world.bot.keyring, Actor(world.guild.id, erin.id))
        return found[-1]

    monkeypatch.setattr(pool, "find_refills", erase_while_she_is_found)
    await _leave_for_good(world, "charlie")
    await world.settle()
    assert [list(one.values()) for one in found] == [[[erin.id]]]
    with look_into(world.bot.database) as connection:
        asked = [row[0] for row in connection.execute("SELECT user_id FROM circle_seats")]
    assert sorted(asked) == sorted(ids(world, *SMALL))


async def test_who_was_found_for_two_is_not_asked_to_join_one_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world, SMALL)
    await form(world, SMALL)
    await fill_profile(world, world.members["erin"])
    pool, bob = world.bot.matching_pool, world.members["bob"]
    find, found = pool.find_refills, list[Any]()

    async def leave_while_they_are_found(*args: Any) -> Any:
        found.append(await find(*args))
        if len(found) == 1:
            await world.bot.write(answering.drop_leaver, world.guild.id, bob.id)
        return found[-1]

    monkeypatch.setattr(pool, "find_refills", leave_while_they_are_found)
    await take_break(world, bob)
    await _leave_for_good(world, "charlie")
    await world.settle()
    assert [list(one.values()) for one in found] == [[[world.members["erin"].id]], []]
    assert not has_thread(world, "erin")
