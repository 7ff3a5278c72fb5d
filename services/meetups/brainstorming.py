"""What people do in a brainstorm: begin it, go on to the next problem, say what came of one."""

from __future__ import annotations

from dataclasses import replace

from db import brainstorms, meetup_dates
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.brainstorm import EARLY, BrainstormRound, Discussion, RoundResult
from domain.meetups.meetup import DateRef, Session
from domain.meetups.series import DateStatus
from domain.posts import PostKind
from domain.problems.anonymity import Keyring
from languages import gettext
from services import message_syncing
from services.meetups import schedule, sessions
from services.meetups.finding import get_occurrence, get_with_editable_date, hosts_date, may_edit
from services.problems import effects
from services.transaction import Transaction


def get_discussion(
    tx: Transaction, keyring: Keyring, actor: Actor, date_id: DateId, problem_id: ProblemId
) -> Discussion:
    """Returns the round with its ideas, for whoever may say what came of it.

    Raises Refusal where there is no such round, or the member may not.
    """
    _, discussion = _get_own_discussion(tx, keyring, actor, date_id, problem_id)
    return discussion


def can_start(tx: Transaction, session: Session) -> bool:
    """Returns whether it is time to begin: somebody comes, and no round is open."""
    day, meetup = session.date, session.meetup
    is_time = day.starts_at - EARLY <= tx.now < session.ends_at and day.status is DateStatus.PLANNED
    if not day.id or not is_time or not session.guests.going or meetup.circle_id is not None:
        return False
    return not any(round_.is_open for round_ in brainstorms.list_rounds(tx.connection, day.id))


def start(tx: Transaction, actor: Actor, ref: DateRef) -> Session:
    """Opens the first round of every table, for the host, and returns the date.

    Raises Refusal where it is too early, nobody comes, a round is open, or no problem is left.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    if meetup.circle_id is not None:
        raise Refusal(gettext("A circle's meetup has no agenda: what you talk about is up to you."))
    get_occurrence(tx, meetup, ref)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if meetup_date is None or meetup_date.starts_at - EARLY > tx.now:
        raise Refusal(gettext("That is too early. You can begin from 15 minutes before the start."))
    session = schedule.load_session(tx, meetup, meetup_date)
    if meetup_date.status is not DateStatus.PLANNED or not session.guests.going:
        raise Refusal(gettext("Nobody has said ✅ to this date. As soon as somebody has, you can begin."))
    if meetup_date.begun_at is None:
        session = sessions.begin(tx, session)
    planned = brainstorms.list_rounds(tx.connection, meetup_date.id)
    if any(round_.is_open for round_ in planned):
        raise Refusal(gettext("It has begun already: the round is in the meetup's thread."))
    if not sessions.start(tx, session):
        had = any(round_.opened_at is not None for round_ in planned)
        raise Refusal(
            gettext("Every problem on the table has had its round.")
            if had
            else gettext("The agenda is empty: the board has no open problem. `/problem share` adds one.")
        )
    return session


def close_and_open_next(tx: Transaction, actor: Actor, date_id: DateId, problem_id: ProblemId) -> None:
    """Closes this problem's round and opens the table's next one, for those who come.

    Raises Refusal where there is no such round, it is over, or the member does not come.
    """
    session, round_ = _get_round(tx, actor, date_id, problem_id)
    if actor.user_id not in session.guests.coming and not _is_host(tx, actor, session):
        raise Refusal(
            gettext("That is for those who are coming: tap ✅ under the card first, then try again.")
        )
    if not round_.is_open:
        raise Refusal(gettext("That round is over already."))
    sessions.close_round(tx, session, round_)


def conclude(
    tx: Transaction,
    keyring: Keyring,
    actor: Actor,
    date_id: DateId,
    problem_id: ProblemId,
    result: RoundResult,
    tried_id: ProposalId | None,
) -> Discussion:
    """Stores what came of the round and returns it; `tried_id` is the idea that is tried next, if any.

    Raises Refusal where there is no such round or idea, the problem is solved, or the member may not.
    """
    session, discussion = _get_own_discussion(tx, keyring, actor, date_id, problem_id)
    if discussion.result is RoundResult.SOLVED:
        raise Refusal(gettext("It is solved already. `/problem show` can take that back."))
    if tried_id is not None and tried_id not in {idea.id for idea in discussion.ideas}:
        raise Refusal(gettext("That idea has been taken away. Pick another, please."))
    discussion = replace(discussion, round=replace(discussion.round, result=result, tried_id=tried_id))
    brainstorms.save_round(tx.connection, discussion.round)
    if session.ends_at <= tx.now:
        sessions.post_to_problem(tx, session, discussion, tx.now)
        message_syncing.mark_outdated(tx, date_id, (PostKind.RECAP,))
    message_syncing.mark_outdated(tx, date_id, (PostKind.RESULT,), (str(problem_id),))
    return discussion


def _get_own_discussion(
    tx: Transaction, keyring: Keyring, actor: Actor, date_id: DateId, problem_id: ProblemId
) -> tuple[Session, Discussion]:
    session, round_ = _get_round(tx, actor, date_id, problem_id)
    discussion = sessions.find_discussion(tx, round_)
    if discussion is None:
        raise Refusal(gettext("That problem is not on the board any more."))
    is_own = effects.is_own(tx, keyring, actor, discussion.problem)
    if not is_own and not actor.is_moderator and not _is_host(tx, actor, session):
        raise Refusal(
            gettext("Whoever brought the problem says what came of it, or the host. Thank you for helping!")
        )
    return session, discussion


def _is_host(tx: Transaction, actor: Actor, session: Session) -> bool:
    return hosts_date(actor, session.date) or may_edit(tx, actor, session.meetup)


def _get_round(
    tx: Transaction, actor: Actor, date_id: DateId, problem_id: ProblemId
) -> tuple[Session, BrainstormRound]:
    """Returns the guild's round, with the date that it is of. Raises Refusal where there is none."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    round_ = brainstorms.find_round(tx.connection, date_id, problem_id)
    if found is None or found[0].guild_id != actor.guild_id or round_ is None or round_.opened_at is None:
        raise Refusal(gettext("I don't know that round any more."))
    return schedule.load_session(tx, *found), round_
