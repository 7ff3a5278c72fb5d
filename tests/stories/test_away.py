"""What happens while the bot is away, and what it makes of it when it is back."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from demo.world import World
from services.meetups import answers
from services.transaction import Transactions
from tests.discord_rules import rules_of
from tests.discord_rules.simulation import Request
from tests.stores import look_into, path_of
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    crowd,
    field,
    ids,
    pick,
    reads,
    sent,
    unheard,
)


async def test_what_happened_while_the_bot_was_away_is_taken_over(world: World) -> None:
    message = await announced(world, seats="2")
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
    assert await by_the_way(world) == ["was deleted"]
    assert world.cards() == []


async def test_pings_that_came_due_while_the_bot_was_away_go_out_if_they_still_help(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    await world.bot.close()
    await world.env.advance_time(timedelta(days=3, hours=22, minutes=45).total_seconds())
    await world.restart()
    await world.tick()
    assert len(sent(world)) == 1  # the announcement; the reminder is merged into it
    assert "React with" in (world.cards()[0].embeds[0].footer.text or "")


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
    assert await by_the_way(world) == ["left it out"] * 2
    assert await by_the_way(world) == []  # told once
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
    assert "did not announce it" in " ".join(await by_the_way(world, whole=True))
    await world.advance(timedelta(weeks=1))
    assert len(world.cards()) == 2


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


@pytest.mark.file
async def test_answers_that_could_not_be_saved_are_read_again_when_the_database_is_back(
    world: World,
) -> None:
    message = await announced(world)
    with closing(sqlite3.connect(path_of(world.bot.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        people = await crowd(world, message, 12)
        await world.members["alice"].react(message, "✅")
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.advance(timedelta(minutes=1))
    await world.settle()
    assert sorted(field(card(world), "Going")) == sorted([*people, *ids(world, "alice")])


async def test_a_server_that_is_back_after_an_outage_is_read_again(world: World) -> None:
    message = await announced(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await world.members["alice"].react(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == []  # stored, and not drawn while the server is away
    guild.unavailable = False
    await world.receive("guild_available", guild)
    await world.advance(timedelta(minutes=2))
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_what_was_answered_while_the_bot_was_not_in_the_server_counts_when_it_is_back(
    world: World,
) -> None:
    message = await announced(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    await world.receive("guild_remove", guild)
    with unheard(world, "MESSAGE_REACTION_ADD"):
        await world.members["alice"].react(message, "✅")
    await world.receive("guild_join", guild)
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_a_connection_lost_again_while_reactions_are_read_has_all_of_them_read_again(
    world: World,
) -> None:
    first = await announced(world)
    second = await announced(world, title="Lunch", when="fri 12:00")
    lost = list[int]()

    def lose_the_connection(request: Request) -> None:
        if not lost and request.id("message") == second.id:  # the first has been read already
            lost.append(second.id)
            with unheard(world, "MESSAGE_REACTION_ADD"):
                world.env.backend.add_reaction(world.channel.id, first.id, "✅", world.members["alice"].id)
            world.bot.dispatch("ready")

    gate = "/channels/{channel}/messages/{message}"
    rules_of(world.env).simulation.before("GET", gate, lose_the_connection)
    await world.receive("ready")
    await world.settle()
    assert lost
    assert field(card(world, 0), "Going") == ids(world, "alice")


async def test_what_is_taken_back_while_the_message_is_read_again_stays_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await announced(world)
    alice = world.members["alice"]
    await alice.react(message, "✅")
    await world.settle()
    taken_back, write, is_stored = list[Any](), Transactions.write, asyncio.Event()

    def take_back(request: Request, answer: Any) -> Any:
        if not taken_back:  # the answer, which names her, is on its way
            taken_back.append(answer)
            world.env.backend.remove_reaction(world.channel.id, message.id, "✅", alice.id)
        return answer

    async def write_in_order(self: Transactions, use_case: Any, *args: Any) -> Any:
        if use_case is answers.reconcile:
            await is_stored.wait()
        stored = await write(self, use_case, *args)
        if use_case is answers.react:
            is_stored.set()
        return stored

    monkeypatch.setattr(Transactions, "write", write_in_order)
    reactions = "/channels/{channel}/messages/{message}/reactions/{emoji}"
    rules_of(world.env).simulation.after("GET", reactions, take_back)
    await world.receive("ready")
    await world.settle()
    assert str(alice.id) in str(taken_back)
    assert field(card(world), "Going") == []


async def test_a_message_that_the_bot_may_not_read_is_let_be(world: World) -> None:
    message = await announced(world)
    path = f"/channels/{world.channel.id}/messages/{message.id}"
    world.env.inject_error("GET", path, status=403, code=50001, times=None)
    await world.restart()
    await world.advance(timedelta(hours=1))
    assert sum(one.method == "GET" and one.path == path for one in world.env.http_requests) == 1
    assert world.bot.reporter.fault_count == 0


async def test_nobody_is_let_go_while_the_server_itself_is_away(world: World) -> None:
    alice = world.members["alice"]
    await world.plan(world.members["erin"], **WEEKLY)  # it is not announced yet
    date = await pick(world, alice, "meetup rsvp")
    await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    world.guild.remove_member(alice)
    await world.receive("ready")
    assert _answering(world) == ids(world, "alice")
    guild.unavailable = False
    await world.receive("guild_available", guild)
    assert _answering(world) == []


def _answering(world: World) -> list[int]:
    with look_into(world.bot.database) as connection:
        return [row[0] for row in connection.execute("SELECT user_id FROM rsvps")]


async def test_a_message_that_could_not_be_read_is_forgotten_when_it_takes_no_more_answers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await announced(world, repeats="once")
    path = f"/channels/{world.channel.id}/messages/{message.id}"
    world.env.inject_error("GET", path, status=500, times=None)
    await world.restart()
    await world.advance(timedelta(days=5))
    world.bot.reporter.fault_count = 0
    read, asked = Transactions.read, list[object]()

    async def count_and_read(self: Transactions, use_case: Any, *args: Any) -> Any:
        asked.append(use_case)
        return await read(self, use_case, *args)

    monkeypatch.setattr(Transactions, "read", count_and_read)
    await world.tick()
    assert asked
    assert answers.list_open not in asked


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


async def test_who_answered_by_command_and_left_meanwhile_does_not_come(world: World) -> None:
    alice = world.members["alice"]
    await world.plan(world.members["erin"], **WEEKLY)  # it is not announced yet
    date = await pick(world, alice, "meetup rsvp")
    await alice.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    await world.bot.close()
    world.guild.remove_member(alice)
    await world.restart()
    await world.advance(timedelta(days=3))
    assert field(card(world), "Going") == []
