# ruff: noqa: E501  the table of files holds whole paragraphs
"""A small made-up framework, as a table of files: as little as everything needs to have something to say.

All tests of the engine stand on it, so that no change of the real content can break one.
"""

from __future__ import annotations

import base64
import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from nyth.content.kinds import KINDS
from nyth.content.library import Library
from nyth.content.load import load
from nyth.languages import status
from nyth.problems import Problem

ROOT = Path(__file__).parent.parent
MACRO_PAGES = ("start",)
# The day on which everything was accepted as saying the same.
AGREED_ON = datetime.date(2026, 1, 2)

# One black point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)

FILES: dict[str, str | bytes] = {
    "content/words.yml": """\
site:
  name: {en: The door book, cy: Llyfr y drws}
  mark: {en: DOOR, cy: DRWS}
  description: {en: A book about open doors., cy: Llyfr am ddrysau agored.}
kinds:
  theme: {slug: {en: themes, cy: themau}, one: {en: Theme, cy: Thema}, many: {en: Themes, cy: Themâu}}
  principle: {slug: {en: principles, cy: egwyddorion}, one: {en: Principle, cy: Egwyddor}, many: {en: Principles, cy: Egwyddorion}}
  value: {slug: {en: values, cy: gwerthoedd}, one: {en: Value, cy: Gwerth}, many: {en: Values, cy: Gwerthoedd}}
  barrier: {slug: {en: barriers, cy: rhwystrau}, one: {en: Barrier, cy: Rhwystr}, many: {en: Barriers, cy: Rhwystrau}}
  case-study: {slug: {en: stories, cy: straeon}, one: {en: Story, cy: Stori}, many: {en: Stories, cy: Straeon}}
  training: {slug: {en: training, cy: hyfforddiant}, one: {en: Course, cy: Cwrs}, many: {en: Courses, cy: Cyrsiau}}
  session: {slug: {en: sessions, cy: sesiynau}, one: {en: Session plan, cy: Cynllun sesiwn}, many: {en: Session plans, cy: Cynlluniau sesiwn}}
  region: {slug: {en: regions, cy: rhanbarthau}, one: {en: Region, cy: Rhanbarth}, many: {en: Regions, cy: Rhanbarthau}}
  update: {slug: {en: news, cy: newyddion}, one: {en: News, cy: Newyddion}, many: {en: News, cy: Newyddion}}
  role: {slug: {en: roles, cy: rolau}, one: {en: Role, cy: Rôl}, many: {en: Roles, cy: Rolau}}
headings:
  role-opening: {en: For you, cy: I chi}
  week: {en: This week, cy: Yr wythnos hon}
  brief: {en: In brief, cy: Yn gryno}
  update-about: {en: About it, cy: Amdano}
  update-found: {en: What was seen, cy: Beth a welwyd}
  meaning: {en: Meaning, cy: Ystyr}
  barrier-meaning: {en: Signs, cy: Arwyddion}
  in-practice: {en: In practice, cy: Yn ymarferol}
  in-practice-person: {en: One person, cy: Un person}
  in-practice-team: {en: A team, cy: Tîm}
  in-practice-system: {en: The system, cy: Y system}
  feels-like: {en: Feeling, cy: Teimlad}
  gets-in-the-way: {en: In the way, cy: Rhwystrau}
  questions: {en: Questions, cy: Cwestiynau}
  questions-person: {en: You, cy: Chi}
  questions-team: {en: Your team, cy: Eich tîm}
  questions-organisation: {en: Your organisation, cy: Eich sefydliad}
  activity: {en: Together, cy: Gyda'ch gilydd}
  changes: {en: Changes, cy: Newid}
  what: {en: What it is, cy: Beth ydyw}
  take: {en: What to do, cy: Beth i'w wneud}
  unknown: {en: Not known, cy: Heb ei wybod}
  others: {en: Others, cy: Eraill}
  try: {en: Try, cy: Rhowch gynnig}
  principles: {en: The rules here, cy: Y rheolau yma}
  for-whom: {en: For whom, cy: I bwy}
  take-part: {en: Taking part, cy: Cymryd rhan}
  about: {en: About, cy: Ynglŷn â}
  practice: {en: Practice, cy: Ymarfer}
  session-aim: {en: The aim, cy: Y nod}
  session-outcomes: {en: After it, cy: Wedyn}
  session-words: {en: Opening, cy: Agor}
  session-closing: {en: Closing, cy: Cloi}
  session-worked: {en: Signs, cy: Arwyddion}
text:
  type-related: {en: Related, cy: Cysylltiedig}
ui:
  home: {en: Home, cy: Hafan}
  shown: {en: "Showing {count}.", cy: "Yn dangos {count}."}
""",
    "content/timeline.yml": """\
timeline:
  - date: "2024-05"
    when: {en: May 2024, cy: Mai 2024}
    what: {en: The door was painted., cy: Paentiwyd y drws.}
    source: yearly-report
  - date: "2020"
    when: {en: "2020", cy: "2020"}
    what: {en: The door was hung., cy: Gosodwyd y drws.}
    source: yearly-report
""",
    "content/framework.yml": "menu:\n  - {page: start}\n  - {page: write}\n",
    "content/former.yml": """\
former:
  - {id: back-door, to: open-door, en: [principles/back-door], cy: [egwyddorion/drws-cefn]}
  - {id: back-door#lock, to: open-door#gets-in-the-way}
""",
    "content/sources.yml": """\
sources:
  - id: yearly-report
    title: {en: The yearly report, cy: Yr adroddiad blynyddol}
    publisher: {en: The centre, cy: Y ganolfan}
    url: {en: "https://report.example/"}
    read: whole
    licence: other
    parts: {doors: 3}
    carried: {doors/2: open-door#meaning}
    left_out: {doors/3: it is a heading}
""",
    "content/updates/spring/update.yml": """\
id: spring
year: 2024
source: yearly-report
sources: [yearly-report]
reviewed: 2026-01-02
findings:
  - {id: new-hinge, at: [doors/1], kind: progress, principles: [open-door]}
  - {id: more-tea, at: [doors/1], kind: practice, regions: [valley], examples: [tea-and-talk]}
""",
    "content/updates/spring/en.md": """\
---
title: What was seen in spring
slug: spring
summary: Doors in spring.
---
## About it

A walk past the doors.

## What was seen

### new-hinge

One door has a new hinge.

### more-tea

There is more tea.
""",
    "content/updates/spring/cy.md": """\
---
title: Beth a welwyd yn y gwanwyn
slug: gwanwyn
summary: Drysau yn y gwanwyn.
---
## Amdano

Tro heibio'r drysau.

## Beth a welwyd

### new-hinge

Mae gan un drws golfach newydd.

### more-tea

Mae mwy o de.
""",
    "content/ratings.yml": """\
scale:
  - {level: 1, label: {en: shut, cy: ar gau}, sense: {en: Nobody comes in., cy: Does neb yn dod i mewn.}}
  - {level: 4, label: {en: open, cy: ar agor}, sense: {en: All come in., cy: Mae pawb yn dod i mewn.}}
ratings:
  - principle: open-door
    year: 2024
    value: null
    reason: {en: Nobody asked., cy: Ni ofynnodd neb.}
    source: yearly-report
  - principle: open-door
    year: 2025
    value: 2.5
    source: yearly-report
""",
    "content/glossary.yml": """\
terms:
  - id: self-regulation
    en: self-regulation
    cy: hunanreoli
    meaning: {en: Handling your own feelings., cy: Trin eich teimladau eich hun.}
    avoid: {cy: [hunanreoleiddio]}
    sure: proposed
  - id: marginalised
    en: marginalised
    cy: ar yr ymylon
    meaning: {en: Pushed to the edge., cy: Wedi'u gwthio i'r ymyl.}
    avoid: {en: [hard to reach]}
    sure: proposed
  - id: waiting-list
    en: waiting list
    cy: rhestr aros
    meaning: {en: Those who wait., cy: Y rhai sy'n aros.}
    sure: official
""",
    "content/principles/open-door/principle.yml": "id: open-door\norder: 1\nsources: [yearly-report]\nreviewed: 2026-01-02\n",
    "content/principles/warm-welcome/principle.yml": "id: warm-welcome\norder: 2\nsources: [yearly-report]\nreviewed: 2026-01-02\n",
    "content/values/patience/value.yml": "id: patience\norder: 1\nsources: [yearly-report]\nreviewed: 2026-01-02\n",
    "content/values/patience/en.md": """\
---
title: Patience
slug: patience
summary: Waiting without sighing.
---
## Meaning

Waiting without sighing.

## Changes

### nyth:open-door

Wait at the door.

### nyth:warm-welcome

Make tea.

## Questions

1. Who comes?
2. Who goes?
3. Who stays?
4. Who waits?
5. Who speaks?
""",
    "content/values/patience/cy.md": """\
---
title: Amynedd
slug: amynedd
summary: Aros heb ochneidio.
---
## Ystyr

Aros heb ochneidio.

## Newid

### nyth:open-door

Arhoswch wrth y drws.

### nyth:warm-welcome

Gwnewch de.

## Cwestiynau

1. Pwy sy'n dod?
2. Pwy sy'n mynd?
3. Pwy sydd yma?
4. Pwy sy'n aros?
5. Pwy sy'n siarad?
""",
    "content/barriers/long-wait/barrier.yml": """\
id: long-wait
order: 1
principles: [open-door]
sources: [yearly-report]
reviewed: 2026-01-02
""",
    "content/barriers/long-wait/en.md": """\
---
title: A long wait
slug: long-wait
summary: People wait too long.
---
## Signs

The waiting list is long. Self-regulation is hard. Some families are marginalised.

## Others

Nobody has told us.

## Try

Ask who waits.

## Questions

1. Who comes?
2. Who goes?
3. Who stays?
4. Who waits?
5. Who speaks?
""",
    "content/barriers/long-wait/cy.md": """\
---
title: Aros hir
slug: aros-hir
summary: Mae pobl yn aros yn rhy hir.
---
## Arwyddion

Mae'r rhestr aros yn hir. Mae hunanreoli'n anodd. Mae rhai teuluoedd ar yr ymylon.

## Eraill

Does neb wedi dweud wrthym.

## Rhowch gynnig

Gofynnwch pwy sy'n aros.

## Cwestiynau

1. Pwy sy'n dod?
2. Pwy sy'n mynd?
3. Pwy sydd yma?
4. Pwy sy'n aros?
5. Pwy sy'n siarad?
""",
    "content/case-studies/tea-and-talk/case-study.yml": """\
id: tea-and-talk
type: related
principles:
  - {id: open-door, link: ours}
barriers: [long-wait]
sources: [yearly-report]
reviewed: 2026-01-02
""",
    "content/case-studies/tea-and-talk/en.md": """\
---
title: Tea and talk
slug: tea-and-talk
summary: A table, a kettle and time.
---
## What it is

An hour of tea and talk. It has run since 12 May 2024.[^yearly-report] See [the open door](nyth:open-door).

## What to do

- Make tea.
- Listen.

## Not known

Ask at the centre.
""",
    "content/case-studies/tea-and-talk/cy.md": """\
---
title: Te a sgwrs
slug: te-a-sgwrs
summary: Bwrdd, tegell ac amser.
---
## Beth ydyw

Awr o de a siarad, te a sgwrs. Mae'n rhedeg ers 12 Mai 2024.[^yearly-report] Gweler [y drws agored](nyth:open-door).

## Beth i'w wneud

- Gwnewch de.
- Gwrandewch.

## Heb ei wybod

Holwch yn y ganolfan.
""",
    "content/themes/at-home/theme.yml": "id: at-home\norder: 1\nprinciples: [open-door]\nsources: [yearly-report]\nreviewed: 2026-01-02\n",
    "content/themes/at-home/en.md": """\
---
title: At home
slug: at-home
summary: Where the door is.
---
## Meaning

A house.

## Feeling

Safe.

## The rules here

All of them.

## Questions

1. Who comes?
2. Who goes?
3. Who stays?
""",
    "content/themes/at-home/cy.md": """\
---
title: Gartref
slug: gartref
summary: Lle mae'r drws.
---
## Ystyr

Tŷ.

## Teimlad

Diogel.

## Y rheolau yma

Pob un.

## Cwestiynau

1. Pwy sy'n dod?
2. Pwy sy'n mynd?
3. Pwy sy'n aros?
""",
    "content/plans.yml": """\
plans:
  - id: short
    minutes: 10
    title: {en: Ten minutes, cy: Deng munud}
    needs: {en: a kettle., cy: tegell.}
    steps:
      - id: read
        minutes: 3
        shows: brief
        name: {en: Read, cy: Darllen}
        text: {en: Everyone reads., cy: Mae pawb yn darllen.}
      - id: talk
        minutes: 7
        shows: activity
        name: {en: Talk, cy: Siarad}
        text: {en: Everyone talks., cy: Mae pawb yn siarad.}
""",
    "content/sessions/door-session/session.yml": """\
id: door-session
order: 1
principle: open-door
minutes: {short: {read: 4, talk: 6}}
sources: [yearly-report]
reviewed: 2026-01-02
""",
    "content/sessions/door-session/en.md": """\
---
title: A session at the door
slug: door
summary: Ten minutes at a door.
---
## The aim

To open it.

## After it

- open a door

## Opening

Come in, all of you.

## Closing

Close the door softly.

## Signs

- **Today.** The door is open.
""",
    "content/sessions/door-session/cy.md": """\
---
title: Sesiwn wrth y drws
slug: drws
summary: Deng munud wrth ddrws.
---
## Y nod

Ei agor.

## Wedyn

- agor drws

## Agor

Dewch i mewn, bob un.

## Cloi

Caewch y drws yn dawel.

## Arwyddion

- **Heddiw.** Mae'r drws ar agor.
""",
    "content/training/knocking/training.yml": "id: knocking\norder: 1\nform: meeting\nsources: [yearly-report]\nreviewed: 2026-01-02\n",
    "content/training/knocking/en.md": """\
---
title: How to knock
slug: how-to-knock
summary: An hour at a door.
---
## What it is

An hour of knocking.

## For whom

Anyone.

## Taking part

Come along.

## Not known

The day.
""",
    "content/training/knocking/cy.md": """\
---
title: Sut i guro
slug: sut-i-guro
summary: Awr wrth ddrws.
---
## Beth ydyw

Awr o guro.

## I bwy

Unrhyw un.

## Cymryd rhan

Dewch draw.

## Heb ei wybod

Y diwrnod.
""",
    "content/regions/valley/region.yml": """\
id: valley
order: 1
local_authorities:
  - {en: Upper valley, cy: Pen y dyffryn, sure: proposed}
health_board: {en: Valley board, cy: Bwrdd y dyffryn, sure: proposed}
site:
  en: https://valley.example/
  checked: 2026-01-02
  note: {en: It opens slowly., cy: Mae'n agor yn araf.}
sources: [yearly-report]
reviewed: 2026-01-02
""",
    "content/regions/valley/en.md": """\
---
title: The valley
slug: the-valley
summary: Where the river runs.
---
## About

A valley.

## Practice

Tea.

## Not known

Whom to ask.
""",
    "content/regions/valley/cy.md": """\
---
title: Y dyffryn
slug: y-dyffryn
summary: Lle mae'r afon yn llifo.
---
## Ynglŷn â

Dyffryn.

## Ymarfer

Te.

## Heb ei wybod

Pwy i'w holi.
""",
    "docs/assets/kettle.png": PNG,
    "docs/en/start.md": """\
---
title: Start
slug: start
summary: Where to begin.
---
Choose a door.

Then knock.

## First {#first}

Read [what it means](nyth:open-door#meaning).

| Drink | Day |
| --- | --- |
| Tea | Daily |
| Soup | Thursday |

![A kettle on a table](assets/kettle.png)

{{ cards('principle') }}
""",
    "docs/cy/start.md": """\
---
title: Dechrau
slug: dechrau
summary: Ble i ddechrau.
---
Dewiswch ddrws.

Yna curwch.

## Yn gyntaf {#first}

Darllenwch [beth mae'n ei olygu](nyth:open-door#meaning).

| Diod | Diwrnod |
| --- | --- |
| Te | Bob dydd |
| Cawl | Dydd Iau |

![Tegell ar fwrdd](assets/kettle.png)

{{ cards('principle') }}
""",
    "docs/en/index.md": '---\ntitle: The door book\nslug: ""\nsummary: A book about open doors.\n---\nCome in.\n',
    "docs/cy/index.md": '---\ntitle: Llyfr y drws\nslug: ""\nsummary: Llyfr am ddrysau agored.\n---\nDewch i mewn.\n',
    "docs/en/write.md": "---\ntitle: Write\nslug: write\nsummary: How to write to us.\n---\nWrite to us.\n",
    "docs/cy/write.md": "---\ntitle: Ysgrifennu\nslug: ysgrifennu\nsummary: Sut i ysgrifennu atom.\n---\nYsgrifennwch atom.\n",
}

_PRINCIPLE = {
    "en": """\
---
title: {title}
slug: {slug}
summary: {title} for all.
---
## In brief

A door.

## Meaning

{meaning}

## In practice

### One person

Open it.

### A team

Open it together.

### The system

Keep it open.

## Feeling

Warm.

## In the way

A lock.

## Questions

### You

1. Who comes?
2. Who goes?

### Your team

1. Who comes?
2. Who goes?

### Your organisation

1. Who comes?
2. Who goes?

## Together

Open the door.
""",
    "cy": """\
---
title: {title}
slug: {slug}
summary: {title} i bawb.
---
## Yn gryno

Drws.

## Ystyr

{meaning}

## Yn ymarferol

### Un person

Agorwch ef.

### Tîm

Agorwch ef gyda'ch gilydd.

### Y system

Cadwch ef ar agor.

## Teimlad

Cynnes.

## Rhwystrau

Clo.

## Cwestiynau

### Chi

1. Pwy sy'n dod?
2. Pwy sy'n mynd?

### Eich tîm

1. Pwy sy'n dod?
2. Pwy sy'n mynd?

### Eich sefydliad

1. Pwy sy'n dod?
2. Pwy sy'n mynd?

## Gyda'ch gilydd

Agorwch y drws.
""",
}
FILES |= {
    "content/principles/open-door/en.md": _PRINCIPLE["en"].format(
        title="An open door",
        slug="open-door",
        meaning="Say **come in** first. The door is open to all who come to it.",
    ),
    "content/principles/open-door/cy.md": _PRINCIPLE["cy"].format(
        title="Drws agored",
        slug="drws-agored",
        meaning="Mae'r drws ar agor i bawb sy'n dod ato. [open door]{lang=en} yw'r enw Saesneg.",
    ),
    "content/principles/warm-welcome/en.md": _PRINCIPLE["en"].format(
        title="A warm welcome", slug="warm-welcome", meaning="Tea."
    ),
    "content/principles/warm-welcome/cy.md": _PRINCIPLE["cy"].format(
        title="Croeso cynnes", slug="croeso-cynnes", meaning="Te."
    ),
}


def changed(changes: Mapping[str, str | bytes | tuple[str, str] | None]) -> dict[str, str | bytes]:
    """FILES with changes: a file's new text, one replacement (old, new) in it, or None to leave it out."""
    files = dict(FILES)
    for name, change in changes.items():
        if isinstance(change, tuple):
            assert change[0] in files[name], f"{name} holds no {change[0]!r}"
            change = files[name].replace(*change, 1)
        files[name] = change
    return {name: data for name, data in files.items() if data is not None}


def write(
    root: Path, changes: Mapping[str, str | bytes | tuple[str, str] | None] | None = None
) -> Path:
    """Writes the framework, with changes, into a folder, which it returns."""
    for name, data in changed(changes or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def load_small(root: Path) -> tuple[Library, list[Problem]]:
    """The library of a folder that `write` made, and what is wrong with its form."""
    return load(root / "content", root / "docs")


def agreed(root: Path) -> Path:
    """Accepts everything in a folder as saying the same in both languages."""
    library, _ = load_small(root)
    assert status.save(status.settle(library, None, AGREED_ON)) == []
    return root


def write_site(root: Path) -> Path:
    """The framework with all that a site needs beyond it: the words of templates, a list for each kind, an agreement."""
    write(root)
    words = yaml.safe_load((ROOT / "content/words.yml").read_text("utf-8"))
    small = yaml.safe_load(FILES["content/words.yml"])
    own = ("type-", "ask", "rating-note", "learn-", "session-room")
    words["text"] = {k: v for k, v in words["text"].items() if not k.startswith(own)}
    for group, values in small.items():
        words[group].update(values)
    text = yaml.safe_dump(words, allow_unicode=True, sort_keys=False)
    (root / "content/words.yml").write_text(text, "utf-8")
    for kind in KINDS.values():
        for lang in ("en", "cy"):
            title, slug = (words["kinds"][kind.id][key][lang] for key in ("many", "slug"))
            matter = f"title: {title}\nslug: {slug}\nsummary: {title}.\n"
            page = root / "docs" / lang / f"{kind.folder}.md"
            page.write_text(f"---\n{matter}---\n{{{{ cards('{kind.id}') }}}}\n", "utf-8")
    menu = "".join(f"  - {{page: {kind.folder}, list: true}}\n" for kind in KINDS.values())
    menu += "  - {page: start}\n  - {page: write}\n"
    (root / "content/framework.yml").write_text(f"menu:\n{menu}", "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", root)
    return agreed(root)


def with_changes(root: Path) -> Path:
    """The framework with a page that says what has changed."""
    for lang, heading, words, slug in (
        ("en", "2 May 2026: new hinges", "The [door](nyth:open-door) has hinges.", "changes"),
        (
            "cy",
            "2 Mai 2026: colfachau newydd",
            "Mae colfachau ar y [drws](nyth:open-door).",
            "newid",
        ),
    ):
        (root / f"docs/{lang}/changes.md").write_text(
            f"---\ntitle: {heading.split(': ')[1]}\nslug: {slug}\nsummary: {words[:5]} {lang}.\n---\n"
            f"Newest first, {lang}.\n\n## {heading} {{#hinges}}\n\n- {words}\n",
            "utf-8",
        )
    with (root / "content/framework.yml").open("a", encoding="utf-8") as file:
        file.write("  - {page: changes}\n")
    return agreed(root)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `write_site` writes; tests copy it before they break it."""
    return write_site(tmp_path_factory.mktemp("small"))
