"""What a log gives away of members."""

from __future__ import annotations

import json
import logging
from hashlib import blake2b

from ops.logs import JsonFormatter


def test_whose_hash_it_is_cannot_be_found_out_by_trying_all_ids() -> None:
    record = logging.LogRecord("longtable", logging.INFO, "x", 1, "hello", (), None)
    record.member = 987654321
    written = json.loads(JsonFormatter().format(record))
    assert len(written["member"]) == 16
    assert written["member"] != blake2b(b"987654321", digest_size=8).hexdigest()
    assert set(written) == {"at", "level", "logger", "message", "member"}
