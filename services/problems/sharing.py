"""Sharing a problem: a draft is typed, compared with similar problems, and posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from db import author_tokens, problem_drafts, problems
from domain.boards import Board
from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.posts import PostKind
from domain.problems.anonymity import Keyring
from domain.problems.problem import (
    Problem,
    ProblemDetails,
    ProblemState,
    check_title,
    check_tried,
    check_wants,
)
from domain.problems.tags import check_tags
from languages import gettext, gettext_noop
from services import retention
from services.problems import effects
from services.problems.anonymous_sharing import check_may_share
from services.problems.searching import list_similar
from services.transaction import Transaction

_FORGOTTEN = gettext_noop(
    "This draft has expired, and nothing was posted. Please share it again with `/problem share`."
)


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """What an author typed, as they typed it."""

    title: str = ""
    wants: str = ""
    tried: str = ""
    tags: tuple[str, ...] = ()
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A form that is kept until it is posted, and the board that it would go to."""

    id: int
    form: ProblemForm
    board: Board


@dataclass(frozen=True, slots=True)
class DraftReview:
    """A draft that could be posted, and the problems that are like it, solved ones first."""

    draft: ProblemDraft
    similar_problems: list[Problem] = field(default_factory=list)


def save_draft(
    tx: Transaction,
    keyring: Keyring,
    actor: Actor,
    form: ProblemForm,
    board: Board,
    draft_id: int | None = None,
) -> ProblemDraft:
    """Stores what was typed before it is checked, so that nothing typed is lost; returns the draft.

    `draft_id` is the draft that it replaces; None makes a new one.
    """
    draft = ProblemDraft(draft_id or tx.new_id(), form, board)
    retention.forget_drafts(tx)
    payload = {"form": asdict(form), "board": asdict(board)}
    guild_id, user_id = actor.guild_id, actor.user_id
    problem_drafts.insert_draft(tx.connection, keyring, guild_id, user_id, draft.id, payload, tx.now_ms)
    return draft


def find_draft(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> ProblemDraft | None:
    """Returns the member's own draft; None where it is posted or forgotten."""
    try:
        return get_draft(tx, keyring, actor, draft_id)
    except Refusal:
        return None


def choose_board(settings: GuildSettings, typed_in: Board) -> Board:
    """Returns the server's board; where it has none, `typed_in`, the place in which the problem was typed."""
    return settings.board or typed_in


def get_draft(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> ProblemDraft:
    """Returns the member's own draft. Raises Refusal where it is posted or forgotten."""
    payload = problem_drafts.find_draft(tx.connection, keyring, actor.guild_id, actor.user_id, draft_id)
    if payload is None or "board" not in payload:  # what changes a problem goes to no board
        raise Refusal(gettext(_FORGOTTEN))
    return ProblemDraft(draft_id, read_form(payload["form"]), Board(**payload["board"]))


def read_form(stored: dict[str, Any]) -> ProblemForm:
    """Returns the form that a draft holds."""
    return ProblemForm(**(stored | {"tags": tuple(stored["tags"])}))


def review_draft(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> DraftReview:
    """Checks the draft, and returns it with the problems that are like it.

    Raises Refusal where it is forgotten, something in it cannot be read, the member has shared too many, or
    may not share anonymously.
    """
    draft = get_draft(tx, keyring, actor, draft_id)
    details = check_form(draft.form)
    _check_limits(tx, keyring, actor)
    if draft.form.is_anonymous:
        check_may_share(tx, keyring, actor)
    text = f"{details.wants}\n{' '.join(details.tags)}"
    return DraftReview(draft, list_similar(tx, actor.guild_id, details.title, text))


def check_form(form: ProblemForm) -> ProblemDetails:
    """Returns what was typed as it stands on the board. Raises Refusal where something cannot be read."""
    return ProblemDetails(
        title=check_title(form.title),
        wants=check_wants(form.wants),
        tried=check_tried(form.tried),
        tags=check_tags(form.tags),
    )


def _check_limits(tx: Transaction, keyring: Keyring, actor: Actor) -> None:
    own = effects.list_own(tx, keyring, actor)
    is_open = [problem for problem in own if problem.state is ProblemState.OPEN]
    if len(is_open) >= tx.config.problems.open_per_member:
        raise Refusal(
            gettext(
                "You have {count} open problems on the board, and it is easier to help with fewer. "
                "Close one that no longer matters, or accept a proposal; `/problem mine` lists them.",
                count=len(is_open),
            )
        )
    recent = [problem for problem in own if problem.created_at > tx.now - timedelta(hours=1)]
    if len(recent) >= tx.config.problems.shared_per_hour:
        raise Refusal(
            gettext(
                "You have shared {count} problems within an hour. Give people a moment with those; "
                "I keep this draft for a day.",
                count=len(recent),
            )
        )


def post(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> Problem:
    """Puts the draft on the board and returns the problem; doing it twice puts it there once.

    Raises Refusal where it is forgotten, something in it cannot be read, the member has shared too many, or
    may not share anonymously.
    """
    problem_id = keyring.problem_id(draft_id)
    posted = problems.find_problem(tx.connection, actor.guild_id, problem_id)
    if posted is not None and effects.is_own(tx, keyring, actor, posted):
        return posted  # the button was pressed twice
    draft = get_draft(tx, keyring, actor, draft_id)
    details = check_form(draft.form)
    _check_limits(tx, keyring, actor)
    if draft.form.is_anonymous:
        check_may_share(tx, keyring, actor)
    author_id = None if draft.form.is_anonymous else actor.user_id
    problem = Problem(problem_id, actor.guild_id, author_id, details, draft.board, tx.now)
    if not problems.insert_problem(tx.connection, problem):
        raise Refusal(gettext(_FORGOTTEN))
    if problem.is_anonymous:
        author_tokens.insert_author(tx.connection, keyring, actor.guild_id, actor.user_id, problem_id)
    else:
        problems.set_author_back(tx.connection, actor.guild_id, actor.user_id)
    problem_drafts.delete_draft(tx.connection, draft_id)
    effects.plan_digest(tx, actor.guild_id)
    effects.post(tx, problem, PostKind.PROBLEM, "", {}, tx.now)
    return effects.mark_changed(tx, problem_id)


def discard(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> None:
    """Deletes the member's own draft. Raises Refusal where it is forgotten already."""
    get_draft(tx, keyring, actor, draft_id)
    problem_drafts.delete_draft(tx.connection, draft_id)
