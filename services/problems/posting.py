"""What is posted about the board: problems, proposals, actions, questions, the digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from db import agendas, guilds, posts, problems, proposals
from db.values import from_ms, to_ms
from domain.guilds import GuildSettings
from domain.ids import PostId, ProblemId, ProposalId
from domain.notices import NoticeKind
from domain.pending_edits import EditKind
from domain.posts import PROBLEM_POSTS, Post, PostKind, PostState, Rejected
from domain.problems.digest import DIGEST_PERIOD, Digest, make_digest
from domain.problems.problem import Problem, ProblemState, Proposal, Stage
from services import outbox
from services.problems import discord_changes, effects, proposing, solution_news
from services.transaction import Transaction

_DIGESTS_AT_ONCE = 200
_READ_FOR_DIGEST = 200
_WAITS_FOR_TAG = "waits_for_tag"
_DIGEST_HELPS_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ProblemDelivery:
    """A leased post about a problem with all that is needed to write it, as of `claimed_at`.

    `problem` is None for a digest; `proposal` is the one that the post is about.
    """

    post: Post
    settings: GuildSettings
    claimed_at: datetime
    problem: Problem | None = None
    proposal: Proposal | None = None
    proposals: list[Proposal] = field(default_factory=list)
    digest: Digest | None = None
    is_answered: bool = False  # what it asks; its buttons go

    @property
    def is_late(self) -> bool:
        """Returns whether it no longer helps: it may be found to have arrived, but is not to be sent."""
        return self.is_needless or self.claimed_at >= self.post.useful_until

    @property
    def waits_for_tag(self) -> bool:
        """Returns whether it waited for a tag at the last try: its forum demands one."""
        return bool(self.post.payload.get(_WAITS_FOR_TAG))

    @property
    def is_needless(self) -> bool:
        """Returns whether nobody misses it: what has happened since its first try leaves nothing to say."""
        return not _is_wanted(self)


def is_due(tx: Transaction) -> bool:
    """Returns whether there is anything to send."""
    now_ms = tx.now_ms
    return posts.has_due(tx.connection, PROBLEM_POSTS, now_ms) or bool(
        guilds.list_digests_due(tx.connection, now_ms, 1)
    )


def mark_sent(tx: Transaction, delivery: ProblemDelivery, channel_id: int, message_id: int) -> None:
    """Notes that the post is this message in Discord, and what follows from that."""
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT, message_id, channel_id)
    problem, proposal = delivery.problem, delivery.proposal
    if delivery.post.kind is PostKind.PROBLEM and problem is not None:
        problems.set_message(tx.connection, problem.id, message_id)
        current = problems.load_problem(tx.connection, problem.id)
        was_found = delivery.post.first_tried_at is not None  # then it shows an earlier state
        if current is not None and (was_found or replace(current, message_id=problem.message_id) != problem):
            effects.mark_card_outdated(tx, current)
            if current.revision != problem.revision:  # its author has changed it meanwhile
                effects.mark_outdated(tx, current.id, EditKind.TITLE, current.guild_id)
    elif delivery.post.kind is PostKind.PROPOSAL and proposal is not None:
        proposals.set_message(tx.connection, proposal.id, message_id)
        now = proposals.load_proposal(tx.connection, proposal.id)
        if now is not None and now.revision != proposal.revision:
            effects.mark_outdated(tx, proposal.id, EditKind.PROPOSAL, delivery.post.guild_id)
    elif delivery.post.kind is PostKind.OUTCOME_QUESTION and problem is not None:
        problems.mark_asked(tx.connection, problem.id)


def set_waits_for_tag(tx: Transaction, delivery: ProblemDelivery, *, waits: bool) -> None:
    """Stores whether the problem's forum demands a tag that it lacks; the organisers hear of that once."""
    payload = {_WAITS_FOR_TAG: True} if waits else {}
    posts.set_payload(tx.connection, replace(delivery.post, payload=payload))
    if waits and delivery.problem is not None:
        channel_id = delivery.problem.board.channel_id
        kind, told = NoticeKind.FORUM_DEMANDS_TAG, {"channel_id": channel_id}
        effects.notify_organisers(tx, delivery.problem, kind, str(channel_id), told)


def look_again_for_tags(tx: Transaction) -> None:
    """Makes all problems due that wait for a tag: looking costs no request while there is none."""
    posts.retry_with_payload(tx.connection, PostKind.PROBLEM, tx.now_ms)


def waits_for_tag(tx: Transaction, problem_id: ProblemId) -> bool:
    """Returns whether the problem is not posted yet because its forum demands a tag."""
    post = posts.find_open(tx.connection, problem_id, PostKind.PROBLEM)
    return post is not None and bool(post.payload.get(_WAITS_FOR_TAG))


def mark_unknown(tx: Transaction, delivery: ProblemDelivery) -> None:
    """Puts off a post to which Discord gave no answer; the next try looks first whether it has arrived."""
    outbox.retry(tx, delivery.post)


def mark_missed(tx: Transaction, delivery: ProblemDelivery) -> None:
    """Gives up a post that did not arrive and no longer helps; a problem that was not posted is removed."""
    if delivery.is_needless:
        posts.finish_post(tx.connection, delivery.post.id, PostState.MERGED)
    else:
        _miss(tx, delivery.post)


def hide_tags(tx: Transaction, problem_id: ProblemId, tags: Sequence[str]) -> None:
    """Stores the tags that did not fit on the problem's forum post."""
    problems.set_hidden_tags(tx.connection, problem_id, tags)


def count_tags(tx: Transaction, guild_id: int) -> dict[str, int]:
    """Returns on how many problems each tag is."""
    return problems.count_tags(tx.connection, guild_id)


def list_hidden_tags(tx: Transaction, problem_id: ProblemId) -> list[str]:
    """Returns the tags that did not fit on the problem's forum post."""
    return problems.list_hidden_tags(tx.connection, problem_id)


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when the next digest is due; None where none is planned."""
    value = guilds.next_digest_ms(tx.connection)
    return from_ms(value) if value is not None else None


def advance(tx: Transaction) -> int:
    """Puts digests that are due into the outbox. Returns how many; 0 where none is left."""
    due = guilds.list_digests_due(tx.connection, tx.now_ms, _DIGESTS_AT_ONCE)
    for guild_id in due:
        settings = guilds.get_settings(tx.connection, guild_id)
        was_due_ms = guilds.get_digest_at(tx.connection, guild_id)
        following = tx.config.problems.digest.after(tx.now, settings.zone or tx.config.meetups.zone)
        guilds.set_digest_at(tx.connection, guild_id, to_ms(following))
        was_due_at = from_ms(was_due_ms or tx.now_ms)
        posts.insert_post(
            tx.connection,
            Post(
                id=PostId(tx.new_id()),
                guild_id=guild_id,
                subject_id=guild_id,
                kind=PostKind.DIGEST,
                key=was_due_at.date().isoformat(),
                due_at=was_due_at,
                useful_until=was_due_at + _DIGEST_HELPS_FOR,
            ),
        )
    return len(due)


def claim_due(tx: Transaction, limit: int, crowded: Collection[int] = ()) -> list[ProblemDelivery]:
    """Leases posts that are due and returns them, at most `limit`; none of the servers in `crowded`.

    The list is empty where nothing is left to claim.
    """
    return outbox.claim_due(tx, PROBLEM_POSTS, _prepare, _miss, limit, crowded)


def _prepare(tx: Transaction, post: Post) -> ProblemDelivery | None:
    """Returns the post with what it is about; None where that is gone."""
    settings = guilds.get_settings(tx.connection, post.guild_id)
    delivery = ProblemDelivery(replace(post, attempts=post.attempts + 1), settings, tx.now)
    if post.kind is PostKind.DIGEST:
        return replace(delivery, digest=_digest(tx, post.guild_id))
    proposal = None
    if post.kind is PostKind.PROPOSAL:
        proposal = proposals.load_proposal(tx.connection, ProposalId(post.subject_id))
        if proposal is None:
            return None
    problem_id = proposal.problem_id if proposal else ProblemId(post.subject_id)
    problem = problems.load_problem(tx.connection, problem_id)
    if problem is None:
        return None
    all_proposals = proposals.list_proposals(tx.connection, problem_id)
    if proposal is None:
        proposal_id = post.payload.get("proposal_id", problem.accepted_id)
        proposal = next((other for other in all_proposals if other.id == proposal_id), None)
    prepared = replace(delivery, problem=problem, proposal=proposal, proposals=all_proposals)
    if post.kind is PostKind.SOLUTION_NEWS and "user_ids" not in post.payload and _is_wanted(prepared):
        addressed = solution_news.address(tx, prepared.post, problem)
        return replace(prepared, post=addressed) if addressed.payload["user_ids"] else None
    return prepared


def load_present(tx: Transaction, post: Post) -> ProblemDelivery | None:
    """Returns a question that was sent with how it stands now; None where its message is left as it is."""
    delivery = _prepare(tx, post) if post.kind in effects.QUESTIONS else None
    if delivery is None or delivery.problem is None:
        return None
    return replace(delivery, is_answered=_is_answered(tx, delivery, delivery.problem))


def _is_answered(tx: Transaction, delivery: ProblemDelivery, problem: Problem) -> bool:
    proposal = delivery.proposal
    match delivery.post.kind:
        case PostKind.NUDGE:
            return problem.state is not ProblemState.OPEN
        case PostKind.OUTCOME_QUESTION:
            is_of_another_solution = delivery.post.key != str(problem.turns)
            return is_of_another_solution or proposal is None or proposal.outcome is not None
        case _:
            held = agendas.count_agendas(tx.connection, problem.id, tx.now_ms)
            return problem.state is not ProblemState.OPEN or held < delivery.post.payload["times"]


def _is_wanted(delivery: ProblemDelivery) -> bool:
    """Returns whether what has happened since leaves something to say."""
    kind, problem, proposal = delivery.post.kind, delivery.problem, delivery.proposal
    if problem is None:
        has_news = delivery.digest is not None and delivery.digest.has_news
        return has_news and bool(delivery.settings.digest_channel_ids)
    if problem.state is ProblemState.REMOVED:
        return False
    has_thread = problem.message_id is not None
    match kind:
        case PostKind.PROBLEM:
            return not has_thread
        case PostKind.PROPOSAL:
            return has_thread and proposal is not None and proposal.message_id is None
        case PostKind.NUDGE:
            is_idle = problem.stage is Stage.OPEN and not problem.is_locked and not problem.has_author_left
            return has_thread and is_idle
        case PostKind.STILL_MATTERS:
            return has_thread and problem.state is ProblemState.OPEN and not problem.is_locked
        case PostKind.OUTCOME_QUESTION:
            return has_thread and problem.stage is Stage.SOLVED and proposal is not None
        case PostKind.SOLUTION_NEWS:
            is_accepted = proposal is not None and proposal.id == problem.accepted_id
            return has_thread and is_accepted and problem.stage is Stage.SOLVED
        case _:
            return has_thread


def _digest(tx: Transaction, guild_id: int) -> Digest:
    unsolved = [
        problem
        for stage in (Stage.OPEN, Stage.WAITING)
        for problem in problems.list_problems(tx.connection, guild_id, stage, None, _READ_FOR_DIGEST)
    ]
    solved = problems.list_accepted_since(
        tx.connection, guild_id, to_ms(tx.now - DIGEST_PERIOD), _READ_FOR_DIGEST
    )
    return make_digest(problems.count_stages(tx.connection, guild_id), unsolved, solved, tx.now)


def mark_deleted(tx: Transaction, delivery: ProblemDelivery) -> None:
    """Notes that the post has been in Discord and was deleted there: it is not said again.

    A problem leaves the board, and a proposal is taken away, as if they were deleted a moment later.
    """
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT)
    problem, proposal = delivery.problem, delivery.proposal
    if delivery.post.kind is PostKind.PROBLEM and problem is not None:
        discord_changes.remove_problem(tx, problem)
    elif delivery.post.kind is PostKind.PROPOSAL and problem is not None and proposal is not None:
        proposing.remove_proposal(tx, problem, proposal)


def mark_rejected(tx: Transaction, delivery: ProblemDelivery, rejected: Rejected) -> None:
    """Puts off a post that was rejected, and lets the organisers know once."""
    outbox.put_off(tx, delivery.post, rejected)
    if delivery.problem is not None and not waits_for_tag(tx, delivery.problem.id):
        kind = NoticeKind.CANNOT_POST_PROBLEM
        effects.notify_organisers(tx, delivery.problem, kind, rejected.key, rejected.payload)


def _miss(tx: Transaction, post: Post) -> None:
    posts.finish_post(tx.connection, post.id, PostState.MISSED)
    if post.kind is not PostKind.PROBLEM:
        return
    problem = problems.load_problem(tx.connection, ProblemId(post.subject_id))
    if problem is not None and problem.state is not ProblemState.REMOVED:
        problems.set_removed(tx.connection, problem.id)
        effects.mark_changed(tx, problem.id)
        effects.notify_author(tx, problem, NoticeKind.PROBLEM_NOT_POSTED, str(problem.id))
