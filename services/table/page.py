"""The table of one member: all that is theirs, and what is new about it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from db import circles, guilds, meetup_dates, profiles, proposals, table_visits
from db.values import from_ms_or_none, to_ms
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, Stage
from domain.table import OwnProblem, TablePage
from services.meetups import feedback, managing, schedule
from services.problems import finding
from services.transaction import Transaction

_MOST_DATES = 5
_MOST_PROBLEMS = 5
_MOST_MANAGED = 25  # a menu has no more


def open_page(tx: Transaction, keyring: Keyring, actor: Actor) -> TablePage:
    """Returns what the member finds at their table."""
    profile = profiles.get_profile(tx.connection, actor.guild_id, actor.user_id)
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    circle = circles.find_circle_of(tx.connection, actor.guild_id, actor.user_id)
    seen_on = table_visits.find_seen_on(tx.connection, actor.guild_id, actor.user_id)
    has_answered = meetup_dates.has_answered(tx.connection, actor.user_id, actor.guild_id)
    has_proposed = proposals.has_proposed(tx.connection, actor.guild_id, actor.user_id)
    dates = _list_dates(tx, actor) if has_answered else []
    shared = finding.list_own(tx, keyring, actor)
    alive = [problem for problem in shared if problem.stage is not Stage.CLOSED]  # the newest first
    may_plan = actor.may_plan(settings)
    return TablePage(
        user_id=actor.user_id,
        dates=tuple(dates[:_MOST_DATES]),
        problems=tuple(_with_news(tx, actor, problem, seen_on) for problem in alive[:_MOST_PROBLEMS]),
        total_dates=len(dates),
        total_problems=len(alive),
        circle=circle,
        seen_on=seen_on,
        next_round_at=from_ms_or_none(guilds.get_round_at(tx.connection, actor.guild_id)),
        managed=tuple(managing.list_choices(tx, actor, "", _MOST_MANAGED)),
        is_looking=profile.is_looking(tx.now),
        is_paused=profile.is_paused(tx.now),
        is_newcomer=not (profile.updated_at or has_answered or shared or has_proposed or circle or may_plan),
        may_plan=may_plan,
        zone=profile.zone,
        may_be_anonymous=settings.allows_anonymous,
        asked_after=_find_asked_after(tx, actor, seen_on),
    )


def mark_seen(tx: Transaction, actor: Actor) -> None:
    """Notes that the member has looked at their table today."""
    table_visits.set_seen_on(tx.connection, actor.guild_id, actor.user_id, tx.now.date())


def _list_dates(tx: Transaction, actor: Actor) -> list[Session]:
    """Returns the dates to come that the member has answered, but for a no, the nearest first."""
    date_ids = meetup_dates.list_answered(tx.connection, actor.user_id, actor.guild_id, tx.now_ms)
    found = (meetup_dates.find_with_date(tx.connection, date_id) for date_id in date_ids)
    sessions = (schedule.load_session(tx, *one) for one in found if one is not None)
    wanted = (session for session in sessions if _takes_place_for(session, actor.user_id))
    return sorted(wanted, key=lambda session: session.date.starts_at)


def _takes_place_for(session: Session, user_id: int) -> bool:
    is_on = session.date.status is DateStatus.PLANNED and not session.meetup.is_cancelled
    return is_on and user_id in session.guests.coming


def _find_asked_after(tx: Transaction, actor: Actor, seen_on: date | None) -> DateId | None:
    """Returns the latest date that may be answered, if it is over since the member last looked."""
    session = feedback.find_unanswered(tx, actor)
    if session is None or (seen_on is not None and session.ends_at.date() < seen_on):
        return None
    return session.date.id


def _with_news(tx: Transaction, actor: Actor, problem: Problem, seen_on: date | None) -> OwnProblem:
    if seen_on is None or not problem.proposals:
        return OwnProblem(problem)
    since = datetime(seen_on.year, seen_on.month, seen_on.day, tzinfo=UTC)
    new = proposals.list_since(tx.connection, problem.id, to_ms(since))
    return OwnProblem(problem, sum(proposal.author_id != actor.user_id for proposal in new))
