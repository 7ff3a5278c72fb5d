"""Edits of what is out of date: channels side by side, each edit under a time limit, old messages slowly."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import discord

import clock
from cogs.delivery import outcome_of
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from domain.posts import Rejected

EDIT_TIME_LIMIT_S = 20.0  # of one edit, with all that discord.py waits for
_MOST_LANES = 40
_LOOK_AGAIN_S = 1.0

_OLD_AFTER = timedelta(minutes=59)  # Discord counts from an hour on
_MOST_OLD_EDITS = 3
_MOST_CHANNELS = 1000  # remembered
_OLD_EDITS_WITHIN = timedelta(seconds=6.5)  # Discord counts six seconds

Lane = tuple[EditKind, int]
"""What of which channel is edited: one after another, beside all other lanes."""


def refusal_of(error: BaseException, channel_id: int | None) -> Rejected | None:
    """Returns the answer with which Discord would refuse the same edit again; None where it would take it.

    An old message's edit that comes too soon it would take.
    """
    outcome = outcome_of(error, channel_id)
    return outcome if isinstance(outcome, Rejected) and outcome.obstacle is not Obstacle.LIMIT else None


class EditLanes:
    """The lanes in which one feature's edits are made.

    A channel that does not answer holds up only what is to be edited there.
    """

    def __init__(
        self,
        list_due: Callable[[], Awaitable[Mapping[Lane, Sequence[int]]]],
        sync: Callable[[int, EditKind], Awaitable[None]],
    ) -> None:
        self._list_due = list_due
        self._sync = sync

    async def run(self) -> None:
        """Edits everything that is due."""
        busy: dict[Lane, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                for lane, subject_ids in (await self._list_due()).items():
                    if lane not in busy and len(busy) < _MOST_LANES:
                        busy[lane] = group.create_task(self._go_through(lane, subject_ids))
                if not busy:
                    return
                await asyncio.wait(busy.values(), timeout=_LOOK_AGAIN_S)
                busy = {lane: task for lane, task in busy.items() if not task.done()}

    async def _go_through(self, lane: Lane, subject_ids: Sequence[int]) -> None:
        for subject_id in subject_ids:
            await self._sync(subject_id, lane[0])


class OldEdits:
    """The pace of edits of messages older than an hour: three within six seconds in each channel.

    Discord answers more of them with 429 and the code 30046, and discord.py would sleep in the request.
    """

    def __init__(self) -> None:
        self._made: defaultdict[int, deque[datetime]] = defaultdict(deque)

    def take(self, channel_id: int, message_id: int) -> datetime | None:
        """Notes that the message is edited now and returns None; where that is too soon, when it may be."""
        now = clock.now()
        if now - discord.utils.snowflake_time(message_id) < _OLD_AFTER:
            return None
        if len(self._made) > _MOST_CHANNELS:
            recent = {key: made for key, made in self._made.items() if _is_counted(made[-1], now)}
            self._made = defaultdict(deque, recent)
        made = self._made[channel_id]
        while made and not _is_counted(made[0], now):
            made.popleft()
        if len(made) >= _MOST_OLD_EDITS:
            return made[0] + _OLD_EDITS_WITHIN
        made.append(now)
        return None


def _is_counted(made_at: datetime, now: datetime) -> bool:
    """Says whether Discord still counts an edit; none is counted that a clock set back has put ahead."""
    return timedelta(0) <= now - made_at < _OLD_EDITS_WITHIN
