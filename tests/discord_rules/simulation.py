"""The places of the simulated Discord at which rules take hold: its requests, its store and what it tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from simcord import intents
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.env import Env
from simcord.http import router
from simcord.types import HttpLogEntry


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot, with the ids of its path by their names."""

    method: str
    path: str
    json: Any
    params: dict[str, Any]
    args: dict[str, str]

    @property
    def body(self) -> dict[str, Any]:
        return self.json if isinstance(self.json, dict) else {}

    def id(self, name: str) -> int:
        """Returns an id of the path."""
        return int(self.args[name])


class Answered(Exception):
    """Raised by a rule that answers a request itself."""

    def __init__(self, body: Any) -> None:
        super().__init__()
        self.body = body


class TooManyRequests(BackendError):
    """An answer with 429, which names the seconds to wait."""

    def __init__(self, code: int, message: str, retry_after: float) -> None:
        super().__init__(429, code, message)
        self.retry_after = retry_after

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "retry_after": self.retry_after, "global": False}


Gate = Callable[[Request], None]
"""Looks at a request before it is done; raises what Discord answers instead."""

Change = Callable[[Request, Any], Any]
"""Makes of an answer the one that Discord gives."""

Shape = Callable[[Any, dict[str, Any]], None]
"""Adds to the payload of a thing what the simulation leaves out."""

Filter = Callable[[dict[str, Any]], bool]
"""Says whether an event is told to the bot; may do what Discord does first."""


@dataclass
class Simulation:
    """One simulated world, and the rules that hold in it."""

    env: Env
    gates: list[tuple[str, re.Pattern[str], Gate]] = field(default_factory=list)
    changes: list[tuple[str, re.Pattern[str], Change]] = field(default_factory=list)
    shapes: dict[str, list[Shape]] = field(default_factory=lambda: defaultdict(list))
    filters: dict[str, list[Filter]] = field(default_factory=lambda: defaultdict(list))
    observers: dict[str, list[Callable[[dict[str, Any]], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        backend: Any = self.env.backend
        backend.simulation = self
        self.backend = backend
        self.override("emit", self._emit)

    def before(self, method: str, template: str, gate: Gate) -> None:
        """Has a gate look at such requests; `{name}` in the template stands for one part of the path."""
        self.gates.append((method, _compile(template), gate))

    def after(self, method: str, template: str, change: Change) -> None:
        """Has the answers to such requests changed."""
        self.changes.append((method, _compile(template), change))

    def override(self, name: str, function: Callable[..., Any]) -> None:
        """Puts a function in front of one of the store's; it is handed the original first."""
        setattr(self.backend, name, partial(function, getattr(self.backend, name)))

    def shape(self, name: str, shape: Shape) -> None:
        """Has payloads of a kind completed; the name is that of the simulation's own function."""
        self.shapes[name].append(shape)

    def on(self, event: str, filter_: Filter) -> None:
        """Has a filter look at events of a kind before the bot is told."""
        self.filters[event].append(filter_)

    def watch(self, event: str, observer: Callable[[dict[str, Any]], None]) -> None:
        """Has an observer called after an event of a kind has been told."""
        self.observers[event].append(observer)

    def _emit(self, original: Callable[..., None], event: str, payload: Any) -> None:
        if not all(filter_(payload) for filter_ in self.filters[event]):
            self.backend.transcript.append(("DROPPED", event, "Discord does not deliver it"))
            return
        original(event, payload)
        for observer in self.observers[event]:
            observer(payload)

    def allows(self, guild_id: int, user_id: int, channel_id: int | None, *names: str) -> bool:
        """Says whether somebody has these permissions in a channel, or in a guild as a whole."""
        try:
            self.backend.require_permissions(guild_id, user_id, channel_id, *names)
        except BackendError:
            return False
        return True


def _compile(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def _find(backend: Backend) -> Simulation | None:
    return getattr(backend, "simulation", None)


_dispatch = router.dispatch
_check_faults = router._check_faults
_prune = intents.prune_guild_create


def _dispatch_by_rules(backend: Backend, method: str, path: str, **options: Any) -> Any:
    try:
        answer = _dispatch(backend, method, path, **options)
    except Answered as answered:
        return answered.body
    if (simulation := _find(backend)) is not None:
        for wanted, pattern, change in simulation.changes:
            if wanted == method and (match := pattern.fullmatch(path)):
                request = _read(match, backend.http_requests[-1])
                answer = change(request, answer)
    return answer


def _check_rules(backend: Backend, method: str, path: str) -> None:
    _check_faults(backend, method, path)
    if (simulation := _find(backend)) is not None:
        for wanted, pattern, gate in simulation.gates:
            if wanted == method and (match := pattern.fullmatch(path)):
                gate(_read(match, backend.http_requests[-1]))


def _read(match: re.Match[str], entry: HttpLogEntry) -> Request:
    return Request(entry.method, entry.path, entry.json, dict(entry.params or {}), match.groupdict())


def _shape_all(name: str) -> None:
    original = getattr(serializers, name)

    def shaped(backend: Backend, thing: Any, **options: Any) -> Any:
        payload = original(backend, thing, **options)
        if (simulation := _find(backend)) is not None:
            for shape in simulation.shapes[name]:
                shape(thing, payload)
        return payload

    setattr(serializers, name, shaped)


def _keep_those_in_voice(payload: Any, wanted: Any, bot_id: int) -> None:
    """Leaves in a guild's payload the bot and those in voice channels, as Discord's documentation of Guild
    Create says; the simulation leaves the bot alone.
    """
    talking = {state["user_id"] for state in payload.get("voice_states") or ()}
    kept = [one for one in payload.get("members") or () if one["user"]["id"] in talking]
    _prune(payload, wanted, bot_id)
    known = {one["user"]["id"] for one in payload["members"]}
    payload["members"] += [one for one in kept if one["user"]["id"] not in known]


def _hear_of_bots(original: Callable[..., str | None], event: str, payload: Any) -> str | None:
    """Lets changes of the bot as a member be told without the privileged intent, as Discord's documentation
    of Gateway Intents says. Other bots' changes pass, too, which the library does not know and leaves.
    """
    is_of_bot = event == "GUILD_MEMBER_UPDATE" and payload["user"].get("bot", False)
    return None if is_of_bot else original(event, payload)


def _tell_two_factor(original: Callable[[Any], Any], user: Any) -> Any:
    payload = original(user)
    if hasattr(user, "mfa_enabled"):
        payload["mfa_enabled"] = user.mfa_enabled
    return payload


# Once for the process: worlds without rules pass through unchanged.
setattr(router, "dispatch", _dispatch_by_rules)  # noqa: B010 - a function of another's module
setattr(router, "_check_faults", _check_rules)  # noqa: B010
setattr(intents, "prune_guild_create", _keep_those_in_voice)  # noqa: B010
setattr(intents, "required_intent", partial(_hear_of_bots, intents.required_intent))  # noqa: B010
setattr(serializers, "user_payload", partial(_tell_two_factor, serializers.user_payload))  # noqa: B010
for _name in ("message_payload", "channel_payload", "guild_create_payload"):
    _shape_all(_name)
