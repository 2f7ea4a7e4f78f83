"""A second, made-up framework in the same format: other names, other counts, so that nothing is tied to the first."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
import yaml

from nyth.content.load import load
from nyth.content.model import KINDS
from nyth.languages import settle

ROOT = Path(__file__).parent.parent

# kind: [(id, English title, Welsh title, facts of its own)]
THINGS: dict[str, list[tuple[str, str, str, dict]]] = {
    "theme": [("water", "Water", "Dŵr", {"order": 1, "principles": ["steady-bank"]})],
    "principle": [
        ("steady-bank", "A steady bank", "Glan gadarn", {"order": 1}),
        ("clear-ford", "A clear ford", "Rhyd glir", {"order": 2}),
        ("open-bridge", "An open bridge", "Pont agored", {"order": 3}),
    ],
    "value": [("patience", "Patience", "Amynedd", {"order": 1}), ("care", "Care", "Gofal", {"order": 2})],
    "barrier": [
        ("flood", "The river is in flood", "Mae'r afon yn gorlifo", {"order": 1, "principles": ["clear-ford"]})
    ],
    "case-study": [
        (
            "old-mill",
            "The old mill",
            "Yr hen felin",
            {
                "type": "story",
                "regions": ["valley"],
                "principles": [{"id": "clear-ford", "link": "ours"}],
                "barriers": ["flood"],
            },
        )
    ],
    "training": [],
    "region": [
        (
            "valley",
            "The valley",
            "Y dyffryn",
            {
                "order": 1,
                "local_authorities": [{"en": "Upper valley", "cy": "Pen y dyffryn", "sure": "proposed"}],
                "health_board": {"en": "Valley board", "cy": "Bwrdd y dyffryn", "sure": "proposed"},
            },
        )
    ],
}
SLUGS = {"principle": {"en": "pillars", "cy": "colofnau"}, "case-study": {"en": "stories", "cy": "straeon"}}
WORDS = {
    "en": "People who cross the river say what helps them.",
    "cy": "Mae'r rhai sy'n croesi'r afon yn dweud beth sy'n eu helpu.",
}


def write(folder: Path) -> None:
    """Writes `content/` and `docs/` of the second framework into a folder."""
    content, docs = folder / "content", folder / "docs"
    words = yaml.safe_load((ROOT / "content/words.yml").read_text("utf-8"))
    words["site"]["name"] = {"en": "The river guide", "cy": "Llawlyfr yr afon"}
    words["site"]["description"] = WORDS
    words["site"]["mark"] = {"en": "RIVER", "cy": "AFON"}
    for kind, slug in SLUGS.items():
        words["kinds"][kind]["slug"] = slug
    words["text"] = {
        k: v for k, v in words["text"].items() if not k.startswith(("type-", "ask", "rating-note", "learn-lead"))
    }
    words["text"]["type-story"] = {"en": "A story", "cy": "Stori"}
    _yaml(content / "words.yml", words)
    _yaml(
        content / "framework.yml",
        {"menu": [{"page": KINDS[k].folder, "list": True} for k in THINGS if k != "training"]},
    )
    source = {
        "id": "almanac",
        "title": {"en": "The almanac"},
        "publisher": {"en": "The press"},
        "url": {"en": "https://almanac.example/"},
    }
    _yaml(content / "sources.yml", {"sources": [{**source, "read": "whole", "licence": "other"}]})
    for kind, things in THINGS.items():
        for thing, english, welsh, facts in things:
            home = content / KINDS[kind].folder / thing
            _yaml(home / f"{kind}.yml", {"id": thing, **facts, "sources": ["almanac"], "reviewed": "2026-01-02"})
            for lang, title in (("en", english), ("cy", welsh)):
                _text(home / f"{lang}.md", title, _slug(title), _sections(kind, lang, words["headings"]), lang)
    for kind in KINDS:
        names = {lang: words["kinds"][kind]["many"][lang] for lang in ("en", "cy")}
        for lang, title in names.items():
            body = f"{WORDS[lang]}\n\n{{{{ cards('{kind}') }}}}" if THINGS[kind] else WORDS[lang]
            matter = {"slug": words["kinds"][kind]["slug"][lang], "render_macros": bool(THINGS[kind])}
            _text(docs / lang / f"{KINDS[kind].folder}.md", title, body=body, lang=lang, **matter)
    for lang, links in (("en", "Begin with"), ("cy", "Dechreuwch gyda")):
        body = f"## {links} {{: #begin }}\n\n- [{links}](nyth:training)\n\n{{{{ diagram() }}}}"
        _text(docs / lang / "index.md", words["site"]["name"][lang], "", body, lang, render_macros=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    settle.save(content, settle.settle(load(content, docs)[0], None, datetime.date(2026, 1, 2)))


def _slug(title: str) -> str:
    return title.lower().replace("'", "-").replace("ŵ", "w").replace(" ", "-")


def _sections(kind: str, lang: str, headings: dict) -> str:
    blocks = []
    for rule in KINDS[kind].sections:
        blocks.append(f"## {headings[rule.word][lang]}")
        questions = "\n".join(f"{n + 1}. {WORDS[lang]}" for n in range(rule.questions))
        body = questions or f"{WORDS[lang]}[^almanac]"
        parts = [headings[f"{rule.id}-{part}"][lang] for part in rule.parts]
        parts += [f"nyth:{thing[0]}" for thing in THINGS["principle"]] if rule.per_principle else []
        blocks += [text for part in parts for text in (f"### {part}", body)] or [body]
    return "\n\n".join(blocks)


def _text(path: Path, title: str, slug: str, body: str, lang: str, **matter: object) -> None:
    front = {
        "title": title,
        "slug": slug,
        "summary": f"{title}. {WORDS[lang]}",
        **{k: v for k, v in matter.items() if v},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n{body}\n", "utf-8")


def _yaml(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(text.replace("'2026-01-02'", "2026-01-02"), "utf-8")


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second framework's content and hand-written pages; tests copy it before they break it."""
    folder = tmp_path_factory.mktemp("small")
    write(folder)
    return folder
