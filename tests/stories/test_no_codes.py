"""Nothing that a member reads has an identifier of ours in it, and what was lost is found all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from demo.world import World
from domain.ids import code
from domain.posts import LEASE
from services.circles import posting
from services.meetups import announcing, syncing
from tests.stores import look_into
from tests.stories.circles import (
    FOUR,
    answer,
    begin_round,
    circle_threads,
    has_thread,
    last,
    members_of,
    settle_in,
    thread_of,
)
from tests.stories.edits import edit
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    fail_at,
    field,
    ids,
    lose_the_answer,
    plan_until_ping,
    reads,
)
from tests.stories.tour import walk

A_LEASE = LEASE + timedelta(seconds=1)


class Died(BaseException):
    """The process dies here."""


async def _tick_until_death(world: World) -> None:
    with pytest.raises(BaseExceptionGroup) as caught:
        await world.bot.tick()
    assert caught.group_contains(Died)


def _codes(world: World) -> list[str]:
    with look_into(world.bot.database) as rows:
        tables = ("posts", "meetup_dates", "circles", "problems")
        return [code(row["id"]) for table in tables for row in rows.execute(f"SELECT id FROM {table}")]


def _everything_read(world: World) -> Iterator[str]:
    """All messages, as far as they are read, and the names of all threads and events."""
    backend: Any = world.env.backend
    for stored in backend.messages.values():
        for message in stored.values():
            yield message.content
            for embed in message.embeds:
                yield str({key: part for key, part in embed.items() if key not in {"url", "image"}})
    guild = backend.get_guild(world.guild.id)
    yield from (channel.name or "" for channel in backend.channels.values())
    yield from (f"{event.name} {event.description}" for event in guild.scheduled_events.values())


async def test_no_message_and_no_name_has_a_code(world: World) -> None:
    await walk(world, "en-US")
    text, codes = "\n".join(_everything_read(world)), _codes(world)
    assert len(codes) > 50
    assert [one for one in codes if one in text] == []


async def test_the_title_of_a_card_leads_to_where_it_stands(world: World) -> None:
    message = await announced(world)
    place = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}"
    assert (message.embeds[0].url or "").startswith(f"{place}#")
    await world.members["alice"].react(message, "✅")
    await world.settle()
    assert card(world).embeds[0].url == f"{place}/{message.id}"


async def test_the_name_of_a_dates_thread_is_its_title_and_its_day(world: World) -> None:
    await announced(world, title="x" * 80)
    (thread,) = world.channel.threads
    assert thread.name == f"{'x' * 80} · Fri 13 Mar"


def _as_version_0_1(message: Any, mark: str) -> None:
    """A message as it was posted then: the code at the end of the footer."""
    embed = message.embeds[0]
    embed.pop("url", None)
    embed["footer"] = {"text": f"Longtable · {mark}"}


async def test_a_card_that_version_0_1_has_posted_is_found_and_edited(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    with monkeypatch.context() as patch:
        fail_at(patch, announcing.mark_sent, Died())
        await _tick_until_death(world)
    with look_into(world.bot.database) as rows:
        (post,) = rows.execute("SELECT id FROM posts WHERE kind = 'announce'").fetchall()
    stored = world.env.backend.get_message(world.channel.id, card(world).id)
    _as_version_0_1(stored, code(post["id"]))
    await world.restart()
    await world.advance(A_LEASE)
    assert len(world.cards()) == 1
    await world.members["alice"].react(card(world), "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert code(post["id"]) not in (card(world).embeds[0].footer.text or "")


async def test_a_proposal_of_version_0_1_that_is_answered_before_it_is_found_loses_only_its_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world)
    lose_the_answer(monkeypatch)
    await begin_round(world)
    with look_into(world.bot.database) as rows:
        (post,) = rows.execute("SELECT * FROM posts WHERE kind = 'invite' AND state <> 'sent'").fetchall()
    (asked,) = [name for name in FOUR if str(world.members[name].id) in post["payload"]]
    thread = thread_of(world, asked)
    _as_version_0_1(world.env.backend.get_message(thread.id, last(thread).id), code(post["id"]))
    await world.members[asked].click(last(thread), label="Accept")
    assert code(post["id"]) not in (last(thread).embeds[0].footer.text or "")
    await world.advance(timedelta(minutes=1))
    assert len(thread.history()) == 1
    assert "You are in" in reads(last(thread))


async def test_two_meetups_of_one_title_at_one_time_are_not_mixed_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_until_ping(world)
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        fail_at(patch, announcing.mark_sent, Died())
        shown = await erin.slash(world.channel, "meetup plan", **WEEKLY)
        await world.press(erin, shown, "Save")
        await _tick_until_death(world)
    before = len(world.cards())
    await world.restart()
    await world.advance(A_LEASE)
    assert (before, len(world.cards())) == (2, 2)
    await world.members["alice"].react(card(world, 0), "✅")
    await world.members["bob"].react(card(world, 1), "✅")
    await world.settle()
    assert field(card(world, 0), "Going") == ids(world, "alice")
    assert field(card(world, 1), "Going") == ids(world, "bob")
    assert await by_the_way(world) == []


async def test_an_event_whose_making_was_not_answered_is_found_though_its_date_was_changed_since(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        fail_at(patch, syncing.set_event, Died())
        shown = await erin.slash(world.channel, "meetup plan", **WEEKLY)
        await world.press(erin, shown, "Save")
        await _tick_until_death(world)
    (made,) = world.events
    await world.restart()
    await edit(world, erin, "Friday co-working", title="Renamed")
    await world.advance(A_LEASE)
    assert [(one.id, one.name) for one in world.events] == [(made.id, "Renamed")]


async def test_each_of_two_dates_alike_keeps_an_event_of_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        fail_at(patch, syncing.set_event, Died())
        for _ in range(2):
            shown = await erin.slash(world.channel, "meetup plan", **WEEKLY)
            await world.press(erin, shown, "Save")
        await _tick_until_death(world)
    await world.restart()
    await world.advance(A_LEASE)
    await world.advance(A_LEASE)
    assert len(world.events) == 2
    with look_into(world.bot.database) as rows:
        shown_ids = {row["event_id"] for row in rows.execute("SELECT event_id FROM meetup_dates")}
    assert shown_ids == {event.id for event in world.events}


async def test_threads_that_were_opened_and_not_noted_are_taken_by_one_member_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await settle_in(world)
    with monkeypatch.context() as patch:
        fail_at(patch, posting.take_own_thread, Died())
        with pytest.raises(BaseExceptionGroup):
            await begin_round(world)
    opened = {thread.id for thread in room.threads}
    assert opened
    assert not any(has_thread(world, name) for name in FOUR)
    await world.restart()
    await world.advance(A_LEASE)
    await world.advance(A_LEASE)
    threads = [thread_of(world, name) for name in FOUR]
    assert opened <= {thread.id for thread in threads}
    assert len(room.threads) == len({thread.id for thread in threads}) == 4
    assert [members_of(world, thread) for thread in threads] == [{world.members[name].id} for name in FOUR]


async def test_a_circles_thread_that_was_opened_and_not_noted_is_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(world)
    await begin_round(world)
    for name in FOUR[:2]:
        await answer(world, name)
    with monkeypatch.context() as patch:
        fail_at(patch, posting.take_thread, Died())
        await world.members["charlie"].click(last(thread_of(world, "charlie")), label="Accept")
        await _tick_until_death(world)
    (opened,) = circle_threads(world)
    assert opened.name == "Circle Berlin"
    await world.restart()
    await world.advance(A_LEASE)
    (thread,) = circle_threads(world)
    assert thread.id == opened.id
    assert members_of(world, thread) == set(ids(world, *FOUR[:3]))


async def test_a_thread_of_version_0_1_that_was_not_noted_is_taken_by_its_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await settle_in(world, FOUR[:3])
    with monkeypatch.context() as patch:
        fail_at(patch, posting.take_own_thread, Died())
        with pytest.raises(BaseExceptionGroup):
            await begin_round(world)
    with look_into(world.bot.database) as rows:
        post = rows.execute("SELECT id FROM posts WHERE kind = 'invite' AND attempts > 0").fetchone()
    stored: Any = world.env.backend.get_thread(room.threads[0].id)
    stored.name = f"Your circles · {code(post['id'])}"
    await world.restart()
    await world.advance(A_LEASE)
    await world.advance(A_LEASE)
    assert len(room.threads) == 3
    assert stored.id in {thread_of(world, name).id for name in FOUR[:3]}
