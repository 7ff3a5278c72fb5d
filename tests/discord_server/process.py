"""The bot as a process of its own: `bot.py run`, told where its Discord is by its configuration alone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from db.gazetteer import Gazetteer

_SMALLEST_CITY = 15000
ROOT = Path(__file__).parent.parent.parent
# So that nobody has to wait for a lease to run out, a process can live some minutes ahead.
_AHEAD = """
import sys, datetime
import clock
ahead, now = datetime.timedelta(seconds=float(sys.argv[1])), clock.now
clock.now = lambda: now() + ahead
{before}
import bot
bot.leave(bot.main(sys.argv[2:]))
"""


async def lend_cities(folder: Path) -> None:
    """Make the list of cities there, for all processes of this run."""
    os.environ["LONGTABLE_CITIES"] = str(folder / "gazetteer.db")
    await Gazetteer(folder / "gazetteer.db", _SMALLEST_CITY).prepare()


class BotProcess:
    """One life of the bot, or several one after the other, with a folder to keep its things in."""

    def __init__(
        self, folder: Path, api_url: str, more: str = "", *, url: str | None = None, shard: str = ""
    ) -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'longtable.db'}"
        self.ahead = timedelta(0)
        self.process: asyncio.subprocess.Process | None = None
        self.lives = 0
        self.before = ""  # what is run first in the process
        cities = Path(os.environ.get("LONGTABLE_CITIES", folder / "gazetteer.db"))
        (folder / "config.toml").write_text(
            f"""
[discord]
api_url = "{api_url}"
{shard}
[database]
url = "{self.url}"
[problems]
key_file = "{folder / "longtable.key"}"
[places]
file = "{cities}"
smallest_city = {_SMALLEST_CITY}
[meetups]
tick_seconds = 1
zone = "Europe/Berlin"
{more}
""",
            encoding="utf-8",
        )

    async def start(self) -> None:
        self.lives += 1
        log = (self.folder / "bot.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _AHEAD.format(before=self.before),
            str(self.ahead.total_seconds()),
            "--config",
            str(self.folder / "config.toml"),
            "run",
            cwd=ROOT,
            env=os.environ | {"DISCORD_TOKEN": "a.b.c", "PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=log,
        )
        log.close()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """At once, with nothing put away."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)

    def tell_to_end(self, by: signal.Signals = signal.SIGTERM) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(
                    self.pid, by
                )  # send_signal looks whether it lives, and so may take its status from `wait`

    async def end(self) -> int:
        """Ask it to end, and wait; its exit code."""
        self.tell_to_end()
        return await self.wait()

    async def wait(self) -> int:
        assert self.process is not None
        return await self.process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text(encoding="utf-8", errors="replace")
