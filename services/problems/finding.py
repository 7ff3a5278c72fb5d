"""Finding problems: by what they say, in lists, one's own, and who helped. Only ever within one guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db import guilds, problems, proposals
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import ProblemId, ProposalId, find_id
from domain.problems.helpers import Helper
from domain.problems.problem import Problem, Proposal, Stage
from domain.problems.ranking import Scope, read_terms
from domain.text import is_visible, shortened
from languages import gettext
from services.problems import life, searching
from services.problems.desk import ProblemDesk

_LISTED = 15
_MOST_CHOICES = 25
_MOST_HELPERS = 10
_HELPED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem with its proposals, the most liked first; `is_own` for its author alone."""

    problem: Problem
    proposals: list[Proposal]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Use cases that only read. They raise Refusal."""

    desk: ProblemDesk

    async def search(
        self, guild_id: int, text: str, stage: Stage | None, tag: str | None, limit: int = 10
    ) -> list[Problem]:
        """The problems that answer the text best."""
        return await self.desk.database.read(_search, guild_id, text, stage, tag, limit)

    async def list_problems(self, guild_id: int, stage: Stage | None, tag: str | None) -> list[Problem]:
        """What is on the board, the newest first."""
        return await self.desk.database.read(problems.list_problems, guild_id, stage, tag, _LISTED)

    async def count_stages(self, guild_id: int) -> dict[Stage, int]:
        """How many problems are at each stage."""
        return await self.desk.database.read(problems.count_stages, guild_id)

    async def list_own(self, actor: Actor) -> list[Problem]:
        """What the member shared, anonymous ones too, the newest first."""
        return await self.desk.database.read(life.list_own, self.desk.keyring, actor)

    async def show(self, actor: Actor, problem_id: ProblemId) -> Shown:
        """One problem in full."""
        return await self.desk.database.read(_show, self.desk, actor, problem_id)

    async def resolve(self, guild_id: int, text: str | None, thread_id: int) -> ProblemId:
        """The problem that was picked or typed; without either, the one whose thread this is."""
        return await self.desk.database.read(_resolve, guild_id, text, thread_id)

    async def resolve_proposal(self, problem_id: ProblemId, text: str) -> ProposalId:
        """The proposal that was picked from the list."""
        return await self.desk.database.read(_resolve_proposal, problem_id, text)

    async def list_choices(self, guild_id: int, text: str) -> list[Problem]:
        """Problems to choose from while one types: by the words so far, the newest where there are none."""
        return await self.desk.database.read(_list_choices, guild_id, text)

    async def list_proposals(self, guild_id: int, text: str | None, thread_id: int) -> list[Proposal]:
        """Proposals to choose from, of the problem chosen or of the thread's; none where there is neither."""
        try:
            problem_id = await self.resolve(guild_id, text, thread_id)
        except Refusal:
            return []
        return await self.desk.database.read(proposals.list_proposals, problem_id)

    async def list_tags(self, guild_id: int) -> list[str]:
        """Tags in use, the most used first."""
        return await self.desk.database.read(problems.list_tags, guild_id, _MOST_CHOICES)

    async def list_helpers(self, guild_id: int, *, is_of_all_time: bool) -> list[Helper]:
        """Who helped, lately or ever, the most first."""
        since = 0 if is_of_all_time else to_ms(self.desk.now() - _HELPED_WITHIN)
        return await self.desk.database.read(proposals.list_helpers, guild_id, since, _MOST_HELPERS)

    async def get_settings(self, guild_id: int) -> GuildSettings:
        """The server's settings, for where its board is."""
        return await self.desk.database.read(guilds.get_settings, guild_id)


def _search(
    connection: Connection, guild_id: int, text: str, stage: Stage | None, tag: str | None, limit: int
) -> list[Problem]:
    terms = read_terms(text)
    if not terms:
        if is_visible(text):
            raise Refusal(
                gettext(
                    "I find words, and there is none in that. Try one or two that the problem would have."
                )
            )
        return problems.list_problems(connection, guild_id, stage, tag, limit)
    return searching.find(connection, Scope(guild_id, stage, tag), terms, limit)


def _show(connection: Connection, desk: ProblemDesk, actor: Actor, problem_id: ProblemId) -> Shown:
    problem = life.get_problem(connection, actor.guild_id, problem_id)
    found = proposals.list_proposals(connection, problem_id)
    return Shown(problem, found, life.is_own(connection, desk.keyring, actor, problem))


def _resolve(connection: Connection, guild_id: int, text: str | None, thread_id: int) -> ProblemId:
    if text is None or not is_visible(text):
        here = problems.find_by_message(connection, thread_id)
        if here is None or here.guild_id != guild_id:
            raise Refusal(
                gettext("Which problem? Pick one with `problem:`, or type the command in its thread.")
            )
        return life.get_problem(connection, guild_id, here.id).id
    wanted = text.strip()
    picked = find_id(wanted)
    if picked is not None and problems.find_problem(connection, guild_id, ProblemId(picked)):
        return life.get_problem(connection, guild_id, ProblemId(picked)).id
    found = _list_choices(connection, guild_id, wanted)
    exact = [one for one in found if one.details.title.casefold() == wanted.casefold()]
    if len(exact) != 1 and len(found) != 1:
        what = gettext("several problems") if found else gettext("no problem")
        raise Refusal(
            gettext(
                "“{text}” fits {what}. Start typing a title and pick one from the list.",
                text=shortened(wanted),
                what=what,
            )
        )
    return (exact or found)[0].id


def _resolve_proposal(connection: Connection, problem_id: ProblemId, text: str) -> ProposalId:
    picked = find_id(text.strip())
    if picked is None or proposals.find_proposal(connection, problem_id, ProposalId(picked)) is None:
        raise Refusal(gettext("I don't know that proposal. Pick one from the list, please."))
    return ProposalId(picked)


def _list_choices(connection: Connection, guild_id: int, text: str) -> list[Problem]:
    terms = read_terms(text, is_unfinished=True)
    if not terms:
        return problems.list_problems(connection, guild_id, None, None, _MOST_CHOICES)
    return searching.find(connection, Scope(guild_id), terms, _MOST_CHOICES)
