"""Worlds in which Discord's rules hold."""

from __future__ import annotations

from functools import partial

from demo import world
from tests.discord_rules import apply_rules

open_world = partial(world.open_world, prepare=apply_rules)
