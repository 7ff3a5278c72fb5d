"""What stands in a channel is true whenever it is read: what is over says so, and takes no answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from demo.world import World
from services import message_syncing
from services.meetups import syncing
from tests.discord_rules import rules_of
from tests.stores import look_into
from tests.stories.answering import who_tapped
from tests.stories.brainstorming import ROUND, gathered, questions, rounds, start, until_start
from tests.stories.hosting import restore, skip
from tests.stories.telling import announced, card, crowd, fail_at, field, forbid, ids, pick, reads

OVER = "This date is over."
RELATIVE = ":R>"


class Died(BaseException):
    """The process dies here."""


def buttons(message: discord.Message) -> list[str | None]:
    """The labels of the buttons under a message."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [one.label for row in rows for one in row.children if isinstance(one, discord.Button)]


def _footer(message: discord.Message) -> str:
    return message.embeds[0].footer.text or ""


async def _over(world: World, *coming: str, **options: Any) -> discord.Message:
    """These have said yes to a date, and it is over: its card."""
    message = await announced(world, **options)
    for name in coming:
        await world.members[name].react(message, "✅")
    await world.settle()
    await _until_over(world)
    return next(one for one in world.cards() if one.id == message.id)


async def _until_over(world: World) -> None:
    """Turns the clock to a minute after the end of the date of the first card, which lasts two hours."""
    await until_start(world)
    await world.advance(timedelta(hours=2, minutes=2))
    await world.settle()


def _answers(world: World) -> list[tuple[int, str]]:
    with look_into(world.bot.database) as rows:
        found = rows.execute("SELECT user_id, answer FROM rsvps ORDER BY user_id, answer").fetchall()
    return [(row["user_id"], row["answer"]) for row in found]


async def test_the_card_of_a_date_that_is_over_says_so_and_asks_for_nothing(world: World) -> None:
    message = await announced(world)
    assert RELATIVE not in reads(message)
    assert "React with" in _footer(message)
    over = await _over(world, "alice")
    assert OVER in reads(over)
    assert RELATIVE not in reads(over)
    assert _footer(over) == ""
    assert field(over, "Going") == ids(world, "alice")


async def test_a_reaction_to_a_date_that_is_over_is_taken_away_once_and_changes_nothing(world: World) -> None:
    over = await _over(world, "alice")
    before = _answers(world)
    for name, emoji in (("bob", "✅"), ("alice", "❌")):
        await world.members[name].react(over, emoji)
        await world.settle()
    assert who_tapped(world, over, "✅") == set(ids(world, "alice"))
    assert who_tapped(world, over, "❌") == set()
    await world.members["bob"].react(over, "✅")
    await world.settle()
    assert who_tapped(world, over, "✅") == set(ids(world, "alice", "bob"))  # no quarrel about it
    await world.members["alice"].unreact(over, "✅")
    await world.members["alice"].react(over, "✅")
    await world.settle()
    assert ids(world, "alice")[0] in who_tapped(world, over, "✅")  # that is what they had answered
    assert _answers(world) == before


async def test_not_a_thousand_reactions_are_taken_away(world: World) -> None:
    over = await _over(world, "alice")
    since = len(world.env.http_requests)
    people = await crowd(world, over, 300)
    await world.settle()
    removed = [one for one in world.env.http_requests[since:] if one.method == "DELETE"]
    assert len(removed) <= 20
    assert len(who_tapped(world, over, "✅") & set(people)) >= 280
    assert len(_answers(world)) == 1


async def test_where_reactions_may_not_be_taken_away_they_are_left_after_one_try(world: World) -> None:
    over = await _over(world, "alice")
    forbid(world, world.channel, manage_messages=True)
    since = len(world.env.http_requests)
    for name in ("bob", "bob", "charlie"):
        await world.members[name].react(over, "✅")
        await world.members[name].unreact(over, "✅")
    await world.settle()
    assert len([one for one in world.env.http_requests[since:] if one.method == "DELETE"]) == 2
    assert len(_answers(world)) == 1


async def test_under_a_card_that_is_over_the_bot_puts_no_reactions_back(world: World) -> None:
    over = await _over(world, "alice")
    world.env.backend.clear_reactions(world.channel.id, over.id)
    await world.settle()
    assert next(one for one in world.cards() if one.id == over.id).reactions == []
    assert len(_answers(world)) == 1


async def test_a_date_that_ended_while_the_bot_was_away_is_closed_when_it_is_back(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await world.bot.close()
    await world.env.advance_time(timedelta(days=5).total_seconds())
    await world.restart()
    await world.settle()
    over = next(one for one in world.cards() if one.id == message.id)
    assert OVER in reads(over)
    assert RELATIVE not in reads(over)


async def test_a_card_whose_closing_was_cut_off_is_closed_after_a_restart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await until_start(world)
    await world.advance(timedelta(minutes=2))
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=None)
    with monkeypatch.context() as patch:
        fail_at(patch, syncing.mark_failed, Died())
        with pytest.raises(BaseExceptionGroup):
            await _until_over(world)
    world.env.backend.faults.clear()
    await world.restart()
    await world.advance(timedelta(minutes=5))
    assert OVER in reads(next(one for one in world.cards() if one.id == message.id))


async def test_a_date_that_is_called_off_asks_for_no_reactions(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    await skip(world, erin, date)
    await world.settle()
    assert "does not take place" in reads(card(world))
    assert _footer(card(world)) == ""
    await restore(world, erin, date)
    await world.settle()
    assert "React with" in _footer(card(world))


async def test_reminders_and_calls_name_a_time_that_stays_true(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await until_start(world, minutes=30)
    said = [reads(one) for one in (*world.channel.history(), *world.thread(message)) if one.id != message.id]
    assert any("1 going" in text for text in said)
    assert any("See you there!" in text for text in said)
    assert not [text for text in said if RELATIVE in text or "You can still answer" in text]


async def test_an_agenda_is_fixed_at_the_start_and_loses_its_buttons(world: World) -> None:
    message = await gathered(world, "alice", "bob")
    (agenda,) = [one for one in world.thread(message) if one.embeds[0].title == "Agenda"]
    assert buttons(agenda)
    await world.advance(timedelta(minutes=2))
    await world.settle()
    (agenda,) = [one for one in world.thread(message) if one.embeds[0].title == "Agenda"]
    assert buttons(agenda) == []
    assert "up or down" not in reads(agenda)


def _arrivals(world: World, message: discord.Message) -> list[discord.Message]:
    return [one for one in world.thread(message) if "👋 I'm here" in buttons(one) or OVER in reads(one)]


async def test_nobody_is_asked_to_arrive_at_a_date_that_is_over(world: World) -> None:
    message = await announced(world, place="Café Nord")
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await until_start(world)
    (arrival,) = _arrivals(world, message)
    assert "Tap 👋" in reads(arrival)
    await world.advance(timedelta(hours=2, minutes=2))
    await world.settle()
    (arrival,) = _arrivals(world, message)
    assert buttons(arrival) == []
    assert "Tap 👋" not in reads(arrival)
    assert OVER in reads(arrival)


async def test_nobody_is_asked_to_arrive_at_a_date_that_is_called_off(world: World) -> None:
    message = await announced(world, place="Café Nord")
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await until_start(world)
    erin = world.members["erin"]
    await skip(world, erin)
    await world.settle()
    assert not [one for one in world.thread(message) if "👋 I'm here" in buttons(one)]


async def test_a_round_that_is_over_has_no_buttons_and_no_end_to_wait_for(world: World) -> None:
    message = await gathered(world, "alice", "bob")
    await start(world)
    (first,) = rounds(world, message)
    assert buttons(first) == ["💡 Idea", "⏭️ Next"]
    await world.advance(ROUND)
    await world.settle()
    first, second = rounds(world, message)
    assert buttons(first) == []
    assert RELATIVE not in reads(first)
    assert "over" in reads(first)
    assert buttons(second) == ["💡 Idea", "⏭️ Next"]
    await world.advance(ROUND)
    await world.settle()
    assert [buttons(one) for one in rounds(world, message)] == [[], []]


async def test_a_round_that_ended_while_its_message_was_on_its_way_is_closed_once_it_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.meetups import announcing

    message = await gathered(world, "alice", "bob")
    with monkeypatch.context() as patch:
        fail_at(patch, announcing.mark_sent, Died())
        with pytest.raises(BaseExceptionGroup):
            await start(world)
    await world.restart()
    await world.advance(ROUND + timedelta(minutes=2))
    await world.advance(timedelta(minutes=2))
    await world.settle()
    first = rounds(world, message)[0]
    assert buttons(first) == []
    assert "over" in reads(first)


async def test_a_question_that_was_answered_says_what_and_has_no_buttons(world: World) -> None:
    message = await gathered(world, "alice", "bob", problems=1)
    await start(world)
    await world.advance(ROUND)
    (asked,) = questions(world, message)
    assert len(buttons(asked)) == 4
    await world.members["alice"].click(asked, label="↩️ Carry over")
    await world.settle()
    (asked,) = questions(world, message)
    assert buttons(asked) == []
    assert "says how it goes on" not in reads(asked)
    assert "Goes on the next agenda" in reads(asked)


async def test_a_question_is_answered_by_a_solution_on_the_board_too(world: World) -> None:
    from tests.stories.brainstorming import have_idea, thread_of

    message = await gathered(world, "alice", "bob", problems=1)
    await start(world)
    await have_idea(world, "bob", rounds(world, message)[0], "Ask for a deposit.")
    await world.advance(ROUND)
    (proposal,) = thread_of(world, "Late payers").proposals
    await world.members["alice"].click(proposal, label="Accept")
    await world.settle()
    (asked,) = questions(world, message)
    assert buttons(asked) == []


async def test_old_messages_are_closed_no_faster_than_discord_takes_it(world: World) -> None:
    """Rounds that stand for hours in one thread: three edits of old messages in six seconds."""
    message = await gathered(world, "alice", "bob", "charlie", problems=3)
    await start(world)
    await world.advance(3 * ROUND + timedelta(minutes=1))
    with look_into(world.bot.database) as rows:
        rows.execute("UPDATE mirrors SET due_at = NULL")
    await world.advance(timedelta(hours=2))
    with look_into(world.bot.database) as rows:
        rows.execute("UPDATE mirrors SET due_at = 0, attempts = 0 WHERE kind = 'message'")
    assert rules_of(world.env) is not None  # they count the edits
    for _ in range(20):
        await world.advance(timedelta(seconds=7))
    assert not await world.bot.read(message_syncing.is_due)
    assert len(rounds(world, message)) == 3
    assert world.bot.reporter.fault_count == 0


async def test_a_poll_whose_times_have_all_come_is_over(world: World) -> None:
    await world.members["erin"].slash(
        world.channel, "meetup poll", title="Summer lunch", times="thu 18:00-19:30, fri 9:00"
    )
    poll = next(one for one in world.channel.history() if "When?" in reads(one))
    await world.members["alice"].click(poll, label="1")
    await world.advance(timedelta(days=3, hours=20))  # Friday has come
    await world.restart()
    await world.advance(timedelta(days=1))
    poll = next(one for one in world.channel.history() if one.id == poll.id)
    assert "This poll is over." in reads(poll)
    assert "Tap every number" not in reads(poll)
    assert "**1** can ⭐" in reads(poll)
    assert buttons(poll) == []
    assert [one.filename for one in poll.attachments] == ["when.png"]
