"""Whether the web server could listen where it is to."""

from __future__ import annotations

import asyncio


def why_no_port(host: str, port: int) -> str | None:
    """Returns why nothing can listen there; None where something can. Nobody is listened to meanwhile."""

    async def bind() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(asyncio.Protocol, host, port, start_serving=False)
        server.close()

    try:
        asyncio.run(bind())
    except (OSError, UnicodeError) as error:
        return describe_port_error(host, port, error)
    return None


def describe_port_error(host: str, port: int, error: OSError | UnicodeError) -> str:
    """Returns what is wrong with this address, for the operator."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"[web] {host}:{port}: {why}"
