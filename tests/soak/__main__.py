"""`./dev soak --minutes N --seed S`: the ordeal for so long, and its figures. `--years N`: as many years."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from config import Config
from tests.discord_server.process import lend_cities
from tests.soak.ends import LONGEST_LIFE_S
from tests.soak.ordeal import Ordeal, open_ordeal
from tests.soak.verdict import Verdict
from tests.year.living import tell


async def soak(minutes: float, seed: int, *, guilds: int, per_minute: float, longest_life_s: float) -> bool:
    """Live and die for so long; true if nothing was lost, doubled, late or wrong."""
    with tempfile.TemporaryDirectory(prefix="longtable-soak-") as name:
        folder = Path(name)
        await lend_cities(folder)
        # A life of some seconds is two minutes and some seconds by the clocks of the simulation.
        stretch = timedelta(minutes=minutes) * 30
        began = time.monotonic()
        async with open_ordeal(folder, seed, guilds=guilds, per_minute=per_minute, stretch=stretch) as ordeal:
            ordeal.longest_life_s = longest_life_s
            while time.monotonic() - began < minutes * 60:
                await ordeal.live()
                _show_progress(ordeal, time.monotonic() - began)
            await ordeal.rest()
            verdict = ordeal.judge()
            _report(ordeal, verdict, time.monotonic() - began)
            if verdict.wrong:
                kept = shutil.copytree(folder, Path.cwd() / f"soak-{seed}", dirs_exist_ok=True)
                print(f"  log and database are in {kept}")
            return not verdict.wrong


async def live_years(count: int, seed: int) -> bool:
    """Live years of as many seeds, one after the other; true if every promise was kept."""
    with tempfile.TemporaryDirectory(prefix="longtable-years-") as name:
        folder = Path(name)
        await lend_cities(folder)
        cities = os.environ["LONGTABLE_CITIES"]

        def configure(config: Config) -> Config:
            places = replace(config.places, file=cities)
            return replace(config, places=places)

        is_well = True
        for number in range(seed, seed + count):
            began = time.monotonic()
            told = await tell(number, folder / "year", configure)
            print(f"  year {number}: {told or 'every promise was kept'}", end="")
            print(f", {time.monotonic() - began:.0f} s", flush=True)
            is_well = is_well and not told
        return is_well


def _show_progress(ordeal: Ordeal, seconds: float) -> None:
    print(f"\r  {seconds:>6.0f} s, life {ordeal.bot.lives}", end="", file=sys.stderr, flush=True)


def _report(ordeal: Ordeal, verdict: Verdict, seconds: float) -> None:
    server = ordeal.place.server
    struck = sum(ordeal.struck.values())
    print(file=sys.stderr)
    print(f"  {sum(ordeal.kills.values())} kills in {seconds / 60:.1f} minutes, {ordeal.bot.lives} lives")
    print(f"  {ordeal.false_starts} times it could not log in, and ended")
    for name, count in sorted(ordeal.kills.items()):
        print(f"    {name:<36}{count:>7,}")
    print(f"  {len(server.answers):,} answers, {struck:,} faults")
    for fault, count in sorted(ordeal.struck.items()):
        print(f"    {fault:<36}{count:>7,}")
    print(f"  {sum(ordeal.cuts.values()):,} disturbances of the gateway")
    print(f"  {ordeal.reactions:,} reactions, {ordeal.folk.presses:,} presses of buttons")
    print(f"  {ordeal.copies:,} copies of the database, all whole")
    print(f"  {verdict.circles} circles formed")
    print("  posts " + ", ".join(f"{count:,} {state}" for state, count in sorted(verdict.posts.items())))
    print(f"  lost {verdict.lost}, double {verdict.double}, late {verdict.late}")
    print(f"  incidents {ordeal.bot.log.count('incident ')}")
    for one in verdict.wrong[:20]:
        print(f"  wrong: {one}")


def main() -> int:
    """Read the command line; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="./dev soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guilds", type=int, default=30)
    parser.add_argument("--per-minute", type=float, default=5, help="meetups, by the bot's clock")
    parser.add_argument("--life", type=float, default=LONGEST_LIFE_S, help="seconds, at the longest")
    parser.add_argument("--years", type=int, default=0, help="live so many years of a community instead")
    chosen = parser.parse_args()
    print(f"soak, seed {chosen.seed}", flush=True)
    if chosen.years:
        return 0 if asyncio.run(live_years(chosen.years, chosen.seed)) else 1
    living = soak(
        chosen.minutes,
        chosen.seed,
        guilds=chosen.guilds,
        per_minute=chosen.per_minute,
        longest_life_s=chosen.life,
    )
    return 0 if asyncio.run(living) else 1


if __name__ == "__main__":
    sys.exit(main())
