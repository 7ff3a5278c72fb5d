"""What every use case of problems works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from db.keys import load_keyring
from domain.problems.anonymity import Keyring
from domain.problems.digest import Moment
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator has set for all boards."""

    open_per_member: int
    shared_per_hour: int
    nudge_after: timedelta
    ask_after: timedelta
    digest: Moment
    zone: str  # of servers that have set none


def open_problem_desk(desk: Desk, key_file: Path, rules: Rules) -> ProblemDesk:
    """The desk with its key, which is made if there is none; raises DatabaseError if it cannot be used."""
    return ProblemDesk(
        desk.database, desk.now, desk.random, load_keyring(key_file), rules, language_of=desk.language_of
    )


@dataclass(frozen=True, slots=True)
class ProblemDesk(Desk):
    """The desk with the key to whose an anonymous problem is, and with the rules of the board."""

    keyring: Keyring
    rules: Rules
