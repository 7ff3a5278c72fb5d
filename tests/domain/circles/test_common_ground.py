"""What members of a circle have in common, as far as they show it to each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.circles.common_ground import Bond, CommonGround, find_common_ground, shared_interest
from domain.profiles import Profile, ProfileAspect

ALL = frozenset(ProfileAspect)


def _profile(
    user_id: int,
    *interests: str,
    field: str = "",
    shown: frozenset[ProfileAspect] = ALL,
    languages: str = "en",
) -> Profile:
    return Profile(
        1, user_id, interests=interests, field=field, shown=shown, languages=tuple(languages.split())
    )


ALICE = _profile(1, "books", "yoga", "chess", field="Tax law", languages="de en")


@pytest.mark.parametrize(
    ("others", "common"),
    [
        # The interest that most share, whatever else there is.
        ([_profile(2, "yoga"), _profile(3, "yoga", "books")], CommonGround(Bond.INTEREST, "yoga")),
        ([_profile(2, "books", field="tax law")], CommonGround(Bond.INTEREST, "books")),
        # Then a field, however it is written.
        ([_profile(2, "golf", field="TAX LAW"), _profile(3)], CommonGround(Bond.FIELD, "Tax law")),
        # Then a language that all speak, in the order in which the member named theirs.
        ([_profile(2), _profile(3, languages="de en")], CommonGround(Bond.LANGUAGE, "English")),
        ([_profile(2, languages="en de")], CommonGround(Bond.LANGUAGE, "Deutsch")),
        ([_profile(2, languages="fr")], None),
        # What somebody does not show is told to nobody.
        (
            [_profile(2, "yoga", field="tax law", shown=ALL - {ProfileAspect.INTERESTS})],
            CommonGround(Bond.FIELD, "Tax law"),
        ),
        (
            [_profile(2, field="tax law", shown=ALL - {ProfileAspect.FIELD})],
            CommonGround(Bond.LANGUAGE, "English"),
        ),
    ],
)
def test_the_warmest_thing_that_others_show_is_told(
    others: Sequence[Profile], common: CommonGround | None
) -> None:
    assert find_common_ground(ALICE, others) == common


def test_two_who_name_no_field_do_not_have_it_in_common() -> None:
    assert find_common_ground(_profile(1, languages="de"), [_profile(2, languages="fr")]) is None


def test_the_interest_of_a_circle_is_one_that_most_have_and_show() -> None:
    hidden = _profile(4, "chess", shown=frozenset())
    people = [
        _profile(1, "chess", "books"),
        _profile(2, "books", "yoga"),
        _profile(3, "yoga", "books"),
        hidden,
    ]
    assert shared_interest(people) == "books"
    assert shared_interest([_profile(1, "chess"), _profile(2, "yoga", "chess")]) == "chess"
    assert shared_interest([_profile(1, "chess"), hidden]) is None
    assert shared_interest([_profile(1, "chess"), _profile(2, "books")]) is None
    assert shared_interest([]) is None
