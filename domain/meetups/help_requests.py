"""Whom to ask about a problem on an agenda: helpers who come and have solved one like it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from domain.ids import ProblemId
from domain.meetups.seating_plan import TableProblem

_MOST_ASKED = 3  # about one problem: a crowd that was asked leaves it to each other
_MOST_PROBLEMS = 2  # that one member is asked about at a time


def match_helpers(
    items: Sequence[TableProblem],
    solved_tags: Mapping[int, Collection[str]],
    asked: Collection[tuple[ProblemId, int]],
) -> dict[ProblemId, list[int]]:
    """Returns at most three user ids to ask about each problem, those with most tags in common first.

    `solved_tags` are, by user id, the tags of problems that those solved who may be asked. `asked` are the
    pairs of problem and user id that were asked before. Nobody is asked about their own problem, twice about
    one, or about more than two at a time. A problem about which nobody is to be asked is not in the result.
    """
    load: dict[int, int] = {}
    found: dict[ProblemId, list[int]] = {}
    for item in items:
        fits = {
            user_id: len(item.tags.intersection(tags))
            for user_id, tags in solved_tags.items()
            if user_id != item.author_id
            and (item.problem_id, user_id) not in asked
            and load.get(user_id, 0) < _MOST_PROBLEMS
            and not item.tags.isdisjoint(tags)
        }
        chosen = sorted(fits, key=lambda user_id: (-fits[user_id], load.get(user_id, 0), user_id))
        for user_id in chosen[:_MOST_ASKED]:
            load[user_id] = load.get(user_id, 0) + 1
        if chosen:
            found[item.problem_id] = chosen[:_MOST_ASKED]
    return found
