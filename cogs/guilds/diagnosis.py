"""One thing that the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, and the clicks that fix it. `is_fault` is False where nothing fails without them."""

    problem: str
    fix: str
    is_fault: bool = True
