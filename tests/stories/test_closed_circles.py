"""What the bot asks members of a circle is closed once it is answered or over."""

from __future__ import annotations

from datetime import timedelta

import discord
from simcord.builders import ChannelHandle

from demo.world import World
from tests.stories.circles import (
    DAYS,
    FOUR,
    answer,
    begin_round,
    circle_threads,
    everything,
    form,
    last,
    settle_in,
    thread_of,
)
from tests.stories.telling import reads
from tests.stories.test_closed import RELATIVE, buttons

ASKED = 14 * DAYS + timedelta(minutes=1)


def _invitation(world: World, name: str) -> discord.Message:
    return next(one for one in thread_of(world, name).history() if one.embeds)


def _line(thread: ChannelHandle, words: str) -> discord.Message:
    return next(one for one in reversed(thread.history()) if words in reads(one))


async def test_a_proposal_that_nobody_answered_in_time_is_over(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    await answer(world, "alice")
    assert buttons(_invitation(world, "bob")) == ["Accept", "Not this time"]
    await world.advance(5 * DAYS)
    await world.settle()
    for name in FOUR[1:]:
        assert buttons(_invitation(world, name)) == []
        assert "This proposal is over" in reads(_invitation(world, name))
    assert buttons(_invitation(world, "alice")) == []
    assert RELATIVE not in "".join(everything(thread_of(world, name)) for name in FOUR)


async def test_who_accepted_reads_where_the_circle_is_once_it_is_there(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    await answer(world, "alice")
    assert buttons(_invitation(world, "alice")) == ["I can't after all"]
    for name in FOUR[1:]:
        await answer(world, name)
    await world.settle()
    (thread,) = circle_threads(world)
    for name in FOUR:
        assert f"Your circle is here: <#{thread.id}>" in reads(_invitation(world, name))
        assert buttons(_invitation(world, name)) == []


async def test_a_poll_of_a_circle_is_closed_when_a_time_is_fixed_or_another_poll_is_open(
    world: World,
) -> None:
    await settle_in(world)
    thread = await form(world)
    welcome = thread.history()[0]
    assert RELATIVE not in reads(welcome)
    assert buttons(welcome)
    await world.advance(3 * DAYS + timedelta(minutes=1))  # nobody has voted
    await world.settle()
    welcome = thread.history()[0]
    assert buttons(welcome) == []
    assert "This poll is over" in reads(welcome)
    assert "Welcome, alice, bob and charlie!" in reads(welcome)
    none = _line(thread, "No time suits two of you yet")
    await world.members["bob"].click(none, label="Offer new times")
    await world.settle()
    assert buttons(_line(thread, "No time suited two of you then")) == []
    new = _line(thread, "New times")
    assert buttons(new)
    for name in FOUR:
        await world.members[name].click(_line(thread, "New times"), label=buttons(new)[0])
    await world.settle()
    assert buttons(_line(thread, "New times")) == []
    assert "Tap every number that suits you" not in everything(thread)


async def test_the_question_whether_they_met_is_closed_when_it_is_asked_anew_or_answered(
    world: World,
) -> None:
    await settle_in(world)
    thread = await form(world)
    await world.advance(4 * DAYS)  # nobody votes
    await world.settle()
    await world.advance(ASKED - 4 * DAYS)
    await world.settle()
    assert "Yes, we met" in buttons(_line(thread, "Did you meet?"))
    await world.advance(14 * DAYS)
    await world.advance(timedelta(hours=2))  # the thread was archived, and takes an edit only now
    assert buttons(_line(thread, "This question is closed")) == []
    assert "Yes, we met" in buttons(_line(thread, "Did you meet?"))
    await world.members["alice"].click(_line(thread, "Did you meet?"), label="Yes, we met")
    await world.settle()
    await world.advance(timedelta(seconds=10))  # three edits of old messages in six seconds
    assert [buttons(one) for one in thread.history() if one.embeds and buttons(one)] == []
    assert reads(last(thread)).startswith("You met 🎉")


async def test_the_card_of_a_circles_meetup_says_when_it_is_over(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    label = buttons(thread.history()[0])[0]
    for name in FOUR:
        await world.members[name].click(thread.history()[0], label=label)
    await world.settle()
    await world.advance(7 * DAYS)
    await world.settle()
    (card,) = world.cards(thread)
    assert "This date is over." in reads(card)
