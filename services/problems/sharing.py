"""Sharing a problem: typed, shown similar ones, posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random

from db import problem_drafts, problems, seals
from db.connection import Connection
from db.values import to_ms
from domain.boards import Board
from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import ProblemId, new_id
from domain.posts import PostKind
from domain.problems.problem import Details, Problem, State, check_title, check_tried, check_wants
from domain.problems.tags import check_tags
from languages import gettext, gettext_noop
from services.problems import life
from services.problems.desk import ProblemDesk
from services.problems.searching import list_similar

_KEPT_FOR = timedelta(days=1)
_FORGOTTEN = gettext_noop(
    "I have forgotten this draft, nothing was posted. Please `/problem share` it again."
)


@dataclass(frozen=True, slots=True)
class Form:
    """What an author typed, as they typed it."""

    title: str = ""
    wants: str = ""
    tried: str = ""
    tags: tuple[str, ...] = ()
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is kept until it is posted, and where it would go."""

    id: int
    form: Form
    board: Board


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that could be posted, and the problems that are like it, solved ones first."""

    draft: Draft
    similar: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Use cases of whoever has a problem. All of them raise Refusal."""

    desk: ProblemDesk

    async def keep(self, actor: Actor, form: Form, board: Board, draft_id: int | None = None) -> Draft:
        """Keep what was typed before anything is made of it, so that nothing typed is lost."""
        draft = Draft(draft_id or new_id(self.desk.random), form, board)
        await self.desk.database.write(_keep, self.desk, actor, draft, self.desk.now())
        return draft

    async def get_draft(self, actor: Actor, draft_id: int) -> Draft:
        """The member's own draft."""
        return await self.desk.database.read(_get_draft, self.desk, actor, draft_id)

    async def find_draft(self, actor: Actor, draft_id: int) -> Draft | None:
        """The member's own draft; None if it is posted or forgotten."""
        try:
            return await self.get_draft(actor, draft_id)
        except Refusal:
            return None

    async def offer(self, actor: Actor, draft_id: int) -> Offer:
        """Check the draft, and find what is like it."""
        return await self.desk.database.read(_offer, self.desk, actor, draft_id, self.desk.now())

    async def post(self, actor: Actor, draft_id: int) -> Problem:
        """Put the draft on the board. Doing it twice puts it there once."""
        return await self.desk.database.write(
            _post, self.desk, actor, draft_id, self.desk.now(), self.desk.random
        )

    async def discard(self, actor: Actor, draft_id: int) -> None:
        """Forget the draft."""
        await self.desk.database.write(_discard, self.desk, actor, draft_id)

    async def purge(self) -> None:
        """Forget the drafts that nobody came back to."""
        before = to_ms(self.desk.now() - _KEPT_FOR)
        await self.desk.database.write(problem_drafts.delete_drafts_before, before)


def board_of(settings: GuildSettings, here: Board) -> Board:
    """Where a problem goes: the server's board, or where it was typed if there is none."""
    return settings.board or here


def _keep(connection: Connection, desk: ProblemDesk, actor: Actor, draft: Draft, now: datetime) -> None:
    problem_drafts.delete_drafts_before(connection, to_ms(now - _KEPT_FOR))
    mark = desk.keyring.mark(draft.id, actor.user_id)
    payload = {"form": asdict(draft.form), "board": asdict(draft.board)}
    problem_drafts.insert_draft(connection, draft.id, actor.guild_id, mark, payload, to_ms(now))


def _get_draft(connection: Connection, desk: ProblemDesk, actor: Actor, draft_id: int) -> Draft:
    mark = desk.keyring.mark(draft_id, actor.user_id)
    payload = problem_drafts.find_draft(connection, draft_id, actor.guild_id, mark)
    if payload is None:
        raise Refusal(gettext(_FORGOTTEN))
    form = payload["form"]
    return Draft(draft_id, Form(**(form | {"tags": tuple(form["tags"])})), Board(**payload["board"]))


def _offer(connection: Connection, desk: ProblemDesk, actor: Actor, draft_id: int, now: datetime) -> Offer:
    draft = _get_draft(connection, desk, actor, draft_id)
    details = _checked(draft.form)
    _check_limits(connection, desk, actor, now)
    text = f"{details.wants}\n{' '.join(details.tags)}"
    return Offer(draft, list_similar(connection, actor.guild_id, details.title, text))


def _checked(form: Form) -> Details:
    return Details(
        title=check_title(form.title),
        wants=check_wants(form.wants),
        tried=check_tried(form.tried),
        tags=check_tags(form.tags),
    )


def _check_limits(connection: Connection, desk: ProblemDesk, actor: Actor, now: datetime) -> None:
    own = life.list_own(connection, desk.keyring, actor)
    is_open = [problem for problem in own if problem.state is State.OPEN]
    if len(is_open) >= desk.rules.open_per_member:
        raise Refusal(
            gettext(
                "You have {count} open problems on the board, and it is easier to help with fewer. "
                "Close one that no longer matters (`/problem close`), or accept a proposal; "
                "`/problem mine` lists them.",
                count=len(is_open),
            )
        )
    recent = [problem for problem in own if problem.created_at > now - timedelta(hours=1)]
    if len(recent) >= desk.rules.shared_per_hour:
        raise Refusal(
            gettext(
                "You have shared {count} problems within an hour. Give people a moment with those; "
                "I keep this draft for a day.",
                count=len(recent),
            )
        )


def _post(
    connection: Connection, desk: ProblemDesk, actor: Actor, draft_id: int, now: datetime, random: Random
) -> Problem:
    problem_id = ProblemId(draft_id)
    posted = problems.find_problem(connection, actor.guild_id, problem_id)
    if posted is not None and life.is_own(connection, desk.keyring, actor, posted):
        return posted  # the button was pressed twice
    draft = _get_draft(connection, desk, actor, draft_id)
    details = _checked(draft.form)
    _check_limits(connection, desk, actor, now)
    author_id = None if draft.form.is_anonymous else actor.user_id
    problem = Problem(problem_id, actor.guild_id, author_id, details, draft.board, now)
    if not problems.insert_problem(connection, problem):
        raise Refusal(gettext(_FORGOTTEN))
    if problem.is_anonymous:
        seals.insert_seal(connection, desk.keyring, actor.guild_id, actor.user_id, problem_id)
    else:
        problems.set_author_back(connection, actor.guild_id, actor.user_id)
    problem_drafts.delete_draft(connection, draft_id)
    life.plan_digest(connection, actor.guild_id, desk.rules, now)
    life.post(connection, problem, PostKind.PROBLEM, "", {}, now, random)
    return life.follow(connection, problem_id, now)


def _discard(connection: Connection, desk: ProblemDesk, actor: Actor, draft_id: int) -> None:
    _get_draft(connection, desk, actor, draft_id)
    problem_drafts.delete_draft(connection, draft_id)
