"""The log as machines collect it: one line of JSON for each record."""

from __future__ import annotations

import json
import logging
import secrets
from datetime import UTC, datetime
from hashlib import blake2b

_EXTRAS = ("incident", "where", "guild", "member")
_SALT = secrets.token_bytes(16)  # another with every start, so that nobody can be followed for longer


class JsonFormatter(logging.Formatter):
    """One JSON object a line; in place of a member stands a hash that holds until the next start."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the record as one line of JSON."""
        written: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in _EXTRAS:
            value = getattr(record, name, None)
            if value is not None:
                written[name] = _hashed(value) if name == "member" else value
        if record.exc_info:
            written["traceback"] = self.formatException(record.exc_info)
        return json.dumps(written, ensure_ascii=False)


def _hashed(user_id: object) -> str:
    return blake2b(str(user_id).encode(), key=_SALT, digest_size=8).hexdigest()
