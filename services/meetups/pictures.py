"""Pictures of meetups: kept when they are uploaded, shown wherever the meetup is."""

from __future__ import annotations

from db import meetup_dates, meetup_pictures
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, PictureId
from domain.meetups.meetup import Session
from domain.notices import NoticeKind
from languages import gettext
from services.meetups import host_notices
from services.transaction import Transaction

MOST_OF_MEMBER = 20  # so many are handed over in one file


def keep(tx: Transaction, actor: Actor, image: bytes) -> PictureId:
    """Stores a picture that the member has uploaded and returns its id; a meetup or a draft is to name it.

    Raises Refusal where meetups have as many of the member as are kept.
    """
    while meetup_pictures.count_uploaded(tx.connection, actor.guild_id, actor.user_id) >= MOST_OF_MEMBER:
        if not meetup_pictures.delete_oldest_unused(tx.connection, actor.guild_id, actor.user_id):
            raise Refusal(
                gettext(
                    "Meetups here have {most} pictures of yours already. Take one out first, please.",
                    most=MOST_OF_MEMBER,
                )
            )
    picture_id = PictureId(tx.new_id())
    meetup_pictures.insert_picture(tx.connection, picture_id, actor.guild_id, actor.user_id, image, tx.now_ms)
    return picture_id


def load(tx: Transaction, guild_id: int, picture_id: PictureId | None) -> bytes | None:
    """Returns the picture as a JPEG; None where there is none, or not any more."""
    return meetup_pictures.find_image(tx.connection, guild_id, picture_id) if picture_id is not None else None


def set_shown(tx: Transaction, date_id: DateId, picture_id: PictureId | None) -> None:
    """Notes which picture the card of a date shows; None where it shows none."""
    meetup_dates.set_card_picture(tx.connection, date_id, picture_id)


def note_cannot_attach(tx: Transaction, session: Session, channel_id: int) -> None:
    """Lets the host know, once for each channel, that the card stands there without its picture."""
    meetup = session.meetup
    payload = {"title": meetup.details.title, "channel_id": channel_id}
    host_notices.notify_host(tx, meetup, NoticeKind.NO_PICTURE, f"{meetup.id}:{channel_id}", payload)
