"""Changing what is posted: a problem by its author, a proposal by whoever made it.

What was typed is a draft until it holds, so that nothing typed is lost. Of two changes at once the second is
refused: whoever makes it has not read the first. Who has changed something is stored nowhere, and neither is
when: of an anonymous author both would tell something.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from db import problem_drafts, problem_edits, problems, proposals
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.pending_edits import EditKind
from domain.problems import tags as tag_names
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, ProblemDetails, Proposal, check_proposal
from domain.problems.shown import ShownBefore
from domain.problems.state_machine import Action, check_edit, next_state
from languages import gettext, gettext_noop
from services import outbox, retention
from services.problems import effects, sharing
from services.problems.proposing import get_proposal
from services.problems.sharing import ProblemForm
from services.transaction import Transaction

_FORGOTTEN = gettext_noop("What you typed there has expired. To start again: `/problem show`, *Edit*.")


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """What was typed to change a problem, or one of its proposals where `proposal_id` is not None.

    `form` is the problem's, `text` the proposal's.
    """

    id: int
    problem_id: ProblemId
    proposal_id: ProposalId | None = None
    form: ProblemForm | None = None
    text: str = ""


def check_problem(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Returns the problem that the member wants to change.

    Raises Refusal where it is not on the board, closed, locked or not theirs.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    check_edit(problem, effects.role_of(tx, keyring, actor, problem))
    return problem


def check_own_proposal(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId
) -> tuple[Problem, Proposal]:
    """Returns the proposal that the member wants to change, with its problem.

    Raises Refusal where it is taken away or not theirs, or the problem takes no proposals any more.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    proposal = get_proposal(tx, problem, proposal_id)
    if proposal.author_id != actor.user_id:
        raise Refusal(gettext("Only whoever made a proposal can change what it says."))
    next_state(problem, Action.PROPOSE, effects.role_of(tx, keyring, actor, problem))
    return problem, proposal


def find_problem(tx: Transaction, guild_id: int, typed: ChangeDraft) -> Problem:
    """Returns the problem of the draft, even where it has left the board. Raises Refusal where it is gone."""
    problem = problems.find_problem(tx.connection, guild_id, typed.problem_id)
    if problem is None:
        raise Refusal(gettext(_FORGOTTEN))
    return problem


def find_revision(tx: Transaction, guild_id: int, typed: ChangeDraft) -> int:
    """Returns how often what the draft changes has been changed by now; 0 for a proposal that is gone."""
    problem = find_problem(tx, guild_id, typed)
    if typed.proposal_id is None:
        return problem.revision
    proposal = proposals.find_proposal(tx.connection, problem.id, typed.proposal_id)
    return proposal.revision if proposal is not None else 0


def save_draft(tx: Transaction, keyring: Keyring, actor: Actor, typed: ChangeDraft) -> None:
    """Stores what was typed before it is checked, so that nothing typed is lost.

    Raises Refusal where the server has never had such a problem.
    """
    find_problem(tx, actor.guild_id, typed)
    retention.forget_drafts(tx)
    payload = asdict(replace(typed, id=0))
    guild_id, user_id = actor.guild_id, actor.user_id
    problem_drafts.insert_draft(tx.connection, keyring, guild_id, user_id, typed.id, payload, tx.now_ms)


def get_draft(tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int) -> ChangeDraft:
    """Returns the member's own draft. Raises Refusal where it holds by now or is forgotten."""
    payload = problem_drafts.find_draft(tx.connection, keyring, actor.guild_id, actor.user_id, draft_id)
    if payload is None or "problem_id" not in payload:
        raise Refusal(gettext(_FORGOTTEN))
    return _read_draft(draft_id, payload)


def _read_draft(draft_id: int, payload: dict[str, Any]) -> ChangeDraft:
    form, proposal_id = payload["form"], payload["proposal_id"]
    return ChangeDraft(
        id=draft_id,
        problem_id=ProblemId(payload["problem_id"]),
        proposal_id=ProposalId(proposal_id) if proposal_id is not None else None,
        form=sharing.read_form(form) if form is not None else None,
        text=payload["text"],
    )


def change_problem(
    tx: Transaction,
    keyring: Keyring,
    actor: Actor,
    draft_id: int,
    revision: int,
    kept_tags: Sequence[str] = (),
    banned_tags: Collection[str] = (),
) -> Problem:
    """Has the draft hold and returns the problem.

    `revision` is what the problem was at when the form was opened. `kept_tags` are those that the form did
    not offer, `banned_tags` are keys of those that the member may not add. Raises Refusal as `check_problem`
    does, where something in it cannot be read, or the problem was changed meanwhile.
    """
    draft = get_draft(tx, keyring, actor, draft_id)
    problem = check_problem(tx, keyring, actor, draft.problem_id)
    assert draft.form is not None, "a problem's form makes a problem's draft"
    chosen = [tag for tag in draft.form.tags if tag_names.tag_key(tag) not in banned_tags]
    details = sharing.check_form(replace(draft.form, tags=(*kept_tags, *chosen)))
    if tag_names.keys_of(details.tags) == tag_names.keys_of(problem.details.tags):
        details = replace(details, tags=problem.details.tags)  # in the order in which they stand
    if problem.revision != revision or not _save(tx, problem, details):
        raise Refusal(
            gettext(
                "Somebody has changed this problem while you were typing: the title is “{title}” now. Look "
                "at it again with `/problem show`; what you typed is kept, and *Edit* opens it.",
                title=problem.details.title,
            )
        )
    problem_drafts.delete_draft(tx.connection, draft_id)
    return effects.mark_changed(tx, problem.id)


def _save(tx: Transaction, problem: Problem, details: ProblemDetails) -> bool:
    """Stores the details, with what follows in Discord; returns False where another change came first."""
    if details == problem.details:
        return True
    if not problem_edits.save_details(tx.connection, problem, details):
        return False
    problem_edits.set_shown_before(tx.connection, problem.id, _past_of(tx, problem, details))
    if problem.message_id is None:
        outbox.retry_now(tx, problem.guild_id)  # it may have waited for a tag
    else:
        effects.mark_outdated(tx, problem.id, EditKind.TITLE, problem.guild_id)
    if details.title != problem.details.title:
        effects.mark_agendas_outdated(tx, problem)
    return True


def _past_of(tx: Transaction, problem: Problem, details: ProblemDetails) -> ShownBefore:
    past = problem_edits.find_shown_before(tx.connection, problem.id)
    past = past.with_title(problem.details.title, details.title)
    before, after = tag_names.keys_of(problem.details.tags), tag_names.keys_of(details.tags)
    if not problem.board.is_forum or before == after:
        return past
    return past.with_tags(before - tag_names.keys_of(problems.list_hidden_tags(tx.connection, problem.id)))


def change_proposal(
    tx: Transaction, keyring: Keyring, actor: Actor, draft_id: int, revision: int
) -> tuple[Problem, Proposal]:
    """Has the draft hold and returns the proposal with its problem.

    Raises Refusal as `check_own_proposal` does, where the text cannot be a proposal, or it was changed
    meanwhile.
    """
    draft = get_draft(tx, keyring, actor, draft_id)
    assert draft.proposal_id is not None, "a proposal's form makes a proposal's draft"
    problem, proposal = check_own_proposal(tx, keyring, actor, draft.problem_id, draft.proposal_id)
    text = check_proposal(draft.text)
    is_edited = proposal.is_edited or _has_been_answered(problem, proposal)
    if proposal.revision != revision or (
        text != proposal.text and not proposals.save_text(tx.connection, proposal, text, is_edited=is_edited)
    ):
        raise Refusal(
            gettext(
                "This proposal was changed while you were typing. Look at it again with `/problem show`; "
                "what you typed is kept, and *Edit* opens it."
            )
        )
    problem_drafts.delete_draft(tx.connection, draft_id)
    if text != proposal.text:
        effects.mark_outdated(tx, proposal.id, EditKind.PROPOSAL, problem.guild_id)
    return effects.mark_changed(tx, problem.id), replace(proposal, text=text)


def _has_been_answered(problem: Problem, proposal: Proposal) -> bool:
    """Returns whether somebody has liked, accepted or tried it, or kept it in the words of a reply."""
    is_accepted = problem.accepted_id == proposal.id
    return bool(proposal.votes or is_accepted or proposal.outcome is not None or proposal.source is not None)
