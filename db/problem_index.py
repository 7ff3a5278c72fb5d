"""The full-text index of problems: FTS5 of SQLite or tsvector of PostgreSQL, and the only place that differs.

It holds words of ASCII letters and digits by their place, and nothing else: what matches is found, newest
place first; what it says is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Connection, is_sqlite

_LONGEST = 1000  # letters of a word; PostgreSQL takes twice as many


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word to be found, or whatever starts with it."""

    word: str
    is_start: bool = False


def next_place(connection: Connection) -> int:
    """A place after all that there are."""
    if is_sqlite(connection):
        statement = "SELECT COALESCE(max(place), 0) + 1 FROM problem_words"
    else:
        statement = "SELECT nextval('problem_places')"  # several processes may ask at once
    place: int = connection.execute(statement).fetchone()[0]
    return place


def begin_after(connection: Connection, place: int) -> None:
    """Places up to this one are taken."""
    if not is_sqlite(connection):
        connection.execute("SELECT setval('problem_places', :place)", {"place": max(place, 1)})


def put(connection: Connection, place: int, words: Iterable[str]) -> None:
    """Make these words findable."""
    if is_sqlite(connection):
        statement = "INSERT INTO problem_index (rowid, words) VALUES (:place, :words)"
    else:
        statement = """
        INSERT INTO problem_index (place, words)
        VALUES (:place, array_to_tsvector(string_to_array(:words, ' ')))
        """
    connection.execute(statement, {"place": place, "words": _joined(words)})


def drop(connection: Connection, place: int, words: Iterable[str]) -> None:
    """Forget the place, whose words these were."""
    if is_sqlite(connection):
        statement = (
            "INSERT INTO problem_index (problem_index, rowid, words) VALUES ('delete', :place, :words)"
        )
        connection.execute(statement, {"place": place, "words": _joined(words)})
    else:
        connection.execute("DELETE FROM problem_index WHERE place = :place", {"place": place})


def matching(connection: Connection) -> str:
    """The statement that lists the places that have `:wanted`, without an order."""
    if is_sqlite(connection):
        return "SELECT rowid AS place FROM problem_index WHERE problem_index MATCH :wanted"
    return "SELECT place FROM problem_index WHERE words @@ CAST(:wanted AS tsquery)"


def all_of(connection: Connection, wanted: Iterable[Wanted]) -> str:
    """The `:wanted` of what has all of these."""
    if is_sqlite(connection):
        return " AND ".join(f'"{one.word[:_LONGEST]}"{"*" if one.is_start else ""}' for one in wanted)
    return " & ".join(f"{one.word[:_LONGEST]}{':*' if one.is_start else ''}" for one in wanted)


def _joined(words: Iterable[str]) -> str:
    return " ".join(word[:_LONGEST] for word in words)
