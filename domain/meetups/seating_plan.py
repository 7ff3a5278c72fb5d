"""Seating at a meetup: tables of three to five, by the problems that people brought. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.ids import ProblemId
from domain.meetups.keeping_apart import keep_apart

FEWEST, MOST = 3, 5
_KNOWN_FROM_DATES = 2  # dates at which both were: after one, they may not have talked


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes.

    `dates` are ids of those they came to before, `tags` of problems that they solved; `avoids` are the ids of
    those with whom they are never to sit. They sit beside those whom they bring, `brings` in number.
    """

    user_id: int
    is_host: bool = False
    is_buddy: bool = False
    dates: frozenset[int] = frozenset()
    tags: frozenset[str] = frozenset()
    avoids: frozenset[int] = frozenset()
    brings: int = 0

    @property
    def seats(self) -> int:
        """How many seats they need for themselves and those whom they bring."""
        return 1 + self.brings

    @property
    def is_newcomer(self) -> bool:
        """Whether they come for the first time; a host is never a newcomer."""
        return not self.dates and not self.is_host

    def knows(self, other: Guest) -> bool:
        """Returns whether the two were at two dates together."""
        return len(self.dates & other.dates) >= _KNOWN_FROM_DATES


@dataclass(frozen=True, slots=True)
class TableProblem:
    """A problem on the agenda; `author_id` is None where nobody may know whose it is."""

    problem_id: ProblemId
    author_id: int | None = None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BrainstormTable:
    """A table with its guests, and the problems that come to it in the order of the agenda."""

    number: int
    guests: tuple[Guest, ...]
    items: tuple[TableProblem, ...]

    @property
    def user_ids(self) -> tuple[int, ...]:
        """The user ids of the guests."""
        return tuple(guest.user_id for guest in self.guests)


@dataclass(slots=True)
class _Draft:
    """A table that is being filled."""

    seats: int
    guests: list[Guest] = field(default_factory=list)
    items: list[TableProblem] = field(default_factory=list)

    @property
    def free(self) -> int:
        return self.seats - sum(guest.seats for guest in self.guests)

    @property
    def newcomers(self) -> int:
        return sum(guest.is_newcomer for guest in self.guests)

    @property
    def has_host(self) -> bool:
        return any(guest.is_host for guest in self.guests)

    @property
    def has_buddy(self) -> bool:
        return any(guest.is_buddy for guest in self.guests)

    def help_from(self, guest: Guest) -> int:
        """Returns how many of this table's problems are of a kind that the guest has solved before."""
        return sum(not guest.tags.isdisjoint(item.tags) for item in self.items)

    def known_to(self, guest: Guest) -> int:
        return sum(guest.knows(other) for other in self.guests)


def assign_tables(guests: Sequence[Guest], items: Sequence[TableProblem]) -> list[BrainstormTable]:
    """Returns one table for up to five people, else several of three to five; each item comes to one of them.

    Who brings others sits beside them: for their sake a table may have one too few or too many. Authors sit
    where their problem is worked on, as do those who solved one like it. Each table has a host while there
    are enough. No newcomer sits alone among regulars where there is a second newcomer, or somebody who does
    not know the regulars either. Before all that, nobody sits with whom they avoid, as far as it can be.
    `guests` come in the order of their answers, `items` in that of the agenda.
    """
    if not guests:
        return []
    drafts = _set_tables(guests, len(items))
    if len(drafts) == 1:
        return [BrainstormTable(1, tuple(guests), tuple(items))]
    # The order of these steps is their rank: what comes first has the most seats to choose from.
    authors = {item.author_id for item in items}
    alone = [guest for guest in guests if not guest.brings]  # the others have their tables already
    waiting = sorted(alone, key=lambda guest: guest.user_id not in authors)
    newcomers = _seat_newcomers(drafts, [guest for guest in waiting if guest.is_newcomer])
    waiting = [*newcomers, *(guest for guest in waiting if not guest.is_newcomer)]
    without_host = [draft for draft in drafts if not draft.has_host]
    waiting = _seat_one_each(without_host, [guest for guest in waiting if guest.is_host], waiting)
    without_buddy = [draft for draft in drafts if draft.newcomers and not draft.has_buddy]
    waiting = _seat_one_each(without_buddy, [guest for guest in waiting if guest.is_buddy], waiting)
    waiting = _deal(drafts, items, waiting)
    waiting = _keep_company(drafts, waiting)
    for guest in waiting:
        _freest(drafts, guest).guests.append(guest)
    keep_apart([draft.guests for draft in drafts])
    _bring_to_authors(drafts)
    return [
        BrainstormTable(number, tuple(draft.guests), tuple(item for item in items if item in draft.items))
        for number, draft in enumerate(drafts, start=1)
    ]


def assign_problems(
    tables: Sequence[BrainstormTable], items: Sequence[TableProblem]
) -> list[BrainstormTable]:
    """Returns tables where people sit already, with other problems: each beside its author if they sit."""
    drafts = [_Draft(sum(guest.seats for guest in table.guests), list(table.guests)) for table in tables]
    _deal(drafts, items, [])
    return [
        BrainstormTable(table.number, table.guests, tuple(item for item in items if item in draft.items))
        for table, draft in zip(tables, drafts, strict=True)
    ]


def _sizes(guests: int, items: int) -> list[int]:
    """Returns the seats of each table: as few tables as possible, but one for each problem if it can be."""
    if guests <= MOST:
        return [guests]
    return _divide(guests, max(-(-guests // MOST), min(items, guests // FEWEST)))


def _divide(guests: int, tables: int) -> list[int]:
    return [guests // tables + (place < guests % tables) for place in range(tables)]


def _set_tables(guests: Sequence[Guest], items: int) -> list[_Draft]:
    """Returns the tables, with those who bring others at them: the largest groups first, where most is free.

    There are more tables where a group would make one too large.
    """
    groups = sorted((guest for guest in guests if guest.brings), key=lambda guest: -guest.seats)
    people = sum(guest.seats for guest in guests)
    sizes = _sizes(people, items)
    drafts = _seat_groups(sizes, groups)
    for tables in range(len(sizes) + 1, people // FEWEST + 1):
        if all(draft.free >= 0 for draft in drafts):
            break
        drafts = _seat_groups(_divide(people, tables), groups)
    return _level(drafts)


def _seat_groups(sizes: Sequence[int], groups: Sequence[Guest]) -> list[_Draft]:
    drafts = [_Draft(seats) for seats in sizes]
    for guest in groups:
        max(drafts, key=lambda draft: draft.free).guests.append(guest)
    return drafts


def _level(drafts: list[_Draft]) -> list[_Draft]:
    """Gives tables the seats that groups need, and takes them where most are free."""
    for draft in drafts:
        while draft.free < 0:
            draft.seats += 1
            max(drafts, key=lambda one: one.free).seats -= 1
    return drafts


def _seat_newcomers(drafts: Sequence[_Draft], newcomers: Sequence[Guest]) -> list[Guest]:
    """Seats newcomers in twos at least, spread out, with a seat left for a host where that is possible.

    Returns those for whom there is no such place: groups sit nearly everywhere.
    """
    roomy = [draft for draft in drafts if draft.free >= FEWEST]
    counts = _counts([draft.free for draft in roomy], len(newcomers)) if roomy else []
    wanted = [len(draft.guests) + count for draft, count in zip(roomy, counts, strict=True)]
    left = list(newcomers)
    for _ in range(MOST):
        for draft, count in zip(roomy, wanted, strict=True):
            if left and len(draft.guests) < count:
                draft.guests.append(left.pop(0))
    return left


def _counts(seats: Sequence[int], newcomers: int) -> list[int]:
    """Returns how many newcomers sit at each table: none, or two and more, unless there is only one."""
    counts = [0] * len(seats)
    if newcomers == 1:
        counts[0] = 1
        return counts
    for place in range(min(len(seats), newcomers // 2)):
        counts[place] = 2
    left = newcomers - sum(counts)
    for spared in (1, 0):  # the second time without a seat for a host
        for place, most in enumerate(seats):
            more = min(left, most - spared - counts[place]) if counts[place] else 0
            counts[place] += more
            left -= more
    return counts


def _seat_one_each(
    drafts: Iterable[_Draft], chosen: Sequence[Guest], waiting: Sequence[Guest]
) -> list[Guest]:
    """Seats one of `chosen` at each table while there are any. Returns who of `waiting` still waits."""
    open_tables = [draft for draft in drafts if draft.free]
    seated = set()
    for draft, guest in zip(open_tables, chosen, strict=False):
        draft.guests.append(guest)
        seated.add(guest.user_id)
    return [guest for guest in waiting if guest.user_id not in seated]


def _deal(drafts: Sequence[_Draft], items: Sequence[TableProblem], waiting: Sequence[Guest]) -> list[Guest]:
    """Gives every problem to a table, and its author a seat there. Returns who still waits for a seat."""
    by_id = {guest.user_id: guest for guest in waiting}
    at = {guest.user_id: draft for draft in drafts for guest in draft.guests}
    # First those whose authors come: they fill tables, and the others then go where few problems are.
    for item in sorted(items, key=lambda item: item.author_id not in at and item.author_id not in by_id):
        draft = at.get(item.author_id or 0)
        if draft is None and item.author_id in by_id:
            draft = min((one for one in drafts if one.free), key=lambda one: (len(one.items), -one.free))
            draft.guests.append(by_id.pop(item.author_id))
            at[item.author_id] = draft
        elif draft is None:
            draft = min(drafts, key=lambda one: len(one.items))
        draft.items.append(item)
    return list(by_id.values())


def _bring_to_authors(drafts: Sequence[_Draft]) -> None:
    """Moves the problems of those who have changed their table after them."""
    at = {guest.user_id: draft for draft in drafts for guest in draft.guests}
    for draft in drafts:
        for item in list(draft.items):
            own = at.get(item.author_id or 0, draft)
            if own is not draft:
                draft.items.remove(item)
                own.items.append(item)


def _keep_company(drafts: Sequence[_Draft], waiting: Sequence[Guest]) -> list[Guest]:
    """Seats strangers beside a newcomer who is the only one. Returns who still waits for a seat."""
    left = list(waiting)
    for draft in drafts:
        while draft.newcomers == 1 and draft.free and left:
            guest = min(left, key=draft.known_to)
            left.remove(guest)
            draft.guests.append(guest)
    return left


def _freest(drafts: Sequence[_Draft], guest: Guest) -> _Draft:
    """Returns the table where the guest can help most, of several alike the one with most free seats."""
    open_tables = [draft for draft in drafts if draft.free]
    return max(open_tables, key=lambda draft: (draft.help_from(guest), draft.free))
