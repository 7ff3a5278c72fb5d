"""Discord does not let the bot in: it says why in one sentence, and with a status that no restart follows."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from ops.exit_status import ExitStatus
from tests.discord_server.process import ROOT
from tests.discord_server.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The bot is not started yet."""
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path, "[log]\nlevel = 'error'\n") as town:
        yield town


async def _says(town: Town, said: str) -> None:
    """It ends with the status for this, says this, and nothing besides."""
    async with asyncio.timeout(30):
        assert await town.bot.wait() == ExitStatus.NOT_LET_IN
    (sentence,) = town.bot.log.splitlines()
    assert sentence.startswith("Longtable cannot run: ")
    assert said in sentence
    assert "a.b.c" not in sentence


async def test_a_token_that_discord_does_not_know(town: Town) -> None:
    def refuse(method: str, path: str, status: int, body: Any) -> tuple[int, Any]:
        return 401, {"message": "401: Unauthorized", "code": 0}

    town.server.describe = refuse
    await town.bot.start()
    await _says(town, "does not know the token")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4004, "does not know the token"),
        pytest.param(4010, "shard_ids", marks=pytest.mark.slow),
        pytest.param(4011, "set shard_count", marks=pytest.mark.slow),
        pytest.param(4012, "update Longtable", marks=pytest.mark.slow),
        pytest.param(4013, "update Longtable", marks=pytest.mark.slow),
        (4014, "Server Members intent is switched off"),
    ],
)
async def test_a_connection_that_is_closed_as_soon_as_the_bot_says_who_it_is(
    town: Town, code: int, said: str
) -> None:
    town.server.gateway.refuses_with = code
    await town.bot.start()
    await _says(town, said)


@pytest.mark.slow
async def test_a_token_that_was_made_anew_while_it_runs(town: Town) -> None:
    await town.start()
    town.server.gateway.refuses_with = 4004
    await town.server.gateway.drop(code=4004)
    await _says(town, "does not know the token")


def test_the_operators_page_names_every_status_and_the_service_restarts_after_no_hopeless_one() -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    table = [int(number) for number in re.findall(r"^\| (\d) \|", page, re.M)]
    assert table == list(ExitStatus)
    unit = (ROOT / "deploy" / "longtable.service").read_text(encoding="utf-8")
    prevented = re.findall(r"^RestartPreventExitStatus=(.*)$", unit, re.M)
    assert prevented == [" ".join(str(int(status)) for status in ExitStatus if status > ExitStatus.FAILED)]


@pytest.mark.slow
async def test_a_port_that_is_taken_may_be_free_at_the_next_start(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with open_town(tmp_path, f"[web]\nmetrics = true\nport = {port}\n") as town:
            await town.bot.start()
            async with asyncio.timeout(30):
                assert await town.bot.wait() == ExitStatus.FAILED
    assert f"Longtable does not run: [web] 127.0.0.1:{port}: " in town.bot.log
    assert "Traceback" not in town.bot.log
