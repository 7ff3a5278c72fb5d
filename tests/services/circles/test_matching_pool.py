"""The process that finds circles."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_KILLED_AT_WORK = """
import asyncio, os, signal
from domain.circles.member import History
from domain.circles.welfare import Weights
from services.circles.matching_pool import MatchingPool

async def work():
    await MatchingPool(60).match([], History(), Weights(), 1)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(work())
"""


def test_it_ends_when_the_bot_is_killed() -> None:
    """It shares the error output of whoever started it, which is read here until nobody holds it any more."""
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED_AT_WORK], cwd=_ROOT, capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGKILL
