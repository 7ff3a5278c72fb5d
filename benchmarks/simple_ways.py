"""Simpler ways to make circles, as yardsticks: each makes groups of the same members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random

import numpy as np

from domain.circles.graph import Subgraph, build_graph, unit_vectors
from domain.circles.hard_rules import broken_rules
from domain.circles.member import LARGEST, SMALLEST, History, Member
from domain.circles.welfare import Weights, circle_worth

Groups = list[tuple[Member, ...]]

_GROUP_SIZE = 4
_KMEANS_ROUNDS = 10
_LOOKED_AT = 12


def shuffle(members: Sequence[Member], random: Random) -> Groups:
    """Makes groups of four within each city, whoever they are: what most bots do."""
    by_city: dict[object, list[Member]] = defaultdict(list)
    for member in members:
        by_city[member.centre].append(member)
    groups = []
    for people in by_city.values():
        random.shuffle(people)
        groups += [tuple(people[start : start + _GROUP_SIZE]) for start in range(0, len(people), _GROUP_SIZE)]
    return [group for group in groups if len(group) >= SMALLEST]


def cluster(members: Sequence[Member], random: Random) -> Groups:
    """Makes groups by constrained k-means over the places: at most four around centres that move."""
    points = unit_vectors([member.centre for member in members])
    count = -(-len(members) // _GROUP_SIZE)
    centres = points[random.sample(range(len(members)), count)]
    groups: list[list[int]] = []
    for _ in range(_KMEANS_ROUNDS):
        groups = _assign(points, centres)
        means = [points[group].mean(axis=0) if group else centres[k] for k, group in enumerate(groups)]
        centres = np.array(means)
    return [tuple(members[i] for i in group) for group in groups if len(group) >= SMALLEST]


def _assign(points: np.ndarray, centres: np.ndarray) -> list[list[int]]:
    """Gives each point to the nearest centre that has room, the nearest pairs first."""
    near = points @ centres.T
    groups: list[list[int]] = [[] for _ in centres]
    for i in np.argsort(-near.max(axis=1), kind="stable").tolist():
        for k in np.argsort(-near[i], kind="stable").tolist():
            if len(groups[k]) < _GROUP_SIZE:
                groups[k].append(i)
                break
    return groups


def pick_randomly(members: Sequence[Member], history: History, weights: Weights, random: Random) -> Groups:
    """Puts around each free member three others so that all can meet, whoever they are."""
    groups: Groups = []
    for part in build_graph(members, history, weights).parts:
        free = set(range(len(part.members)))
        for i in random.sample(sorted(free), len(free)):
            near = [j for j in part.neighbours_of(i)[0].tolist() if j in free]
            if i not in free or len(near) < SMALLEST - 1:
                continue
            for _ in range(10):
                circle = (i, *random.sample(near, SMALLEST - 1))
                people = tuple(part.members[j] for j in circle)
                if not broken_rules(people, history):
                    groups.append(people)
                    free -= set(circle)
                    break
    return groups


def best_first(members: Sequence[Member], history: History, weights: Weights) -> Groups:
    """Gives whoever is in most need first the best circle with those who are left."""
    groups: Groups = []
    for part in build_graph(members, history, weights).parts:
        free = set(range(len(part.members)))
        for i in sorted(free, key=lambda i: (-part.worths[i], i)):
            if i in free and (circle := _best_around(part, i, free, history, weights)):
                groups.append(tuple(part.members[j] for j in circle))
                free -= set(circle)
    return groups


def _best_around(
    part: Subgraph, i: int, free: set[int], history: History, weights: Weights
) -> tuple[int, ...] | None:
    """Returns the best three with two of the dozen likeliest, and whoever makes it better.

    None where no three can meet.
    """
    others, costs = part.neighbours_of(i)
    liked = sorted(zip(costs - part.worths[others], others.tolist(), strict=True))
    near = [j for _, j in liked if j in free][:_LOOKED_AT]
    best = _best(part, [(i, j, k) for j, k in combinations(near, 2)], history, weights)
    while best is not None and len(best[1]) < LARGEST:
        circle = best[1]
        grown = _best(part, [(*circle, j) for j in near if j not in circle], history, weights)
        if grown is None or grown[0] <= best[0]:
            break
        best = grown
    return best[1] if best is not None else None


def _best(
    part: Subgraph, circles: Iterable[tuple[int, ...]], history: History, weights: Weights
) -> tuple[float, tuple[int, ...]] | None:
    found = []
    for circle in circles:
        people = [part.members[i] for i in circle]
        if not broken_rules(people, history):
            found.append((circle_worth(people, history, weights), circle))
    return max(found, default=None)
