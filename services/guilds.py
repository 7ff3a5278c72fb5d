"""Servers: their organisers' settings, setups that are not confirmed yet, and whether the bot is there."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from db import front_desks, guild_data, guilds, meetups, posts, profiles, statistics
from db.values import to_ms, to_ms_or_none
from domain.boards import Board
from domain.circles.round_schedule import next_round_at, parse_round_rule
from domain.durations import parse_minutes
from domain.errors import Refusal
from domain.guilds import AUTO, GuildSettings, SetupDraft
from domain.meetups.agenda import check_lead, read_round
from domain.meetups.pings import parse_pings
from domain.meetups.seat_offers import read_late
from domain.profiles import INTERESTS, MOST_INTEREST_CHOICES, check_interest
from domain.statistics import STATISTICS_PERIOD, Statistics, summarise
from domain.zones import get_zone
from languages import CHOICES, gettext
from services import outbox
from services.meetups import planned_posts, seats
from services.transaction import Transaction

MOST_PLANNER_ROLES = 20
_LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What an organiser changes about the settings; None leaves a setting as it is.

    The texts are as they were typed; an empty one is the usual again, or nothing: no pings but the host's, no
    rounds by themselves, no interests besides the usual.
    """

    zone: str | None = None
    channel_id: int | None = None
    planner_role_ids: tuple[int, ...] | None = None
    board: Board | None = None
    state_tag_ids: Mapping[str, int] | None = None
    digest_channel_id: int | None = None
    interests: str | None = None
    circle_channel_id: int | None = None
    rounds: str | None = None
    agenda: str | None = None
    problem_time: str | None = None
    pings: str | None = None
    late_seats: str | None = None
    language: str | None = None  # `auto` for the one that the server has in Discord
    allows_anonymous: bool | None = None

    @property
    def names_channel(self) -> bool:
        """Returns whether it says where something is to be posted."""
        places = (self.channel_id, self.board, self.digest_channel_id, self.circle_channel_id)
        return any(place is not None for place in places)


@dataclass(frozen=True, slots=True)
class UsedByGuild:
    """Channels and roles of Discord that a guild uses, each with the title of a meetup that uses it.

    `missed` counts the posts of the last 30 days that could not be sent in time; `front_desk_channel_id` is
    None where there is no front desk.
    """

    settings: GuildSettings
    meetup_channels: tuple[tuple[str, int], ...]
    voice_channels: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, int], ...]
    missed: int
    front_desk_channel_id: int | None = None


def get(tx: Transaction, guild_id: int) -> GuildSettings:
    """Returns the guild's settings; the defaults where it has none."""
    return guilds.get_settings(tx.connection, guild_id)


def list_languages(tx: Transaction) -> dict[int, str]:
    """Returns the codes of the languages that organisers have chosen, by guild."""
    return guilds.list_languages(tx.connection)


def save_setup(tx: Transaction, guild_id: int, draft: SetupDraft) -> None:
    """Stores a setup that is not confirmed yet, as it was filled in."""
    guilds.set_setup(tx.connection, guild_id, asdict(draft))


def check_setup(tx: Transaction, guild_id: int) -> SetupDraft:
    """Returns the guild's unconfirmed setup with its zone's own name.

    Raises Refusal where there is no such zone.
    """
    draft = get_setup(tx, guild_id)
    return replace(draft, zone=get_zone(draft.zone, tx.find_cities)) if draft.zone else draft


def delete_setup(tx: Transaction, guild_id: int) -> None:
    """Deletes the guild's unconfirmed setup."""
    guilds.set_setup(tx.connection, guild_id, None)


def export(tx: Transaction, guild_id: int) -> bytes:
    """Returns what belongs to the server itself as JSON, without anything that is private to a member."""
    rows_by_table = guild_data.read_shared(tx.connection, guild_id)
    index = [f"{name}: {len(rows)}" for name, rows in rows_by_table.items() if rows]
    document = {"server": str(guild_id), "made_at": tx.now.isoformat(), "index": index, "data": rows_by_table}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def note_present(tx: Transaction, guild_ids: Collection[int]) -> None:
    """Notes that the bot is in exactly these guilds."""
    guilds.update_presence(tx.connection, guild_ids, tx.now_ms)


def note_left(tx: Transaction, guild_id: int) -> None:
    """Notes that the bot was removed from the guild: its jobs there rest."""
    guilds.mark_left(tx.connection, guild_id, tx.now_ms)


def note_joined(tx: Transaction, guild_id: int) -> None:
    """Notes that the bot is in the guild, for the first time or again."""
    guilds.mark_left(tx.connection, guild_id, None)


def get_setup(tx: Transaction, guild_id: int) -> SetupDraft:
    """Returns the guild's unconfirmed setup; where there is none, one made of its settings."""
    draft = guilds.find_setup(tx.connection, guild_id)
    if draft is not None:
        draft.pop("pings", None)  # drafts had them once
        return SetupDraft(**{**draft, "planner_role_ids": tuple(draft["planner_role_ids"])})
    settings = guilds.get_settings(tx.connection, guild_id)
    return SetupDraft(
        channel_id=settings.channel_id,
        board_id=settings.board.channel_id if settings.board else None,
        circles_id=settings.circle_channel_id,
        planner_role_ids=settings.planner_role_ids,
        zone=settings.zone or "",
    )


def sum_up_year(tx: Transaction, guild_id: int) -> Statistics:
    """Returns the statistics of the server's last year."""
    since_ms = to_ms(tx.now - STATISTICS_PERIOD)
    return summarise(
        statistics.list_visits(tx.connection, guild_id, since_ms, tx.now_ms),
        statistics.list_raised(tx.connection, guild_id, since_ms),
        statistics.count_proposals(tx.connection, guild_id, since_ms),
        statistics.list_circles(tx.connection, guild_id, since_ms),
        tx.now,
    )


def list_used(tx: Transaction, guild_id: int) -> UsedByGuild:
    """Returns the channels and roles of Discord that the guild uses."""
    details = [item.details for item in meetups.list_meetups(tx.connection, guild_id, tx.now_ms)]
    channels = {item.channel_id: item.title for item in details}
    voice = {item.place.voice_channel_id: item.title for item in details if item.place.voice_channel_id}
    roles = {item.role_id: item.title for item in details if item.role_id}
    desk = front_desks.find_standing(tx.connection, guild_id)
    return UsedByGuild(
        settings=guilds.get_settings(tx.connection, guild_id),
        meetup_channels=tuple((title, channel_id) for channel_id, title in channels.items()),
        voice_channels=tuple((title, channel_id) for channel_id, title in voice.items()),
        roles=tuple((title, role_id) for role_id, title in roles.items()),
        missed=posts.count_missed(tx.connection, guild_id, to_ms(tx.now - _LOOKED_BACK)),
        front_desk_channel_id=desk.channel_id if desk is not None else None,
    )


def list_seekers(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the user ids of those who look for a circle just now."""
    found = profiles.list_profiles(tx.connection, guild_id)
    return [profile.user_id for profile in found if profile.is_looking(tx.now)]


def change(tx: Transaction, guild_id: int, change: SettingsChange) -> GuildSettings:
    """Stores the settings that are given and returns all as they are now.

    Raises Refusal where a value cannot be read or a list would get too long.
    """
    settings = guilds.get_settings(tx.connection, guild_id)
    planners = settings.planner_role_ids if change.planner_role_ids is None else change.planner_role_ids
    if len(planners) > MOST_PLANNER_ROLES:
        raise Refusal(gettext("Up to {most} roles may plan. Remove one first.", most=MOST_PLANNER_ROLES))
    settings = replace(
        settings,
        zone=get_zone(change.zone, tx.find_cities) if change.zone else settings.zone,
        channel_id=change.channel_id or settings.channel_id,
        planner_role_ids=tuple(sorted(planners)),
        board=change.board or settings.board,
        state_tag_ids=settings.state_tag_ids if change.state_tag_ids is None else change.state_tag_ids,
        digest_channel_id=change.digest_channel_id or settings.digest_channel_id,
    )
    settings = _with_circles(_with_times(settings, change), change, tx.now)
    if change.language is not None:
        settings = replace(settings, language=_check_language(change.language))
    if change.allows_anonymous is not None:
        settings = replace(settings, allows_anonymous=change.allows_anonymous)
    guilds.save_settings(tx.connection, settings)
    if change.names_channel:
        outbox.retry_now(tx, guild_id)
    if change.agenda is not None:
        planned_posts.replan(tx, guild_id)
    if change.late_seats is not None:
        seats.fill_all(tx, guild_id)
    if change.rounds is not None or change.zone is not None:
        rule = settings.round_rule
        zone = settings.zone or tx.config.meetups.zone
        starts_at = next_round_at(rule, zone, tx.now) if rule is not None else None
        guilds.set_round_at(tx.connection, guild_id, to_ms_or_none(starts_at))
    return settings


def _check_language(code: str) -> str | None:
    if code not in {*CHOICES, AUTO}:
        raise Refusal(gettext("Pick a language from the list, please."))
    return code if code in CHOICES else None


def _with_times(settings: GuildSettings, change: SettingsChange) -> GuildSettings:
    """Returns the settings with what is typed as lengths of time."""
    if change.agenda is not None:
        lead = check_lead(parse_minutes(change.agenda)) if change.agenda else None
        settings = replace(settings, agenda_lead_min=lead)
    if change.problem_time is not None:
        length = read_round(change.problem_time) if change.problem_time else None
        settings = replace(settings, round_min=length)
    if change.pings is not None:
        settings = replace(settings, pings_min=parse_pings(change.pings) if change.pings else ())
    if change.late_seats is not None:
        settings = replace(settings, late_seats_min=read_late(change.late_seats))
    return settings


def _with_circles(settings: GuildSettings, change: SettingsChange, now: datetime) -> GuildSettings:
    settings = replace(settings, circle_channel_id=change.circle_channel_id or settings.circle_channel_id)
    if change.interests is not None:
        settings = replace(settings, interests=_read_interests(change.interests))
    if change.rounds is None:
        return settings
    rule = parse_round_rule(change.rounds, now) if change.rounds else None
    if rule is not None and settings.circle_channel_id is None:
        raise Refusal(gettext("Circles talk in private threads. Choose under which channel, please."))
    return replace(settings, round_rule=rule)


def _read_interests(text: str) -> tuple[str, ...]:
    """Returns the interests, which stand with commas between them. Raises Refusal where they are too many."""
    names = [name for name in re.split(r"[,;、\n]", text) if name.strip()]
    interests = tuple(dict.fromkeys(map(check_interest, names)))
    if len({*interests, *INTERESTS}) > MOST_INTEREST_CHOICES:
        raise Refusal(
            gettext(
                "A list has room for {most} interests. Remove one of yours first.", most=MOST_INTEREST_CHOICES
            )
        )
    return interests
