"""The page on which a meetup is managed: one of its dates, what is known of it, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from db import meetup_dates, meetups, venues
from domain.feedback import FeedbackSums
from domain.guilds import Actor
from domain.meetups.agenda import AgendaProblem
from domain.meetups.hosting import HostOffer
from domain.meetups.meetup import DateRef, Meetup, MeetupDate, Session, filter_by_title, parse_ref
from domain.meetups.series import DateStatus, Occurrence
from domain.times.recurrence import Once
from services.meetups import agendas, brainstorming, feedback, finding, guest_lists, handing_over
from services.meetups.finding import MeetupOverview
from services.transaction import Transaction

_MOST_DATES = 12  # to come, to go on to from the page
_MOST_BEGUN = 4


class HostAction(Enum):
    """What can be done on the page, in the order in which it is offered: with this date, then with all."""

    MOVE = auto()
    ONE_DATE = auto()
    SKIP = auto()
    RESTORE = auto()
    START = auto()
    AGENDA = auto()
    GUEST_LIST = auto()
    ATTENDANCE = auto()
    EDIT = auto()
    ROTATE = auto()
    HOSTS = auto()
    HAND_OVER = auto()
    TAKE_BACK_OFFER = auto()
    STEP_DOWN = auto()
    COPY = auto()
    CANCEL = auto()


_OF_ONE_DATE = {
    HostAction.MOVE,
    HostAction.ONE_DATE,
    HostAction.SKIP,
    HostAction.RESTORE,
    HostAction.START,
    HostAction.AGENDA,
    HostAction.GUEST_LIST,
    HostAction.ATTENDANCE,
}
"""What whoever hosts a single date may do, too."""


@dataclass(frozen=True, slots=True)
class ManagedDate:
    """One date of a meetup for whoever may change it.

    `dates` are those to go on to, this one among them, in order of start; `agenda` is empty before it is
    drawn up. `zone` is that of the member who looks, None where they have set none. `offer` is who is asked
    to host it from now on, None where nobody is. `feedback` is what was counted of what those said who were
    there.
    """

    overview: MeetupOverview
    ref: DateRef
    dates: list[Occurrence]
    agenda: tuple[AgendaProblem, ...]
    actions: list[HostAction]
    zone: str | None
    offer: HostOffer | None
    feedback: FeedbackSums

    @property
    def session(self) -> Session:
        """The date with its meetup and its guests."""
        return self.overview.session

    @property
    def concerns_series(self) -> bool:
        """Whether some of the actions are about this date alone, and others about all dates to come."""
        is_series = self.session.meetup.series.rule != Once()
        return is_series and HostAction.EDIT in self.actions and bool(_OF_ONE_DATE.intersection(self.actions))


def resolve(tx: Transaction, actor: Actor, choice: str) -> DateRef:
    """Returns the date that was picked, or the next one of the meetup of that title.

    Of a meetup of the member that has none to come, the latest that has begun. Raises Refusal where `choice`
    fits none, or several.
    """
    ref = parse_ref(choice.strip())
    if ref is not None:
        return ref
    to_come = meetups.list_entries(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    begun = [] if filter_by_title(to_come, choice) else finding.list_begun(tx, actor, choice)
    if begun:
        return DateRef(begun[0][0].id, begun[0][1].on)
    _, ref = finding.resolve(tx, actor, choice)
    return ref


def list_choices(tx: Transaction, actor: Actor, text: str, limit: int) -> list[tuple[Meetup, Occurrence]]:
    """Returns at most `limit` dates that the member may change, of meetups whose title contains the text.

    Those to come stand first, the nearest before the others, then those that are over, the latest first.
    Where there are too many, the next date of each meetup is kept before others, so that each is reached.
    """
    query = text.strip().casefold()
    to_come = meetups.list_meetups(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    matching = [meetup for meetup in to_come if query in meetup.details.title.casefold()]
    own_ids = {meetup.id for meetup in matching if finding.may_change(tx, actor, meetup)}
    nearest = finding.list_nearest(tx, actor, text, limit, own_ids)
    others = finding.list_choices(tx, actor, text, lambda occurrence: True, limit, own_ids)
    single = _list_hosted_singly(tx, actor, query)
    found = sorted(_each_once([*nearest, *single, *others])[:limit], key=lambda choice: choice[1].starts_at)
    begun = finding.list_begun(tx, actor, text) if len(found) < limit else []
    return _each_once([*found, *begun])[:limit]


def _list_hosted_singly(tx: Transaction, actor: Actor, query: str) -> list[tuple[Meetup, Occurrence]]:
    hosted = meetup_dates.list_hosted_singly(tx.connection, actor.guild_id, actor.user_id, tx.now_ms)
    return [
        (meetup, meetup.occurrence_of(day))
        for meetup, day in hosted
        if query in meetup.details.title.casefold()
    ]


def _each_once(choices: list[tuple[Meetup, Occurrence]]) -> list[tuple[Meetup, Occurrence]]:
    by_ref: dict[DateRef, tuple[Meetup, Occurrence]] = {}
    for meetup, occurrence in choices:
        by_ref.setdefault(DateRef(meetup.id, occurrence.on), (meetup, occurrence))
    return list(by_ref.values())


def show(tx: Transaction, actor: Actor, ref: DateRef) -> ManagedDate:
    """Returns the page of one date.

    Raises Refusal where there is no such date, it is over and has not taken place, or the member may not
    change it.
    """
    meetup = finding.get_with_editable_date(tx, actor, ref)
    occurrence = _find_occurrence(tx, meetup, ref)
    overview = finding.look_at(tx, actor, meetup, occurrence)
    agenda = agendas.load_agenda(tx, overview.session) if overview.has_agenda else ()
    to_come = finding.list_next_dates(tx, meetup, _MOST_DATES)
    dates = _list_dates(tx, meetup, [*to_come, occurrence])
    offer = handing_over.find_offer(tx, meetup)
    actions = _list_actions(tx, actor, overview, goes_on=bool(to_come), is_offered=offer is not None)
    if not finding.may_change(tx, actor, meetup):  # but they host this date
        hosted = {one.on for other, one in _list_hosted_singly(tx, actor, "") if other.id == meetup.id}
        hosted.add(ref.on)
        dates = [one for one in dates if one.on in hosted]
        actions = [action for action in actions if action in _OF_ONE_DATE]
    zone, counted = finding.find_zone(tx, actor), feedback.sum_up(tx, overview.session)
    return ManagedDate(overview, ref, dates, agenda, actions, zone, offer, counted)


def _find_occurrence(tx: Transaction, meetup: Meetup, ref: DateRef) -> Occurrence:
    """Returns the date. Raises Refusal where there is none, or it is over and has not taken place."""
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if meetup_date is not None and _took_place(tx, meetup_date):
        return Occurrence(ref.on, meetup_date.starts_at)
    return finding.get_occurrence(tx, meetup, ref)


def _list_dates(tx: Transaction, meetup: Meetup, dates: list[Occurrence]) -> list[Occurrence]:
    """Returns these dates and the latest that have begun, each once."""
    begun = meetup_dates.list_latest_begun(tx.connection, meetup.id, tx.now_ms, _MOST_BEGUN)
    by_day = {day.on: Occurrence(day.on, day.starts_at) for day in begun}
    by_day |= {occurrence.on: occurrence for occurrence in dates}
    return sorted(by_day.values(), key=lambda occurrence: occurrence.starts_at)


def _list_actions(
    tx: Transaction, actor: Actor, overview: MeetupOverview, *, goes_on: bool, is_offered: bool
) -> list[HostAction]:
    """Returns what the member can do now.

    `goes_on` says whether the series has dates to come, `is_offered` whether somebody is asked to host it.
    """
    session = overview.session
    meetup, day = session.meetup, session.date
    is_planned, is_open = day.status is DateStatus.PLANNED, not day.has_begun(tx.now)
    regular = meetup.series.starts_at(day.on)
    has_own = bool(day.overrides.names)
    can_move_back = day.starts_at != regular and regular > tx.now
    is_for_all = meetup.circle_id is None
    is_own = is_for_all and handing_over.may_hand_over(tx, actor, meetup)
    possible = {
        HostAction.EDIT: goes_on,
        HostAction.MOVE: is_open and is_planned,
        HostAction.ONE_DATE: is_open and is_planned and (has_own or meetup.series.rule != Once()),
        HostAction.SKIP: is_open and is_planned,
        HostAction.RESTORE: is_open and (not is_planned or has_own or can_move_back),
        HostAction.START: brainstorming.can_start(tx, session),
        HostAction.AGENDA: overview.has_agenda,
        HostAction.GUEST_LIST: guest_lists.is_offered(session),
        HostAction.ATTENDANCE: _took_place(tx, day),
        HostAction.ROTATE: goes_on
        and is_for_all
        and bool(venues.list_venues(tx.connection, meetup.guild_id)),
        HostAction.HOSTS: goes_on and is_for_all,
        HostAction.HAND_OVER: goes_on and is_own and not is_offered,
        HostAction.TAKE_BACK_OFFER: goes_on and is_own and is_offered,
        HostAction.STEP_DOWN: actor.user_id in session.cohost_ids
        or (goes_on and is_for_all and actor.user_id == meetup.host_id),
        HostAction.COPY: is_for_all and finding.may_plan(tx, actor),
        HostAction.CANCEL: goes_on,
    }
    return [action for action in HostAction if possible[action]]


def _took_place(tx: Transaction, day: MeetupDate) -> bool:
    """Returns whether the date has begun, so that it can be said who is there."""
    return bool(day.id) and day.status is DateStatus.PLANNED and day.has_begun(tx.now)
