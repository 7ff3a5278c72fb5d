"""Rounds of circles: previewed, begun and matched; and members found for the free seats of circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from db import circle_rounds, circles, guilds, notices, profiles
from db.values import from_ms_or_none, to_ms_or_none
from domain.circles import circle as rules
from domain.circles.circle import Circle, CircleSeat
from domain.circles.matching_result import MatchedCircle, Matching
from domain.circles.member import SMALLEST, avoided_pairs
from domain.circles.open_circles import OpenCircle
from domain.circles.preview import RoundPreview, make_preview
from domain.circles.round_schedule import next_round_at
from domain.circles.time_and_place import most_central_city
from domain.errors import Refusal
from domain.ids import CircleId, CircleRoundId
from domain.notices import Notice, NoticeKind
from domain.profiles import Profile
from languages import gettext
from services.circles import effects
from services.circles.matching_input import MatchingInput, load_matching_input
from services.circles.matching_pool import MatchingPool
from services.transaction import Transaction, Transactions

Refills = Mapping[int, list[int]]


async def preview(transactions: Transactions, pool: MatchingPool, guild_id: int) -> RoundPreview:
    """Returns in numbers what circles a round would bring now; nothing is stored or sent.

    Raises Refusal where no round can begin.
    """
    matching_input = await transactions.read(_load_input_for_round, guild_id)
    matching = await _match(transactions, pool, guild_id, matching_input)
    return make_preview(matching_input.free, matching, matching_input.cities, matching_input.paused)


def is_due(tx: Transaction) -> bool:
    """Returns whether a round is to begin by itself, or anything is to be matched."""
    return bool(guilds.list_rounds_due(tx.connection, tx.now_ms)) or has_matching_due(tx)


async def match_next(transactions: Transactions, pool: MatchingPool) -> bool:
    """Finds circles for the round that waits longest, or members for the free seats of a server's circles.

    Returns whether anything was waiting.
    """
    for round_id, guild_id in await transactions.read(_list_to_match):
        matching_input = await transactions.read(load_matching_input, guild_id)
        matching = await _match(transactions, pool, guild_id, matching_input)
        await transactions.write(_propose, round_id, guild_id, matching_input, matching)
        return True
    for guild_id in await transactions.read(_list_to_refill):
        waiting, open_circles, matching_input = await transactions.read(_list_open_circles, guild_id)
        weights = transactions.config.circles.weights
        refills = await pool.find_refills(open_circles, matching_input.free, matching_input.history, weights)
        await transactions.write(_refill, guild_id, waiting, matching_input, refills)
        return True
    return False


def _list_to_match(tx: Transaction) -> list[tuple[CircleRoundId, int]]:
    return circle_rounds.list_to_match(tx.connection)


def _list_to_refill(tx: Transaction) -> list[int]:
    return circles.list_guilds_to_refill(tx.connection)


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when the next round begins by itself; None where none is planned."""
    return from_ms_or_none(guilds.next_round_ms(tx.connection))


async def _match(
    transactions: Transactions, pool: MatchingPool, guild_id: int, matching_input: MatchingInput
) -> Matching:
    """Returns circles of those who are free; the same for the same members, so that a preview holds."""
    weights = transactions.config.circles.weights
    return await pool.match(matching_input.free, matching_input.history, weights, seed=guild_id)


def _load_input_for_round(tx: Transaction, guild_id: int) -> MatchingInput:
    _check_channel(tx, guild_id)
    if circle_rounds.find_open_round(tx.connection, guild_id) is not None:
        raise Refusal(
            gettext("A round is going on: wait until everybody has answered, or the proposals have run out.")
        )
    matching_input = load_matching_input(tx, guild_id)
    if len(matching_input.free_ids) < SMALLEST:
        raise Refusal(
            gettext(
                "A circle needs three members who have a profile and no circle yet; there are not enough "
                "so far. `/profile edit` makes a profile, in two short forms."
            )
        )
    return matching_input


def _check_channel(tx: Transaction, guild_id: int) -> None:
    if guilds.get_settings(tx.connection, guild_id).circle_channel_id is None:
        raise Refusal(
            gettext("Circles talk in private threads. Choose under which channel: `/longtable set`")
        )


def begin(tx: Transaction, guild_id: int) -> None:
    """Begins a round; its circles are matched and proposed afterwards, by a job.

    Raises Refusal where a round goes on, too few members are free, or there is no channel for circles.
    """
    _load_input_for_round(tx, guild_id)
    circle_rounds.insert_round(tx.connection, CircleRoundId(tx.new_id()), guild_id, tx.now_ms)


def advance(tx: Transaction) -> None:
    """Begins the rounds that are due."""
    for guild_id in guilds.list_rounds_due(tx.connection, tx.now_ms):
        settings = guilds.get_settings(tx.connection, guild_id)
        starts_at = next_round_at(settings.round_rule or "", settings.zone or tx.config.meetups.zone, tx.now)
        guilds.set_round_at(tx.connection, guild_id, to_ms_or_none(starts_at))
        if circle_rounds.insert_round(tx.connection, CircleRoundId(tx.new_id()), guild_id, tx.now_ms):
            notice = Notice(tx.new_id(), guild_id, None, NoticeKind.ROUND_BEGAN, str(tx.now_ms))
            notices.insert_notice(tx.connection, notice, tx.now_ms)


def has_matching_due(tx: Transaction) -> bool:
    """Returns whether anything is to be matched."""
    return bool(circle_rounds.list_to_match(tx.connection) or circles.list_guilds_to_refill(tx.connection))


def _propose(
    tx: Transaction, round_id: CircleRoundId, guild_id: int, matching_input: MatchingInput, matching: Matching
) -> None:
    """Stores the circles that were found, all at once, without members who have paused meanwhile."""
    if _has_changed(tx, guild_id, matching_input) or not circle_rounds.mark_matched(
        tx.connection, round_id, tx.now_ms
    ):
        return
    still_free = set(_still_free(tx, guild_id, matching_input.free_ids))
    for matched in matching.circles:
        if present := [user_id for user_id in matched.member_ids if user_id in still_free]:
            circle = _make_circle(tx, round_id, guild_id, matched, present)
            effects.save_with_effects(tx, None, rules.apply_answers(circle, tx.now))
    left_over = [(user_id, reason) for user_id, reason in matching.left_over.items() if user_id in still_free]
    circles.add_left_over(tx.connection, guild_id, left_over, is_told=False)
    circle_rounds.end_round(tx.connection, round_id, tx.now_ms)


def _make_circle(
    tx: Transaction, round_id: CircleRoundId, guild_id: int, matched: MatchedCircle, user_ids: list[int]
) -> Circle:
    people = [profiles.get_profile(tx.connection, guild_id, user_id) for user_id in user_ids]
    zone, area = _where(people, matched)
    return Circle(
        id=CircleId(tx.new_id()),
        guild_id=guild_id,
        round_id=round_id,
        seats=tuple(CircleSeat(user_id) for user_id in user_ids),
        answer_by=tx.now + tx.config.circles.answer_within,
        is_online=matched.is_online,
        area=area,
        zone=zone,
    )


def _where(people: list[Profile], matched: MatchedCircle) -> tuple[str, str]:
    """Returns the zone of the circle's times and the name of its city, which is "" for an online circle."""
    middle = most_central_city([profile.city for profile in people if profile.city is not None])
    return middle.zone, "" if matched.is_online else middle.name


def _list_open_circles(
    tx: Transaction, guild_id: int
) -> tuple[list[Circle], list[OpenCircle], MatchingInput]:
    matching_input = load_matching_input(tx, guild_id)
    waiting = [circle for circle in circles.list_alive(tx.connection, guild_id) if circle.wants_refill]
    open_circles = [
        OpenCircle(
            circle_id=circle.id,
            staying=tuple(matching_input.list_members(circle.held_ids, is_online=circle.is_online)),
            is_online=circle.is_online,
            asked=frozenset(circles.list_declined(tx.connection, circle.round_id)),
        )
        for circle in waiting
    ]
    return waiting, open_circles, matching_input


def _refill(
    tx: Transaction, guild_id: int, waiting: list[Circle], matching_input: MatchingInput, refills: Refills
) -> None:
    """Asks the members who were found; a circle that has changed meanwhile is matched again later."""
    if _has_changed(tx, guild_id, matching_input):
        return
    for expected in waiting:
        before = circles.load_circle(tx.connection, expected.id)
        if before is not None and before == expected:
            user_ids = _still_free(tx, before.guild_id, refills.get(before.id, []))
            after = rules.invite_refills(before, user_ids, tx.now + tx.config.circles.answer_within)
            effects.save_with_effects(tx, before, after)


def _has_changed(tx: Transaction, guild_id: int, matching_input: MatchingInput) -> bool:
    """Returns whether somebody has begun or ceased to avoid another since the input was loaded."""
    return matching_input.history.avoided != avoided_pairs(profiles.list_avoidances(tx.connection, guild_id))


def _still_free(tx: Transaction, guild_id: int, user_ids: Iterable[int]) -> list[int]:
    """Returns those of these members whose profile is complete and whom no circle holds."""
    held_ids = circles.list_held(tx.connection, guild_id)
    people = (profiles.get_profile(tx.connection, guild_id, user_id) for user_id in user_ids)
    return [
        profile.user_id
        for profile in people
        if profile.is_looking(tx.now) and profile.user_id not in held_ids
    ]
