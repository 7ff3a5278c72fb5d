"""A search among 100,000 problems of a guild, 1,000,000 in 1,000 guilds, against a plain LIKE.

Both read the same file, in the same run, with the same queries: one to three words, as common as in
language (Zipf's law). LIKE looks for each word in title, text and proposals, and gives the newest ten;
it ranks nothing. Making the board takes five minutes and a gigabyte in the folder for temporary files.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

import clock
from benchmarks.measuring import timed
from config import Config
from db import problem_search, problems
from db.connection import Connection
from db.migrations import migrate
from domain.boards import Board
from domain.ids import ProblemId
from domain.problems.problem import Problem, ProblemDetails
from domain.problems.ranking import Scope, read_terms
from languages import ENGLISH
from services.problems import searching
from services.transaction import Transaction

_PROBLEMS = 1_000_000
_GUILDS = 1_000
_LARGE_GUILD, _LARGE_SHARE = 1, 10  # one problem in ten is in the first guild
_WORDS = 20_000
_TITLE_WORDS, _TEXT_WORDS = 6, 34
_QUERIES, _LIKE_QUERIES = 500, 100
T = TypeVar("T")


async def run() -> None:
    """Prints p50 and p99 of each."""
    random = Random(1)
    words = [_word(random) for _ in range(_WORDS)]
    weights = [1 / (place + 10) for place in range(_WORDS)]
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder, _open(Path(folder)) as connection:
        drawn = random.choices(words, weights, k=2 * _PROBLEMS)
        print(f"  making {_PROBLEMS:,} problems ...", file=sys.stderr)
        with timed() as stretch:
            _fill(connection, random, drawn)
        print(f"  {'stored and indexed':<46}{_PROBLEMS / stretch.seconds:>12,.0f} /s")
        queries = [
            " ".join(random.choices(words, weights, k=random.choice((1, 1, 2, 2, 3))))
            for _ in range(_QUERIES)
        ]
        typed = [query[: random.randint(1, len(query))] for query in queries]
        new = [(" ".join(random.choices(drawn, k=6)), " ".join(random.choices(drawn, k=30))) for _ in queries]
        guild = _LARGE_GUILD
        tx = Transaction(connection, clock.now(), random, Config(), lambda guild_id: ENGLISH)
        ours = _times(queries, lambda text: searching.find(tx, Scope(guild), read_terms(text), 10))
        _print("search in a guild of 100,000", ours)
        _print(
            "plain LIKE in the same guild",
            _times(queries[:_LIKE_QUERIES], lambda text: _like(connection, text)),
        )
        small = _times(queries, lambda text: searching.find(tx, Scope(77), read_terms(text), 10))
        _print("search in a guild of 900", small)
        _print("while one types, 100,000", _times(typed, lambda text: _complete(tx, text)))
        _print(
            "similar to a new one, 100,000",
            _times(new, lambda text: searching.list_similar(tx, guild, *text)),
        )


def _open(folder: Path) -> closing[sqlite3.Connection]:
    connection = sqlite3.connect(folder / "bench.db", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = OFF")
    migrate(connection)
    return closing(connection)


def _word(random: Random) -> str:
    """Returns something that can be spoken, of one to four syllables."""
    syllables = [random.choice("bcdfglmnprst") + random.choice("aeiou") for _ in range(random.randint(1, 4))]
    return "".join(syllables) + random.choice(["", "n", "s", "r"])


def _fill(connection: Connection, random: Random, drawn: Sequence[str]) -> None:
    now = clock.now()
    connection.execute("BEGIN")
    for number in range(_PROBLEMS):
        is_large = number % _LARGE_SHARE == 0
        guild_id = _LARGE_GUILD if is_large else random.randint(2, _GUILDS)
        start = random.randrange(len(drawn) - _TITLE_WORDS - _TEXT_WORDS)
        title = " ".join(drawn[start : start + _TITLE_WORDS])
        text = " ".join(drawn[start + _TITLE_WORDS : start + _TITLE_WORDS + _TEXT_WORDS])
        at = now + timedelta(seconds=number)
        problem = Problem(ProblemId(number), guild_id, 1, ProblemDetails(title, text), Board(1, True), at)
        problems.insert_problem(connection, problem)
        problem_search.index_problem(connection, problem, [])
    connection.execute("COMMIT")


def _complete(tx: Transaction, text: str) -> object:
    terms = read_terms(text, is_unfinished=True)
    return searching.find(tx, Scope(_LARGE_GUILD), terms, 25)


def _like(connection: Connection, text: str) -> object:
    words = text.split()
    wanted = " AND ".join(["(title LIKE ? OR body LIKE ? OR proposals LIKE ?)"] * len(words))
    query = (
        f"SELECT problem_id FROM problem_words WHERE guild_id = ? AND {wanted} ORDER BY place DESC LIMIT 10"
    )
    return connection.execute(query, [_LARGE_GUILD, *_thrice(words)]).fetchall()


def _thrice(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from [f"%{word}%"] * 3


def _times(inputs: Sequence[T], ask: Callable[[T], object]) -> list[float]:
    """Returns the milliseconds of each, after a round that warms the caches."""
    for one in inputs[:50]:
        ask(one)
    times = []
    for one in inputs:
        start = time.perf_counter()
        ask(one)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def _print(name: str, times: Sequence[float]) -> None:
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"  {name:<46}{p50:>12.2f} ms p50{p99:>10.2f} ms p99")
