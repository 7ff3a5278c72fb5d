"""Whether the web server could listen where it is to."""

from __future__ import annotations

import asyncio

from config import ConfigError


class PortError(ConfigError):
    """The web server cannot listen where it is to: another start may help, when the port is free again."""

    def __init__(self, host: str, port: int, error: OSError | UnicodeError) -> None:
        super().__init__([_describe(host, port, error)])


def why_no_port(host: str, port: int) -> str | None:
    """Returns why nothing can listen there; None where something can. Nobody is listened to meanwhile."""

    async def bind() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(asyncio.Protocol, host, port, start_serving=False)
        server.close()

    try:
        asyncio.run(bind())
    except (OSError, UnicodeError) as error:
        return _describe(host, port, error)
    return None


def _describe(host: str, port: int, error: OSError | UnicodeError) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"[web] {host}:{port}: {why}"
