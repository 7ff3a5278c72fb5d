"""Figures, each beside its yardstick in one run: `./dev bench`, or `./dev bench rsvps tick`."""

from __future__ import annotations

import asyncio
import sys

from benchmarks import (
    circles,
    distance,
    engines,
    fairness,
    growth,
    idle,
    load,
    memory,
    reactions,
    rsvps,
    rush,
    search,
    slash,
    start,
    tick,
    typing,
    week,
)

_ALL = {
    "rsvps": rsvps,
    "slash": slash,
    "start": start,
    "reactions": reactions,
    "engines": engines,
    "distance": distance,
    "tick": tick,
    "idle": idle,
    "memory": memory,
    "growth": growth,
    "search": search,
    "circles": circles,
    "fairness": fairness,
    "typing": typing,
    "rush": rush,
    "load": load,
    "week": week,
}


def main() -> int:
    """Runs the benchmarks named, or all of them; returns 0 where all were known."""
    names = sys.argv[1:] or list(_ALL)
    unknown = [name for name in names if name not in _ALL]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(_ALL)}", file=sys.stderr)
        return 2
    for name in names:
        print(f"\n{(_ALL[name].__doc__ or name).splitlines()[0]}")
        asyncio.run(_ALL[name].run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
