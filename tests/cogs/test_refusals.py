"""What Discord has refused of late: one refusal answers for all who would ask the same."""

from __future__ import annotations

import asyncio

import discord
import pytest

from cogs.refusals import Refusals, RefusedError, Request
from domain.obstacles import Obstacle
from domain.posts import Rejected
from tests.cogs.answers_no import refusal
from tests.conftest import Clock

HERE, ELSEWHERE = 1, 2  # servers
THREAD: Request = ("thread", 10)
OTHER: Request = ("reaction", 20)


@pytest.fixture
def refusals(clock: Clock) -> Refusals:
    return Refusals(clock)


async def _ask(
    refusals: Refusals, error: Exception | None = None, request: Request = THREAD, guild_id: int = HERE
) -> bool | None:
    """Asks Discord, which answers with the error: whether it was asked; None where it said yes."""
    try:
        async with refusals.asking(request, guild_id, 100):
            if error is not None:
                raise error
    except RefusedError as refused:
        return refused.rejected.was_asked
    return None


NO = refusal(403, 50013)


async def test_after_a_refusal_nobody_asks_for_an_hour_and_then_for_half_a_day(
    refusals: Refusals, clock: Clock
) -> None:
    assert await _ask(refusals, NO) is True
    assert await _ask(refusals) is False
    clock.move(minutes=61)
    assert await _ask(refusals, NO) is True
    clock.move(minutes=61)
    assert await _ask(refusals) is False
    clock.move(hours=12)
    assert await _ask(refusals) is None


async def test_what_went_well_again_is_refused_as_if_for_the_first_time(
    refusals: Refusals, clock: Clock
) -> None:
    await _ask(refusals, NO)
    clock.move(minutes=61)
    assert await _ask(refusals) is None
    assert await _ask(refusals, NO) is True
    clock.move(minutes=61)
    assert await _ask(refusals) is None


async def test_what_was_refused_days_ago_is_forgotten_with_the_next_refusal(
    refusals: Refusals, clock: Clock
) -> None:
    await _ask(refusals, NO)
    clock.move(days=2)
    await _ask(refusals, NO, OTHER)
    assert await _ask(refusals, NO) is True
    clock.move(minutes=61)
    assert await _ask(refusals) is None


async def test_what_the_bot_sees_by_itself_counts_like_an_answer(refusals: Refusals, clock: Clock) -> None:
    seen = RefusedError(Rejected(Obstacle.PERMISSION, "I lack View Channel", was_asked=False))
    assert await _ask(refusals, seen) is False
    assert await _ask(refusals) is False
    clock.move(minutes=61)
    assert await _ask(refusals) is None


async def test_where_discord_does_not_answer_it_is_asked_again(refusals: Refusals) -> None:
    with pytest.raises(discord.DiscordServerError):
        await _ask(refusals, refusal(503))
    assert await _ask(refusals) is None


async def test_what_nothing_stands_in_the_way_of_any_more_is_asked_for_at_once(refusals: Refusals) -> None:
    for request in (THREAD, OTHER):
        await _ask(refusals, NO, request)
    refusals.forget(THREAD)
    assert await _ask(refusals) is None
    assert await _ask(refusals, request=OTHER) is False


async def test_what_changes_in_one_server_changes_nothing_in_another(refusals: Refusals) -> None:
    await _ask(refusals, NO, THREAD, HERE)
    await _ask(refusals, NO, OTHER, ELSEWHERE)
    refusals.forget_guild(HERE)
    assert await _ask(refusals, None, THREAD, HERE) is None
    assert await _ask(refusals, None, OTHER, ELSEWHERE) is False


async def test_of_many_who_ask_the_same_at_once_one_hears_no_for_all(refusals: Refusals) -> None:
    asked, answer = list[int](), asyncio.Event()

    async def ask(number: int) -> None:
        async with refusals.asking(THREAD, HERE, 100):
            asked.append(number)
            await answer.wait()
            raise NO

    asking = [asyncio.create_task(ask(number)) for number in range(5)]
    answering = asyncio.create_task(_set(answer))
    results = await asyncio.gather(*asking, answering, return_exceptions=True)
    assert asked == [0]
    assert [isinstance(one, RefusedError) for one in results] == [True] * 5 + [False]


async def _set(event: asyncio.Event) -> None:
    event.set()
