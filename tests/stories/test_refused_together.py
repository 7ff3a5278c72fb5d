"""One refusal answers for all who would ask the same, and who asks for something hears why it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord.backend.errors import BackendError

from demo.settings import set_up
from demo.world import World
from tests.discord_rules import list_commands, rules_of
from tests.discord_rules.simulation import Request
from tests.stories import board
from tests.stories.board import boss
from tests.stories.circles import FOUR, answer, begin_round, circle_threads, everything, has_thread, settle_in
from tests.stories.profiles import fill_profile
from tests.stories.telling import WEEKLY, said

_A_DAY = timedelta(hours=23, minutes=30)


def _asked(world: World, method: str, path: str) -> int:
    return sum(one.method == method and one.path == path for one in world.env.http_requests)


async def test_a_server_full_of_events_is_asked_three_times_a_day_for_all_of_them(world: World) -> None:
    rules_of(world.env).events.most = 0
    for number, day in enumerate(("fri", "sat", "sun")):
        await world.plan(world.members["erin"], title=f"Table {number}", when=f"{day} 9:30")
    await world.advance(_A_DAY)
    path = f"/guilds/{world.guild.id}/scheduled-events"
    assert 2 <= _asked(world, "POST", path) <= 3
    rules_of(world.env).events.most = 100
    await world.advance(timedelta(hours=13))
    assert len(world.events) == 3


async def test_a_forum_full_of_threads_is_asked_three_times_a_day_for_all_problems(world: World) -> None:
    forum = await board.open_forum(world)
    rules_of(world.env).threads.most_active = 0
    for title, name in (("Taxes", "alice"), ("A chair", "bob"), ("Backups", "charlie")):
        await board.fill_in(world, world.members[name], title=title, wants=title, tried="", tags="")
    await world.advance(_A_DAY)
    assert _asked(world, "POST", f"/channels/{forum.id}/threads") == 3
    rules_of(world.env).threads.most_active = 1000
    await world.advance(timedelta(hours=13))
    assert len(world.env.backend.active_threads(world.guild.id)) == 3


async def test_after_one_direct_message_that_hangs_the_others_have_threads_at_once(world: World) -> None:
    await settle_in(world)
    for name in FOUR:
        await fill_profile(world, world.members[name], second={"contact": ["message"]})
    world.env.inject_error("POST", "/users/@me/channels", status=503, times=None)
    await begin_round(world)
    await world.advance(timedelta(minutes=5))
    assert all(has_thread(world, name) for name in FOUR)
    assert _asked(world, "POST", "/users/@me/channels") == 1


async def test_a_circle_reads_of_who_cannot_be_let_in_nothing_that_is_not_so(world: World) -> None:
    await settle_in(world)
    await begin_round(world)
    for name in FOUR[:3]:
        await answer(world, name)
    (thread,) = circle_threads(world)
    rules_of(world.env).threads.refuse(world.members["dana"])
    await answer(world, "dana")
    text = everything(thread)
    assert "joins you" not in text
    assert "**dana** is one of you now" in text


@pytest.mark.parametrize("command", ["set", "setup"])
async def test_who_may_not_make_tags_or_channels_is_told_why_and_nothing_is_broken(
    world: World, command: str
) -> None:
    moderation = rules_of(world.env).moderation
    moderation.require_two_factor(world.guild)
    moderation.set_owner_has_two_factor(has=False)
    if command == "set":
        forum = world.make_forum("problems")
        shown = await set_up(world, boss(world), board=forum)
        assert "two-factor authentication" in said(shown)
        assert f"<#{forum.id}>" in said(shown)
        return
    organiser = boss(world)
    shown = await organiser.slash(world.channel, "longtable setup", zone="Europe/Berlin")
    shown = await organiser.submit_modal(shown, {"zone": "Europe/Berlin"})
    pressed = await world.press(organiser, shown, "Set it up")
    assert "two-factor authentication" in pressed.followups[-1].content


async def test_a_bot_starts_although_nobody_answers_its_registration(world: World) -> None:
    is_down = True

    def hang_up(request: Request) -> None:
        if is_down:
            raise BackendError(503, 0, "Service Unavailable")

    rules_of(world.env).simulation.before("PUT", "/applications/{application}/commands", hang_up)
    await world.restart()
    assert "None is planned" in said(await world.members["erin"].slash(world.channel, "meetup list"))
    since = len(world.env.http_requests)
    is_down = False
    await world.plan(world.members["erin"], **WEEKLY)
    await world.advance(timedelta(minutes=1))
    registered = [one for one in world.env.http_requests[since:] if one.method == "PUT"]
    assert [one.path.endswith("/commands") for one in registered if "applications" in one.path] == [True]
    assert list_commands(world.members["erin"], world.channel)
