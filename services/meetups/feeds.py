"""Calendar feeds: links that nobody can guess, and what a calendar reads behind them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from db import feeds, guilds, meetup_dates, profiles, rsvps, venues
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.rsvp import Answer, effective_answers
from languages import ENGLISH, gettext, use_language
from services.meetups.finding import list_cancelled_series, list_series
from services.transaction import Transaction

_KEPT = timedelta(days=60)  # dates that were over for longer leave the feed
_SECRET_BYTES, _LONGEST_SECRET = 24, 100


def make_own(tx: Transaction, actor: Actor) -> str:
    """Returns the secret of a new link to the dates that the member said yes to; an earlier link ends."""
    return _make(tx, actor.guild_id, actor.user_id)


def make_shared(tx: Transaction, actor: Actor) -> str:
    """Returns the secret of a new link to all meetups of the server; an earlier link ends.

    Raises Refusal where the member may not plan.
    """
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    if not actor.may_plan(settings) and not actor.runs_server:
        raise Refusal(
            gettext(
                "Only those who may plan meetups can make the link for the whole server. Ask one of them?"
            )
        )
    return _make(tx, actor.guild_id, feeds.EVERYBODY)


def revoke(tx: Transaction, actor: Actor) -> bool:
    """Ends the member's own link. Returns whether there was one."""
    return feeds.delete_feed(tx.connection, actor.guild_id, actor.user_id)


def revoke_shared(tx: Transaction, actor: Actor) -> bool:
    """Ends the link to all meetups of the server. Returns whether there was one.

    Raises Refusal where the member may not plan.
    """
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    if not actor.may_plan(settings) and not actor.runs_server:
        raise Refusal(gettext("Only those who may plan meetups can revoke that link."))
    return feeds.delete_feed(tx.connection, actor.guild_id, feeds.EVERYBODY)


def read(tx: Transaction, secret: str, name_of: Callable[[int], str]) -> bytes | None:
    """Returns the calendar file behind a link; None where there is no such link.

    `name_of` gives the name of the server of an id.
    """
    from domain.meetups.calendar import write_calendar, write_dates  # noqa: PLC0415 - its library is seldom needed

    found = feeds.find_feed(tx.connection, _hash(secret)) if len(secret) <= _LONGEST_SECRET else None
    if found is None:
        return None
    guild_id, user_id = found
    since_ms = to_ms(tx.now - _KEPT)
    known = venues.list_with_directions(tx.connection, guild_id)
    if user_id == feeds.EVERYBODY:
        series = [*list_series(tx, guild_id, since_ms), *list_cancelled_series(tx, guild_id, since_ms)]
        return write_calendar(series, tx.now, name_of(guild_id), known)
    own, waiting = _list_own(tx, guild_id, user_id, since_ms)
    with use_language(_language_of(tx, guild_id, user_id)):
        name = gettext("My dates · {server}", server=name_of(guild_id))
        return write_dates(own, tx.now, name, waiting, known)


def _language_of(tx: Transaction, guild_id: int, user_id: int) -> str:
    """Returns the language that the member has chosen, else the server's, else English."""
    of_member = profiles.get_profile(tx.connection, guild_id, user_id).language
    return of_member or guilds.get_settings(tx.connection, guild_id).language or ENGLISH


def _make(tx: Transaction, guild_id: int, user_id: int) -> str:
    secret = secrets.token_urlsafe(_SECRET_BYTES)  # not from `tx.random`: whoever guesses it reads the feed
    feeds.save_feed(tx.connection, guild_id, user_id, _hash(secret), tx.now_ms)
    return secret


def _hash(secret: str) -> str:
    """Returns what is stored and compared instead: neither the file nor an answer's time tells the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _list_own(
    tx: Transaction, guild_id: int, user_id: int, since_ms: int
) -> tuple[list[tuple[Meetup, MeetupDate]], set[DateId]]:
    """Returns the dates that the member said yes to, also those called off since: calendars learn of it.

    The ids of those on whose waitlist they are come with them.
    """
    own, waiting = [], set()
    for date_id in meetup_dates.list_answered(tx.connection, user_id, guild_id, since_ms):
        answers = effective_answers(rsvps.list_answers_of(tx.connection, date_id, [user_id]))
        found = meetup_dates.find_with_date(tx.connection, date_id)
        if found is not None and answers and answers[0].answer is Answer.GOING:
            own.append(found)
            waiting |= set() if answers[0].is_seated else {date_id}
    return sorted(own, key=lambda pair: (pair[1].starts_at, pair[1].id)), waiting
