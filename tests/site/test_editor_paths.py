"""The ways of an editor, walked from the first command to the finished page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, SITE_URL, nyth
from nyth.problems import report
from nyth.publishing import built

ID = "play-street"
FACTS = {
    "sources: [✎]": "sources: [update-2025]",
    "type: ✎": "type: related",
    "regions: []": "regions: [gwent]",
    "principles: []": "principles:\n  - {id: safe-and-supportive-communities, link: ours}",
}
ENGLISH = {
    "title:": "title: A street for play",
    "summary:": "summary: Neighbours close their street to cars for an afternoon so that children can play outside.",
    "What it is": "Neighbours close a street to cars for an afternoon.[^update-2025]\n\nChildren of every age play there together.",
    "What you could take from it": "- Ask the families in one street what stops children playing outside.\n- Begin with one afternoon.",
    "What we do not know": "The source does not say how many streets take part.",
}
WELSH = {
    "title": "Stryd i chwarae",
    "summary": "Mae cymdogion yn cau eu stryd i geir am brynhawn er mwyn i blant gael chwarae y tu allan.",
    "what": "Mae cymdogion yn cau stryd i geir am brynhawn.[^update-2025]\n\nMae plant o bob oed yn chwarae yno gyda'i gilydd.",
    "take": "- Gofynnwch i deuluoedd mewn un stryd beth sy'n atal plant rhag chwarae y tu allan.\n- Dechreuwch gydag un prynhawn.",
    "unknown": "Nid yw'r ffynhonnell yn dweud sawl stryd sy'n cymryd rhan.",
}


def _write_english(path: Path) -> None:
    lines, heading = path.read_text("utf-8").split("\n"), ""
    for n, line in enumerate(lines):
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        if "✎" in line:
            lines[n] = ENGLISH.get(line.split(" ")[0]) or ENGLISH[heading]
    path.write_text("\n".join(lines), "utf-8")


def _translate(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    for line in book.active.iter_rows(min_row=2):
        place = line[0].value.split(".")[1]
        assert line[2].value and line[3].value is None, "the English is there to read and the Welsh is there to write"
        line[3].value = WELSH[place]
    book.save(file)


class Desk:
    """A copy of the content, and what each command said on the way from an idea to a built site."""

    def __init__(self, root: Path) -> None:
        self.root, self.site, self.said = root, root / "site", {}
        for name in ("content", "docs"):
            shutil.copytree(ROOT / name, root / name)
        self.new_thing()
        self.moves()
        self.run("agree", ID)
        self.left = self.run("check")
        # what somebody else has open is not the matter here
        self.run("agree", "--all")
        self.run("build", "--site", str(self.site))
        assert self.site.is_dir(), self.said["build"]

    def run(self, *command: str) -> str:
        done = nyth(*command, "--content", str(self.root / "content"), "--docs", str(self.root / "docs"))
        assert done.returncode in (0, 1), done.stderr
        self.said[command[0]] = done.stdout + done.stderr
        return done.stdout + done.stderr

    def new_thing(self) -> None:
        folder = self.root / "content/case-studies" / ID
        self.run("new", "case-study", ID)
        facts = (folder / "case-study.yml").read_text("utf-8")
        for before, after in FACTS.items():
            assert before in facts
            facts = facts.replace(before, after)
        (folder / "case-study.yml").write_text(facts, "utf-8")
        _write_english(folder / "en.md")
        english = (folder / "en.md").read_bytes()
        document = self.root / "translation.xlsx"
        self.run("export-translation", str(document), ID)
        _translate(document)
        self.run("import-translation", str(document))
        assert (folder / "en.md").read_bytes() == english
        self.unnamed = self.run("check")
        welsh = (folder / "cy.md").read_text("utf-8")
        (folder / "cy.md").write_text(re.sub(r"^slug: .*$", "slug: stryd-i-chwarae", welsh, flags=re.M), "utf-8")

    def moves(self) -> None:
        self.run("move", "trusted-adults", "--en", "adults-we-trust")
        self.run("move", "trusted-adults", "--en", "adults-i-trust", "--cy", "oedolion-dibynadwy")
        self.run("move", "trainers", "--cy", "i-r-rhai-sy-n-hyfforddi")

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.site / path / "index.html").read_text("utf-8"), "lxml")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


# A new case study


def test_after_the_translation_only_the_welsh_address_is_left_to_write(desk: Desk) -> None:
    left = [line for line in desk.unnamed.splitlines() if "[prompt-left]" in line]
    assert len(left) == 1 and left[0].startswith("content/case-studies/play-street/cy.md:3:") and "slug" in left[0]


def test_a_finished_thing_passes_the_check(desk: Desk) -> None:
    assert f"/{ID}/" not in desk.left


@pytest.mark.parametrize(
    ("path", "title", "text"),
    [
        ("en/case-studies/play-street", "A street for play", "Children of every age play there together."),
        (
            "cy/astudiaethau-achos/stryd-i-chwarae",
            "Stryd i chwarae",
            "Mae plant o bob oed yn chwarae yno gyda'i gilydd.",
        ),
    ],
)
def test_a_new_case_study_has_its_page_in_both_languages(path: str, title: str, text: str, desk: Desk) -> None:
    page = desk.page(path)
    assert page.h1.get_text(strip=True) == title and text in page.main.get_text(" ", strip=True)
    assert page.html["lang"] == path[:2] and page.select_one("#take") and page.select_one("a.cite")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("en/case-studies", "A street for play"),
        ("cy/astudiaethau-achos", "Stryd i chwarae"),
        ("en/regions/gwent", "A street for play"),
        ("cy/egwyddorion/cymunedau-diogel-a-chefnogol", "Stryd i chwarae"),
        (f"p/{ID}", "Stryd i chwarae"),
    ],
)
def test_nothing_had_to_be_registered_for_other_pages_to_show_it(path: str, title: str, desk: Desk) -> None:
    links = [a.get_text(strip=True) for a in desk.page(path).select("a")]
    assert title in links or title in desk.page(path).get_text()


# A new address

MOVED = {
    "en/principles/trusted-adults": "en/principles/adults-i-trust",
    "en/principles/adults-we-trust": "en/principles/adults-i-trust",
    "cy/egwyddorion/oedolion-yr-ymddiriedir-ynddynt": "cy/egwyddorion/oedolion-dibynadwy",
    "cy/hyfforddwyr": "cy/i-r-rhai-sy-n-hyfforddi",
}


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_an_address_that_was_given_up_leads_on_in_its_own_language_without_a_server(
    old: str, new: str, desk: Desk
) -> None:
    page = desk.page(old)
    link = page.select_one("main a")
    target = (desk.site / old / link["href"]).resolve()
    assert target == (desk.site / new).resolve() and (target / "index.html").is_file()
    assert page.html["lang"] == link["hreflang"] == old[:2]
    assert link["href"] in page.select_one("noscript meta[http-equiv=refresh]")["content"]
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_hosts_that_can_redirect_find_the_list(desk: Desk) -> None:
    lines = (desk.site / "_redirects").read_text("utf-8").splitlines()
    assert sorted(lines) == sorted(f"/{old}/ /{new}/ 301" for old, new in MOVED.items())


def test_the_whole_site_links_to_the_new_addresses(desk: Desk) -> None:
    assert report(built.check(desk.site, SITE_URL)) == ""
    found = built.read_site(desk.site)
    old = [f"{path}/index.html" for path in MOVED]
    assert all(found[path].noindex for path in old)
    assert not any("trusted-adults/" in a["href"] for a in desk.page("en/principles").select("main a"))


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_with_an_old_bookmark_arrives(script: bool, desk: Desk, serve, browser) -> None:
    address = serve(desk.site)
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{address}/cy/egwyddorion/oedolion-yr-ymddiriedir-ynddynt/#questions")
    page.wait_for_url(re.compile(r"/cy/egwyddorion/oedolion-dibynadwy/"))
    assert page.url.endswith("#questions") or not script
    assert page.locator("h1").inner_text() == "Oedolion yr ymddiriedir ynddynt"
    context.close()
