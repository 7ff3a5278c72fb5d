"""Changes in Discord that reach the board: threads deleted, locked or tagged, messages and members gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db import guilds, problem_edits, problems, proposals, votes
from domain.ids import ProblemId
from domain.notices import NoticeKind
from domain.pending_edits import EditKind
from domain.problems import tags as tag_names
from domain.problems.problem import TITLE_LENGTH, Problem, ProblemState
from domain.text import is_visible, on_one_line
from services.problems import effects
from services.problems.proposing import remove_proposal
from services.transaction import Transaction, Transactions


@dataclass(frozen=True, slots=True)
class ThreadState:
    """A problem's thread as it is in Discord.

    `tags` are names by id; None where the thread has none, as under a text channel.
    """

    thread_id: int
    is_locked: bool
    is_archived: bool
    name: str = ""
    tags: Mapping[int, str] | None = None
    is_back: bool = False  # it was archived until now


def _has_problem(tx: Transaction, thread_id: int) -> bool:
    problem = problems.find_by_message(tx.connection, thread_id)
    return problem is not None and problem.state is not ProblemState.REMOVED


def has_buttons(tx: Transaction, thread_id: int) -> bool:
    """Returns whether somebody may want to press a button in the thread: it is of an open problem.

    Under a text channel the problem's own button stands above the thread, those of proposals in it.
    """
    problem = problems.find_by_message(tx.connection, thread_id)
    if problem is None or problem.state is not ProblemState.OPEN or problem.is_locked:
        return False
    return problem.board.is_forum or problem.proposals > 0


async def apply_thread_state(transactions: Transactions, thread: ThreadState) -> None:
    """Takes over a thread's title, tags and lock; a thread that is not of the board costs only a read."""
    if await transactions.read(_has_problem, thread.thread_id):
        await transactions.write(_apply_thread_state, thread)


async def forget_message(transactions: Transactions, message_id: int) -> Problem | None:
    """Takes off the board what a deleted message, or a deleted thread of its id, has shown.

    Returns the problem; None where it showed none that was on the board, which costs only a read.
    """
    if not await transactions.read(_is_shown, message_id):
        return None
    return await transactions.write(_forget, message_id)


async def forget_board(transactions: Transactions, guild_id: int, channel_id: int) -> None:
    """Takes off the board what was in a deleted channel; a channel without problems costs only a read."""
    if await transactions.read(_is_board, guild_id, channel_id):
        await transactions.write(_forget_board, guild_id, channel_id)


def _is_board(tx: Transaction, guild_id: int, channel_id: int) -> bool:
    return bool(problems.list_in_channel(tx.connection, guild_id, channel_id))


def find_author(tx: Transaction, problem_id: ProblemId) -> int | None:
    """Returns the id of the problem's author; None where the author is anonymous or has left."""
    problem = problems.load_problem(tx.connection, problem_id)
    return problem.author_id if problem is not None and not problem.has_author_left else None


def list_unsettled(tx: Transaction) -> list[Problem]:
    """Returns every problem that is open and has a thread, for a look at the thread."""
    return problems.list_unsettled(tx.connection)


def _is_shown(tx: Transaction, message_id: int) -> bool:
    return any(rows.find_by_message(tx.connection, message_id) is not None for rows in (problems, proposals))


def _apply_thread_state(tx: Transaction, thread: ThreadState) -> None:
    problem = problems.find_by_message(tx.connection, thread.thread_id)
    if problem is None:
        return
    if problem.is_locked is not thread.is_locked:
        problems.set_locked(tx.connection, problem.id, is_locked=thread.is_locked)
    shown_tags: list[str] | None = None
    if thread.tags is not None and problem.board.is_forum:
        settings = guilds.get_settings(tx.connection, problem.guild_id)
        shown_tags = tag_names.canonical_names(thread.tags, settings.state_tag_ids)
    shows_past = _take_over(tx, problem, on_one_line(thread.name)[:TITLE_LENGTH], shown_tags)
    current = problems.load_problem(tx.connection, problem.id)
    if current != problem:
        effects.mark_changed(tx, problem.id)
    elif thread.is_back:
        effects.mark_card_outdated(tx, problem)
        if shows_past:
            effects.mark_outdated(tx, problem.id, EditKind.TITLE, problem.guild_id)
    elif shown_tags is not None and not thread.is_archived and not _shows_stage(problem, shown_tags):
        effects.mark_outdated(tx, problem.id, EditKind.TAGS, problem.guild_id)


def _take_over(tx: Transaction, problem: Problem, title: str, shown_tags: list[str] | None) -> bool:
    """Takes over what moderators have made of title and tags; `shown_tags` are None where there are none.

    Returns whether the thread still shows a title that the author has changed.
    """
    before = problem_edits.find_shown_before(tx.connection, problem.id)
    keys: frozenset[str] | None = None
    if shown_tags is not None:
        keys = tag_names.keys_of(tag for tag in shown_tags if not tag_names.is_state_tag(tag))
        hidden = problems.list_hidden_tags(tx.connection, problem.id)
        names = tag_names.merge_tags(shown_tags, problem.details.tags, hidden)
        if keys not in before.tags and tag_names.keys_of(names) != tag_names.keys_of(problem.details.tags):
            problems.set_tags(tx.connection, problem, names)
    if is_visible(title) and title != problem.details.title and title not in before.titles:
        problems.set_title(tx.connection, problem.id, title)
        effects.mark_agendas_outdated(tx, problem)
    if before and (left := before.after(title, keys)) != before:
        problem_edits.set_shown_before(tx.connection, problem.id, left)
    return title in before.titles


def _shows_stage(problem: Problem, tags: Sequence[str]) -> bool:
    state_tags = {tag_names.tag_key(tag) for tag in tags if tag_names.is_state_tag(tag)}
    expected = tag_names.STATE_TAGS.get(problem.stage)
    return state_tags == ({expected} if expected else set())


def _forget(tx: Transaction, message_id: int) -> Problem | None:
    problem = problems.find_by_message(tx.connection, message_id)
    if problem is not None and problem.state is not ProblemState.REMOVED:
        remove_problem(tx, problem)
        return problem
    proposal = proposals.find_by_message(tx.connection, message_id)
    if proposal is not None:
        parent = problems.load_problem(tx.connection, proposal.problem_id)
        assert parent is not None, "problems are not deleted"
        if parent.state is ProblemState.REMOVED:
            proposals.delete_proposal(tx.connection, proposal.id)
        else:
            remove_proposal(tx, parent, proposal)
    return None


def remove_problem(tx: Transaction, problem: Problem) -> None:
    """Takes a problem off the board whose message was deleted; its author hears of it."""
    problems.set_removed(tx.connection, problem.id)
    effects.mark_changed(tx, problem.id)
    effects.notify_author(tx, problem, NoticeKind.PROBLEM_REMOVED, str(problem.id))


def _forget_board(tx: Transaction, guild_id: int, channel_id: int) -> None:
    for problem in problems.list_in_channel(tx.connection, guild_id, channel_id):
        remove_problem(tx, problem)


def rename_tags(tx: Transaction, guild_id: int, channel_id: int, names: Mapping[str, str]) -> None:
    """Renames tags of a forum on its problems; `names` are the new names by the old ones."""
    renamed = {tag_names.tag_key(old): new for old, new in names.items()}
    for problem in problems.list_in_channel(tx.connection, guild_id, channel_id):
        tags = [renamed.get(tag_names.tag_key(tag), tag) for tag in problem.details.tags]
        if tags != list(problem.details.tags):
            problems.set_tags(tx.connection, problem, list(dict.fromkeys(tags)))
            effects.mark_changed(tx, problem.id)


def note_author_left(tx: Transaction, problem_id: ProblemId, user_ids: Collection[int]) -> None:
    """Notes that the problem's author has left, if they are one of these members."""
    problem = problems.load_problem(tx.connection, problem_id)
    if problem is not None and problem.author_id in user_ids:
        _note_author_left(tx, problem)


def drop_leaver(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Drops the votes on open problems of a member who left; their problems and proposals stay.

    Anonymous problems stay as they are: a change when somebody leaves would tell whose they are.
    """
    for subject_id in votes.list_open_subjects(tx.connection, guild_id, user_id):
        votes.delete_votes(tx.connection, subject_id, [user_id])
    for problem in problems.list_by_author(tx.connection, guild_id, user_id):
        _note_author_left(tx, problem)


def _note_author_left(tx: Transaction, problem: Problem) -> None:
    problems.set_author_left(tx.connection, problem.id)
    if problem.state is ProblemState.OPEN:
        effects.mark_changed(tx, problem.id)
