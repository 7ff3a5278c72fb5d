"""Longtable: the command line. What an action needs is loaded with it: small ones answer at once."""

from __future__ import annotations

import asyncio
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from config import Config, ConfigError, load_config
from db.engine import DatabaseError
from ops import backups, checking, moving
from ops.command_line import make_parser

if TYPE_CHECKING:
    from app import Longtable


def create_bot(config: Config) -> Longtable:
    """The bot, wired and not connected."""
    from app import Longtable  # noqa: PLC0415

    return Longtable(config)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    0 when it went well, 1 when it failed, 2 when it was asked wrongly, 3 when Discord said no to everything.
    """
    chosen = make_parser().parse_args(arguments)
    try:
        if chosen.action == "demo":
            return _demo(chosen.story, chosen.port)
        return _act(chosen, load_config(chosen.config))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except DatabaseError as error:
        what = "Longtable does not run" if chosen.action == "run" else "Nothing was done"
        print(f"{what}: {error}", file=sys.stderr)
        return 1


def _act(chosen: Namespace, config: Config) -> int:
    if chosen.action == "run":
        # Loading takes a second, in which nothing has begun: whoever is told to end then has ended well.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        from running import run  # noqa: PLC0415

        return run(config)
    if chosen.action in {"backup", "restore"}:
        act = {"backup": backups.backup, "restore": backups.restore}[chosen.action]
        print(act(config, chosen.file, may_overwrite=chosen.force))
        return 0
    if chosen.action == "migrate" and (chosen.source or chosen.target):
        source, target = (one or config.database.url for one in (chosen.source, chosen.target))
        print(asyncio.run(moving.move(source, target)))
        return 0
    return {"check": checking.check, "migrate": checking.migrate}[chosen.action](config)


def _demo(is_story: bool, port: int) -> int:
    from demo.main import play_story, serve_page  # noqa: PLC0415

    return asyncio.run(play_story() if is_story else serve_page(port))


if __name__ == "__main__":
    sys.exit(main())
