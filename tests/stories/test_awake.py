"""Threads of open problems stay awake, so that their buttons arrive; a command is said beside each."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.discord_rules import hears, rules_of
from tests.discord_rules.simulation import Request
from tests.stories.board import Thread, accept, open_forum, press_on_page, propose, share, wait


def _is_archived(world: World, thread: Thread) -> bool:
    metadata = world.env.backend.get_thread(thread.id).thread_metadata
    assert metadata is not None
    return metadata.archived


def _requests(world: World, thread: Thread, since: int) -> list[str]:
    return [
        f"{one.method} {one.path}"
        for one in world.env.http_requests[since:]
        if str(thread.id) in one.path and one.method != "GET"
    ]


async def _post(world: World) -> Thread:
    await open_forum(world, "tools")
    return await share(world, world.members["alice"], tags=["tools"])


async def test_whoever_comes_to_an_old_open_problem_can_propose_by_button(world: World) -> None:
    thread = await _post(world)
    await wait(world, days=9)
    assert not _is_archived(world, thread)
    assert hears(await propose(world, world.members["bob"], thread), world.members["alice"])


async def test_a_thread_is_kept_awake_with_one_request_a_week(world: World) -> None:
    thread = await _post(world)
    since = len(world.env.http_requests)
    for _ in range(29):
        await wait(world, days=1)
    assert not _is_archived(world, thread)
    assert _requests(world, thread, since) == [f"PATCH /channels/{thread.id}"] * 4


async def test_a_thread_under_a_text_channel_is_kept_awake_once_there_is_something_to_accept(
    world: World,
) -> None:
    idle = await share(world, world.members["dana"], title="How do I wait?")
    thread = await share(world, world.members["alice"], anonymous=True)
    proposal = await propose(world, world.members["bob"], thread)
    await wait(world, days=30)
    assert _is_archived(world, idle)
    assert not _is_archived(world, thread)
    assert (await accept(world, world.members["alice"], proposal)).acknowledged


async def test_what_was_archived_while_the_bot_was_away_is_woken(world: World) -> None:
    thread = await _post(world)
    await world.bot.close()
    await world.env.advance_time(timedelta(days=9).total_seconds())
    assert _is_archived(world, thread)
    await world.restart()
    await world.settle()
    assert not _is_archived(world, thread)


async def test_a_post_that_a_moderator_closes_stays_closed(world: World) -> None:
    thread = await _post(world)
    await wait(world, days=9)
    rules_of(world.env).archived.set(thread.id, archived=True)
    await wait(world, days=9)
    await world.restart()
    await world.settle()
    assert _is_archived(world, thread)


async def test_a_post_that_a_moderator_has_locked_falls_asleep(world: World) -> None:
    thread = await _post(world)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await wait(world, days=9)
    assert _is_archived(world, thread)


async def test_threads_of_solved_and_closed_problems_fall_asleep(world: World) -> None:
    thread = await _post(world)
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    await wait(world, days=9)
    assert _is_archived(world, thread)


async def test_after_an_outage_of_one_server_the_threads_of_another_are_not_asked_for(world: World) -> None:
    thread = await _archived(world)
    elsewhere = world.bot.get_guild(world.env.create_guild("Elsewhere").id)
    assert elsewhere is not None
    since = len(world.env.http_requests)
    await world.receive("guild_available", elsewhere)
    assert _looks(world, thread, since) == 0
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    await world.receive("guild_available", guild)
    assert _looks(world, thread, since) == 1


async def test_a_connection_that_is_lost_while_threads_are_looked_at_has_none_looked_at_twice(
    world: World,
) -> None:
    thread = await _archived(world)

    def connect_again(request: Request) -> None:
        if _looks(world, thread, since) <= 1:
            world.bot.dispatch("ready")

    since = len(world.env.http_requests)
    rules_of(world.env).simulation.before("GET", f"/channels/{thread.id}", connect_again)
    await world.receive("ready")
    assert _looks(world, thread, since) == 1


async def _archived(world: World) -> Thread:
    """The thread of an open problem, which a moderator has closed."""
    thread = await _post(world)
    rules_of(world.env).archived.set(thread.id, archived=True)
    await world.settle()
    return thread


def _looks(world: World, thread: Thread, since: int) -> int:
    asked = [one for one in world.env.http_requests[since:] if one.method == "GET"]
    return sum(one.path == f"/channels/{thread.id}" for one in asked)


async def test_a_server_that_is_full_of_threads_is_not_asked_again_and_again(world: World) -> None:
    thread = await _post(world)
    rules_of(world.env).threads.most_active = 0
    since = len(world.env.http_requests)
    await wait(world, days=20)
    assert _is_archived(world, thread)
    assert len(_requests(world, thread, since)) == 1
    assert world.bot.reporter.fault_count == 0


async def test_a_card_says_the_command_that_does_what_its_button_does(world: World) -> None:
    thread = await _post(world)
    assert "tap Propose, or /problem show" in (thread.card.embeds[0].footer.text or "")
    proposal = await propose(world, world.members["bob"], thread)
    assert "tap Accept, or /problem show" in (proposal.embeds[0].footer.text or "")
