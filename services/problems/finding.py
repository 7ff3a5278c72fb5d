"""Finding problems: by what they say, in lists, one's own, and who helped. Only ever within one guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db import guilds, problems, proposals
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import ProblemId, ProposalId, find_id
from domain.problems.anonymity import Keyring
from domain.problems.helper import Helper
from domain.problems.problem import Problem, Proposal, Stage
from domain.problems.ranking import Scope, read_terms
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
    """A problem with its proposals, the most liked first; `is_own` for its author alone."""

    problem: Problem
    proposals: list[Proposal]
    is_own: bool


def list_problems(tx: Transaction, guild_id: int, stage: Stage | None, tag: str | None) -> list[Problem]:
    """What is on the board, the newest first."""
    return problems.list_problems(tx.connection, guild_id, stage, tag, _LISTED)


def count_stages(tx: Transaction, guild_id: int) -> dict[Stage, int]:
    """How many problems are at each stage."""
    return problems.count_stages(tx.connection, guild_id)


def list_own(tx: Transaction, keyring: Keyring, actor: Actor) -> list[Problem]:
    """What the member shared, anonymous ones too, the newest first."""
    return effects.list_own(tx, keyring, actor)


def list_proposals(tx: Transaction, guild_id: int, choice: str | None, thread_id: int) -> list[Proposal]:
    """Proposals to choose from, of the problem chosen or of the thread's; none where there is neither."""
    try:
        problem_id = resolve(tx, guild_id, choice, thread_id)
    except Refusal:
        return []
    return proposals.list_proposals(tx.connection, problem_id)


def list_tags(tx: Transaction, guild_id: int) -> list[str]:
    """Tags in use, the most used first."""
    return problems.list_tags(tx.connection, guild_id, _MOST_CHOICES)


def list_helpers(tx: Transaction, guild_id: int, *, is_of_all_time: bool) -> list[Helper]:
    """Who helped, lately or ever, the most first."""
    since = 0 if is_of_all_time else to_ms(tx.now - _HELPED_WITHIN)
    return proposals.list_helpers(tx.connection, guild_id, since, _MOST_HELPERS)


def get_settings(tx: Transaction, guild_id: int) -> GuildSettings:
    """The server's settings, for where its board is."""
    return guilds.get_settings(tx.connection, guild_id)


def search(tx: Transaction, guild_id: int, text: str, stage: Stage | None, tag: str | None) -> list[Problem]:
    """The problems that answer the text best."""
    terms = read_terms(text)
    if not terms:
        if is_visible(text):
            raise Refusal(
                gettext(
                    "I find words, and there is none in that. Try one or two that the problem would have."
                )
            )
        return problems.list_problems(tx.connection, guild_id, stage, tag, _MOST_HITS)
    return searching.find(tx, Scope(guild_id, stage, tag), terms, _MOST_HITS)


def show(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> ProblemOverview:
    """One problem in full."""
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    all_proposals = proposals.list_proposals(tx.connection, problem_id)
    return ProblemOverview(problem, all_proposals, effects.is_own(tx, keyring, actor, problem))


def resolve(tx: Transaction, guild_id: int, choice: str | None, thread_id: int) -> ProblemId:
    """The problem that was picked or typed; without either, the one whose thread this is."""
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
    """The proposal that was picked from the list."""
    picked = find_id(choice.strip())
    if picked is None or proposals.find_proposal(tx.connection, problem_id, ProposalId(picked)) is None:
        raise Refusal(gettext("I don't know that proposal. Pick one from the list, please."))
    return ProposalId(picked)


def list_choices(tx: Transaction, guild_id: int, text: str) -> list[Problem]:
    """Problems to choose from while one types: by the words so far, the newest where there are none."""
    terms = read_terms(text, is_unfinished=True)
    if not terms:
        return problems.list_problems(tx.connection, guild_id, None, None, _MOST_CHOICES)
    return searching.find(tx, Scope(guild_id), terms, _MOST_CHOICES)
