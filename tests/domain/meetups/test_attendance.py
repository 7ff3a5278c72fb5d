"""Who was there, as far as it is known."""

from __future__ import annotations

from datetime import timedelta

from domain.meetups.attendance import Attendance, list_present, map_presence

IN_VOICE = timedelta(minutes=30)


def test_in_a_cafe_whoever_had_a_seat_came_unless_the_host_says_otherwise() -> None:
    attendances = [Attendance(1, has_said=True), Attendance(2, host_says=False), Attendance(4, has_said=True)]
    assert map_presence([1, 2, 3], attendances) == {1: True, 2: False, 3: None}
    assert list_present([1, 2, 3], attendances) == {1, 3, 4}


def test_in_voice_it_is_known_of_everybody() -> None:
    attendances = [
        Attendance(1, IN_VOICE),
        Attendance(2, timedelta(minutes=1)),
        Attendance(3, host_says=True),
    ]
    assert map_presence([1, 2, 3, 4], attendances) == {1: True, 2: False, 3: True, 4: False}
    assert list_present([1, 2, 4], attendances) == {1, 3}
