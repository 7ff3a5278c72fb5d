"""The lanes in which what is out of date is edited, and the pace of old messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import discord
import pytest

import clock as clock_module
from cogs import edits
from cogs.edits import EditLanes, Lane, OldEdits
from domain.pending_edits import EditKind
from tests.conftest import MONDAY, Clock

CHANNEL = 500
OLD = discord.utils.time_snowflake(MONDAY - timedelta(days=1))


def _lane(channel_id: int) -> Lane:
    return (EditKind.CARD, channel_id)


class _Board:
    """Messages of several channels that are out of date, and how they are edited."""

    def __init__(self, due: dict[Lane, list[int]], edit: Callable[[int], asyncio.Event | None]) -> None:
        self.due = due
        self.edit = edit
        self.looks = 0
        self.looked_twice = asyncio.Event()
        self.begun: list[int] = []
        self.done: list[int] = []
        self.most_at_once = 0

    async def list_due(self) -> dict[Lane, list[int]]:
        self.looks += 1
        if self.looks == 2:
            self.looked_twice.set()
        left = {lane: [one for one in ids if one not in self.done] for lane, ids in self.due.items()}
        return {lane: ids for lane, ids in left.items() if ids}

    async def sync(self, subject_id: int, kind: EditKind) -> None:
        self.begun.append(subject_id)
        self.most_at_once = max(self.most_at_once, len(self.begun) - len(self.done))
        if (waits_for := self.edit(subject_id)) is not None:
            await waits_for.wait()
        self.done.append(subject_id)

    async def run(self) -> None:
        async with asyncio.timeout(10):
            await EditLanes(self.list_due, self.sync).run()


@pytest.fixture(autouse=True)
def _look_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "_LOOK_AGAIN_S", 0.01)


async def test_what_is_to_be_edited_in_one_channel_is_edited_one_after_another() -> None:
    board = _Board({_lane(1): [1, 2, 3]}, lambda subject_id: board.looked_twice if subject_id == 1 else None)
    await board.run()
    assert board.begun == [1, 2, 3]
    assert board.most_at_once == 1


async def test_a_channel_that_does_not_answer_does_not_hold_up_what_falls_due_meanwhile() -> None:
    later_is_done = asyncio.Event()

    def edit(subject_id: int) -> asyncio.Event | None:
        if subject_id == 1:
            board.due[_lane(2)] = [2]
            return later_is_done
        later_is_done.set()
        return None

    board = _Board({_lane(1): [1]}, edit)
    await board.run()
    assert board.done == [2, 1]


async def test_of_very_many_channels_forty_are_seen_to_at_once_and_none_is_left_out() -> None:
    board = _Board({_lane(one): [one] for one in range(100)}, lambda _: board.looked_twice)
    await board.run()
    assert board.most_at_once == 40
    assert sorted(board.done) == list(range(100))


@pytest.fixture
def old_edits(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> OldEdits:
    monkeypatch.setattr(clock_module, "now", clock)
    return OldEdits()


def test_the_fourth_edit_of_old_messages_in_a_channel_waits_for_the_first_to_be_forgotten(
    old_edits: OldEdits, clock: Clock
) -> None:
    for _ in range(3):
        assert old_edits.take(CHANNEL, OLD) is None
        clock.move(seconds=1)
    until = old_edits.take(CHANNEL, OLD)
    assert until == MONDAY + timedelta(seconds=6.5)
    assert old_edits.take(CHANNEL + 1, OLD) is None
    clock.now = until
    assert old_edits.take(CHANNEL, OLD) is None
    assert old_edits.take(CHANNEL, OLD) == MONDAY + timedelta(seconds=7.5)


def test_new_messages_are_edited_as_often_as_they_change(old_edits: OldEdits, clock: Clock) -> None:
    new = discord.utils.time_snowflake(clock.now - timedelta(minutes=58))
    assert [old_edits.take(CHANNEL, new) for _ in range(10)] == [None] * 10


def test_a_clock_that_is_set_back_holds_nothing_up(old_edits: OldEdits, clock: Clock) -> None:
    for _ in range(3):
        old_edits.take(CHANNEL, OLD)
    clock.move(hours=-1)
    assert old_edits.take(CHANNEL, OLD) is None


def test_channels_in_which_nothing_was_edited_for_long_are_not_remembered(
    old_edits: OldEdits, clock: Clock
) -> None:
    for channel_id in range(2000):
        old_edits.take(channel_id, OLD)
    clock.move(minutes=1)
    old_edits.take(CHANNEL, OLD)
    assert len(old_edits._made) == 1
