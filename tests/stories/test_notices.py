"""What a member hears by the way: no more than fits into a message, and the rest the next time."""

from __future__ import annotations

from db import notices
from db.values import to_ms
from demo.world import World
from domain.notices import Notice, NoticeKind

_MOST_CHARACTERS = 2000


async def _hear(world: World) -> list[str]:
    shown = await world.members["erin"].slash(world.channel, "meetup list")
    assert all(len(one.content) <= _MOST_CHARACTERS for one in shown.followups)
    return [line for one in shown.followups for line in one.content.splitlines()[1:]]


async def _note(world: World, number: int, kind: NoticeKind, **payload: object) -> None:
    """There is something to tell erin."""
    notice = Notice(number, world.guild.id, world.members["erin"].id, kind, str(number), payload)
    await world.bot.database.write(notices.insert_notice, notice, to_ms(world.now))


async def test_what_does_not_fit_is_heard_with_the_next_command(world: World) -> None:
    for number in range(1, 11):
        title, kind = f"Problem ({number})", NoticeKind.FORUM_DEMANDS_TAG
        await _note(world, number, kind, title=title, channel_id=world.channel.id)
    first = await _hear(world)
    second = await _hear(world)
    assert 0 < len(first) < 10
    assert all(line.endswith("when posting.") for line in [*first, *second])
    for number in range(1, 11):
        assert sum(f"({number})" in line for line in [*first, *second]) == 1
    assert await _hear(world) == []


async def test_one_that_is_too_long_by_itself_is_cut(world: World) -> None:
    await _note(world, 1, NoticeKind.NO_EVENTS, title="Walk", reason="no, " * 1000)
    (heard,) = await _hear(world)
    assert "I can't show **Walk** in the server's events: no, no," in heard
    assert await _hear(world) == []
