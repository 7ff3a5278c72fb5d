"""Discord's HTTP API over a socket, in front of a simulated world, with what the simulation lacks."""

from __future__ import annotations

import asyncio
import io
import json
import math
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import discord
from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.env import Env
from simcord.http import router

from tests.discord_rules import apply_rules
from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.gateway import Gateway

_API = "/api/v10"
_STATUS = {Fault.FORBIDDEN: 403, Fault.FAILED: 500, Fault.BAD_GATEWAY: 502, Fault.UNAVAILABLE: 503}
_AGE_EVERY = timedelta(seconds=1)
_PER_SECOND = 50  # requests of one bot, as Discord has it
_LOOK_EVERY_S, _NOTICED_S, _MOST_STOOD_STILL_S = 0.02, 0.005, 0.9
_ROUTE_LIMIT, _ROUTE_S = 5, 5.0  # messages to one channel

Watcher = Callable[[str, str, str], Awaitable[None]]
"""Called with when (`before`, `after`, `answered`), the method and the path of a request."""


Describer = Callable[[str, str, int, Any], tuple[int, Any]]
"""Makes of an answer what Discord would have said; given the method, the path, the status and the body."""


def _as_simulated(method: str, path: str, status: int, body: Any) -> tuple[int, Any]:
    return status, body


async def _nobody(when: str, method: str, path: str) -> None:
    """Watches nothing."""


def is_counted(path: str) -> bool:
    """Whether a request counts among all of a bot's: answers to interactions do not."""
    return not path.startswith(("/interactions/", "/webhooks/"))


@dataclass
class Limits:
    """How many requests Discord takes; counted here, and told in its headers.

    Discord counts requests as they come in. Where this process stood still, what waited at its door came at
    any time since: so much less of the past second counts.
    """

    is_on: bool = False
    refused: int = 0
    stood_still: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=200))  # until, for
    _all: deque[float] = field(default_factory=deque)
    _by_route: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, method: str, path: str, now: float) -> tuple[dict[str, str], float | None]:
        """The headers of the answer, and after how many seconds to try again, if it is refused."""
        if not self.is_on or not is_counted(path):
            return {}, None
        while self.stood_still and now - self.stood_still[0][0] >= 1.0:
            self.stood_still.popleft()
        counted_s = 1.0 - min(_MOST_STOOD_STILL_S, sum(seconds for _, seconds in self.stood_still))
        while self._all and now - self._all[0] >= counted_s:
            self._all.popleft()
        if len(self._all) >= _PER_SECOND:
            self.refused += 1
            return {"X-RateLimit-Global": "true"}, 1.0 - (now - self._all[0])
        self._all.append(now)
        return self._take_route(method, path, now)

    def _take_route(self, method: str, path: str, now: float) -> tuple[dict[str, str], float | None]:
        if method != "POST" or not path.endswith("/messages"):
            return {}, None
        used = self._by_route[path]
        while used and now - used[0] >= _ROUTE_S:
            used.popleft()
        wait = _ROUTE_S - (now - used[0]) if used else _ROUTE_S
        headers = {
            "X-RateLimit-Bucket": "messages",
            "X-RateLimit-Limit": str(_ROUTE_LIMIT),
            "X-RateLimit-Remaining": str(max(0, _ROUTE_LIMIT - len(used) - 1)),
            "X-RateLimit-Reset": str(time.time() + wait),
            "X-RateLimit-Reset-After": f"{wait:.3f}",
        }
        if len(used) >= _ROUTE_LIMIT:
            self.refused += 1
            return headers, wait
        used.append(now)
        return headers, None


class DiscordServer:
    """The API and the gateway on one port of this machine."""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.backend: Any = env.backend
        self.rules = apply_rules(env)
        self.rules.messages.clock = time.monotonic  # the world's clock is moved ahead to let leases run out
        self.gateway = Gateway(env.backend)
        self.faults = FaultPlan()
        self.limits = Limits()
        self.watch: Watcher = _nobody
        self.describe: Describer = _as_simulated
        self.ahead = timedelta(0)  # of this computer's clock
        self.date_is_off = timedelta(0)
        self.answers: list[tuple[str, str, int]] = []
        self._aged_at = env.now()
        self._runner: web.AppRunner | None = None
        self._looking: asyncio.Task[None] | None = None
        self._looked_at = math.inf
        self.address = ""

    async def start(self) -> None:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_get("/", self.gateway.connect)
        app.router.add_route("*", f"{_API}/{{path:.*}}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.address = f"http://127.0.0.1:{port}{_API}"
        self.gateway.address = f"ws://127.0.0.1:{port}/"
        self._looked_at = time.monotonic()
        self._looking = asyncio.create_task(self._look_whether_it_stands_still())

    async def _look_whether_it_stands_still(self) -> None:
        while True:
            self._note_whether_it_stood_still()
            await asyncio.sleep(_LOOK_EVERY_S)

    def _note_whether_it_stood_still(self) -> None:
        """Asked by every request, too: what waited at the door may be let in before the next look."""
        now = time.monotonic()
        if (seconds := now - self._looked_at - _LOOK_EVERY_S) > _NOTICED_S:
            self.limits.stood_still.append((now, seconds))
        self._looked_at = now

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    def forget_nonces(self) -> None:
        """As Discord does after some minutes."""
        self.rules.messages.forget_nonces()

    def keep_time(self) -> None:
        """The simulated world's clock follows this computer's, as far ahead as is wanted."""
        behind = datetime.now(UTC) + self.ahead - self.env.now()
        self.backend.advance_clock(max(0.0, behind.total_seconds()))
        if (now := self.env.now()) - self._aged_at >= _AGE_EVERY:  # it looks at every thread and event
            self._aged_at = now
            self.backend.activate_due_scheduled_events()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method, path = request.method, "/" + request.match_info["path"]
        self.keep_time()
        await self.watch("before", method, path)
        self._note_whether_it_stood_still()
        headers, retry_after = self.limits.take(method, path, time.monotonic())
        fault = self.faults.draw(path)
        if fault is Fault.LIMITED:
            retry_after = 0.05
        if retry_after is not None:
            return self._limit(method, path, retry_after, headers)
        if fault in _STATUS:
            return self._say(method, path, _STATUS[fault], {"message": "fault", "code": 0}, headers)
        if fault is Fault.RESET_BEFORE:
            return self._reset(request)
        status, body = self.describe(method, path, *await self._dispatch(request, method, path))
        await self.watch("after", method, path)
        if fault is Fault.RESET_AFTER:
            return self._reset(request)
        if fault is Fault.SILENT_AFTER:
            await asyncio.sleep(25)
            return self._reset(request)
        answer = self._say(method, path, status, body, headers)
        with suppress(ConnectionError):  # nobody is there any more
            await answer.prepare(request)
            await answer.write_eof()
        await self.watch("answered", method, path)
        return answer

    async def _dispatch(self, request: web.Request, method: str, path: str) -> tuple[int, Any]:
        if path == "/gateway":
            return 200, {"url": self.gateway.address}
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            return 200, {"url": self.gateway.address, "shards": 1, "session_start_limit": limit}
        sent, files = await _read(request)
        try:
            body = router.dispatch(
                self.backend,
                method,
                path,
                json=sent,
                params=dict(request.query),
                files=files,
                reason=request.headers.get("X-Audit-Log-Reason"),
                message_content_access=False,
            )
        except BackendError as error:
            return error.status, error.to_json()
        return (200, body) if body is not None else (204, None)

    def _say(self, method: str, path: str, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        self.answers.append((method, path, status))
        date = format_datetime(datetime.now(UTC) + self.ahead + self.date_is_off, usegmt=True)
        text = None if status == 204 else json.dumps(body)
        answer = web.Response(status=status, text=text, headers={**headers, "Date": date, "Via": "1.1 test"})
        if text is not None:
            answer.headers["Content-Type"] = "application/json"
        return answer

    def _limit(self, method: str, path: str, retry_after: float, headers: dict[str, str]) -> web.Response:
        is_global = "X-RateLimit-Global" in headers
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global}
        return self._say(method, path, 429, body, {**headers, "Retry-After": str(retry_after)})

    def _reset(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


async def _read(request: web.Request) -> tuple[Any, list[discord.File]]:
    """The JSON of a request and the files beside it."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), []
    sent, files = None, []
    reader = await request.multipart()
    async for part in reader:
        data = await part.read()  # type: ignore[union-attr]
        if part.name == "payload_json":  # type: ignore[union-attr]
            sent = json.loads(data)
        else:
            files.append(discord.File(io.BytesIO(data), filename=part.filename or "file"))  # type: ignore[union-attr]
    return sent, files


def _have_long_been_there(env: Env) -> None:
    """Has the bot be in every guild since long ago: it has greeted them all."""
    backend: Any = env.backend
    add_member = backend.add_member

    def add(guild_id: int, user_id: int, **options: Any) -> Any:
        member = add_member(guild_id, user_id, **options)
        if user_id == backend.bot_user.id:
            member.joined_at = "2020-01-01T00:00:00+00:00"
        return member

    backend.add_member = add


@asynccontextmanager
async def open_server() -> AsyncIterator[DiscordServer]:
    """A Discord that serves an empty world on a free port."""
    onlooker = discord.Client(intents=discord.Intents.none())  # the simulation wants a bot of its own
    env = Env(onlooker, check_errors=False)
    env.backend.bot_user.name = "Longtable"
    _have_long_been_there(env)
    server = DiscordServer(env)
    server.keep_time()
    await env.start()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
        await onlooker.close()
        await env.shutdown()
