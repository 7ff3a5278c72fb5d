"""Who may answer a date: what is taken of the answers that come, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from db import meetup_dates, meetup_hosts, meetups, notices, rsvps, seat_offers
from db.values import to_ms
from domain.durations import describe_minutes
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.admission import Answering, AnswerRefusal, find_refusal
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.rsvp import Answer, MemberAnswer, StoredAnswer, effective_answers
from domain.notices import Notice, NoticeKind
from languages import gettext
from services.meetups import host_notices, schedule
from services.transaction import Transaction


class GivenAnswer(NamedTuple):
    """An answer that a member has just given; `role_ids` is None where their roles are not known."""

    user_id: int
    answer: Answer
    role_ids: tuple[int, ...] | None


class Admission:
    """The answers that come to a date: which of them are taken, and what became of the others."""

    def __init__(self, tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
        self._meetup, self._date = meetup, meetup_date
        self._details = meetup.details_of(meetup_date)
        self._takes_all = not self._details.answer_role_ids and not meetup_date.is_closed
        self._refused: dict[MemberAnswer, AnswerRefusal] = {}
        self.is_unsure = False
        if not self._takes_all:
            cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
            self._host_ids = {meetup.host_id, meetup.host_of(meetup_date), *cohost_ids}
            offers = seat_offers.list_open(tx.connection, meetup_date.id)
            self._asked_ids = {offer.user_id for offer in offers}

    @property
    def refused(self) -> list[MemberAnswer]:
        """The answers that were not taken, each once, in their order."""
        return list(self._refused)

    def why(self, answer: MemberAnswer) -> AnswerRefusal | None:
        """Returns why this answer was not taken; None where it was."""
        return self._refused.get(answer)

    def take(self, answers: Iterable[StoredAnswer], given: Sequence[GivenAnswer]) -> list[MemberAnswer]:
        """Returns those that are taken of answers to a date that has these `answers`.

        Of whom it is not known whether they may answer, nothing is taken; then `is_unsure` says so.
        """
        if self._takes_all:
            return [(one.user_id, one.answer) for one in given]
        before = {one.user_id: one.answer for one in effective_answers(answers)}
        return [(one.user_id, one.answer) for one in given if self._is_taken(before.get(one.user_id), one)]

    def _is_taken(self, before: Answer | None, given: GivenAnswer) -> bool:
        is_host, is_asked = given.user_id in self._host_ids, given.user_id in self._asked_ids
        one = Answering(given.role_ids or (), before, given.answer, is_host=is_host, is_asked=is_asked)
        refusal = find_refusal(self._details, self._date, one)
        if refusal is AnswerRefusal.ROLE and given.role_ids is None:
            self.is_unsure = True
        elif refusal is not None:
            self._refused[given.user_id, given.answer] = refusal
        return refusal is None

    def with_earlier(
        self, answers: Iterable[StoredAnswer], removed: Collection[MemberAnswer]
    ) -> set[MemberAnswer]:
        """Returns the answers that go with those that members have taken away.

        Once answers are closed, no earlier yes comes back that way.
        """
        if not self._date.is_closed:
            return set(removed)
        last = {(one.user_id, one.answer) for one in effective_answers(answers)}
        gone_ids = {user_id for user_id, _ in last.intersection(removed)}
        return {*removed, *((user_id, answer) for user_id in gone_ids for answer in Answer)}

    def note_refused(self, tx: Transaction) -> None:
        """Notes for each whose answer was not taken why that is, for their next private reply."""
        for (user_id, _), reason in self._refused.items():
            until = self._meetup.answers_until(self._date)
            payload = {
                "title": self._details.title,
                "starts_ms": to_ms(until or self._date.starts_at),
                "role_ids": list(self._details.answer_role_ids),
            }
            key = f"{self._date.id}:{user_id}"
            notice = Notice(tx.new_id(), self._meetup.guild_id, user_id, _NOTICES[reason], key, payload)
            notices.insert_notice(tx.connection, notice, tx.now_ms)


_NOTICES = {
    AnswerRefusal.CLOSED: NoticeKind.ANSWERS_CLOSED,
    AnswerRefusal.ROLE: NoticeKind.NOT_FOR_YOUR_ROLES,
}


def check_admitted(
    tx: Transaction, actor: Actor, meetup: Meetup, meetup_date: MeetupDate, wanted: Answer
) -> None:
    """Raises Refusal where the answer of the member, who gives it not by reaction, is not taken."""
    admission, own = Admission(tx, meetup, meetup_date), (actor.user_id, wanted)
    before = rsvps.list_answers_of(tx.connection, meetup_date.id, [actor.user_id])
    admission.take(before, [GivenAnswer(*own, actor.role_ids)])
    match admission.why(own):
        case AnswerRefusal.ROLE:
            raise Refusal(
                gettext(
                    "“{title}” is for members with certain roles; `/meetup show` says which.",
                    title=meetup.details.title,
                )
            )
        case AnswerRefusal.CLOSED:
            raise Refusal(
                gettext(
                    "Answers to “{title}” are closed by now. If you can't come after all, ❌ can still be "
                    "said.",
                    title=meetup.details.title,
                )
            )


def check_first_answerable(tx: Transaction, meetup: Meetup) -> None:
    """Raises Refusal where answers to the first date of a new meetup would be closed from the beginning."""
    until_min, starts_at = meetup.details.answers_until_min, meetup.series.starts_at(meetup.series.first_on)
    if until_min is not None and starts_at - timedelta(minutes=until_min) <= tx.now:
        raise Refusal(
            gettext(
                "Answers to the first date would have ended already: {until} before its start. Have them end "
                "later, or begin with a later date.",
                until=describe_minutes(until_min),
            )
        )


def list_guilds(tx: Transaction) -> list[int]:
    """Returns the ids of the servers where a meetup is for members with certain roles."""
    return meetups.list_guilds_with_answer_roles(tx.connection)


def drop_roles(tx: Transaction, guild_id: int, role_ids: Collection[int]) -> None:
    """Drops the roles that are gone from all meetups of the server, which has these roles now.

    A meetup that has none left stays closed to those who have not answered, and its host hears of it: it was
    never meant for everybody.
    """
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        wanted = meetup.details.answer_role_ids
        left = tuple(role_id for role_id in wanted if role_id in role_ids)
        if left == wanted:
            continue
        if not left:
            payload = {"title": meetup.details.title}
            key = f"{meetup.id}:{wanted[0]}"
            host_notices.notify_host(tx, meetup, NoticeKind.ANSWER_ROLES_GONE, key, payload)
            continue
        changed = replace(meetup, details=replace(meetup.details, answer_role_ids=left))
        meetups.update_meetup(tx.connection, changed, tx.now_ms)
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if meetup_date.message_id is not None:
                schedule.mark_card_outdated(tx, changed, meetup_date)
