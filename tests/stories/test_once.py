"""Nothing twice, nothing late, nothing lost: the bot dies at any step, and Discord fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db.connection import Connection
from demo.world import World
from domain.posts import LEASE, Post, PostKind
from services.meetups import announcing, syncing
from tests.stores import look_into
from tests.stories.board import open_forum, share
from tests.stories.brainstorming import start
from tests.stories.edits import edit
from tests.stories.hosting import TITLE, move, skip
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    fail_at,
    field,
    forbid,
    ids,
    lose_the_answer,
    plan_until_ping,
    reads,
    said,
    sent,
)

A_LEASE = LEASE + timedelta(seconds=1)


class Died(BaseException):
    """The process dies here."""


async def _die(*_: object, **__: object) -> None:
    raise Died


async def _tick_until_death(world: World) -> None:
    """The tick during which the process dies."""
    with pytest.raises(BaseExceptionGroup) as caught:
        await world.bot.tick()
    assert caught.group_contains(Died)


async def _die_before_the_send(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("cogs.delivery._send", _die)
        await _tick_until_death(world)


async def _die_after_the_send(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        fail_at(patch, announcing.mark_sent, Died())
        await _tick_until_death(world)


async def test_dying_between_claim_and_send_the_ping_goes_out_once_after_the_lease(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    await _die_before_the_send(world, monkeypatch)
    await world.restart()
    await world.tick()
    assert world.cards() == []  # another process might be sending it
    await world.advance(A_LEASE)
    assert len(world.cards()) == 1
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1


async def test_dying_between_send_and_mark_the_ping_is_found_and_not_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    await _die_after_the_send(world, monkeypatch)
    assert len(world.cards()) == 1
    await world.restart()
    await world.advance(A_LEASE)
    assert len(world.cards()) == 1
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]


async def test_a_reminder_that_arrived_unmarked_is_found_though_the_next_is_due_already(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.plan(world.members["erin"], **(WEEKLY | {"pings": "3h, 2h, 1h"}))
    due_at = await world.bot.next_due_at()
    assert due_at is not None
    await world.advance(due_at - world.now)
    await world.env.advance_time(3600)
    await _die_after_the_send(world, monkeypatch)
    await world.env.advance_time(3600)  # it stays dead until the next is due
    await world.restart()
    await world.tick()
    assert len(world.cards()) == 1
    assert sum("starts" in text for text in sent(world)) == 2
    states = await world.bot.database.read(_list_reminders)
    assert states == ["sent", "sent"]


def _list_reminders(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT state FROM posts WHERE kind = 'remind' ORDER BY due_at")
    return [row["state"] for row in rows]


async def test_the_nonce_of_every_try_is_the_same(world: World) -> None:
    await plan_until_ping(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    await world.tick()
    await world.advance(timedelta(seconds=10))
    tries = [
        request.json
        for request in world.env.http_requests
        if request.method == "POST" and request.path.endswith(f"{world.channel.id}/messages")
    ]
    nonces = {one["nonce"] for one in tries if isinstance(one, dict)}
    assert len(tries) == 2
    assert len(nonces) == 1
    assert all(one["enforce_nonce"] for one in tries if isinstance(one, dict))
    assert len(world.cards()) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_when_discord_has_a_bad_day_the_ping_goes_out_when_it_is_over(
    world: World, status: int
) -> None:
    await plan_until_ping(world)
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=None)
    for _ in range(3):
        await world.env.advance_time(60)
        await world.tick()
    assert world.cards() == []
    world.env.backend.faults.clear()
    await world.advance(timedelta(minutes=30))
    assert len(world.cards()) == 1


async def test_a_ready_that_fires_ten_times_changes_nothing(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    before = sent(world), [str(one) for one in card(world).reactions]
    await world.receive("ready", times=10)
    await world.settle()
    assert (sent(world), [str(one) for one in card(world).reactions]) == before


async def test_an_event_whose_making_was_not_answered_is_found_and_not_made_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        fail_at(patch, syncing.set_event, Died())
        await edit(world, erin, "Friday co-working", place="Café Süd")
        await world.advance(A_LEASE)
    assert len(world.events) == 1
    shown = await skip(world, world.members["erin"])
    assert said(shown)
    await world.advance(A_LEASE)
    assert world.events == []


async def test_edits_that_fail_are_made_up_for(world: World) -> None:
    message = await announced(world)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=2)
    await world.members["alice"].react(message, "✅")
    for _ in range(3):
        await world.advance(timedelta(seconds=20))
    assert field(card(world), "Going") == ids(world, "alice")


async def test_a_year_of_ticks_later_the_list_is_right(world: World) -> None:
    await announced(world)
    await world.advance(timedelta(weeks=30))
    starts = [reads(one) for one in world.cards()]
    assert len(starts) == 31
    assert len(set(starts)) == 31


async def test_a_try_without_an_answer_is_looked_for_and_not_sent_when_it_is_late(world: World) -> None:
    await world.plan(world.members["erin"], title="Soon", when="in 30 minutes")
    message = card(world)
    await world.members["alice"].react(message, "✅")
    await edit(world, world.members["erin"], "Soon", pings="1h, 10m")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await world.advance(timedelta(minutes=21))
    world.env.backend.faults.clear()
    await world.bot.close()
    await world.env.advance_time(timedelta(minutes=30).total_seconds())
    await world.restart()
    await world.advance(timedelta(minutes=1))
    assert not [text for text in sent(world) if "starts <t:1773048600:F>" in text]
    assert await by_the_way(world) == ["left it out"]


async def test_an_edit_made_while_the_announcement_was_on_its_way_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogs import delivery

    send = delivery._send

    async def edit_then_send(*args: Any) -> int:
        meetup = (await world.bot.database.read(_only_meetup))[0]
        await world.bot.database.write(_rename, meetup)
        return await send(*args)

    await plan_until_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", edit_then_send)
        await world.tick()
    await world.settle()
    assert "Renamed meanwhile" in reads(card(world))


def _only_meetup(connection: Connection) -> tuple[int]:
    return (connection.execute("SELECT id FROM meetups").fetchone()["id"],)


def _rename(connection: Connection, meetup_id: int) -> None:
    connection.execute(
        "UPDATE meetups SET title = 'Renamed meanwhile', version = version + 1 WHERE id = ?", (meetup_id,)
    )


async def test_reactions_that_could_not_be_put_under_a_new_card_follow(world: World) -> None:
    world.env.inject_error("PUT", "/channels/*/messages/*/reactions/*", status=503, times=1)
    await announced(world)
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.advance(timedelta(seconds=6))
    await world.settle()
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]


async def test_an_announcement_without_an_answer_is_looked_for_where_it_was_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.guild.create_text_channel("other")
    await plan_until_ping(world)
    await _die_after_the_send(world, monkeypatch)
    await world.restart()
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", channel=other)
    await world.advance(A_LEASE)
    assert len(world.cards()) == 1
    assert world.cards(other) == []


async def test_an_announcement_without_an_answer_is_not_made_again_for_a_host_who_edits_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    lose_the_answer(monkeypatch)
    await world.tick()
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", title="Renamed")
    await world.advance(timedelta(minutes=1))
    assert len(world.cards()) == 1
    assert "Renamed" in reads(card(world))


async def test_an_announcement_that_could_not_go_out_waits_as_long_as_the_date_that_was_moved(
    world: World,
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await world.plan(world.members["erin"], title="Soon", when="in 30 minutes")
    erin = world.members["erin"]
    await move(world, erin, "tomorrow 14:00", "Soon")
    await world.advance(timedelta(hours=2))
    assert world.cards() == []
    world.env.backend.faults.clear()
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1
    assert await by_the_way(world) == []


async def test_what_went_to_the_channel_before_the_card_was_there_is_not_said_again_in_its_thread(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogs import delivery

    send, lost = delivery._send, list[int]()

    async def fail_or_lose(destination: Any, post: Post, *args: Any) -> int:
        if post.kind is PostKind.ANNOUNCE:
            raise ConnectionResetError
        sent = await send(destination, post, *args)
        if post.kind is PostKind.ROUND and not lost:
            lost.append(sent)
            raise ConnectionResetError
        return sent

    await open_forum(world)
    await share(world, world.members["alice"])
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", fail_or_lose)
        await world.plan(erin, title="Friday co-working", when="in 14 minutes")
        for name in ("alice", "bob"):
            await world.members[name].slash(world.channel, "meetup rsvp", meetup=TITLE, answer="going")
        await start(world)
    assert lost
    await world.advance(timedelta(minutes=2))
    assert len(world.cards()) == 1
    assert sum("Round 1 of 1" in text for text in sent(world)) == 1


async def test_a_refusal_after_a_try_without_an_answer_does_not_forget_to_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    await _die_after_the_send(world, monkeypatch)
    await world.restart()
    forbid(world, world.channel, read_message_history=True)
    await world.advance(timedelta(minutes=5))
    forbid(world, world.channel)
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_what_arrived_while_our_clock_was_ahead_is_found_and_not_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await world.plan(world.members["erin"], title="Soon", when="in 1 hour")
    ten_minutes_ms = 600_000
    with look_into(world.bot.database) as rows:
        rows.execute(f"UPDATE posts SET first_tried_at = first_tried_at + {ten_minutes_ms}")
    await world.advance(timedelta(minutes=30))
    assert len(world.cards()) == 1


async def test_what_may_not_be_looked_for_is_given_up_when_it_is_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    await _die_before_the_send(world, monkeypatch)
    await world.restart()
    forbid(world, world.channel, read_message_history=True)
    await world.advance(timedelta(days=3, hours=1))
    assert world.cards() == []
    assert "left it out" in await by_the_way(world)


async def test_an_announcement_that_did_not_go_out_is_not_made_for_a_date_that_was_skipped_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    await _die_before_the_send(world, monkeypatch)
    await world.restart()
    erin = world.members["erin"]
    await skip(world, erin)
    await world.advance(A_LEASE)
    assert world.cards() == []
    assert await by_the_way(world) == []  # the host skipped it, there is nothing to tell
