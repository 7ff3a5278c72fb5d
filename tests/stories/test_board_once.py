"""Every post of the board once, whatever dies between any two lines."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from cogs import delivery
from cogs.problems.poster import ProblemPoster
from db.connection import Connection
from demo.world import World
from services.problems import posting
from tests.stories.board import (
    DEPOSIT,
    LATE,
    Thread,
    accept,
    fill_in,
    open_forum,
    pick,
    pick_on_page,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import fail_at, lose_the_answer, reads, said


def _cards(world: World) -> list[Any]:
    return [
        one for one in world.channel.history() if one.embeds and LATE["title"] in (one.embeds[0].title or "")
    ]


def _posts(world: World, forum_id: int) -> list[Any]:
    return [one for one in world.env.backend.active_threads(world.guild.id) if one.parent_id == forum_id]


async def test_an_answer_that_was_lost_is_looked_for_and_not_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_answer(monkeypatch)
    await fill_in(world, world.members["alice"])
    await wait(world, minutes=2)
    assert len(_cards(world)) == 1
    thread = Thread(world, world.channel.threads[0].id)
    await propose(world, world.members["bob"], thread)


async def test_a_forum_post_whose_answer_was_lost_is_looked_for_and_not_made_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = await open_forum(world)
    lose_the_answer(monkeypatch)
    await fill_in(world, world.members["alice"], tags="")
    await wait(world, minutes=2)
    (post,) = _posts(world, forum.id)
    thread = Thread(world, post.id)
    await propose(world, world.members["bob"], thread)
    assert [str(one.emoji) for one in thread.card.reactions] == ["🙋"]


async def test_where_it_may_stand_only_new_posts_of_the_bot_are_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = await open_forum(world)
    old = await share(world, world.members["dana"], title="Which chair?", wants="To sit", tags="")
    await wait(world, hours=2)
    other = world.env.backend.create_thread(forum.id, "A post", world.members["bob"].id)
    since = len(world.env.http_requests)
    lose_the_answer(monkeypatch)
    await fill_in(world, world.members["alice"], tags="")
    await wait(world, minutes=2)
    (post,) = [one for one in _posts(world, forum.id) if one.id not in {old.id, other.id}]
    looks = [one.path for one in world.env.http_requests[since:] if one.method == "GET"]
    assert f"/channels/{post.id}/messages/{post.id}" in looks
    assert not [path for path in looks if str(old.id) in path or str(other.id) in path]


@pytest.mark.parametrize("is_forum", [False, True])
async def test_a_process_that_dies_before_it_marks_the_post_does_not_post_again(
    world: World, monkeypatch: pytest.MonkeyPatch, is_forum: bool
) -> None:
    room = await open_forum(world) if is_forum else world.channel

    with monkeypatch.context() as patch:
        fail_at(patch, posting.mark_sent, asyncio.CancelledError())
        await fill_in(world, world.members["alice"], tags="")
    await world.restart()
    await wait(world, minutes=3)
    assert len(_posts(world, room.id) if is_forum else _cards(world)) == 1
    assert LATE["title"] in said(await world.members["erin"].slash(world.channel, "problem list"))


async def test_a_server_error_is_tried_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    shown = await fill_in(world, world.members["alice"])
    assert "can't post it just now" in said(shown)
    await wait(world, minutes=2)
    assert len(_cards(world)) == 1


async def test_what_was_typed_before_the_bot_died_is_posted_when_it_is_back(world: World) -> None:
    thread = await share(world, world.members["alice"])
    form = await world.members["bob"].click(thread.card, label="💡 Propose")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await world.members["bob"].submit_modal(form, {"text": DEPOSIT})
    await world.restart()
    world.env.backend.faults.clear()
    await wait(world, minutes=2)
    assert len(thread.proposals) == 1
    await world.restart()
    await wait(world, minutes=2)
    assert len(thread.proposals) == 1


async def test_a_form_of_a_proposal_opened_before_a_restart_still_arrives(world: World) -> None:
    thread = await share(world, world.members["alice"])
    form = await world.members["bob"].click(thread.card, label="💡 Propose")
    await world.restart()
    shown = await world.members["bob"].submit_modal(form, {"text": DEPOSIT})
    assert "Thank you" in said(shown)
    await world.settle()
    assert DEPOSIT in reads(thread.proposals[0])


async def test_an_acceptance_before_a_restart_is_told_asked_about_and_drawn_once(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    shown = await world.members["alice"].click(proposal, label="Accept")
    assert "Accepted" in said(shown)
    await world.restart()
    await world.settle()
    assert "✅ solved" in reads(thread.card)
    for _ in range(3):
        await wait(world, days=4)
        await world.restart()
    assert sum("accepted" in note and "Solved" in note for note in thread.notes) == 1
    assert sum("Did it work?" in note for note in thread.notes) == 1


async def test_a_process_that_dies_before_it_opens_the_thread_opens_it_when_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*args: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(world.bot.cog(ProblemPoster).outbox, "follow_up", die)
        await fill_in(world, world.members["alice"])
    assert world.channel.threads == []
    await world.restart()
    await world.settle()
    thread = Thread(world, world.channel.threads[0].id)
    assert [str(one.emoji) for one in thread.card.reactions] == ["🙋"]


async def test_a_thread_that_is_gone_for_long_is_opened_when_there_is_something_to_say(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await world.bot.close()
    world.env.backend.delete_channel(thread.id)
    await world.env.advance_time(timedelta(hours=2).total_seconds())
    await world.restart()
    await world.settle()
    assert world.channel.threads == []
    shown = await world.members["bob"].click(world.channel.history()[-1], label="💡 Propose")
    await world.members["bob"].submit_modal(shown, {"text": DEPOSIT})
    await world.settle()
    assert len(thread.proposals) == 1


async def test_a_question_that_may_have_arrived_is_looked_for_and_not_asked_after_a_change_of_mind(
    world: World,
) -> None:
    thread = await solved(world)
    await world.advance(timedelta(days=8, hours=23))
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503, times=None)
    await world.advance(timedelta(hours=1, minutes=5))
    world.env.backend.faults.clear()
    await world.bot.database.write(_lease_again)  # as if the process had died while it was being sent
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await wait(world, hours=2)
    assert not any("Did it work?" in note for note in thread.notes)
    assert "took the acceptance back" in thread.notes[-1]


def _lease_again(connection: Connection) -> None:
    connection.execute("UPDATE posts SET state = 'sending' WHERE kind = 'tried'")


async def test_what_happened_first_stands_first_though_its_message_takes_longest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = await share(world, world.members["alice"])
    slow_proposal = await propose(world, world.members["bob"], slow)
    quick = await share(world, world.members["charlie"], title="Which chair?")
    quick_proposal = await propose(world, world.members["bob"], quick)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await accept(world, world.members["alice"], slow_proposal)
    await press_on_page(world.members["alice"], slow.handle, "Take the acceptance back")
    await accept(world, world.members["charlie"], quick_proposal)
    await world.env.advance_time(timedelta(minutes=10).total_seconds())
    world.env.backend.faults.clear()
    send, quick_is_sent, begun = delivery._send, asyncio.Event(), list[int]()

    async def send_the_first_last(destination: Any, *args: Any) -> int:
        begun.append(destination.id)
        if destination.id == slow.id:
            await quick_is_sent.wait()
        sent = await send(destination, *args)
        if destination.id == quick.id:
            quick_is_sent.set()
        return sent

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", send_the_first_last)
        await world.tick()
    assert begun == [slow.id, quick.id, slow.id]
    assert ["Solved" in note for note in slow.notes] == [True, False]


async def test_two_who_accept_at_the_same_time_are_told_apart(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    page = await world.members["alice"].slash(thread.handle, "problem show")
    await accept(world, world.members["alice"], proposal)
    second = await pick(world.members["alice"], page, "accept")
    assert "accepted already" in said(second)
    assert sum("Solved" in note for note in thread.notes) == 1


async def test_the_card_shows_the_last_state_with_few_edits(world: World) -> None:
    thread = await solved(world)
    alice = world.members["alice"]
    before = sum(one.method == "PATCH" and "/messages/" in one.path for one in world.env.http_requests)
    for _ in range(5):
        await press_on_page(alice, thread.handle, "Take the acceptance back")
        await pick_on_page(alice, thread.handle, "accept")
    await world.settle()
    await world.settle()
    edits = (
        sum(one.method == "PATCH" and "/messages/" in one.path for one in world.env.http_requests) - before
    )
    assert "✅ solved" in reads(thread.card)
    assert edits <= 6  # of the card, and of the proposal
    assert [("open" if "open" in note else "solved") for note in thread.notes] == [
        "solved",
        *["open", "solved"] * 5,
    ]
