"""Which lists of cities are used as they are; every test that needs one tries how it is made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.gazetteer import Gazetteer, _is_usable
from demo.world import SMALLEST_CITY


def test_a_list_of_another_version_or_of_other_cities_is_not_used(cities: Path, tmp_path: Path) -> None:
    assert _is_usable(cities, SMALLEST_CITY)
    assert not _is_usable(cities, 5000)
    older = tmp_path / "gazetteer.db"
    assert not _is_usable(older, SMALLEST_CITY)
    older.write_text("no database")
    assert not _is_usable(older, SMALLEST_CITY)
    older.unlink()
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {SMALLEST_CITY}")
    assert not _is_usable(older, SMALLEST_CITY)


def test_cities_are_found_by_any_whole_name_of_theirs_the_largest_first(cities: Path, tmp_path: Path) -> None:
    gazetteer = Gazetteer(cities, SMALLEST_CITY)
    assert {hit.city.name for hit in gazetteer.find_called("wien")} == {"Vienna"}
    called = [hit.city for hit in gazetteer.find_called("portland")]
    assert [city.zone for city in called][:2] == ["America/Los_Angeles", "America/New_York"]
    assert called == sorted(called, key=lambda city: -city.population)
    for nothing in ("", "'", "port", "no such place"):
        assert not gazetteer.find_called(nothing)
    assert not Gazetteer(tmp_path / "missing.db", SMALLEST_CITY).find_called("wien")
