"""For the operator: would it start, with what, and bringing the database up to date."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from config import Config
from db.database import Database, path_of
from db.migrations import find_version, list_migrations


def check(config: Config) -> int:
    """Print what would be used and what is wrong with it; 0 if it would start."""
    path = path_of(config.database.url)
    has_token = bool(config.discord.token.get_secret_value())
    state, problems = _look_at(path)
    if not has_token:
        problems.append("no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token")
    meetups = config.meetups
    print(f"token     {'set' if has_token else 'missing'}")
    print(f"discord   {config.discord.api_url}")
    print(f"database  {path.resolve()} ({state})")
    print(
        f"meetups   a tick every {meetups.tick_seconds:g} s, zone {meetups.zone}, "
        f"length {meetups.length}, pings {meetups.pings}"
    )
    key, cities = Path(config.problems.key_file), Path(config.places.file)
    print(f"problems  key {key.resolve()} ({'there' if key.exists() else 'would be made'})")
    print(f"places    {cities.resolve()} ({'there' if cities.exists() else 'would be made'})")
    for problem in problems:
        print(f"problem   {problem}", file=sys.stderr)
    print("It would not start." if problems else "It would start.")
    return 1 if problems else 0


def _look_at(path: Path) -> tuple[str, list[str]]:
    """What the database is like, and what is wrong with it."""
    if not path.exists():
        is_possible = path.resolve().parent.is_dir()
        return "would be created", [] if is_possible else [f"the folder of {path} does not exist"]
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            version = find_version(connection)
    except sqlite3.Error as error:
        return "unreadable", [f"{path} cannot be read: {error}"]
    newest = list_migrations()[-1][0]
    problems = [f"{path} is newer than this Longtable ({version} > {newest})"] if version > newest else []
    return f"at version {version} of {newest}", problems


def migrate(config: Config) -> int:
    """Bring the database to this version; raises DatabaseError."""

    async def open_and_close() -> None:
        database = Database(config.database.url)
        try:
            await database.open()
        finally:
            await database.close()

    asyncio.run(open_and_close())
    print(f"{path_of(config.database.url)} is at version {list_migrations()[-1][0]}.")
    return 0
