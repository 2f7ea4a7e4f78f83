"""The Chromium of all tests: Debian's package, else an installed one, else the test library's own.

Run by itself it makes sure that one is there, and says in one line which, or what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

# Chromium without its windows takes half the processor time, and a fifth of that of the system.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> str | None:
    """The path of a browser that is installed (CHROMIUM names one), or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _install(package: str) -> None:
    """Installs a package of Debian, where that can be."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    install = ["install", "-qq", "-y", "--no-install-recommends", package]
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", *install], **quiet)


def options() -> dict[str, Any]:
    """How it is launched."""
    flags = ["gpu", "background-networking", "component-update", "sync"]
    args = [f"--disable-{flag}" for flag in flags]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    return {"executable_path": installed(), "args": args}


def main() -> None:
    """Installs a browser where none is found. Exit status 1 where there is none in the end."""
    if not os.environ.get("CHROMIUM") and not shutil.which(SHELL):
        _install(SHELL)
    if not installed():
        _install("chromium")
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if not (found := installed()) and subprocess.run(download, check=False).returncode == 0:
        found = "the test library's own Chromium"
    if not found:
        sys.exit("No browser for the tests: install Chromium or Chrome, or name it with CHROMIUM=")
    print(f"browser: {found}")


if __name__ == "__main__":
    main()
