"""A date as it takes place: it begins, problems get their rounds, it ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from db import agendas as agenda_rows
from db import attendances, brainstorms, guilds, meetup_dates, meetups, posts, problems, profiles, proposals
from db.values import to_ms
from domain.meetups import brainstorm, seating_plan
from domain.meetups.agenda import MOST_CARRIED, ROUND_MIN
from domain.meetups.brainstorm import BrainstormRound, Discussion
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.notices import NoticeKind
from domain.posts import PostKind
from domain.problems.problem import ProblemState
from services import message_syncing
from services.meetups import agendas, feedback, host_notices, planned_posts, schedule, seats
from services.meetups.help_requests import table_problem_of
from services.problems import effects
from services.transaction import Transaction

_TIME_TO_ANSWER = timedelta(hours=1)  # a card that was up for less may not have been seen yet
_RESULT_FIRST = timedelta(seconds=1)  # the question about a round stands above the next round
_NEXT_TABLE = timedelta(milliseconds=1)  # the first table's post stands above the second's
_AFTERWARDS = timedelta(minutes=10)  # for authors to say what came of the last rounds
_UNSEEN_MS = timedelta(minutes=2) // timedelta(milliseconds=1)
_RECAP_HELPS_FOR = timedelta(days=1)


def begin(tx: Transaction, session: Session) -> Session:
    """Begins the date and returns it: people get their tables, and the tables their problems."""
    meetup_date = replace(session.date, begun_at=tx.now)
    meetup_dates.save_date(tx.connection, session.meetup, meetup_date, tx.now_ms)
    session = replace(session, date=meetup_date)
    seats.fill_free_seats(tx, session.meetup, meetup_date)  # what was on offer is not any more
    on_agenda = _items(tx, session)
    tables = seating_plan.assign_tables(_guests(tx, session), on_agenda)
    if len(tables) > 1:
        brainstorms.insert_seats(tx.connection, meetup_date.id, tables)
        planned_posts.plan_post(
            tx, session.meetup, session.date, PostKind.TABLES, "", tx.now, session.ends_at
        )
    for round_ in brainstorm.plan_rounds(meetup_date.id, tables):
        brainstorms.save_round(tx.connection, round_)
    planned_posts.plan_arrival(tx, session.meetup, meetup_date)
    schedule.mark_event_status_outdated(tx, session.meetup, meetup_date)
    schedule.mark_questions_outdated(tx, meetup_date)
    return session


def may_skip(tx: Transaction, session: Session) -> bool:
    """Returns whether nobody has said yes although everybody could."""
    if session.guests.going or session.date.message_id is None:
        return False
    announced_at = posts.find_first_tried(tx.connection, session.date.id, PostKind.ANNOUNCE)
    return announced_at is None or announced_at + _TIME_TO_ANSWER <= tx.now


def skip(tx: Transaction, session: Session) -> None:
    """Skips the date, as nobody said yes; the host hears of it in their next private reply."""
    meetup, meetup_date = session.meetup, replace(session.date, status=DateStatus.SKIPPED)
    schedule.store_date(tx, meetup, meetup_date)
    payload = {"title": meetup.details.title, "starts_ms": to_ms(meetup_date.starts_at)}
    host_notices.notify_host(tx, meetup, NoticeKind.NOBODY_CAME, str(meetup_date.id), payload, meetup_date)


def start(tx: Transaction, session: Session) -> bool:
    """Opens the first round of every table. Returns whether there was any to open."""
    if not brainstorms.list_rounds(tx.connection, session.date.id):
        _plan_late(tx, session)
    tables = sorted({round_.table for round_ in brainstorms.list_rounds(tx.connection, session.date.id)})
    opened = [_open_next_round(tx, session, table) for table in tables]
    return any(opened)


def _open_next_round(tx: Transaction, session: Session, table: int) -> bool:
    """Opens the table's next round, but of a solved problem. Returns whether one is left and has time."""
    rounds = brainstorms.list_rounds(tx.connection, session.date.id)
    while (round_ := brainstorm.find_next_round(rounds, table)) is not None:
        problem = problems.load_problem(tx.connection, round_.problem_id)
        if problem is not None and problem.state is ProblemState.OPEN:
            return _open_round(tx, session, round_)
        brainstorms.delete_round(tx.connection, round_)
        rounds.remove(round_)
    return False


def _open_round(tx: Transaction, session: Session, round_: BrainstormRound) -> bool:
    settings = guilds.get_settings(tx.connection, session.meetup.guild_id)
    ends_at = brainstorm.round_ends_at(tx.now, settings.round_min or ROUND_MIN, session.ends_at)
    if ends_at is None:
        return False
    brainstorms.save_round(tx.connection, replace(round_, opened_at=tx.now, ends_at=ends_at))
    key, due_at = str(round_.problem_id), tx.now + _RESULT_FIRST + round_.table * _NEXT_TABLE
    planned_posts.plan_post(tx, session.meetup, session.date, PostKind.ROUND, key, due_at, ends_at)
    return True


def close_round(tx: Transaction, session: Session, round_: BrainstormRound) -> None:
    """Closes the round, has its author asked what came of it, and opens the table's next one."""
    brainstorms.save_round(tx.connection, replace(round_, closed_at=tx.now))
    key, useful_until = str(round_.problem_id), session.ends_at + _AFTERWARDS
    planned_posts.plan_post(tx, session.meetup, session.date, PostKind.RESULT, key, tx.now, useful_until)
    message_syncing.mark_outdated(tx, session.date.id, (PostKind.ROUND,), (key,))
    if tx.now < session.ends_at:
        _open_next_round(tx, session, round_.table)


def end(tx: Transaction, session: Session) -> None:
    """Ends the date: has it summed up, the problems' threads told, and asks whether old ones still matter."""
    attendances.close(tx.connection, session.date.id, to_ms(session.ends_at), _UNSEEN_MS)
    schedule.mark_event_status_outdated(tx, session.meetup, session.date)
    for round_ in brainstorms.list_rounds(tx.connection, session.date.id):
        if round_.is_open:
            close_round(tx, session, round_)
    discussions = list_discussions(tx, session)
    feedback.begin(tx, session)
    is_complete = all(discussion.result is not None for discussion in discussions)
    due_at = session.ends_at if is_complete else session.ends_at + _AFTERWARDS
    planned_posts.plan_post(
        tx, session.meetup, session.date, PostKind.RECAP, "", due_at, due_at + _RECAP_HELPS_FOR
    )
    for discussion in discussions:
        post_to_problem(tx, session, discussion, due_at)
    for problem in problems.list_by_ids(
        tx.connection, agenda_rows.list_items(tx.connection, session.date.id)
    ):
        held = agenda_rows.count_agendas(tx.connection, problem.id, tx.now_ms)
        if problem.state is ProblemState.OPEN and held >= MOST_CARRIED:
            key = str(session.date.id)
            effects.post(tx, problem, PostKind.STILL_MATTERS, key, {"times": held}, due_at)
    schedule.close(tx, session.meetup, session.date)


def post_to_problem(tx: Transaction, session: Session, discussion: Discussion, due_at: datetime) -> None:
    """Has the problem's thread told what the table made of it; once, in its last state."""
    posts.delete_unsent(tx.connection, discussion.problem.id, [PostKind.SESSION_REPORT])
    payload = {
        "title": session.meetup.details.title,
        "starts_ms": to_ms(session.date.starts_at),
        "ideas": len(discussion.ideas),
        "result": discussion.result,
        "tried": discussion.tried_proposal.text if discussion.tried_proposal else None,
    }
    key = str(session.date.id)
    effects.post(tx, discussion.problem, PostKind.SESSION_REPORT, key, payload, due_at)


def list_discussions(tx: Transaction, session: Session) -> list[Discussion]:
    """Returns every round that was opened, as it is known now, in the order in which they were opened."""
    rounds = brainstorms.list_rounds(tx.connection, session.date.id)
    opened = [round_ for round_ in rounds if round_.opened_at is not None]
    discussions = [
        find_discussion(tx, round_)
        for round_ in sorted(opened, key=lambda round_: (round_.number, round_.table))
    ]
    return [discussion for discussion in discussions if discussion is not None]


def find_discussion(tx: Transaction, round_: BrainstormRound) -> Discussion | None:
    """Returns the round with its problem and what was proposed since it opened.

    None where the round was not opened, or the problem is gone.
    """
    problem = problems.load_problem(tx.connection, round_.problem_id)
    if problem is None or problem.state is ProblemState.REMOVED or round_.opened_at is None:
        return None
    ideas = proposals.list_since(tx.connection, problem.id, to_ms(round_.opened_at))
    of_table = [
        other
        for other in brainstorms.list_rounds(tx.connection, round_.date_id)
        if other.table == round_.table
    ]
    seats = brainstorms.map_seats(tx.connection, round_.date_id).get(round_.table, ())
    return Discussion(round_, problem, tuple(ideas), len(of_table), tuple(seats))


def _plan_late(tx: Transaction, session: Session) -> None:
    """Gives what is open on the board now to the tables at which people sit already."""
    agendas.load_or_draw_up(tx, session)
    seats = brainstorms.map_seats(tx.connection, session.date.id) or {1: list(session.guests.going)}
    tables = [
        seating_plan.BrainstormTable(number, tuple(seating_plan.Guest(user_id) for user_id in user_ids), ())
        for number, user_ids in seats.items()
    ]
    tables = seating_plan.assign_problems(tables, _items(tx, session))
    for round_ in brainstorm.plan_rounds(session.date.id, tables):
        brainstorms.save_round(tx.connection, round_)


def _items(tx: Transaction, session: Session) -> list[seating_plan.TableProblem]:
    agenda = agendas.load_agenda(tx, session)
    on_agenda = problems.list_by_ids(tx.connection, [item.problem_id for item in agenda])
    return [table_problem_of(problem) for problem in on_agenda]


def _guests(tx: Transaction, session: Session) -> list[seating_plan.Guest]:
    guild_id, going, brought = session.meetup.guild_id, session.guests.going, session.guests.brought
    dates = attendances.map_past_dates(tx.connection, guild_id, tx.now_ms)
    tags = proposals.map_solved_tags(tx.connection, guild_id)
    hosts = {*session.host_ids, *meetups.list_hosts(tx.connection, guild_id)}
    buddies = set(profiles.list_buddies(tx.connection, guild_id))
    avoids: dict[int, set[int]] = defaultdict(set)
    for user_id, avoided_id in profiles.list_avoidances(tx.connection, guild_id):
        avoids[user_id].add(avoided_id)
    return [
        seating_plan.Guest(
            user_id,
            is_host=user_id in hosts,
            is_buddy=user_id in buddies,
            dates=frozenset(dates.get(user_id, ())),
            tags=frozenset(tags.get(user_id, ())),
            avoids=frozenset(avoids.get(user_id, ())),
            brings=brought.get(user_id, 0),
        )
        for user_id in going
    ]
