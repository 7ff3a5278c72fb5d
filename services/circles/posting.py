"""What is posted about circles: proposals, the first message in a thread, lines in it, questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from db import circles, guilds, notices, posts, profiles
from db.values import from_ms_or_none
from domain.circles import circle as rules
from domain.circles.circle import Circle, CircleState, SeatState
from domain.circles.common_ground import CommonGround, find_common_ground, shared_interest
from domain.guilds import GuildSettings
from domain.ids import CircleId
from domain.notices import Notice, NoticeKind
from domain.posts import CIRCLE_POSTS, Post, PostKind, PostState, Rejected
from domain.profiles import Profile
from services import message_syncing, outbox
from services.circles import effects, time_poll
from services.transaction import Transaction

_WELCOMED = "welcomed"  # in the payload of the first message in a thread
_MOST_QUIET = 2  # questions in a row that nobody answered
_MOST_ASKED = 6
_ASK_AGAIN_AFTER = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class CircleDelivery:
    """A leased post about a circle with all that is needed to write it, as of `claimed_at`.

    `user_id` is whom the post is for, 0 for all in the thread. `own_thread_id` is the thread in which the bot
    writes to that member, `common` what they share with the others. `times` suit all whom the circle holds,
    `interest` is what most of them like, `counts` are the votes of the poll.
    """

    post: Post
    circle: Circle
    settings: GuildSettings
    claimed_at: datetime
    user_id: int = 0
    profile: Profile | None = None
    own_thread_id: int | None = None
    common: CommonGround | None = None
    times: Sequence[datetime] = ()
    interest: str | None = None
    is_spread: bool = False  # its members live in several cities
    counts: dict[datetime, int] = field(default_factory=dict)

    @property
    def welcomed_ids(self) -> list[int]:
        """Returns the ids of those whom the first message in the thread names, the same at every try."""
        user_ids: list[int] = self.post.payload.get(_WELCOMED, [])
        return user_ids

    @property
    def seat(self) -> SeatState | None:
        """Returns the state of the member's seat; None where it is of a later proposal of the circle's."""
        seats = (seat for seat in self.circle.seats if f"{seat.user_id}:{seat.wave}" == self.post.key)
        return next((seat.state for seat in seats), None)

    @property
    def is_open_invitation(self) -> bool:
        """Returns whether the member can still answer."""
        return self.circle.is_alive and self.seat is SeatState.INVITED

    @property
    def is_waiting(self) -> bool:
        """Returns whether the member has accepted and the circle has not formed yet."""
        return self.circle.state is CircleState.PROPOSED and self.seat is SeatState.ACCEPTED

    @property
    def is_late(self) -> bool:
        """Returns whether it no longer helps: it may be found to have arrived, but is not to be sent."""
        return self.is_needless or self.claimed_at >= self.post.useful_until

    @property
    def is_needless(self) -> bool:
        """Returns whether nobody misses it: what has happened since its first try leaves nothing to say."""
        return not _is_wanted(self)


def is_due(tx: Transaction) -> bool:
    """Returns whether there is anything to do with a circle, or to send."""
    now_ms = tx.now_ms
    return circles.has_due(tx.connection, now_ms) or posts.has_due(tx.connection, CIRCLE_POSTS, now_ms)


def mark_unknown(tx: Transaction, delivery: CircleDelivery) -> None:
    """Puts off a post to which Discord gave no answer; the next try looks first whether it has arrived."""
    outbox.retry(tx, delivery.post)


def mark_missed(tx: Transaction, delivery: CircleDelivery) -> None:
    """Gives up a post that did not arrive and no longer helps."""
    if delivery.is_needless:
        posts.finish_post(tx.connection, delivery.post.id, PostState.MERGED)
    else:
        _miss(tx, delivery.post)


def _miss(tx: Transaction, post: Post) -> None:
    posts.finish_post(tx.connection, post.id, PostState.MISSED)


def take_thread(tx: Transaction, circle_id: CircleId, thread_id: int) -> bool:
    """Sets the thread in which the circle talks. Returns False where it is somebody else's already."""
    if effects.get_circle(tx, circle_id).thread_id == thread_id:
        return True
    if circles.is_thread_in_use(tx.connection, thread_id):
        return False
    circles.set_thread(tx.connection, circle_id, thread_id)
    return True


def take_own_thread(tx: Transaction, guild_id: int, user_id: int, thread_id: int) -> bool:
    """Sets the thread in which the bot writes to the member. Returns False where it is somebody else's."""
    if circles.get_member_record(tx.connection, guild_id, user_id).thread_id == thread_id:
        return True
    if circles.is_thread_in_use(tx.connection, thread_id):
        return False
    circles.set_own_thread(tx.connection, guild_id, user_id, thread_id)
    return True


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when something about a circle is due next; None where nothing is planned."""
    return from_ms_or_none(circles.next_due_ms(tx.connection))


def advance(tx: Transaction) -> int:
    """Does what is due with some circles: ends the wait for answers, or a poll; asks whether they met.

    Returns how many circles these were; 0 where nothing is left to do.
    """
    due = circles.list_due(tx.connection, tx.now_ms)
    for circle in due:
        _advance_one(tx, circle)
    return len(due)


def _advance_one(tx: Transaction, circle: Circle) -> None:
    if circle.invited_ids and circle.answer_by <= tx.now:
        circle = effects.save_with_effects(tx, circle, rules.apply_answers(circle, tx.now))
    if circle.poll_until is not None and circle.poll_until <= tx.now:
        circle = time_poll.conclude_poll(tx, circle)
    if circle.ask_at is not None and circle.ask_at <= tx.now:
        _ask(tx, circle)


def _ask(tx: Transaction, circle: Circle) -> None:
    """Asks whether they met; closes a circle in which nobody has answered for long."""
    if circle.quiet >= _MOST_QUIET or circle.asked >= _MOST_ASKED:
        effects.post_line(tx, circle, "closed", "closed")
        effects.save_with_effects(tx, circle, rules.close(circle))
        return
    asked = circle.asked + 1
    effects.post_line(tx, circle, "met", f"met:{asked}", {"asked": asked})
    after = replace(circle, asked=asked, quiet=circle.quiet + 1, ask_at=tx.now + _ASK_AGAIN_AFTER)
    effects.save_with_effects(tx, circle, after)


def claim_due(tx: Transaction, limit: int, crowded: Collection[int] = ()) -> list[CircleDelivery]:
    """Leases posts that are due and returns them, at most `limit`; none of the servers in `crowded`.

    The list is empty where nothing is left to claim.
    """
    return outbox.claim_due(tx, CIRCLE_POSTS, _prepare, _miss, limit, crowded)


def _prepare(tx: Transaction, post: Post) -> CircleDelivery | None:
    """Returns the post with what it is about; None where that is gone."""
    circle = circles.load_circle(tx.connection, CircleId(post.subject_id))
    if circle is None:
        return None
    user_id = post.payload.get("user_id", 0)
    if post.kind is PostKind.CIRCLE and _WELCOMED not in post.payload:
        post = replace(post, payload=post.payload | {_WELCOMED: circle.sitting_ids})
        posts.set_payload(tx.connection, post)
    profile = profiles.get_profile(tx.connection, circle.guild_id, user_id)
    if post.kind is PostKind.INVITE and not profile.is_looking(tx.now):  # on a break since, or erased
        if circle.state_of(user_id) is SeatState.INVITED:
            after = rules.apply_answers(circle.with_seat(user_id, SeatState.DECLINED), tx.now)
            effects.save_with_effects(tx, circle, after)
        return None
    return _load(tx, replace(post, attempts=post.attempts + 1), circle)


def _load(tx: Transaction, post: Post, circle: Circle) -> CircleDelivery:
    """Returns the post with all that is needed to write it."""
    user_id = post.payload.get("user_id", 0)
    # Who is welcomed is asked the same question at every try, and when it is written anew.
    about = post.payload.get(_WELCOMED, circle.held_ids)
    members = effects.list_complete_profiles(tx, circle, about)
    profile = profiles.get_profile(tx.connection, circle.guild_id, user_id)
    return CircleDelivery(
        post=post,
        circle=circle,
        settings=guilds.get_settings(tx.connection, circle.guild_id),
        claimed_at=tx.now,
        user_id=user_id,
        profile=profile,
        own_thread_id=circles.get_member_record(tx.connection, circle.guild_id, user_id).thread_id,
        common=find_common_ground(profile, [member for member in members if member.user_id != user_id]),
        times=effects.list_common_times(members, circle, tx.now) if post.kind is PostKind.INVITE else (),
        interest=shared_interest(members),
        is_spread=len({member.city for member in members}) > 1,
        counts=time_poll.count_votes(tx, circle),
    )


def load_present(tx: Transaction, post: Post) -> CircleDelivery | None:
    """Returns a post that was sent with how its circle stands now; None where the circle is gone."""
    circle = circles.load_circle(tx.connection, CircleId(post.subject_id))
    return _load(tx, post, circle) if circle is not None else None


def _is_wanted(delivery: CircleDelivery) -> bool:
    """Returns whether what has happened since leaves something to say."""
    circle, post = delivery.circle, delivery.post
    match post.kind:
        case PostKind.INVITE:
            return circle.is_alive and circle.state_of(delivery.user_id) is SeatState.INVITED
        case PostKind.CIRCLE:
            return circle.state is CircleState.FORMED and circle.message_id is None
        case PostKind.CIRCLE_LINE:
            is_said_at_the_end = post.payload["line"] in {"closed", "merged"}
            is_due = circle.state is CircleState.FORMED or is_said_at_the_end
            return circle.thread_id is not None and is_due
        case _:
            return True


def mark_sent(tx: Transaction, delivery: CircleDelivery, channel_id: int, message_id: int) -> None:
    """Notes that the post is this message in Discord, and what follows from that."""
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT, message_id, channel_id)
    if delivery.post.kind is PostKind.CIRCLE:
        circles.set_thread(tx.connection, delivery.circle.id, channel_id)
        circles.set_message(tx.connection, delivery.circle.id, message_id)
        message_syncing.mark_outdated(tx, delivery.circle.id, (PostKind.INVITE,))  # their thread is there
        current = effects.get_circle(tx, delivery.circle.id)
        for user_id in current.sitting_ids:  # who joined while it was on its way
            if user_id not in delivery.welcomed_ids:
                key = f"joined:{user_id}"
                about = {"user_id": user_id}
                effects.post_line(tx, current, "joined", key, about)


def mark_deleted(tx: Transaction, delivery: CircleDelivery) -> None:
    """Notes that the post has been in Discord and was deleted there: it is not said again."""
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT)


def mark_rejected(tx: Transaction, delivery: CircleDelivery, rejected: Rejected) -> None:
    """Puts off a post that was rejected, and lets the organisers know once, where they can mend it."""
    outbox.put_off(tx, delivery.post, rejected)
    if rejected.is_of_one_person:
        return
    _notify_organisers(tx, delivery, NoticeKind.CANNOT_POST_CIRCLE, rejected.key, rejected.payload)


def note_not_added(tx: Transaction, delivery: CircleDelivery, channel_id: int, count: int) -> None:
    """Lets the organisers know, once, that so many members cannot be added to threads under the channel."""
    payload = {"channel_id": channel_id, "count": count}
    _notify_organisers(tx, delivery, NoticeKind.CANNOT_ADD_TO_CIRCLE, str(channel_id), payload)


def _notify_organisers(
    tx: Transaction, delivery: CircleDelivery, kind: NoticeKind, key: str, payload: Mapping[str, object]
) -> None:
    notice = Notice(tx.new_id(), delivery.circle.guild_id, None, kind, key, dict(payload))
    notices.insert_notice(tx.connection, notice, tx.now_ms)
