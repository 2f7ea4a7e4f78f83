"""The Chromium of all tests: the one that is installed, else the test library's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from ensure_browser import installed  # noqa: E402


def options() -> dict[str, Any]:
    """How it is launched."""
    flags = ["gpu", "background-networking", "component-update", "sync"]
    args = [f"--disable-{flag}" for flag in flags]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    return {"executable_path": installed(), "args": args}
