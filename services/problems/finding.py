"""Finding problems: by their text, in lists, one's own, and who helped. Only ever within one guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db import guilds, problems, proposals, stopped_authors, votes
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import ProblemId, ProposalId, find_id
from domain.problems.anonymity import Keyring
from domain.problems.helper import Helper
from domain.problems.problem import Problem, Proposal, Stage
from domain.problems.ranking import Scope, read_terms
from domain.problems.state_machine import Action, ProblemRole, is_editable, is_possible
from domain.text import is_visible, shortened
from languages import gettext
from services.problems import effects, searching
from services.transaction import Transaction

_LISTED = 15
_MOST_HITS = 10
_MOST_CHOICES = 25
_MOST_HELPERS = 10
_HELPED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ProblemOverview:
    """A problem with its proposals, the most liked first, as one member sees it.

    `is_own` is true for its author alone; `is_moderator` says whether the member is one. `possible` is what
    they may do now, `takes_edits` whether they may change what it says, `voted` the ids of what they voted
    for: the problem, and proposals to it. `is_author_stopped`, for moderators alone, says whether its
    anonymous author can share anonymously no more; it is None for others, and where it was shared under a
    name.
    """

    problem: Problem
    proposals: list[Proposal]
    is_own: bool
    is_moderator: bool = False
    possible: frozenset[Action] = frozenset()
    takes_edits: bool = False
    voted: frozenset[int] = frozenset()
    is_author_stopped: bool | None = None


def list_problems(tx: Transaction, guild_id: int, stage: Stage | None, tag: str | None) -> list[Problem]:
    """Returns the problems on the board, the newest first; None is any stage, any tag."""
    return problems.list_problems(tx.connection, guild_id, stage, tag, _LISTED)


def count_stages(tx: Transaction, guild_id: int) -> dict[Stage, int]:
    """Returns how many problems are at each stage."""
    return problems.count_stages(tx.connection, guild_id)


def list_own(tx: Transaction, keyring: Keyring, actor: Actor) -> list[Problem]:
    """Returns the problems that the member shared, anonymous ones too, the newest first."""
    return effects.list_own(tx, keyring, actor)


def list_proposals(tx: Transaction, guild_id: int, choice: str | None, thread_id: int) -> list[Proposal]:
    """Returns the proposals of the problem that was chosen, or whose thread this is.

    The list is empty where there is neither.
    """
    try:
        problem_id = resolve(tx, guild_id, choice, thread_id)
    except Refusal:
        return []
    return proposals.list_proposals(tx.connection, problem_id)


def list_tags(tx: Transaction, guild_id: int) -> list[str]:
    """Returns the tags in use, the most used first."""
    return problems.list_tags(tx.connection, guild_id, _MOST_CHOICES)


def list_helpers(tx: Transaction, guild_id: int, *, is_of_all_time: bool) -> list[Helper]:
    """Returns who helped most, of all time or in the last 90 days, the most helpful first."""
    since = 0 if is_of_all_time else to_ms(tx.now - _HELPED_WITHIN)
    return proposals.list_helpers(tx.connection, guild_id, since, _MOST_HELPERS)


def get_settings(tx: Transaction, guild_id: int) -> GuildSettings:
    """Returns the server's settings, which say where its board is."""
    return guilds.get_settings(tx.connection, guild_id)


def search(tx: Transaction, guild_id: int, text: str, stage: Stage | None, tag: str | None) -> list[Problem]:
    """Returns the problems that fit the text best; the newest where the text is empty.

    None is any stage, any tag. Raises Refusal where there is no word in the text.
    """
    terms = read_terms(text)
    if not terms:
        if is_visible(text):
            raise Refusal(
                gettext(
                    "There is no word to search for in that. Try one or two that the problem may contain."
                )
            )
        return problems.list_problems(tx.connection, guild_id, stage, tag, _MOST_HITS)
    return searching.find(tx, Scope(guild_id, stage, tag), terms, _MOST_HITS)


def show(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> ProblemOverview:
    """Returns one problem in full. Raises Refusal where it is not on the board."""
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    all_proposals = proposals.list_proposals(tx.connection, problem_id)
    is_stopped = None
    if actor.is_moderator and problem.is_anonymous and not problem.has_author_left:
        is_stopped = stopped_authors.is_stopped(tx.connection, problem_id)
    role = effects.role_of(tx, keyring, actor, problem)
    return ProblemOverview(
        problem,
        all_proposals,
        is_own=role is ProblemRole.AUTHOR,
        is_moderator=actor.is_moderator,
        possible=frozenset(action for action in Action if is_possible(problem, action, role)),
        takes_edits=is_editable(problem, role),
        voted=frozenset(votes.list_voted(tx.connection, actor.user_id, problem_id)),
        is_author_stopped=is_stopped,
    )


def resolve(tx: Transaction, guild_id: int, choice: str | None, thread_id: int) -> ProblemId:
    """Returns the id of the problem that was picked or typed; without a choice, of the thread's problem.

    Raises Refusal where that is none, or the choice fits several.
    """
    if choice is None or not is_visible(choice):
        of_thread = problems.find_by_message(tx.connection, thread_id)
        if of_thread is None or of_thread.guild_id != guild_id:
            raise Refusal(
                gettext("Which problem? Pick one with `problem:`, or type the command in its thread.")
            )
        return effects.get_problem(tx, guild_id, of_thread.id).id
    query = choice.strip()
    picked = find_id(query)
    if picked is not None and problems.find_problem(tx.connection, guild_id, ProblemId(picked)):
        return effects.get_problem(tx, guild_id, ProblemId(picked)).id
    matches = list_choices(tx, guild_id, query)
    exact = [problem for problem in matches if problem.details.title.casefold() == query.casefold()]
    if len(exact) != 1 and len(matches) != 1:
        what = gettext("several problems") if matches else gettext("no problem")
        raise Refusal(
            gettext(
                "“{text}” fits {what}. Start typing a title and pick one from the list.",
                text=shortened(query),
                what=what,
            )
        )
    return (exact or matches)[0].id


def resolve_proposal(tx: Transaction, problem_id: ProblemId, choice: str) -> ProposalId:
    """Returns the id of the proposal that was picked. Raises Refusal where the problem has no such one."""
    picked = find_id(choice.strip())
    if picked is None or proposals.find_proposal(tx.connection, problem_id, ProposalId(picked)) is None:
        raise Refusal(gettext("I don't know that proposal. Pick one from the list, please."))
    return ProposalId(picked)


def list_choices(tx: Transaction, guild_id: int, text: str) -> list[Problem]:
    """Returns problems to choose from while a member types; the newest where nothing is typed."""
    terms = read_terms(text, is_unfinished=True)
    if not terms:
        return problems.list_problems(tx.connection, guild_id, None, None, _MOST_CHOICES)
    return searching.find(tx, Scope(guild_id), terms, _MOST_CHOICES)
