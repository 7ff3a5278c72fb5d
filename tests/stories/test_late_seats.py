"""Late seats: near the start a seat that becomes free is offered to one who waits, then to the next."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from demo.settings import set_up
from demo.world import World
from domain.posts import LEASE
from services.meetups import announcing
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.hosting import TITLE, offered
from tests.stories.late_seats import OFFER, full, held, leave, offers
from tests.stories.telling import (
    button_ids,
    card,
    fail_at,
    field,
    forbid,
    ids,
    labels,
    press_forged,
    reads,
    said,
)

A_LEASE = LEASE + timedelta(seconds=1)


async def test_a_seat_is_offered_and_taken_and_what_stands_there_is_true(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    (offer,) = offers(world)
    assert offer.raw_mentions == ids(world, "alice")
    assert "A seat has become free" in reads(offer)
    (held_until,) = re.findall(r"<t:(\d+):t>", reads(offer))
    assert abs(int(held_until) - (world.now + OFFER).timestamp()) < 10
    assert labels(offer) == ["Take it", "Not today"]
    assert field(card(world), "Waitlist") == ids(world, "alice", "bob")
    assert "Going (0 of 1, 1 on offer)" in reads(card(world))
    shown = await world.members["alice"].click(offer, label="Take it")
    assert "The seat is yours" in said(shown)
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert "on offer" not in reads(card(world))
    (offer,) = offers(world)
    assert "was taken" in reads(offer)
    assert labels(offer) == []
    await world.advance(timedelta(hours=3))
    assert len(offers(world)) == 1
    assert not any("A seat is yours" in reads(one) for one in world.thread(card(world)))


async def test_who_says_not_today_is_thanked_and_the_next_is_asked(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    shown = await world.members["alice"].click(offers(world)[0], label="Not today")
    assert "free for somebody else" in said(shown)
    await world.settle()
    first, second = offers(world)
    assert "is over" in reads(first)
    assert second.raw_mentions == ids(world, "bob")
    assert field(card(world), "Can't") == ids(world, "dana", "alice")
    assert {str(one.emoji): one.count for one in card(world).reactions}["✅"] == 2, "hers is taken away"
    assert labels(first) == []
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "bob", "alice")
    assert held(world) == ids(world, "bob")


async def test_an_offer_that_nobody_answers_goes_on_to_the_next_then_to_whoever_comes(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    await world.advance(OFFER)
    assert held(world) == ids(world, "bob")
    await world.advance(OFFER)
    assert held(world) == []
    assert field(card(world), "Waitlist") == ids(world, "alice", "bob")
    assert "Going (0 of 1)" in reads(card(world))
    charlie = world.members["charlie"]
    await charlie.react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == [charlie.id]
    assert len(offers(world)) == 2


async def test_a_late_press_takes_what_is_still_free_and_says_where_it_is_not(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    take, decline = button_ids(offers(world)[0])
    alice, bob = world.members["alice"], world.members["bob"]
    await world.advance(OFFER)
    shown = await press_forged(world, alice, take)
    assert "time for this seat was over" in said(shown)
    assert "number 1 on the waitlist" in said(shown)
    assert "is over already" in said(await press_forged(world, alice, decline))
    take_too, _ = button_ids(offers(world)[1])
    await world.advance(OFFER)
    for _ in "12":
        assert "The seat is yours" in said(await press_forged(world, bob, take_too))
    await world.settle()
    assert field(card(world), "Going") == [bob.id]
    await world.advance(timedelta(hours=6))
    assert "That date is over" in said(await press_forged(world, bob, take_too))


async def test_somebody_else_who_presses_is_told_kindly_and_nothing_happens(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    for name in ("bob", "charlie", "erin"):
        for label in ("Take it", "Not today"):
            shown = await world.members[name].click(offers(world)[0], label=label)
            assert "on offer to somebody else" in said(shown)
    await world.settle()
    assert field(card(world), "Going") == []
    assert held(world) == ids(world, "alice")


async def test_two_seats_are_offered_to_two_while_the_third_waits(world: World) -> None:
    shown = await full(world, "alice", "bob", "charlie", seats=2)
    await leave(world)
    other = field(card(world), "Going")[0]
    world.env.backend.set_reaction(world.channel.id, shown.id, "✅", other, False)
    await world.settle()
    assert held(world) == ids(world, "alice", "bob")
    assert "Going (0 of 2, 2 on offer)" in reads(card(world))
    await world.members["bob"].click(offers(world)[1], label="Take it")
    await world.restart()
    await world.members["alice"].click(offers(world)[0], label="Not today")
    await world.settle()
    assert held(world) == ids(world, "charlie")
    await world.members["charlie"].click(offers(world)[2], label="Take it")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob", "charlie")
    assert field(card(world), "Waitlist") == []


async def test_the_process_dies_before_the_offer_is_sent_and_it_is_sent_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: object) -> None:
        raise ConnectionResetError

    await full(world, "alice", "bob")
    with monkeypatch.context() as patch:
        patch.setattr("cogs.delivery._send", die)
        await world.members["dana"].react(card(world), "❌")
        await world.tick()
    assert offers(world) == []
    await world.restart()
    await world.advance(A_LEASE)
    assert held(world) == ids(world, "alice")
    await world.advance(timedelta(minutes=10))
    assert len(offers(world)) == 1


async def test_the_process_dies_after_the_offer_is_sent_and_its_end_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await full(world, "alice", "bob")
    await world.members["dana"].react(card(world), "❌")
    began = world.now
    with monkeypatch.context() as patch:
        fail_at(patch, announcing.mark_sent, ConnectionResetError())
        await world.tick()
    assert len(offers(world)) == 1
    world.bot.reporter.fault_count = 0
    await world.restart()
    await world.advance_to(began + OFFER)
    await world.settle()
    first, second = offers(world)
    assert labels(first) == []
    assert second.raw_mentions == ids(world, "bob")
    await world.members["bob"].click(second, label="Take it")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")


async def test_what_ended_while_the_process_was_away_is_over_and_what_was_said_meanwhile_counts(
    world: World,
) -> None:
    shown = await full(world, "alice", "bob", "charlie")
    await leave(world)
    await world.bot.close()
    world.env.backend.set_reaction(world.channel.id, shown.id, "❌", world.members["bob"].id, True)
    await world.env.advance_time(OFFER.total_seconds() + 60)
    await world.restart()
    await world.settle()
    assert held(world) == ids(world, "charlie")
    assert field(card(world), "Going") == []


async def test_what_cannot_be_sent_in_time_ends_with_its_offer(world: World) -> None:
    await full(world, "alice", "bob")
    forbid(world, world.channel, send_messages_in_threads=True)
    await leave(world)
    await world.advance(OFFER + timedelta(minutes=1))
    assert offers(world) == []
    forbid(world, world.channel)
    await world.advance(timedelta(hours=1))
    assert ids(world, "alice")[0] not in [one for offer in offers(world) for one in offer.raw_mentions]


@pytest.mark.parametrize("how", ["the reaction again", "command", "page", "table"])
async def test_a_yes_takes_the_seat_however_it_is_said(world: World, how: str) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    alice = world.members["alice"]
    match how:
        case "the reaction again":
            await alice.unreact(card(world), "✅")
            await world.settle()
            assert held(world) == [alice.id], "for a minute"
            await alice.react(card(world), "✅")
        case "command":
            shown = await alice.slash(world.channel, "meetup rsvp", meetup=TITLE, answer="going")
            assert "you are going" in said(shown)
        case "page":
            shown = await alice.slash(world.channel, "meetup show", meetup=TITLE)
            assert "a seat is held for you until" in said(shown)
            assert offered(shown)[:2] == ["Take it", "Not today"]
            assert "Take it" not in offered(
                await world.members["bob"].slash(world.channel, "meetup show", meetup=TITLE)
            )
            await world.press(alice, shown, "Take it")
        case _:
            shown = await alice.slash(world.channel, "table")
            assert "a seat is held for you until" in said(shown)
            await world.press(alice, shown, "Take it")
    await world.settle()
    assert field(card(world), "Going") == [alice.id]
    assert held(world) == []


async def test_organisers_say_how_early_seats_are_offered_or_that_they_never_are(world: World) -> None:
    organiser = boss(world)
    assert "offered from 3 h before" in said(await organiser.slash(world.channel, "longtable set"))
    refused = await set_up(world, organiser, late_seats="3 days")
    assert "at most a day before" in said(refused)
    assert "offered from 1 h before" in said(await set_up(world, organiser, late_seats="1h"))
    await full(world, "alice", "bob", "charlie")
    await leave(world)
    assert field(card(world), "Going") == ids(world, "alice")
    await set_up(world, organiser, late_seats="")
    await leave(world, "alice")
    assert held(world) == ids(world, "bob")
    assert "given at once" in said(await set_up(world, organiser, late_seats="never"))
    await world.settle()
    assert held(world) == []
    assert field(card(world), "Going") == ids(world, "bob")


async def test_what_was_offered_is_handed_over_and_erased(world: World) -> None:
    await full(world, "alice", "bob")
    await leave(world)
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "privacy export")
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    written = json.loads(await file.read())["data"]["seat_offers"]
    assert [(one["title"], one["state"]) for one in written] == [(TITLE, "open")]
    shown = await alice.slash(world.channel, "privacy erase")
    await world.press(alice, shown, "Erase everything")
    await world.settle()
    with look_into(world.bot.database) as rows:
        left = rows.execute(f"SELECT * FROM seat_offers WHERE user_id = {alice.id}").fetchall()
    assert left == []


async def test_once_answers_are_closed_the_seat_on_offer_can_still_be_taken(world: World) -> None:
    shown = await full(world, "alice", "bob", until="3h")
    await leave(world)
    alice = world.members["alice"]
    await alice.react(shown, "🤔")
    await world.settle()
    assert held(world) == [alice.id], "which was not taken, and says nothing about the seat"
    await alice.unreact(shown, "✅")
    await alice.react(shown, "✅")
    await world.settle()
    assert field(card(world), "Going") == [alice.id]
    await alice.react(shown, "❌")
    await world.settle()
    take, _ = button_ids(offers(world)[1])
    assert held(world) == ids(world, "bob")
    await world.members["bob"].react(shown, "❌")
    await world.settle()
    assert "closed by now" in said(await press_forged(world, world.members["bob"], take))
