"""Members say whether they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from demo.world import World
from domain.reaction_polls import Reaction
from services.meetups import answers
from services.meetups.answers import RsvpChange
from services.transaction import Transaction
from tests.stories.brainstorming import until_start
from tests.stories.hosting import skip
from tests.stories.profiles import turn
from tests.stories.telling import announced, card, crowd, edits, field, forbid, ids, pick, reads, said


async def test_the_last_answer_counts_and_the_older_reaction_is_taken_away(world: World) -> None:
    message = await announced(world)
    alice = world.members["alice"]
    await alice.react(message, "✅")
    assert field(card(world), "Going") == [alice.id]
    await alice.react(message, "🤔")
    await world.settle()
    assert field(card(world), "Going") == []
    assert field(card(world), "Maybe") == [alice.id]
    assert {str(one.emoji): one.count for one in card(world).reactions} == {"✅": 1, "🤔": 2, "❌": 1}
    await alice.unreact(message, "🤔")
    await world.settle()
    assert field(card(world), "Maybe") == []


async def test_where_the_bot_may_not_take_reactions_away_it_counts_right_all_the_same(world: World) -> None:
    message = await announced(world)
    forbid(world, world.channel, manage_messages=True)
    alice = world.members["alice"]
    await alice.react(message, "✅")
    await alice.react(message, "❌")
    await world.settle()
    assert field(card(world), "Can't") == [alice.id]
    assert field(card(world), "Going") == []
    await alice.unreact(message, "❌")
    await world.settle()
    assert field(card(world), "Going") == [alice.id]


async def test_the_waitlist_keeps_its_order_and_who_moves_up_is_told(world: World) -> None:
    message = await announced(world, seats="1")
    for name in ("alice", "bob", "charlie"):
        await world.members[name].react(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert field(card(world), "Waitlist") == ids(world, "bob", "charlie")
    await world.members["alice"].unreact(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")
    assert field(card(world), "Waitlist") == ids(world, "charlie")
    told = world.thread(message)
    assert [one.raw_mentions for one in told] == [ids(world, "bob")]
    assert "A seat is yours" in reads(told[0])
    await world.members["alice"].react(message, "✅")
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "charlie", "alice")


async def test_foreign_emoji_are_left_alone_and_bots_do_not_count(world: World) -> None:
    message = await announced(world)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await robot.react(message, "✅")
    await world.members["alice"].react(message, "🎉")
    await world.settle()
    assert field(card(world), "Going") == []
    assert "🎉" in [str(one.emoji) for one in card(world).reactions]


async def test_reactions_on_other_messages_cost_nothing(world: World) -> None:
    await announced(world)
    other = await world.members["bob"].send(world.channel, "Coffee?")
    before = len(world.env.http_requests)
    await world.members["alice"].react(other, "✅")
    assert len(world.env.http_requests) == before


async def test_a_cleared_message_is_refilled_and_nobodys_answer_is_lost(world: World) -> None:
    message = await announced(world, seats="1")
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "✅")
    world.env.backend.clear_reactions(world.channel.id, message.id)
    await world.settle()
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]
    assert field(card(world), "Going") == ids(world, "alice")
    assert field(card(world), "Waitlist") == ids(world, "bob")
    await world.members["alice"].react(message, "❌")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")
    world.env.backend.clear_reaction(world.channel.id, message.id, "❌")
    await world.settle()
    assert sorted(str(one.emoji) for one in card(world).reactions) == sorted(["✅", "🤔", "❌"])
    assert field(card(world), "Can't") == ids(world, "alice")


async def test_what_comes_just_before_and_just_after_a_message_is_cleared_counts_as_it_came(
    world: World,
) -> None:
    message, alice, backend = await announced(world), world.members["alice"], world.env.backend
    people = await crowd(world, message, 11)
    backend.clear_reactions(world.channel.id, message.id)
    backend.set_reaction(world.channel.id, message.id, "✅", alice.id, True)
    await world.settle()
    await world.restart()
    await world.settle()
    assert sorted(field(card(world), "Going")) == sorted([*people, alice.id])
    await alice.unreact(message, "✅")
    await world.settle()
    assert sorted(field(card(world), "Going")) == sorted(people)


async def test_the_bots_own_reaction_comes_back_when_somebody_takes_it_away(world: World) -> None:
    message = await announced(world)
    world.env.backend.remove_reaction(world.channel.id, message.id, "✅", world.env.backend.bot_user.id)
    await world.settle()
    assert "✅" in [str(one.emoji) for one in card(world).reactions]


async def test_five_hundred_reactions_cost_a_handful_of_edits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, plain = [], answers.react

    def react(tx: Transaction, message_id: int, reactions: Sequence[Reaction]) -> RsvpChange | None:
        kept.append(len(reactions))
        return plain(tx, message_id, reactions)

    monkeypatch.setattr(answers, "react", react)
    message = await announced(world)
    crowd = [world.env.create_user(f"member{number}") for number in range(500)]
    backend = world.env.backend
    for user in crowd:
        backend.add_member(world.guild.id, user.id, roles=[])
    before = edits(world)
    for user in crowd:
        backend.set_reaction(world.channel.id, message.id, "✅", user.id, True)
    await world.env.settle(timeout=20)
    await world.settle()
    assert edits(world) - before <= 4
    assert sum(kept) == 500
    assert len(kept) <= 100, "those who come while others are kept are kept together"
    assert "Going (500)" in reads(card(world))
    assert "more" in reads(card(world))


async def test_answers_by_command_for_those_who_cannot_use_reactions(world: World) -> None:
    message = await announced(world, seats="1")
    alice, bob = world.members["alice"], world.members["bob"]
    await bob.react(message, "✅")
    date = await pick(world, alice, "meetup rsvp")
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    assert "number 1 on the waitlist" in said(shown)
    await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="maybe")
    await world.settle()
    assert field(card(world), "Maybe") == [alice.id]
    shown = await bob.slash(world.channel, "meetup rsvp", meetup=date, answer="none")
    await world.settle()
    assert "taken back" in said(shown)
    assert field(card(world), "Going") == []
    assert {str(one.emoji): one.count for one in card(world).reactions}["✅"] == 1
    shown = await alice.slash(world.channel, "meetup rsvp", meetup="friday co-working", answer="no")
    assert "you can't come" in said(shown)


async def test_nobody_is_told_of_a_seat_at_what_does_not_take_place(world: World) -> None:
    message, erin = await announced(world, seats="1"), world.members["erin"]
    for name in ("alice", "bob"):
        await world.members[name].react(message, "✅")
    await skip(world, erin)
    await world.members["alice"].unreact(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == []
    assert field(card(world), "Waitlist") == ids(world, "bob")
    assert not any("A seat is yours" in reads(one) for one in world.thread(message))


async def test_without_a_limit_nobody_waits_not_even_once_it_has_begun(world: World) -> None:
    message = await announced(world)
    forbid(world, world.channel, manage_messages=True)
    alice = world.members["alice"]
    await alice.react(message, "✅")
    await alice.react(message, "🤔")
    await world.members["bob"].react(message, "✅")
    await world.settle()
    await until_start(world, minutes=-5)
    await alice.unreact(message, "🤔")
    await world.settle()
    assert set(field(card(world), "Going")) == set(ids(world, "alice", "bob"))


async def test_who_answers_by_command_and_has_to_wait_reads_behind_how_many(world: World) -> None:
    message, alice = await announced(world, seats="1"), world.members["alice"]
    await crowd(world, message, 6)
    await world.settle()
    date = await pick(world, alice, "meetup rsvp")
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    assert "you are number 6 on the waitlist" in said(shown)


async def test_a_reaction_that_the_bot_may_not_take_away_stays_with_the_member(world: World) -> None:
    message = await announced(world)
    forbid(world, world.channel, manage_messages=True)
    bob = world.members["bob"]
    await bob.react(message, "✅")
    date = await pick(world, bob, "meetup rsvp")
    shown = await bob.slash(world.channel, "meetup rsvp", meetup=date, answer="none")
    await world.settle()
    assert "tap it yourself" in said(shown)
    assert field(card(world), "Going") == [bob.id]
    await bob.slash(world.channel, "meetup rsvp", meetup=date, answer="no")
    await world.settle()
    assert field(card(world), "Can't") == [bob.id]
    await world.restart()
    await world.settle()
    assert field(card(world), "Can't") == [bob.id]


async def test_one_can_answer_a_date_that_is_not_announced_yet(world: World) -> None:
    await announced(world)
    alice = world.members["alice"]
    third = await pick(world, alice, "meetup rsvp", 2)
    assert "you are going" in said(
        await alice.slash(world.channel, "meetup rsvp", meetup=third, answer="going")
    )
    await world.advance(timedelta(weeks=2))
    assert field(card(world), "Going") == [alice.id]


async def test_an_answer_to_what_is_skipped_over_or_unknown_is_refused(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    date = await pick(world, erin, "meetup manage")
    await skip(world, erin, date)
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    assert "does not take place" in said(shown)
    await world.advance(timedelta(weeks=1))
    shown = await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    assert "is over" in said(shown)
    for unknown in ("1:2026-03-13", "Knitting", "99999999999999999999:2026-03-13", date[:-2] + "11"):
        shown = await alice.slash(world.channel, "meetup rsvp", meetup=unknown, answer="going")
        assert "Pick" in said(shown) or "pick" in said(shown)


async def test_after_the_end_reactions_change_nothing(world: World) -> None:
    message = await announced(world)
    await world.advance(timedelta(days=4))
    await world.members["alice"].react(message, "✅")
    await world.settle()
    assert field(world.cards()[0], "Going") == []


async def test_first_timers_are_marked_to_the_host_alone_with_a_buddy_who_agreed(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    assert "Thank you" in await turn(world, alice, "Welcome first-timers", on=True)
    for _ in range(4):
        message = await announced(world, when="in 4 days", repeats="once")
        await alice.react(message, "✅")
        await world.advance(timedelta(days=5))
    message = await announced(world, title="The fifth", when="in 4 days", repeats="once")
    await alice.react(message, "✅")
    await bob.react(message, "✅")
    shown = said(await world.members["erin"].slash(world.channel, "meetup show", meetup="The fifth"))
    assert f"{bob.mention}; {alice.mention} would gladly look after them" in shown
    shown = said(await world.members["dana"].slash(world.channel, "meetup show", meetup="The fifth"))
    assert "first time" not in shown
    assert "I won't suggest you" in await turn(world, alice, "Welcome first-timers", on=False)


async def test_list_and_show_say_what_i_answered(world: World) -> None:
    message = await announced(world, seats="1")
    alice = world.members["alice"]
    await world.members["bob"].react(message, "✅")
    await alice.react(message, "✅")
    listed = said(await alice.slash(world.channel, "meetup list"))
    assert "1 going" in listed
    assert "you are number 1 on the waitlist" in listed
    assert message.jump_url in listed
    shown = said(
        await alice.slash(world.channel, "meetup show", meetup=await pick(world, alice, "meetup show"))
    )
    assert "Next dates" in shown
    assert "number 1 on the waitlist" in shown


async def test_who_leaves_the_server_leaves_the_list_at_the_next_start(world: World) -> None:
    message = await announced(world, seats="1")
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "✅")
    world.guild.remove_member(world.members["alice"])
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")
    assert field(card(world), "Waitlist") == []


async def test_who_answered_by_command_and_leaves_the_server_leaves_the_list_too(world: World) -> None:
    await announced(world)
    alice = world.members["alice"]
    date = await pick(world, alice, "meetup rsvp")
    await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    await world.settle()
    assert field(card(world), "Going") == [alice.id]
    world.guild.remove_member(alice)
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == []


async def test_names_beyond_what_a_field_holds_become_a_number(world: World) -> None:
    message = await announced(world)
    people = await crowd(world, message, 60)
    await world.settle()
    shown = field(card(world), "Going")
    assert shown == people[: len(shown)]
    (going,) = [one.value or "" for one in card(world).embeds[0].fields if "Going" in (one.name or "")]
    assert len(going) <= 1024
    assert going.endswith(f"and {60 - len(shown)} more")
    assert 60 - len(shown) > 0


async def test_many_at_once_for_the_last_seats(world: World) -> None:
    message = await announced(world, seats="3")
    alice, backend = world.members["alice"], world.env.backend
    date = await pick(world, alice, "meetup rsvp")
    people = await crowd(world, message, 11)  # all of them are on their way when alice types
    await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    await world.settle()
    going, waiting = field(card(world), "Going"), field(card(world), "Waitlist")
    assert len(going) == 3
    assert sorted(going + waiting) == sorted([*people, alice.id])
    leaving = [user_id for user_id in going if user_id != alice.id]
    for user_id in leaving:
        backend.set_reaction(world.channel.id, message.id, "✅", user_id, False)
    await world.settle()
    assert field(card(world), "Going")[-len(leaving) :] == waiting[: len(leaving)]
    assert field(card(world), "Waitlist") == waiting[len(leaving) :]
