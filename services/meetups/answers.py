"""RSVPs: answers by reaction or by command, and those that are read again from Discord after a pause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db import meetup_dates, pending_edits, rsvps, seat_offers
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import DateRef, Meetup, MeetupDate, Session
from domain.meetups.rsvp import (
    Answer,
    MemberAnswer,
    StoredAnswer,
    add_answers,
    detach_reactions,
    make_guest_list,
    remove_answers,
)
from domain.meetups.series import DateStatus
from domain.pending_edits import EditKind
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions, batches_by_member, find_differences
from languages import gettext
from services import erased_reactions
from services.meetups import schedule
from services.meetups.admission import Admission, GivenAnswer, check_admitted
from services.meetups.finding import check_answerable, get_session, resolve
from services.meetups.seats import give_seats, list_at_stake, save_answers, withdraw_offers
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RsvpChange:
    """A date whose answers have changed, or would have, had they been taken.

    `may_sync` says whether its message may be edited at once; `outdated` are reactions of these members that
    do not hold and should be taken away. `is_over`: the date takes no answers any more. `is_unsure`: of
    somebody who answered it is not known which roles they have, so that the message has to be read again.
    """

    meetup: Meetup
    date: MeetupDate
    may_sync: bool
    outdated: tuple[MemberAnswer, ...] = ()
    is_over: bool = False
    is_unsure: bool = False


def list_open(tx: Transaction) -> list[ReactionPoll]:
    """Returns the RSVP messages of dates that can still be answered, the nearest date first."""
    return meetup_dates.list_open_polls(tx.connection, tx.now_ms)


def list_answering(tx: Transaction, date_id: DateId) -> list[int]:
    """Returns the ids of everybody who has an answer to the date."""
    answers = rsvps.list_answers(tx.connection, date_id)
    return sorted({answer.user_id for answer in answers})


def list_unseen(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members who answered dates to come of the guild that have no message."""
    return meetup_dates.list_without_message(tx.connection, guild_id, tx.now_ms)


def drop_leaver(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Drops the answers to dates to come of a member who left the guild."""
    date_ids = meetup_dates.list_answered(tx.connection, user_id, guild_id, tx.now_ms)
    for date_id in {*date_ids, *seat_offers.list_dates_of(tx.connection, guild_id, user_id)}:
        drop_members(tx, date_id, [user_id])


def react(tx: Transaction, message_id: int, reactions: Sequence[Reaction]) -> RsvpChange | None:
    """Applies reactions that members put or took away, in their order.

    Those to a date that is over change no answer. Returns None where nothing follows from them, as under a
    message that carries no RSVP.
    """
    found = meetup_dates.find_by_message(tx.connection, message_id)
    if found is None:
        return None
    meetup, meetup_date = found
    if meetup.end_of(meetup_date) <= tx.now:
        return _refuse(tx, meetup, meetup_date, reactions)
    erased_reactions.note_live(tx, message_id, reactions)
    last = {reaction.user_id: reaction for reaction in reactions}
    before = list_at_stake(tx, meetup, meetup_date, last)
    after, order = before, rsvps.next_order(tx.connection, meetup_date.id)
    admission, choices = Admission(tx, meetup, meetup_date), dict[int, str | None]()
    for together in batches_by_member(reactions):
        given = [
            GivenAnswer(one.user_id, Answer(one.choice), one.role_ids) for one in together if one.is_added
        ]
        removed = {(one.user_id, Answer(one.choice)) for one in together if not one.is_added}
        taken = admission.take(after, given)
        after = remove_answers(after, admission.with_earlier(after, removed), is_reaction=True)
        after = add_answers(after, taken, order, is_reaction=True)
        after = give_seats(tx, meetup, meetup_date, after, _list_yes(taken))
        order += len(taken)
        choices = {user_id: choices[user_id] for user_id in choices.keys() - {one for one, _ in removed}}
        choices |= dict(taken)
    admission.note_refused(tx)
    is_changed = save_answers(tx, meetup, meetup_date, before, after, last)
    outdated = (*admission.refused, *_outdated(after, choices))
    if is_changed:
        return replace(mark_changed(tx, meetup, meetup_date, outdated), is_unsure=admission.is_unsure)
    if not outdated and not admission.is_unsure:
        return None
    return RsvpChange(meetup, meetup_date, may_sync=False, outdated=outdated, is_unsure=admission.is_unsure)


def _list_yes(taken: Iterable[MemberAnswer]) -> list[int]:
    return [user_id for user_id, answer in taken if answer is Answer.GOING]


def _refuse(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, reactions: Sequence[Reaction]
) -> RsvpChange | None:
    """Returns the reactions that came too late, but for those that say what the member had answered in time.

    A card that does not say yet that the date is over is drawn: it was posted by an earlier version.
    """
    stored = {(answer.user_id, answer.answer) for answer in rsvps.list_answers(tx.connection, meetup_date.id)}
    given = [(one.user_id, Answer(one.choice)) for one in reactions if one.is_added]
    late = tuple(one for one in given if one not in stored)
    ends_ms = to_ms(meetup.end_of(meetup_date))
    is_drawn = pending_edits.is_drawn_since(tx.connection, meetup_date.id, EditKind.CARD, ends_ms)
    may_sync = not is_drawn and schedule.mark_card_outdated(tx, meetup, meetup_date)
    return RsvpChange(meetup, meetup_date, may_sync, late, is_over=True) if late or may_sync else None


def _outdated(answers: Iterable[StoredAnswer], choices: Mapping[int, str | None]) -> tuple[MemberAnswer, ...]:
    """Returns the reactions of these members that are not their last choice; None is no answer any more."""
    return tuple(
        (answer.user_id, answer.answer)
        for answer in answers
        if answer.is_reaction and answer.user_id in choices and answer.answer != choices[answer.user_id]
    )


def mark_changed(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, outdated: tuple[MemberAnswer, ...] = ()
) -> RsvpChange:
    """Marks the card as outdated and returns the change; `outdated` are reactions to be taken away."""
    may_sync = meetup_date.message_id is not None and schedule.mark_card_outdated(tx, meetup, meetup_date)
    return RsvpChange(meetup, meetup_date, may_sync, outdated)


def answer(tx: Transaction, actor: Actor, choice: str, answer: Answer | None) -> tuple[RsvpChange, Session]:
    """Stores a member's answer by command; None takes their answer back.

    `choice` is the date that was picked or a meetup's title. Returns the change, and the date with the
    member's place among its guests. Raises Refusal where `choice` fits no date that can be answered, or the
    answer is not taken from this member, or not any more.
    """
    meetup, ref = resolve(tx, actor, choice)
    check_answerable(tx, meetup, ref)
    meetup_date = schedule.open_date(tx, meetup, ref.on)
    if meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date does not take place. `/meetup list` shows the ones that do."))
    if answer is not None:
        check_admitted(tx, actor, meetup, meetup_date, answer)
    return store_answer(tx, actor.user_id, meetup, meetup_date, answer)


def store_answer(
    tx: Transaction, user_id: int, meetup: Meetup, meetup_date: MeetupDate, answer: Answer | None
) -> tuple[RsvpChange, Session]:
    """Stores what a member says to a date, not by reaction; returns what `answer` does."""
    before = list_at_stake(tx, meetup, meetup_date, [user_id])
    # Reactions leave when Discord takes them away, answers by command leave now.
    others = [(user_id, other) for other in Answer if other is not answer]
    added = [(user_id, answer)] if answer is not None else []
    order = rsvps.next_order(tx.connection, meetup_date.id)
    after = add_answers(remove_answers(before, others, is_reaction=False), added, order, is_reaction=False)
    after = give_seats(tx, meetup, meetup_date, after, _list_yes(added))
    save_answers(tx, meetup, meetup_date, before, after, [user_id])
    answered = mark_changed(tx, meetup, meetup_date, _outdated(after, {user_id: answer}))
    session = Session(meetup, meetup_date, make_guest_list(after))
    if user_id in session.guests.waitlist:  # the place in the queue needs all who wait
        session = schedule.load_session(tx, meetup, meetup_date)
    return answered, session


def answer_date(
    tx: Transaction, actor: Actor, date_id: DateId, given: Answer | None
) -> tuple[RsvpChange, Session]:
    """Stores a member's answer by button to the date, as `answer` does. Raises Refusal as that does."""
    asked = get_session(tx, actor.guild_id, date_id)
    return answer(tx, actor, str(DateRef(asked.meetup.id, asked.date.on)), given)


def clear(tx: Transaction, message_id: int, cleared: Collection[Answer]) -> bool:
    """Keeps the answers whose reactions a moderator has cleared.

    Returns whether the message carries an RSVP that is open, and so needs the bot's own reactions again.
    """
    found = meetup_dates.find_by_message(tx.connection, message_id)
    if found is None:
        return False
    before = rsvps.list_answers(tx.connection, found[1].id)
    save_answers(tx, *found, before, detach_reactions(before, cleared))
    return found[0].end_of(found[1]) > tx.now


def list_unproven(tx: Transaction, date_id: DateId, seen: SeenReactions) -> list[int]:
    """Returns the ids of members whose roles have to be known to take over what the message shows."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or not found[0].details_of(found[1]).answer_role_ids:
        return []
    seen = erased_reactions.without_erased(tx, found[1].message_id or 0, seen)
    added, _ = _find_differences(rsvps.list_answers(tx.connection, date_id), seen)
    return sorted({user_id for user_id, _ in added})


def reconcile(
    tx: Transaction,
    date_id: DateId,
    seen: SeenReactions,
    roles: Mapping[int, tuple[int, ...]] | None = None,
) -> RsvpChange | None:
    """Takes over the answers that the message shows; `roles` are those of members of whom they matter.

    Returns None where nothing follows from them.
    """
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None:
        return None
    seen = erased_reactions.leave_out(tx, found[1].message_id or 0, seen)
    before = rsvps.list_answers(tx.connection, date_id)
    after = detach_reactions(before, [Answer(choice) for choice in seen.cleared])
    added, removed = _find_differences(after, seen)
    admission = Admission(tx, *found)
    after = remove_answers(after, admission.with_earlier(after, removed), is_reaction=True)
    given = [GivenAnswer(user_id, answer, (roles or {}).get(user_id)) for user_id, answer in added]
    taken = admission.take(after, given)
    order = rsvps.next_order(tx.connection, date_id)
    after = add_answers(after, taken, order, is_reaction=True)
    after = give_seats(tx, *found, after, _list_yes(taken))
    admission.note_refused(tx)
    save_answers(tx, *found, before, after)
    refused = tuple(admission.refused)
    if taken or removed:
        return mark_changed(tx, *found, refused)
    return RsvpChange(*found, may_sync=False, outdated=refused) if refused else None


def _find_differences(
    answers: Iterable[StoredAnswer], seen: SeenReactions
) -> tuple[list[MemberAnswer], set[MemberAnswer]]:
    """Returns the answers that the message shows and that are not stored, and those that it does not show."""
    reactions = [(answer.user_id, answer.answer) for answer in answers if answer.is_reaction]
    # Of several that are new at once the friendliest counts: it is added last.
    added, removed = find_differences(reactions, seen, list(reversed(Answer)))
    return (
        [(user_id, Answer(choice)) for user_id, choice in added],
        {(user_id, Answer(choice)) for user_id, choice in removed},
    )


def drop_members(tx: Transaction, date_id: DateId, user_ids: Collection[int]) -> None:
    """Drops the answers to this date of members who are gone."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is not None and user_ids:
        withdraw_offers(tx, *found, user_ids)
        before = rsvps.list_answers(tx.connection, date_id)
        remaining = [answer for answer in before if answer.user_id not in user_ids]
        after = give_seats(tx, *found, remaining)
        save_answers(tx, *found, before, after)
        mark_changed(tx, *found)
