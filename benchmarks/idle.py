"""A tick with nothing due, by the number of weekly series."""

from __future__ import annotations

from benchmarks.community import insert_meetups, open_bot, tomorrow, weekly
from benchmarks.measuring import timed
from db.connection import Connection

_TICKS = 200


def _rest(connection: Connection) -> None:
    connection.execute("UPDATE mirrors SET due_at = NULL")


async def run() -> None:
    """Prints the time of one tick for 0, 1,000 and 10,000 series."""
    for count in (0, 1_000, 10_000):
        async with open_bot() as bot:
            starts_at = tomorrow()
            await bot.write(insert_meetups, count, starts_at, (60,), weekly(starts_at))
            await bot.database.write(_rest)
            await bot.tick()
            with timed() as stretch:
                for _ in range(_TICKS):
                    await bot.tick()
        print(f"  {f'{count:,} series':<46}{stretch.seconds / _TICKS * 1000:>12.3f} ms")
