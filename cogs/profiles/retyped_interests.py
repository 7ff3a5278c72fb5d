"""The second form as it was filled in and refused: in words under the reason, and read back from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cogs.profiles.modals import CONTACT_NAMES
from cogs.ui.profiles import SHOWN_NAMES
from domain.profiles import Contact, Profile, ProfileAspect
from languages import gettext
from services.profiles import ProfileInterests

FIELDS = ("field", "interests", "hours", "contact", "shown")
_BETWEEN = ", "
_Value = TypeVar("_Value")


def describe(filled: ProfileInterests) -> dict[str, str]:
    """Returns what was filled in, by the labels of the fields in the order of FIELDS."""
    contact = CONTACT_NAMES.get(Contact(filled.contact)) if filled.contact else None
    return {
        gettext("What do you work in?"): filled.field,
        gettext("What do you like?"): _BETWEEN.join(gettext(name) for name in filled.interests),
        gettext("Finer hours"): filled.hours,
        gettext("How shall I ask you about a circle?"): gettext(contact) if contact else "",
        gettext("What may others see?"): _BETWEEN.join(
            gettext(SHOWN_NAMES[ProfileAspect(name)]) for name in filled.shown
        ),
    }


def fill_in(profile: Profile, offered: Sequence[str], typed: Mapping[str, str]) -> tuple[Profile, str]:
    """Returns the profile with what was filled in, and the hours as they were typed.

    `typed` is by FIELDS. What cannot be read back, as after a change of language, is as it was before.
    """
    if set(typed) != set(FIELDS):
        return profile, ""
    interests = _chosen(typed["interests"], {gettext(name): name for name in offered})
    contacts = _chosen(typed["contact"], {gettext(name): one for one, name in CONTACT_NAMES.items()})
    shown = _chosen(typed["shown"], {gettext(name): aspect for aspect, name in SHOWN_NAMES.items()})
    filled = replace(
        profile,
        field=typed["field"],
        interests=profile.interests if interests is None else tuple(interests),
        contact=contacts[0] if contacts else profile.contact,
        shown=profile.shown if shown is None else frozenset(shown),
    )
    return filled, typed["hours"]


def _chosen(text: str, by_name: Mapping[str, _Value]) -> list[_Value] | None:
    """Returns what the names mean; None where one of them is unknown."""
    names = text.split(_BETWEEN) if text else []
    return [by_name[name] for name in names] if set(names) <= set(by_name) else None
