"""The life of a problem: which action is possible in which state, and who may take it."""

from __future__ import annotations

from enum import StrEnum

from domain.errors import Refusal
from domain.problems.problem import Problem, State
from languages import gettext, gettext_noop


class Action(StrEnum):
    """What is done with a problem; the values are stored with the post in its thread that tells of it."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    TAKE_BACK = "take_back"
    REOPEN = "reopen"
    CLOSE = "close"
    REPORT = "report"  # it worked, or partly
    REPORT_NO = "report_no"  # it did not


class Standing(StrEnum):
    """What the member who acts is to the problem. A moderator is whoever has Manage Threads."""

    AUTHOR = "author"
    MODERATOR = "moderator"
    MEMBER = "member"


NEXT: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.PROPOSE): State.OPEN,
    (State.OPEN, Action.ACCEPT): State.SOLVED,
    (State.OPEN, Action.CLOSE): State.CLOSED,
    (State.SOLVED, Action.PROPOSE): State.SOLVED,  # a better idea may come late
    (State.SOLVED, Action.ACCEPT): State.SOLVED,
    (State.SOLVED, Action.TAKE_BACK): State.OPEN,
    (State.SOLVED, Action.REOPEN): State.OPEN,
    (State.SOLVED, Action.REPORT): State.SOLVED,
    (State.SOLVED, Action.REPORT_NO): State.OPEN,
    (State.CLOSED, Action.REOPEN): State.OPEN,
}
"""The state that each action leads to; what is not here cannot be done."""

_EVERYBODY = frozenset(Standing)
_IN_CHARGE = frozenset({Standing.AUTHOR, Standing.MODERATOR})
MAY: dict[Action, frozenset[Standing]] = {
    Action.PROPOSE: _EVERYBODY,
    Action.ACCEPT: _IN_CHARGE,
    Action.TAKE_BACK: _IN_CHARGE,
    Action.REOPEN: _IN_CHARGE,
    Action.CLOSE: _IN_CHARGE,
    Action.REPORT: frozenset({Standing.AUTHOR}),
    Action.REPORT_NO: frozenset({Standing.AUTHOR}),
}

_WHY_NOT = {
    State.OPEN: gettext_noop("No solution is accepted yet: it is open."),
    State.SOLVED: gettext_noop("It is solved. `/problem reopen` opens it again."),
    State.CLOSED: gettext_noop(
        "It is closed. Its author or a moderator can open it again with `/problem reopen`."
    ),
}
_NOT_YOU = {
    Action.ACCEPT: (
        gettext_noop(
            "Only the author of a problem, or a moderator, accepts a solution. A 👍 shows that you like it."
        )
    ),
    Action.REPORT: gettext_noop("Only the author of a problem can say whether it worked."),
    Action.REPORT_NO: gettext_noop("Only the author of a problem can say whether it worked."),
}

_NOT_YOU_EITHER = gettext_noop("Only the author of a problem, or a moderator, can do that.")


def turn(problem: Problem, action: Action, standing: Standing) -> State:
    """Returns the state that an action leads to.

    Raises Refusal where the problem is gone, the member may not take the action, the thread is locked and
    they are no moderator, or the action is not possible in the problem's state.
    """
    if problem.state is State.REMOVED:
        raise Refusal(gettext("That problem is not on the board any more."))
    if standing not in MAY[action]:
        raise Refusal(gettext(_NOT_YOU.get(action, _NOT_YOU_EITHER)))
    if problem.is_locked and standing is not Standing.MODERATOR:
        raise Refusal(
            gettext("A moderator has locked this problem's thread. Ask them if that should change.")
        )
    following = NEXT.get((problem.state, action))
    if following is None:
        raise Refusal(gettext(_WHY_NOT[problem.state]))
    return following
