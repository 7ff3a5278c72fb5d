"""The custom ids of all buttons and forms: `name|field|…`, made and read by one object for each kind.

Messages that were sent long ago carry them, so that neither a name nor the order of its fields may change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.errors import Refusal
from domain.ids import get_id
from domain.meetups.agenda import WishDirection
from domain.meetups.brainstorm import RoundResult
from domain.meetups.meetup import DateRef, parse_ref
from domain.meetups.request import MeetupForm
from domain.problems.problem import ProposalOutcome
from domain.reminders import ReminderWay
from languages import gettext


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a custom id: the pattern that it matches, and the function that reads its value."""

    pattern: str
    read: Callable[[str], Any]


def _number(digits: int) -> Field:
    return Field(rf"\d{{1,{digits}}}", int)


def _word(*words: str) -> Field:
    return Field(f"(?:{'|'.join(words)})", str)


def _choice(kind: type[StrEnum]) -> Field:
    return Field(f"(?:{'|'.join(kind)})", kind)


def _get_ref(text: str) -> DateRef:
    ref = parse_ref(text)
    if ref is None:
        raise Refusal(gettext("I don't know that meetup. `/meetup list` shows what there is."))
    return ref


_ID = Field(r"\d{1,19}", get_id)
_REF = Field(r"\d{1,19}:[\d-]{10}", _get_ref)
_YES_OR_NO = Field("[01]", lambda digit: digit == "1")


class CustomId:
    """One kind of custom id."""

    def __init__(self, name: str, *fields: Field) -> None:
        self.name, self.fields = name, fields
        self.template = re.escape(name) + r"\|" + r"\|".join(field.pattern for field in fields)

    def make(self, *values: object) -> str:
        """Returns the custom id with these values."""
        return f"{self.name}|{'|'.join(map(str, values))}"

    def read(self, custom_id: str) -> list[Any]:
        """Returns the values in a custom id of this kind. Raises Refusal where it was not made so."""
        if not re.fullmatch(self.template, custom_id):
            raise Refusal(gettext("That menu no longer works. Please use the commands instead."))
        parts = custom_id.removeprefix(f"{self.name}|").split("|")
        return [field.read(part) for field, part in zip(self.fields, parts, strict=False)]


# Meetups: drafts, calling a series off, agendas, sessions, polls, managing, feeds
PLAN_FORM_BUTTON = CustomId("plan")
OPEN_FORM = CustomId("fill", _choice(MeetupForm), _ID)  # of a draft, or of what was refused
DRAFT_FORM = CustomId("filled", _choice(MeetupForm), _number(19))  # 0: a new meetup
PICK_READING = CustomId("reading", _ID, _number(1))
SAVE_MEETUP = CustomId("save", _ID)
ANNOUNCE_MEETUP = CustomId("announce", _ID)
EDIT_MEETUP = CustomId("edit_meetup", _choice(MeetupForm), _ID)
DISCARD_MEETUP = CustomId("discard", _ID)
LIKE_EARLIER = CustomId("like", _ID)  # a menu of earlier meetups, under a draft
COPY_MEETUP = CustomId("copy", _REF)
CANCEL_MEETUP = CustomId("cancel", _REF, _number(9))
KEEP_MEETUP = CustomId("keep")
MOVE_ITEM = CustomId("agenda", _choice(WishDirection), _ID, _ID)
NEXT_ROUND = CustomId("next", _ID, _ID)
ROUND_RESULT = CustomId("came", _choice(RoundResult), _ID, _ID)
TRY_IDEA = CustomId("try", _ID, _ID, _ID)
HERE = CustomId("here", _ID, _YES_OR_NO)
ASK_FEEDBACK = CustomId("again", _ID)  # opens the question
FEEDBACK = CustomId("come_again", _ID, _word("yes", "no", "unsaid"))
DECIDE = CustomId("decide", _ID, _YES_OR_NO)
SEAT_OFFER = CustomId("seat_offer", _ID, _ID, _YES_OR_NO)  # date, whom it is offered to, whether they take it
ASK_POLL = CustomId("askpoll")  # the button, and the form that it opens
POLL_VOTE = CustomId("can", _ID, _number(1))
PLAN_WINNER = CustomId("winner", _ID)
MANAGE = CustomId("manage", _REF)
MANAGE_PICKED = CustomId("managed")  # a menu of dates of several meetups
MANAGE_ANOTHER = CustomId("manage_another", _ID)
MOVE_DATE = CustomId("move_date", _REF)
MOVE_DATE_FORM = CustomId("moved_date", _REF, _number(9))  # when it started, in minutes since 1970
ONE_DATE = CustomId("one_date", _REF)
SKIP_DATE = CustomId("skip_date", _REF)
RESTORE_DATE = CustomId("restore_date", _REF)
START_SESSION = CustomId("start_session", _REF)
SHOW_AGENDA = CustomId("show_agenda", _REF)
GUEST_LIST = CustomId("guest_list", _REF)
ATTENDANCE = CustomId("attendance", _REF)
CORRECT_ATTENDANCE = CustomId("correct_attendance", _REF)  # the button, and the form that it opens
ROTATE = CustomId("rotate", _REF)  # likewise
HAND_OVER = CustomId("hand_over", _REF)  # likewise
HOSTS = CustomId("hosts", _REF)
HOSTS_FORM = CustomId("hosts_form", _REF, _number(9))  # the version of the meetup
RETYPE_HOSTS = CustomId("hosts_again", _REF)
TAKE_BACK_OFFER = CustomId("take_back_offer", _REF)
STEP_DOWN = CustomId("step_down", _REF)
STEP_DOWN_FIRST = CustomId("step_down_first", _REF)  # after a question: their place goes to another
ANSWER_OFFER = CustomId("offer", _word("yes", "no"), _ID)
TAKE_OVER = CustomId("take_over", _ID)
ASK_CANCEL = CustomId("ask_cancel", _REF)
BRING = CustomId("bring", _ID)  # of a date
SET_GUESTS = CustomId("guests", _ID, _number(1))
FEED = CustomId("feed", _word("own", "shared", "revoke", "revoke_shared"))

# Problems: drafts, proposals, whether they worked
SHARE_FORM = CustomId("share", _ID)
POST_DRAFT = CustomId("post", _ID)
EDIT_DRAFT = CustomId("redo", _ID)
DISCARD_DRAFT = CustomId("helped", _ID)
PROPOSE = CustomId("propose", _ID)  # the button, and the form that it opens
ACCEPT = CustomId("accept", _ID, _ID)
TAKE_BACK = CustomId("takeback", _ID, _number(9))
REOPEN = CustomId("reopen", _ID)
WORKED = CustomId("worked", _ID, _ID, _choice(ProposalOutcome))
EDIT_PROBLEM = CustomId("edit", _ID)
EDIT_PROBLEM_FORM = CustomId("edited", _ID, _ID, _number(9))  # problem, draft, what it was at
EDIT_PROPOSAL = CustomId("amend", _ID, _ID)
EDIT_PROPOSAL_FORM = CustomId("amended", _ID, _ID, _ID, _number(9))
EDIT_AGAIN = CustomId("reedit", _ID)
STOP_AUTHOR = CustomId("anon", _word("stop", "allow"), _ID)
MATTERS = CustomId("matters", _word("yes", "no"), _ID)
OPEN_PROBLEM = CustomId("open")  # a select of problems
STOPPED_AUTHORS = CustomId("stopped")
# What stands on the private page of a problem, which is drawn anew after it
PAGE = CustomId("page", _word("metoo", "notme", "takeback", "reopen", "close", "stop", "allow"), _ID)
PAGE_OUTCOME = CustomId("page|worked", _ID, _ID, _choice(ProposalOutcome))
PAGE_PROPOSAL = CustomId("page|pick", _word("accept", "like", "withdraw"), _ID)  # selects of proposals

# Circles: rounds, proposals, polls, whether they met
ROUND = CustomId("circle|round", _word("go", "no"))
JOIN = CustomId("circle|join", _ID)
DECLINE = CustomId("circle|skip", _ID)
CIRCLE_VOTE = CustomId("circle|time", _ID, _number(3), _number(1))
MET = CustomId("circle|met", _ID)
NOT_YET = CustomId("circle|notyet", _ID)
LEAVE = CustomId("circle|leave", _ID)
NEW_TIMES = CustomId("circle|again", _ID)
ONE_MORE = CustomId("circle|more", _ID)
MERGE = CustomId("circle|merge", _ID)
LEAVE_QUESTION = CustomId("circle|ask", _ID)
STAY = CustomId("circle|stay")
ALLOW = CustomId("circle|allow", _ID)

# Venues: their page
VENUE_FORM = CustomId("venueform", _word("features", "texts"), _ID)  # the button, and the form that it opens
VENUE_RETYPE = CustomId("venueagain", _ID)
VENUE_CITY = CustomId("venuecity", _number(12))  # of a place that is being added
OPEN_VENUE = CustomId("venueopen")  # a select of venues
VENUE_STARS = CustomId("venuestars", _ID)
REMOVE_VENUE = CustomId("venuegone", _word("ask", "yes", "no"), _ID)

# Profiles, privacy, settings
BASICS_FORM = CustomId("basics", _number(12))  # with a city, or 0: the button, and the form that it opens
INTERESTS_FORM = CustomId("interests")
RETYPE_INTERESTS = CustomId("interestsagain")
MORE = CustomId("more")
STILL_RIGHT = CustomId("still")
CITY = CustomId("city", _number(12))
CITY_FORM = CustomId("town")  # this and the next two: the button, and the form that it opens
PAUSE_FORM = CustomId("pause")
ZONE_FORM = CustomId("zone")
RETYPE_PROFILE = CustomId("profileagain", _word("city", "pause", "zone"))
PICK_ZONE = CustomId("zonepick", Field(r"[\w/+-]+", str))
REMINDERS_FORM = CustomId("reminders")  # the button, and the form that it opens
RETYPE_REMINDERS = CustomId("remindersagain", _choice(ReminderWay))
RESUME = CustomId("resume")
SWITCH = CustomId("switch", _word("buddy", "helper", "named", "solutions", "calls", "welcome"), _YES_OR_NO)
ERASE = CustomId("erase")
SETUP_FORM = CustomId("setup")
SETUP = CustomId("setup", _word("do", "change"))
_GROUP = _word("meetups", "problems", "circles", "general")
SETTINGS = CustomId("settings", _GROUP)  # the button, and the form that it opens
RETYPE_SETTINGS = CustomId("settingsagain", _GROUP)

# The table and the front desk: what leads on from there, each answered by its own feature
TABLE_BUTTON = CustomId("table")
WHATS_ON_BUTTON = CustomId("on")
SHARE_BUTTON = CustomId("put")
COMPANY_BUTTON = CustomId("company")
SETTINGS_BUTTON = CustomId("mine")
FRONT_DESK_FORM = CustomId("desk")  # the button, and the form that it opens
