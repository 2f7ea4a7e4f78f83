"""Measures the search on the built site, beside three others on the same pages: `make
bench-search`.

Prints, for each language and for the tuning and the set-aside queries apart: recall@5 (the share of
the expected pages that stand among the first five), MRR (one over the place of the first expected
page, on average), the share of queries without any result, and precision@5 (the share of the first
five, or of all if fewer, that are expected); then the pairs of words that must and must not meet,
the bytes until the first result (brotli) and the time to it in Chromium.

The others run in Material's own, unmodified worker: as it comes; with simplemma's lemmas, folded,
on both sides; with mutations undone and endings cut by rule on both sides.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import random
import re
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import material
import yaml
from playwright.sync_api import Page, sync_playwright

from nyth import LANGUAGES
from nyth.content.load import load
from nyth.content.model import WordsFile
from nyth.languages import welsh
from nyth.search import documents as records
from nyth.search import index
from nyth.search.documents import Document, Section
from nyth.search.lexicon import lemma, tokens

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "tests" / "search"
SCRIPTS = [ROOT / "overrides" / "assets" / name for name in ("search-index.js", "search.js")]
SEARCH_JS = ROOT / "overrides" / "assets" / "search-index.js"
WORKERS = Path(material.__file__).parent / "templates" / "assets" / "javascripts" / "workers"
ORIGIN = "http://bench.test"
# "Slow 4G" and a processor four times slower, as Lighthouse applies them to a phone.
SLOW = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}


# The pages and the queries


def documents() -> tuple[list[Document], list, WordsFile]:
    """The pages of the site as documents, with the glossary and the words that go with them."""
    library, problems = load(ROOT / "content", ROOT / "docs")
    if problems:
        sys.exit("\n".join(map(str, problems)))
    return records.documents(library), library.glossary, library.words


def queries(lang: str) -> list[tuple[str, str, list[str], bool]]:
    """(group, query, ids of the expected pages, set aside). A checksum sets a third aside, so
    nobody chooses which."""
    groups = yaml.safe_load((QUERIES / f"queries.{lang}.yml").read_text("utf-8"))
    return [
        (group, str(q), ids, zlib.crc32(str(q).encode()) % 3 == 0)
        for group, rows in groups.items()
        for q, ids in rows.items()
    ]


def score(rows: list[tuple[list[str], list[str]]]) -> dict[str, float]:
    """Figures for (expected ids, found ids in order)."""
    recall = [len(set(want) & set(got[:5])) / min(5, len(want)) for want, got in rows]
    ranks = [next((1 / n for n, id in enumerate(got, 1) if id in want), 0) for want, got in rows]
    precise = [len(set(want) & set(got[:5])) / len(got[:5]) for want, got in rows if got]
    count = max(1, len(rows))
    return {
        "queries": len(rows),
        "recall@5": sum(recall) / count,
        "MRR": sum(ranks) / count,
        "none": sum(not got for _, got in rows) / count,
        "precision@5": sum(precise) / max(1, len(precise)),
    }


# Asking, in Chromium


class Asker:
    """Asks search-index.js, or Material's worker, in a page whose files come from memory."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.files: dict[str, bytes] = {"search-index.js": SEARCH_JS.read_bytes()}
        worker = next(WORKERS.glob("search.*.min.js"))
        self.files["worker.js"] = worker.read_bytes()
        page.route(f"{ORIGIN}/**", self._answer)

    def _answer(self, route) -> None:
        path = route.request.url.removeprefix(ORIGIN + "/").split("?")[0]
        if path == "":
            route.fulfill(body="<!doctype html><title>bench</title>", content_type="text/html")
        elif path in self.files:
            self.asked.append(path)
            route.fulfill(body=self.files[path], content_type="text/javascript")
        else:
            route.fulfill(status=404, body="")

    def ours(
        self, files: dict[str, bytes], lang: str, texts: list[str], live: bool = True
    ) -> list[list[int]]:
        """Page numbers for each text, best first."""
        self.files |= files
        self.page.goto(ORIGIN + "/")
        self.page.add_script_tag(url="/search-index.js")
        return self.page.evaluate(
            """async ([core, texts, live]) => {
              const index = await nythSearch.open(core);
              const all = [];
              for (const text of texts) all.push((await index.find(text, live)).hits.map(({page}) => page));
              return all;
            }""",
            ["/" + index.FOLDER[lang] + "core.js", texts, live],
        )

    def cost(self, files: dict[str, bytes], lang: str, text: str) -> tuple[int, int]:
        """Bytes (brotli) and number of the files that five results with excerpts take, script
        and styles included."""
        self.files |= files
        self.asked = []
        self.page.goto(ORIGIN + "/")
        self.page.add_script_tag(url="/search-index.js")
        self.page.evaluate(
            """async ([core, text]) => {
              const index = await nythSearch.open(core);
              const found = await index.find(text, true);
              await Promise.all(found.hits.slice(0, 5).map((hit) => index.row(hit, found.words)));
            }""",
            ["/" + index.FOLDER[lang] + "core.js", text],
        )
        sizes = [len(brotli.compress(self.files[path])) for path in set(self.asked)]
        return sum(sizes) + sum(
            len(brotli.compress(path.read_bytes()))
            for path in (SCRIPTS[1], SCRIPTS[1].with_suffix(".css"))
        ), len(sizes) + 2

    def material(self, rows: list[dict], texts: list[str]) -> list[list[str]]:
        """Locations of pages for each text, from Material's worker. `rows`: location, title,
        text."""
        self.page.goto(ORIGIN + "/")
        return self.page.evaluate(
            """async ([docs, texts]) => {
              const worker = new Worker("/worker.js");
              const ask = (type, data) => new Promise((resolve) => {
                worker.onmessage = ({data: answer}) => resolve(answer.data);
                worker.postMessage({type, data});
              });
              await ask(0, {config: {lang: ["en"], separator: "[\\\\s\\\\-]+", pipeline: ["stopWordFilter"],
                fields: {title: {boost: 1e3}, text: {boost: 1}, tags: {boost: 1e6}}}, docs, options: {suggest: false}});
              const all = [];
              for (const text of texts) all.push((await ask(2, text)).items.map((group) => group[0].location.split("#")[0]));
              worker.terminate();
              return all;
            }""",
            [rows, texts],
        )


def _lemmas(lang: str, text: str) -> str:
    return " ".join(welsh.fold(lemma(lang, w) or w).replace("-", "") for w in tokens(text))


def _rules(lang: str, text: str) -> str:
    words = []
    for word in tokens(text):
        plain = welsh.fold(word).replace("-", "")
        if lang == "cy" and len(plain) > 2:
            plain = (welsh.radicals(plain) or (plain,))[0]
        words.append(welsh.stem(plain) if lang == "cy" else plain)
    return " ".join(words)


OTHERS: dict[str, Callable[[str, str], str]] = {
    "Material as it comes": lambda _, text: text,
    "simplemma, folded": _lemmas,
    "rules only": _rules,
}


def compare(
    asker: Asker,
    documents: list[Document],
    files: dict[str, dict[str, bytes]],
    misses: bool,
    aside: bool,
) -> bool:
    """Prints the table of figures; returns whether ours reach the aims on the set-aside queries."""
    well = True
    for lang in LANGUAGES:
        pages = [d for d in documents if d.lang == lang]
        asked = queries(lang)
        texts = [q for _, q, _, _ in asked]
        answers = {
            "this search": [
                [pages[n].id for n in numbers] for numbers in asker.ours(files[lang], lang, texts)
            ]
        }
        for name, change in OTHERS.items():
            rows = []
            for d in pages:
                rows.append(
                    {
                        "location": d.id,
                        "title": change(lang, d.title),
                        "text": change(lang, f"{d.summary} {' '.join(d.search)}"),
                    }
                )
                rows += [
                    {
                        "location": f"{d.id}#{a or n}",
                        "title": change(lang, h),
                        "text": change(lang, t),
                    }
                    for n, (a, h, t) in enumerate((x.anchor, x.heading, x.text) for x in d.sections)
                ]
            answers[name] = asker.material(rows, [change(lang, q) for q in texts])
        print(
            f"\n{lang}: {len(pages)} pages, {len(asked)} queries\n{'':24}{'':10}{'queries':>8}{'recall@5':>10}{'MRR':>8}{'none':>8}{'prec@5':>8}"
        )
        for name, found in answers.items():
            for part in (False, True):
                figures = score(
                    [
                        (want, got)
                        for (_, _, want, kept), got in zip(asked, found, strict=True)
                        if kept == part
                    ]
                )
                print(
                    f"{name:24}{'aside' if part else 'tuning':10}{figures['queries']:8}{figures['recall@5']:10.1%}{figures['MRR']:8.3f}"
                    f"{figures['none']:8.1%}{figures['precision@5']:8.1%}"
                )
                if name == "this search" and part:
                    well &= figures["recall@5"] >= 0.95 and (
                        lang == "en" or figures["MRR"] >= 0.9 and figures["none"] <= 0.01
                    )
        if misses:
            for (group, q, want, kept), got in zip(asked, answers["this search"], strict=True):
                if kept == aside and (set(want) - set(got[:5]) or got[0] not in want):
                    print(f"  {group:8} {q:34} want {', '.join(want)} | got {', '.join(got[:5])}")
    return well


def pairs(asker: Asker, words: WordsFile) -> bool:
    """Types the first word of each pair as a whole word on a site of one page that holds the
    second."""
    well = True
    for lang, groups in yaml.safe_load((QUERIES / "pairs.yml").read_text("utf-8")).items():
        for group, rows in groups.items():
            odd = []
            for n, (typed, held) in enumerate(rows):
                page = Document(
                    "x",
                    "page",
                    lang,
                    f"{lang}/x/",
                    "0",
                    "0",
                    sections=(Section("", "", str(held)),),
                )
                folder = f"pair-{lang}-{group}-{n}/"
                files = {folder + path: content for path, content in index.files([page], [], words)}
                asker.files |= files
                asker.page.goto(ORIGIN + "/")
                asker.page.add_script_tag(url="/search-index.js")
                met = asker.page.evaluate(
                    """async ([core, text]) => {
                                            const found = await (await nythSearch.open(core)).find(text, true);
                                            return found.hits.length > 0 && !found.words.some(({better}) => better);
                                          }""",
                    [f"/{folder}{index.FOLDER[lang]}core.js", f"{typed} "],
                )
                if met == (group != "meet"):
                    odd.append(f"{typed}/{held}")
            # homographs may meet; which of them do is only told
            said, well = (
                ("which meet", well) if group == "homographs" else ("wrong", well and not odd)
            )
            print(
                f"pairs {lang} {group:11} {len(rows)}, {said} {len(odd)}{': ' + ', '.join(odd) if odd else ''}"
            )
    return well


# Bytes and times, on the built site


class _Brotli(http.server.SimpleHTTPRequestHandler):
    """Serves a folder compressed, as a host would, and writes down what it sent."""

    sent: list[tuple[str, int]] = []
    cache: dict[str, bytes] = {}
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.split("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(str(path))
        if str(path) not in self.cache:
            self.cache[str(path)] = (
                brotli.compress(path.read_bytes())
                if not kind.startswith("font")
                else path.read_bytes()
            )
        body = self.cache[str(path)]
        self.sent.append((self.path, len(body)))
        self.send_response(200)
        self.send_header(
            "Content-Type", kind + ("; charset=utf-8" if kind.startswith("text") else "")
        )
        if not kind.startswith("font"):
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def scale(
    asker: Asker, documents: list[Document], glossary: list, words: WordsFile, count: int
) -> None:
    """Prints what a search costs when each language has `count` case studies, made of the
    sentences of the real ones."""
    for lang, typed in (
        ("cy", ["phlant", "cyllid byrdymor", "gwasan", "co-production"]),
        ("en", ["children", "co-production", "short term funding"]),
    ):
        chance = random.Random(lang)
        real = [d for d in documents if d.lang == lang]
        cases = [d for d in real if d.kind == "case-study"]
        sentences = [
            t
            for d in cases
            for text in (x.text for x in d.sections)
            for t in re.split(r"(?<=[.?!]) ", text)
            if t
        ]
        vocabulary = sorted({w for d in real for x in d.sections for w in tokens(x.text)})
        made = []
        for n in range(count):
            # One word in twelve is swapped for another of the site, so that pages differ as real
            # ones do.
            text = [
                " ".join(
                    w if chance.random() > 1 / 12 else chance.choice(vocabulary)
                    for w in chance.choice(sentences).split()
                )
                for _ in range(18)
            ]
            title = " ".join(chance.choice(cases).title.split()[:3] + [chance.choice(vocabulary)])
            parts = tuple(Section(f"s{k}", "", " ".join(text[k * 6 : k * 6 + 6])) for k in range(3))
            made.append(
                Document(
                    f"case-{n}",
                    "case-study",
                    lang,
                    f"{lang}/cases/case-{n}/",
                    title,
                    text[0][:160],
                    sections=parts,
                )
            )
        start = time.perf_counter()
        files = dict(index.files([*documents, *made], glossary, words))
        took = time.perf_counter() - start
        print(
            f"{lang}, {len(real) + count} pages: index built in {took:.1f} s, {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB"
        )
        for text in typed:
            size, asked = asker.cost(files, lang, text)
            print(
                f"  {text:20} {size / 1000:5.1f} kB in {asked} files until five results with their excerpts"
            )


_WATCH = """() => {
  window.bench = {};
  document.addEventListener("keydown", () => (bench.key ||= performance.now()), true);
  const look = () => {
    const row = document.querySelector("a.hits__row");
    if (row && row.getBoundingClientRect().height && !bench.result) bench.result = performance.now();
    requestAnimationFrame(look);
  };
  look();
}"""


def timing(browser, site: Path, lang: str, start: str, texts: list[str]) -> None:
    """Prints bytes and times for texts typed into the box of a page, each in a fresh browser,
    cold and then warm."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Brotli, directory=site)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for text in texts:
        for slow in (False, True):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            _Brotli.sent.clear()
            page.goto(f"http://127.0.0.1:{server.server_port}/{start}", wait_until="networkidle")
            page.evaluate(_WATCH)
            if slow:
                session = context.new_cdp_session(page)
                session.send("Network.enable")
                session.send("Network.emulateNetworkConditions", SLOW)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            early = [path for path, _ in _Brotli.sent if "search" in path or "/data/" in path]
            _Brotli.sent.clear()
            page.locator("form[data-search-script] input[name=q]").focus()
            page.keyboard.type(text, delay=30)
            page.wait_for_function("bench.result", timeout=15000)
            cold = page.evaluate("bench.result - bench.key")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(2500 if slow else 400)
            sent = list(_Brotli.sent)
            # Warm: the same again, the files being there.
            page.locator("form[data-search-script] input[name=q]").fill("")
            warm = page.evaluate(
                """async (text) => {
                  const input = document.querySelector("form[data-search-script] input[name=q]");
                  const times = [];
                  for (let n = 1; n <= 5; n += 1) {
                    input.value = "";
                    input.dispatchEvent(new Event("input"));
                    await new Promise((resolve) => setTimeout(resolve, 60));
                    const from = performance.now();
                    input.value = text;
                    input.dispatchEvent(new Event("input"));
                    while (document.querySelector(".hits").hidden) await new Promise((resolve) => setTimeout(resolve));
                    times.push(performance.now() - from);
                  }
                  return times.sort((a, b) => a - b)[2];
                }""",
                text,
            )
            print(
                f"  {lang} {text:16} {'phone' if slow else 'desk':6} first result {cold:6.0f} ms, warm {warm:4.0f} ms, "
                f"{sum(size for _, size in sent) / 1000:5.1f} kB in {len(sent)} files{', loaded before: ' + str(early) if early else ''}"
            )
            if slow and os.environ.get("BENCH_FILES"):
                print("   ", [(path.split("/")[-1], size) for path, size in sent])
            context.close()
    server.shutdown()


def main() -> int:
    """Exit status 1 if a figure of the issue is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument(
        "--misses", action="store_true", help="list the tuning queries that went wrong"
    )
    parser.add_argument(
        "--misses-aside",
        action="store_true",
        help="list the set-aside ones: for a final report, not for tuning",
    )
    parser.add_argument(
        "--cases",
        type=int,
        default=1000,
        help="case studies per language for the table of costs; 0 leaves it out",
    )
    parser.add_argument("--no-times", action="store_true")
    options = parser.parse_args()
    found, glossary, words = documents()
    start = time.perf_counter()
    made = dict(index.files(found, glossary, words))
    files = {
        lang: {
            path: content for path, content in made.items() if path.startswith(index.FOLDER[lang])
        }
        for lang in LANGUAGES
    }
    print(f"index built in {time.perf_counter() - start:.1f} s")
    for lang in LANGUAGES:
        packed = {
            path.split("/")[-1]: len(brotli.compress(content))
            for path, content in files[lang].items()
        }
        table = [
            size for name, size in packed.items() if name.startswith("t") and name != "terms.js"
        ]
        script = sum(len(brotli.compress(path.read_bytes())) for path in SCRIPTS)
        print(
            f"{lang}: {len(packed)} files, {sum(packed.values()) / 1000:.0f} kB brotli in all; core {packed['core.js'] / 1000:.1f}, "
            f"table {sum(table) / 1000:.0f} in {len(table)} parts (largest {max(table) / 1000:.1f}), words for slips {packed['words.js'] / 1000:.1f}, scripts {script / 1000:.1f}"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        asker = Asker(browser.new_page())
        well = compare(
            asker, found, files, options.misses or options.misses_aside, options.misses_aside
        )
        well &= pairs(asker, words)
        if options.cases:
            scale(asker, found, glossary, words, options.cases)
        if not options.no_times:
            print(
                "\nbytes and times in Chromium (phone: Lighthouse's Slow 4G and 4x slower processor)"
            )
            for lang, typed in (
                ("cy", ["phlant", "cydgynhyrchu", "cyllid byrdymor"]),
                ("en", ["children", "co-production"]),
            ):
                timing(browser, options.site, lang, f"{lang}/", typed)
        browser.close()
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
