"""The agenda of a date: drawn up from the board, and reordered by those who come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db import agendas, brainstorms, guilds, meetup_dates, problems, proposals
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import ROUND_MIN, AgendaProblem, WishDirection, choose_problems, rank_problems
from domain.meetups.brainstorm import RoundResult
from domain.meetups.meetup import DateRef, Session
from domain.meetups.series import DateStatus
from domain.problems.problem import Problem, ProblemState
from languages import gettext
from services.meetups import schedule
from services.meetups.finding import get_meetup, get_occurrence, get_session
from services.transaction import Transaction

_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class DateAgenda:
    """A date with the problems on its agenda, in order; `is_fixed` from the start of the date on."""

    session: Session
    items: tuple[AgendaProblem, ...]
    is_fixed: bool


def load_or_draw_up(tx: Transaction, session: Session) -> tuple[AgendaProblem, ...]:
    """Returns the agenda of the date, which is drawn up and stored now if it has none yet.

    A problem is on the agenda of one date to come at most.
    """
    guild_id, date_id = session.meetup.guild_id, session.date.id
    agendas.close_past_agendas(tx.connection, guild_id, tx.now_ms)
    if not agendas.list_items(tx.connection, date_id):
        chosen = _draw_up(tx, session)
        agendas.insert_items(tx.connection, guild_id, date_id, [item.problem_id for item in chosen])
    return load_agenda(tx, session)


def _draw_up(tx: Transaction, session: Session) -> list[AgendaProblem]:
    guild_id = session.meetup.guild_id
    scheduled_ids = agendas.list_scheduled_problems(tx.connection, guild_id, tx.now_ms)
    open_problems = problems.list_open(tx.connection, guild_id, _MOST_LOOKED_AT)
    candidates = [
        _candidate(tx, session, problem, 0) for problem in open_problems if problem.id not in scheduled_ids
    ]
    return choose_problems(candidates, session.details.length_min, _round_min(tx, guild_id))


def _round_min(tx: Transaction, guild_id: int) -> int:
    return guilds.get_settings(tx.connection, guild_id).round_min or ROUND_MIN


def load_agenda(tx: Transaction, session: Session, *, is_over: bool = False) -> tuple[AgendaProblem, ...]:
    """Returns those of the agenda's problems that are still open, in the order that holds now.

    Of a date that `is_over` all are returned, also those that were solved there.
    """
    wishes = agendas.list_items(tx.connection, session.date.id)
    on_agenda = problems.list_by_ids(tx.connection, wishes)
    shown = [problem for problem in on_agenda if is_over or problem.state is ProblemState.OPEN]
    return tuple(rank_problems(_candidate(tx, session, problem, wishes[problem.id]) for problem in shown))


def _candidate(tx: Transaction, session: Session, problem: Problem, wishes: int) -> AgendaProblem:
    """Returns the problem as a candidate; whether an anonymous author comes is not known, and not told."""
    at = min(tx.now, session.date.starts_at)  # from the start on the agenda stays as it is
    coming = {*session.guests.going, *session.guests.waitlist}
    carried = agendas.count_agendas(tx.connection, problem.id, to_ms(at))
    result = brainstorms.find_last_result(tx.connection, problem.id) if carried else None
    return AgendaProblem(
        problem_id=problem.id,
        title=problem.details.title,
        message_id=problem.message_id,
        age_days=(at - problem.created_at) / timedelta(days=1),
        is_author_coming=problem.author_id is not None and problem.author_id in coming,
        votes=problem.votes,
        has_proposals=problem.proposals > 0,
        carried=carried,
        wishes=wishes,
        has_returned=not carried and proposals.has_failed(tx.connection, problem.id),
        is_being_tried=result is RoundResult.TRYING,
        needs_people=result is RoundResult.PEOPLE,
    )


def show(tx: Transaction, actor: Actor, ref: DateRef) -> DateAgenda:
    """Returns the agenda of a date; before it is posted, as it would be drawn up now.

    Raises Refusal where there is no such date, it has no agenda yet, or it is over and had none.
    """
    meetup = get_meetup(tx, actor.guild_id, ref.meetup_id)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    drawn_up = meetup_date is not None and bool(agendas.list_items(tx.connection, meetup_date.id))
    if not drawn_up:
        get_occurrence(tx, meetup, ref)
    if meetup_date is None or meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date has no agenda yet: it is drawn up shortly before the start."))
    session = schedule.load_session(tx, meetup, meetup_date)
    if not drawn_up:
        return DateAgenda(session, tuple(_draw_up(tx, session)), is_fixed=True)
    items = load_agenda(tx, session, is_over=session.ends_at <= tx.now)
    return DateAgenda(session, items, is_fixed=tx.now >= meetup_date.starts_at)


def wish(
    tx: Transaction, actor: Actor, date_id: DateId, problem_id: ProblemId, direction: WishDirection
) -> DateAgenda:
    """Moves a problem up or down for the member, or takes that back, and returns the agenda.

    Raises Refusal where the agenda is fixed, the member does not come, or the problem is not on it.
    """
    session = get_session(tx, actor.guild_id, date_id)
    if session.date.status is not DateStatus.PLANNED or tx.now >= session.date.starts_at:
        raise Refusal(gettext("The agenda no longer changes once the meetup has started."))
    if actor.user_id not in (*session.guests.going, *session.guests.waitlist):
        raise Refusal(
            gettext("▲ and ▼ are for those who are coming: tap ✅ under the card first, then try again.")
        )
    if problem_id not in agendas.list_items(tx.connection, date_id):
        raise Refusal(gettext("That problem is not on this agenda."))
    agendas.toggle_wish(tx.connection, date_id, problem_id, actor.user_id, direction)
    return DateAgenda(session, load_agenda(tx, session), is_fixed=False)
