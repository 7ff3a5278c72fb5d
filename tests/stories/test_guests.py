"""Members bring guests: a seat each, told by the card, in private answers and at the tables."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from cogs.custom_ids import SET_GUESTS
from demo.world import World
from tests.stores import look_into
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import manage
from tests.stories.telling import (
    WEEKLY,
    announced,
    button_ids,
    card,
    field,
    ids,
    labels,
    pick,
    press_forged,
    reads,
    said,
)

TITLE = WEEKLY["title"]
BRING = "➕ I'm bringing somebody"


async def _yes(world: World, *names: str) -> None:
    for name in names:
        await world.members[name].react(card(world), "✅")
    await world.settle()


async def _bring(world: World, who: MemberActor, choice: str) -> InteractionResult:
    """Press the button under the card, then say how many."""
    asked = await who.click(card(world), label=BRING)
    if choice not in labels(asked):
        return asked
    told = await world.press(who, asked, choice)
    await world.settle()
    return told


def _going(world: World) -> str:
    return next(one.name or "" for one in card(world).embeds[0].fields if "✅" in (one.name or ""))


async def test_a_guest_takes_a_seat_and_the_card_says_who_brings_one(world: World) -> None:
    await announced(world, seats="8", guests=["1"])
    assert "You may bring 1 guest" in reads(card(world))
    alice = world.members["alice"]
    await _yes(world, "alice", "bob")
    asked = await alice.click(card(world), label=BRING)
    assert "you are going. Is anybody coming with you?" in said(asked)
    assert labels(asked) == ["Just me", "+1"]
    told = await world.press(alice, asked, "+1")
    assert "you are going, with 1 guest." in said(told)
    await world.settle()
    assert _going(world) == "✅ Going (3 of 8)"
    assert f"<@{alice.id}> +1" in reads(card(world))
    await world.restart()
    await world.press(alice, told, "Just me")
    await world.settle()
    assert _going(world) == "✅ Going (2 of 8)"


async def test_by_command_and_from_what_a_meetup_shows(world: World) -> None:
    await announced(world, guests=["2"])
    alice = world.members["alice"]
    choice = await pick(world, alice, "meetup rsvp")
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=choice, answer="maybe")
    assert labels(shown) == []
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=choice, answer="going")
    assert labels(shown) == ["Just me", "+1", "+2"]
    assert "with 2 guests" in said(await world.press(alice, shown, "+2"))
    await world.settle()
    assert _going(world) == "✅ Going (3)"
    shown = await alice.slash(world.channel, "meetup show", meetup=choice)
    assert BRING in labels(shown)
    assert "you are going, with 2 guests" in said(shown)
    shown = await world.members["bob"].slash(world.channel, "meetup show", meetup=choice)
    assert BRING not in labels(shown)


async def test_nobody_is_split_and_a_smaller_group_does_not_pass(world: World) -> None:
    await announced(world, seats="3", guests=["2"])
    await _yes(world, "alice", "bob", "charlie", "dana")
    assert field(card(world), "Waitlist") == ids(world, "dana")
    await _bring(world, world.members["dana"], "+1")
    await world.members["erin"].react(card(world), "✅")
    await world.settle()
    assert "(1)" not in _going(world)
    await world.members["alice"].unreact(card(world), "✅")
    await world.settle()
    assert _going(world) == "✅ Going (2 of 3)"
    assert field(card(world), "Waitlist") == ids(world, "dana", "erin")
    dana = world.members["dana"]
    assert f"{dana.mention} waits for 2 seats together." in said(await manage(world, world.members["erin"]))
    asked = await dana.click(card(world), label=BRING)
    assert "1 seat is free: come with fewer, and it is yours." in said(asked)
    assert "No seat is left" in said(await _bring(world, world.members["bob"], "+1"))
    await world.restart()
    await world.members["bob"].react(card(world), "❌")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "charlie", "dana")
    assert _going(world) == "✅ Going (3 of 3)"
    told = [one for one in world.thread(card(world)) if "A seat is yours" in reads(one)]
    assert [one.raw_mentions for one in told] == [ids(world, "dana")]
    await _bring(world, world.members["dana"], "Just me")
    assert field(card(world), "Going") == ids(world, "charlie", "dana", "erin")


async def test_without_room_the_seat_stays_and_the_answer_says_how_much_is_left(world: World) -> None:
    await announced(world, seats="3", guests=["2"])
    await _yes(world, "alice", "bob")
    assert "1 more seat is left" in said(await _bring(world, world.members["alice"], "+2"))
    assert "with 1 guest" in said(await _bring(world, world.members["alice"], "+1"))
    assert "No seat is left for a guest" in said(await _bring(world, world.members["bob"], "+1"))
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert "Say ✅ for yourself first" in said(await world.members["dana"].click(card(world), label=BRING))


async def test_a_seat_on_offer_is_taken_before_somebody_is_brought(world: World) -> None:
    await announced(world, seats="3", guests=["1"])
    await _yes(world, "alice", "dana", "charlie", "bob")
    await _bring(world, world.members["bob"], "+1")
    await until_start(world, hours=2)
    for name in ("alice", "dana"):
        await world.members[name].react(card(world), "❌")
        await world.settle()
    bob = world.members["bob"]
    assert _going(world) == "✅ Going (1 of 3, 2 on offer)"
    asked = await bob.click(card(world), label=BRING)
    await world.press(bob, asked, "Just me")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "charlie")
    shown = await bob.click(card(world), label=BRING)
    assert "Take it first" in said(await world.press(bob, shown, "+1"))
    await bob.slash(world.channel, "meetup rsvp", meetup=TITLE, answer="going")
    await _bring(world, bob, "+1")
    assert "Going (3 of 3)" in _going(world)


async def test_another_answer_drops_the_guests(world: World) -> None:
    await announced(world, guests=["1"])
    alice = world.members["alice"]
    await _yes(world, "alice")
    await _bring(world, alice, "+1")
    await alice.react(card(world), "🤔")
    await world.settle()
    await alice.react(card(world), "✅")
    await world.settle()
    assert _going(world) == "✅ Going (1)"


async def test_a_forged_press_brings_nobody(world: World) -> None:
    message = await announced(world, guests=["1"])
    await _yes(world, "alice")
    (button,) = button_ids(message)
    date_id = button.split("|")[1]
    alice = world.members["alice"]
    shown = await press_forged(world, alice, SET_GUESTS.make(date_id, 2))
    assert "You may bring 1 guest." in said(shown)
    shown = await press_forged(world, alice, SET_GUESTS.make(17, 1))
    assert "I don't know that date" in said(shown)
    assert _going(world) == "✅ Going (1)"


async def test_two_want_the_last_seat_for_a_guest(world: World) -> None:
    await announced(world, seats="3", guests=["1"])
    await _yes(world, "alice", "bob")
    people = [world.members["alice"], world.members["bob"]]
    asked = [await one.click(card(world), label=BRING) for one in people]
    told = [await world.press(one, shown, "+1") for one, shown in zip(people, asked, strict=True)]
    await world.settle()
    assert "with 1 guest" in said(told[0])
    assert "No seat is left" in said(told[1])
    assert _going(world) == "✅ Going (3 of 3)"


async def test_where_the_host_allows_none_any_more_the_button_goes_and_who_was_told_may_come(
    world: World,
) -> None:
    await announced(world, guests=["2"])
    await _yes(world, "alice", "bob")
    await _bring(world, world.members["alice"], "+2")
    erin = world.members["erin"]
    await edit(world, erin, TITLE, guests=["0"])
    await world.settle()
    assert button_ids(card(world)) == []
    assert "bring" not in reads(card(world))
    assert _going(world) == "✅ Going (4)"
    assert "has changed (guests)" in reads(world.thread(card(world))[-1])
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "meetup show", meetup=TITLE)
    asked = await world.press(alice, shown, BRING)
    assert labels(asked) == ["Just me", "+1", "+2"]
    assert "with 1 guest" in said(await world.press(alice, asked, "+1"))
    date_id = button_ids(asked.response.message)[0].split("|")[1] if asked.response else ""
    shown = await press_forged(world, alice, SET_GUESTS.make(date_id, 2))
    assert "everybody comes for themselves" in said(shown)


async def test_they_count_at_the_tables(world: World) -> None:
    await announced(world, guests=["2"])
    await _yes(world, "alice", "bob")
    for name in ("alice", "bob"):
        await _bring(world, world.members[name], "+2")
    await until_start(world)
    await world.advance_to(world.now.replace(second=59))
    await world.settle()
    tables = next(reads(one) for one in world.thread(card(world)) if "2 tables" in reads(one))
    assert f"<@{world.members['alice'].id}> +2" in tables
    assert f"<@{world.members['bob'].id}> +2" in tables
    assert BRING in [one.label for row in card(world).components for one in row.children]  # type: ignore[union-attr]


async def test_the_button_goes_when_the_date_is_over(world: World) -> None:
    await announced(world, guests=["1"])
    await _yes(world, "alice")
    asked = await world.members["alice"].click(card(world), label=BRING)
    await until_start(world, hours=-3)
    await world.settle()
    assert button_ids(world.cards()[0]) == []
    assert "That date is over" in said(await world.press(world.members["alice"], asked, "+1"))


@pytest.mark.parametrize("how", ["leaves", "erases"])
async def test_they_are_exported_and_go_with_who_brings_them(world: World, how: str) -> None:
    await announced(world, guests=["1"])
    await _yes(world, "alice")
    alice = world.members["alice"]
    await _bring(world, alice, "+1")
    shown = await alice.slash(world.channel, "privacy export")
    assert shown.response is not None
    files = shown.response.message.attachments
    assert b'"guests": 1' in await files[0].read()
    if how == "leaves":
        world.guild.remove_member(alice)
        await world.restart()
    else:
        asked = await alice.slash(world.channel, "privacy erase")
        await world.press(alice, asked, labels(asked)[0])
    await world.settle()
    assert _going(world) == "✅ Going (0)"
    with look_into(world.bot.database) as rows:
        assert rows.execute("SELECT count(*) AS n FROM rsvps WHERE guests > 0").fetchone()["n"] == 0


async def test_the_preview_says_it(world: World) -> None:
    shown = await world.draft(world.members["erin"], **WEEKLY, guests=["2"], until="1d")
    assert "Each may bring up to 2 guests" in said(shown)
    assert "Until 1 day before the start" in said(shown)
