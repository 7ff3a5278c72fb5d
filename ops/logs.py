"""The log as machines collect it: one line of JSON for each record."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

_EXTRAS = ("incident", "where", "guild")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; no member is ever named in it."""

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
                written[name] = value
        if record.exc_info:
            written["traceback"] = self.formatException(record.exc_info)
        return json.dumps(written, ensure_ascii=False)
