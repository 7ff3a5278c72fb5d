"""A round of circles: previewed, proposed, answered, filled up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.settings import set_up
from demo.world import World
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.circles import (
    DAYS,
    FOUR,
    answer,
    begin_round,
    circle_threads,
    everything,
    form,
    has_thread,
    last,
    members_of,
    mine,
    settle_in,
    thread_of,
)
from tests.stories.profiles import fill_profile
from tests.stories.telling import button_ids, forbid, ids, open_to, press_forged, reads, said

SIX = (*FOUR, "frida", "gus")
ANSWERED = timedelta(days=4, minutes=10)


async def test_four_who_live_near_become_a_circle(world: World) -> None:
    room = await settle_in(world)
    await begin_round(world)
    for name in FOUR:
        text = reads(last(thread_of(world, name)))
        assert "around Berlin" in text
        assert "You have **hiking** in common" in text
        assert "All of you are free: <t:" in text
        assert "company" not in text
        assert members_of(world, thread_of(world, name)) == set(ids(world, name))
    await answer(world, "alice")
    assert "You are in" in reads(last(thread_of(world, "alice")))
    await answer(world, "bob")
    assert not circle_threads(world)
    await answer(world, "charlie")
    (thread,) = circle_threads(world)
    assert members_of(world, thread) == set(ids(world, "alice", "bob", "charlie"))
    assert "Welcome, alice, bob and charlie!" in reads(last(thread))
    await answer(world, "dana")
    assert members_of(world, thread) == set(ids(world, *FOUR))
    assert "**dana** joins you" in reads(last(thread))
    assert not [message for message in room.history() if message.content or message.embeds]


async def test_a_decline_is_never_told_and_the_gap_is_filled(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await begin_round(world)
    await fill_profile(world, world.join("gus"))  # looks for a circle only now
    await answer(world, "alice")
    await answer(world, "bob")
    await answer(world, "charlie", "Not this time")
    assert "Nobody is told" in reads(last(thread_of(world, "charlie")))
    text = reads(last(thread_of(world, "gus")))
    assert "alice" in text
    assert "charlie" not in text
    await answer(world, "gus")
    (thread,) = circle_threads(world)
    assert members_of(world, thread) == set(ids(world, "alice", "bob", "gus"))
    assert "charlie" not in everything(thread)
    assert len(thread_of(world, "alice").history()) == 1  # and nothing there has changed


async def test_gaps_are_filled_twice_at_most(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await begin_round(world)
    await answer(world, "alice")
    await answer(world, "bob")
    for refusing in ("charlie", "gus", "hal"):
        await fill_profile(world, world.join({"charlie": "gus", "gus": "hal", "hal": "ines"}[refusing]))
        await answer(world, refusing, "Not this time")
    assert not has_thread(world, "ines")
    assert "You go first" in reads(last(thread_of(world, "alice")))


async def test_too_few_accept_and_who_did_goes_first_next_time(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await begin_round(world)
    await answer(world, "alice")
    await answer(world, "bob")
    await answer(world, "charlie", "Not this time")
    await world.settle()
    assert not circle_threads(world)
    for name in ("alice", "bob"):
        assert "You go first in the next round" in reads(last(thread_of(world, name)))
        assert "charlie" not in reads(last(thread_of(world, name)))
    assert _left_over(world) == {world.members["alice"].id: 1, world.members["bob"].id: 1}
    assert "in the next round" in await mine(world, "alice")


async def test_who_says_nothing_is_not_waited_for_longer_than_said(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await begin_round(world)
    proposal = last(thread_of(world, "charlie"))
    await answer(world, "alice")
    await answer(world, "bob")
    await world.advance(ANSWERED)
    assert "You go first" in reads(last(thread_of(world, "alice")))
    custom_id = button_ids(proposal)[0]
    assert "no longer open" in said(await press_forged(world, world.members["charlie"], custom_id))
    assert not circle_threads(world)


async def test_an_acceptance_can_be_taken_back_before_the_circle_is_there(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    await answer(world, "alice")
    await answer(world, "alice", "I can't after all")
    await answer(world, "bob")
    await answer(world, "charlie")
    assert not circle_threads(world)
    await answer(world, "dana")
    (thread,) = circle_threads(world)
    assert members_of(world, thread) == set(ids(world, "bob", "charlie", "dana"))


async def test_who_asked_for_direct_messages_gets_the_proposal_there(world: World) -> None:
    await settle_in(world, FOUR[:2])
    charlie = world.members["charlie"]
    await fill_profile(world, charlie, second={"contact": ["message"]})
    await begin_round(world)
    assert not has_thread(world, "charlie")
    (proposal,) = charlie.user.dm_channel.history()
    assert "A small circle for you?" in reads(proposal)
    assert not world.members["alice"].user.dm_channel.history()
    await charlie.user.click(proposal, label="Accept")
    await answer(world, "alice")
    await answer(world, "bob")
    assert len(circle_threads(world)) == 1


async def test_two_rounds_never_overlap(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable round")
    again = await organiser.slash(world.channel, "longtable round")
    await world.press(organiser, shown, "Send the proposals")
    refused = await world.press(organiser, again, "Send the proposals")
    assert "A round is going on" in said(refused)
    await world.settle()
    text = said(await organiser.slash(world.channel, "longtable round"))
    assert "**1** waits for answers" in text
    assert _count(world, "rounds") == 1
    await world.advance(ANSWERED)
    text = said(await organiser.slash(world.channel, "longtable round"))
    assert "Circles as they would be now" in text


async def test_not_now_sends_nothing(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable round")
    await world.press(organiser, shown, "Not now")
    await world.settle()
    assert not has_thread(world, "alice")
    assert _count(world, "rounds") == 0


async def test_only_organisers_begin_one(world: World) -> None:
    await settle_in(world)
    alice = world.members["alice"]
    assert "longtable round" not in alice.available_commands(world.channel)
    open_to(world, alice, "longtable")
    assert "for the organisers" in said(await alice.slash(world.channel, "longtable round"))
    assert "for the organisers" in said(await press_forged(world, alice, "circle|round|go"))
    assert _count(world, "rounds") == 0


async def test_a_round_needs_a_channel(world: World) -> None:
    for name in FOUR:
        await fill_profile(world, world.members[name])
    assert "Choose under which channel: `/longtable set`" in said(
        await boss(world).slash(world.channel, "longtable round")
    )


@pytest.mark.parametrize(
    "permission",
    ["embed_links", "read_message_history", "create_private_threads", "send_messages_in_threads"],
)
async def test_the_channel_of_circles_needs_all_that_a_circle_needs(world: World, permission: str) -> None:
    room = world.guild.create_text_channel("circles")
    forbid(world, room, **{permission: True})
    shown = await set_up(world, boss(world), circles=room)
    assert permission.replace("_", " ").title() in said(shown)


async def test_who_runs_the_server_hears_that_the_channel_is_gone(world: World) -> None:
    room = await settle_in(world)
    organiser = boss(world)  # with Manage Server, and without Manage Events
    shown = await organiser.slash(world.channel, "longtable round")
    world.env.backend.delete_channel(room.id)
    await world.press(organiser, shown, "Send the proposals")
    await world.settle()
    told = await organiser.slash(world.channel, "circle mine")
    assert any("can't propose circles" in one.content for one in told.followups)


async def test_rounds_begin_by_themselves(world: World) -> None:
    await settle_in(world)
    organiser = boss(world)
    shown = await set_up(world, organiser, rounds="monthly on the first tuesday")
    assert "Monthly on the first Tuesday" in said(shown)
    await world.advance(28 * DAYS)  # the 6th of April
    assert not has_thread(world, "alice")
    await world.advance(1 * DAYS)
    assert all(has_thread(world, name) for name in FOUR)
    told = await world.members["erin"].slash(world.channel, "meetup list")
    assert any("round of circles has begun" in one.content for one in told.followups)
    await set_up(world, organiser, rounds="never")
    await world.advance(60 * DAYS)
    assert _count(world, "rounds") == 1


async def test_bad_rhythms_are_refused(world: World) -> None:
    await settle_in(world)
    for words in ("daily", "once", "now and then", "monday and friday"):
        shown = await set_up(world, boss(world), rounds=words)
        assert "Try `" in said(shown)


async def test_who_is_left_over_hears_why_once_and_what_would_help(world: World) -> None:
    await settle_in(world)
    await fill_profile(world, world.members["erin"], "Potsdam", travel=["20"], online=False)
    await begin_round(world)
    shown = await world.members["erin"].slash(world.channel, "meetup list")
    (word,) = [one for one in shown.followups if "circles" in one.content]
    assert word.ephemeral
    assert "not enough people within reach" in word.content
    assert "travelled up to 30 km" in word.content
    shown = await world.members["erin"].slash(world.channel, "meetup list")
    assert not shown.followups
    assert "travelled up to 30 km" in await mine(world, "erin")


async def test_what_somebody_hears_does_not_tell_that_they_are_avoided(world: World) -> None:
    await settle_in(world, FOUR[:3])
    await world.members["alice"].slash(world.channel, "circle avoid", member=world.members["bob"])
    await settle_in(world, ("dora", "ella", "fay"), "Hamburg")
    await begin_round(world)
    for name in ("alice", "bob", "charlie"):
        assert "No group of three to five came together" in await mine(world, name)


async def test_whom_one_avoids_from_now_on_one_need_not_sit_with(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    await answer(world, "alice")
    shown = await world.members["alice"].slash(world.channel, "circle avoid", member=world.members["bob"])
    assert "took you out of it" in said(shown)
    for name in ("bob", "charlie", "dana"):
        await answer(world, name)
    (thread,) = circle_threads(world)
    assert world.members["alice"].id not in members_of(world, thread)
    assert "avoid" not in everything(thread) + everything(thread_of(world, "bob"))


async def test_who_has_nobody_near_may_meet_online(world: World) -> None:
    await settle_in(world, ("alice",), "Berlin")
    await settle_in(world, ("bob",), "Lisbon")
    await settle_in(world, ("charlie",), "Warsaw")
    await begin_round(world)
    text = reads(last(thread_of(world, "alice")))
    assert ", online" in text
    for name in FOUR[:3]:
        await answer(world, name)
    (thread,) = circle_threads(world)
    assert "You are a circle, online" in reads(last(thread))


async def test_nobody_answers_for_others(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    (circle_id,) = _column(world, "SELECT id FROM circles")
    gus = world.join("gus")
    for action in ("join", "skip", "met", "leave", "notyet", "again", "more", "merge", "time"):
        forged = f"circle|{action}|{circle_id}" + ("|1|0" if action == "time" else "")
        assert "for other members" in said(await press_forged(world, gus, forged))
        unknown = forged.replace(str(circle_id), "1")
        assert "don't know that circle" in said(await press_forged(world, gus, unknown))
    assert _column(world, "SELECT DISTINCT state FROM circle_seats") == ["invited"]


async def test_nobody_is_in_two_circles(world: World) -> None:
    await settle_in(world)
    await form(world)
    await settle_in(world, ("frida", "gus", "hal"))
    await begin_round(world)
    assert len(_column(world, "SELECT id FROM circles")) == 2
    assert [len(thread_of(world, name).history()) for name in FOUR] == [1, 1, 1, 1]
    assert "You are in a circle around Berlin" in await mine(world, "alice")
    assert "You have a private invitation" in await mine(world, "frida")


def _left_over(world: World) -> dict[int, int]:
    with look_into(world.bot.database) as connection:
        rows = connection.execute("SELECT user_id, left_over FROM circle_members WHERE left_over > 0")
        return {row[0]: row[1] for row in rows}


def _count(world: World, table: str) -> int:
    (count,) = _column(world, f"SELECT count(*) FROM {table}")
    assert isinstance(count, int)
    return count


def _column(world: World, query: str) -> list[object]:
    with look_into(world.bot.database) as connection:
        return [row[0] for row in connection.execute(query)]
