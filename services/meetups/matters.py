"""What a post about a date says, besides the date itself: loaded as it is when the post is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import attendances, brainstorms, problems, profiles
from db.values import to_ms
from domain.ids import ProblemId
from domain.meetups.agenda import Candidate
from domain.meetups.brainstorm import LaidTable, Recap, Talk
from domain.meetups.meetup import Session
from domain.posts import Post, PostKind
from domain.problems.problem import State
from services.meetups import agendas, rounds, schedule
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Items:
    """An agenda."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits where."""

    tables: tuple[LaidTable, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """People arrive."""


Matter = Items | Arrival | Seated | Talk | Recap


def load_matter(tx: Transaction, post: Post, session: Session) -> Matter | None:
    """What this post says; None where there is nothing to say any more."""
    match post.kind:
        case PostKind.AGENDA:
            candidates = agendas.draft(tx, session)
            return Items(candidates) if candidates else None
        case PostKind.ARRIVE:
            return Arrival() if session.guests.going else None
        case PostKind.TABLES:
            return _load_seated(tx, session)
        case PostKind.ROUND | PostKind.RESULT:
            return _load_talk(tx, post, session)
        case PostKind.RECAP:
            return load_recap(tx, session, tx.now)
    raise ValueError(post.kind)


def _load_seated(tx: Transaction, session: Session) -> Seated:
    planned = brainstorms.list_rounds(tx.connection, session.date.id)
    tables = []
    for number, user_ids in brainstorms.map_seats(tx.connection, session.date.id).items():
        at_table = [one.problem_id for one in planned if one.table == number]
        tables.append(LaidTable(tuple(user_ids), tuple(problems.list_by_ids(tx.connection, at_table))))
    return Seated(tuple(tables))


def _load_talk(tx: Transaction, post: Post, session: Session) -> Talk | None:
    one = brainstorms.find_round(tx.connection, session.date.id, ProblemId(int(post.key)))
    talk = rounds.find_talk(tx, one) if one is not None else None
    if one is None or talk is None or one.is_open is not (post.kind is PostKind.ROUND):
        return None
    is_answered = post.kind is PostKind.RESULT and talk.problem.state is not State.OPEN
    return None if is_answered else talk


def load_recap(tx: Transaction, session: Session, at: datetime) -> Recap | None:
    """What there was, as far as it is known now; None if there was nothing."""
    talks = rounds.list_talks(tx, session)
    known = attendances.list_attendances(tx.connection, session.date.id, to_ms(at))
    there = [one.user_id for one in known if one.was_there]
    if not talks and not there:
        return None
    named = profiles.list_named(tx.connection, session.meetup.guild_id, there)
    following = schedule.find_next(tx, session.meetup)
    next_at = following.starts_at if following else None
    return Recap(tuple(talks), tuple(named), len(there) - len(named), next_at)
