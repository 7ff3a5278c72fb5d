"""Answers for the operator: would the bot start, and with what; and bringing the database up to date."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from config import Config
from db.database import Database, open_engine
from db.engine import DatabaseError, DatabaseStatus
from db.files import why_no_folder
from db.gazetteer import why_no_cities
from db.key_file import why_no_keyring
from db.migrations import list_migrations
from db.shards import Shard
from domain.durations import describe_minutes
from ops.web_port import why_no_port


def check(config: Config, file: Path | None = None) -> int:
    """Prints what would be used and what is wrong with it; returns 0 if the bot would start, else 1.

    All that a start does is tried, but for what concerns Discord; nothing is made or changed. `file` is where
    the configuration was read from, None where there is none.
    """
    name, status = _inspect(config)
    print(f"config    {file.resolve() if file else 'none: defaults and environment'}")
    print(f"token     {'set' if config.discord.token else 'missing'}")
    print(f"discord   {config.discord.api_url}")
    print(f"database  {name} ({status.state})")
    _print_settings(config, has_database=status.is_there)
    problems = list(_find_problems(config, status))
    for problem in problems:
        print(f"problem   {problem}", file=sys.stderr)
    if problems:
        print("It would not start.")
    elif status.is_in_use:
        print("It is running now, and would start again; whether its port is free was not tried.")
    else:
        print("It would start.")
    return 1 if problems else 0


def _inspect(config: Config) -> tuple[str, DatabaseStatus]:
    """Returns where the database is, and what can be seen of it."""
    try:
        engine = open_engine(config.database.url, Shard(*config.discord.shards[0]))
    except DatabaseError as error:
        return "unknown", DatabaseStatus("unusable", [str(error)])
    return engine.name, engine.inspect()


def _print_settings(config: Config, *, has_database: bool) -> None:
    meetups, web = config.meetups, config.web
    key, cities = Path(config.problems.key_file), Path(config.places.file)
    pings = ", ".join(map(describe_minutes, meetups.pings))
    print(
        f"meetups   a tick every {meetups.tick_seconds:g} s, zone {meetups.zone}, "
        f"length {describe_minutes(meetups.length)}, pings {pings or 'none'}"
    )
    made = (
        "missing; with a new one authors lose their anonymous problems" if has_database else "would be made"
    )
    print(f"problems  key {key.resolve()} ({'there' if key.exists() else made})")
    print(f"places    {cities.resolve()} ({'there' if cities.exists() else 'would be made'})")
    print(f"web       {f'{web.host}:{web.port}' if web.is_served else 'nothing is served'}")
    folder = config.backup.folder
    print(f"backup    {f'{Path(folder).resolve()} at {config.backup.at:%H:%M} UTC' if folder else 'none'}")


def _find_problems(config: Config, status: DatabaseStatus) -> Iterator[str]:
    """Yields what would keep the bot from starting, or from doing its work."""
    yield from status.problems
    if not config.discord.token:
        yield "no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token"
    yield from list_misplaced(config)
    if config.web.is_served and not status.is_in_use:  # the port is taken by the one that runs
        ports = range(config.web.port, config.web.port + len(config.discord.shards))
        yield from filter(None, (why_no_port(config.web.host, port) for port in ports))


def list_misplaced(config: Config) -> list[str]:
    """Returns why files beside the database cannot be kept where they are to; empty where all can."""
    found = [
        why_no_keyring(Path(config.problems.key_file)),
        why_no_cities(Path(config.places.file), config.places.smallest_city),
    ]
    if config.backup.folder and (why_not := why_no_folder(Path(config.backup.folder))):
        found.append(f"backup.folder: {why_not}")
    return [each for each in found if each is not None]


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
