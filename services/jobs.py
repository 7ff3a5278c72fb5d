"""Periodic jobs: one transaction finds out which of them are due now, and when the next will be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from services.transaction import Transaction

IsDue = Callable[[Transaction], bool]
NextDueAt = Callable[[Transaction], datetime | None]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is run where any of `is_due` says so; at every tick where `is_due` is empty.

    Each of `next_due_at` says when there will next be something to do, or None where nothing is planned.
    """

    run: Callable[[], Awaitable[None]]
    is_due: tuple[IsDue, ...] = ()
    next_due_at: tuple[NextDueAt, ...] = ()


def find_due_jobs(tx: Transaction, jobs: Iterable[Job]) -> list[Job]:
    """Returns the jobs that have something to do now."""
    return [job for job in jobs if not job.is_due or any(is_due(tx) for is_due in job.is_due)]


def next_due_at(tx: Transaction, jobs: Iterable[Job]) -> datetime | None:
    """Returns when any of the jobs will next have something to do; None where nothing is planned."""
    instants = [find_next(tx) for job in jobs for find_next in job.next_due_at]
    return min((instant for instant in instants if instant is not None), default=None)
