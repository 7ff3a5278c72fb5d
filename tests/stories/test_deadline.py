"""Answers until some time before the start: what is taken after that, and what the card says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cogs.ui import markup
from demo.forms import fill_in
from demo.world import World
from services.meetups import facilitating
from tests.stories.answering import hears, react, rsvp, who_tapped
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import move, skip
from tests.stories.telling import WEEKLY, announced, card, fail_at, field, ids, labels, pick, reads, said

TITLE = WEEKLY["title"]
CLOSED = "⌛ Answers are closed"
START = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)  # 9:30 in Berlin


class Died(BaseException):
    """The process dies here."""


async def _closed(world: World, *coming: str, **options: Any) -> None:
    """These have said yes, and answers to the date, which are taken until a day before, are closed."""
    await announced(world, until="1 day", **options)
    for name in coming:
        await react(world, name)
    await until_start(world, hours=23)
    await world.settle()


async def test_the_card_says_until_when_and_then_that_answers_are_closed(world: World) -> None:
    await announced(world, until="1 day")
    assert f"⌛ Answers until {markup.stamp(START - timedelta(days=1))}" in reads(card(world))
    await world.advance_to(START - timedelta(days=1, seconds=1))
    assert CLOSED not in reads(card(world))
    await world.restart()
    await world.advance_to(START - timedelta(days=1))
    await world.settle()
    assert CLOSED in reads(card(world))
    assert "❌ still" in (card(world).embeds[0].footer.text or "")
    await world.advance_to(START + timedelta(hours=2, minutes=2))
    await world.settle()
    assert CLOSED not in reads(world.cards()[0])


async def test_a_late_yes_is_taken_away_and_why_is_said_in_private_once(world: World) -> None:
    await _closed(world, "alice")
    await react(world, "bob")
    await react(world, "charlie", "🤔")
    assert (who_tapped(world, card(world), "✅"), who_tapped(world, card(world), "🤔")) == (
        set(ids(world, "alice")),
        set(),
    )
    assert field(card(world), "Going") == ids(world, "alice")
    assert "answers were taken until" in await hears(world, "bob")
    assert await hears(world, "bob") == ""
    assert "are closed by now" in said(await rsvp(world, "charlie", "going"))


async def test_who_cannot_come_can_always_say_so_and_the_seat_goes_on(world: World) -> None:
    await _closed(world, "alice", "bob", "charlie", seats="1")
    await react(world, "alice", "🤔")  # no: only that one cannot come
    assert field(card(world), "Going") == ids(world, "alice")
    await react(world, "alice", "❌")
    assert field(card(world), "Can't") == ids(world, "alice")
    assert field(card(world), "Going") == ids(world, "bob")
    assert "you can't come" in said(await rsvp(world, "bob", "no"))
    await world.settle()
    assert field(card(world), "Going") == ids(world, "charlie")
    await react(world, "alice")  # and not back again
    assert field(card(world), "Can't") == ids(world, "alice", "bob")
    assert who_tapped(world, card(world), "❌") == set(ids(world, "alice"))
    await world.members["charlie"].unreact(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == []


async def test_no_guest_is_added_after_it_and_fewer_are_always_possible(world: World) -> None:
    await announced(world, until="1 day", guests=["2"])
    alice = world.members["alice"]
    await react(world, "alice")
    asked = await alice.click(card(world), label="➕ I'm bringing somebody")
    await world.press(alice, asked, "+1")
    await until_start(world, hours=23)
    await world.settle()
    assert labels(card(world)) == []
    assert "nobody can be added" in said(await world.press(alice, asked, "+2"))
    assert "you are going." in said(await world.press(alice, asked, "Just me"))


async def test_what_was_tapped_while_the_bot_was_away_counts_and_after_that_nothing(world: World) -> None:
    message = await announced(world, until="1 day")
    await world.advance_to(START - timedelta(days=1, minutes=5))
    await world.bot.close()
    backend = world.env.backend
    backend.set_reaction(world.channel.id, message.id, "✅", world.members["alice"].id, True)
    await world.env.advance_time(300)
    await world.restart()
    await world.settle()
    assert CLOSED in reads(card(world))
    assert field(card(world), "Going") == ids(world, "alice")
    await world.bot.close()
    backend.set_reaction(world.channel.id, message.id, "✅", world.members["bob"].id, True)
    backend.set_reaction(world.channel.id, message.id, "❌", world.members["charlie"].id, True)
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert field(card(world), "Can't") == ids(world, "charlie")
    assert who_tapped(world, card(world), "✅") == set(ids(world, "alice"))
    assert "answers were taken until" in await hears(world, "bob")


async def test_it_is_closed_once_although_the_process_dies_in_between(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await announced(world, until="1 day")
    await react(world, "alice")
    with monkeypatch.context() as patch:
        fail_at(patch, facilitating.close_answers, Died())
        with pytest.raises(BaseExceptionGroup):
            await world.advance_to(START - timedelta(days=1))
    await world.restart()
    await world.settle()
    assert CLOSED in reads(card(world))


async def test_it_moves_with_its_date_and_the_host_can_have_it_later(world: World) -> None:
    await _closed(world, "alice")
    erin = world.members["erin"]
    assert "Moved." in said(await move(world, erin, "2026-03-14 9:30"))
    await world.settle()
    assert f"⌛ Answers until {markup.stamp(START)}" in reads(card(world))
    await react(world, "bob")
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    await world.advance_to(START)
    await world.settle()
    assert CLOSED in reads(card(world))
    await edit(world, erin, TITLE, until="2h")
    await world.settle()
    assert CLOSED not in reads(card(world))
    assert "has changed (until when to answer)" in reads(world.thread(card(world))[-1])
    await react(world, "charlie")
    await edit(world, erin, TITLE, until="2 days")
    await world.settle()
    assert CLOSED in reads(card(world))
    assert field(card(world), "Going") == ids(world, "alice", "bob", "charlie")
    await edit(world, erin, TITLE, until="")
    await world.settle()
    assert "⌛" not in reads(card(world))


async def test_a_date_that_is_skipped_is_not_closed(world: World) -> None:
    await announced(world, until="1 day")
    await react(world, "alice")
    await skip(world, world.members["erin"])
    await world.advance_to(START - timedelta(hours=23))
    await world.settle()
    assert CLOSED not in reads(card(world))
    assert "does not take place" in reads(card(world))


async def test_what_cannot_be_comes_back_as_it_was_typed(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, until="soon")
    assert "I can't read “soon” as a length of time" in said(shown)
    before = "soon"
    for typed, why in (
        ("40 days", "at most 30 days before"),
        ("3d", "It is announced 3 days before the start"),
        ("2h", "Until 2 h before the start"),
    ):
        form = await world.press(erin, shown, "Guests, answers")
        assert f"'{before}'" in str(form.modal)
        shown = await fill_in(erin, form, {"until": typed})
        assert why in said(shown)
        before = typed
    shown = await world.draft(erin, title="Now", when="in 20 hours", until="1 day")
    assert "would have ended already" in said(shown)
    await announced(world, until="start")
    shown = await edit(world, erin, TITLE, pings="start")
    assert "answers can't end" in said(shown)


async def test_who_is_offered_a_seat_after_it_can_take_it(world: World) -> None:
    await _closed(world, "alice", "bob", "charlie", seats="1")
    await until_start(world, hours=2)
    await react(world, "alice", "❌")
    assert field(card(world), "Going") == []
    bob = world.members["bob"]
    await bob.unreact(card(world), "✅")
    await bob.react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")
    await react(world, "alice")
    assert field(card(world), "Waitlist") == ids(world, "charlie")


async def test_of_one_who_wants_to_come_and_the_clock_whoever_is_first_counts(world: World) -> None:
    message = await announced(world, until="1 day")
    await world.env.advance_time((START - timedelta(days=1, seconds=1) - world.now).total_seconds())
    await world.members["alice"].react(message, "✅")
    await world.advance(timedelta(seconds=1))
    await world.members["bob"].react(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_who_is_refused_is_sent_to_nobody_who_cannot_help(world: World) -> None:
    await _closed(world, "alice")
    await react(world, "bob")
    assert "ask its host" not in await hears(world, "bob")
    for name in ("bob", "erin"):  # erin hosts it
        refused = said(await rsvp(world, name, "going"))
        assert refused.endswith("❌ can still be said.")


async def test_moving_a_date_nearer_says_that_its_answers_are_closed(world: World) -> None:
    await announced(world, until="2 days")
    await react(world, "alice")
    erin = world.members["erin"]
    await until_start(world, hours=60)
    page = said(await move(world, erin, "2026-03-12 9:30"))
    assert "closed now: they end 2 days before the start. *Guests, answers* has them end later." in page
    assert "closed now" not in said(await move(world, erin, "2026-03-15 9:30"))


async def test_the_list_leads_to_what_can_be_answered_alone(world: World) -> None:
    await _closed(world, "alice")

    async def links(name: str) -> list[bool]:
        listed = await world.members[name].slash(world.channel, "meetup list")
        shown = await world.members[name].slash(
            world.channel, "meetup show", meetup=await pick(world, world.members[name], "meetup show")
        )
        return ["answer here" in said(one) for one in (listed, shown)]

    assert await links("bob") == [False, False]
    assert await links("alice") == [True, True]  # who can still say that she can't come


async def test_answers_to_what_is_announced_at_its_start_cannot_end_by_then(world: World) -> None:
    drafted = await world.draft(world.members["erin"], **WEEKLY, pings="start", until="start")
    assert "announced at the start, so answers can't end by then" in said(drafted)
    assert "0 min" not in said(drafted)
