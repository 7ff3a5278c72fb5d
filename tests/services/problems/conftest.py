"""What the use cases of problems are tried with."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from db.database import Database
from domain.problems.anonymity import Keyring
from domain.problems.digest import parse_moment
from services.problems.desk import ProblemDesk, Rules
from tests.conftest import Clock


@pytest.fixture
def desk(database: Database, clock: Clock) -> ProblemDesk:
    rules = Rules(10, 3, timedelta(days=5), timedelta(days=7), parse_moment("mon 9:00"), "UTC")
    return ProblemDesk(database, clock, Random(1), Keyring(b"k" * 32), rules)
