"""Commands: their names, where they may be installed, and which of them a member sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcord.actors import MemberActor
from simcord.backend.errors import BackendError
from simcord.builders import ChannelHandle

from tests.discord_rules.simulation import Request, Simulation

_EVERYWHERE = ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands")


class Commands:
    """What a registration may say."""

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self.installed_by_portal = [0, 1]  # in servers and by users, as the portal offers it to a new bot

    def refuse_ambiguous_names(self, simulation: Simulation) -> None:
        """Has registrations refused in which a localised name is another's default or localised name.

        Discord's documentation, Application Commands, Localization: a localised name is held against the
        default names of its siblings, too.
        """
        for template in _EVERYWHERE:
            simulation.before("PUT", template, _check_names)

    def refuse_strange_servers(self, simulation: Simulation) -> None:
        """Has registrations refused in servers that the bot is not in.

        Discord's documentation, Application Commands, Authorizing: without the application in the server the
        answer is 403.
        """
        simulation.before("PUT", _EVERYWHERE[1], self._check_server)

    def _check_server(self, request: Request) -> None:
        if request.id("guild") not in self.backend.guilds:
            raise BackendError(403, 50001, "Missing Access")

    def record_where_they_are_installed(self, simulation: Simulation) -> None:
        """Has commands that do not say where they may be installed follow the portal's setting.

        Discord's documentation, Application Commands, Contexts and Installation.
        """
        for template in _EVERYWHERE:
            simulation.after("PUT", template, self._record)

    def _record(self, request: Request, registered: Any) -> Any:
        for command in registered:
            if command.get("integration_types") is None:
                command["integration_types"] = list(self.installed_by_portal)
        return registered

    def list_installable_elsewhere(self) -> list[str]:
        """Returns the names of the commands that can be had outside of a server or by a user alone."""
        return sorted(
            command["name"]
            for scope in self.backend.commands.values()
            for command in scope.values()
            if command.get("integration_types") != [0] or command.get("contexts") != [0]
        )


def list_commands(member: MemberActor, channel: ChannelHandle) -> list[str]:
    """Returns what a member sees when they type a slash: global commands beside the guild's own.

    Discord's documentation, Application Commands, Authorizing: the two sets are kept apart, so that a name
    in both is there twice.
    """
    backend = member._env.backend
    visible = backend.visible_commands(user_id=member.id, channel_id=channel.id)
    return [command["name"] for command in visible]


def _check_names(request: Request) -> None:
    if faults := dict(_find_faults(request.json or [])):
        raise BackendError(400, 50035, "Invalid Form Body", errors=faults)


def _find_faults(
    siblings: Sequence[dict[str, Any]], *, are_options: bool = False
) -> Iterator[tuple[str, Any]]:
    for place, one in enumerate(siblings):
        others = [each for each in siblings if each is not one]
        if not are_options:  # a slash command may be called what an entry of a context menu is called
            others = [each for each in others if each.get("type", 1) == one.get("type", 1)]
        found: dict[str, Any] = {}
        for language, name in (one.get("name_localizations") or {}).items():
            taken = {each["name"] for each in others}
            taken |= {(each.get("name_localizations") or {}).get(language) for each in others}
            if name in taken:
                found.setdefault("name_localizations", {})[language] = {
                    "_errors": [
                        {
                            "code": "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                            "message": f"Localized name {name} is the name of a sibling",
                        }
                    ]
                }
        if inner := dict(_find_faults(one.get("options") or [], are_options=True)):
            found["options"] = inner
        if found:
            yield str(place), found
