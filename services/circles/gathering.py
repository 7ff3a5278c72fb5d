"""Who looks for a circle now, as the matching sees them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from db import problems, profiles, rsvps
from db.database import Connection
from db.values import from_ms, to_ms
from domain.circles.member import History, Member, avoidances, pair
from domain.circles.week import to_utc, week_of
from domain.profiles import LANGUAGES, Profile
from domain.weektimes import span, union

Gathered = tuple[list[Member], History]

_NEVER_MET_WEEKS = 12.0  # as much as the matching counts
_AWAKE_MIN = (9 * 60, 21 * 60)
_LANGUAGE_BITS = {code: 1 << place for place, code in enumerate(LANGUAGES)}
_AWAKE = union(span(day, *_AWAKE_MIN) for day in range(7))


def gather(connection: Connection, guild_id: int, now: datetime) -> Gathered:
    """Members of the guild who have said all that is needed and are not on a break; what is known of pairs.

    What somebody shared anonymously is not used: who sits with whom must not tell whose it was.
    """
    seats = rsvps.list_past_seats(connection, guild_id, to_ms(now))
    last_seats = {user_id: last for user_id, (_, last) in seats.items()}
    monday = week_of(now.date() + timedelta(weeks=1))
    ready = [
        profile
        for profile in profiles.list_profiles(connection, guild_id)
        if not profile.missing and not profile.is_paused(now)
    ]
    members = [_member(profile, last_seats.get(profile.user_id), now, monday) for profile in ready]
    solved = Counter(pair(*both) for both in problems.list_solved_pairs(connection, guild_id))
    avoided = avoidances(profiles.list_avoidances(connection, guild_id))
    return members, History(avoided=avoided, solved_together=dict(solved))


def _member(profile: Profile, last_seat_ms: int | None, now: datetime, monday: date) -> Member:
    assert profile.city is not None, "a profile without a city is not ready"
    assert profile.company is not None, "nor is one without a wish"
    zone = profile.zone or profile.city.zone
    weeks = (
        (now - from_ms(last_seat_ms)) / timedelta(weeks=1) if last_seat_ms is not None else _NEVER_MET_WEEKS
    )
    return Member(
        id=profile.user_id,
        centre=profile.city.centre,
        limit_km=float(profile.travel_km),
        free=to_utc(profile.free, zone, monday),
        languages=union(_LANGUAGE_BITS[code] for code in profile.languages),
        interests=frozenset(profile.interests),
        company=profile.company,
        weeks_alone=weeks,
        is_newcomer=last_seat_ms is None,
        is_online=profile.is_online,
        awake=to_utc(_AWAKE, zone, monday),
    )
