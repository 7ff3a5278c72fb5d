"""A meetup works on its problems: rounds with an end, ideas that go back to the board, what came of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from cogs.custom_ids import MOVE_DATE
from demo.settings import set_up
from demo.world import World
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.meetup import Session, parse_ref
from services.meetups import brainstorming
from tests.stories.board import boss, open_forum, pick_on_page, press_on_page, share
from tests.stories.brainstorming import (
    ROUND,
    TITLES,
    gathered,
    have_idea,
    questions,
    recaps,
    rounds,
    start,
    thread_of,
    topic,
    until_start,
)
from tests.stories.hosting import manage, offered, show_agenda, skip, tap
from tests.stories.telling import announced, forbid, pick, press_forged, reads, said


async def test_the_host_begins_and_each_problem_has_its_round(world: World) -> None:
    card = await gathered(world, "alice", "bob", "dana")
    assert "Off we go" in said(await start(world))
    (first,) = rounds(world, card)
    assert topic(first) == "Late payers"
    assert "Round 1 of 2" in reads(first)
    assert "Ends at <t:" in reads(first)
    await world.advance(ROUND)
    assert [topic(one) for one in rounds(world, card)] == ["Late payers", "My mornings vanish"]
    (asked,) = questions(world, card)
    assert asked.raw_mentions == [world.members["alice"].id]
    await world.advance(ROUND)
    assert len(questions(world, card)) == 2
    assert questions(world, card)[1].raw_mentions == [world.members["bob"].id]
    assert len(rounds(world, card)) == 2


async def test_an_idea_is_a_proposal_of_that_problem_with_its_author(world: World) -> None:
    card = await gathered(world, "alice", "dana", problems=1)
    await start(world)
    done = await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    assert "Thank you" in said(done)
    (proposal,) = thread_of(world, "Late payers").proposals
    assert "Ask for a deposit." in reads(proposal)
    assert f"<@{world.members['dana'].id}>" in reads(proposal)
    await world.advance(ROUND)
    assert "1. Ask for a deposit." in reads(questions(world, card)[0])


async def test_those_at_the_table_go_on_and_nobody_else(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    (first,) = rounds(world, card)
    assert "for those who are coming" in said(await world.members["charlie"].click(first, label="⏭️ Next"))
    assert "On to the next" in said(await world.members["dana"].click(first, label="⏭️ Next"))
    assert "over already" in said(await world.members["alice"].click(first, label="⏭️ Next"))
    await world.settle()
    assert [topic(one) for one in rounds(world, card)] == list(TITLES.values())[:2]
    assert len(questions(world, card)) == 1


async def test_a_round_ends_at_its_second_although_the_bot_was_started_again(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    opened_at = world.now
    await world.advance(timedelta(minutes=4))
    await world.restart()
    await world.advance_to(opened_at + ROUND - timedelta(seconds=10))
    assert not questions(world, card)
    await world.advance(timedelta(seconds=10))
    assert len(questions(world, card)) == 1
    await world.restart()
    await world.settle()
    assert len(questions(world, card)) == 1
    assert len(rounds(world, card)) == 2


async def test_the_bot_begins_by_itself_where_the_host_wishes(world: World) -> None:
    card = await gathered(world, "alice", "dana", lead=True)
    assert not rounds(world, card)
    await world.advance(timedelta(minutes=2))
    assert len(rounds(world, card)) == 1
    assert "begun already" in said(await start(world))


async def test_what_is_solved_before_its_turn_needs_no_round(world: World) -> None:
    card = await gathered(world, "alice", "bob", problems=3)
    await start(world)
    closed = await press_on_page(world.members["bob"], world.channel, "Close it", problem=TITLES["bob"])
    assert "closed" in said(closed)
    await world.advance(ROUND)
    assert [topic(one) for one in rounds(world, card)] == ["Late payers", "Which laptop stand?"]


async def test_no_round_is_opened_that_could_not_be_finished(world: World) -> None:
    card = await gathered(world, "alice", "bob", problems=3, length="25m")
    await until_start(world, minutes=-17)
    await start(world)
    await world.advance(timedelta(minutes=30))
    assert len(rounds(world, card)) == 1
    assert len(questions(world, card)) == 1


async def test_a_reply_in_the_meetups_thread_is_kept_for_what_is_on_the_table(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    thread = world.channel.threads[-1]
    reply = await world.members["dana"].send(thread, "A deposit helped me.")
    early = await world.members["alice"].context_menu(thread, "Keep as solution", reply)
    assert "in a problem's thread" in said(early)
    await start(world)
    kept = await world.members["alice"].context_menu(thread, "Keep as solution", reply)
    assert "Kept as a proposal" in said(kept)
    await world.settle()
    (proposal,) = thread_of(world, "Late payers").proposals
    assert "A deposit helped me." in reads(proposal)
    await world.advance(ROUND)
    assert "A deposit helped me." in reads(questions(world, card)[0])


async def test_only_in_its_time_and_only_by_its_host(world: World) -> None:
    await share(world, world.members["alice"], title="Late payers")
    await announced(world)
    await until_start(world, minutes=30)
    assert "too early" in said(await start(world))
    await until_start(world)
    assert "Nobody has said ✅" in said(await start(world))
    await world.members["dana"].react(world.cards()[-1], "✅")
    await world.settle()
    assert "can be changed by its host" in said(await start(world, "dana"))
    assert "Off we go" in said(await start(world))


async def test_without_a_problem_there_is_nothing_to_begin_with(world: World) -> None:
    card = await gathered(world, "dana", problems=0)
    assert "The agenda is empty" in said(await start(world))
    await share(world, world.members["dana"], title="Late, but here")
    assert "Off we go" in said(await start(world))
    assert [topic(one) for one in rounds(world, card)] == ["Late, but here"]
    await world.advance(ROUND)
    assert "had its round" in said(await start(world))


async def test_once_people_sit_down_the_date_is_not_moved_any_more(world: World) -> None:
    await gathered(world, "dana")
    erin, date = world.members["erin"], await pick(world, world.members["erin"], "meetup show")
    form = await tap(world, erin, MOVE_DATE, date)
    await start(world)
    assert "has started" in said(await erin.submit_modal(form, {"when": "tomorrow 18:00"}))
    page = await manage(world, erin, date)
    assert not {"Move", "Skip", "Start"} & set(offered(page))
    assert "Attendance" in offered(page)
    assert "has started" in said(await skip(world, erin, date))


async def test_three_times_on_the_table_and_still_open_is_asked_about(world: World) -> None:
    await gathered(world, "dana", problems=1)
    for _ in range(3):
        await world.members["dana"].react(world.cards()[-1], "✅")
        await world.settle()
        await world.advance(timedelta(weeks=1))
    thread = thread_of(world, "Late payers")
    asked = thread.note_with("Does it still matter?")
    assert asked.raw_mentions == [world.members["alice"].id]
    shown = await show_agenda(world, world.members["erin"])
    assert "Late payers" not in said(shown)
    assert "moderator" in said(await world.members["dana"].click(asked, label="Put it on the agenda"))
    assert "next agenda" in said(await world.members["alice"].click(asked, label="Put it on the agenda"))
    shown = await show_agenda(world, world.members["erin"])
    assert "Late payers" in said(shown)
    assert "closed" in said(await world.members["alice"].click(asked, label="Close it"))


async def test_in_a_locked_thread_nobody_is_asked_whether_it_still_matters(world: World) -> None:
    await gathered(world, "dana", problems=1)
    thread = thread_of(world, TITLES["alice"])
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    for _ in range(3):
        await world.members["dana"].react(world.cards()[-1], "✅")
        await world.settle()
        await world.advance(timedelta(weeks=1))
    assert not any("Does it still matter?" in note for note in thread.notes)


async def test_forged_names_reach_nothing(world: World) -> None:
    await gathered(world, "dana")
    for name in ("next|1|2", "came|carried|1|2", "came|solved|1|2", "next|9999999999999999999|2"):
        assert "I don't know" in said(await press_forged(world, world.members["dana"], name))
    assert "I don't know that round" in said(await press_forged(world, world.members["dana"], "try|1|2|3"))


async def test_a_thread_that_may_not_be_written_in_loses_no_round(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    forbid(world, world.channel, send_messages_in_threads=True)
    await start(world)
    assert not rounds(world, card)
    await world.advance(timedelta(minutes=3))
    forbid(world, world.channel)  # nothing any more
    await world.advance(timedelta(minutes=5))
    assert [topic(one) for one in rounds(world, card)] == ["Late payers"]


async def test_an_organiser_says_when_agendas_come_and_how_long_a_round_is(world: World) -> None:
    runs_it = boss(world)
    shown = await set_up(world, runs_it, agenda="3h", problem_time="15 min")
    assert "agenda 3 h before; 15 min for each problem" in said(shown)
    for wrong in ({"agenda": "2 weeks"}, {"agenda": "0m"}, {"problem_time": "1"}, {"problem_time": "2h"}):
        refused = said(await set_up(world, runs_it, **wrong))
        assert "a week before" in refused or "2 to 60" in refused
    refused = said(await set_up(world, runs_it, problem_time="ages"))
    assert "Try `10m` or `15 min`" in refused
    await set_up(world, runs_it, problem_time="15")
    card = await gathered(world, "alice", "dana", problems=1)
    (agenda,) = [one for one in world.thread(card) if one.embeds[0].title == "Agenda"]
    start_at = world.now + timedelta(minutes=1)
    assert start_at - agenda.created_at == timedelta(hours=3)
    await start(world)
    await world.advance(timedelta(minutes=14, seconds=50))
    assert not questions(world, card)
    await world.advance(timedelta(seconds=20))
    assert len(questions(world, card)) == 1


async def test_a_round_that_ended_while_the_bot_was_away_is_closed_and_the_next_has_its_full_time(
    world: World,
) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    await world.bot.close()
    await world.env.advance_time(25 * 60)
    await world.restart()
    await world.settle()
    assert len(questions(world, card)) == 1
    assert len(rounds(world, card)) == 2
    await world.advance(ROUND - timedelta(seconds=30))
    assert len(questions(world, card)) == 1
    await world.advance(timedelta(seconds=30))
    assert len(questions(world, card)) == 2


async def test_a_problem_that_is_removed_during_its_round_leaves_the_table(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    await start(world)
    world.env.backend.delete_channel(thread_of(world, "Late payers").id)
    await world.env.settle()
    (first,) = rounds(world, card)
    assert "may have been removed" in said(await world.members["dana"].click(first, label="💡 Idea"))
    assert "On to the next" in said(await world.members["dana"].click(first, label="⏭️ Next"))
    await world.advance(timedelta(hours=3))
    assert [topic(one) for one in rounds(world, card)] == ["Late payers", "My mornings vanish"]
    assert len(questions(world, card)) == 1
    assert "Late payers" not in recaps(world, card)[0]


async def test_of_several_who_begin_at_once_one_does(world: World) -> None:
    card = await gathered(world, "alice", "dana")
    host = Actor(world.guild.id, world.members["erin"].id, is_manager=True)
    ref = parse_ref(await pick(world, world.members["erin"], "meetup manage"))
    assert ref is not None
    found = await asyncio.gather(
        *(world.bot.write(brainstorming.start, host, ref) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(one, Session) for one in found) == 1
    assert sum(isinstance(one, Refusal) for one in found) == 3
    await world.settle()
    assert len(rounds(world, card)) == 1


async def test_a_new_lead_holds_for_dates_that_are_announced_already(world: World) -> None:
    await open_forum(world)
    await share(world, world.members["alice"], title="Late payers")
    card = await announced(world)
    for lead in ("3 days", "2h"):
        await set_up(world, boss(world), agenda=lead)
    await until_start(world, hours=3)
    assert not [one for one in world.thread(card) if one.embeds[0].title == "Agenda"]
    await until_start(world, hours=1)
    assert len([one for one in world.thread(card) if one.embeds[0].title == "Agenda"]) == 1
    await set_up(world, boss(world), agenda="1h")
    await world.advance(timedelta(minutes=30))
    assert len([one for one in world.thread(card) if one.embeds[0].title == "Agenda"]) == 1


async def test_an_idea_that_was_taken_away_is_not_tried(world: World) -> None:
    card = await gathered(world, "alice", "dana", problems=1)
    await start(world)
    await have_idea(world, "dana", rounds(world, card)[0], "Ask for a deposit.")
    await world.advance(ROUND)
    (asked,) = questions(world, card)
    shown = await world.members["alice"].click(asked, label="🧪 I'll try this")
    thread = thread_of(world, TITLES["alice"]).handle
    await pick_on_page(world.members["dana"], thread, "withdraw")
    pressed = await world.press(world.members["alice"], shown, "1. Ask for a deposit.")
    assert "has been taken away" in said(pressed)
