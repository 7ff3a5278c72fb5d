"""Nothing twice, nothing late, nothing lost: the bot dies, Discord fails, moderators tidy up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import discord
import pytest

from db.database import Connection
from demo.world import World
from domain.posts import LEASE
from services.meetups.announcing import Announcing
from tests.stories.telling import WEEKLY, announced, card, crowd, field, forbid, ids, reads, said, sent

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


async def _plan_and_wait_for_the_ping(world: World, **options: object) -> None:
    await world.plan(world.members["erin"], **(WEEKLY | options))
    due_at = await world.bot.next_due_at()
    assert due_at is not None
    await world.env.advance_time((due_at - world.now).total_seconds())


async def test_dying_between_claim_and_send_the_ping_goes_out_once_after_the_lease(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _plan_and_wait_for_the_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr("cogs.delivery._send", _die)
        await _tick_until_death(world)
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
    await _plan_and_wait_for_the_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr(Announcing, "mark_sent", _die)
        await _tick_until_death(world)
    assert len(world.cards()) == 1
    await world.restart()
    await world.advance(A_LEASE)
    assert len(world.cards()) == 1
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]


async def test_the_nonce_of_every_try_is_the_same(world: World) -> None:
    await _plan_and_wait_for_the_ping(world)
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
    await _plan_and_wait_for_the_ping(world)
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
    for _ in range(10):
        world.bot.dispatch("ready")
    await world.env.settle()
    await world.settle()
    assert (sent(world), [str(one) for one in card(world).reactions]) == before


async def test_what_happened_while_the_bot_was_away_is_taken_over(world: World) -> None:
    message = await announced(world, capacity=2)
    alice, bob, charlie, dana = (world.members[name] for name in ("alice", "bob", "charlie", "dana"))
    await alice.react(message, "✅")
    await bob.react(message, "✅")
    await world.settle()
    await world.bot.close()
    await alice.unreact(message, "✅")
    await charlie.react(message, "🤔")
    await dana.react(message, "✅")
    await dana.react(message, "❌")  # two at once: the friendlier one counts
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == [bob.id, dana.id]
    assert field(card(world), "Maybe") == [charlie.id]
    assert field(card(world), "Can't") == []


async def test_reactions_cleared_while_the_bot_was_away_lose_nobody(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()
    await world.bot.close()
    world.env.backend.clear_reactions(world.channel.id, message.id)
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]


async def test_a_message_deleted_while_the_bot_was_away_is_told_to_the_host(world: World) -> None:
    message = await announced(world)
    await world.bot.close()
    world.env.backend.delete_message(world.channel.id, message.id)
    await world.restart()
    await world.settle()
    assert await _by_the_way(world) == ["was deleted"]
    assert world.cards() == []


async def test_pings_that_came_due_while_the_bot_was_away_go_out_if_they_still_help(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    await world.bot.close()
    await world.env.advance_time(timedelta(days=3, hours=22, minutes=45).total_seconds())
    await world.restart()
    await world.tick()
    assert len(sent(world)) == 1  # the announcement; the reminder is merged into it
    assert "Who's coming?" in sent(world)[0]


async def test_of_several_reminders_that_came_due_only_the_last_goes_out(world: World) -> None:
    message = await announced(world, pings="3 days, 2 days, 1 day, 2h")
    await world.members["alice"].react(message, "✅")
    await world.bot.close()
    await world.env.advance_time(timedelta(days=2, hours=1).total_seconds())
    await world.restart()
    await world.tick()
    assert sum("starts" in text for text in sent(world)) == 2  # one in the channel, one in the thread


async def test_a_ping_that_no_longer_helps_is_left_out_and_told_to_the_host(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    await world.bot.close()
    await world.env.advance_time(timedelta(days=4).total_seconds())
    await world.restart()
    await world.tick()
    assert sent(world) == []
    assert await _by_the_way(world) == ["left it out"] * 2
    assert await _by_the_way(world) == []  # told once
    await world.advance(timedelta(days=7))
    assert len(world.cards()) == 1  # the series goes on


async def test_dates_that_passed_while_the_bot_was_away_for_weeks_are_not_announced(world: World) -> None:
    await announced(world)
    await world.bot.close()
    await world.env.advance_time(timedelta(weeks=4, days=5).total_seconds())
    await world.restart()
    await world.tick()
    await world.settle()
    assert len(world.cards()) == 1
    assert "did not announce it" in " ".join(await _by_the_way(world, whole=True))
    await world.advance(timedelta(weeks=1))
    assert len(world.cards()) == 2


async def _by_the_way(world: World, *, whole: bool = False) -> list[str]:
    """What the host hears besides the answer to a command: the key words of each line."""
    shown = await world.members["erin"].slash(world.channel, "meetup list")
    lines = [line for one in shown.followups for line in one.content.splitlines()[1:]]
    assert all(one.ephemeral for one in shown.followups)
    if whole:
        return lines
    words = ("was deleted", "left it out", "I can't post", "role that", "server's events")
    return [word for line in lines for word in words if word in line]


async def test_a_lost_permission_is_told_once_and_the_rest_goes_on(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.plan(world.members["erin"], **WEEKLY)
    await world.plan(world.members["erin"], **(WEEKLY | {"title": "Elsewhere"}), channel=other)
    forbid(world, world.channel, send_messages=True)
    await world.advance(timedelta(days=1, hours=3))
    assert world.cards() == []
    assert len(world.cards(other)) == 1
    attempts = sum(
        request.method == "POST" and request.path.endswith(f"{world.channel.id}/messages")
        for request in world.env.http_requests
    )
    assert 3 < attempts < 12  # it backs off
    assert await _by_the_way(world) == ["I can't post"]
    forbid(world, world.channel)
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1


async def test_a_deleted_channel_is_told_once_and_another_can_be_chosen(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.plan(world.members["erin"], other, **WEEKLY)
    world.env.backend.delete_channel(other.id)
    await world.advance(timedelta(days=1, hours=1))
    assert await _by_the_way(world) == ["I can't post"]
    erin = world.members["erin"]
    await erin.slash(world.channel, "meetup edit", meetup="Friday co-working", channel=world.channel)
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1


async def test_a_deleted_message_is_told_once_and_answers_by_command_go_on(world: World) -> None:
    message = await announced(world)
    world.env.backend.delete_message(world.channel.id, message.id)
    await world.env.settle()
    assert await _by_the_way(world) == ["was deleted"]
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "meetup rsvp", meetup="Friday co-working", answer="going")
    assert "you are going" in said(shown)
    await world.advance(timedelta(days=3))
    assert world.cards() == []  # an announcement is made once
    assert any("1 going" in text for text in sent(world))


async def test_a_role_that_is_gone_is_left_out_and_told_once(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY, role=world.coworkers)
    world.env.backend.delete_role(world.guild.id, world.coworkers.id)
    await world.advance(timedelta(days=5))
    assert card(world).raw_role_mentions == []
    assert await _by_the_way(world) == ["role that"]


async def test_without_the_right_to_make_events_everything_else_works(world: World) -> None:
    role = world.guild.roles["Longtable"]
    granted = discord.Permissions(role._role.permissions)
    granted.update(manage_events=False, create_events=False)
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": granted.value})
    await announced(world)
    assert world.events == []
    assert await _by_the_way(world) == ["server's events"]


async def test_an_event_whose_making_was_not_answered_is_found_and_not_made_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.meetups.mirroring import Mirroring

    await world.plan(world.members["erin"], **WEEKLY)
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        patch.setattr(Mirroring, "set_event", _die)
        await erin.slash(world.channel, "meetup edit", meetup="Friday co-working", place="Café Süd")
        await world.advance(A_LEASE)
    assert len(world.events) == 1
    shown = await world.members["erin"].slash(world.channel, "meetup skip", meetup="Friday co-working")
    assert said(shown)
    await world.advance(A_LEASE)
    assert world.events == []


async def test_a_server_that_removed_the_bot_costs_nothing_and_may_come_back(world: World) -> None:
    await announced(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    world.bot.dispatch("guild_remove", guild)
    await world.env.settle()
    before = len(world.env.http_requests)
    await world.advance(timedelta(days=2, hours=23))
    assert len(world.env.http_requests) == before
    world.bot.dispatch("guild_join", guild)
    await world.env.settle()
    await world.advance(timedelta(days=6))
    assert len(world.cards()) == 2


async def test_edits_that_fail_are_made_up_for(world: World) -> None:
    message = await announced(world)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=2)
    await world.members["alice"].react(message, "✅")
    for _ in range(3):
        await world.advance(timedelta(seconds=20))
    assert field(card(world), "Going") == ids(world, "alice")


async def test_where_the_bot_may_not_open_threads_it_tells_people_in_the_channel(world: World) -> None:
    forbid(world, world.channel, create_public_threads=True)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    await erin.slash(world.channel, "meetup skip", meetup="Friday co-working")
    await world.settle()
    last = world.channel.last_message
    assert last is not None
    assert last.raw_mentions == ids(world, "alice")


async def test_a_year_of_ticks_later_the_list_is_right(world: World) -> None:
    await announced(world)
    await world.advance(timedelta(weeks=30))
    starts = [reads(one) for one in world.cards()]
    assert len(starts) == 31
    assert len(set(starts)) == 31


async def test_the_scheduler_calls_the_tick_that_the_stories_call(world: World) -> None:
    jobs = world.bot.scheduler.get_jobs()
    assert [job.id for job in jobs] == ["tick"]
    assert jobs[0].func == world.bot.tick
    assert jobs[0].max_instances == 1
    assert jobs[0].coalesce


async def test_an_error_in_the_tick_is_reported_and_the_next_tick_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    await _plan_and_wait_for_the_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr(Announcing, "claim_due", fail)
        await world.bot.tick()
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.tick()
    assert len(world.cards()) == 1


async def test_a_try_without_an_answer_is_looked_for_and_not_sent_when_it_is_late(world: World) -> None:
    await world.plan(world.members["erin"], title="Soon", when="in 30 minutes")
    message = card(world)
    await world.members["alice"].react(message, "✅")
    await world.members["erin"].slash(world.channel, "meetup edit", meetup="Soon", pings="1h, 10m")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await world.advance(timedelta(minutes=21))
    world.env.backend.faults.clear()
    await world.bot.close()
    await world.env.advance_time(timedelta(minutes=30).total_seconds())
    await world.restart()
    await world.advance(timedelta(minutes=1))
    assert not [text for text in sent(world) if "starts <t:1773048600:R>" in text]
    assert await _by_the_way(world) == ["left it out"]


async def test_an_edit_made_while_the_announcement_was_on_its_way_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogs import delivery

    send = delivery._send

    async def edit_then_send(*args: Any) -> discord.Message:
        meetup = (await world.bot.announcer.announcing.desk.database.read(_only_meetup))[0]
        await world.bot.announcer.announcing.desk.database.write(_rename, meetup)
        return await send(*args)

    await _plan_and_wait_for_the_ping(world)
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


async def test_more_people_than_one_message_can_mention_are_all_called(world: World) -> None:
    message = await announced(world)
    people = await crowd(world, message, 100)
    await world.env.settle(timeout=20)
    await world.advance(timedelta(days=3))
    calls = world.thread(message)
    assert [len(one.raw_mentions) for one in calls] == [80, 20]
    assert {user_id for one in calls for user_id in one.raw_mentions} == set(people)


def _paged(ctx: Any) -> list[dict[str, Any]]:
    """Discord lists reactions a hundred a page, by user id; the simulation lists all of them at once."""
    from simcord.http.routes.reactions import get_reaction_users

    users = sorted(get_reaction_users(ctx), key=lambda user: int(user["id"]))
    after = int(ctx.params.get("after") or 0)
    limit = int(ctx.params.get("limit") or 25)
    return [user for user in users if int(user["id"]) > after][:limit]


async def test_reactions_are_read_again_page_after_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcord.http import router

    routes = [
        (template, _paged if handler.__name__ == "get_reaction_users" else handler)
        for template, handler in router._ROUTES["GET"]
    ]
    monkeypatch.setitem(router._ROUTES, "GET", routes)
    message = await announced(world)
    await world.bot.close()
    await crowd(world, message, 250)
    await world.restart()
    await world.env.settle(timeout=20)
    await world.settle()
    assert "Going (250)" in reads(card(world))


async def test_a_crowd_of_two_hundred_and_fifty_is_called_to_the_last(world: World) -> None:
    message = await announced(world)
    people = await crowd(world, message, 250)
    await world.env.settle(timeout=20)
    await world.advance(timedelta(days=3))
    called = [user_id for one in world.thread(message) for user_id in one.raw_mentions]
    assert sorted(called) == sorted(people)


async def test_an_answer_that_could_not_be_saved_is_read_again_when_the_database_is_back(
    world: World,
) -> None:
    message = await announced(world)
    with closing(sqlite3.connect(world.bot.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await world.members["alice"].react(message, "✅")
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.advance(timedelta(seconds=6))
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_reactions_that_could_not_be_put_under_a_new_card_follow(world: World) -> None:
    world.env.inject_error("PUT", "/channels/*/messages/*/reactions/*", status=503, times=1)
    await announced(world)
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.advance(timedelta(seconds=6))
    await world.settle()
    assert [str(one.emoji) for one in card(world).reactions] == ["✅", "🤔", "❌"]


async def test_a_thread_that_could_not_be_opened_is_opened_when_there_is_something_to_say(
    world: World,
) -> None:
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=503, times=1)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.members["erin"].slash(world.channel, "meetup skip", meetup="Friday co-working")
    await world.settle()
    assert [one.raw_mentions for one in world.thread(message)] == [ids(world, "alice")]


async def test_a_server_that_is_back_after_an_outage_is_read_again(world: World) -> None:
    message = await announced(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await world.members["alice"].react(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == []  # stored, and not drawn while the server is away
    guild.unavailable = False
    world.bot.dispatch("guild_available", guild)
    await world.env.settle()
    await world.advance(timedelta(minutes=2))
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_a_message_that_cannot_be_read_is_tried_less_and_less(world: World) -> None:
    message = await announced(world)
    path = f"/channels/{world.channel.id}/messages/{message.id}"
    world.env.inject_error("GET", path, status=500, times=None)
    await world.restart()
    for _ in range(60):
        await world.env.advance_time(10)
        await world.tick()
    tries = sum(request.method == "GET" and request.path == path for request in world.env.http_requests)
    assert 4 < tries < 10  # in ten minutes
    assert world.bot.reporter.fault_count == tries
    world.bot.reporter.fault_count = 0
    world.env.backend.faults.clear()
