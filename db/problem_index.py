"""The full-text index of problems, where engines differ: FTS5 of SQLite, or tsvector of PostgreSQL.

It says at which places, numbers that grow with every problem indexed, a word of ASCII letters and digits is,
and holds nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Connection, is_sqlite

_LONGEST = 1000  # letters of a word that count; PostgreSQL takes twice as many


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word to be found, or the start of one."""

    word: str
    is_start: bool = False


def next_rowid(connection: Connection) -> int:
    """Returns a place after all that there are."""
    if is_sqlite(connection):
        statement = "SELECT COALESCE(max(place), 0) + 1 FROM problem_words"
    else:
        statement = "SELECT nextval('problem_places')"  # several processes may ask at once
    place: int = connection.execute(statement).fetchone()[0]
    return place


def skip_rowids_to(connection: Connection, place: int) -> None:
    """Has places begin after this one."""
    if not is_sqlite(connection):
        connection.execute("SELECT setval('problem_places', :place)", {"place": max(place, 1)})


def put(connection: Connection, place: int, words: Iterable[str]) -> None:
    """Makes these words findable at the place."""
    if is_sqlite(connection):
        statement = "INSERT INTO problem_index (rowid, words) VALUES (:place, :words)"
    else:
        statement = """
        INSERT INTO problem_index (place, words)
        VALUES (:place, array_to_tsvector(string_to_array(:words, ' ')))
        """
    connection.execute(statement, {"place": place, "words": _joined(words)})


def drop(connection: Connection, place: int, words: Iterable[str]) -> None:
    """Removes the place, at which these words were put, from the index."""
    if is_sqlite(connection):
        # It keeps no text, so it has to be told what was put there.
        statement = (
            "INSERT INTO problem_index (problem_index, rowid, words) VALUES ('delete', :place, :words)"
        )
        connection.execute(statement, {"place": place, "words": _joined(words)})
    else:
        connection.execute("DELETE FROM problem_index WHERE place = :place", {"place": place})


def matching(connection: Connection) -> str:
    """Returns the statement that lists the places that match `:wanted`, in no order."""
    if is_sqlite(connection):
        return "SELECT rowid AS place FROM problem_index WHERE problem_index MATCH :wanted"
    return "SELECT place FROM problem_index WHERE words @@ CAST(:wanted AS tsquery)"


def all_of(connection: Connection, wanted: Iterable[WantedWord]) -> str:
    """Returns the `:wanted` of places that have all of these."""
    if is_sqlite(connection):
        return " AND ".join(f'"{one.word[:_LONGEST]}"{"*" if one.is_start else ""}' for one in wanted)
    return " & ".join(f"{one.word[:_LONGEST]}{':*' if one.is_start else ''}" for one in wanted)


def _joined(words: Iterable[str]) -> str:
    return " ".join(word[:_LONGEST] for word in words)
