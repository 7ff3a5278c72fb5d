"""The content of posts about a date, besides the date itself: loaded as it is when the post is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import attendances, brainstorms, problems, profiles, seat_offers
from db.values import to_ms
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import AgendaProblem
from domain.meetups.brainstorm import Discussion, Recap, TableSetting
from domain.meetups.meetup import Session
from domain.meetups.seat_offers import SeatOffer
from domain.meetups.series import DateStatus
from domain.posts import Post, PostKind
from domain.problems.problem import ProblemState
from services.meetups import agendas, feedback, schedule, seats, sessions
from services.meetups.reminding import DirectReminder, load_direct_reminder
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AgendaContent:
    """The content of an agenda."""

    candidates: tuple[AgendaProblem, ...]
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class SeatingContent:
    """The content of a seating plan: who sits at which table, with which problems."""

    tables: tuple[TableSetting, ...]


@dataclass(frozen=True, slots=True)
class ArrivalContent:
    """The content of the question who has arrived; `is_over`: it asks nobody any more."""

    is_over: bool = False


@dataclass(frozen=True, slots=True)
class UndecidedContent:
    """The content of the question whether those who said maybe come; `is_over`: it asks nobody any more."""

    is_over: bool = False


@dataclass(frozen=True, slots=True)
class SeatOfferContent:
    """The content of an offer of a seat; `offer` is None where it was withdrawn, or its member erased."""

    offer: SeatOffer | None = None


PostContent = (
    AgendaContent
    | ArrivalContent
    | DirectReminder
    | SeatOfferContent
    | SeatingContent
    | UndecidedContent
    | Discussion
    | Recap
)


def load_content(tx: Transaction, post: Post, session: Session) -> PostContent | None:
    """Returns the content of this post; None where there is nothing to say any more."""
    match post.kind:
        case PostKind.REMIND_DIRECTLY:
            return load_direct_reminder(tx, post, session)
        case PostKind.UNDECIDED:
            return UndecidedContent()
        case PostKind.AGENDA:
            candidates = agendas.load_or_draw_up(tx, session)
            return AgendaContent(candidates) if candidates else None
        case PostKind.ARRIVE:
            return ArrivalContent() if session.guests.going else None
        case PostKind.SEAT_OFFER:
            offer = _find_offer(tx, post)
            return SeatOfferContent(offer) if offer is not None and offer.is_open else None
        case PostKind.TABLES:
            return _load_seating(tx, session)
        case PostKind.ROUND | PostKind.RESULT:
            return _load_discussion(tx, post, session)
        case PostKind.RECAP:
            recap = load_recap(tx, session, tx.now)
            return recap if recap.has_content else None
    raise ValueError(post.kind)


def load_present(tx: Transaction, post: Post, session: Session) -> PostContent | None:
    """Returns what a post that was sent has to say now; None where its message is left as it is."""
    match post.kind:
        case PostKind.UNDECIDED:
            return UndecidedContent(session.date.has_begun(tx.now) or session.date.is_closed)
        case PostKind.AGENDA:
            is_off = session.date.status is not DateStatus.PLANNED
            return AgendaContent(agendas.load_agenda(tx, session), is_off or session.date.has_begun(tx.now))
        case PostKind.ARRIVE:
            return ArrivalContent(is_over=session.ends_at <= tx.now)
        case PostKind.SEAT_OFFER:
            return SeatOfferContent(_find_offer(tx, post))
        case PostKind.ROUND | PostKind.RESULT:
            return _find_discussion(tx, post, session)
        case PostKind.RECAP:
            return load_recap(tx, session, session.ends_at)
    return None


def _find_offer(tx: Transaction, post: Post) -> SeatOffer | None:
    offers = seat_offers.list_offers(tx.connection, DateId(post.subject_id))
    return next((offer for offer in offers if seats.key_of(offer) == post.key), None)


def _load_seating(tx: Transaction, session: Session) -> SeatingContent:
    planned = brainstorms.list_rounds(tx.connection, session.date.id)
    tables = []
    for number, user_ids in brainstorms.map_seats(tx.connection, session.date.id).items():
        of_table = [round_.problem_id for round_ in planned if round_.table == number]
        tables.append(TableSetting(tuple(user_ids), tuple(problems.list_by_ids(tx.connection, of_table))))
    return SeatingContent(tuple(tables))


def _load_discussion(tx: Transaction, post: Post, session: Session) -> Discussion | None:
    discussion = _find_discussion(tx, post, session)
    if discussion is None or discussion.round.is_open is not (post.kind is PostKind.ROUND):
        return None
    is_answered = post.kind is PostKind.RESULT and discussion.problem.state is not ProblemState.OPEN
    return None if is_answered else discussion


def _find_discussion(tx: Transaction, post: Post, session: Session) -> Discussion | None:
    round_ = brainstorms.find_round(tx.connection, session.date.id, ProblemId(int(post.key)))
    return sessions.find_discussion(tx, round_) if round_ is not None else None


def load_recap(tx: Transaction, session: Session, at: datetime) -> Recap:
    """Returns what there was at the date, as far as it is known at `at`."""
    discussions = sessions.list_discussions(tx, session)
    attended = attendances.list_attendances(tx.connection, session.date.id, to_ms(at))
    present_ids = [attendance.user_id for attendance in attended if attendance.was_there]
    named_ids = profiles.list_named(tx.connection, session.meetup.guild_id, present_ids)
    next_date = schedule.find_next_occurrence(tx, session.meetup)
    next_at = next_date.starts_at if next_date else None
    others, is_asking = len(present_ids) - len(named_ids), feedback.is_asking(tx, session)
    return Recap(tuple(discussions), tuple(named_ids), others, next_at, is_asking)
