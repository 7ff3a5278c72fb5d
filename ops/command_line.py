"""What can be typed after bot.py."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ops.version import read_version


class _ShowVersion(argparse.Action):
    """An option that prints the version and ends.

    The version is read then, and not when the parser is made: no other start depends on its file.
    """

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"Longtable {read_version()}\n")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """Returns the parser of the command line; its `action` is what to do."""
    parser = argparse.ArgumentParser(prog="bot.py", description="Longtable, a Discord bot.")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="default: config.toml in this folder, where there is one"
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and end")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("run", help="connect to Discord and work")
    demo = actions.add_parser("demo", help="try the bot against a simulated Discord")
    demo.add_argument("--story", action="store_true", help="play one story in the terminal and check it")
    demo.add_argument("--port", type=int, default=8765, help="of the page; default: %(default)s")
    actions.add_parser("check", help="say whether it would start, and what it would use")
    migrate = actions.add_parser("migrate", help="bring the database to this version, or move it elsewhere")
    migrate.add_argument("--from", dest="source", metavar="URL", help="the database to move; stays as it is")
    migrate.add_argument("--to", dest="target", metavar="URL", help="where to; it must have no rows")
    for name, what in (
        ("backup", "copy the database to FILE, also while the bot runs"),
        ("restore", "put FILE in the database's place"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("file", metavar="FILE", type=Path)
        action.add_argument("--force", action="store_true", help="overwrite what is there")
    return parser
