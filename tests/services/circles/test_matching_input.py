"""Who looks for a circle, as the matching sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from db import meetup_dates, meetups, problems, profiles, proposals, rsvps
from db.connection import Connection
from db.values import to_ms
from domain.boards import Board
from domain.circles.member import pair
from domain.cities import City, Point
from domain.free_times import part_of_day
from domain.ids import DateId, MeetupId, ProblemId, ProposalId
from domain.meetups.meetup import Meetup, MeetupDate, MeetupDetails
from domain.meetups.rsvp import Answer, StoredAnswer
from domain.meetups.series import Series
from domain.problems import problem as board
from domain.profiles import Profile
from domain.times.recurrence import Once
from services.circles.matching_input import MatchingInput, load_matching_input
from services.transaction import Transactions
from tests.conftest import MONDAY

BERLIN = City(1, "Berlin", "DE", "", Point(52.52, 13.41), "Europe/Berlin", 3_400_000)
COMPLETE = Profile(
    1,
    11,
    zone="Europe/Berlin",
    city=BERLIN,
    free=part_of_day(1, "morning"),
    languages=("en", "de"),
    company=7,
)


async def _gather(transactions: Transactions, *people: Profile) -> MatchingInput:
    for profile in people:
        await transactions.database.write(profiles.save_profile, profile)
    return await transactions.read(load_matching_input, 1)


async def test_only_who_has_said_enough_and_is_not_on_a_break_is_looked_at(
    transactions: Transactions,
) -> None:
    later = MONDAY + timedelta(days=1)
    gathered = await _gather(
        transactions,
        COMPLETE,
        replace(COMPLETE, user_id=12, company=None),
        replace(COMPLETE, user_id=13, free=0),
        replace(COMPLETE, user_id=14, languages=()),
        replace(COMPLETE, user_id=15, city=None),
        replace(COMPLETE, user_id=16, paused_until=later),
        replace(COMPLETE, user_id=17, paused_until=MONDAY),
        replace(COMPLETE, user_id=18, guild_id=2),
    )
    assert gathered.free_ids == [11, 17]


async def test_a_member_is_numbers_and_bits(transactions: Transactions) -> None:
    gathered = await _gather(transactions, replace(COMPLETE, is_online=True, travel_km=50))
    (member,), history = gathered.free, gathered.history
    assert member.centre == BERLIN.centre
    assert member.limit_km == 50
    assert member.free == part_of_day(1, "morning") >> 2  # Berlin is an hour ahead
    assert member.languages.bit_count() == 2
    assert member.company == 7
    assert member.is_newcomer
    assert member.weeks_alone == 12
    assert member.awake.bit_count() == 7 * 24
    assert not history.avoided


async def test_who_had_a_seat_lately_is_not_alone_for_long(transactions: Transactions) -> None:
    await transactions.database.write(_seat, 11, MONDAY - timedelta(weeks=3))
    (member,) = (await _gather(transactions, COMPLETE)).free
    assert 2.9 < member.weeks_alone < 3.1
    assert not member.is_newcomer


async def test_avoiding_counts_both_ways_and_solving_only_under_names(transactions: Transactions) -> None:
    await transactions.database.write(profiles.insert_avoidance, 1, 12, 11)
    await transactions.database.write(profiles.insert_avoidance, 2, 11, 13)
    await transactions.database.write(_solve, 1, 11, 13)
    await transactions.database.write(_solve, 2, None, 13)  # shared anonymously
    history = (await _gather(transactions, COMPLETE)).history
    assert history.avoided == {pair(11, 12)}
    assert history.solved_together == {pair(11, 13): 1}


def _seat(connection: Connection, user_id: int, ended_at: datetime) -> None:
    starts_at = ended_at - timedelta(hours=2)
    series = Series(starts_at.date(), starts_at.time(), "UTC", Once())
    meetup = Meetup(MeetupId(5), 1, 10, MeetupDetails("Co-working", 120, 500), series)
    meetups.insert_meetup(connection, meetup, to_ms(starts_at))
    day = MeetupDate(DateId(6), meetup.id, starts_at.date(), starts_at)
    meetup_dates.save_date(connection, meetup, day, to_ms(starts_at))
    mark = StoredAnswer(user_id, Answer.GOING, 1, is_reaction=True, is_seated=True)
    rsvps.save_changes(connection, day.id, [], [mark], to_ms(starts_at))


def _solve(connection: Connection, number: int, author_id: int | None, helper_id: int) -> None:
    problem = board.Problem(
        ProblemId(number), 1, author_id, board.ProblemDetails("Title", "Wants"), Board(1, False), MONDAY
    )
    problems.insert_problem(connection, problem)
    proposal = board.Proposal(ProposalId(number), problem.id, helper_id, "An idea", MONDAY)
    proposals.insert_proposal(connection, proposal)
    solved = replace(problem, state=board.ProblemState.SOLVED, accepted_id=proposal.id, accepted_at=MONDAY)
    problems.save_state(connection, solved, None)
