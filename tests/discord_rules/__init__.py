"""Rules of the real Discord that the simulation lacks: in every story, in one process and over sockets.

Each file holds one idea, and each rule says where Discord describes it. A story finds the switches and
questions through `rules_of(world.env)`, and `burst`, `hears` and `list_commands` with a member alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any

from simcord.env import Env

from tests.discord_rules.archived import Archived
from tests.discord_rules.commands import Commands, list_commands
from tests.discord_rules.direct_messages import DirectMessages
from tests.discord_rules.forums import Forums
from tests.discord_rules.messages import Messages
from tests.discord_rules.moderation import Moderation
from tests.discord_rules.notifications import Notifications, heard_of, hears
from tests.discord_rules.reactions import Reactions, burst, unburst
from tests.discord_rules.scheduled_events import ScheduledEvents
from tests.discord_rules.simulation import Simulation
from tests.discord_rules.threads import Threads

__all__ = [
    "NOT_YET_KEPT",
    "Rule",
    "Rules",
    "apply_rules",
    "burst",
    "heard_of",
    "hears",
    "list_commands",
    "rules_of",
    "unburst",
]


class Rule(StrEnum):
    """Each is a sentence about Discord."""

    COMMAND_NAMES = "a localised name differs from every sibling's default name"
    COMMAND_SERVERS = "commands of a server need the bot in it"
    COMMANDS_INSTALLED = "commands that do not say where they are installed follow the portal"
    BURSTS = "reactions have two types, listed apart"
    KINDS_OF_REACTION = "a message takes 20 kinds of reaction"
    PRIVATE_THREADS = "private threads are in text channels only"
    ACTIVE_THREADS = "a server has 1,000 active threads"
    THREAD_MEMBERS = "one member can be refused by a thread"
    THREAD_WRITERS = "who writes or is mentioned in a thread becomes a member of it"
    ARCHIVED_REFUSE = "archived threads refuse edits, reactions, members and names"
    ARCHIVED_WAKE = "a message wakes an archived thread"
    ARCHIVED_BUTTONS = "a button in an archived thread reaches the bot only from those who may wake it"
    ARCHIVED_BY_TIME = "idle threads are archived by themselves"
    OLD_EDITS = "old messages are edited three times in six seconds per channel"
    NONCES = "a used nonce is answered with its message, or with 404"
    EVENT_PERMISSIONS = "a scheduled event needs permissions by its place"
    EVENT_STATUS = "only external events begin and end by themselves"
    EVENT_NUMBER = "a server has 100 events to come"
    TWO_FACTOR = "starred permissions are void without two-factor where it is required"
    MODERATED_TAGS = "moderated tags are for those with Manage Threads"
    REQUIRED_TAGS = "a forum can require a tag"
    DIRECT_MESSAGES = "direct messages can be closed, and opened too fast"
    NOTIFICATIONS = "who hears of a message"


# The one place for rules that the bot breaks so far. Take one out when the bot has been mended.
NOT_YET_KEPT: frozenset[Rule] = frozenset()


class Rules:
    """The rules of one world, and their switches."""

    def __init__(self, env: Env, without: Collection[Rule]) -> None:
        simulation = Simulation(env)
        self.simulation = simulation
        self.commands = Commands(simulation)
        self.reactions = Reactions(simulation)
        self.threads = Threads(simulation)
        self.archived = Archived(simulation)
        self.messages = Messages(simulation)
        self.events = ScheduledEvents(simulation)
        self.moderation = Moderation(simulation)
        self.forums = Forums(simulation)
        self.direct_messages = DirectMessages(simulation)
        self.notifications = Notifications(simulation)
        # The order matters where two take hold of one place: what comes later is asked first of the store.
        wanted: dict[Rule, Callable[[Simulation], None]] = {
            Rule.COMMAND_NAMES: self.commands.refuse_ambiguous_names,
            Rule.COMMAND_SERVERS: self.commands.refuse_strange_servers,
            Rule.COMMANDS_INSTALLED: self.commands.record_where_they_are_installed,
            Rule.KINDS_OF_REACTION: self.reactions.limit_kinds,
            Rule.BURSTS: self.reactions.tell_bursts_apart,
            Rule.PRIVATE_THREADS: self.threads.keep_private_ones_in_text_channels,
            Rule.ACTIVE_THREADS: self.threads.limit_active_ones,
            Rule.THREAD_MEMBERS: self.threads.refuse_members,
            Rule.EVENT_STATUS: self.events.follow_their_status,
            Rule.ARCHIVED_REFUSE: self.archived.refuse_changes,
            Rule.ARCHIVED_WAKE: self.archived.wake_by_messages,
            Rule.ARCHIVED_BUTTONS: self.archived.hold_back_buttons,
            Rule.ARCHIVED_BY_TIME: self.archived.archive_idle_ones,
            Rule.OLD_EDITS: self.messages.pace_old_edits,
            Rule.NONCES: self.messages.remember_nonces,
            Rule.TWO_FACTOR: self.moderation.void_permissions,
            Rule.EVENT_NUMBER: self.events.limit,
            Rule.EVENT_PERMISSIONS: self.events.need_permissions_by_place,
            Rule.MODERATED_TAGS: self.forums.keep_moderated_tags,
            Rule.REQUIRED_TAGS: self.forums.demand_tags,
            Rule.DIRECT_MESSAGES: self.direct_messages.refuse,
            Rule.NOTIFICATIONS: self.notifications.settle,
            Rule.THREAD_WRITERS: self.threads.add_those_who_write,
        }
        for rule, put_on in wanted.items():
            if rule not in without:
                put_on(simulation)


def apply_rules(env: Env, without: Collection[Rule] = NOT_YET_KEPT) -> Rules:
    """Puts Discord's rules on a simulated world, all but those named; to be called before the bot starts."""
    rules = Rules(env, without)
    backend: Any = env.backend
    backend.rules = rules
    return rules


def rules_of(env: Env) -> Rules:
    """Returns the rules that were put on a world."""
    backend: Any = env.backend
    found: Rules = backend.rules
    return found
