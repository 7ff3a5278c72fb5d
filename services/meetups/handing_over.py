"""Handing a meetup over: another member hosts it from now on, and hears of it."""

from __future__ import annotations

from dataclasses import replace

from db import guilds, meetup_dates, meetups, notices
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.meetup import DateRef, Meetup
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from domain.posts import PostKind
from languages import gettext
from services.meetups import schedule
from services.meetups.finding import get_editable
from services.transaction import Transaction


def get_transferable(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    """Returns the meetup, if the member may hand it over.

    Raises Refusal where it is a circle's, or they may not change it.
    """
    meetup = get_editable(tx, actor, ref.meetup_id)
    if meetup.circle_id is not None:
        raise Refusal(gettext("A circle's meetup belongs to the whole circle: each of you can change it."))
    return meetup


def hand_over(tx: Transaction, actor: Actor, ref: DateRef, successor: Actor) -> Meetup:
    """Makes `successor` the host of the meetup, and returns it.

    They are told in the thread of the next announced date, else with their next private reply. Raises Refusal
    where they host it already or may not plan, the meetup is a circle's, or the member may not change it.
    """
    meetup = get_transferable(tx, actor, ref)
    if successor.user_id == meetup.host_id:
        raise Refusal(gettext("They host it already."))
    if not successor.may_plan(guilds.get_settings(tx.connection, actor.guild_id)):
        raise Refusal(
            gettext(
                "They may not plan meetups here yet: that needs Manage Events, or a role that the organiser "
                "allows with `/longtable set`."
            )
        )
    meetups.set_host(tx.connection, meetup.id, successor.user_id, tx.now_ms)
    meetup = replace(meetup, host_id=successor.user_id, version=meetup.version + 1)
    for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
        if meetup_date.message_id is not None:
            schedule.mark_card_outdated(tx, meetup, meetup_date)
    if successor.user_id != actor.user_id:
        _tell(tx, meetup)
    return meetup


def _tell(tx: Transaction, meetup: Meetup) -> None:
    dates = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    announced = [day for day in dates if day.message_id is not None and day.status is DateStatus.PLANNED]
    if not announced:
        payload = {"title": meetup.details.title}
        key = f"{meetup.id}:{meetup.version}"
        notice = Notice(tx.new_id(), meetup.guild_id, meetup.host_id, NoticeKind.HANDED_OVER, key, payload)
        notices.insert_notice(tx.connection, notice, tx.now_ms)
        return
    session = schedule.load_session(tx, meetup, announced[0])
    told = {"what": "handed_over", "starts_ms": to_ms(session.date.starts_at)}
    key = f"handed_over:{meetup.version}"
    schedule.post_to_members(tx, session, PostKind.CHANGE, key, [meetup.host_id], told)
