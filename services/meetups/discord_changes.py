"""Changes in Discord that reach meetups: channels that are deleted."""

from __future__ import annotations

from dataclasses import replace

from db import meetup_dates, meetups
from domain.notices import NoticeKind
from services.meetups import host_notices, schedule
from services.transaction import Transaction


def forget_channel(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """Forgets the cards that stood in a deleted channel; the hosts hear, and choose where it goes on."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if meetup_date.channel_id == channel_id:
                forgotten = replace(meetup_date, channel_id=None, message_id=None)
                host_notices.forget_card(tx, meetup, meetup_date)
                schedule.store_date(tx, meetup, forgotten)


def note_room_gone(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """Lets the hosts of the meetups in a room that was deleted know, once each, and has these drawn anew."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        key, payload = f"{meetup.id}:{channel_id}", {"title": meetup.details.title}
        if meetup.details.place.voice_channel_id == channel_id:
            host_notices.notify_host(tx, meetup, NoticeKind.ROOM_GONE, key, payload)
        for day in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if day.has_begun(tx.now) or meetup.place_of(day).voice_channel_id != channel_id:
                continue
            if day.overrides.place is not None:  # whoever hosts the date chooses another for it
                of_date = f"{day.id}:{channel_id}"
                host_notices.notify_host(tx, meetup, NoticeKind.ROOM_GONE, of_date, payload, day)
            schedule.store_date(tx, meetup, day)
