"""Who hosts a meetup: others beside its first host, who may do the same; and who does when one leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db import leavers, meetup_dates, meetup_hosts, notices
from db.personal_topics import ERASED_USER_ID
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from domain.meetups.hosting import MOST_COHOSTS
from domain.meetups.meetup import DateRef, Meetup
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from domain.posts import PostKind
from languages import gettext
from services.meetups import host_notices, host_questions, schedule
from services.meetups.changing import check_version
from services.meetups.finding import get_editable, get_meetup, may_plan
from services.meetups.telling import post_change
from services.transaction import Transaction


def get_shareable(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    """Returns the meetup, if the member may say who hosts it.

    Raises Refusal where it is a circle's, or they may not change it.
    """
    meetup = get_editable(tx, actor, ref.meetup_id)
    if meetup.circle_id is not None:
        raise Refusal(gettext("A circle's meetup belongs to the whole circle: each of you can change it."))
    return meetup


def load_cohosts(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Meetup, tuple[int, ...]]:
    """Returns the meetup and who hosts it beside the first host. Raises as `get_shareable` does."""
    meetup = get_shareable(tx, actor, ref)
    return meetup, meetup_hosts.list_cohosts(tx.connection, meetup.id)


def choose_cohosts(
    tx: Transaction, actor: Actor, ref: DateRef, version: int, user_ids: Sequence[int]
) -> None:
    """Stores who hosts the meetup beside its first host.

    Who is new among them is told once, who is taken out hears it by the way. Raises Refusal where there are
    too many, the meetup is no longer at `version`, is a circle's, or the member may not change it.
    """
    meetup, before = load_cohosts(tx, actor, ref)
    check_version(meetup, version)
    chosen = [user_id for user_id in dict.fromkeys(user_ids) if user_id != meetup.host_id]
    if len(chosen) > MOST_COHOSTS:
        raise Refusal(
            gettext("Up to {most} can host beside the first one. Pick fewer, please.", most=MOST_COHOSTS)
        )
    kept = [user_id for user_id in before if user_id in chosen]
    added = [user_id for user_id in chosen if user_id not in before]
    if set(chosen) != set(before):
        meetup = set_hosts(tx, meetup, meetup.host_id, [*kept, *added])
        tell_hosts(tx, meetup, "hosts_too", [user_id for user_id in added if user_id != actor.user_id])
        for user_id in set(before) - {*chosen, actor.user_id}:
            notify(tx, meetup, NoticeKind.HOSTS_NO_MORE, user_id)


def find_next_host(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Meetup, int | None]:
    """Returns the meetup and who is its first host once the member steps down; None where nobody is.

    Raises Refusal where they do not host it.
    """
    meetup = get_meetup(tx, actor.guild_id, ref.meetup_id)
    host_ids = (meetup.host_id, *meetup_hosts.list_cohosts(tx.connection, meetup.id))
    if meetup.circle_id is not None or actor.user_id not in host_ids:
        raise Refusal(gettext("You are not among its hosts."))
    if actor.user_id != meetup.host_id:
        return meetup, meetup.host_id
    return meetup, next(iter(_list_others(tx, meetup, actor.user_id)), None)


def step_down(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    """Takes the member out of those who host the meetup, as if they had left, and returns it.

    Raises Refusal where they do not host it.
    """
    meetup, _ = find_next_host(tx, actor, ref)
    _drop_host(tx, meetup, actor.user_id, is_named=False)
    return meetup


def take_over(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Makes the member the host of a meetup that has none, and returns it; who hosts it keeps it.

    Raises Refusal where somebody else hosts it, or the member may not plan.
    """
    meetup = get_meetup(tx, actor.guild_id, meetup_id)
    if meetup.host_id == actor.user_id and host_notices.has_host(tx, meetup):
        return meetup  # pressed twice
    check_may_host(tx, actor)
    if meetup.circle_id is not None or host_notices.has_host(tx, meetup):
        raise Refusal(gettext("“{title}” has a host again. Thank you!", title=meetup.details.title))
    leavers.note_presence(tx.connection, actor.guild_id, [actor.user_id], [], tx.now_ms)
    host_questions.close(tx, meetup.id, PostKind.HOST_WANTED, actor.user_id)
    return set_hosts(tx, meetup, actor.user_id, ())


def check_may_host(tx: Transaction, actor: Actor) -> None:
    """Raises Refusal where the member may not become the first host of a meetup, as they may not plan."""
    if not may_plan(tx, actor):
        raise Refusal(
            gettext(
                "Hosting it is for those who may plan here: with Manage Events, or a role that the organiser "
                "allows with `/longtable set`."
            )
        )


def set_hosts(
    tx: Transaction, meetup: Meetup, host_id: int, cohost_ids: Sequence[int], *, said_yes: bool = False
) -> Meetup:
    """Stores who hosts the meetup from now on, and returns it.

    What stands in Discord says so. An offer to somebody is over where the first host is another now, or who
    made it hosts it no more; `said_yes` says that it was accepted.
    """
    before = meetup_hosts.list_cohosts(tx.connection, meetup.id)
    meetup_hosts.save_hosts(tx.connection, meetup.id, host_id, cohost_ids, tx.now_ms)
    is_another = host_id != meetup.host_id
    meetup = replace(meetup, host_id=host_id, version=meetup.version + 1)
    for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
        if meetup_date.message_id is not None:
            schedule.mark_card_outdated(tx, meetup, meetup_date)
    if is_another and host_id != ERASED_USER_ID:
        leavers.note_presence(tx.connection, meetup.guild_id, [host_id], [], tx.now_ms)
        host_questions.end_offer(tx, meetup.id, host_id if said_yes else None)
        host_questions.close(tx, meetup.id, PostKind.HOST_WANTED, host_id)
    elif host_notices.has_host(tx, meetup):
        host_questions.close(tx, meetup.id, PostKind.HOST_WANTED)
    offer = meetup_hosts.find_offer(tx.connection, meetup.id)
    if offer is not None and offer.offered_by in set(before) - {host_id, *cohost_ids}:
        host_questions.end_offer(tx, meetup.id)
    return meetup


def tell_hosts(tx: Transaction, meetup: Meetup, what: str, user_ids: Sequence[int]) -> None:
    """Tells these members that they host it: in the thread of the next announced date, else in private.

    `what` is `handed_over` for its first host, `hosts_too` for those beside.
    """
    dates = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    announced = [day for day in dates if day.message_id is not None and day.status is DateStatus.PLANNED]
    if announced and user_ids:
        session = schedule.load_session(tx, meetup, announced[0])
        told = {"what": what, "starts_ms": to_ms(session.date.starts_at)}
        post_change(tx, session, user_ids, told)
        return
    kind = NoticeKind.HANDED_OVER if what == "handed_over" else NoticeKind.HOSTS_TOO
    for user_id in user_ids:
        notify(tx, meetup, kind, user_id)


def notify(tx: Transaction, meetup: Meetup, kind: NoticeKind, user_id: int) -> None:
    """Notes this about who hosts the meetup for a member's next private reply, once for each version."""
    key = f"{meetup.id}:{meetup.version}:{user_id}"
    payload = {"title": meetup.details.title}
    notices.insert_notice(
        tx.connection, Notice(tx.new_id(), meetup.guild_id, user_id, kind, key, payload), tx.now_ms
    )


def drop_leaver(tx: Transaction, guild_id: int, user_id: int, *, is_erased: bool) -> None:
    """Has others host what the member hosts: who was added first, else those who may plan are asked.

    `is_erased`: they are not coming back to it.
    """
    for meetup in meetup_hosts.list_hosted(tx.connection, guild_id, user_id):
        _drop_host(tx, meetup, user_id, is_named=not is_erased)


def _drop_host(tx: Transaction, meetup: Meetup, user_id: int, *, is_named: bool) -> None:
    """Does that for one meetup; `is_named`: where nobody else hosts it, it stays theirs if they are back."""
    others = _list_others(tx, meetup, user_id)
    if meetup.host_id != user_id:
        changed = set_hosts(tx, meetup, meetup.host_id, others)
        if not host_notices.has_host(tx, changed):
            host_questions.ask_planners(tx, changed)
    elif others:
        handed_over = set_hosts(tx, meetup, others[0], others[1:])
        if schedule.find_next_occurrence(tx, meetup) is not None:
            tell_hosts(tx, handed_over, "handed_over", others[:1])
    else:
        orphaned = meetup if is_named else set_hosts(tx, meetup, ERASED_USER_ID, ())
        host_questions.ask_planners(tx, orphaned)


def _list_others(tx: Transaction, meetup: Meetup, user_id: int) -> list[int]:
    """Returns who hosts the meetup beside its first host and is in the server, without this member."""
    cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
    return [
        other_id
        for other_id in cohost_ids
        if other_id != user_id and not leavers.is_missing(tx.connection, meetup.guild_id, other_id)
    ]


def note_back(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Has nobody asked any more to host what a member hosts who is back."""
    for meetup in meetup_hosts.list_hosted(tx.connection, guild_id, user_id):
        host_questions.close(tx, meetup.id, PostKind.HOST_WANTED, user_id)
