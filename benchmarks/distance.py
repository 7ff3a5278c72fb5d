"""PostgreSQL a millisecond away in each direction, beside the same server over a socket."""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from app import Longtable
from benchmarks.community import announce, open_bot
from benchmarks.engines import empty_outbox
from benchmarks.measuring import report, timed
from db.connection import Connection
from domain.meetups.rsvp import Answer
from domain.reaction_polls import Reaction
from services.meetups import answers
from tests.stores import Server

_DELAY_S = 0.001
_MESSAGE_ID, _PEOPLE, _TIMES = 77, 100, 50


class _Found(NamedTuple):
    there_and_back_ms: float
    answer_ms: float
    together: float
    posts: float


async def run() -> None:
    """Prints both for one statement, one answer, a hundred reactions that wait together, and the outbox."""
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as name:
        server = Server(Path(name), is_durable=True)
        try:
            near = await _measure(server.make())
            with _far(server.make()) as url:
                far = await _measure(url)
        finally:
            server.clear()
            server.stop()
    here = "over a socket"
    report("a statement, there and back", far.there_and_back_ms, "ms", here, near.there_and_back_ms)
    report("an answer by reaction", far.answer_ms, "ms", here, near.answer_ms)
    report(f"{_PEOPLE} reactions under one card, together", far.together, "/s", here, near.together)
    report("posts leased and marked as sent", far.posts, "/s", here, near.posts)


async def _measure(url: str) -> _Found:
    async with open_bot(url) as bot:
        await bot.write(announce, _MESSAGE_ID)
        return _Found(
            await _median_ms(bot, 0), await _median_ms(bot, 1), await _react(bot), await empty_outbox(bot)
        )


async def _median_ms(bot: Longtable, reactions: int) -> float:
    """Returns the median of one statement that reads, or of this many reactions."""
    found = []
    for number in range(_TIMES):
        came = [Reaction(number, Answer.GOING, True)] * reactions
        with timed() as stretch:
            await (bot.write(answers.react, _MESSAGE_ID, came) if came else bot.database.read(_say_something))
        found.append(stretch.seconds * 1000)
    return median(found)


async def _react(bot: Longtable) -> float:
    """Returns the reactions a second where a hundred people tap one after another on ✅ and on ❌."""
    with timed() as stretch:
        for number in range(_TIMES):
            answer = (Answer.GOING, Answer.NO)[number % 2]
            await bot.write(
                answers.react, _MESSAGE_ID, [Reaction(one, answer, True) for one in range(_PEOPLE)]
            )
    return _TIMES * _PEOPLE / stretch.seconds


def _say_something(connection: Connection) -> None:
    connection.execute("SELECT 1").fetchone()


@contextmanager
def _far(url: str) -> Iterator[str]:
    """Yields the address of the same database at the end of a longer line, which another process keeps."""
    parts = urlsplit(url)
    socket = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_carry, args=(socket, theirs), daemon=True)
    process.start()
    yield parts._replace(netloc=f"{parts.username}@127.0.0.1:{ours.recv()}", query="").geturl()
    process.terminate()


def _carry(socket: str, pipe: Pipe) -> None:
    """Carries all that is said, in both directions, and takes its time for it; tells its port first."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            asyncio.get_running_loop().call_later(_DELAY_S, writer.write, data)
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(socket)
        await asyncio.gather(pass_on(reader, to_server), pass_on(from_server, writer))

    async def serve() -> None:
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())
