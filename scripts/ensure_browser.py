"""Makes sure that a Chromium is there for the browser tests: an installed one, else Debian's
package, else the test library's own download. Says in one line which, or what to install."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> str | None:
    """The path of a browser that is installed (CHROMIUM names one), or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """Installs a browser where none is found; 0 where there is one in the end."""
    if not installed() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
    if found := installed():
        print(f"browser: {found}")
        return 0
    if (
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], check=False
        ).returncode
        == 0
    ):
        print("browser: the test library's own Chromium")
        return 0
    print(
        "No browser for the tests: install Chromium or Chrome, or name one with "
        "CHROMIUM=/path/to/it",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
