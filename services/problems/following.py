"""What others do to the board: threads that are deleted, locked or tagged, messages and members that go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from db import guilds, posts, problems, proposals, votes
from db.connection import Connection
from domain.ids import ProblemId
from domain.mirrors import MirrorKind
from domain.notices import NoticeKind
from domain.posts import PROBLEM_POSTS
from domain.problems import tags as tag_names
from domain.problems.problem import TITLE_LENGTH, Problem, State
from domain.text import folded, is_visible
from services.problems import life
from services.problems.desk import ProblemDesk
from services.problems.proposing import remove


@dataclass(frozen=True, slots=True)
class ThreadState:
    """How a problem's thread stands in Discord.

    `tags` are names by id; None where a thread has none (under a text channel).
    """

    thread_id: int
    is_locked: bool
    is_archived: bool
    name: str = ""
    tags: Mapping[int, str] | None = None
    is_back: bool = False  # it was archived until now


@dataclass(frozen=True, slots=True)
class Following:
    """Use cases that take over what happened in Discord. Most events are not about the board."""

    desk: ProblemDesk

    async def is_ours(self, thread_id: int) -> bool:
        """Whether a problem has this thread."""
        found = await self.desk.database.read(problems.find_by_message, thread_id)
        return found is not None and found.state is not State.REMOVED

    async def take_over(self, thread: ThreadState) -> None:
        """The thread stands like this now."""
        if await self.is_ours(thread.thread_id):
            await self.desk.database.write(_take_over, thread, self.desk.now())

    async def forget_message(self, message_id: int) -> Problem | None:
        """A message, or the thread of its id, was deleted: what it showed is on the board no more.

        The problem, if it was one that was on the board until now.
        """
        if not await self.desk.database.read(_is_shown, message_id):
            return None
        now, random = self.desk.now(), self.desk.random
        return await self.desk.database.write(_forget, self.desk, message_id, now, random)

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        """A member left: their votes on what is open go, their problems and proposals stay.

        Nothing is said of anonymous problems: what changed when somebody leaves would tell whose they are.
        """
        await self.desk.database.write(_drop_leaver, guild_id, user_id, self.desk.now())

    async def forget_board(self, guild_id: int, channel_id: int) -> None:
        """A channel was deleted: what stood in it is on the board no more."""
        if await self.desk.database.read(problems.list_in_channel, guild_id, channel_id):
            await self.desk.database.write(
                _forget_board, guild_id, channel_id, self.desk.now(), self.desk.random
            )

    async def rename_tags(self, guild_id: int, channel_id: int, names: Mapping[str, str]) -> None:
        """A forum's tags have other names now; by the old name."""
        await self.desk.database.write(_rename_tags, guild_id, channel_id, names, self.desk.now())

    async def note_author_left(self, problem_id: ProblemId, user_ids: Collection[int]) -> None:
        """These members are gone; the problem's author may be one of them."""
        await self.desk.database.write(_note_if_author_left, problem_id, user_ids, self.desk.now())

    async def find_author(self, problem_id: ProblemId) -> int | None:
        """Who shared the problem, if that is known and they have not left."""
        found = await self.desk.database.read(problems.load_problem, problem_id)
        return found.author_id if found is not None and not found.has_author_left else None

    async def list_unsettled(self) -> list[Problem]:
        """Every problem that is open and has a thread, for a look at how it stands."""
        return await self.desk.database.read(problems.list_unsettled)


def _is_shown(connection: Connection, message_id: int) -> bool:
    return any(rows.find_by_message(connection, message_id) is not None for rows in (problems, proposals))


def _take_over(connection: Connection, thread: ThreadState, now: datetime) -> None:
    problem = problems.find_by_message(connection, thread.thread_id)
    if problem is None:
        return
    if problem.is_locked is not thread.is_locked:
        problems.set_locked(connection, problem.id, is_locked=thread.is_locked)
    shown: list[str] | None = None
    if thread.tags is not None and problem.board.is_forum:
        settings = guilds.get_settings(connection, problem.guild_id)
        shown = tag_names.by_meaning(thread.tags, settings.state_tag_ids)
        hidden = problems.list_hidden_tags(connection, problem.id)
        names = tag_names.taken_over(shown, problem.details.tags, hidden)
        if {tag_names.key(tag) for tag in names} != {tag_names.key(tag) for tag in problem.details.tags}:
            problems.set_tags(connection, problem, names)
    title = folded(thread.name)[:TITLE_LENGTH]
    if is_visible(title) and title != problem.details.title:
        problems.set_title(connection, problem.id, title)
    current = problems.load_problem(connection, problem.id)
    if current != problem:
        life.follow(connection, problem.id, now)
    elif thread.is_back:
        life.touch_card(connection, problem, now)
    elif shown is not None and not thread.is_archived and not _shows_stage(problem, shown):
        life.touch(connection, problem.id, MirrorKind.TAGS, problem.guild_id, now)


def _shows_stage(problem: Problem, tags: Sequence[str]) -> bool:
    shown = {tag_names.key(tag) for tag in tags if tag_names.is_state_tag(tag)}
    wanted = tag_names.STATE_TAGS.get(problem.stage)
    return shown == ({wanted} if wanted else set())


def _forget(
    connection: Connection, desk: ProblemDesk, message_id: int, now: datetime, random: Random
) -> Problem | None:
    problem = problems.find_by_message(connection, message_id)
    if problem is not None and problem.state is not State.REMOVED:
        _remove_problem(connection, problem, now, random)
        return problem
    proposal = proposals.find_by_message(connection, message_id)
    if proposal is not None:
        parent = problems.load_problem(connection, proposal.problem_id)
        assert parent is not None, "problems are not deleted"
        if parent.state is State.REMOVED:
            proposals.delete_proposal(connection, proposal.id)
        else:
            remove(connection, desk, parent, proposal, now, random)
    return None


def _remove_problem(connection: Connection, problem: Problem, now: datetime, random: Random) -> None:
    problems.set_removed(connection, problem.id)
    posts.delete_unsent(connection, problem.id, PROBLEM_POSTS)
    life.follow(connection, problem.id, now)
    life.tell_author(connection, problem, NoticeKind.PROBLEM_REMOVED, str(problem.id), now, random)


def _forget_board(
    connection: Connection, guild_id: int, channel_id: int, now: datetime, random: Random
) -> None:
    for problem in problems.list_in_channel(connection, guild_id, channel_id):
        _remove_problem(connection, problem, now, random)


def _rename_tags(
    connection: Connection, guild_id: int, channel_id: int, names: Mapping[str, str], now: datetime
) -> None:
    renamed = {tag_names.key(old): new for old, new in names.items()}
    for problem in problems.list_in_channel(connection, guild_id, channel_id):
        tags = [renamed.get(tag_names.key(tag), tag) for tag in problem.details.tags]
        if tags != list(problem.details.tags):
            problems.set_tags(connection, problem, list(dict.fromkeys(tags)))
            life.follow(connection, problem.id, now)


def _note_if_author_left(
    connection: Connection, problem_id: ProblemId, user_ids: Collection[int], now: datetime
) -> None:
    problem = problems.load_problem(connection, problem_id)
    if problem is not None and problem.author_id in user_ids:
        _note_author_left(connection, problem, now)


def _drop_leaver(connection: Connection, guild_id: int, user_id: int, now: datetime) -> None:
    for subject_id in votes.list_open_subjects(connection, guild_id, user_id):
        votes.delete_votes(connection, subject_id, [user_id])
    for problem in problems.list_by_author(connection, guild_id, user_id):
        _note_author_left(connection, problem, now)


def _note_author_left(connection: Connection, problem: Problem, now: datetime) -> None:
    problems.set_author_left(connection, problem.id)
    if problem.state is State.OPEN:
        life.follow(connection, problem.id, now)
