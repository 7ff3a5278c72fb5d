"""Fairness: 50 rounds of a community in which people come, go, decline, say nothing and take breaks.

Every four weeks there is a round, and everything in it is the bot's own: the matching, what answers make of a
circle, the refills. Only the people are made up. Printed is how often somebody was left over who could have
had a seat, beside the same life with the best circle first. An integer program over all circles that can meet
decides whether all of those left over could have had a seat at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, count
from random import Random

import highspy
import numpy as np

from benchmarks import simple_ways
from domain.circles import circle as rules
from domain.circles.arrays import CircleArrays, MemberArrays
from domain.circles.circle import Circle, CircleSeat, CircleState, SeatState
from domain.circles.enumeration import enumerate_circles
from domain.circles.graph import Subgraph, build_graph
from domain.circles.linear_program import LinearProgram, solve_integer_program
from domain.circles.matching import match
from domain.circles.member import History, Member, pair
from domain.circles.open_circles import OpenCircle
from domain.circles.refill import find_refills
from domain.circles.welfare import Weights
from domain.cities import Point
from domain.free_times import PARTS, part_of_day, union
from domain.ids import CircleId, CircleRoundId

ROUNDS = 50
_APART_WEEKS = 4.0
_RECENT_WEEKS = 8.0
_JOIN, _LEAVE, _PAUSE, _DECLINE, _SILENT = 0.04, 0.04, 0.06, 0.12, 0.05  # of a member, each round
_TOWNS = tuple(Point(52.2 + row * 0.2, 13.0 + column * 0.3) for row in range(3) for column in range(3))
_LONG = timedelta(days=4)
_SECONDS = 60.0

MemberIds = tuple[int, ...]
Found = list[tuple[int, ...]]
Matcher = Callable[[Sequence[Member], History, Weights, Random], Found]


@dataclass
class Tally:
    """What happened in all rounds.

    `again` counts those left over twice running who could have sat in some circle; `avoidable` those of them
    for whom there was room beside all others who had been left over. `repeated` are pairs of the same circle
    who had sat together in the eight weeks before, `needless` those of them that a seating with as many
    seats, and as much need met, could have done without. `apart` counts those who had accepted and whose
    circle did not come together, twice running.
    """

    seats: int = 0
    left_over: int = 0
    again: int = 0
    avoidable: int = 0
    apart: int = 0
    pairs: int = 0
    repeated: int = 0
    needless: int = 0
    formed: int = 0


@dataclass
class Community:
    """Who lives here now, who sat with whom in which week, and how often running each was left over."""

    random: Random
    members: dict[int, Member] = field(default_factory=dict)
    together: dict[tuple[int, int], float] = field(default_factory=dict)
    last_met: dict[int, float] = field(default_factory=dict)
    left_over: dict[int, int] = field(default_factory=dict)
    was_apart: set[int] = field(default_factory=set)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    week: float = 0.0

    def join(self) -> None:
        """Adds somebody new."""
        random, id_ = self.random, next(self.ids)
        cells = [(day, name) for day in range(7) for name in PARTS]
        self.members[id_] = Member(
            id=id_,
            centre=random.choice(_TOWNS),
            limit_km=random.choice((5, 10, 20, 30, 50)),
            free=union(part_of_day(*cell) for cell in random.sample(cells, random.randint(3, 7))),
            languages=random.choice((1, 1, 1, 3, 2)),
            interests=frozenset(random.sample("abcdefghijklmn", 3)),
            company=random.randint(0, 10),
        )

    def pass_time(self) -> None:
        """Lets four weeks go by: some leave, about as many come."""
        self.week += _APART_WEEKS
        for id_ in list(self.members):
            if self.random.random() < _LEAVE:
                del self.members[id_]
                self.left_over.pop(id_, None)
        for _ in range(round(len(self.members) * 2 * _JOIN)):
            if self.random.random() < 0.5:
                self.join()

    def gather(self) -> list[Member]:
        """Returns who is not on a break, as they stand now."""
        return [
            replace(
                member,
                weeks_alone=self.week - self.last_met.get(id_, -12.0),
                left_over=self.left_over.get(id_, 0),
                is_newcomer=id_ not in self.last_met,
            )
            for id_, member in self.members.items()
            if self.random.random() >= _PAUSE
        ]

    def history(self) -> History:
        return History(weeks_apart={both: self.week - week for both, week in self.together.items()})


def live(size: int, seed: int, matcher: Matcher, rounds: int = ROUNDS) -> Tally:
    """Plays `rounds` rounds of a community that begins with `size` members; returns what happened."""
    community, tally = Community(Random(seed)), Tally()
    for _ in range(size):
        community.join()
    for number in range(rounds):
        community.pass_time()
        free, history = community.gather(), community.history()
        found = matcher(free, history, Weights(), Random(number))
        _count(tally, free, history, found)
        _answer(community, tally, free, history, found)
    return tally


def ours(members: Sequence[Member], history: History, weights: Weights, random: Random) -> Found:
    """Finds circles as the bot does."""
    return [circle.member_ids for circle in match(members, history, weights, random).circles]


def best_first(members: Sequence[Member], history: History, weights: Weights, _: Random) -> Found:
    """Finds, as the yardstick, for whoever is in most need first the best circle that is left."""
    groups = simple_ways.best_first(members, history, weights)
    return [tuple(member.id for member in group) for group in groups]


def _count(tally: Tally, free: Sequence[Member], history: History, found: Found) -> None:
    for one in build_graph(free, history, Weights()).parts:
        place = {member.id: i for i, member in enumerate(one.members)}
        chosen = [tuple(sorted(place[id_] for id_ in ids)) for ids in found if ids[0] in place]
        _count_part(tally, _Part(one, history), chosen)


class _Part:
    """All circles of a part that can meet, and what integer programs say of them."""

    def __init__(self, part: Subgraph, history: History) -> None:
        self.part = part
        self.history = history
        table = MemberArrays.of(part, Weights())
        self.listed = enumerate_circles(table, np.zeros(table.count), -np.inf, lambda: False).circles
        self.circles = [places for places, _ in self.listed]
        self.waits = [float(member.left_over) for member in part.members]

    def sum_of(self, values: Sequence[float], circles: Iterable[MemberIds]) -> float:
        return sum(values[i] for circle in circles for i in circle)

    def repeats(self, circle: MemberIds) -> int:
        """Returns how many pairs of the circle sat together lately."""
        ids = [self.part.members[i].id for i in circle]
        weeks = (self.history.weeks_apart.get(pair(*both)) for both in combinations(ids, 2))
        return sum(1 for one in weeks if one is not None and one <= _RECENT_WEEKS)

    def most_waiting(self) -> float:
        """Returns how many of those left over fit in at once, each counted as often as they were."""
        worths = self.listed.sum_of(np.array(self.waits))
        chosen, _ = solve_integer_program(len(self.waits), CircleArrays(self.listed.members, worths))
        return float(worths[chosen].sum())

    def fewest_repeats(self, chosen: Sequence[MemberIds]) -> int:
        """Returns the fewest repeated pairs with as many seats, and as much need met, as these have."""
        needs = self.part.worths
        worths = np.array([-float(self.repeats(circle)) for circle in self.circles])
        model = LinearProgram(len(needs), CircleArrays(self.listed.members, worths)).model
        columns = np.arange(len(worths), dtype=np.int32)
        model.changeColsIntegrality(len(worths), columns, np.full(len(worths), highspy.HighsVarType.kInteger))
        for values in (np.ones(len(needs)), needs):
            floor = self.sum_of(values.tolist(), chosen) - 1e-6
            model.addRow(floor, highspy.kHighsInf, len(columns), columns, self.listed.sum_of(values))
        model.setOptionValue("time_limit", _SECONDS)
        model.run()
        return round(-model.getInfo().objective_function_value)


def _count_part(tally: Tally, part: _Part, chosen: Sequence[MemberIds]) -> None:
    seated = {i for circle in chosen for i in circle}
    possible = {i for circle in part.circles for i in circle}
    tally.seats += len(seated)
    tally.left_over += len(possible - seated)
    tally.again += sum(1 for i in possible - seated if part.waits[i])
    tally.avoidable += round(part.most_waiting() - part.sum_of(part.waits, chosen))
    tally.pairs += sum(len(circle) * (len(circle) - 1) // 2 for circle in chosen)
    repeated = sum(part.repeats(circle) for circle in chosen)
    tally.repeated += repeated
    if repeated:
        tally.needless += repeated - part.fewest_repeats(chosen)


def _answer(
    community: Community, tally: Tally, free: Sequence[Member], history: History, found: Found
) -> None:
    """Has everybody answer until nothing is open; then the circles meet."""
    by_id = {member.id: member for member in free}
    now = datetime(2026, 1, 5, tzinfo=UTC)
    circles = [
        Circle(CircleId(place), 1, CircleRoundId(1), tuple(CircleSeat(id_) for id_ in ids), now + _LONG)
        for place, ids in enumerate(found)
    ]
    asked = {id_ for ids in found for id_ in ids}
    while any(circle.invited_ids for circle in circles):
        circles = [_settled(community.random, circle) for circle in circles]
        waiting = [member for member in free if member.id not in _not_to_ask(circles)]
        gaps = [
            OpenCircle(circle.id, tuple(by_id[id_] for id_ in circle.held_ids))
            for circle in circles
            if circle.wants_refill
        ]
        more = find_refills(gaps, waiting, history, Weights()) if gaps else {}
        asked |= {id_ for ids in more.values() for id_ in ids}
        circles = [
            rules.invite_refills(circle, more.get(circle.id, []), circle.answer_by + _LONG)
            if circle.wants_refill
            else circle
            for circle in circles
        ]
    _note(community, tally, by_id, circles, asked)


def _not_to_ask(circles: Sequence[Circle]) -> set[int]:
    """Returns who sits or may still accept, and who said no in this round, or nothing."""
    return {
        seat.user_id for circle in circles for seat in circle.seats if seat.state is not SeatState.RELEASED
    }


def _settled(random: Random, circle: Circle) -> Circle:
    if not circle.invited_ids:
        return circle
    for id_ in circle.invited_ids:
        chance = random.random()
        if chance < _DECLINE:
            circle = circle.with_seat(id_, SeatState.DECLINED)
        elif chance >= _DECLINE + _SILENT:
            circle = circle.with_seat(id_, SeatState.ACCEPTED)
    return rules.apply_answers(circle, circle.answer_by)


def _note(
    community: Community, tally: Tally, free: Mapping[int, Member], circles: Sequence[Circle], asked: set[int]
) -> None:
    held = {id_ for circle in circles for id_ in circle.held_ids}
    seats = [seat for circle in circles for seat in circle.seats]
    released = {seat.user_id for seat in seats if seat.state is SeatState.RELEASED} - held
    tally.apart += len(released & community.was_apart)
    community.was_apart = released
    for id_ in free:
        passed_over = id_ not in asked or id_ in released
        community.left_over[id_] = community.left_over.get(id_, 0) + 1 if passed_over else 0
    for circle in circles:
        if circle.state is CircleState.FORMED:
            tally.formed += 1
            for place, one in enumerate(circle.sitting_ids):
                community.last_met[one] = community.week
                for other in circle.sitting_ids[place + 1 :]:
                    community.together[pair(one, other)] = community.week


async def run() -> None:
    """Prints one line a community and a way."""
    for size, seed in ((20, 1), (60, 1), (60, 2), (60, 3)):
        print(f"  {ROUNDS} rounds of about {size} members")
        for name, matcher in (("ours", ours), ("yardstick: best first", best_first)):
            tally = live(size, seed, matcher)
            pairs = max(tally.pairs, 1)
            print(
                f"    {name:<24}{tally.formed:>5,} circles{tally.left_over:>6,} left over"
                f"{tally.again:>5,} twice running ({tally.avoidable} for no need),"
                f"{tally.repeated / pairs:>7.1%} repeats ({tally.needless / pairs:.2%} for no need),"
                f"{tally.apart:>4} apart twice running"
            )
