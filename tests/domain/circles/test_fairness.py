"""Fifty rounds of a living community: nobody is passed over twice, nor meets the same people, for no need."""

from __future__ import annotations

import pytest

from benchmarks.fairness import best_first, live, ours


@pytest.mark.slow
def test_nobody_is_left_over_twice_and_few_sit_together_again_for_no_need() -> None:
    tallies = [live(40, seed, ours) for seed in (1, 2, 3)]
    assert sum(tally.again for tally in tallies) > 20  # there are some whom nobody could have seated
    assert sum(tally.avoidable for tally in tallies) == 0
    assert sum(tally.needless for tally in tallies) < 0.01 * sum(tally.pairs for tally in tallies)


def test_the_measure_sees_what_a_simpler_way_does_wrong() -> None:
    tally = live(40, 1, best_first)
    assert tally.avoidable > 0
    assert tally.needless > 0.01 * tally.pairs
