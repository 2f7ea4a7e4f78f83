"""Looks at the pages of a site the way people with different needs meet them, and counts what
stands in their way.

The same code measures this site and the stock theme. One Chromium, a few tabs at a time; axe-core
and look.js are put into every page once, when it loads.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import TimeoutError as TooLate

import chromium
from a11y.sites import QUERIES, SCRIPT_HAS_COME, Place, Site
from nyth.rules.language import is_foreign, sentences

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
# https://www.w3.org/TR/WCAG22/ at all three levels, and what axe-core's makers hold to be good
# practice besides.
TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
]
RUN_AXE = """([tags, rules, without, part, known, colours]) => {
  const fresh = known ? look.mark(known) : [];
  if (rules && !fresh.length) return [fresh, []];
  if (known) axe.configure({rules: colours.map((id) => ({id, selector: id.includes("link") ? "a[href][data-look]" : "[data-look]"}))});
  return axe.run(part || document, {
  runOnly: rules ? rules : {type: "tag", values: tags.filter((tag) => axe.getRules([tag]).length)},
  rules: Object.fromEntries(without.map((id) => [id, {enabled: false}])), resultTypes: ["violations"]}).then(({violations}) => [fresh, violations.flatMap(({id, nodes}) =>
  nodes.map(({target, failureSummary}) => `${id}: ${target} ${failureSummary.slice(0, 160)}`))]) }"""
# What other colours can change; the part of a page that a state changes.
COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
# The rule that takes as long as all others; `small` asks more where it looks.
SIZES = ["target-size"]
PARTS = {"open": "main", "results": "main", "filters": "main", "menu": "header", "search": "header"}

# How a page is looked at, in the order in which the results are told.
CHECKS = (
    "axe",
    "html",
    "reach",
    "invisible",
    "order",
    "far",
    "escape",
    "focus",
    "small",
    "sideways",
    "lost",
    "forced",
    "motion",
    "print",
    "script",
    "names",
    "lang",
)
WIDTHS, SCHEMES = (1280, 320), ("light", "dark")
STATES = ("plain", "open", "results", "filters", "menu", "search")
HEADER = {"menu", "search"}
HEIGHT, HIGH = 800, 3000
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
# WCAG 1.4.12: https://www.w3.org/WAI/WCAG22/Understanding/text-spacing
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 200% !important }"
# Two tabs keep two processors busy.
TABS = 2


@dataclass
class Report:
    """What was found. `states`: how many states of pages each check looked at; `faults`: what it
    found there."""

    states: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=lambda: {check: [] for check in CHECKS})
    pages: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    chromium: str = ""
    axe: str = ""

    def add(self, check: str, where: str, found: Iterable[str]) -> None:
        self.states[check] += 1
        self.faults[check] += [f"{where} {fault}" for fault in found]


class Measuring:
    """One round of measuring one site.

    whole: every page in every combination; otherwise every page in one state, one page of each kind
    in all of them, and a page made from data in all of them on a phone in one language and on a
    desktop in the other, and on paper, without script and with the keyboard in one. What happens in
    the header, which all pages have from one template, is looked at on one page, colours once for
    each look of text on the site, and sizes by axe-core where `small` does not look.
    """

    def __init__(self, site: Site, base: str, browser: Browser, whole: bool) -> None:
        self.site, self.base, self.browser, self.whole = site, base, browser, whole
        self.report = Report(chromium=browser.version)
        self._looks: set[str] = set()
        self._colours: set[int] = set()
        self._names: dict[str, list[list[str]]] = {}
        library = site.library
        texts = library.things.values()
        self._titles = {
            lang: {t[lang].title for t in texts}
            | {getattr(s.title, lang) for s in library.sources.values() if getattr(s.title, lang)}
            for lang in ("en", "cy")
        }

    # One tab

    async def context(self, **options: Any) -> BrowserContext:
        # a language that the site has not, so that no permanent link leads on by itself
        context = await self.browser.new_context(
            **{
                "viewport": {"width": 1280, "height": HEIGHT},
                "locale": "pl-PL",
                "bypass_csp": True,
                **options,
            }
        )
        await context.add_init_script(AXE)
        await context.add_init_script(LOOK)
        return context

    async def _go(self, page: Page, place: Place) -> None:
        await page.goto(self.base + place.path)
        await page.wait_for_function(SCRIPT_HAS_COME)
        self.report.pages.add(place.path)

    async def _axe(self, page: Page, where: str, state: str, scheme: str, sizes: bool) -> None:
        """All rules in all states when measuring the whole; otherwise nothing that an earlier
        look has answered, and colours, which take most of the time, once for each look of text."""
        known = None if self.whole else sorted(self._colours)
        rules = COLOURS if scheme == "dark" and not self.whole else None
        part = None if self.whole else PARTS.get(state)
        given = [TAGS, rules, [] if sizes else SIZES, part, known, COLOURS]
        fresh, found = await page.evaluate(RUN_AXE, given)
        self._colours.update(fresh)
        self.report.add("axe", where, found)

    async def place(self, page: Page, bare: Page, place: Place) -> None:
        """Everything that is to be seen on one page. `bare`: a tab without script."""
        deep = self.whole or place.sample or place.made
        # twins have the same controls: a desktop for one, a phone for the other
        side = [WIDTHS[place.lang == "cy"]]
        for width in WIDTHS if self.whole or place.sample else side if place.made else WIDTHS[:1]:
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            await page.emulate_media(color_scheme="light")
            await self._go(page, place)
            await self._states(page, place, width, deep)
        if deep or place.twin:
            await self._measures(page, place)
        # what a page made from data says is the same on paper and without script in both languages,
        # and so are its controls
        if self.whole or place.sample or (place.made and place.lang == "cy"):
            await self._media(page, bare, place)
            for n, width in enumerate(WIDTHS if self.whole or not place.twin else side):
                if n:
                    await self._go(page, place)
                await self._walk(page, width, place.path)
            await self._rings(page, place)

    # States in which axe-core looks

    async def _states(self, page: Page, place: Place, width: int, deep: bool) -> None:
        for state in STATES if deep else STATES[:1]:
            if state in HEADER and not (self.whole or place.header):
                continue
            if not await self._enter(page, place, state):
                continue
            for scheme in SCHEMES if deep else SCHEMES[:1]:
                await page.emulate_media(color_scheme=scheme)
                where = f"{place.path} {width} {scheme} {state}"
                sizes = self.whole or not (deep or place.twin)
                await self._axe(page, where, state, scheme, sizes)
                self.report.kinds[state] += 1
            if state != "plain":
                self.report.add(
                    "small", f"{place.path} {width} {state}", await page.evaluate("look.small()")
                )
            await page.emulate_media(color_scheme="light")
            await self._leave(page, place, state, width)

    async def _enter(self, page: Page, place: Place, state: str) -> bool:
        """Brings a page into a state; False where it has no such thing."""
        controls = self.site.controls
        if state == "menu":
            opener = page.locator(controls.menu).first
            if not await opener.count() or not await opener.is_visible():
                return False
            await opener.click()
            return bool(await page.locator(controls.menu_open).count())
        if state == "search":
            box = page.locator(controls.search).first
            if not await box.count():
                return False
            opener = page.locator(controls.search_opener or "nothing").first
            if await opener.count() and await opener.is_visible():
                await opener.click()
            await box.focus()
            await box.press_sequentially(QUERIES[place.lang])
            await self._wait(page, controls.hits, place.path)
            return True
        if state == "results":
            box = page.locator("main input[type=search]").first
            shown = page.locator(controls.results.partition(" ")[0] or "nothing")
            if not await shown.count() or not await box.count():
                return False
            await box.fill(QUERIES[place.lang])
            await box.press("Enter")
            await self._wait(page, controls.results, place.path)
            return True
        if state == "filters":
            chosen = await page.evaluate(
                """() => [...document.querySelectorAll("main select")].filter((s) =>
                s.checkVisibility() && s.options.length > 1) .map((s) => { s.selectedIndex = 1;
                s.dispatchEvent(new Event("change", {bubbles: true})) }).length"""
            )
            return bool(chosen)
        if state == "open":
            # lists of contents and the like: everything that opens in its place
            return bool(
                await page.evaluate(
                    """() => [...document.querySelectorAll("main details")].filter((d) =>
                    d.checkVisibility()).map((d) => (d.open = true)).length"""
                )
            )
        return True

    async def _wait(self, page: Page, selector: str, path: str) -> None:
        try:
            await page.locator(selector).first.wait_for(state="attached", timeout=20_000)
        except TooLate:
            self.report.faults["axe"].append(f"{path} the search showed nothing")

    async def _leave(self, page: Page, place: Place, state: str, width: int) -> None:
        controls = self.site.controls
        open_ = {"menu": controls.menu_open, "search": controls.hits}.get(state)
        if open_:
            await page.keyboard.press("Escape")
            still = await page.locator(open_).count()
            self.report.add(
                "escape", f"{place.path} {width}", [f"{state} stays open"] if still else []
            )
            if still:
                await self._go(page, place)

    # What needs one look each

    async def _measures(self, page: Page, place: Place) -> None:
        report, path = self.report, place.path
        for width in (1280, 320, 256):
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            await self._fresh(page, place)
            found = await page.evaluate(
                "({side: look.sideways(), lost: look.lost(), small: look.small()})"
            )
            report.add("sideways", f"{path} {width}", found["side"])
            report.add("lost", f"{path} {width}", found["lost"])
            if width != 256:
                report.add("small", f"{path} {width}", found["small"])
        # not twice the text on a phone: half of its width is 160 px, which nobody asks for
        stretched = (
            ("spacing", SPACING, 1280),
            ("200 %", LARGE, 1280),
            ("spacing", SPACING, 320),
        )
        deep = self.whole or place.sample or place.made
        for name, style, width in stretched if deep else ():
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            tag = await page.add_style_tag(content=style)
            found = await page.evaluate("[...look.lost(), ...look.sideways()]")
            report.add("lost", f"{path} {width} {name}", found)
            await tag.evaluate("(tag) => tag.remove()")
        if place.twin:
            await self._language(page, place)

    async def _fresh(self, page: Page, place: Place) -> None:
        """What a state left behind, such as a filtered list, is put back."""
        await page.evaluate(
            "() => { for (const form of document.querySelectorAll('form')) form.reset() }"
        )

    async def _language(self, page: Page, place: Place) -> None:
        names, blocks, links = await page.evaluate("[look.names(), look.blocks(), look.links()]")
        self._names[place.path] = names
        found = []
        for lang, text in blocks:
            if lang in ("en", "cy"):
                found += [
                    f"not in {lang}: {s[:80]}" for s in sentences(text) if is_foreign(s, lang)
                ]
        for target, lang, text in links:
            if (
                target != place.lang
                and lang == place.lang
                and text in self._titles[target] - self._titles[lang]
            ):
                found.append(f"a link without lang: {text}")
        self.report.add("lang", place.path, found)

    def names(self) -> None:
        """Names that are the same on both language versions of a page and are not spelt alike:
        left untranslated."""
        for place in self.site.places:
            if place.lang != "cy" or place.path not in self._names or place.twin not in self._names:
                continue
            other = {said for _, said, lang in self._names[place.twin] if lang == "en"}
            found = [
                f"{what}: {said}"
                for what, said, lang in self._names[place.path]
                if lang == "cy"
                and said in other
                and said not in self.site.same
                and any(c.islower() for c in said)
            ]
            self.report.add("names", place.path, found)

    async def _media(self, page: Page, bare: Page, place: Place) -> None:
        report, path = self.report, place.path
        await page.set_viewport_size({"width": 1280, "height": HEIGHT})
        await self._go(page, place)
        screen = await page.evaluate("(s) => look.words(s)", self.site.controls.words)
        for scheme in SCHEMES:
            await page.emulate_media(forced_colors="active", color_scheme=scheme)
            report.add("forced", f"{path} {scheme}", await page.evaluate("look.vanished()"))
        await page.emulate_media(
            forced_colors="none", color_scheme="light", reduced_motion="reduce"
        )
        report.add("motion", path, await page.evaluate("look.moving()"))
        await page.emulate_media(reduced_motion="no-preference", media="print")
        paper, host = await page.evaluate(
            "[look.words('body'), document.querySelector('link[rel=canonical]')?.href.split('/')[2]]"
        )
        await page.emulate_media(media="screen")
        found = [f"not on paper: {text[:80]}" for text in _missing(screen, paper)]
        if host and not any(host in text for text in paper):
            found.append("the paper does not say where it came from")
        report.add("print", path, found)
        if place.twin:
            await bare.goto(self.base + path)
            await bare.evaluate(LOOK)
            without = await bare.evaluate("(s) => look.words(s)", self.site.controls.words)
            report.add(
                "script",
                path,
                [f"not without script: {text[:80]}" for text in _missing(screen, without)],
            )

    # The keyboard

    async def _walk(self, page: Page, width: int, path: str) -> None:
        """Presses Tab from the top to the end of a page in which nothing was pressed. The window
        is as high as the page, so that nothing moves."""
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        height = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": width, "height": min(max(height, HEIGHT), 16_000)})
        await page.evaluate("look.watch()")
        keys = await page.context.new_cdp_session(page)
        # a few more than there are stops: whoever is caught in one place never sees the rest; the
        # browser takes them in their order, so none waits until the one before was drawn
        times = range(await page.evaluate("look.presses()") + 3)
        presses = ({**TAB, "type": kind} for _ in times for kind in ("rawKeyDown", "keyUp"))
        await asyncio.gather(*(keys.send("Input.dispatchKeyEvent", press) for press in presses))
        await keys.detach()
        c = self.site.controls
        found = await page.evaluate("(s) => look.walk(...s)", [c.menu, c.search, c.language])
        for check, key in (
            ("reach", "trap"),
            ("invisible", "invisible"),
            ("order", "order"),
            ("far", "far"),
        ):
            self.report.add(check, f"{path} {width}", found[key])

    async def _rings(self, page: Page, place: Place) -> None:
        """Takes a picture of each look of control with and without the focus, once for the whole
        site."""
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size({"width": 1280, "height": HEIGHT})
        await page.keyboard.press("Tab")
        looks = await page.evaluate("look.looks()")
        new = {n: high for n, look, high in looks if look not in self._looks}
        self._looks.update(look for _, look, _ in looks)
        if not new:
            return
        # high enough for a control to be seen as a whole
        high = min(max(HEIGHT, *(ceil(high) + 100 for high in new.values())), HIGH)
        await page.set_viewport_size({"width": 1280, "height": high})
        await page.add_style_tag(content="* { caret-color: transparent !important }")
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            await self._pictures(page, list(new), high, f"{place.path} {scheme}")

    async def _pictures(self, page: Page, stops: list[int], high: int, where: str) -> None:
        camera = await page.context.new_cdp_session(page)
        for n in stops:
            found = await page.evaluate("(n) => look.focus(n)", n)
            boxes = found["boxes"]
            if not boxes:
                continue
            left, top = min(b[0] for b in boxes) - 12, min(b[1] for b in boxes) - 12
            right, bottom = (
                max(b[0] + b[2] for b in boxes) + 12,
                max(b[1] + b[3] for b in boxes) + 12,
            )
            left, top = max(left, 0), max(top, 0)
            clip = {
                "x": left,
                "y": top,
                "width": min(right, 1280) - left,
                "height": min(bottom, high) - top,
            }
            if clip["height"] <= 0 or clip["width"] <= 0:
                continue
            sizes = [[b[2], min(b[3], clip["height"])] for b in boxes]
            # from the top of the page, not of the window
            clip |= {"y": top + found["scrolled"], "scale": 1}
            picture = {"clip": clip, "optimizeForSpeed": True}
            one = await camera.send("Page.captureScreenshot", picture)
            await page.evaluate("document.activeElement.blur()")
            two = await camera.send("Page.captureScreenshot", picture)
            thick = await page.evaluate("(a) => look.ring(...a)", [one["data"], two["data"], sizes])
            fault = [] if thick >= 1.95 else [f"{found['called']}: {thick:.1f} px at 3:1"]
            self.report.add("focus", where, fault)
        await camera.detach()


def _missing(wanted: list[str], there: list[str]) -> list[str]:
    have = Counter(there)
    return [text for text in dict.fromkeys(wanted) if not have[text]]


async def _measure(site: Site, base: str, whole: bool, told: Callable[[str], None]) -> Report:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.options())
        measuring = Measuring(site, base, browser, whole)
        # the pages that take longest come first, so that the tabs end together
        waiting = sorted(site.places, key=lambda place: (place.sample, place.made))

        async def tab() -> None:
            context = await measuring.context()
            page = await context.new_page()
            bare = await (await measuring.context(java_script_enabled=False)).new_page()
            while waiting:
                place = waiting.pop()
                await measuring.place(page, bare, place)
                told(place.path)
            measuring.report.axe = await page.evaluate("axe.version")
            await context.close()

        await asyncio.gather(*(tab() for _ in range(TABS)))
        measuring.names()
        await browser.close()
        return measuring.report


def measure(
    site: Site,
    base: str,
    whole: bool = False,
    told: Callable[[str], None] = lambda path: None,
) -> Report:
    """Measures a site that is served at `base`. `told`: is called with the path of each page
    when it is done. Must not be called in a thread where an event loop runs."""
    return asyncio.run(_measure(site, base, whole, told))


def summary(report: Report, checker: str) -> str:
    """All of it in one line."""
    faults = sum(map(len, report.faults.values()))
    return (
        f"accessibility: {len(report.pages)} pages, {report.states['axe']} states seen by axe-core {report.axe}, "
        f"{sum(report.states.values())} looks in all, HTML {report.states['html']} ({checker}), {faults} violations"
    )
