"""The command line. Each action imports what it needs itself, so that small ones answer at once."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from config import DEFAULT_FILE, Config, ConfigError, load_config
from db.engine import DatabaseError
from ops import backups, checking, moving
from ops.command_line import make_parser
from ops.ending import Ending, leave
from ops.exit_status import ExitStatus
from ops.web_port import PortError

if TYPE_CHECKING:
    from app import Longtable


def create_bot(config: Config) -> Longtable:
    """Returns the bot, not yet connected."""
    from app import Longtable  # noqa: PLC0415

    return Longtable(config)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the action that the command line names.

    Returns the exit status, one of ExitStatus.
    """
    chosen = make_parser().parse_args(arguments)
    try:
        if chosen.action == "demo":
            return _demo(chosen.story, chosen.port)
        # A file that somebody has named is meant: without it the defaults would begin an empty database.
        file, is_named = chosen.config or DEFAULT_FILE, chosen.config is not None
        return _run_action(chosen, load_config(file, must_exist=is_named), file if file.exists() else None)
    except PortError as error:
        print(f"Longtable does not run: {error}", file=sys.stderr)
        return ExitStatus.FAILED
    except ConfigError as error:
        print(error, file=sys.stderr)
        return ExitStatus.MISCONFIGURED
    except DatabaseError as error:
        what = "Longtable does not run" if chosen.action == "run" else "Nothing was done"
        print(f"{what}: {error}", file=sys.stderr)
        return ExitStatus.FAILED


def _run_action(chosen: Namespace, config: Config, file: Path | None) -> int:
    if chosen.action == "run":
        ending = Ending()
        ending.listen()  # first: imports take a second, and to be told to end then is a good end
        from running import run  # noqa: PLC0415

        return run(config, ending)
    if chosen.action in {"backup", "restore"}:
        act = {"backup": backups.backup, "restore": backups.restore}[chosen.action]
        print(act(config, chosen.file, may_overwrite=chosen.force))
        return 0
    if chosen.action == "migrate" and (chosen.source or chosen.target):
        source, target = (url or config.database.url for url in (chosen.source, chosen.target))
        print(asyncio.run(moving.move(source, target)))
        return 0
    return checking.check(config, file) if chosen.action == "check" else checking.migrate(config)


def _demo(is_story: bool, port: int) -> int:
    from demo.main import play_story, serve_page  # noqa: PLC0415

    return asyncio.run(play_story() if is_story else serve_page(port))


if __name__ == "__main__":
    leave(main())
