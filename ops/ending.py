"""How the process is told to end: by signals, as many as come, at any moment."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from ops.exit_status import ExitStatus

_TOLD_S = 4.0  # for what is being written; whoever has told it to end waits five seconds
_BY_ITSELF_S = 20.0


class Ending:
    """The end of this process. The first signal brings it about, and all others change nothing.

    Until there is an `end` to be called, nothing has started, and the first signal ends the process at once.
    """

    def __init__(self) -> None:
        self.is_told = False
        self._end: Callable[[], object] | None = None

    def listen(self) -> None:
        """Takes SIGINT and SIGTERM, from now on until the process is gone."""
        for signal_ in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_, self._tell)

    def bring_about_with(self, end: Callable[[], object]) -> None:
        """Has the first signal call `end`, in the middle of whatever the main thread is doing."""
        self._end = end

    def begin(self) -> None:
        """Sees to it that the process is gone soon, whatever does not come to its end by itself.

        What is stored is safe then, as it is when the process is killed, and its lock goes with it.
        """
        self._give(_TOLD_S if self.is_told else _BY_ITSELF_S)

    def finish(self) -> None:
        """Notes that all is put away: nothing is to be cut off, and nothing left for a signal to end."""
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        self._end = None

    def _tell(self, *_: object) -> None:
        if self.is_told:
            return
        self.is_told = True
        if self._end is None:
            os._exit(ExitStatus.WELL)
        self._give(_TOLD_S)
        self._end()

    def _give(self, seconds: float) -> None:
        """Starts the kernel's own alarm, which rings even where the event loop stands still."""
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        if left == 0.0 or left > seconds:
            signal.signal(signal.SIGALRM, self._cut_off)
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _cut_off(self, *_: object) -> NoReturn:
        os.write(2, b"Longtable has ended before all was put away; the next start takes it up.\n")
        os._exit(ExitStatus.WELL if self.is_told else ExitStatus.FAILED)


def leave(status: int) -> NoReturn:
    """Ends the process, at once: nothing is left to be done, and a signal that comes now changes nothing."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
