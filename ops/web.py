"""The web port: calendar feeds, and nothing else yet."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from aiohttp import web

from services.meetups.feeds import Feeds

_HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Reporting(Protocol):
    """Reports what its block raises, and goes on."""

    def __call__(self, where: str, /) -> AbstractAsyncContextManager[None]: ...


class WebServer:
    """Listens from start to stop."""

    def __init__(self, feeds: Feeds, reporting: Reporting) -> None:
        self.feeds = feeds
        self.reporting = reporting
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen there, and say on which port; raises OSError."""
        app = web.Application(client_max_size=1024)
        app.router.add_get("/calendar/{secret}.ics", self._calendar)
        self._runner = web.AppRunner(app, access_log=None)  # its lines would have the secrets in them
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Let go of the port."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _calendar(self, request: web.Request) -> web.Response:
        answer = web.Response(status=500, text="Something went wrong here. Please try again later.")
        async with self.reporting("calendar feed"):
            written = await self.feeds.read(request.match_info["secret"])
            if written is None:
                answer = web.Response(status=404, text="There is no such calendar.")
            else:
                answer = web.Response(body=written, content_type="text/calendar", charset="utf-8")
        answer.headers.update(_HEADERS)
        return answer
