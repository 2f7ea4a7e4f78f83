"""What the script of the team self-assessment needs besides its form. Pure."""

import json

from nyth.languages.dates import MONTHS
from nyth.pages.page import TEMPLATES, Page

SCHEMA = TEMPLATES / "self-assessment-1.json"
SCHEMA_PATH = f"schema/{SCHEMA.name}"


def data(page: Page) -> str:
    """Words, levels and principles, and the schema of the files that teams keep, as JSON."""
    said = "assess-say-"
    data = {
        "months": MONTHS[page.lang].split(),
        "words": {
            key.removeprefix(said): page.word(key)
            for key in page.library.words.text
            if key.startswith(said)
        },
        "levels": [[level.level, level.label[page.lang]] for level in page.library.scale],
        "principles": [(t.id, t[page.lang].title) for t in page.library.of("principle")],
        "schema": json.loads(SCHEMA.read_text("utf-8")),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
