"""Figures for the operator, in Prometheus' form: those counted all the time, and those of the moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from clock import Clock
from db.shards import SINGLE_SHARD, Shard
from ops.invalid_requests import InvalidRequests
from ops.version import read_version

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ACKNOWLEDGED_WITHIN_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
_SLOW_S = 2.0
_WAITED_S = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0)
_DISCORD_EPOCH_MS = 1_420_070_400_000


class Metrics:
    """What is counted while the bot works. Every figure has a name that begins with `longtable_`."""

    def __init__(self, now: Clock, refusals: InvalidRequests, shard: Shard = SINGLE_SHARD) -> None:
        self.now = now
        self.invalid_requests = refusals
        self.registry = CollectorRegistry()
        self.note_answer: Callable[[int], object] = lambda status: None
        self.note_no_answer: Callable[[BaseException], object] = lambda error: None
        self.last_event_at: datetime | None = None
        self.clock_skew_s = 0.0
        self._answered = self._slow = 0
        self.acknowledged = Histogram(
            "longtable_interaction_acknowledged_seconds",
            "From a member's press or command to Discord taking the answer; Discord gives up after 3",
            buckets=_ACKNOWLEDGED_WITHIN_S,
            registry=self.registry,
        )
        self.responses = Counter(
            "longtable_http_responses", "Answers of Discord's API", ["status"], registry=self.registry
        )
        self.database_wait = Histogram(
            "longtable_database_wait_seconds",
            "How long a write waited for its turn",
            buckets=_WAITED_S,
            registry=self.registry,
        )
        self._asked = {
            name: Gauge(f"longtable_{name}", text, registry=self.registry)
            for name, text in (
                ("gateway_latency_seconds", "From a heartbeat to its answer"),
                ("event_loop_lag_seconds", "How long the event loop takes to come round just now"),
                ("last_event_age_seconds", "Since the last event from Discord"),
                ("invalid_requests", "401, 403 and 429 within ten minutes; Discord bans at 10,000"),
                ("clock_skew_seconds", "This computer's clock less Discord's"),
                ("posts_due", "Posts that are to be sent now"),
                ("posts_late", "Posts to be sent that help nobody any more"),
                ("posts_missed", "Posts that came too late, ever"),
                ("posts_retried", "Open posts that were tried before"),
                ("faults", "Faults of our own since the start, each with its incident code in the log"),
                ("guilds", "Servers the bot is in"),
            )
        }

        for name, text, value in (
            ("longtable_shard", "Which of the bot's shards this process runs, from 0", shard.id),
            ("longtable_shards", "How many there are", shard.count),
        ):
            Gauge(name, text, registry=self.registry).set(value)
        ProcessCollector(namespace="longtable", registry=self.registry)
        self._build = Info("longtable_build", "Which version this is", registry=self.registry)

    def note_event(self) -> None:
        """Notes that something came from Discord just now."""
        self.last_event_at = self.now()

    def trace(self) -> aiohttp.TraceConfig:
        """Returns what has aiohttp tell of every request to Discord's API."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._note_request)
        config.on_request_exception.append(self._note_failure)
        return config

    async def _note_failure(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self.note_no_answer(params.exception)

    async def _note_request(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        status, now = params.response.status, self.now()
        self.responses.labels(str(status)).inc()
        self.invalid_requests.note(status)
        self.note_answer(status)
        if date := params.response.headers.get("Date"):
            self._note_date(date, now)
        parts = params.url.path.split("/")
        if parts[-1] == "callback" and "interactions" in parts:
            asked_ms = (int(parts[parts.index("interactions") + 1]) >> 22) + _DISCORD_EPOCH_MS
            seconds = max(0.0, now.timestamp() - self.clock_skew_s - asked_ms / 1000)
            self.acknowledged.observe(seconds)
            self._answered += 1
            self._slow += seconds > _SLOW_S

    def _note_date(self, header: str, now: datetime) -> None:
        try:
            skew_s = (now - parsedate_to_datetime(header)).total_seconds()
        except (TypeError, ValueError):  # no date: what was known of the clocks stays the best that is known
            return
        self.clock_skew_s = skew_s if abs(skew_s) > 1 else 0.0  # the header has whole seconds

    @property
    def slow_share(self) -> float:
        """Returns the share, 0 to 1, of presses and commands that were answered later than two seconds."""
        return self._slow / self._answered if self._answered else 0.0

    def write(self, **asked: float) -> bytes:
        """Returns all figures as Prometheus reads them; `asked` are those of the moment, by name."""
        age_s = (self.now() - self.last_event_at).total_seconds() if self.last_event_at else float("inf")
        own = {
            "last_event_age_seconds": age_s,
            "invalid_requests": self.invalid_requests.count,
            "clock_skew_seconds": self.clock_skew_s,
        }
        self._build.info({"version": read_version()})
        for name, value in (own | asked).items():
            self._asked[name].set(value)
        return generate_latest(self.registry)
