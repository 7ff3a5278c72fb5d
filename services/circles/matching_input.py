"""The input of the matching: members who look for a circle, and what is known of pairs of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db import attendances, circles, problems, profiles
from db.values import from_ms, to_ms
from domain.circles.member import History, Member, avoided_pairs, pair
from domain.free_times import hours_of_day, union
from domain.profiles import LANGUAGES, Profile
from domain.weeks import free_times_in_utc, monday_of
from services.transaction import Transaction

_NEVER_MET_WEEKS = 12.0  # of who has never met; the matching counts no more
_REMEMBERED = timedelta(weeks=52)
_AWAKE_MIN = (9 * 60, 21 * 60)
_LANGUAGE_BITS = {code: 1 << place for place, code in enumerate(LANGUAGES)}
_AWAKE = union(hours_of_day(day, *_AWAKE_MIN) for day in range(7))


@dataclass(frozen=True, slots=True)
class MatchingInput:
    """Every member of a guild whose profile is complete, by id; `free_ids` may be asked now.

    Whoever sits in a circle already or is on a break is not among the free. `paused` counts those on a break.
    """

    members: dict[int, Member]
    free_ids: list[int]
    history: History
    cities: dict[int, str]
    paused: int = 0

    @property
    def free(self) -> list[Member]:
        """Returns the members who may be asked now."""
        return [self.members[user_id] for user_id in self.free_ids]

    def list_members(self, user_ids: Iterable[int], *, is_online: bool) -> list[Member]:
        """Returns those of these members whose profile is complete, for a circle that is online or not."""
        from_ids = (self.members[user_id] for user_id in user_ids if user_id in self.members)
        return [member.as_online() if is_online else member for member in from_ids]


def load_matching_input(tx: Transaction, guild_id: int) -> MatchingInput:
    """Returns the members of the guild whose profile is complete, and what is known of pairs.

    Anonymous problems are not used: who sits with whom must not tell whose they were.
    """
    past = attendances.map_past_dates(tx.connection, guild_id, tx.now_ms)
    last_met_ms = {user_id: max(dates.values()) for user_id, dates in past.items()}
    for user_id, last in circles.map_last_met(tx.connection, guild_id).items():
        last_met_ms[user_id] = max(last, last_met_ms.get(user_id, 0))
    records = circles.map_member_records(tx.connection, guild_id)
    monday = monday_of(tx.now.date() + timedelta(weeks=1))
    complete = [profile for profile in profiles.list_profiles(tx.connection, guild_id) if not profile.missing]
    held_ids = circles.list_held(tx.connection, guild_id)
    paused = {profile.user_id for profile in complete if profile.is_paused(tx.now)}
    left_over = {user_id: record.left_over for user_id, record in records.items()}
    return MatchingInput(
        members={
            profile.user_id: to_member(
                profile, monday, tx.now, last_met_ms.get(profile.user_id), left_over.get(profile.user_id, 0)
            )
            for profile in complete
        },
        free_ids=[profile.user_id for profile in complete if profile.user_id not in held_ids | paused],
        history=_history(tx, guild_id),
        cities={profile.user_id: profile.city.name for profile in complete if profile.city is not None},
        paused=len(paused),
    )


def _history(tx: Transaction, guild_id: int) -> History:
    together = circles.map_last_together(tx.connection, guild_id, to_ms(tx.now - _REMEMBERED))
    return History(
        avoided=avoided_pairs(profiles.list_avoidances(tx.connection, guild_id)),
        weeks_apart={both: _weeks(tx.now, last) for both, last in together.items()},
        solved_together=dict(
            Counter(pair(*both) for both in problems.list_solved_pairs(tx.connection, guild_id))
        ),
    )


def _weeks(now: datetime, then_ms: int) -> float:
    """Returns the weeks between, by whole days: within one day the same members give the same circles."""
    return (now.date() - from_ms(then_ms).date()) / timedelta(weeks=1)


def to_member(
    profile: Profile, monday: date, now: datetime, last_met_ms: int | None = None, left_over: int = 0
) -> Member:
    """Returns the member as the matching sees them in the week that begins on `monday`."""
    assert profile.city is not None, "a profile without a city is not ready"
    assert profile.company is not None, "nor is one without a wish"
    zone = profile.zone or profile.city.zone
    return Member(
        id=profile.user_id,
        centre=profile.city.centre,
        limit_km=float(profile.travel_km),
        free=free_times_in_utc(profile.free, zone, monday),
        languages=union(_LANGUAGE_BITS[code] for code in profile.languages),
        interests=frozenset(profile.interests),
        company=profile.company,
        weeks_alone=_weeks(now, last_met_ms) if last_met_ms is not None else _NEVER_MET_WEEKS,
        left_over=left_over,
        is_newcomer=last_met_ms is None,
        is_online=profile.is_online,
        awake=free_times_in_utc(_AWAKE, zone, monday),
    )
