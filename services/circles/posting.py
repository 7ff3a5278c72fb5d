"""What circles have to say by themselves: proposals, the first word in a thread, lines in it, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from db import circles, guilds, notices, posts, profiles
from db.connection import Connection
from db.values import from_ms_or_none, to_ms
from domain.circles import circle as rules
from domain.circles.circle import Circle, CircleState, SeatState
from domain.circles.common import Common, find_common, shared_interest
from domain.guilds import GuildSettings
from domain.ids import CircleId, new_id
from domain.notices import Notice, NoticeKind
from domain.posts import CIRCLE_POSTS, Post, PostKind, PostState
from domain.profiles import Profile
from services import outbox
from services.circles import life, meeting
from services.circles.desk import CircleDesk

_WELCOMED = "welcomed"  # in the payload of the first word in a thread
_MOST_QUIET = 2  # questions in a row that nobody answered
_MOST_ASKED = 6
_ASK_AGAIN_AFTER = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A leased post with all that is needed to write it, as of `claimed_at`.

    `user_id` is whom the post is for, 0 for all in the thread; `own_thread_id` is where the bot speaks with
    that member, and `common` what they share with the others. `times` suit all whom the circle holds,
    `interest` is what most of them like, `counts` are the votes of the poll.
    """

    post: Post
    circle: Circle
    settings: GuildSettings
    claimed_at: datetime
    user_id: int = 0
    profile: Profile | None = None
    own_thread_id: int | None = None
    common: Common | None = None
    times: Sequence[datetime] = ()
    interest: str | None = None
    is_spread: bool = False  # over several cities
    counts: dict[datetime, int] = field(default_factory=dict)

    @property
    def welcomed_ids(self) -> list[int]:
        """Whom the first word in the thread names: every try says the same."""
        found: list[int] = self.post.payload.get(_WELCOMED, [])
        return found

    @property
    def is_late(self) -> bool:
        """Whether it no longer helps: then it may be found to have arrived, but not be sent."""
        return self.is_needless or self.claimed_at >= self.post.useful_until

    @property
    def is_needless(self) -> bool:
        """Whether nobody misses it: what has happened since its first try leaves nothing to say."""
        return not _is_wanted(self)


@dataclass(frozen=True, slots=True)
class CirclePosting:
    """Use cases of the outbox of circles."""

    desk: CircleDesk

    @staticmethod
    def is_due(connection: Connection, now: datetime) -> bool:
        """Whether there is anything to do with a circle, or to send."""
        now_ms = to_ms(now)
        return circles.has_due(connection, now_ms) or posts.has_due(connection, CIRCLE_POSTS, now_ms)

    async def advance(self) -> None:
        """Do what is due with circles: end the waiting for answers, a poll; ask whether they met."""
        while await self.desk.database.write(_advance, self.desk.stopped()):
            pass

    async def claim_due(self, limit: int, crowded: Collection[int] = ()) -> list[Delivery]:
        """Lease what is to be sent now; an empty list when all is claimed. Nothing of `crowded` servers."""
        return await self.desk.database.write(_claim_due, self.desk.stopped(), limit, crowded)

    async def mark_sent(self, delivery: Delivery, channel_id: int, message_id: int) -> None:
        """It stands in Discord as this message."""
        await self.desk.database.write(_mark_sent, self.desk.stopped(), delivery, channel_id, message_id)

    async def mark_refused(self, delivery: Delivery, reason: str, channel_id: int | None) -> None:
        """Discord said no: try again later while it helps, and let the organisers know once."""
        await self.desk.database.write(
            _mark_refused, delivery, reason, channel_id, self.desk.now(), self.desk.random
        )

    async def mark_unknown(self, delivery: Delivery) -> None:
        """No answer: it may have arrived. The next try looks for it first."""
        await self.desk.database.write(outbox.retry, delivery.post, self.desk.now(), was_refused=False)

    async def mark_missed(self, delivery: Delivery) -> None:
        """It did not arrive and no longer helps."""
        state = PostState.MERGED if delivery.is_needless else PostState.MISSED
        await self.desk.database.write(posts.finish_post, delivery.post.id, state)

    async def set_thread(self, circle_id: CircleId, thread_id: int | None) -> None:
        """Where the circle talks; None if that is gone."""
        await self.desk.database.write(circles.set_thread, circle_id, thread_id)

    async def set_own_thread(self, guild_id: int, user_id: int, thread_id: int | None) -> None:
        """Where the bot speaks with the member; None if that is gone."""
        await self.desk.database.write(circles.set_own_thread, guild_id, user_id, thread_id)

    async def next_due_at(self) -> datetime | None:
        """When something about a circle is due next; None if nothing is planned."""
        return from_ms_or_none(await self.desk.database.read(circles.next_due_ms))


def _advance(connection: Connection, desk: CircleDesk) -> int:
    due = circles.list_due(connection, to_ms(desk.now()))
    for circle in due:
        _advance_one(connection, desk, circle)
    return len(due)


def _advance_one(connection: Connection, desk: CircleDesk, circle: Circle) -> None:
    now = desk.now()
    if circle.invited_ids and circle.answer_by <= now:
        circle = life.keep(connection, desk, circle, rules.settle(circle, now))
    if circle.poll_until is not None and circle.poll_until <= now:
        circle = meeting.conclude(connection, desk, circle)
    if circle.ask_at is not None and circle.ask_at <= now:
        _ask(connection, desk, circle, now)


def _ask(connection: Connection, desk: CircleDesk, circle: Circle, now: datetime) -> None:
    """Ask whether they met; a circle that has fallen silent closes with a kind word."""
    if circle.quiet >= _MOST_QUIET or circle.asked >= _MOST_ASKED:
        life.tell(connection, circle, "closed", "closed", now, desk.random)
        life.keep(connection, desk, circle, rules.close(circle))
        return
    asked = circle.asked + 1
    life.tell(connection, circle, "met", f"met:{asked}", now, desk.random, {"asked": asked})
    after = replace(circle, asked=asked, quiet=circle.quiet + 1, ask_at=now + _ASK_AGAIN_AFTER)
    life.keep(connection, desk, circle, after)


def _claim_due(
    connection: Connection, desk: CircleDesk, limit: int, crowded: Collection[int]
) -> list[Delivery]:
    now = desk.now()

    def prepare(due: Sequence[Post]) -> Iterator[tuple[Post, Delivery | None]]:
        for post in due:
            delivery = _prepare(connection, desk, post, now)
            is_new = post.first_tried_at is None  # of another try it is to be learnt whether it arrived
            is_needless = delivery is None or (is_new and not _is_wanted(delivery))
            yield post, None if is_needless else delivery

    def miss(post: Post) -> None:
        posts.finish_post(connection, post.id, PostState.MISSED)

    return outbox.claim_due(connection, CIRCLE_POSTS, prepare, miss, now, limit, crowded)


def _prepare(connection: Connection, desk: CircleDesk, post: Post, now: datetime) -> Delivery | None:
    """The post with what it is about; None if that is gone."""
    circle = circles.load_circle(connection, CircleId(post.subject_id))
    if circle is None:
        return None
    user_id = post.payload.get("user_id", 0)
    if post.kind is PostKind.CIRCLE and _WELCOMED not in post.payload:
        post = replace(post, payload=post.payload | {_WELCOMED: circle.sitting_ids})
        posts.set_payload(connection, post)
    people = life.list_people(connection, circle, circle.held_ids)
    profile = profiles.get_profile(connection, circle.guild_id, user_id)
    if post.kind is PostKind.INVITE and not profile.is_looking(now):  # on a break since, or erased
        if circle.state_of(user_id) is SeatState.INVITED:
            after = rules.settle(circle.with_seat(user_id, SeatState.DECLINED), now)
            life.keep(connection, desk, circle, after)
        return None
    return Delivery(
        post=replace(post, attempts=post.attempts + 1),
        circle=circle,
        settings=guilds.get_settings(connection, circle.guild_id),
        claimed_at=now,
        user_id=user_id,
        profile=profile,
        own_thread_id=circles.get_standing(connection, circle.guild_id, user_id).thread_id,
        common=find_common(profile, [one for one in people if one.user_id != user_id]),
        times=life.list_times(people, circle, now) if post.kind is PostKind.INVITE else (),
        interest=shared_interest(people),
        is_spread=len({one.city for one in people}) > 1,
        counts=meeting.count_votes(connection, circle),
    )


def _is_wanted(delivery: Delivery) -> bool:
    """Whether what has happened since leaves something to say."""
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


def _mark_sent(
    connection: Connection, desk: CircleDesk, delivery: Delivery, channel_id: int, message_id: int
) -> None:
    posts.finish_post(connection, delivery.post.id, PostState.SENT, message_id)
    if delivery.post.kind is PostKind.CIRCLE:
        circles.set_thread(connection, delivery.circle.id, channel_id)
        circles.set_message(connection, delivery.circle.id, message_id)
        current = life.get_circle(connection, delivery.circle.id)
        for user_id in current.sitting_ids:  # who joined while it was on its way
            if user_id not in delivery.welcomed_ids:
                key = f"joined:{user_id}"
                about = {"user_id": user_id}
                life.tell(connection, current, "joined", key, desk.now(), desk.random, about)


def _mark_refused(
    connection: Connection,
    delivery: Delivery,
    reason: str,
    channel_id: int | None,
    now: datetime,
    random: Random,
) -> None:
    outbox.retry(connection, delivery.post, now, was_refused=True)
    payload = {"channel_id": channel_id, "reason": reason}
    guild_id = delivery.circle.guild_id
    key = f"{channel_id}:{reason}"
    notice = Notice(new_id(random), guild_id, None, NoticeKind.CANNOT_POST_CIRCLE, key, payload)
    notices.insert_notice(connection, notice, to_ms(now))
