"""The systemd unit: what it shuts off, and what its first lines tell to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "deploy" / "longtable.service"
_ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.parametrize(
    "line",
    [
        "ProtectClock=yes",
        "ProtectHostname=yes",
        "ProtectKernelLogs=yes",
        "RestrictRealtime=yes",
        "SystemCallFilter=@system-service",
        "UMask=0077",
    ],
)
def test_what_the_service_does_not_need_is_shut_off(line: str) -> None:
    assert line in UNIT.read_text(encoding="utf-8").splitlines()


def _verify(text: str, folder: Path) -> str:
    """What systemd says about a unit, of which nothing but the program's place is another."""
    program, text = str(ROOT), text.replace("/opt/longtable/.venv/bin/python", sys.executable)
    unit = folder / "longtable.service"
    unit.write_text(text.replace("/opt/longtable", program), encoding="utf-8")
    assert _ANALYZE is not None
    told = subprocess.run([_ANALYZE, "verify", str(unit)], capture_output=True, text=True, check=False)
    return "\n".join(line for line in told.stderr.splitlines() if unit.name in line)


@pytest.mark.skipif(_ANALYZE is None, reason="there is no systemd here")
def test_systemd_has_nothing_to_say_about_it(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    assert _verify(text, tmp_path) == ""
    assert "ProtectClok" in _verify(text.replace("ProtectClock", "ProtectClok"), tmp_path)


def test_what_its_first_lines_tell_to_call_is_there() -> None:
    told = re.findall(r"^#   (.+)$", UNIT.read_text(encoding="utf-8"), re.M)
    assert {line.split()[0] for line in told} == {"cp", "systemd-analyze", "systemctl", "journalctl"}
    copied = next(line.split()[1] for line in told if line.startswith("cp "))
    assert (ROOT / Path(copied).relative_to("/opt/longtable")) == UNIT
    assert "dev setup" in UNIT.read_text(encoding="utf-8")
    assert re.search(r"^    setup\)", (ROOT / "dev").read_text(encoding="utf-8"), re.M)
