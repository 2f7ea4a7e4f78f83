"""What the yearly updates found, as pages show it: each finding with its place in the source.
Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nyth.content.library import Thing
from nyth.pages.page import Page


@dataclass(frozen=True)
class FindingView:
    """What an update says at one place. `href`: its place on the page of the update; `at`: its
    places in the source."""

    id: str
    kind: str
    html: Markup
    href: str
    at: str


_FINDING_KINDS = ("national", "progress", "practice", "voice", "challenge", "response", "next-step")


def findings(
    page: Page, update: Thing, concerns: Callable[[Any], bool]
) -> list[tuple[str, list[FindingView]]]:
    """The findings of an update that concern something, by kind."""
    words = {part.id: part.body for part in update[page.lang].section("found").parts}
    groups: dict[str, list[FindingView]] = {kind: [] for kind in _FINDING_KINDS}
    for finding in update.facts.findings:
        if concerns(finding) and finding.id in words:
            at = "; ".join(_place(page, place) for place in finding.at)
            href = page.to(update.id, finding.id)
            view = FindingView(finding.id, finding.kind, page.render(words[finding.id]), href, at)
            groups[finding.kind].append(view)
    return [(kind, views) for kind, views in groups.items() if views]


def _place(page: Page, place: str) -> str:
    """Where something stands in a source, in words: "Trusted adults, 4"."""
    part, _, number = place.partition("/")
    name = page.title(part) if page.knows(part) else page.word(f"part-{part}")
    return f"{name}, {number}" if number else name


def updates(page: Page) -> list[Thing]:
    """The yearly updates, the newest first."""
    return sorted(page.library.of("update"), key=lambda update: -update.facts.year)


def told(
    page: Page, concerns: Callable[[Any], bool]
) -> Iterator[tuple[Thing, list[tuple[str, list[FindingView]]]]]:
    """What each update that says something of a matter, the newest first, says of it, by kind. The
    page then cites its source."""
    for update in updates(page):
        if groups := findings(page, update, concerns):
            page.cite(update.facts.source)
            yield update, groups


def of_thing(page: Page) -> list[tuple[Thing, str, list[tuple[str, list[FindingView]]], int]]:
    """What updates found of the page's thing: (update, where in it all of that stands, the first
    findings by kind, how many there are)."""
    left, rows, me, kind = page.most, [], page.thing.id, page.thing.kind
    key = "examples" if kind == "case-study" else f"{kind}s"
    anchors = {"region": "by-region", "role": "by-role"}
    for update, groups in told(page, lambda f: me in getattr(f, key)):
        anchor = anchors.get(kind, "")
        if any(_stands_under(page, finding) == me for finding in update.facts.findings):
            anchor = f"of-{me}"
        # single practices stand on a principle's page as its examples
        named = [row for row in groups if kind != "principle" or row[0] != "practice"]
        shown = _first(named, left)
        left -= sum(len(views) for _, views in shown)
        rows.append((update, anchor, shown, sum(len(views) for _, views in groups)))
    return rows


def _first(
    groups: list[tuple[str, list[FindingView]]], most: int
) -> list[tuple[str, list[FindingView]]]:
    """So many findings that each kind has its first before one has its second."""
    turns = sorted((n, row) for row, (_, views) in enumerate(groups) for n in range(len(views)))
    kept = [row for _, row in turns[:most]]
    shown = ((kind, views[: kept.count(row)]) for row, (kind, views) in enumerate(groups))
    return [(kind, views) for kind, views in shown if views]


def whole(page: Page) -> dict[str, Any]:
    """All findings of an update, each once: of the whole country, by principle; and which of
    them name each region and role."""
    update, by_principle = page.thing, []
    for principle in page.library.of("principle"):
        me = principle.id
        groups = findings(page, update, lambda f, me=me: _stands_under(page, f) == me)
        by_principle.append((principle, groups))
    rest = findings(page, update, lambda f: not f.principles)
    page.cite(update.facts.source)
    by = {kind: _naming_findings(page, kind) for kind in ("region", "role")}
    return {"rest": rest, "by_principle": by_principle, "by": by}


def _stands_under(page: Page, finding: Any) -> str | None:
    """The principle under which a finding stands on the page of its update: its first one."""
    order = (principle.id for principle in page.library.of("principle"))
    return next((name for name in order if name in finding.principles), None)


def _naming_findings(page: Page, kind: str) -> list[tuple[Thing, list[FindingView]]]:
    """The findings of an update that name each thing of a kind."""
    rows = []
    for thing in page.library.of(kind):
        me, key = thing.id, f"{kind}s"
        groups = findings(page, page.thing, lambda f, me=me, key=key: me in getattr(f, key))
        rows.append((thing, [view for _, views in groups for view in views]))
    return rows
