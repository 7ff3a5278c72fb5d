"""PostgreSQL, where it is not as SQLite is."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import main
from config import Config, DatabaseSection, DiscordSection
from db import problem_search, problems
from db.connection import Connection
from db.database import Database
from db.engine import DatabaseError
from db.postgres import Postgres, PostgresConnection
from db.shards import OURS, Shard
from domain.boards import Board
from domain.errors import NotSaved, Unavailable
from domain.ids import ProblemId
from domain.problems.problem import Problem, ProblemDetails
from ops.checking import check
from tests.stores import Server, look_into

NOW = datetime(2026, 3, 9, tzinfo=UTC)


def _insert(connection: Connection, guild_id: int, channel: str = "x") -> None:
    connection.execute("INSERT INTO guilds (guild_id, zone) VALUES (?, ?)", (guild_id, channel))


def _zones(connection: Connection) -> dict[int, str]:
    rows = connection.execute("SELECT guild_id, zone FROM guilds").fetchall()
    return {row["guild_id"]: row[1] for row in rows}


def _cut_off(database: Database) -> None:
    """Everybody's connections to it are lost."""
    with look_into(database) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


async def test_a_connection_that_was_lost_is_made_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    await database.open()
    await database.write(_insert, 1)
    _cut_off(database)
    assert await database.read(_zones) == {1: "x"}
    await database.write(_insert, 2)
    _cut_off(database)
    with pytest.raises(NotSaved):
        await database.write(_insert, 3)
    await database.write(_insert, 4)
    assert await database.read(_zones) == {1: "x", 2: "x", 4: "x"}
    await database.close()


async def test_while_the_server_is_gone_whoever_asks_is_told_so(server: Server) -> None:
    database = Database(server.make())
    await database.open()
    server.clear()
    for _ in range(2):
        with pytest.raises(Unavailable, match="not available right now"):
            await database.read(_zones)
        with pytest.raises(NotSaved):
            await database.write(_insert, 1)
    await database.close()


async def test_while_the_connection_was_lost_another_process_took_over(postgres_url: str) -> None:
    first, second = Database(postgres_url), Database(postgres_url)
    await first.open()
    with pytest.raises(DatabaseError, match="in use by another"):
        await second.open()
    _cut_off(first)
    await second.open()
    given_up: list[bool] = []
    first.give_up = lambda: given_up.append(first.is_taken_over)
    for _ in range(2):  # it hears of the loss, and then that it is not alone
        with pytest.raises(NotSaved):
            await first.write(_insert, 1)
    assert given_up == [True]
    await second.write(_insert, 2)
    await second.close()
    await first.write(_insert, 3)
    assert await first.read(_zones) == {2: "x", 3: "x"}
    await first.close()


async def test_who_only_reads_hears_of_it_too_that_another_took_over(postgres_url: str) -> None:
    first, second = Database(postgres_url), Database(postgres_url)
    await first.open()
    _cut_off(first)
    await second.open()
    given_up: list[bool] = []
    first.give_up = lambda: given_up.append(first.is_taken_over)
    with pytest.raises(Unavailable):
        await first.read(_zones)
    assert given_up == [True]
    await first.close()
    await second.close()


async def test_shards_that_start_at_once_migrate_once(server: Server) -> None:
    url = server.make(is_empty=True)
    shards = [Database(url, Shard(number, 3)) for number in range(3)]
    await asyncio.gather(*(shard.open() for shard in shards))
    await asyncio.gather(*(shard.write(_insert, number) for number, shard in enumerate(shards)))
    assert len(await shards[0].read(_zones)) == 3
    await asyncio.gather(*(shard.close() for shard in shards))


async def test_what_is_due_is_seen_by_the_shard_of_its_guild_alone(postgres_url: str) -> None:
    shards = [Database(postgres_url, Shard(number, 2)) for number in range(2)]
    for shard in shards:
        await shard.open()
    for number in range(10):
        await shards[0].write(_insert, (number << 22) + 7)
    seen = [await shard.read(_ours) for shard in shards]
    assert seen == [[(number << 22) + 7 for number in range(rest, 10, 2)] for rest in range(2)]
    for shard in shards:
        await shard.close()


def _ours(connection: Connection) -> list[int]:
    rows = connection.execute(f"SELECT guild_id FROM guilds WHERE {OURS} ORDER BY guild_id").fetchall()
    return [row["guild_id"] for row in rows]


async def test_two_who_number_problems_at_once_do_not_meet(postgres_url: str) -> None:
    shards = [Database(postgres_url, Shard(number, 2)) for number in range(2)]
    for shard in shards:
        await shard.open()
    for number in range(20):
        ids = (ProblemId(number * 2 + 1), ProblemId(number * 2 + 2))
        await asyncio.gather(*(shard.write(_share, id_) for shard, id_ in zip(shards, ids, strict=True)))
    assert len(await shards[0].read(_places)) == 40
    for shard in shards:
        await shard.close()


def _share(connection: Connection, problem_id: ProblemId) -> None:
    problem = Problem(problem_id, 1, 1, ProblemDetails("Late", "x"), Board(1, False), NOW)
    problems.insert_problem(connection, problem)
    problem_search.index_problem(connection, problem, [])


def _places(connection: Connection) -> set[int]:
    return {row["place"] for row in connection.execute("SELECT place FROM problem_words").fetchall()}


async def test_texts_arrive_as_they_are_but_for_zero_bytes(postgres_url: str) -> None:
    database = Database(postgres_url)
    await database.open()
    for number, text in enumerate(("50 % off: a'b\\c", "%s %(x)s :name ?", "🫖\u202e", "nu\0ll")):
        await database.write(_insert, number, text)
    stored = await database.read(_zones)
    assert list(stored.values()) == ["50 % off: a'b\\c", "%s %(x)s :name ?", "🫖\u202e", "null"]
    await database.close()


def test_check_says_what_is_there_without_telling_the_password(
    postgres_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = postgres_url.replace("postgres:@", "postgres:hunter2@")
    monkeypatch.setenv("DISCORD_TOKEN", "token")
    assert check(Config(database=DatabaseSection(url=secret))) == 1
    printed = capsys.readouterr()
    assert "no token" in printed.err
    assert "at version" in printed.out
    assert "hunter2" not in printed.out + printed.err
    assert Postgres("postgresql:///x?user=u&password=hunter2&host=h").name.endswith("password=…&host=h")
    gone = Config(database=DatabaseSection(url="postgresql://u:hunter2@127.0.0.1:1/x"))
    assert check(gone) == 1
    printed = capsys.readouterr()
    assert "unreachable" in printed.out
    assert "hunter2" not in printed.out + printed.err


async def _is_refused(url: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By whoever starts, and by whoever asks whether it would start."""
    with pytest.raises(DatabaseError, match=said):
        await Database(url).open()
    config = Config(database=DatabaseSection(url=url), discord=DiscordSection(token="x"))
    assert await asyncio.to_thread(check, config) == 1
    printed = capsys.readouterr()
    assert re.search(said, printed.err)
    assert "It would not start." in printed.out


async def test_texts_in_no_encoding_are_refused(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.make(is_empty=True, how="ENCODING 'SQL_ASCII' LOCALE 'C'")
    await _is_refused(url, "SQL_ASCII.*ENCODING 'UTF8'", capsys)


async def test_a_database_that_takes_nothing_is_refused(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.make()
    with closing(PostgresConnection(url)) as owner:
        name = owner.execute("SELECT current_database()").fetchall()[0][0]
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await _is_refused(url, "read-only", capsys)


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.make(is_empty=True)
    with closing(PostgresConnection(url)) as other:
        other.execute("CREATE TABLE guilds (id bigint)")
        await _is_refused(url, "another program", capsys)
        tables = other.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables[0][0] == 1


async def test_check_says_that_it_is_running(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(postgres_url)
    await database.open()
    config = Config(database=DatabaseSection(url=postgres_url), discord=DiscordSection(token="x"))
    assert await asyncio.to_thread(check, config) == 0
    assert "It is running now" in capsys.readouterr().out
    await database.close()
    assert await asyncio.to_thread(check, config) == 0
    assert "It would start." in capsys.readouterr().out


def test_a_server_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[database]\nurl = "postgresql://u:hunter2@127.0.0.1:1/x"\n')
    assert main(["--config", str(config), "migrate"]) == 1
    printed = capsys.readouterr()
    assert "cannot be opened" in printed.err
    assert "hunter2" not in printed.err + os.linesep
    assert main(["--config", str(config), "restore", str(tmp_path / "copy.db")]) == 1
    assert "--from sqlite:///" in capsys.readouterr().err


async def test_a_server_that_has_gone_without_a_word_is_noticed_soon(postgres_url: str) -> None:
    """The server's own settings for this count over TCP alone, of which this one knows nothing."""
    with look_into(Database(postgres_url)) as connection:
        assert isinstance(connection, PostgresConnection)
        patience = connection.raw.info.get_parameters()
    assert int(patience["tcp_user_timeout"]) <= 30_000
    names = ("keepalives_idle", "keepalives_interval", "keepalives_count")
    idle_s, interval_s, count = (int(patience[name]) for name in names)
    assert idle_s + interval_s * count <= 30
