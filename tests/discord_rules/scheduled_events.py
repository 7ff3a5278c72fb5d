"""Scheduled events: who may make them where, how many there are, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from simcord.backend.errors import BackendError
from simcord.backend.models import ScheduledEvent

from tests.discord_rules.simulation import Request, Simulation

MOST = 100
CANCELLED_AFTER = timedelta(hours=4)  # "some hours": Discord does not say how many
ENDED_AFTER = timedelta(minutes=10)  # "some minutes", likewise
_STAGE, _VOICE, _EXTERNAL = 1, 2, 3
_SCHEDULED, _ACTIVE, _COMPLETED, _CANCELED = 1, 2, 3, 4
_FOLLOWS = {_SCHEDULED: {_ACTIVE, _CANCELED}, _ACTIVE: {_COMPLETED}}
_NEEDED = {
    _STAGE: ("view_channel", "manage_channels", "mute_members", "move_members"),
    _VOICE: ("view_channel", "connect"),
    _EXTERNAL: (),
}
_ALL, _ONE = "/guilds/{guild}/scheduled-events", "/guilds/{guild}/scheduled-events/{event}"


class ScheduledEvents:
    """A server's own list of events."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.backend = simulation.backend
        self.most = MOST
        self._has_been_checked = False
        self._left_at: dict[int, datetime | None] = {}  # by event; None while somebody is there

    def need_permissions_by_place(self, simulation: Simulation) -> None:
        """Has events refused for whose place the bot lacks a permission.

        Discord's documentation, Guild Scheduled Event, Permissions Requirements.
        """
        simulation.before("POST", _ALL, self._check_creating)
        simulation.before("PATCH", _ONE, self._check_changing)
        simulation.before("DELETE", _ONE, self._check_changing)
        for method, template in (("POST", _ALL), ("PATCH", _ONE), ("DELETE", _ONE)):
            simulation.after(method, template, self._forget_check)
        simulation.override("require_permissions", self._require)

    def limit(self, simulation: Simulation) -> None:
        """Has the 101st event that is scheduled or active refused.

        Discord's documentation, Opcodes and Status Codes, 30038.
        """
        simulation.before("POST", _ALL, self._check_number)

    def follow_their_status(self, simulation: Simulation) -> None:
        """Has only external events begin and end by themselves.

        Others are cancelled some hours after their start where nobody starts them, and completed some minutes
        after the last one has left.

        Discord's documentation, Guild Scheduled Event, Valid Status Transitions and Automation.
        """
        simulation.before("PATCH", _ONE, self._check_status)
        simulation.watch("VOICE_STATE_UPDATE", self._note_who_is_there)
        self.backend.next_scheduled_event_deadline = self._next_due
        self.backend.activate_due_scheduled_events = self._change_due

    def _find(self, request: Request) -> ScheduledEvent | None:
        guild = self.backend.guilds.get(request.id("guild"))
        return guild.scheduled_events.get(request.id("event")) if guild is not None else None

    def _check_place(self, guild_id: int, kind: int, channel_id: int | None, *also: str) -> None:
        place = None if kind == _EXTERNAL else channel_id
        bot_id = self.backend.bot_user.id
        self._has_been_checked = False
        self.backend.require_permissions(guild_id, bot_id, place, *_NEEDED[kind], *also)
        self._has_been_checked = True  # of the simulation's own check, which asks for Manage Events alone

    def _check_creating(self, request: Request) -> None:
        body = request.body
        channel_id = int(body["channel_id"]) if body.get("channel_id") else None
        self._check_place(request.id("guild"), int(body["entity_type"]), channel_id, "create_events")

    def _check_changing(self, request: Request) -> None:
        event = self._find(request)
        self._has_been_checked = False
        if event is None:
            return
        bot_id, guild_id = self.backend.bot_user.id, event.guild_id
        wanted = "manage_events"
        if event.creator_id == bot_id and not self.simulation.allows(guild_id, bot_id, None, wanted):
            wanted = "create_events"  # is enough for one's own
        self._check_place(guild_id, event.entity_type, event.channel_id, wanted)

    def _require(
        self, original: Callable[..., None], guild_id: int, user_id: int, channel_id: int | None, *names: str
    ) -> None:
        if self._has_been_checked and names == ("manage_events",) and channel_id is None:
            return
        original(guild_id, user_id, channel_id, *names)

    def _forget_check(self, request: Request, answer: Any) -> Any:
        self._has_been_checked = False
        return answer

    def _check_number(self, request: Request) -> None:
        guild = self.backend.guilds.get(request.id("guild"))
        events = guild.scheduled_events.values() if guild is not None else ()
        if sum(event.status in (_SCHEDULED, _ACTIVE) for event in events) >= self.most:
            message = f"Maximum number of uncompleted guild scheduled events reached ({self.most})"
            raise BackendError(400, 30038, message)

    def _check_status(self, request: Request) -> None:
        event = self._find(request)
        if event is None:
            return
        if event.status in (_COMPLETED, _CANCELED):
            raise BackendError(400, 180000, "Cannot update a finished event")
        wanted = int(request.body.get("status") or event.status)
        if wanted != event.status and wanted not in _FOLLOWS[event.status]:
            fault = {"code": "GUILD_SCHEDULED_EVENT_STATUS", "message": "Invalid status transition"}
            raise BackendError(400, 50035, "Invalid Form Body", errors={"status": {"_errors": [fault]}})

    def _note_who_is_there(self, payload: dict[str, Any]) -> None:
        guild = self.backend.get_guild(int(payload["guild_id"]))
        full = {state.channel_id for state in guild.voice_states.values()}
        for event in guild.scheduled_events.values():
            if event.channel_id in full:
                self._left_at[event.id] = None
            elif event.id in self._left_at and self._left_at[event.id] is None:
                self._left_at[event.id] = self.backend.clock.now()

    def _list_due(self) -> list[tuple[datetime, ScheduledEvent, int]]:
        """Returns when an event's status changes by itself, and to which."""
        changes = []
        for guild in self.backend.guilds.values():
            for event in guild.scheduled_events.values():
                starts_at = _read(event.scheduled_start_time)
                if event.entity_type != _EXTERNAL:
                    if event.status == _SCHEDULED:
                        changes.append((starts_at + CANCELLED_AFTER, event, _CANCELED))
                    elif event.status == _ACTIVE and (left_at := self._left_at.get(event.id)) is not None:
                        changes.append((left_at + ENDED_AFTER, event, _COMPLETED))
                elif event.status == _SCHEDULED:
                    changes.append((starts_at, event, _ACTIVE))
                elif event.status == _ACTIVE and event.scheduled_end_time is not None:
                    changes.append((_read(event.scheduled_end_time), event, _COMPLETED))
        return changes

    def _next_due(self) -> datetime | None:
        return min((at for at, _, _ in self._list_due()), default=None)

    def _change_due(self) -> None:
        now = self.backend.clock.now()
        while due := [(event, status) for at, event, status in self._list_due() if at <= now]:
            for event, status in due:
                self.backend.edit_scheduled_event(event.guild_id, event.id, {"status": status})


def _read(iso: str) -> datetime:
    moment = datetime.fromisoformat(iso)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
