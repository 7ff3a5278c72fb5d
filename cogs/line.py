"""The line to Discord: the log has one line when Discord stops answering, and one when it answers again."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import aiohttp
import discord

from clock import Clock

log = logging.getLogger("longtable")

_QUIET_S = 10.0  # without a failure, after which an outage is over
_MANY = 5  # failed requests one after another are an outage: so often discord.py itself tries one
_WEBSOCKET = 101  # says nothing about the API
_RECONNECT = "Attempting a reconnect"  # with which discord.py begins a line, and a traceback, for every try


class Line:
    """Whether Discord answers. All bots in the process share one, as they share the way to Discord."""

    def __init__(self, now: Clock) -> None:
        self.now = now
        self._down_since: datetime | None = None
        self._gateway_is_down = False
        self._failed_in_a_row = 0
        self._ending: asyncio.TimerHandle | None = None

    def note_failure(self, error: BaseException, where: str) -> None:
        """Notes that something came to nothing since Discord did not answer."""
        self._put_off_end()
        if self._down_since is None:
            self._down_since = self.now()
            log.warning(
                "Discord does not answer (%s, in %s); what fails until it does is tried again, not logged",
                _describe(error),
                where,
            )
        else:
            log.debug("Discord does not answer (%s, in %s)", _describe(error), where)

    def note_answer(self, status: int) -> None:
        """Notes how Discord's API has answered a request."""
        if status >= 500:
            self._note_failed_request(f"status {status}")
        elif status != _WEBSOCKET:
            self._failed_in_a_row = 0
            self._begin_end()

    def note_no_answer(self, error: BaseException) -> None:
        """Notes that a request to Discord's API got no answer; one that was given up might have got one."""
        if not isinstance(error, asyncio.CancelledError):
            self._note_failed_request(_describe(error))

    def note_connected(self) -> None:
        """Notes that there is a connection to the gateway."""
        self._gateway_is_down = False
        self._begin_end()

    def takes(self, record: logging.LogRecord) -> bool:
        """Returns whether a line of discord.py's is to be logged; a try to reconnect is noted instead."""
        if not str(record.msg).startswith(_RECONNECT):
            return True
        error = record.exc_info[1] if record.exc_info else None
        self._gateway_is_down = True
        self.note_failure(error or ConnectionError(), "connecting")
        return False

    def _note_failed_request(self, why: str) -> None:
        self._put_off_end()
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= _MANY and self._down_since is None:
            self.note_failure(ConnectionError(why), "requests")

    def _begin_end(self) -> None:
        if self._down_since is not None and not self._gateway_is_down and self._ending is None:
            self._ending = asyncio.get_running_loop().call_later(_QUIET_S, self._end)

    def _put_off_end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _end(self) -> None:
        assert self._down_since is not None, "there is an end of what has begun"
        log.warning("Discord answers again; it had not since %s", f"{self._down_since:%Y-%m-%d %H:%M:%S} UTC")
        self._down_since = self._ending = None


def _describe(error: BaseException) -> str:
    """Returns what happened, without the page that some proxies send."""
    if isinstance(error, discord.HTTPException):
        return f"status {error.status}"
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return f"status {error.status}"
    return str(error).partition("\n")[0] or type(error).__name__
