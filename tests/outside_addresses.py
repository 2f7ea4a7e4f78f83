"""Asks every outside address that the content names whether it still answers. Prints those that
do not, as a list for an issue; exit status 1 where there are any. Needs the network, so it is
not part of the tests."""

import concurrent.futures
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

ADDRESS = re.compile(r"https?://[^\s\"'<>)\]]+")
AGENT = {"User-Agent": "Mozilla/5.0 (compatible; nyth-nest-reference link check)"}


def answer(address: str) -> str | None:
    """What is wrong with an address, or None. Sites that refuse programs (403, 429) may."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=AGENT), timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in (403, 405, 429) else f"HTTP {error.code}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))[:100]


def addresses(root: Path) -> dict[str, list[str]]:
    """Every outside address in the content and hand-written pages, with the places that name it."""
    found: dict[str, list[str]] = {}
    for path in sorted([*root.glob("content/**/*.yml"), *root.glob("docs/**/*.md")]):
        for n, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            for address in ADDRESS.findall(line):
                found.setdefault(address.rstrip(".,;"), []).append(
                    f"{path.relative_to(root).as_posix()}:{n}"
                )
    return found


def main() -> int:
    """Checks all addresses, eight at a time."""
    found = addresses(Path())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        wrong = [(a, why) for a, why in zip(found, pool.map(answer, found), strict=True) if why]
    for address, why in wrong:
        print(f"- {address} ({why}): {', '.join(found[address])}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
