"""How the list of who comes looks as a file. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cogs.ui import markup
from cogs.ui.meetups.cards import bold_title
from cogs.ui.spreadsheets import write_csv
from domain.accents import without_accents
from domain.meetups.guest_entry import GuestEntry
from domain.meetups.meetup import Session
from domain.meetups.rsvp import Answer
from domain.zones import to_local
from languages import gettext, gettext_noop, ngettext

MOST_LISTED = 1000
_ANSWERS = {
    Answer.GOING: gettext_noop("going"),
    Answer.MAYBE: gettext_noop("maybe"),
    Answer.NO: gettext_noop("can't come"),
}


def spreadsheet(session: Session, entries: Sequence[GuestEntry], names: Mapping[int, str]) -> bytes:
    """Returns the entries as CSV; `names` are those of members who are in the server, by user id."""
    zone = session.meetup.series.zone
    heading = (
        gettext("name"),
        gettext("answer"),
        gettext("guests"),
        gettext("answered at"),
        gettext("first time"),
        gettext("was there"),
    )
    rows = [
        (
            names.get(entry.user_id, gettext("left")),
            _answer(entry),
            str(entry.guests),
            to_local(entry.answered_at, zone).isoformat(timespec="seconds") if entry.answered_at else "",
            gettext("yes") if entry.is_first_time else "",
            _yes_or_no(entry.was_there),
        )
        for entry in entries
    ]
    return write_csv([heading, *rows])


def _answer(entry: GuestEntry) -> str:
    if entry.waiting is not None:
        return gettext("waitlist, place {place}", place=entry.waiting)
    return gettext(_ANSWERS[entry.answer]) if entry.answer is not None else ""


def _yes_or_no(is_so: bool | None) -> str:
    """Returns the word; empty where nobody knows."""
    if is_so is None:
        return ""
    return gettext("yes") if is_so else gettext("no")


def file_name(session: Session) -> str:
    """Returns the name of the file: title and date in letters that every computer knows."""
    words = re.findall(r"[a-z0-9]+", without_accents(session.meetup.details.title))
    return "-".join([*words, session.date.on.isoformat()]) + ".csv"


def reply(session: Session, listed: int, left_out: int) -> str:
    """Returns what is said with the file; `left_out` counts whom it has no room for."""
    lines = [
        ngettext(
            "{title}, {when}: {count} person. This has names in it: keep it among those who host, please.",
            "{title}, {when}: {count} people. This has names in it: keep it among those who host, please.",
            listed,
            title=bold_title(session),
            when=markup.stamp(session.date.starts_at, "f"),
        )
    ]
    if left_out:
        lines.append(gettext("It has no room for {count} more, who stand last.", count=left_out))
    return "\n".join(lines)
