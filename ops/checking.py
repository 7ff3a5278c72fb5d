"""Answers for the operator: would the bot start, and with what; and bringing the database up to date."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from config import Config
from db.database import Database, open_engine
from db.migrations import list_migrations


def check(config: Config, file: Path | None = None) -> int:
    """Prints what would be used and what is wrong with it; returns 0 if the bot would start, else 1.

    `file` is where the configuration was read from, None where there is none.
    """
    engine = open_engine(config.database.url)
    has_token = bool(config.discord.token)
    state, problems, _ = engine.inspect()
    if not has_token:
        problems.append("no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token")
    meetups = config.meetups
    print(f"config    {file.resolve() if file else 'none: defaults and environment'}")
    print(f"token     {'set' if has_token else 'missing'}")
    print(f"discord   {config.discord.api_url}")
    print(f"database  {engine.name} ({state})")
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


def migrate(config: Config) -> int:
    """Brings the database to this version and returns 0. Raises DatabaseError where that cannot be done."""

    async def open_and_close() -> None:
        database = Database(config.database.url)
        try:
            await database.open()
        finally:
            await database.close()

    asyncio.run(open_and_close())
    print(f"{open_engine(config.database.url).name} is at version {list_migrations()[-1][0]}.")
    return 0
