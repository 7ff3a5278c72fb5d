"""The agenda of a date: drawn up from the board, and moved by those who come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import agendas, brainstorms, guilds, meetup_dates, problems, proposals
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import ROUND_MIN, Candidate, Direction, draw_up, rank
from domain.meetups.brainstorm import Result
from domain.meetups.meetup import DateRef, Session
from domain.meetups.series import DateStatus
from domain.problems.problem import Problem, State
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.finding import get_meetup, get_occurrence

_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Agenda:
    """A date with what comes to its table, in order; `is_fixed` from the start on."""

    session: Session
    items: tuple[Candidate, ...]
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Agendas:
    """Use cases of those who come. They raise Refusal."""

    desk: Desk

    async def show(self, actor: Actor, ref: DateRef) -> Agenda:
        """The agenda of a date as it stands; before it is posted, what it would be now."""
        return await self.desk.database.read(_show, actor, ref, self.desk.now())

    async def wish(
        self, actor: Actor, date_id: DateId, problem_id: ProblemId, direction: Direction
    ) -> Agenda:
        """One up or one down for a problem; the same a second time takes it back."""
        now = self.desk.now()
        return await self.desk.database.write(_wish, actor, date_id, problem_id, direction, now)


def draft(connection: Connection, session: Session, now: datetime) -> tuple[Candidate, ...]:
    """The agenda of the date, drawn up now if it has none yet; what is on it is on no other."""
    guild_id, date_id = session.meetup.guild_id, session.date.id
    agendas.close_over(connection, guild_id, to_ms(now))
    if not agendas.list_items(connection, date_id):
        chosen = _draw_up(connection, session, now)
        agendas.insert_items(connection, guild_id, date_id, [one.problem_id for one in chosen])
    return load(connection, session, now)


def _draw_up(connection: Connection, session: Session, now: datetime) -> list[Candidate]:
    guild_id = session.meetup.guild_id
    taken = agendas.list_taken(connection, guild_id, to_ms(now))
    found = problems.list_open(connection, guild_id, _MOST_LOOKED_AT)
    candidates = [_candidate(connection, session, one, 0, now) for one in found if one.id not in taken]
    return draw_up(candidates, session.meetup.details.length_min, round_min(connection, guild_id))


def round_min(connection: Connection, guild_id: int) -> int:
    """How long the guild works on one problem, in minutes."""
    return guilds.get_settings(connection, guild_id).round_min or ROUND_MIN


def load(connection: Connection, session: Session, now: datetime) -> tuple[Candidate, ...]:
    """What is still open of the problems that were put on it, in the order that holds now."""
    wishes = agendas.list_items(connection, session.date.id)
    found = problems.list_by_ids(connection, wishes)
    still_open = [one for one in found if one.state is State.OPEN]
    return tuple(rank(_candidate(connection, session, one, wishes[one.id], now) for one in still_open))


def _candidate(
    connection: Connection, session: Session, problem: Problem, wishes: int, now: datetime
) -> Candidate:
    """The problem as it stands; whether an anonymous author comes is not known, and not told."""
    coming = {*session.guests.going, *session.guests.waitlist}
    carried = agendas.count_held(connection, problem.id, to_ms(now))
    result = brainstorms.find_last_result(connection, problem.id) if carried else None
    return Candidate(
        problem_id=problem.id,
        title=problem.details.title,
        message_id=problem.message_id,
        age_days=(now - problem.created_at) / timedelta(days=1),
        is_author_coming=problem.author_id is not None and problem.author_id in coming,
        votes=problem.votes,
        has_proposals=problem.proposals > 0,
        carried=carried,
        wishes=wishes,
        has_returned=not carried and proposals.has_failed(connection, problem.id),
        is_being_tried=result is Result.TRYING,
        needs_people=result is Result.PEOPLE,
    )


def _show(connection: Connection, actor: Actor, ref: DateRef, now: datetime) -> Agenda:
    meetup = get_meetup(connection, actor.guild_id, ref.meetup_id)
    item = get_occurrence(connection, meetup, ref, now)
    day = meetup_dates.find_date(connection, meetup.id, ref.on)
    if item.is_skipped or day is None:
        raise Refusal(gettext("That date has no agenda yet: it is drawn up shortly before the start."))
    session = schedule.load_session(connection, meetup, day)
    drawn_up = bool(agendas.list_items(connection, day.id))
    items = load(connection, session, now) if drawn_up else tuple(_draw_up(connection, session, now))
    return Agenda(session, items, is_fixed=not drawn_up or now >= day.starts_at)


def _wish(
    connection: Connection,
    actor: Actor,
    date_id: DateId,
    problem_id: ProblemId,
    direction: Direction,
    now: datetime,
) -> Agenda:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None or found[0].guild_id != actor.guild_id:
        raise Refusal(gettext("I don't know that date any more."))
    session = schedule.load_session(connection, *found)
    if session.date.status is not DateStatus.PLANNED or now >= session.date.starts_at:
        raise Refusal(gettext("The agenda is fixed from the start on, so that everybody has the same."))
    if actor.user_id not in (*session.guests.going, *session.guests.waitlist):
        raise Refusal(gettext("▲ and ▼ are for those who come: say ✅ under the card first, then tap again."))
    if problem_id not in agendas.list_items(connection, date_id):
        raise Refusal(gettext("That problem is not on this agenda."))
    agendas.toggle_wish(connection, date_id, problem_id, actor.user_id, direction)
    return Agenda(session, load(connection, session, now), is_fixed=False)
