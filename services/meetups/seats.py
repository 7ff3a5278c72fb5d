"""The seats of a date: answers are stored, and those who wait move up, or are offered a seat."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db import guilds, meetup_dates, meetups, rsvps, seat_offers
from db.values import to_ms
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import StoredAnswer, seat_waiting
from domain.meetups.seat_offers import LATE_MIN, SeatOffer, SeatPhase, SharedSeats, find_phase, share_seats
from domain.meetups.series import DateStatus
from domain.posts import PostKind
from services import message_syncing
from services.meetups import planned_posts, schedule, welcoming
from services.meetups.planned_posts import post_to_members
from services.transaction import Transaction


def list_at_stake(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, user_ids: Collection[int]
) -> list[StoredAnswer]:
    """Returns all answers of these members, and those of others whose seats depend on them."""
    capacity = meetup.details_of(meetup_date).capacity
    if capacity is None:  # nobody's answer touches another's
        return rsvps.list_answers_of(tx.connection, meetup_date.id, user_ids)
    if _find_phase(tx, meetup, meetup_date) is not SeatPhase.GIVEN:  # any of those who wait may be next
        return rsvps.list_answers(tx.connection, meetup_date.id)
    return rsvps.list_answers_at_stake(tx.connection, meetup_date.id, user_ids, capacity)


def _find_phase(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> SeatPhase:
    """Returns how free seats of the date find their members; none is offered where nobody can be asked.

    A date that does not take place moves nobody up: it may be restored when there is hardly time to come.
    """
    if meetup_date.status is not DateStatus.PLANNED:
        return SeatPhase.FIRST_COME
    if meetup.details_of(meetup_date).capacity is None:
        return SeatPhase.GIVEN
    late_min: int | None = 0
    if meetup_date.message_id is not None:
        late_min = guilds.get_settings(tx.connection, meetup.guild_id).late_seats_min
    late_min = LATE_MIN if late_min is None else late_min
    has_begun = meetup_date.has_begun(tx.now)
    return find_phase(meetup_date.starts_at, late_min, tx.now, has_begun=has_begun)


def give_seats(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    answers: Sequence[StoredAnswer],
    asking: Collection[int] = (),
) -> list[StoredAnswer]:
    """Returns the answers after free seats have found their members, and stores who is offered one.

    `asking` have said ✅ just now. From the start on nobody else gets a seat. Of a date that does not take
    place no seat is free, and what was offered of it is taken back.
    """
    capacity, phase = meetup.details_of(meetup_date).capacity, _find_phase(tx, meetup, meetup_date)
    if capacity is not None and meetup_date.status is not DateStatus.PLANNED:
        capacity = 0
    offers = seat_offers.list_offers(tx.connection, meetup_date.id)
    if phase is SeatPhase.GIVEN:
        shared = SharedSeats(seat_waiting(answers, capacity), [])
    else:
        starts_at = min(meetup_date.starts_at, meetup_date.begun_at or meetup_date.starts_at)
        shared = share_seats(answers, offers, capacity, phase, tx.now, starts_at, asking)
    _save_offers(tx, meetup, meetup_date, offers, shared.offers)
    return shared.answers


def withdraw_offers(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, user_ids: Collection[int]
) -> None:
    """Takes back what was offered to members who are gone."""
    offers = seat_offers.list_offers(tx.connection, meetup_date.id)
    kept = [offer for offer in offers if offer.user_id not in user_ids]
    _save_offers(tx, meetup, meetup_date, offers, kept)


def _save_offers(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    before: Sequence[SeatOffer],
    after: Sequence[SeatOffer],
) -> None:
    """Stores what is different, asks those who are offered a seat, and has what was said put right."""
    gone = {offer.user_id for offer in before} - {offer.user_id for offer in after}
    changed = [offer for offer in after if offer not in before]
    if not gone and not changed:
        return
    if gone:
        seat_offers.delete_offers(tx.connection, meetup_date.id, gone)
    seat_offers.save_offers(tx.connection, meetup_date.id, changed)
    keys = [key_of(offer) for offer in before if offer not in after]
    message_syncing.mark_outdated(tx, meetup_date.id, (PostKind.SEAT_OFFER,), keys)
    for offer in changed:
        key, ends_at = key_of(offer), offer.ends_at
        if key not in keys:
            planned_posts.plan_post(tx, meetup, meetup_date, PostKind.SEAT_OFFER, key, tx.now, ends_at)
    if meetup_date.message_id is not None:
        schedule.mark_card_outdated(tx, meetup, meetup_date)


def key_of(offer: SeatOffer) -> str:
    """Returns the key of the post that tells of the offer: each has one of its own."""
    return f"{offer.user_id}:{to_ms(offer.offered_at)}"


def fill_free_seats(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Gives free seats to those who wait longest, or offers them; once the date has begun, neither."""
    answers = rsvps.list_answers(tx.connection, meetup_date.id)
    seated = give_seats(tx, meetup, meetup_date, answers)
    if save_answers(tx, meetup, meetup_date, answers, seated) and meetup_date.message_id is not None:
        schedule.mark_card_outdated(tx, meetup, meetup_date)


def fill_all(tx: Transaction, guild_id: int) -> None:
    """Does what `fill_free_seats` does for all dates of the guild: when seats are offered has changed."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if meetup.details_of(meetup_date).capacity is not None:
                fill_free_seats(tx, meetup, meetup_date)


def save_answers(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    before: Sequence[StoredAnswer],
    after: Sequence[StoredAnswer],
    actor_ids: Collection[int] = (),
) -> bool:
    """Stores what is different and tells those who got a seat, except `actor_ids`, who acted themselves.

    Returns whether anything is different.
    """
    is_changed = rsvps.save_changes(tx.connection, meetup_date.id, before, after, tx.now_ms)
    welcoming.plan_late(tx, meetup, meetup_date, before, after)
    if (
        meetup_date.status is DateStatus.PLANNED
        and meetup_date.message_id is not None
        and meetup.details_of(meetup_date).capacity is not None
    ):
        seated_before = {answer.user_id for answer in before if answer.is_seated}.union(actor_ids)
        for answer in after:
            if answer.is_seated and answer.user_id not in seated_before:
                key, session = f"{answer.user_id}:{answer.order}", Session(meetup, meetup_date)
                post_to_members(tx, session, PostKind.MOVED_UP, key, [answer.user_id], {})
    return is_changed
