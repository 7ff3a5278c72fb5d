"""The outbox: what is due, in order of urgency, claimed by one, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from db import posts
from db.connection import Connection
from db.database import Database
from db.values import from_ms
from domain.ids import PostId
from domain.posts import MEETUP_POSTS, Post, PostKind, PostState
from services.transaction import Transactions
from tests.db.rows import GUILD, Values, fill, read

_NOW_MS = 1_000_000
_IN_THE_NEAR = 1_000  # so many open posts are looked at first


def _draw(random: Random, number: int, is_due: bool) -> Post:
    due_at = from_ms(_NOW_MS + random.randrange(1, 1000) * (-1 if is_due else 1))
    return Post(
        id=PostId(random.getrandbits(60)),
        guild_id=random.randrange(1, 6),
        subject_id=number,
        kind=random.choice([PostKind.REMIND, PostKind.ANNOUNCE, PostKind.DIGEST]),
        key="",
        due_at=due_at,
        useful_until=due_at + timedelta(minutes=random.randrange(1, 500)),
    )


@pytest.mark.parametrize("others", [0, 1, 3 * _IN_THE_NEAR])
@pytest.mark.parametrize("due", [0, 1, 30, 3 * _IN_THE_NEAR])
async def test_the_most_urgent_come_first_among_however_many(
    transactions: Transactions, due: int, others: int
) -> None:
    random = Random(due + others)
    drawn = [_draw(random, number, number < due) for number in range(due + others)]

    def insert(connection: Connection) -> None:
        for post in drawn:
            posts.insert_post(connection, post)

    await transactions.database.write(insert)
    for crowded in ((), (2, 4)):
        wanted = sorted(
            (post for post in drawn[:due] if post.kind in MEETUP_POSTS and post.guild_id not in crowded),
            key=lambda post: (post.useful_until, post.due_at, post.id),
        )
        found = await transactions.database.read(posts.list_due, MEETUP_POSTS, _NOW_MS, 40, crowded)
        assert found == wanted[:40]


def _remind(number: int, **changes: Any) -> Post:
    values: dict[str, Any] = {
        "id": PostId(number),
        "guild_id": GUILD,
        "subject_id": 7,
        "kind": PostKind.REMIND,
        "key": "",
        "due_at": from_ms(1000),
        "useful_until": from_ms(5000),
    }
    return Post(**(values | changes))


async def _posts(database: Database, columns: str) -> list[tuple[Any, ...]]:
    return await read(database, f"SELECT {columns} FROM posts ORDER BY id")


async def test_a_post_is_claimed_by_one_and_tells_since_when_it_may_have_arrived(database: Database) -> None:
    await database.write(posts.insert_post, _remind(1))
    assert await database.write(posts.claim_posts, [PostId(1)], 999, 2000) == set()
    assert await database.write(posts.claim_posts, [PostId(1), PostId(2)], 1000, 2000) == {1}
    assert await database.write(posts.claim_posts, [PostId(1)], 1999, 3000) == set()
    assert await database.write(posts.claim_posts, [PostId(1)], 2000, 3000) == {1}
    assert await _posts(database, "first_tried_at, attempts, state") == [(1000, 2, "sending")]
    assert await database.read(posts.find_first_tried, 7, PostKind.REMIND) == from_ms(1000)
    assert await database.read(posts.is_sending, 7)


async def test_what_is_finished_is_not_tried_again_by_whoever_was_slow(database: Database) -> None:
    await database.write(posts.insert_post, _remind(1))
    await database.write(posts.claim_posts, [PostId(1)], 1000, 2000)
    await database.write(posts.finish_post, PostId(1), PostState.SENT, 600)
    await database.write(posts.retry_post, PostId(1), 1500, cannot_have_arrived=False)
    assert await _posts(database, "state, next_at, message_id") == [("sent", None, 600)]


@pytest.mark.parametrize(("cannot", "first_tried_at"), [(True, None), (False, 1000)])
async def test_only_what_cannot_have_arrived_is_not_looked_for(
    database: Database, cannot: bool, first_tried_at: int | None
) -> None:
    await database.write(posts.insert_post, _remind(1))
    await database.write(posts.claim_posts, [PostId(1)], 1000, 2000)
    await database.write(posts.retry_post, PostId(1), 1500, cannot_have_arrived=cannot)
    assert await _posts(database, "state, next_at, first_tried_at") == [("waiting", 1500, first_tried_at)]
    await database.write(posts.delete_unsent, 7, [PostKind.CALL])
    assert len(await _posts(database, "id")) == 1
    await database.write(posts.delete_unsent, 7, [PostKind.CALL, PostKind.REMIND])
    assert len(await _posts(database, "id")) == (0 if cannot else 1)


async def test_the_same_post_is_kept_once_and_helps_longer_only_while_it_is_open(database: Database) -> None:
    await database.write(posts.insert_post, _remind(1))
    await database.write(posts.insert_post, _remind(2, useful_until=from_ms(6000)))
    assert await _posts(database, "id, useful_until") == [(1, 6000)]
    await database.write(posts.finish_post, PostId(1), PostState.MISSED)
    await database.write(posts.insert_post, _remind(3, useful_until=from_ms(7000)))
    assert await _posts(database, "id, useful_until, next_at") == [(1, 6000, None)]


async def test_overdue_is_what_helps_nobody_and_can_neither_have_arrived_nor_be_on_its_way(
    database: Database,
) -> None:
    for number, (useful_until, next_at, first_tried_at) in enumerate(
        (
            (4000, 1000, None),
            (2000, 1000, None),
            (5001, 1000, None),  # still helps
            (2000, 6000, None),  # leased, or to be tried later
            (2000, 1000, 900),  # may have arrived
            (2000, None, None),  # finished
        )
    ):
        row = {"useful_until": useful_until, "next_at": next_at, "first_tried_at": first_tried_at}
        await fill(database, ("posts", {"id": number, **row}))
    found = await database.read(posts.list_overdue, MEETUP_POSTS, 5000, 9)
    assert [post.id for post in found] == [1, 0]
    assert [post.id for post in await database.read(posts.list_overdue, MEETUP_POSTS, 5000, 1)] == [1]
    assert await database.read(posts.list_overdue, [PostKind.DIGEST], 5000, 9) == []


async def test_a_post_is_overtaken_by_a_later_one_of_its_kind_once_that_is_due(database: Database) -> None:
    first = _remind(1)
    for post in (
        first,
        _remind(2, key="later", due_at=from_ms(2000)),
        _remind(3, kind=PostKind.CALL, due_at=from_ms(1500)),
        _remind(4, subject_id=8, due_at=from_ms(1500)),
    ):
        await database.write(posts.insert_post, post)
    assert not await database.read(posts.is_overtaken, first, 1999)
    assert await database.read(posts.is_overtaken, first, 2000)


async def test_figures_count_what_is_due_late_tried_and_missed(database: Database) -> None:
    rows: tuple[Values, ...] = (
        {"next_at": 900, "useful_until": 1000},
        {"next_at": 900, "useful_until": 1001, "first_tried_at": 5},
        {"next_at": 1000, "useful_until": 1001},
        {"next_at": 1001, "useful_until": 1000, "first_tried_at": 5},
        {"next_at": None, "state": "missed", "due_at": 400},
        {"next_at": None, "state": "missed", "due_at": 500},
        {"next_at": None, "state": "missed", "due_at": 500, "guild_id": 2},
        {"next_at": None, "state": "sent", "due_at": 500},
    )
    for number, row in enumerate(rows):
        await fill(database, ("posts", {"id": number, **row}))
    counts = await database.read(posts.count_open, 1000)
    assert counts == {"posts_due": 3, "posts_late": 1, "posts_retried": 1, "posts_missed": 3}
    assert await database.read(posts.count_missed, GUILD, 500) == 1
    assert await database.read(posts.count_missed, GUILD, 400) == 2


async def test_where_what_stops_helping_first_is_not_due_yet_all_that_is_due_is_looked_at(
    database: Database,
) -> None:
    not_due = [{"id": number, "next_at": 9000, "useful_until": 9001} for number in range(_IN_THE_NEAR + 1)]
    due = [{"id": 5000 + number, "next_at": 10, "useful_until": 9900 - number} for number in range(600)]
    await fill(database, *(("posts", row) for row in not_due + due))
    found = await database.read(posts.list_due, MEETUP_POSTS, 1000, 3)
    assert [post.id for post in found] == [5599, 5598, 5597]
