"""10,000 reminders due in one minute, where Discord takes 50 requests a second: their rate, and who waits."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import quantiles

from benchmarks.measuring import report
from tests.discord_server.process import lend_cities
from tests.sockets.rush import open_rush

_PINGS = 10_000
_MOST_PER_SECOND = 50.0
_PATIENCE_S = 1_200


async def run() -> None:
    """Prints how fast they went out, in what order, and how long a member waited who asked meanwhile."""
    with tempfile.TemporaryDirectory(prefix="longtable-rush-") as name:
        await lend_cities(Path(name))
        async with open_rush(Path(name), _PINGS) as rush:
            await rush.run(_PATIENCE_S)
            server = rush.town.server
    rate = len(rush.order) / rush.seconds
    report("reminders", rate, "a second", "what Discord takes of everything", _MOST_PER_SECOND)
    waits = quantiles(rush.answered_after_s, n=100)
    rows = {
        "seconds from the first to the last": rush.seconds,
        "sent twice or not at all": len(rush.order) - len(set(rush.order)) + _PINGS - len(set(rush.order)),
        "requests a second, with reading cards again": rush.requests / rush.seconds,
        "refused with 429": server.limits.refused,
        "less urgent ones before a more urgent one": rush.most_overtaken,
        "a member's question, answered after s, median": waits[49],
        "the same, the slowest of a hundred": waits[98],
    }
    for what, figure in rows.items():
        print(f"  {what:<46}{figure:>12,.2f}")
