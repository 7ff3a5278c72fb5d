"""The demo's page: a frame around the simulated server with its channels, its people and a clock.

The simulated Discord shows one channel to one person at a time, on a port of its own. This server puts a
list of channels, a choice of whom to be and the clock around it, passes everything else on to it, and lets
the bot do what is due after every action.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from discord import ChannelType
from simcord.actors import MemberActor
from simcord.backend.access import can_access_channel
from simcord.builders import ChannelHandle
from simcord.preview import Preview
from simcord.preview._markdown import _FIELD_POLICIES

from demo.community import PEOPLE, Community

_STATIC = Path(__file__).with_name("static")
_SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_ACTION = "/api/action"
_PASSED_HEADERS = ("Content-Type", "X-Simcord-Capability", "X-Simcord-Context")
_KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control")
# Discord shows names for mentions in embeds; the simulated one keeps to content unless it is told.
for _place in ("embed_description", "embed_field_value"):
    _FIELD_POLICIES[_place]["mentions"] = True
# The frame has its own list of channels and people, so the workbench around the messages can go.
_CALM = b"\n[data-workbench], .preview-toolbar { display: none !important; }\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """The server of the page; one visitor at a time."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.world = community.world
        self.person = "Erin"
        self.room: ChannelHandle = community.berlin
        self._preview: Preview | None = None
        self._turn = asyncio.Lock()  # the simulated Discord does one thing at a time
        self._origin = ""
        self._stack = AsyncExitStack()
        self._client: aiohttp.ClientSession | None = None

    async def start(self, port: int) -> None:
        """Listens on the loopback. Raises OSError where the port is taken."""
        app = web.Application(middlewares=[self._from_here_only])
        app.router.add_get("/", self._file("index.html"))
        app.router.add_get("/demo/page.css", self._file("page.css"))
        app.router.add_get("/demo/page.js", self._file("page.js"))
        app.router.add_get("/demo/state", self._state)
        app.router.add_post("/demo/view", self._view)
        app.router.add_post("/demo/clock", self._clock)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self._origin = f"http://127.0.0.1:{port}"
        self._client = await self._stack.enter_async_context(aiohttp.ClientSession(auto_decompress=False))
        await self._open_preview()

    async def stop(self) -> None:
        """Closes everything that `start` opened."""
        await self._close_preview()
        await self._stack.aclose()

    @web.middleware
    async def _from_here_only(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuses other pages that know the port, and names that were made to point here."""
        hosts = {self._origin.removeprefix("http://"), self._origin.removeprefix("http://127.0.0.1")}
        hosts |= {host.replace("127.0.0.1", "localhost") for host in hosts}
        origin = request.headers.get("Origin")
        if request.host not in hosts or origin not in {None, f"http://{request.host}"}:
            raise web.HTTPForbidden(text="This page answers its own address only.")
        return await handler(request)

    def _file(self, name: str) -> Handler:
        async def send(_: web.Request) -> web.StreamResponse:
            return web.FileResponse(_STATIC / name, headers={"Cache-Control": "no-store"})

        return send

    # What the frame shows.

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(await self._describe())

    async def _describe(self) -> dict[str, Any]:
        due_at = await self.world.bot.next_due_at()
        viewer = self.world.members[self.person]
        return {
            "now": self.world.now.isoformat(),
            "next": due_at.isoformat() if due_at else None,
            "person": self.person,
            "zone": self._zone,
            "people": [
                {"name": person.name, "about": f"{person.work}, {person.zone.rpartition('/')[2]}"}
                for person in PEOPLE
            ],
            "room": str(self.room.id),
            "rooms": [self._room(room, viewer) for room in self.community.places],
            "preview": self._preview.url.partition("#")[2] if self._preview else "",
        }

    @property
    def _zone(self) -> str:
        return next(person.zone for person in PEOPLE if person.name == self.person)

    def _room(self, room: ChannelHandle, viewer: MemberActor) -> dict[str, Any]:
        threads = [thread for thread in room.threads if self._is_listed(thread, viewer)]
        return {
            "id": str(room.id),
            "name": room.name,
            "isForum": room is self.community.forum,
            "threads": [{"id": str(thread.id), "name": thread.name} for thread in reversed(threads)],
        }

    def _is_listed(self, thread: ChannelHandle, viewer: MemberActor) -> bool:
        """Returns whether the viewer has the thread in the list: private ones only where they were let in."""
        if self.world.env.backend.get_thread(thread.id).type == ChannelType.private_thread.value:
            return self.person in self.community.circle_life.names_in(thread)
        return can_access_channel(self.world.env, thread.id, viewer)

    # What the visitor does around the messages.

    async def _view(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        async with self._turn:
            if wanted.get("person") in self.world.members:
                self.person = wanted["person"]
            for room in self.community.places:
                for candidate in (room, *room.threads):
                    if str(candidate.id) == wanted.get("room"):
                        self.room = self._first_room(candidate)
            await self._close_preview()
            await self._open_preview()
        return web.json_response(await self._describe())

    def _first_room(self, room: ChannelHandle) -> ChannelHandle:
        """Returns the newest post in place of the forum, which has no messages of its own."""
        if room is not self.community.forum:
            return room
        return max(room.threads, key=lambda thread: thread.id, default=self.room)

    async def _clock(self, request: web.Request) -> web.Response:
        wanted = (await request.json()).get("advance")
        async with self._turn:
            self.community.idle_names = {self.person}
            if wanted == "next":
                await self._advance_to_next()
            elif wanted in _SPANS:
                await self.world.advance(_SPANS[wanted])
            else:
                raise web.HTTPBadRequest(text="next, hour, day or week")
            await self._finish()
        return web.json_response(await self._describe())

    async def _advance_to_next(self) -> None:
        """Turns the clock to the next post; opening a date in the calendar is no post, and does not count."""
        posted = self._count_messages()
        for _ in range(20):
            due_at: datetime | None = await self.world.bot.next_due_at()
            if due_at is None:
                return
            await self.world.advance_to(due_at)
            if self._count_messages() > posted:
                return

    def _count_messages(self) -> int:
        rooms = [candidate for room in self.community.places for candidate in (room, *room.threads)]
        return sum(len(room.history()) for room in rooms)

    async def _finish(self) -> None:
        await self.world.settle()
        if self._preview is not None:
            await self._preview.refresh()

    # The simulated Discord behind it.

    async def _open_preview(self) -> None:
        viewer = self.world.members[self.person]
        self._preview = self.world.env.preview(
            self.room, viewers=[viewer], layout="channel", timezone=self._zone
        )
        await self._preview.__aenter__()

    async def _close_preview(self) -> None:
        preview, self._preview = self._preview, None
        if preview is not None:
            await preview.close()

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        if request.path != _ACTION:
            return await self._forward(request)
        async with self._turn:
            self.community.idle_names = {self.person}
            answer = await self._forward(request)
            await self._finish()
        return answer

    async def _forward(self, request: web.Request) -> web.Response:
        if self._preview is None or self._client is None:
            raise web.HTTPServiceUnavailable(text="One moment, please.")
        target = self._preview.url.partition("#")[0].rstrip("/")
        path = "/" if request.path == "/preview" else request.path_qs
        headers = {name: request.headers[name] for name in _PASSED_HEADERS if name in request.headers}
        if "Origin" in request.headers:
            headers["Origin"] = target
        body = await request.read()
        async with self._client.request(
            request.method, f"{target}{path}", headers=headers, data=body
        ) as answer:
            content = await answer.read()
            kept = {
                name: value
                for name, value in answer.headers.items()
                if name in _KEPT_HEADERS or name.startswith("X-")
            }
        kept.pop("X-Frame-Options", None)
        if request.path == "/preview.css":
            content += _CALM
        return web.Response(status=answer.status, body=content, headers=kept)
