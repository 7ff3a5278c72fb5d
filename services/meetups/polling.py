"""Polls about when a meetup should be, and planning the time that suits most."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from db import guilds, pending_edits, polls, posts, profiles
from db.values import to_ms
from domain.durations import write_minutes
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import PollId, PostId
from domain.meetups.meetup import check_minutes, check_title
from domain.meetups.poll import MeetupPoll, PollResult, parse_slots, suggest_slots
from domain.meetups.request import MeetupRequest
from domain.pending_edits import EditKind
from domain.posts import Post, PostKind
from domain.times.parser import ZonedTime
from domain.weeks import free_times_in_utc, monday_of
from domain.zones import to_local
from languages import gettext
from services.meetups import drafting, planning
from services.meetups.drafting import MeetupDraft
from services.transaction import Transaction, Transactions

_WEEKS_AHEAD = 3
_NOTICE = timedelta(days=1)  # the least time between a poll and the times that it suggests
_MOST_PROFILES = 1000
_FEWEST_PROFILES = 5  # with fewer, the times would tell who is free when


@dataclass(frozen=True, slots=True)
class _PollRequest:
    """A poll to be made; `slots` is None until times are found at which most of `free` can come."""

    title: str
    length_min: int
    zone: str
    now: datetime
    slots: tuple[datetime, ...] | None
    free: list[tuple[int, str]]


async def ask(transactions: Transactions, actor: Actor, title: str, times: str | None) -> PollResult:
    """Makes a poll about these times, or where `times` is None, about those at which most members are free.

    Raises Refusal where something cannot be read, no times are found, or the member may not plan.
    """
    request = await transactions.read(_prepare, actor, title, times)
    slots = request.slots if request.slots is not None else await asyncio.to_thread(_suggest, request)
    return await transactions.write(_make, actor, request, slots)


def check_host(tx: Transaction, actor: Actor) -> None:
    """Raises Refusal where the member may not make polls."""
    if not actor.may_plan(guilds.get_settings(tx.connection, actor.guild_id)):
        raise Refusal(
            gettext("Polls are for those who may plan meetups. A host will gladly make one for you.")
        )


def _prepare(tx: Transaction, actor: Actor, title: str, times: str | None) -> _PollRequest:
    check_host(tx, actor)
    zone = planning.zone_of(tx, actor, None)
    slots, length_min = (None, None)
    if times is not None:
        slots, length_min = parse_slots(times, tx.now, zone, tx.find_cities)
    length_min = check_minutes(length_min) if length_min is not None else tx.config.meetups.length
    free = [] if slots else _list_free(tx, actor.guild_id, zone)
    return _PollRequest(check_title(title), length_min, zone, tx.now, slots, free)


def _make(tx: Transaction, actor: Actor, request: _PollRequest, slots: tuple[datetime, ...]) -> PollResult:
    poll = MeetupPoll(
        PollId(tx.new_id()),
        actor.guild_id,
        actor.user_id,
        request.title,
        request.length_min,
        request.zone,
        slots,
    )
    polls.insert_poll(tx.connection, poll, tx.now_ms)
    return PollResult(poll, (0,) * len(slots), 0)


def note_message(tx: Transaction, poll: MeetupPoll, channel_id: int, message_id: int) -> None:
    """Notes which message shows the poll, to be written anew when the last of its times has come."""
    post_id, over_at = PostId(tx.new_id()), max(poll.slots)
    posts.insert_sent(
        tx.connection,
        Post(post_id, poll.guild_id, poll.id, PostKind.POLL, "", tx.now, over_at),
        channel_id,
        message_id,
    )
    pending_edits.plan_edit(tx.connection, post_id, EditKind.MESSAGE, poll.guild_id, to_ms(over_at))


def load_present(tx: Transaction, post: Post) -> PollResult | None:
    """Returns the poll of a post with its votes; None where it is gone."""
    poll = polls.find_poll(tx.connection, post.guild_id, PollId(post.subject_id))
    return _count(tx, poll) if poll is not None else None


def _list_free(tx: Transaction, guild_id: int, zone: str) -> list[tuple[int, str]]:
    """Returns the free hours of a week of each member who has given them, with the zone they are in."""
    members = profiles.list_profiles(tx.connection, guild_id)
    looking = [profile for profile in members if profile.free and not profile.is_paused(tx.now)]
    free = [(profile.free, profile.zone or zone) for profile in looking[:_MOST_PROFILES]]
    if len(free) < _FEWEST_PROFILES:
        raise Refusal(
            gettext(
                "Too few members have said when they are free. Give the times yourself, with "
                "`times:`, such as `thu 18:00, sat 10:00`."
            )
        )
    return free


def _suggest(request: _PollRequest) -> tuple[datetime, ...]:
    """Returns the times at which most are free. Raises Refusal where no two suit several."""
    first = monday_of(request.now.date())
    mondays = [first + timedelta(weeks=week) for week in range(_WEEKS_AHEAD)]
    weeks = [
        [free_times_in_utc(bits, own_zone, monday) for bits, own_zone in request.free] for monday in mondays
    ]
    start = datetime.combine(first, time(), UTC)
    slots = suggest_slots(weeks, start, request.now + _NOTICE, request.length_min, request.zone)
    if len(slots) < 2:
        raise Refusal(gettext("No two times suit several members. Give some yourself, with `times:`."))
    return slots


def show(tx: Transaction, actor: Actor, poll_id: PollId) -> PollResult:
    """Returns the poll with its votes. Raises Refusal where there is none."""
    poll = polls.find_poll(tx.connection, actor.guild_id, poll_id)
    if poll is None:
        raise Refusal(gettext("I don't know that poll any more."))
    return _count(tx, poll)


def _count(tx: Transaction, poll: MeetupPoll) -> PollResult:
    votes = polls.list_votes(tx.connection, poll.id)
    counts = Counter(slot for slot, _ in votes)
    voters = len({user_id for _, user_id in votes})
    return PollResult(poll, tuple(counts[slot] for slot in range(len(poll.slots))), voters)


def plan(tx: Transaction, actor: Actor, poll_id: PollId, channel_id: int) -> MeetupDraft:
    """Drafts a meetup at the time that suits most.

    Raises Refusal where there is no such poll or no time to come has votes, or the member may not plan.
    """
    result = show(tx, actor, poll_id)
    winner = result.winner(tx.now)
    if winner is None:
        raise Refusal(gettext("Nobody has said yet when they can come, or those times have passed."))
    poll = result.poll
    when = ZonedTime(to_local(winner, poll.zone).replace(tzinfo=None), poll.zone)
    meetup = MeetupRequest(title=poll.title, when=str(when), length=write_minutes(poll.length_min))
    return drafting.make_draft(tx, actor, meetup, channel_id)


def vote(tx: Transaction, actor: Actor, poll_id: PollId, slot: int) -> tuple[PollResult, list[int]]:
    """Sets that the member can come at that time, or takes it back.

    Returns the poll, and the indices of the times that the member has chosen. Raises Refusal where there is
    no such poll or time, or the time has passed.
    """
    poll = show(tx, actor, poll_id).poll
    if slot >= len(poll.slots):
        raise Refusal(gettext("That poll has no such time."))
    if poll.slots[slot] <= tx.now:
        raise Refusal(gettext("That time has passed. Pick a later one, please."))
    polls.toggle_vote(tx.connection, poll_id, slot, actor.user_id)
    own = [index for index, user_id in polls.list_votes(tx.connection, poll_id) if user_id == actor.user_id]
    return show(tx, actor, poll_id), own
