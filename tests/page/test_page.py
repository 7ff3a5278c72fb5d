"""The demo's page: what the browser asks of it, and how it looks in one."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from demo.community import PEOPLE, Community
from demo.page import Page
from tests.conftest import MONDAY, Configure
from tests.discord_rules.worlds import open_world

_CHROMIUM = shutil.which("chromium")
_EMPTY_BYTES = 40_000  # ten times as much as an empty page
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--window-size=1400,860",
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Visitor:
    """A browser's requests to the page."""

    def __init__(self, page: Page, port: int, client: aiohttp.ClientSession) -> None:
        self.page = page
        self.address = f"http://127.0.0.1:{port}"
        self.client = client

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.client.get(f"{self.address}{path}", headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        async with self.client.post(f"{self.address}{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            state: dict[str, Any] = await answer.json()
            return state


@asynccontextmanager
async def _open_page(folder: Path, configure: Configure, weeks: int) -> AsyncIterator[Visitor]:
    """The page of a community that has lived for some weeks."""
    async with open_world(folder, MONDAY, configure) as world, aiohttp.ClientSession() as client:
        with_clock = world.env.time_context()
        community = Community(world, seed=1)
        page, port = Page(community), _free_port()

        async def prepare() -> None:
            with with_clock:
                await community.populate()
                await community.live(MONDAY + timedelta(weeks=weeks))
                await page.start(port)

        await asyncio.create_task(prepare())
        try:
            yield Visitor(page, port, client)
        finally:
            await page.stop()


@pytest.fixture
async def visitor(tmp_path: Path, with_cities: Configure) -> AsyncIterator[Visitor]:
    """A visitor of the demo, a fortnight after everybody moved in."""
    async with _open_page(tmp_path, with_cities, weeks=2) as visitor:
        yield visitor


@pytest.fixture
async def early_visitor(tmp_path: Path, with_cities: Configure) -> AsyncIterator[Visitor]:
    """A visitor of the demo as everybody moves in."""
    async with _open_page(tmp_path, with_cities, weeks=0) as visitor:
        yield visitor


async def test_the_page_shows_rooms_people_and_a_clock_that_makes_the_bot_act(visitor: Visitor) -> None:
    status, text = await visitor.get("/")
    assert status == 200
    assert "Next ping" in text
    state = await visitor.post("/demo/view", {"person": "Alice"})
    assert state["person"] == "Alice"
    assert len(state["people"]) == len(PEOPLE) >= 12
    names = [room["name"] for room in state["rooms"]]
    assert names == ["welcome", "meetups", "berlin", "kitchen", "circles", "problems"]
    assert any(room["threads"] for room in state["rooms"])
    thread = next(room["threads"][0] for room in state["rooms"] if room["threads"])
    assert (await visitor.post("/demo/view", {"room": thread["id"]}))["room"] == thread["id"]
    before = visitor.page._count_messages()
    later = await visitor.post("/demo/clock", {"advance": "next"})
    assert later["now"] > state["now"]
    assert visitor.page._count_messages() > before
    for span in ("hour", "day", "week"):
        assert (await visitor.post("/demo/clock", {"advance": span}))["now"] > later["now"]


async def test_a_forum_opens_with_its_newest_post(visitor: Visitor) -> None:
    state = await visitor.post("/demo/view", {"person": "Mo"})
    forum = next(room for room in state["rooms"] if room["isForum"])
    assert len(forum["threads"]) == 7
    opened = await visitor.post("/demo/view", {"room": forum["id"]})
    assert opened["room"] == forum["threads"][0]["id"]


async def test_the_messages_come_through_the_same_address(early_visitor: Visitor) -> None:
    status, text = await early_visitor.get("/preview")
    assert status == 200
    assert "channel-message-list" in text
    status, style = await early_visitor.get("/preview.css")
    assert status == 200
    assert "data-workbench" in style
    assert (await early_visitor.get("/api/state"))[0] == 401  # not without the page's own key


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": "127.0.0.1"}],
)
async def test_other_pages_and_other_names_are_refused(
    early_visitor: Visitor, headers: dict[str, str]
) -> None:
    for path in ("/", "/demo/state", "/preview"):
        assert (await early_visitor.get(path, **headers))[0] == 403


async def test_nonsense_is_refused(early_visitor: Visitor) -> None:
    clock = f"{early_visitor.address}/demo/clock"
    async with early_visitor.client.post(clock, json={"advance": "year"}) as answer:
        assert answer.status == 400
    state = await early_visitor.post("/demo/view", {"person": "Nobody", "room": "12"})
    assert state["person"] == "Erin"


@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium here; Debian has one")
async def test_in_a_browser_the_page_fills_with_rooms_and_messages(visitor: Visitor, tmp_path: Path) -> None:
    sizes = [await _photograph(visitor, tmp_path, 4)]
    if sizes[0] <= _EMPTY_BYTES:  # the machine is busy
        sizes.append(await _photograph(visitor, tmp_path, 20))
    assert sizes[-1] > _EMPTY_BYTES, sizes


async def _photograph(visitor: Visitor, folder: Path, patience_s: int) -> int:
    """How large a picture of the page is, after so long."""
    assert _CHROMIUM is not None
    picture = folder / "page.png"
    process = await asyncio.create_subprocess_exec(
        _CHROMIUM,
        *_FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"--screenshot={picture}",
        f"--timeout={patience_s * 1000}",
        f"{visitor.address}/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert await asyncio.wait_for(process.wait(), patience_s + 40) == 0
    return picture.stat().st_size
