"""What is due in which guild, who is missed in it, and what is left out of what it is handed."""

from __future__ import annotations

from db import feeds, guild_data, guilds, leavers, statistics
from db.database import Database
from tests.db.rows import GUILD, fill

ALICE, BOB = 11, 12


async def test_digests_and_rounds_rest_where_the_bot_is_not_and_the_longest_waiting_come_first(
    database: Database,
) -> None:
    for guild_id, at_ms in ((1, 300), (2, 100), (3, 200), (4, 50), (5, 900)):
        await fill(database, ("guilds", {"guild_id": guild_id}))
        await database.write(guilds.set_digest_at, guild_id, at_ms)
        await database.write(guilds.set_round_at, guild_id, at_ms)
    await database.write(guilds.update_presence, [1, 2, 3, 5, 77], 60)
    assert await database.read(guilds.list_digests_due, 300, 10) == [2, 3, 1]
    assert await database.read(guilds.list_digests_due, 300, 2) == [2, 3]
    assert await database.read(guilds.list_rounds_due, 300) == [2, 3, 1]
    assert await database.read(guild_data.list_left, 59) == []
    await database.write(guilds.update_presence, [1, 2, 3, 5], 90)
    assert await database.read(guild_data.list_left, 60) == [4], "it left when that was first seen"
    await database.write(guilds.update_presence, [1, 2, 3, 4, 5], 90)
    assert await database.read(guild_data.list_left, 90) == []
    assert await database.read(guilds.list_digests_due, 300, 10) == [4, 2, 3, 1]


async def test_a_calendar_leads_nowhere_while_the_bot_is_not_in_the_server(database: Database) -> None:
    await database.write(feeds.save_feed, GUILD, ALICE, "hash", 0)
    assert await database.read(feeds.find_feed, "hash") == (GUILD, ALICE)
    await fill(database, ("guilds", {"guild_id": GUILD, "left_at": 5}))
    assert await database.read(feeds.find_feed, "hash") is None
    await database.write(guilds.mark_left, GUILD, None)
    assert await database.read(feeds.find_feed, "hash") == (GUILD, ALICE)
    await database.write(feeds.save_feed, GUILD, ALICE, "another", 0)
    assert await database.read(feeds.find_feed, "hash") is None
    assert await database.write(feeds.delete_feed, GUILD, ALICE)
    assert not await database.write(feeds.delete_feed, GUILD, ALICE)


async def test_who_is_missed_is_missed_since_the_first_time_until_they_are_back(database: Database) -> None:
    await database.write(leavers.note_presence, GUILD, [BOB], [ALICE], 100)
    await database.write(leavers.note_presence, GUILD, [], [ALICE, BOB], 200)
    assert await database.read(leavers.list_gone, GUILD, 99) == []
    assert await database.read(leavers.list_gone, GUILD, 100) == [ALICE]
    assert await database.read(leavers.list_gone, GUILD, 200) == [ALICE, BOB]
    await database.write(leavers.note_presence, GUILD, [ALICE], [BOB], 300)
    assert await database.read(leavers.list_gone, GUILD, 300) == [BOB]
    assert await database.read(leavers.list_gone, GUILD + 1, 300) == []


async def _make_public_and_private(database: Database) -> None:
    """A meetup for everybody and a circle's, each with a date, and a problem on the board and one off it."""
    await fill(
        database,
        ("rounds", {"id": 1}),
        ("circles", {"id": 1, "formed_at": 0}),
        ("meetups", {"id": 1, "title": "For everybody"}),
        ("meetups", {"id": 2, "title": "The circle's", "circle_id": 1}),
        ("meetup_dates", {"id": 1, "meetup_id": 1}),
        ("meetup_dates", {"id": 2, "meetup_id": 2}),
        ("rsvps", {"date_id": 1, "user_id": ALICE}),
        ("rsvps", {"date_id": 2, "user_id": BOB}),
        ("problems", {"id": 1, "title": "On the board"}),
        ("problems", {"id": 2, "title": "Off it", "state": "removed"}),
        ("proposals", {"id": 3, "problem_id": 1}),
        ("proposals", {"id": 4, "problem_id": 2, "author_id": BOB}),
    )


async def test_a_server_is_handed_nothing_of_circles_and_of_removed_problems(database: Database) -> None:
    await _make_public_and_private(database)
    shared = await database.read(guild_data.read_shared, GUILD)
    for topic, title in (
        ("meetups", "For everybody"),
        ("dates", "For everybody"),
        ("problems", "On the board"),
    ):
        assert [row["title"] for row in shared[topic]] == [title]
    assert [row["id"] for row in shared["proposals"]] == [3]
    assert shared["dates"][0]["going"] == 1
    assert not any(rows for rows in (await database.read(guild_data.read_shared, GUILD + 1)).values())


async def test_statistics_count_what_is_everybodys_and_nobody_who_is_erased(database: Database) -> None:
    await _make_public_and_private(database)
    await fill(
        database,
        ("proposals", {"id": 5, "problem_id": 1, "author_id": 0, "created_at": 50}),
        ("proposals", {"id": 6, "problem_id": 1, "author_id": 11, "created_at": 50}),
        ("attendances", {"date_id": 1, "user_id": ALICE, "has_said": 1}),
        ("attendances", {"date_id": 1, "user_id": BOB, "has_said": 1}),
        ("attendances", {"date_id": 2, "user_id": BOB, "has_said": 1}),
    )
    visits = await database.read(statistics.list_visits, GUILD, 0, 1000)
    assert sorted((visit.user_id, visit.said_yes, visit.was_there) for visit in visits) == [
        (ALICE, True, True),
        (BOB, False, True),
    ]
    assert await database.read(statistics.list_visits, GUILD, 1, 1000) == []
    made = await database.read(statistics.count_proposals, GUILD, 0)
    assert made == {BOB: 2}, "not what was proposed to oneself"
    assert await database.read(statistics.count_proposals, GUILD, 1) == {}
    assert len(await database.read(statistics.list_raised, GUILD, 0)) == 1
    assert await database.read(statistics.list_circles, GUILD, 0) == [False]
