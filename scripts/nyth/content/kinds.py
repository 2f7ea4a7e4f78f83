"""The kinds of things this site is made of: the facts of each as typed models, and in `kinds.yml`
its fixed sections and the order of its page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from nyth.content import model
from nyth.problems import words_file


class Facts(model.Record):
    """What every entity has."""

    id: model.Id
    sources: Annotated[model.Ids, Field(min_length=1)]
    reviewed: datetime.date
    reviewed_cy: datetime.date | None = None
    reviewed_advice: datetime.date | None = None
    agreed: model.Agreement = {}
    awaiting: model.Awaiting | None = None


class Ordered(Facts):
    """Facts of a kind whose things stand in an order of their own."""

    order: model.Order


class Theme(Ordered):
    """The principles that a theme tells of."""

    principles: model.Ids = []


class PrincipleLink(model.Strict):
    """A principle, and whose reading it is that an example belongs to it."""

    id: model.Id
    link: Literal["source", "ours"]


class CaseStudy(Facts):
    """What an example is of, and when it was."""

    type: model.Id
    regions: model.Ids = []
    principles: Annotated[list[PrincipleLink], model.AS_LIST] = []
    values: model.Ids = []
    barriers: model.Ids = []
    date: model.PartialDate | None = None


class Barrier(Ordered):
    """The principles that a barrier stands in the way of."""

    principles: model.Ids


class Training(Ordered):
    """What a course takes of those who go on it."""

    form: Literal["self-paced", "recording", "meeting", "video"]
    sessions: model.Amount | None = None
    minutes: model.Amount | None = None
    cost: Literal["free"] | None = None
    account: bool | None = None
    frequency: Literal["monthly", "two-monthly"] | None = None
    principles: model.Ids = []


class Finding(model.Record):
    """What a yearly update says at one place of it, and what that concerns."""

    id: model.Id
    at: Annotated[list[model.SourcePlace], Field(min_length=1)]
    kind: Literal["national", "progress", "practice", "voice", "challenge", "response", "next-step"]
    principles: model.Ids = []
    regions: model.Ids = []
    barriers: model.Ids = []
    examples: model.Ids = []
    roles: model.Ids = []


class Update(Facts):
    """A yearly update by those who look after the framework."""

    year: model.Year
    source: model.Id
    partial: bool = False
    findings: Annotated[list[Finding], Field(min_length=1)]


class RegionSite(model.Record, model.EitherUrl):
    """The region's own website, when it was last opened, and any caution."""

    checked: datetime.date
    note: model.Both | None = None


class Contact(model.Both):
    """Whom to ask in a region; goes stale by itself, see `checked`."""

    url: model.Url | None = None
    checked: datetime.date


class Council(model.Record, model.Named):
    """A council; no source gives its main towns."""

    also: model.WordList = []
    towns: Annotated[list[model.Both], model.AS_LIST] = []


class Region(Ordered):
    """The facts of a region; `tile` is its place on the map: column, row, columns, rows."""

    local_authorities: Annotated[list[Council], Field(min_length=1)]
    councils_from: model.Id | None = None
    tile: Annotated[list[model.Order], Field(min_length=4, max_length=4)] | None = None
    health_board: model.Named
    site: RegionSite | None = None
    contact: Contact | None = None


class Session(Ordered):
    """A training session on a principle; `minutes` are by the ids of a plan and its step."""

    principle: model.Id
    minutes: Annotated[dict[model.Id, dict[model.Id, model.Amount]], model.AS_DICT] = {}


@dataclass(frozen=True)
class SectionRule:
    """A fixed section of a kind; the head of `kinds.yml` says what each of these is."""

    id: str
    heading: str
    ours: bool = False
    parts: Sequence[str] = ()
    per_principle: bool = False
    per_finding: bool = False
    questions: int = 0

    @property
    def part_ids(self) -> list[str]:
        """The anchors of its fixed sub-headings, under which their wording stands too."""
        return [f"{self.id}-{part}" for part in self.parts]


@dataclass(frozen=True)
class Kind:
    """A kind of entity: its folder, model, fixed sections, and the order of its page."""

    id: str
    folder: str
    model: type[Facts]
    sections: tuple[SectionRule, ...]
    layout: tuple[str, ...]


def _kind(name: str, row: dict[str, Any]) -> Kind:
    sections = (SectionRule(**{"id": id, "heading": id, **r}) for id, r in row["sections"].items())
    # a kind that has no class of its own here has nothing but its place in lists
    facts = globals().get(name.title().replace("-", ""), Ordered)
    return Kind(name, row["folder"], facts, tuple(sections), tuple(row["layout"].split()))


_TABLE = words_file(Path(__file__).parent / "kinds.yml")
KINDS: dict[str, Kind] = {name: _kind(name, row) for name, row in _TABLE.items()}
