"""The form editor, used as an editor uses it: over a copy of the content that it writes into, and before a code host."""

from __future__ import annotations

import base64
import datetime
import difflib
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from conftest import ROOT, SITE_URL, nyth
from nyth import rules
from nyth.content.addresses import EDITOR
from nyth.content.load import load
from nyth.content.model import KINDS
from nyth.editing import forms
from nyth.engine.site import macro_pages
from nyth.languages import agree
from nyth.languages.settle import HEADER
from nyth.problems import report
from nyth.publishing.publish import policy
from webserver import Server, release

pytestmark = pytest.mark.browser
# The editor is a script of five megabytes, which a busy machine reads for a while.
WHILE = 30_000

WATCH = """
window.stopped = [];
addEventListener("securitypolicyviolation", (event) => window.stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


class Desk:
    """A copy of the content, `nyth edit` over it, and the browser of an editor."""

    def __init__(self, root: Path) -> None:
        self.root, self.before = root, root.with_name("before")
        for name in ("content", "docs"):
            shutil.copytree(ROOT / name, self.before / name)
        # what somebody else has open is not the matter here
        nyth("agree", "--all", "--content", str(self.before / "content"), "--docs", str(self.before / "docs"))
        self.renew()
        command = [sys.executable, "-m", "nyth.cli", "edit", "--port", "0", *self.places()]
        environment = {**os.environ, "NYTH_LANG": "en"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self.address = re.search(r"http://\S+", self.process.stdout.readline()).group()

    def places(self) -> list[str]:
        return ["--content", str(self.root / "content"), "--docs", str(self.root / "docs")]

    def renew(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root)

    def check(self) -> str:
        """What `nyth check` says, without starting it anew."""
        library, problems = load(self.root / "content", self.root / "docs")
        return report([*problems, *rules.check(library, macro_pages(ROOT / "mkdocs.yml"))], "text", "en")

    def changed(self) -> dict[str, list[str]]:
        """The lines that are not as they were, by file: first those that went, then those that came."""
        found = {}
        for path in sorted(self.before.rglob("*.*")):
            name = path.relative_to(self.before).as_posix()
            texts = [(folder / name).read_text("utf-8") for folder in (self.before, self.root)]
            assert [t.encode() for t in texts] == [(folder / name).read_bytes() for folder in (self.before, self.root)]
            if texts[0] != texts[1]:
                lines = difflib.ndiff(*(text.split("\n") for text in texts))
                found[name] = [line for line in lines if line[0] in "+-"]
        names = [{p.relative_to(f).as_posix() for p in f.rglob("*")} for f in (self.before, self.root)]
        assert names[0] == names[1], "no other file came or went"
        return found


@pytest.fixture(scope="module")
def desk_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk") / "project")
    yield made
    made.process.terminate()
    made.process.wait(10)
    made.process.stdout.close()


@pytest.fixture
def desk(desk_: Desk) -> Desk:
    """The desk with the content as it was."""
    desk_.renew()
    return desk_


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    made.add_init_script(WATCH)
    made.set_default_timeout(WHILE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that is asked nothing of anybody but this machine, and breaks no rule of its policy."""
    shown, elsewhere = context.new_page(), []
    shown.on("request", lambda r: None if urlsplit(r.url).hostname in ("127.0.0.1", None) else elsewhere.append(r.url))
    yield shown
    assert elsewhere == [] and shown.evaluate("window.stopped") == []


class Form:
    """The form of one page, as somebody who reads its labels uses it."""

    def __init__(self, page: Page, address: str, kind: str, target: str, lang: str = "en") -> None:
        self.page, self.lang = page, lang
        page.goto(f"{address}?lang={lang}#/collections/{kind}/entries/{target}")
        expect(page.locator(".both").first).to_be_visible(timeout=WHILE)

    def box(self, lang: str, heading: str) -> Any:
        name = {"en": {"en": "English", "cy": "Welsh"}, "cy": {"en": "Saesneg", "cy": "Cymraeg"}}[self.lang][lang]
        return self.page.get_by_label(f"{name}: {heading}", exact=True)

    def change(self, lang: str, heading: str, old: str, new: str) -> None:
        text = self.box(lang, heading).input_value()
        assert text.count(old) == 1, text
        self.box(lang, heading).fill(text.replace(old, new))

    def say(self, answer: str) -> None:
        self.page.locator("select").last.select_option(answer)

    def press_save(self) -> None:
        words = {"en": ("Save", "Save now"), "cy": ("Cadw", "Cadw nawr")}[self.lang]
        self.page.get_by_role("button", name=words[0], exact=True).click()
        self.page.get_by_role("menuitem", name=words[1]).click()

    def save(self) -> None:
        self.press_save()
        expect(self.page.get_by_text({"en": "Changes saved", "cy": "Newidiadau wedi'u cadw"}[self.lang])).to_be_visible(
            timeout=WHILE
        )


TODAY = r"\{on: \d{4}-\d\d-\d\d, en: [a-z0-9 ]+, cy: [a-z0-9 ]+\}"


def test_a_change_in_both_languages_passes_the_check_and_shows_nothing_but_itself(desk: Desk, page: Page) -> None:
    assert desk.check() == ""
    form = Form(page, desk.address, "principle", "trusted-adults")
    form.change("en", "What this means", "celebrate with them", "rejoice with them")
    form.change("cy", "Beth mae hyn yn ei olygu", "yn dathlu gydag ef", "yn llawenhau gydag ef")
    form.say("both")
    form.save()
    done = nyth("check", *desk.places())
    assert (done.returncode, done.stdout) == (0, "")
    changed = desk.changed()
    folder = "content/principles/trusted-adults"
    assert set(changed) == {f"{folder}/{name}" for name in ("en.md", "cy.md", "principle.yml")}
    gone, came = changed[f"{folder}/principle.yml"]
    assert re.fullmatch(rf"\+ agreed: {TODAY}", came)
    prints = [line.replace("{", "").replace(",", "").split() for line in (gone, came)]
    assert sum(a != b for a, b in zip(*prints, strict=True)) - (prints[0][3] != prints[1][3]) == 3, (
        "sign and two sections"
    )
    for name, old, new in (("en.md", "celebrate", "rejoice"), ("cy.md", "dathlu", "llawenhau")):
        was, now = changed[f"{folder}/{name}"]
        assert was[0] == "-" and now[0] == "+" and was[1:].replace(old, new) == now[1:]


def test_a_change_in_one_language_waits_for_the_other(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "principle", "trusted-adults")
    form.change("en", "What this means", "celebrate with them", "rejoice with them")
    form.say("both")
    form.save()
    assert list(desk.changed()) == ["content/principles/trusted-adults/en.md"]
    said = desk.check()
    assert said.count("[english-moved]") == 1 and "What this means" in said


def test_a_mended_spelling_is_agreed_without_the_other_language(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "theme", "safe", "cy")
    text = form.box("cy", "Crynodeb").input_value()
    form.box("cy", "Crynodeb").fill(text.rstrip(".") + "!")
    form.say("spelling")
    form.save()
    changed = desk.changed()
    assert set(changed) == {"content/themes/safe/cy.md", "content/themes/safe/theme.yml"}
    assert all(len(lines) == 2 for lines in changed.values())
    assert desk.check() == ""


def test_without_an_answer_nothing_is_agreed_and_an_answer_holds_for_one_save(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "theme", "safe")
    for lang, heading in (("en", "Summary"), ("cy", "Crynodeb")):
        form.box(lang, heading).fill(form.box(lang, heading).input_value() + " X")
    form.save()
    assert desk.check().count("[both-moved]") == 1
    for lang, heading in (("en", "Summary"), ("cy", "Crynodeb")):
        form.box(lang, heading).fill(form.box(lang, heading).input_value() + " Y")
    form.say("both")
    form.save()
    assert desk.check() == ""
    expect(page.locator("select").last).to_have_value("")
    form.box("en", "Summary").fill(form.box("en", "Summary").input_value() + " Z")
    form.save()
    assert desk.check().count("[english-moved]") == 1
    lines = desk.changed()["content/themes/safe/theme.yml"]
    assert len(lines) == 2, "the line of agreement stayed as the second save had made it"


def test_a_hand_written_page_is_agreed_in_the_common_list(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "page", "about")
    for lang in ("en", "cy"):
        box = page.locator(f".both textarea[lang={lang}]").nth(2)
        box.fill(f"{box.input_value()}\n\nA.")
    form.say("both")
    form.save()
    changed = desk.changed()
    assert set(changed) == {"docs/en/about.md", "docs/cy/about.md", agree.AGREED}
    assert re.fullmatch(rf"\+   about: {TODAY}", changed[agree.AGREED][1]) and len(changed[agree.AGREED]) == 2
    assert sorted(changed["docs/en/about.md"]) == ["+ ", "+ A."] and "[both-moved]" not in desk.check()


def test_a_fact_is_changed_on_its_own_line(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "case-study", "goleudy-and-enfys")
    page.get_by_role("button", name="Expand").first.click()
    page.get_by_label("Facts last checked").fill("2026-12-01")
    page.get_by_label("Date of the source").fill("2026")
    page.get_by_role("button", name="Remove Rights based approach").click()
    form.save()
    assert desk.changed() == {
        "content/case-studies/goleudy-and-enfys/case-study.yml": [
            "- values: [rights-based-approach, psychologically-informed]",
            "+ values: [psychologically-informed]",
            '- date: "2025"',
            '+ date: "2026"',
            "- reviewed: 2026-11-21",
            "+ reviewed: 2026-12-01",
        ]
    }
    assert desk.check() == ""


@pytest.mark.parametrize(
    ("lang", "heading", "said"),
    [
        ("en", "What it should feel like", "English: What it should feel like is empty"),
        ("cy", "Teitl", "Welsh: Teitl is empty"),
    ],
)
def test_what_must_be_there_cannot_be_saved_empty(desk: Desk, page: Page, lang: str, heading: str, said: str) -> None:
    form = Form(page, desk.address, "principle", "no-wrong-door")
    form.box(lang, heading).fill("  ")
    form.press_save()
    expect(page.get_by_text(said)).to_be_visible(timeout=WHILE)
    assert desk.changed() == {}


def test_a_summary_that_is_too_long_is_refused_before_it_is_saved(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "principle", "no-wrong-door", "cy")
    form.box("en", "Summary").fill("long " * 40)
    form.press_save()
    expect(page.get_by_text("Mae Saesneg: Summary yn hwy na 160 nod.")).to_be_visible(timeout=WHILE)
    assert desk.changed() == {}


def test_a_page_that_somebody_else_changed_meanwhile_is_not_overwritten(desk: Desk, page: Page) -> None:
    form = Form(page, desk.address, "principle", "no-wrong-door")
    other = desk.root / "content/principles/no-wrong-door/cy.md"
    other.write_text(other.read_text("utf-8") + "\nRhywbeth arall.\n", "utf-8")
    form.box("en", "Title").fill("No wrong doors")
    form.press_save()
    expect(page.get_by_text("Somebody else changed this page")).to_be_visible(timeout=WHILE)
    assert list(desk.changed()) == ["content/principles/no-wrong-door/cy.md"]
    assert form.box("en", "Title").input_value() == "No wrong doors"


# Its language, and what it asks of the browser


def test_nothing_of_the_editor_is_loaded_before_it_is_opened(desk: Desk, page: Page) -> None:
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(desk.address)
    page.wait_for_load_state("networkidle")
    assert not [path for path in asked if "decap" in path or "config" in path]
    assert page.evaluate("localStorage.length") == 0
    with page.expect_response("**/decap-cms.js"):
        page.get_by_role("link", name="Agor y golygydd").click()


@pytest.mark.parametrize(
    ("address", "locale", "lang"),
    [
        ("?lang=cy", "en-GB", "cy"),
        ("?lang=en", "cy-GB", "en"),
        ("#/collections/theme", "cy-GB", "cy"),
        ("#/collections/theme", "fr-FR", "en"),
    ],
)
def test_the_editor_speaks_the_language_that_is_asked_for_else_that_of_the_browser(
    desk: Desk, browser: Browser, address: str, locale: str, lang: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(desk.address + address)
    words = {"cy": ("Mathau o dudalen", "Tudalennau eraill"), "en": ("Kinds of page", "Other pages")}[lang]
    for text in words:
        expect(page.get_by_text(text, exact=True)).to_be_visible(timeout=WHILE)
    assert page.locator("html").get_attribute("lang") == lang
    context.close()


# Never on the way of an editor here: rich text, pictures and files.
UNREACHED = r"^(mediaLibrary|editor\.editorWidgets\.(markdown|image|file|headingOptions))\."


def test_every_word_of_the_editor_is_there_in_welsh_with_the_same_gaps(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}?lang=cy")
    expect(page.get_by_text("Mathau o dudalen")).to_be_visible(timeout=WHILE)
    english = flat(page.evaluate("CMS.getLocale('en')"))
    welsh = flat(forms.words()["phrases"]["cy"])
    wanted = {key for key in english if not re.match(UNREACHED, key)}
    assert wanted == set(welsh)
    for key in wanted:
        gaps = [set(re.findall(r"%\{\w+\}", said[key])) for said in (english, welsh)]
        assert gaps[0] == gaps[1], key


def flat(phrases: dict[str, Any], before: str = "") -> dict[str, str]:
    found = {}
    for key, said in phrases.items():
        found |= flat(said, f"{before}{key}.") if isinstance(said, dict) else {f"{before}{key}": said}
    return found


@pytest.mark.parametrize(
    ("loose", "strict", "then"),
    [("'self' 'unsafe-eval'", "'self'", "unsafe-eval"), ("'self' 'unsafe-inline'", "'self'", "style-src 'self'")],
)
def test_the_policy_allows_no_more_than_the_editor_needs(
    desk: Desk, context: BrowserContext, loose: str, strict: str, then: str
) -> None:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def tighter(route: Route) -> None:
        response = route.fetch()
        headers = {
            **response.headers,
            "content-security-policy": policy(editor=True, local=True).replace(loose, strict),
        }
        route.fulfill(response=response, headers=headers)

    page.route("**/golygu-edit/?lang=en", tighter)
    page.goto(f"{desk.address}?lang=en")
    for _ in range(WHILE // 100):
        if then in " ".join(said):
            return
        page.wait_for_timeout(100)
    raise AssertionError(said)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_fields_that_are_ours_are_accessible_and_fit_the_screen(
    desk: Desk, context: BrowserContext, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    Form(page, desk.address, "principle", "trusted-adults")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    assert Axe().run(page, context=".both", options=options).response["violations"] == []
    assert (
        page.evaluate(
            "Math.max(...[...document.querySelectorAll('.both')].map((e) => e.getBoundingClientRect().right))"
        )
        <= width
    )
    for box in page.locator(".both__half").all()[:8]:
        lang = box.get_attribute("lang")
        assert box.locator("input, textarea").get_attribute("lang") == lang and lang in ("cy", "en")


# What the script knows of texts is what the check knows


def things(root: Path, lang: str = "en") -> tuple[Any, dict[str, dict[str, Any]]]:
    """Everything that the form opens: {id: {texts, shape}}."""
    library, problems = load(root / "content", root / "docs")
    assert problems == []
    shown = forms.settings(library, lang, forms.LOCAL)["config"]["collections"]
    return library, {
        file["name"]: {
            "texts": {part: (root / path).read_text("utf-8") for part, path in file["paths"].items()},
            "shape": file["shape"],
            "paths": file["paths"],
        }
        for kind in shown
        for file in kind["files"]
    }


def in_script(page: Page, desk: Desk, code: str, given: Any) -> Any:
    page.goto(desk.address)
    return page.evaluate(f"async (given) => {{ const texts = await import('./texts.js'); {code} }}", given)


def test_every_kind_and_every_page_can_be_opened(desk: Desk) -> None:
    library, found = things(desk.root)
    assert set(found) == {*library.entities, *library.pages}
    assert {entity.kind for entity in library.entities.values()} == set(KINDS)


def test_a_file_that_was_not_changed_is_written_back_byte_for_byte(desk: Desk, page: Page) -> None:
    _, found = things(desk.root)
    raws = {name: {"texts": thing["texts"], "shape": thing["shape"]} for name, thing in found.items()}
    code = """return Object.entries(given).map(([name, thing]) => {
      const raw = JSON.stringify(thing);
      const data = JSON.parse(JSON.stringify(texts.fromFile(raw)));
      return [name, JSON.parse(texts.toFile(data)).texts, Object.keys(data)];
    });"""
    for name, again, fields in in_script(page, desk, code, raws):
        assert again == raws[name]["texts"], name
        assert set(raws[name]["shape"]["places"]["en"].values()) <= set(fields), "every heading was found"


def test_the_fingerprints_are_those_of_the_check(desk: Desk, page: Page) -> None:
    library, found = things(desk.root)
    code = """const said = {};
    for (const [name, { texts: files, shape }] of Object.entries(given)) for (const lang of ["en", "cy"]) {
      const units = texts.units(files[lang], shape, lang);
      said[`${name} ${lang}`] = await Promise.all(units.map(async (unit) => [unit.id, await texts.fingerprint(unit)]));
    }
    return said;"""
    said = in_script(page, desk, code, {n: {"texts": t["texts"], "shape": t["shape"]} for n, t in found.items()})
    for name in found:
        for lang, units in agree.page_pair(library, name).units.items():
            assert said[f"{name} {lang}"] == [[unit.id, agree.fingerprint(unit)] for unit in units], (name, lang)


def test_a_changed_word_changes_its_own_line_and_no_other(desk: Desk, page: Page) -> None:
    _, found = things(desk.root)
    code = """const wrong = [];
    for (const [name, thing] of Object.entries(given)) {
      const raw = JSON.stringify(thing);
      for (const [field, value] of Object.entries(texts.fromFile(raw)).filter(([field]) => field.startsWith("s-"))) {
        const words = [...(value.cy || "").matchAll(/[a-z]{4,}/g)];
        if (!words.length) continue;
        const data = texts.fromFile(raw);
        let text = value.cy;
        for (const word of [words[words.length >> 1], words[words.length >> 2]]) text = `${text.slice(0, word.index)}x${text.slice(word.index)}`;
        data[field].cy = text;
        const [before, after] = [thing.texts.cy, JSON.parse(texts.toFile(data)).texts.cy].map((said) => said.split("\\n"));
        const changed = before.filter((line, n) => line !== after[n]).length;
        if (before.length !== after.length || changed < 1 || changed > 2) wrong.push([name, field, before.length, after.length, changed]);
      }
    }
    return wrong;"""
    assert in_script(page, desk, code, {n: {"texts": t["texts"], "shape": t["shape"]} for n, t in found.items()}) == []


@pytest.mark.parametrize("said", ["both", "spelling"])
def test_the_line_of_agreement_is_what_the_command_would_write(desk: Desk, page: Page, said: str) -> None:
    """Every thing has two sections changed in both languages and one in English alone; one more was open before."""
    dice = random.Random(7)
    _, before = things(desk.root)
    for name in list(before)[::3]:
        add_word(desk.root / before[name]["paths"]["cy"], -1)
    _, before = things(desk.root)
    chosen = {}
    for name, thing in before.items():
        counts = [add_word(desk.root / thing["paths"][lang], None) for lang in ("en", "cy")]
        places = dice.sample(range(min(counts)), min(3, *counts))
        chosen[name] = places
        for n, place in enumerate(places):
            add_word(desk.root / thing["paths"]["en"], place)
            if n != 1:
                add_word(desk.root / thing["paths"]["cy"], place)
    library, after = things(desk.root)
    code = """return Promise.all(Object.entries(given.before).map(async ([name, { texts: old, shape }]) =>
      [name, await texts.agree(given.said, old, given.after[name].texts, shape, "2026-12-24")]));"""
    lines = dict(in_script(page, desk, code, {"before": before, "after": after, "said": said}))
    written = 0
    for name in before:
        pair = agree.page_pair(library, name)
        moved = {
            lang: {u.id for u in pair.units[lang]} & changed_units(before[name], after[name], lang, pair)
            for lang in ("en", "cy")
        }
        sections = moved["en"] & moved["cy"] if said == "both" else moved["en"] | moved["cy"]
        if not sections:
            assert lines[name] is None
            continue
        wanted = agree.settled(pair, datetime.date(2026, 12, 24), sections)
        key = f"  {name}" if name in library.pages else "agreed"
        assert f"\n{key}: {wanted}\n" in f"\n{lines[name]['text']}\n", name
        old = after[name]["texts"][lines[name]["file"]].split("\n")
        assert sum(a != b for a, b in zip(old, lines[name]["text"].split("\n"), strict=True)) == 1
        written += 1
    assert written > 50


def add_word(path: Path, place: int | None) -> int:
    """Puts a word at the end of the first paragraph under a heading; gives how many such paragraphs there are."""
    text = path.read_text("utf-8")
    ends = [m.end() for m in re.finditer(r"^## .*\n\n(?:### .*\n\n)?(?:(?!#).+\n)+?(?=\n|\Z)", text, re.M)]
    if place is not None and ends:
        end = ends[place] - 1
        path.write_text(f"{text[:end]} gair{text[end:]}", "utf-8")
    return len(ends)


def changed_units(before: dict[str, Any], after: dict[str, Any], lang: str, pair: agree.Pair) -> set[str]:
    """The sections whose text is another, found without the code that is under test."""
    found = set()
    cuts = [re.split(r"^(?=## )", side["texts"][lang], flags=re.M) for side in (before, after)]
    offset = len(pair.units[lang]) - len(cuts[1]) + 1
    for n, (old, new) in enumerate(zip(*cuts, strict=True)):
        if old != new:
            found.add(pair.units[lang][n + offset - 1].id if n else "lead")
    return found


def test_a_page_that_was_never_agreed_gets_its_line_in_the_alphabet(desk: Desk, page: Page) -> None:
    _, found = things(desk.root)
    thing = found["about"]
    lines = [line for line in thing["texts"]["agreed"].split("\n") if not line.startswith("  about:")]
    for left in ("\n".join(lines), HEADER):
        old = {**thing["texts"], "agreed": left}
        new = {**old, **{lang: old[lang].replace("\n\n", "\n\nGair ", 1) for lang in ("en", "cy")}}
        code = "return texts.agree('both', given.old, given.now, given.shape, '2026-12-24');"
        made = in_script(page, desk, code, {"old": old, "now": new, "shape": thing["shape"]})["text"].split("\n")
        row = next(n for n, line in enumerate(made) if line.startswith("  about: {on: 2026-12-24"))
        assert made[row - 1].startswith(("  a-z:", "agreed:"))


# On the code host

REPOSITORY = "https://github.com/nyth/reference"
SIGN_IN = "https://sign-in.example/auth"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory, new_server: Callable[[], Server]) -> Server:
    """The real site with the editor set up, under nginx with its real headers."""
    folder = tmp_path_factory.mktemp("hosted")
    settings = {"REPOSITORY_URL": REPOSITORY, "SIGN_IN_URL": SIGN_IN}
    done = nyth("build", "--site", str(folder / "site"), **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    done = nyth("publish", "--site", str(folder / "site"), "--out", str(folder / "out"), **settings)
    assert done.returncode == 0, done.stderr
    server = new_server()
    release(folder / "out", server.folder).check_returncode()
    server.site = folder / "site"
    return server.start()


HERE = f"/reference/{EDITOR}/"


def test_only_the_page_of_the_editor_has_a_policy_of_its_own(hosted: Server) -> None:
    for path in (HERE, f"{HERE}?lang=cy"):
        answer = hosted.get(path)
        assert answer.headers.get_all("Content-Security-Policy") == [policy(editor=True)]
        assert answer.headers.get_all("Cross-Origin-Opener-Policy") == ["same-origin-allow-popups"]
    for path in (
        "/reference/",
        "/reference/cy/",
        "/reference/p/safe/",
        f"{HERE}nope/",
        "/reference/en/golygu-edit/",
        f"{HERE}editor.js",
    ):
        answer = hosted.get(path)
        assert answer.headers.get_all("Content-Security-Policy") == [policy()], path
        assert answer.headers.get_all("Cross-Origin-Opener-Policy") == ["same-origin"]
    assert "unsafe" not in policy() and "github" not in policy()


def test_nobody_else_is_asked_before_the_editor_signs_in(hosted: Server, page: Page) -> None:
    for path in ("", "?lang=en"):
        page.goto(f"{hosted.address}{HERE}{path}")
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Sign in with GitHub")).to_be_visible(timeout=WHILE)


def test_no_other_page_loads_anything_of_the_editor_and_no_copy_holds_it(hosted: Server) -> None:
    site: Path = hosted.site
    assert (site / EDITOR / "decap-cms.js").is_file()
    for html in site.rglob("*.html"):
        if html.parent.name != EDITOR:
            soup = html.read_text("utf-8")
            assert not re.search(rf"""<(?:script|link|iframe|img)[^>]*{EDITOR}""", soup), html
    assert EDITOR not in (site / "sitemap.xml").read_text("utf-8") and EDITOR not in (site / "sw.js").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in (site / EDITOR / "index.html").read_text("utf-8")
    with zipfile.ZipFile(next(site.glob("*.zip"))) as packed:
        assert not [name for name in packed.namelist() if EDITOR in name]
        page = packed.read(f"{Path(packed.filename).stem}/en/editors/index.html").decode()
    assert EDITOR in (site / "en/editors/index.html").read_text("utf-8") and EDITOR not in page


class CodeHost:
    """As much of GitHub's API as the editor asks for, over the files of the project, in memory."""

    def __init__(self, root: Path) -> None:
        self.blobs: dict[str, bytes] = {}
        self.files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.*") if p.is_file()}
        self.branches = {"main": dict(self.files)}
        self.trees: dict[str, dict[str, bytes]] = {}
        self.commits: list[str] = []
        self.pulls: list[dict[str, Any]] = []
        self.unknown: list[str] = []

    def sha(self, data: bytes) -> str:
        name = hashlib.sha1(data).hexdigest()
        self.blobs[name] = data
        return name

    def answer(self, route: Route) -> None:
        request = route.request
        path = unquote(urlsplit(request.url).path)
        body = json.loads(request.post_data) if request.post_data else {}
        headers = {
            "Content-Type": "application/json",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Allow-Methods": "*",
        }
        if request.method == "OPTIONS":
            return route.fulfill(status=204, headers=headers)
        said = self.reply(request.method, path.removeprefix("/repos/nyth/reference"), body, request.url)
        status = 404 if said is None else 200
        return route.fulfill(
            status=status, json=said if said is not None else {"message": "Not Found"}, headers=headers
        )

    def reply(self, method: str, path: str, body: dict[str, Any], url: str) -> Any:
        if path == "/user":
            return {"login": "anna", "name": "Anna", "avatar_url": ""}
        if path == "/users/anna":
            return {"login": "anna", "name": "Anna"}
        if path == "/collaborators/anna/permission":
            return {"permission": "write"}
        if path == "":
            return {"permissions": {"push": True}, "owner": {"login": "nyth"}}
        if found := re.fullmatch(r"/branches/(.+)", path):
            return (
                {"name": found.group(1), "commit": {"sha": f"head of {found.group(1)}"}}
                if found.group(1) in self.branches
                else None
            )
        if found := re.fullmatch(r"/git/trees/([^:]+):(.*)", path):
            files = self.branches.get(found.group(1), {})
            under = [(name, data) for name, data in files.items() if name.rpartition("/")[0] == found.group(2)]
            return {
                "tree": [
                    {"path": n.rpartition("/")[2], "sha": self.sha(d), "type": "blob", "size": len(d)} for n, d in under
                ]
            }
        if found := re.fullmatch(r"/git/blobs/(\w+)", path):
            return {"content": base64.b64encode(self.blobs[found.group(1)]).decode()}
        if (method, path) == ("POST", "/git/blobs"):
            return {"sha": self.sha(base64.b64decode(body["content"]))}
        if (method, path) == ("POST", "/git/trees"):
            tree = dict(self.branches["main"] if body["base_tree"] == "head of main" else self.trees["tree"])
            for file in body["tree"]:
                tree.pop(file["path"], None)
                tree |= {file["path"]: self.blobs[file["sha"]]} if file["sha"] else {}
            self.trees["tree"] = tree
            return {"sha": "tree"}
        if (method, path) == ("POST", "/git/commits"):
            self.commits.append(body["message"])
            return {"sha": "commit", "parents": [{"sha": "head of main"}]}
        if (method, path) == ("POST", "/git/refs"):
            self.branches[body["ref"].removeprefix("refs/heads/")] = self.trees["tree"]
            return {"ref": body["ref"]}
        if method == "PATCH" and path.startswith("/git/refs/heads/"):
            self.branches[path.removeprefix("/git/refs/heads/")] = self.trees["tree"]
            return {}
        if (method, path) == ("POST", "/pulls"):
            head = body["head"].removeprefix("nyth:")
            pull = {
                "number": 1,
                "title": body["title"],
                "labels": [],
                "state": "open",
                "updated_at": "2026-12-01T00:00:00Z",
            }
            pull |= {
                "head": {"ref": head, "sha": "commit", "repo": {"fork": False}},
                "user": {"login": "anna", "url": "https://api.github.com/user"},
            }
            self.pulls.append(pull)
            return pull
        if path == "/pulls":
            return self.pulls if "head=" in url else []
        if path == "/issues/1/labels":
            self.pulls[0]["labels"] = [{"name": name} for name in body["labels"]]
            return []
        if path.startswith("/compare/"):
            branch = self.branches[self.pulls[0]["head"]["ref"]]
            changed = [(name, data) for name, data in branch.items() if self.files.get(name) != data]
            return {
                "base_commit": {"sha": "head of main"},
                "commits": [{"sha": "commit", "parents": [{"sha": "head of main"}]}],
                "files": [
                    {
                        "filename": n,
                        "status": "modified",
                        "sha": self.sha(d),
                        **({} if n.endswith(".png") else {"patch": "@@"}),
                    }
                    for n, d in changed
                ],
            }
        self.unknown.append(f"{method} {path}")
        return None


def test_on_the_code_host_a_save_is_one_proposal_with_both_languages_and_their_agreement(
    hosted: Server, desk: Desk, context: BrowserContext
) -> None:
    host = CodeHost(desk.before)
    context.route("https://api.github.com/**", host.answer)
    user = json.dumps({"backendName": "nyth", "token": "secret", "login": "anna", "name": "Anna"})
    context.add_init_script(f"localStorage.setItem('decap-cms-user', {json.dumps(user)})")
    page, elsewhere = context.new_page(), []
    page.on(
        "request",
        lambda r: (
            None if urlsplit(r.url).hostname in ("127.0.0.1", "api.github.com", None) else elsewhere.append(r.url)
        ),
    )
    form = Form(page, hosted.address + HERE, "principle", "trusted-adults")
    form.change("en", "What this means", "celebrate with them", "rejoice with them")
    form.change("cy", "Beth mae hyn yn ei olygu", "yn dathlu gydag ef", "yn llawenhau gydag ef")
    form.say("both")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=WHILE)
    assert len(host.commits) == 1 and len(host.pulls) == 1
    proposed = host.branches[host.pulls[0]["head"]["ref"]]
    changed = {name for name, data in proposed.items() if host.files.get(name) != data}
    assert changed == {f"content/principles/trusted-adults/{name}" for name in ("en.md", "cy.md", "principle.yml")}
    for name in changed:
        (desk.root / name).write_bytes(proposed[name])
    assert desk.check() == ""
    # opened again, the form shows the proposal and not what is published; what others put into it stays there
    proposed["docs/assets/drawing.png"] = b"a picture"
    page.reload()
    expect(page.locator(".both").first).to_be_visible(timeout=WHILE)
    assert "rejoice with them" in form.box("en", "What this means").input_value()
    form.change("en", "What this means", "rejoice with them", "are glad with them")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Changes saved")).to_be_visible(timeout=WHILE)
    again = host.branches[host.pulls[0]["head"]["ref"]]
    assert {name for name, data in again.items() if proposed[name] != data} == {
        "content/principles/trusted-adults/en.md"
    }
    assert len(host.commits) == 2 and len(host.pulls) == 1
    assert elsewhere == [] and page.evaluate("window.stopped") == [] and host.unknown == []


def test_a_host_without_headers_gets_the_policy_of_the_editor_in_its_page_alone(tmp_path: Path) -> None:
    done = nyth("build", "--csp-meta", "--site", str(tmp_path / "site"), REPOSITORY_URL=REPOSITORY, SIGN_IN_URL=SIGN_IN)
    assert done.returncode == 0, done.stderr
    for html in (tmp_path / "site").rglob("*.html"):
        text = html.read_text("utf-8").replace("&#39;", "'")
        own = html.parent.name == EDITOR
        assert (
            f'content="{policy(in_page=True, editor=own)}"' in text
            and text.count('http-equiv="Content-Security-Policy"') == 1
        )


@pytest.mark.parametrize("lang", ["cy", "en"])
def test_where_it_is_not_set_up_the_page_says_so_and_how_to_edit(
    site: Path, address: str, page: Page, lang: str
) -> None:
    assert [path.name for path in (site / EDITOR).iterdir()] == ["index.html"]
    page.goto(f"{address}/{EDITOR}/?lang={lang}")
    half = page.locator(f"section[lang={lang}]")
    expect(half).to_contain_text(forms.page_words(lang)["not_set_up"])
    expect(half.locator("code")).to_have_text("nyth edit")
    half.get_by_role("link").click()
    page.wait_for_url(re.compile(rf"/{lang}/"))
    assert SITE_URL not in page.url and page.locator("h1").inner_text() in ("I olygyddion", "For editors")
