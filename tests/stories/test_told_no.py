"""Discord says no: whoever can mend it is told once, it is hardly asked again, and the rest goes on."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from demo.world import World
from tests.discord_rules import hears, rules_of
from tests.stories import board
from tests.stories.board import boss
from tests.stories.circles import (
    FOUR,
    answer,
    begin_round,
    circle_threads,
    everything,
    has_thread,
    last,
    members_of,
    settle_in,
    thread_of,
)
from tests.stories.edits import edit
from tests.stories.profiles import fill_profile
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    forbid,
    ids,
    lose_the_answer,
    reads,
    said,
)

A_DAY = timedelta(days=1)


async def test_what_discord_refuses_is_asked_for_three_times_a_day(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    due_at = await world.bot.next_due_at()
    assert due_at is not None
    await world.advance_to(due_at - timedelta(minutes=1))
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, times=None)
    await world.advance(A_DAY)
    assert _asked(world, "POST", path) == 3
    heard = await by_the_way(world, whole=True)
    assert len(heard) == 1
    assert "I lack a permission" in heard[0]
    assert await by_the_way(world, whole=True) == []


async def test_what_discord_does_not_take_is_said_to_whoever_runs_the_bot(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=400, code=50035, times=1)
    await world.plan(world.members["erin"], **WEEKLY)
    await world.advance(A_DAY + timedelta(hours=3))
    assert "Discord does not take post" in caplog.text
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    assert len(world.cards()) == 1


async def test_it_is_tried_at_once_when_a_moderator_changes_the_channel(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, times=2)
    await world.advance(A_DAY + timedelta(hours=1, minutes=5))
    assert _asked(world, "POST", path) == 2  # and the next time is in half a day
    world.env.backend.edit_channel(world.channel.id, {"topic": "News of the week"})
    await world.settle()
    assert _asked(world, "POST", path) == 2  # a new topic lets nothing through
    forbid(world, world.channel, manage_messages=True)  # any change of the permissions may be the right one
    await world.settle()
    assert len(world.cards()) == 1


async def test_it_is_tried_at_once_when_a_role_of_the_bot_changes(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    role = world.guild.roles["Longtable"]
    granted = role._role.permissions
    for role_id in (role.id, world.guild.id):
        taken = discord.Permissions(world.env.backend.get_guild(world.guild.id).roles[role_id].permissions)
        taken.update(send_messages=False)
        world.env.backend.edit_role(world.guild.id, role_id, {"permissions": taken.value})
    await world.advance(A_DAY + timedelta(hours=3))
    assert await by_the_way(world) == ["I can't post"]
    assert _asked(world, "POST", f"/channels/{world.channel.id}/messages") == 0
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": granted})
    await world.settle()
    assert len(world.cards()) == 1


async def test_it_is_tried_at_once_when_the_bot_is_given_a_role(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, times=2)
    await world.advance(A_DAY + timedelta(hours=1, minutes=5))
    assert world.cards() == []
    assert world.bot.user is not None
    world.env.backend.add_member_role(world.guild.id, world.bot.user.id, world.hosts.id)
    await world.settle()
    assert len(world.cards()) == 1


async def test_a_message_that_arrived_and_was_deleted_is_not_said_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        due_at = await world.bot.next_due_at()
        assert due_at is not None
        await world.advance_to(due_at)
    world.env.backend.delete_message(world.channel.id, card(world).id)
    await world.advance(A_DAY)
    assert world.cards() == []
    (call,) = [one for one in world.channel.history() if one.raw_mentions == ids(world, "erin")]
    assert "needs a look" in reads(call)
    assert _asked(world, "POST", f"/channels/{world.channel.id}/messages") == 3  # with this one
    assert await by_the_way(world) == ["was deleted"]


async def test_a_copy_that_another_bot_has_made_of_it_is_not_taken_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.plan(world.members["erin"], **WEEKLY)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        due_at = await world.bot.next_due_at()
        assert due_at is not None
        await world.advance_to(due_at)
    original = card(world)
    mirror = world.guild.create_webhook(world.channel, "Mirror")
    copy = await mirror.send(embeds=original.embeds)
    world.env.backend.delete_message(world.channel.id, original.id)
    await world.advance(A_DAY)
    assert [one.id for one in world.cards()] == [copy.id]
    assert card(world).reactions == []
    assert await by_the_way(world) == ["was deleted"]


async def test_where_no_thread_can_be_opened_any_more_people_are_told_in_the_channel(world: World) -> None:
    rules_of(world.env).threads.most_active = 0
    shown = await announced(world)
    await world.members["alice"].react(shown, "✅")
    erin = world.members["erin"]
    for place in ("Here", "There", "Elsewhere", "Nowhere"):
        await edit(world, erin, "Friday co-working", place=place)
        await world.advance(timedelta(minutes=10))
    told = [one for one in world.channel.history() if one.raw_mentions == ids(world, "alice")]
    assert len(told) == 4
    assert _asked(world, "POST", f"/channels/{world.channel.id}/messages/{shown.id}/threads") == 1


async def test_circles_have_no_announcement_channel(world: World) -> None:
    organiser = boss(world)
    room = world.guild.create_text_channel("news")
    page = await organiser.slash(world.channel, "longtable set")
    form = await world.press(organiser, page, "Circles and profiles")
    world.env.backend.get_channel(room.id).type = ChannelType.NEWS
    await world.restart()
    text = said(await organiser.submit_modal(form, {"circles": [room]}))
    assert "is an announcement channel" in text
    assert "plain text channels only" in text
    shown = await organiser.slash(world.channel, "longtable setup", zone="Europe/Berlin")
    text = said(await organiser.submit_modal(shown, {"circles": [world.channel], "zone": "Europe/Berlin"}))
    assert "announcement channel" not in text


async def test_an_announcement_channel_of_the_usual_name_is_not_taken_for_circles(world: World) -> None:
    organiser = boss(world)
    news = world.env.backend.create_channel(world.guild.id, "circles", type=ChannelType.NEWS)
    shown = await organiser.slash(world.channel, "longtable setup", zone="Europe/Berlin")
    shown = await organiser.submit_modal(shown, {"zone": "Europe/Berlin"})
    assert f"<#{news.id}>" not in said(shown)
    assert "#circles, which I make" in said(shown)


async def test_a_channel_that_becomes_one_for_announcements_is_told_and_not_asked(world: World) -> None:
    room = await settle_in(world)
    world.env.backend.get_channel(room.id).type = ChannelType.NEWS
    await world.restart()
    await begin_round(world)
    await world.advance(3 * A_DAY)
    assert _asked(world, "POST", f"/channels/{room.id}/threads") == 0
    heard = await _heard(world)
    assert len(heard) == 1
    assert "channels of this kind have no private threads" in heard[0]
    assert "Choose another channel in `/longtable set`, *Circles and profiles*" in heard[0]


async def test_a_server_full_of_threads_is_told_once_and_asked_three_times_a_day(world: World) -> None:
    room = await settle_in(world)
    threads = rules_of(world.env).threads
    threads.most_active = 0
    await begin_round(world)
    await world.advance(A_DAY - timedelta(minutes=30))
    assert _asked(world, "POST", f"/channels/{room.id}/threads") == 3
    heard = await _heard(world)
    assert len(heard) == 1
    assert "1,000 open threads" in heard[0]
    assert "when there is room again" in heard[0]
    assert "Let me view it" not in heard[0]
    threads.most_active = 1000
    await world.advance(timedelta(hours=14))
    assert all(has_thread(world, name) for name in FOUR)


async def test_a_circle_whose_fourth_cannot_be_added_begins_with_three(world: World) -> None:
    room = await settle_in(world)
    await begin_round(world)
    for name in FOUR[:3]:
        await answer(world, name)
    shown = last(thread_of(world, "dana"))
    rules_of(world.env).threads.refuse(world.members["dana"])
    since = len(world.env.http_requests)
    await world.members["dana"].click(shown, label="Accept")
    await world.settle()
    (thread,) = circle_threads(world)
    await world.advance(2 * A_DAY)
    assert members_of(world, thread) == set(ids(world, *FOUR[:3]))
    assert "Welcome, alice, bob and charlie!" in everything(thread)
    dana = world.members["dana"].id
    asked = [one.path for one in world.env.http_requests[since:] if one.path.endswith(f"/{dana}")]
    assert len([path for path in asked if "thread-members" in path]) == 1
    (heard,) = await _heard(world)
    assert "(left out so far: 1)" in heard
    assert "View Channel there" in heard
    assert f"<#{room.id}>" in heard
    assert "dana" not in heard


async def test_who_cannot_be_added_to_their_thread_is_not_written_to_where_they_do_not_hear(
    world: World,
) -> None:
    await settle_in(world)
    threads = rules_of(world.env).threads
    threads.refuse(world.members["alice"])
    since = len(world.env.http_requests)
    await begin_round(world)
    await world.advance(A_DAY - timedelta(minutes=30))
    alice = world.members["alice"].id
    asked = [one.path for one in world.env.http_requests[since:] if one.path.endswith(f"members/{alice}")]
    assert len([path for path in asked if "thread-members" in path]) == 3
    assert len(_own_threads(world)) == 4
    threads.allow(world.members["alice"])
    await world.advance(timedelta(hours=13))
    shown = last(thread_of(world, "alice"))
    assert hears(shown, world.members["alice"])
    assert len(_own_threads(world)) == 4


@pytest.mark.parametrize("how", ["closed", "too fast", "no answer", "too many requests"])
async def test_a_direct_message_that_cannot_be_opened_becomes_a_thread(world: World, how: str) -> None:
    await settle_in(world)
    await fill_profile(world, world.members["charlie"], second={"contact": ["message"]})
    messages = rules_of(world.env).direct_messages
    match how:
        case "closed":
            messages.close(world.members["charlie"], even_to_open=True)
        case "too fast":
            messages.most_opened = 0
        case "no answer":
            world.env.inject_error("POST", "/users/@me/channels", status=503, times=None)
        case _:
            world.env.inject_error("POST", "/users/@me/channels", status=429, times=None)
    await begin_round(world)
    await world.advance(2 * A_DAY)
    assert has_thread(world, "charlie")
    assert len(thread_of(world, "charlie").history()) == 1
    assert 1 <= _asked(world, "POST", "/users/@me/channels") <= 2


async def test_who_can_be_reached_neither_way_is_not_asked_for_all_day(world: World) -> None:
    room = await settle_in(world)
    await fill_profile(world, world.members["charlie"], second={"contact": ["message"]})
    rules_of(world.env).direct_messages.close(world.members["charlie"], even_to_open=True)
    forbid(world, room, create_private_threads=True)
    await begin_round(world)
    await world.advance(A_DAY - timedelta(minutes=30))
    assert _asked(world, "POST", "/users/@me/channels") == 3
    assert _asked(world, "POST", f"/channels/{room.id}/threads") == 0
    (heard,) = await _heard(world)
    assert "I lack Create Private Threads" in heard
    forbid(world, room)
    await world.settle()
    assert all(has_thread(world, name) for name in FOUR)


async def test_a_board_that_is_full_of_threads_is_told_once(world: World) -> None:
    forum = await board.open_forum(world)
    rules_of(world.env).threads.most_active = 0
    await board.fill_in(world, world.members["alice"])
    await world.advance(A_DAY - timedelta(minutes=30))
    assert _asked(world, "POST", f"/channels/{forum.id}/threads") == 3
    (heard,) = [line for line in await _heard(world) if "problem" in line]
    assert "1,000 open threads" in heard
    assert "Manage Threads" not in heard


async def test_in_a_locked_thread_nothing_is_asked_without_the_right_to_write_there(world: World) -> None:
    thread = await board.share(world, world.members["alice"])
    proposal = await board.propose(world, world.members["bob"], thread)
    path = f"/channels/{thread.id}/messages"
    world.env.inject_error("POST", path, status=503, times=None)
    await board.accept(world, world.members["alice"], proposal)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    forbid(world, world.channel, manage_threads=True)
    world.env.backend.faults.clear()
    before = _asked(world, "POST", path)
    await world.advance(A_DAY)
    assert _asked(world, "POST", path) == before
    (heard,) = [line for line in await _heard(world) if "can't write" in line]
    assert "I lack Manage Threads" in heard


def _asked(world: World, method: str, path: str) -> int:
    return sum(one.method == method and one.path == path for one in world.env.http_requests)


def _own_threads(world: World) -> list[ChannelHandle]:
    rooms = [room for room in world.guild.channels.values() if not room.is_thread]
    threads = [thread for room in rooms for thread in room.threads]
    return [thread for thread in threads if (thread.name or "").startswith("Your circles")]


async def _heard(world: World) -> list[str]:
    """What the organiser hears besides the answer to a command."""
    shown = await boss(world).slash(world.channel, "longtable set")
    return [line for one in shown.followups for line in one.content.splitlines()[1:]]
