"""What can stand in the way of something that is asked of Discord."""

from __future__ import annotations

from enum import StrEnum, auto


class Obstacle(StrEnum):
    """What stands in the way of a request, and so what can follow; the values are stored with notices."""

    GONE = auto()  # what it is about is not there any more: nothing follows
    PERMISSION = auto()  # an organiser can give it
    SETTING = auto()  # an organiser can change what the server or the channel demands
    LIMIT = auto()  # as many as Discord takes: another time there is room
    ASLEEP = auto()  # the thread is archived: it is woken first
    PERSON = auto()  # one member is closed to it: there is another way, or it goes on without them
    FAULT = auto()  # Discord does not take what the bot sends: an incident
    NO_ANSWER = auto()  # it may have been done: it is looked for, and tried again
