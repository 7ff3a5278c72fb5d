"""What is due, in order of urgency: the same whether the near ones suffice or all have to be sorted."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from db import posts
from db.connection import Connection
from db.values import from_ms
from domain.ids import PostId
from domain.posts import MEETUP_POSTS, Post, PostKind
from services.desk import Desk

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
async def test_the_most_urgent_come_first_among_however_many(desk: Desk, due: int, others: int) -> None:
    random = Random(due + others)
    drawn = [_draw(random, number, number < due) for number in range(due + others)]

    def insert(connection: Connection) -> None:
        for post in drawn:
            posts.insert_post(connection, post)

    await desk.database.write(insert)
    for crowded in ((), (2, 4)):
        wanted = sorted(
            (post for post in drawn[:due] if post.kind in MEETUP_POSTS and post.guild_id not in crowded),
            key=lambda post: (post.useful_until, post.due_at, post.id),
        )
        found = await desk.database.read(posts.list_due, MEETUP_POSTS, _NOW_MS, 40, crowded)
        assert found == wanted[:40]
