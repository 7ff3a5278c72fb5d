"""The gateway: sessions that are identified, resumed and replayed, and their sockets."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.gateway import FakeGateway

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _MEMBERS, _INVALID, _HELLO, _ACK = (
    *(0, 1, 2, 6, 7, 8, 9, 10),
    11,
)
_HEARTBEAT_MS = 41_250


class Session:
    """One connection of the bot, as Discord remembers it: what was sent can be sent again."""

    def __init__(
        self, backend: Backend, session_id: str, intents: discord.Intents, shard: tuple[int, int]
    ) -> None:
        self.id = session_id
        self.shard = shard
        self.sent: list[dict[str, Any]] = []
        self.socket: Socket | None = None
        self._wire = FakeGateway(backend, SimpleNamespace(intents=intents, parsers=_Every(self)))

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """An event happened: to the bot, if it asked for such, and into memory."""
        guild_id = payload.get("guild_id") or (payload.get("id") if event.startswith("GUILD_") else None)
        if self.has(int(guild_id or 0)):
            self._wire.feed(event, payload)

    def has(self, guild_id: int) -> bool:
        """Whether the guild is one of its shard's; what belongs to no guild is the first's."""
        number, count = self.shard
        return (guild_id >> 22) % count == number

    def push(self, event: str, payload: Mapping[str, Any]) -> None:
        frame = {"op": _DISPATCH, "t": event, "s": len(self.sent) + 1, "d": dict(payload)}
        self.sent.append(frame)
        if self.socket is not None:
            self.socket.send(frame)


class _Every(dict[str, Any]):
    """A parser for every event: the wire."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def __missing__(self, event: str) -> Any:
        return lambda payload: self.session.push(event, payload)


class Socket:
    """One WebSocket. Frames go out in order, compressed as one stream where the bot asks for it."""

    def __init__(self, socket: web.WebSocketResponse, *, is_compressed: bool) -> None:
        self.socket = socket
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._packer = zlib.compressobj() if is_compressed else None

    def send(self, frame: dict[str, Any]) -> None:
        self.queue.put_nowait(frame)

    async def write(self) -> None:
        """Send what is queued until the socket closes."""
        while True:
            text = json.dumps(await self.queue.get())
            if self._packer is None:
                await self.socket.send_str(text)
            else:
                packed = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)


class Gateway:
    """Everything that happens in the backend, to all sessions; and what the bot says on its socket."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.identified_at: list[float] = []
        self.resumed = 0
        self.refuses_with: int | None = None  # the code with which it closes a connection that is identified
        self.is_out = False  # whether it takes no connections
        self.refused = 0
        self.closes = True  # whether it closes a connection that the bot closes
        self.tells_members = True  # whether it answers who of some people is in a guild
        self.address = ""
        self._sockets: set[web.WebSocketResponse] = set()
        backend.subscribers.append(self._feed)

    def _feed(self, event: str, payload: Mapping[str, Any]) -> None:
        for session in list(self.sessions.values()):
            session.feed(event, payload)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket, from HELLO to its end."""
        if self.is_out:
            self.refused += 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0, autoclose=False)
        await socket.prepare(request)
        self._sockets.add(socket)
        wire = Socket(socket, is_compressed=request.query.get("compress") == "zlib-stream")
        writing = asyncio.create_task(wire.write())
        wire.send({"op": _HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MS}})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                frame = json.loads(message.data)
                if frame["op"] == _IDENTIFY and self.refuses_with is not None:
                    await socket.close(code=self.refuses_with)
                else:
                    self._take(frame, wire)
            if self.closes:
                await socket.close()
            else:
                await asyncio.Event().wait()
        finally:
            writing.cancel()
            self._sockets.discard(socket)
            for session in self.sessions.values():
                if session.socket is wire:
                    session.socket = None
        return socket

    def _take(self, frame: dict[str, Any], wire: Socket) -> None:
        match frame["op"]:
            case 1:
                wire.send({"op": _ACK})
            case 2:
                self._identify(frame["d"], wire)
            case 6:
                self._resume(frame["d"], wire)
            case 8 if self.tells_members:
                self._find_members(frame["d"], wire)

    def _identify(self, wanted: dict[str, Any], wire: Socket) -> None:
        self.identified += 1
        self.identified_at.append(time.monotonic())
        number, count = wanted.get("shard", [0, 1])
        for known in [
            one for one in self.sessions.values() if one.shard[0] == number or one.shard[1] != count
        ]:
            del self.sessions[known.id]  # a shard has one session
        intents = discord.Intents(wanted["intents"])
        session = Session(self.backend, f"session{self.identified}", intents, (number, count))
        session.socket = wire
        self.sessions[session.id] = session
        guilds = [guild for guild in self.backend.guilds.values() if session.has(guild.id)]
        session.push(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(self.backend.bot_user)),
                "session_id": session.id,
                "resume_gateway_url": self.address,
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "application": {"id": str(self.backend.application_id), "flags": 0},
                "shard": [number, count],
            },
        )
        for guild in guilds:
            session.feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))

    def _resume(self, wanted: dict[str, Any], wire: Socket) -> None:
        session = self.sessions.get(wanted["session_id"])
        if session is None:
            wire.send({"op": _INVALID, "d": False})
            return
        self.resumed += 1
        session.socket = wire
        for frame in session.sent[wanted["seq"] :]:
            wire.send(frame)
        session.push("RESUMED", {})

    def _find_members(self, wanted: dict[str, Any], wire: Socket) -> None:
        guild = self.backend.get_guild(int(wanted["guild_id"]))
        asked = wanted.get("user_ids") or []
        asked = {int(user_id) for user_id in (asked if isinstance(asked, list) else [asked])}
        found = [member for member in guild.members.values() if not asked or member.user_id in asked]
        answer = {
            "guild_id": str(guild.id),
            "members": [dict(serializers.member_payload(self.backend, guild, one)) for one in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": wanted.get("nonce"),
        }
        for session in self.sessions.values():
            if session.socket is wire:
                session.push("GUILD_MEMBERS_CHUNK", answer)

    async def drop(self, *, forget: bool = False, code: int = 1001) -> None:
        """Cut every connection; with `forget` no session can be resumed afterwards."""
        if forget:
            self.sessions.clear()
        for socket in list(self._sockets):
            await socket.close(code=code)

    def ask_to_reconnect(self) -> None:
        """Tell the bot to connect again, as Discord does when it moves."""
        for session in self.sessions.values():
            if session.socket is not None:
                session.socket.send({"op": _RECONNECT, "d": None})

    def repeat(self, event: str) -> int:
        """Send the last event of this kind once more, as happens; how many there were."""
        again = [one for session in self.sessions.values() for one in session.sent if one["t"] == event][-1:]
        for session in self.sessions.values():
            for frame in again:
                session.push(event, frame["d"])
        return len(again)
