"""The life of a problem: which action is possible in which state, and who may take it."""

from __future__ import annotations

from enum import StrEnum

from domain.errors import Refusal
from domain.problems.problem import Problem, ProblemState
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


class ProblemRole(StrEnum):
    """What the member who acts is to the problem. A moderator is whoever has Manage Threads."""

    AUTHOR = "author"
    MODERATOR = "moderator"
    MEMBER = "member"


TRANSITIONS: dict[tuple[ProblemState, Action], ProblemState] = {
    (ProblemState.OPEN, Action.PROPOSE): ProblemState.OPEN,
    (ProblemState.OPEN, Action.ACCEPT): ProblemState.SOLVED,
    (ProblemState.OPEN, Action.CLOSE): ProblemState.CLOSED,
    (ProblemState.SOLVED, Action.PROPOSE): ProblemState.SOLVED,  # a better idea may come late
    (ProblemState.SOLVED, Action.ACCEPT): ProblemState.SOLVED,
    (ProblemState.SOLVED, Action.TAKE_BACK): ProblemState.OPEN,
    (ProblemState.SOLVED, Action.REOPEN): ProblemState.OPEN,
    (ProblemState.SOLVED, Action.REPORT): ProblemState.SOLVED,
    (ProblemState.SOLVED, Action.REPORT_NO): ProblemState.OPEN,
    (ProblemState.CLOSED, Action.REOPEN): ProblemState.OPEN,
}
"""The state that each action leads to; what is not here cannot be done."""

_EVERYBODY = frozenset(ProblemRole)
_IN_CHARGE = frozenset({ProblemRole.AUTHOR, ProblemRole.MODERATOR})
PERMITTED_ROLES: dict[Action, frozenset[ProblemRole]] = {
    Action.PROPOSE: _EVERYBODY,
    Action.ACCEPT: _IN_CHARGE,
    Action.TAKE_BACK: _IN_CHARGE,
    Action.REOPEN: _IN_CHARGE,
    Action.CLOSE: _IN_CHARGE,
    Action.REPORT: frozenset({ProblemRole.AUTHOR}),
    Action.REPORT_NO: frozenset({ProblemRole.AUTHOR}),
}

_WHY_NOT = {
    ProblemState.OPEN: gettext_noop("No solution is accepted yet: it is open."),
    ProblemState.SOLVED: gettext_noop("It is solved. You can open it again in `/problem show`."),
    ProblemState.CLOSED: gettext_noop(
        "It is closed. Its author or a moderator can open it again, in `/problem show`."
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

_NOT_ON_BOARD = gettext_noop("That problem is not on the board any more.")
_LOCKED = gettext_noop("A moderator has locked this problem's thread. Ask them if that should change.")
_NOT_YOU_EITHER = gettext_noop("Only the author of a problem, or a moderator, can do that.")


def next_state(problem: Problem, action: Action, standing: ProblemRole) -> ProblemState:
    """Returns the state that an action leads to.

    Raises Refusal where the problem is gone, the member may not take the action, the thread is locked and
    they are no moderator, or the action is not possible in the problem's state.
    """
    if problem.state is ProblemState.REMOVED:
        raise Refusal(gettext(_NOT_ON_BOARD))
    if standing not in PERMITTED_ROLES[action]:
        raise Refusal(gettext(_NOT_YOU.get(action, _NOT_YOU_EITHER)))
    if problem.is_locked and standing is not ProblemRole.MODERATOR:
        raise Refusal(gettext(_LOCKED))
    following = TRANSITIONS.get((problem.state, action))
    if following is None:
        raise Refusal(gettext(_WHY_NOT[problem.state]))
    return following


def is_possible(problem: Problem, action: Action, standing: ProblemRole) -> bool:
    """Returns whether the member may take the action now."""
    try:
        next_state(problem, action, standing)
    except Refusal:
        return False
    return True


def check_edit(problem: Problem, standing: ProblemRole) -> None:
    """Raises Refusal where the member may not change what the problem says, as it stands now.

    Its author may while it is open or solved: what is closed or locked stays as others have read it.
    """
    if problem.state is ProblemState.REMOVED:
        raise Refusal(gettext(_NOT_ON_BOARD))
    if standing is not ProblemRole.AUTHOR:
        raise Refusal(gettext("Only the author of a problem can change what it says."))
    if problem.is_locked:
        raise Refusal(gettext(_LOCKED))
    if problem.state is ProblemState.CLOSED:
        raise Refusal(gettext(_WHY_NOT[ProblemState.CLOSED]))


def is_editable(problem: Problem, standing: ProblemRole) -> bool:
    """Returns whether the member may change what the problem says, as it stands now."""
    try:
        check_edit(problem, standing)
    except Refusal:
        return False
    return True
