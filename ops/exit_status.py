"""What the exit status of the process says. The table of docs/operators.md says the same, for people."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """How the process ended. From 2 on, to start it again as it is does not help."""

    WELL = 0
    FAILED = 1
    MISCONFIGURED = 2
    TOO_MANY_REFUSALS = 3
    NOT_LET_IN = 4
