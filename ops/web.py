"""The web port: calendar feeds for members; health and figures for the operator."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol

from aiohttp import ETag, web

from ops.health import Health
from ops.metrics import CONTENT_TYPE

_HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_TIME_LIMIT_S = 2.0
_LAST_ANSWERS_S = 0.5  # for what is being answered when the process ends


def _answer_with(calendar: bytes, request: web.Request) -> web.Response:
    """Returns the calendar; that nothing is new, where the reader has the same already."""
    etag = ETag(hashlib.sha256(calendar).hexdigest()[:32])
    known = request.if_none_match or ()
    if any(one.value in {etag.value, "*"} for one in known):
        answer = web.Response(status=304)
    else:
        answer = web.Response(body=calendar, content_type="text/calendar", charset="utf-8")
    answer.etag = etag
    return answer


class Reporting(Protocol):
    """Reports what the block within it raises, and goes on."""

    def __call__(self, where: str, /) -> AbstractAsyncContextManager[None]: ...


ReadFeed = Callable[[str], Awaitable[bytes | None]]
"""Returns the calendar behind a link's secret; None where there is no such link."""


class WebServer:
    """A web server that listens from `start` to `stop`."""

    def __init__(self, read_feed: ReadFeed, pulse: Health, reporting: Reporting) -> None:
        self.read_feed = read_feed
        self.health = pulse
        self.reporting = reporting
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int, *, has_feeds: bool, has_metrics: bool) -> int:
        """Listens there; returns the port. Raises OSError where that cannot be done."""
        app = web.Application(client_max_size=1024)  # nobody has anything to send here
        if has_feeds:
            app.router.add_get("/calendar/{secret}.ics", self._calendar)
        if has_metrics:
            app.router.add_get("/healthz", self._health(self.health.why_not_alive))
            app.router.add_get("/readyz", self._health(self.health.why_not_ready))
            app.router.add_get("/metrics", self._metrics)
        # No log of accesses: its lines would have the secrets in them.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_ANSWERS_S)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Lets go of the port. Safe to call twice."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _calendar(self, request: web.Request) -> web.Response:
        answer = web.Response(status=500, text="Something went wrong here. Please try again later.")
        async with self.reporting("calendar feed"):
            written = await self.read_feed(request.match_info["secret"])
            if written is None:
                answer = web.Response(status=404, text="There is no such calendar.")
            else:
                answer = _answer_with(written, request)
        answer.headers.update(_HEADERS)
        return answer

    def _health(
        self, ask: Callable[[], Awaitable[str | None]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            wrong: str | None = "the database does not answer"
            with suppress(TimeoutError):
                async with asyncio.timeout(_TIME_LIMIT_S), self.reporting("health"):
                    wrong = await ask()
            return web.Response(status=503 if wrong else 200, text=f"{wrong or 'ok'}\n")

        return answer

    async def _metrics(self, request: web.Request) -> web.Response:
        answer = web.Response(status=500, text="The figures cannot be had just now; the log says why.\n")
        async with self.reporting("metrics"):
            answer = web.Response(
                body=await self.health.write_figures(), headers={"Content-Type": CONTENT_TYPE}
            )
        answer.headers["Cache-Control"] = "no-store"
        return answer
