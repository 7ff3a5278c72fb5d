"""Where something about a member is stored: each kind, how it is read and how it is erased.

Posts, and what only the key of anonymous problems finds, stand in `personal_data.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from languages import gettext_noop

ERASED_USER_ID = 0
"""Stands for the member in what stays for the others when the member is erased."""

_OWN = "{table}.guild_id = :guild_id"
_BY_MEETUP = "{table}.meetup_id IN (SELECT id FROM meetups WHERE guild_id = :guild_id)"
_THE_MEETUP = "JOIN meetups ON meetups.id = meetup_id"
_BY_DATE = (
    "{table}.date_id IN (SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_id "
    "WHERE guild_id = :guild_id)"
)
_BY_PROBLEM = "{table}.problem_id IN (SELECT id FROM problems WHERE guild_id = :guild_id)"
_BY_SUBJECT = (
    "(subject_id IN (SELECT id FROM problems WHERE guild_id = :guild_id) OR subject_id IN (SELECT "
    "proposals.id FROM proposals JOIN problems ON problems.id = problem_id WHERE guild_id = :guild_id))"
)
_BY_POLL = "{table}.poll_id IN (SELECT id FROM polls WHERE guild_id = :guild_id)"
_BY_VENUE = "{table}.venue_id IN (SELECT id FROM venues WHERE guild_id = :guild_id)"
_BY_CIRCLE = "{table}.circle_id IN (SELECT id FROM circles WHERE guild_id = :guild_id)"
_THE_DATE = "JOIN meetup_dates ON meetup_dates.id = date_id JOIN meetups ON meetups.id = meetup_id"
_THE_PROBLEM = "JOIN problems ON problems.id = problem_id"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of thing about a member: rows of `table` in which `column` is the member.

    `about` describes it in the index of what is handed over, `fields` and `joins` say how to read it, `scope`
    which server it is in. Rows are deleted, unless `kept` is what takes the member out of them.
    """

    name: str
    about: str
    table: str
    scope: str
    fields: str
    joins: str = ""
    column: str = "user_id"
    kept: str = ""

    @property
    def where(self) -> str:
        """Returns the condition that finds the member's rows."""
        return f"{self.table}.{self.column} = :user_id AND {self.scope.format(table=self.table)}"

    @property
    def reading(self) -> str:
        """Returns the statement that reads them."""
        return f"SELECT {self.fields} FROM {self.table} {self.joins} WHERE {self.where}"

    @property
    def erasing(self) -> str:
        """Returns the statement that deletes them, or takes the member out of them."""
        if self.kept:
            return f"UPDATE {self.table} SET {self.kept} WHERE {self.where}"
        return f"DELETE FROM {self.table} WHERE {self.where}"


TOPICS = (
    Topic(
        "profile",
        gettext_noop("what you said about yourself, and how you want to be asked"),
        "profiles",
        _OWN,
        "zone, is_buddy, is_helper, is_named, hears_solutions, hears_calls, hears_welcome, "
        "reminder_way, reminder_leads_min, city, travel_km, is_online, free, languages, field, interests, "
        "company, contact, shown, paused_until, updated_at, asked_at, language",
    ),
    Topic(
        "visits",
        gettext_noop("the day on which you last looked at your table"),
        "table_visits",
        _OWN,
        "seen_on",
    ),
    Topic(
        "welcomed",
        gettext_noop("that you were welcomed to your first meetup"),
        "welcomes",
        _OWN,
        "1 AS was_welcomed",
    ),
    Topic("avoided", gettext_noop("members you never want to sit with"), "avoidances", _OWN, "avoided_id"),
    Topic(
        "hosted",
        gettext_noop("meetups you planned"),
        "meetups",
        _OWN,
        "title, description, first_on, at, zone, rule, place, created_at, cancelled_at",
        column="host_id",
        kept=f"host_id = {ERASED_USER_ID}",
    ),
    Topic(
        "hosted_dates",
        gettext_noop("single dates you hosted, of meetups of others"),
        "meetup_dates",
        _BY_MEETUP,
        "title, starts_at",
        _THE_MEETUP,
        column="own_host_id",
        kept=f"own_host_id = {ERASED_USER_ID}",
    ),
    Topic(
        "cohosted",
        gettext_noop("meetups that you host beside somebody"),
        "meetup_cohosts",
        _BY_MEETUP,
        "title, added_at",
        _THE_MEETUP,
    ),
    Topic(
        "host_offers",
        gettext_noop("meetups that you were asked to host"),
        "host_offers",
        _BY_MEETUP,
        "title, offered_at",
        _THE_MEETUP,
    ),
    Topic(
        "offered",
        gettext_noop("meetups for which you asked somebody else to host them"),
        "host_offers",
        _BY_MEETUP,
        "title, offered_at",
        _THE_MEETUP,
        column="offered_by",
        kept=f"offered_by = {ERASED_USER_ID}",
    ),
    Topic(
        "meetup_drafts",
        gettext_noop("drafts of meetups that you typed in the last day"),
        "meetup_drafts",
        _OWN,
        "payload, created_at",
        column="host_id",
    ),
    Topic(
        "pictures",
        gettext_noop("pictures you uploaded for meetups, each as the bytes of a JPEG in Base64"),
        "meetup_pictures",
        _OWN,
        "image, kept_at",
        column="uploaded_by",
    ),
    Topic(
        "answers",
        gettext_noop("your answers to meetups"),
        "rsvps",
        _BY_DATE,
        "title, meetup_dates.starts_at, answer, is_reaction, is_seated, guests, answered_at",
        _THE_DATE,
    ),
    Topic(
        "seat_offers",
        gettext_noop("seats that became free late and were offered to you"),
        "seat_offers",
        _BY_DATE,
        "title, meetup_dates.starts_at, offered_at, seat_offers.ends_at, state",
        _THE_DATE,
    ),
    Topic(
        "attendance",
        gettext_noop("meetups you were at, as far as it is known"),
        "attendances",
        _BY_DATE,
        "title, meetup_dates.starts_at, present_ms, since_at, has_said, host_says",
        _THE_DATE,
    ),
    Topic(
        "feedback",
        gettext_noop("whether you would come again, until it is counted"),
        "feedback",
        _BY_DATE,
        "title, meetup_dates.starts_at, is_good",
        _THE_DATE,
    ),
    Topic(
        "tables",
        gettext_noop("at which table you sat"),
        "table_seats",
        _BY_DATE,
        "title, meetup_dates.starts_at, table_number",
        _THE_DATE,
    ),
    Topic(
        "wishes",
        gettext_noop("what you wished for on agendas"),
        "agenda_wishes",
        _BY_DATE,
        "title, direction",
        _THE_PROBLEM,
    ),
    Topic(
        "polls",
        gettext_noop("polls you made"),
        "polls",
        _OWN,
        "title, zone, made_at",
        column="host_id",
        kept=f"host_id = {ERASED_USER_ID}",
    ),
    Topic(
        "poll_votes",
        gettext_noop("times you could make in polls"),
        "poll_votes",
        _BY_POLL,
        "title, slot",
        "JOIN polls ON polls.id = poll_id",
    ),
    Topic(
        "problems",
        gettext_noop("problems you shared under your name"),
        "problems",
        _OWN,
        "title, wants, tried, tags, state, created_at",
        column="author_id",
        kept="author_id = NULL, has_author_left = 1, ask_at = NULL",
    ),
    Topic(
        "proposals",
        gettext_noop("proposals you made"),
        "proposals",
        _BY_PROBLEM,
        "title, text, outcome, proposals.created_at",
        _THE_PROBLEM,
        column="author_id",
        kept=f"author_id = {ERASED_USER_ID}",
    ),
    Topic(
        "votes",
        gettext_noop("your 🙋 and 👍"),
        "votes",
        _BY_SUBJECT,
        "subject_id, is_reaction, voted_at, is_told",
    ),
    Topic(
        "erased_reactions",
        gettext_noop("reactions of yours that count no more since you erased them, and that still stand"),
        "erased_reactions",
        _OWN,
        "channel_id, message_id, choice",
    ),
    Topic(
        "asked",
        gettext_noop("problems you were asked about because you solved one like it"),
        "helper_asks",
        _BY_PROBLEM,
        "title",
        _THE_PROBLEM,
    ),
    Topic(
        "venues",
        gettext_noop("venues you wrote into the book"),
        "venues",
        _OWN,
        "name, city, added_at",
        column="added_by",
        kept=f"added_by = {ERASED_USER_ID}",
    ),
    Topic(
        "ratings",
        gettext_noop("stars you gave to venues"),
        "venue_ratings",
        _BY_VENUE,
        "name, stars, rated_at",
        "JOIN venues ON venues.id = venue_id",
    ),
    Topic(
        "circles",
        gettext_noop("circles you were asked to join or sat in"),
        "circle_seats",
        _OWN,
        "circles.area, circle_seats.state, formed_at, met_at",
        "JOIN circles ON circles.id = circle_id",
    ),
    Topic(
        "circle_rounds",
        gettext_noop(
            "whether rounds of circles had one for you, and the thread in which the bot spoke with you"
        ),
        "circle_members",
        _OWN,
        "thread_id, left_over, reason, is_told",
    ),
    Topic(
        "circle_votes",
        gettext_noop("times you could make in your circle"),
        "circle_votes",
        _BY_CIRCLE,
        "starts_at",
    ),
    Topic(
        "calendar",
        gettext_noop("your calendar link; of its secret only a hash is kept"),
        "calendar_feeds",
        _OWN,
        "made_at",
    ),
    Topic(
        "left", gettext_noop("that you were not found in the server any more"), "leavers", _OWN, "missed_at"
    ),
    Topic(
        "notices",
        gettext_noop("what the bot wanted to tell you by the way"),
        "notices",
        _OWN,
        "kind, payload, created_at, told_at",
    ),
)
