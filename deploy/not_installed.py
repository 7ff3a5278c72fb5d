"""What answers where somebody installs Longtable as a package: that it is none, and how it is run."""

from __future__ import annotations

import sys

sys.exit(
    "Longtable is an application and not a package: it runs from its checkout, where ./dev run starts it "
    "(or, with the packages of requirements.lock, python bot.py run)."
)
