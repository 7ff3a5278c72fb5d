"""The rules hold over sockets as they do in one process, with the headers that a client looks at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from tests.discord_server.server import DiscordServer, open_server


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with open_server() as server:
        yield server


async def test_a_429_says_how_long_to_wait(server: DiscordServer) -> None:
    room = server.env.create_guild("Town").create_text_channel("room")
    bot_id = server.backend.bot_user.id
    paths = [f"/channels/{room.id}/messages/{server.backend.create_message(room.id, bot_id, 'x').id}"] * 4
    server.ahead = timedelta(hours=2)
    async with aiohttp.ClientSession() as client:
        answers = [await client.patch(server.address + path, json={"content": "y"}) for path in paths]
        assert [answer.status for answer in answers] == [200, 200, 200, 429]
        refused = await answers[-1].json()
    assert refused["code"] == 30046
    assert 5.0 < refused["retry_after"] <= 6.0
    assert "Via" in answers[-1].headers


async def test_threads_fall_asleep_as_the_clock_goes_on(server: DiscordServer) -> None:
    room = server.env.create_guild("Town").create_text_channel("room")
    thread = server.backend.create_thread(room.id, "thread", server.backend.bot_user.id)
    server.ahead = timedelta(days=2)
    server.keep_time()
    assert thread.thread_metadata.archived


async def test_a_nonce_is_remembered_by_this_computers_clock(server: DiscordServer) -> None:
    room = server.env.create_guild("Town").create_text_channel("room")
    body = {"content": "once", "nonce": "1", "enforce_nonce": True}
    async with aiohttp.ClientSession() as client:
        url = f"{server.address}/channels/{room.id}/messages"
        first = await (await client.post(url, json=body)).json()
        server.ahead = timedelta(hours=1)
        again = await (await client.post(url, json=body)).json()
        assert again["id"] == first["id"]
        await client.delete(f"{url}/{first['id']}")
        assert (await client.post(url, json=body)).status == 404
        server.forget_nonces()
        assert (await client.post(url, json=body)).status == 200
