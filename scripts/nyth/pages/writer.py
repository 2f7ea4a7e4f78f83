"""`Library` to Markdown pages in both languages. Pure: the same library gives the same text.

Links are final relative addresses, so whatever turns the Markdown into HTML only has to keep the addresses.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from nyth import LANGUAGES
from nyth.content.addresses import Addresses, relative
from nyth.content.model import KINDS, Entity, Library, Section, Source, Text
from nyth.languages import agree, welsh
from nyth.pages import charts
from nyth.rules import CITATION, LINK, PICTURE
from nyth.rules.language import MONTHS


@dataclass(frozen=True)
class Page:
    """A finished page: what it is of, where it lives, what its Markdown is."""

    id: str
    kind: str
    lang: str
    source: str
    url: str
    title: str
    summary: str
    markdown: str


def date_text(date: datetime.date | str, lang: str) -> str:
    """A date as the language writes it; an ISO text may lack the day or the month."""
    parts = [int(p) for p in str(date).split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, MONTHS[lang][parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)


def entity_pages(library: Library) -> list[Page]:
    """One page per entity and language."""
    pages = []
    for entity in library.entities.values():
        for lang in LANGUAGES:
            text = entity.texts[lang]
            writer = Writer(library, lang, Addresses(library).url(entity.id, lang))
            pages.append(
                Page(
                    entity.id, entity.kind, lang, text.path, writer.url, text.title, text.summary, writer.entity(entity)
                )
            )
    return pages


class Writer:
    """Writes one page of one language; collects the sources that the page cites, in the order of citing."""

    def __init__(self, library: Library, lang: str, url: str) -> None:
        self.library = library
        self.lang = lang
        self.url = url
        self.addresses = Addresses(library)
        self._cited: list[str] = []

    # Words and links

    def word(self, key: str, **values: object) -> str:
        """A short text of words.yml; the key itself where there is none."""
        both = self.library.words.text.get(key) or self.library.words.ui.get(key)
        text = getattr(both, self.lang) if both else key
        return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m.group(1), m.group())), text)

    def heading(self, key: str) -> str:
        both = self.library.words.headings.get(key)
        return getattr(both, self.lang) if both else key

    def href(self, target: str, anchor: str | None = None) -> str:
        return relative(self.url, self.addresses.url(target, self.lang)) + (f"#{anchor}" if anchor else "")

    def resolve(self, markdown: str) -> str:
        """Links by id become addresses; citations become numbers that lead to the sources of the page."""

        def link(match: re.Match[str]) -> str:
            target, _, anchor = match.group(1).removeprefix("nyth:").partition("#")
            known = match.group(1).startswith("nyth:") and self.addresses.known(target)
            return f"]({self.href(target, anchor)})" if known else match.group()

        def cite(match: re.Match[str]) -> str:
            return self._citation(match.group(1)) if match.group(1) in self.library.sources else match.group()

        def show(match: re.Match[str]) -> str:
            alt, name = match.groups()
            address = relative(self.url, f"assets/{self.library.pictures[name]}") if name in self.library.pictures else ""
            return f'<img src="{address}" alt="{escape(" ".join(alt.split()))}" loading="lazy">' if address else match.group()

        return CITATION.sub(cite, LINK.sub(link, PICTURE.sub(show, markdown)))

    def _citation(self, source: str) -> str:
        if source not in self._cited:
            self._cited.append(source)
        n = self._cited.index(source) + 1
        label = self.word("cite-label", n=n, title=self._source_title(self.library.sources[source])[0])
        return f'<a class="cite" href="#source-{source}" aria-label="{escape(label)}">[{n}]</a>'

    # A whole page

    def entity(self, entity: Entity) -> str:
        """The Markdown of an entity's page."""
        text, kind = entity.texts[self.lang], KINDS[entity.kind]
        rules = {rule.id: rule for rule in kind.sections}
        blocks = []
        for section_id in kind.layout:
            section = text.section(section_id)
            if section is not None:
                blocks.append(self._written(section, rules[section_id].ours))
                blocks.append(self._after(section_id, entity))
            elif section_id == "sources":
                blocks.append(self.sources(entity.facts.sources))
            else:
                added = getattr(self, "_add_" + section_id.replace("-", "_"))(entity)
                if added:
                    blocks.append(f"## {self.heading(section_id)} {{: #{section_id} }}\n\n{added}")
        return self._marked(entity.id, "\n\n".join(b for b in blocks if b)) + "\n"

    def page(self, text: Text) -> str:
        """The Markdown of a hand-written page, its macros already run, with its sources."""
        return self.finish(text.body)

    def finish(self, markdown: str, target: str | None = None) -> str:
        """Resolves a hand-written text and adds the sources that it cites. `target`: the id of the page, where known,
        to mark what is newer in the other language."""
        written = "\n\n".join(b for b in (self.resolve(markdown).strip(), self.sources([])) if b)
        return (self._marked(target, written) if target else written) + "\n"

    # What readers are told where one language is ahead of the other

    def _marked(self, target: str, markdown: str) -> str:
        """The page with a mark under the heading of each section that is newer in the other language."""
        for section in agree.behind(agree.page_pair(self.library, target), self.lang):
            heading = re.compile(rf"^## .*\{{: #{re.escape(section)} \}}$", re.M)
            link = self._other_link(target, self.word("behind-section"), section)
            markdown = heading.sub(lambda m, link=link: f'{m.group()}\n\n<p class="behind">{link}</p>', markdown, 1)
        return markdown

    def _other_link(self, target: str, said: str, anchor: str = "") -> str:
        """A link to the same page, and section, in the other language."""
        other = _other(self.lang)
        address = relative(self.url, self.addresses.url(target, other)) + (f"#{anchor}" if anchor else "")
        return f'<a href="{address}" hreflang="{other}">{escape(said)}</a>'

    def notices(self, target: str) -> list[dict[str, str]]:
        """What stands above a page: {"kind", "text"}, the text being HTML."""
        pair = agree.page_pair(self.library, target)
        found = []
        newer = agree.behind(pair, self.lang)
        if newer and pair.agreed:
            names = "; ".join(agree.label(pair, section, self.lang, self.library.words) for section in newer)
            said = [escape(self.word("behind", on=date_text(pair.agreed.on, self.lang), sections=names))]
            if pair.awaiting:
                said.append(escape(self.word("behind-due", due=date_text(pair.awaiting.due, self.lang))))
            said.append(self._other_link(target, self.word("behind-read")))
            found.append({"kind": "behind", "text": " ".join(said)})
        if self.lang == "cy" and not pair.reviewed_cy and self.addresses.known("translation"):
            help_link = f'<a href="{self.href("translation", "help")}">{escape(self.word("review-help"))}</a>'
            found.append({"kind": "review", "text": f"{escape(self.word('review-none'))} {help_link}"})
        return found

    def _written(self, section: Section, ours: bool) -> str:
        blocks = [f"## {section.heading} {{: #{section.id} }}"]
        if ours:
            blocks.append(self._ours())
        if section.body:
            blocks.append(self.resolve(section.body))
        for part in section.parts:
            if part.heading.startswith("nyth:"):
                title = f"[{_plain(self.addresses.title(part.id, self.lang))}]({self.href(part.id)})"
            else:
                title = part.heading
            blocks += [f"### {title} {{: #{part.id} }}", self.resolve(part.body)]
        return "\n\n".join(blocks)

    def _ours(self) -> str:
        label = escape(self.word("ours"))
        return (
            f'<p class="ours"><a href="{self.href("about", "our-reading")}">{label}</a></p>'
            if self.addresses.known("about")
            else f'<p class="ours">{label}</p>'
        )

    # What the site adds to a written section, and the sections that it adds

    def _after(self, section_id: str, entity: Entity) -> str:
        added = {
            ("gets-in-the-way", "principle"): lambda: self.cards(self._linked("barrier", "principles", entity.id)),
            ("principles", "theme"): lambda: self.cards(self._named(entity.facts.principles)),
            ("others", "barrier"): lambda: self._examples(self._linked("case-study", "barriers", entity.id)),
            ("practice", "region"): lambda: self._examples(self._linked("case-study", "regions", entity.id)),
        }.get((section_id, entity.kind))
        return added() if added else ""

    def _add_examples(self, entity: Entity) -> str:
        key = {"principle": "principles", "value": "values"}[entity.kind]
        return self._examples(self._linked("case-study", key, entity.id))

    def _examples(self, found: list[Entity]) -> str:
        return self.cards(found) if found else self.word("examples-none")

    def _add_values(self, entity: Entity) -> str:
        """What each value says that it changes in this principle."""
        blocks = []
        for value in self.library.of("value"):
            part = next((p for s in value.texts[self.lang].sections for p in s.parts if p.id == entity.id), None)
            if part is not None:
                blocks.append(
                    f"### [{_plain(value.texts[self.lang].title)}]({self.href(value.id, entity.id)}) {{: #value-{value.id} }}\n\n{self.resolve(part.body)}"
                )
        return "\n\n".join([self._ours(), *blocks]) if blocks else ""

    def _add_progress(self, entity: Entity) -> str:
        ratings = sorted((r for r in self.library.ratings if r.principle == entity.id), key=lambda r: r.year)
        if not ratings:
            return ""
        latest, top = ratings[-1], max((level.level for level in self.library.scale), default=0)
        if latest.value is None:
            value, reason = escape(self.word("rating-none")), getattr(latest.reason, self.lang)
        else:
            value, reason = f"{latest.value:g} <span>{escape(self.word('rating-out-of', n=top))}</span>", ""
        figure = f'<div class="rating"><p class="rating__value">{value}</p><p>{latest.year}</p></div>'
        return "\n\n".join(
            b
            for b in (figure, escape(reason), self.resolve(self.word("rating-note")), self._rating_table(ratings))
            if b
        )

    def _rating_table(self, ratings: list) -> str:
        head = [self.word("ratings-year"), self.word("ratings-value")]
        rows = [
            [
                str(r.year),
                f"{r.value:g}"
                if r.value is not None
                else f"{self.word('rating-none')}: {getattr(r.reason, self.lang)}",
            ]
            for r in ratings
        ]
        return table(self.word("ratings-caption"), head, [[escape(c) for c in row] for row in rows])

    def _add_learn(self, entity: Entity) -> str:
        found = [t for t in self.library.of("training") if not t.facts.principles or entity.id in t.facts.principles]
        return "\n\n".join(b for b in (self.resolve(self.word("learn-lead")) if found else "", self.cards(found)) if b)

    def _add_ask(self, entity: Entity) -> str:
        key = "ask-region" if entity.kind == "region" else "ask"
        return self.resolve(self.word(key)) if key in self.library.words.text else ""

    def _add_who(self, entity: Entity) -> str:
        """A region's councils, health board and website, each with how sure its Welsh name is."""
        facts = entity.facts
        rows = [
            ("label-councils", _list(self._named_text(c) for c in facts.local_authorities)),
            ("label-health-board", self._named_text(facts.health_board)),
        ]
        if facts.site:
            own, other = getattr(facts.site, self.lang), getattr(facts.site, _other(self.lang))
            if own or other:
                mark = "" if own else f' lang="{_other(self.lang)}" hreflang="{_other(self.lang)}"'
                note = "" if own else " " + escape(self.word("in-other-language"))
                rest = [
                    self.word("checked", date=date_text(facts.site.checked, self.lang)),
                    *([getattr(facts.site.note, self.lang)] if facts.site.note else []),
                ]
                rows.append(
                    (
                        "label-site",
                        f'<a href="{escape(own or other)}"{mark}>{escape(own or other)}</a>{note}; {escape("; ".join(rest))}',
                    )
                )
        if facts.contact:
            rows.append(
                (
                    "label-contact",
                    escape(getattr(facts.contact, self.lang))
                    + "; "
                    + escape(self.word("checked", date=date_text(facts.contact.checked, self.lang))),
                )
            )
        else:
            rows.append(("label-contact", escape(self.word("to-be-confirmed"))))
        return self.facts(rows)

    def _named_text(self, named: object) -> str:
        text = escape(getattr(named, self.lang))
        proposed = self.lang == "cy" and named.sure == "proposed"
        return (
            f'{text} <span class="muted">({escape(self.word("to-be-confirmed").lower())})</span>' if proposed else text
        )

    def _add_glance(self, entity: Entity) -> str:
        return self.facts(self._case_glance(entity) if entity.kind == "case-study" else self._training_glance(entity))

    def _case_glance(self, entity: Entity) -> list[tuple[str, str]]:
        facts = entity.facts
        principles = ", ".join(f"{self.link(p.id)} ({escape(self.word('link-' + p.link))})" for p in facts.principles)
        rows = [
            ("label-region", self._links(facts.regions) or escape(self.word("label-all-wales"))),
            ("label-principle", principles),
            ("label-value", self._links(facts.values)),
            ("label-barrier", self._links(facts.barriers)),
            ("label-type", escape(self.word(f"type-{facts.type}"))),
            (
                "label-date",
                escape(
                    date_text(facts.date, self.lang)
                    if facts.date and re.fullmatch(r"[\d-]+", facts.date)
                    else facts.date or self.word("unknown")
                ),
            ),
        ]
        return [row for row in rows if row[1]]

    def _training_glance(self, entity: Entity) -> list[tuple[str, str]]:
        facts = entity.facts
        length = [self.word("sessions", n=facts.sessions)] if facts.sessions else []
        length += [self.word("minutes", n=facts.minutes)] if facts.minutes else []
        cost = [self.word(f"cost-{facts.cost}")] if facts.cost else []
        cost += [self.word("account-yes" if facts.account else "account-no")] if facts.account is not None else []
        rows = [("label-form", [self.word(f"form-{facts.form}")])]
        if facts.form == "meeting":
            rows.append(("label-frequency", [self.word(f"frequency-{facts.frequency}")] if facts.frequency else []))
        rows += [("label-length", length), ("label-cost", cost)]
        return [(label, escape("; ".join(said) or self.word("unknown"))) for label, said in rows]

    def facts(self, rows: Iterable[tuple[str, str]]) -> str:
        """A list of facts: (key of words.yml, value as HTML)."""
        items = "".join(f"<div><dt>{escape(self.word(label))}</dt><dd>{value}</dd></div>" for label, value in rows)
        return f'<dl class="facts">{items}</dl>'

    def _links(self, ids: Iterable[str]) -> str:
        return ", ".join(self.link(i) for i in ids)

    def link(self, target: str) -> str:
        """A link to an entity or page, by its title."""
        return f'<a href="{self.href(target)}">{escape(self.addresses.title(target, self.lang))}</a>'

    def _named(self, ids: Iterable[str]) -> list[Entity]:
        return [self.library.entities[i] for i in ids]

    def _linked(self, kind: str, key: str, target: str) -> list[Entity]:
        """The things of a kind whose facts name `target` under `key`, in their order and then by title."""
        found = [e for e in self.library.of(kind) if target in (getattr(i, "id", i) for i in getattr(e.facts, key))]
        return found if kind != "case-study" else sorted(found, key=lambda e: e.texts[self.lang].title)

    # Sources

    def sources(self, named: Iterable[str]) -> str:
        """The numbered list of what the page cites, then what its facts name."""
        for source in named:
            if source in self.library.sources and source not in self._cited:
                self._cited.append(source)
        if not self._cited:
            return ""
        items = "".join(f'<li id="source-{s}">{self._source(self.library.sources[s])}</li>' for s in self._cited)
        return f'## {self.heading("sources")} {{: #sources }}\n\n<ol class="sources">{items}</ol>'

    def _source_title(self, source: Source) -> tuple[str, str]:
        """The title and its language: the page's own where the source has one."""
        own = getattr(source.title, self.lang)
        return (own, self.lang) if own else (getattr(source.title, _other(self.lang)) or source.id, _other(self.lang))

    def _source(self, source: Source) -> str:
        title, lang = self._source_title(source)
        url = getattr(source.url, lang) or getattr(source.url, self.lang) or getattr(source.url, _other(self.lang))
        foreign = "" if lang == self.lang else f' lang="{lang}" hreflang="{lang}"'
        head = (
            f'<a href="{escape(url)}"{foreign}>{escape(title)}</a>'
            if url
            else f"<span{foreign.split(' hreflang')[0]}>{escape(title)}</span>"
        )
        if foreign:
            head += " " + escape(self.word("in-other-language"))
        publisher = getattr(source.publisher, self.lang) or getattr(source.publisher, _other(self.lang)) or ""
        dated = bool(source.date)
        said = [
            self.word(
                "source-first" if dated else "source-undated",
                publisher=publisher,
                date=date_text(source.date, self.lang) if dated else "",
            )
            + "."
        ]
        said += [self.word(f"read-{source.read}")] if source.read != "whole" else []
        said += [getattr(source.note, self.lang)] if source.note else []
        said += [self.word("licence-ogl")] if source.licence == "ogl" else []
        return f'{head}. <span class="sources__more">{escape(" ".join(said))}</span>'

    # Lists and figures, also for hand-written pages

    def cards(self, entities: list[Entity], filters: bool = False) -> str:
        """The things as a list of cards; with `filters`, a form over it that a script brings to life."""
        if not entities:
            return ""
        kind = entities[0].kind
        items = "".join(self._card(e) for e in entities)
        cards = f'<ul class="cards cards--{kind}"{f" id={chr(34)}list-{kind}{chr(34)}" if filters else ""}>{items}</ul>'
        return (self._filter(kind, entities) + "\n\n" if filters else "") + cards

    def _card(self, entity: Entity) -> str:
        text, facts = entity.texts[self.lang], entity.facts
        data = {
            key: " ".join(getattr(i, "id", i) for i in getattr(facts, key + "s", None) or [])
            for key in ("principle", "value", "region", "barrier")
        }
        attributes = "".join(f' data-{key}="{ids}"' for key, ids in data.items() if ids)
        glyph = charts.glyph(facts.order) if entity.kind == "principle" else ""
        meta = self._card_meta(entity)
        return (
            f'<li class="card card--{entity.kind}"{attributes}>{glyph}<a class="card__title" href="{self.href(entity.id)}">{escape(text.title)}</a>'
            f'<p class="card__summary">{escape(text.summary)}</p>'
            + (f'<p class="card__meta">{escape(meta)}</p>' if meta else "")
            + "</li>"
        )

    def _card_meta(self, entity: Entity) -> str:
        facts = entity.facts
        titles = [self.addresses.title(i, self.lang) for i in getattr(facts, "regions", [])]
        if entity.kind in ("case-study", "barrier"):
            titles += [self.addresses.title(getattr(p, "id", p), self.lang) for p in facts.principles]
        if entity.kind == "training":
            titles += [self.word(f"form-{facts.form}")]
        if entity.kind == "region":
            titles += [getattr(c, self.lang) for c in facts.local_authorities]
        return " · ".join(titles)

    def _filter(self, kind: str, entities: list[Entity]) -> str:
        fields = []
        for key in ("principle", "value", "region", "barrier"):
            used = {getattr(i, "id", i) for e in entities for i in getattr(e.facts, key + "s", None) or []}
            options = "".join(
                f'<option value="{e.id}">{escape(e.texts[self.lang].title)}</option>'
                for e in self.library.of(key)
                if e.id in used
            )
            if len(used) > 1:
                label = getattr(self.library.words.kinds[key].one, self.lang)
                fields.append(
                    f'<p class="filter__field"><label for="filter-{kind}-{key}">{escape(label)}</label>'
                    f'<select id="filter-{kind}-{key}" name="{key}"><option value="">{escape(self.word("filter_all"))}</option>{options}</select></p>'
                )
        if not fields:
            return ""
        return (
            f'<form class="filter" data-filter="list-{kind}" aria-label="{escape(self.word("filter"))}" autocomplete="off" hidden>{"".join(fields)}'
            f'<button type="reset">{escape(self.word("filter_reset"))}</button>'
            f'<p class="filter__status" role="status" data-text="{escape(self.word("filter_status", shown="{shown}", all="{all}"))}" '
            f'data-none="{escape(self.word("filter_none"))}"></p></form>'
        )

    def diagram(self) -> str:
        """The framework at a glance as a drawing whose parts link, with the same in words."""
        kinds = ("theme", "principle", "value")
        items = {kind: [(e.texts[self.lang].title, self.href(e.id)) for e in self.library.of(kind)] for kind in kinds}
        drawing = charts.diagram(items["theme"], items["principle"], items["value"], self.word("diagram"), self.lang)
        lists = []
        for kind in kinds:
            many = getattr(self.library.words.kinds[kind].many, self.lang)
            links = "".join(f'<li><a href="{href}">{escape(title)}</a></li>' for title, href in items[kind])
            if links:
                lists.append(f'<div><p class="diagram__kind">{escape(many)}</p><ul>{links}</ul></div>')
        return f'<figure class="diagram">{drawing}</figure>\n\n<div class="diagram__text">{"".join(lists)}</div>'

    def ratings(self) -> str:
        """All ratings as a chart and a table, with the reasons for what is missing."""
        years = sorted({r.year for r in self.library.ratings})
        found = {(r.principle, r.year): r for r in self.library.ratings}
        rows, cell_rows, reasons = [], [], []
        for principle in self.library.of("principle"):
            title = principle.texts[self.lang].title
            ratings = [found.get((principle.id, year)) for year in years]
            rows.append((title, [r.value if r else None for r in ratings]))
            cells = [f"{r.value:g}" if r and r.value is not None else escape(self.word("ratings_gap")) for r in ratings]
            cell_rows.append([f'<a href="{self.href(principle.id, "progress")}">{escape(title)}</a>', *cells])
        for rating in self.library.ratings:
            reason = getattr(rating.reason, self.lang) if rating.reason else ""
            if reason and reason not in reasons:
                reasons.append(reason)
        words = {"label": self.word("ratings_chart"), "gap": self.word("ratings_gap")}
        chart = charts.ratings_chart(
            rows, [str(y) for y in years], words, max((s.level for s in self.library.scale), default=4)
        )
        head = [getattr(self.library.words.kinds["principle"].one, self.lang), *map(str, years)]
        blocks = [f'<figure class="ratings">{chart}</figure>', table(self.word("ratings-all"), head, cell_rows)]
        if reasons:
            blocks.append(
                f"<p><strong>{escape(self.word('ratings-why'))}</strong></p><ul>{''.join(f'<li>{escape(r)}</li>' for r in reasons)}</ul>"
            )
        return "\n\n".join(blocks)

    def scale(self) -> str:
        """The levels of the rating as a table."""
        rows = [
            [str(s.level), escape(getattr(s.label, self.lang)), escape(getattr(s.sense, self.lang))]
            for s in self.library.scale
        ]
        head = [self.word("scale-level"), "", self.word("scale-meaning")]
        rows = [[f"{level}: {label}", sense] for level, label, sense in rows]
        return table(self.word("scale-caption"), [head[0], head[2]], rows)

    def timeline(self) -> str:
        """The dated steps, oldest first, each with its source."""
        items = "".join(
            f'<li><p class="timeline__when">{escape(getattr(e.when, self.lang))}</p><p>{escape(getattr(e.what, self.lang))}{self._citation(e.source)}</p></li>'
            for e in self.library.timeline
        )
        return f'<ol class="timeline">{items}</ol>'

    def glossary(self) -> str:
        """Every term in the order of its language, with the other language, the meaning and how sure the Welsh is."""
        other = _other(self.lang)
        items = []
        for term in sorted(self.library.glossary, key=lambda t: alphabetical(getattr(t, self.lang), self.lang)):
            said = [self.word("synonyms", words=", ".join(w))] if (w := getattr(term.synonyms, self.lang)) else []
            said += [self.word("avoid", words=", ".join(w))] if (w := getattr(term.avoid, self.lang)) else []
            said += [self.word(f"sure-{term.sure}")]
            said += [getattr(term.note, self.lang)] if term.note else []
            items.append(
                f'<div id="term-{term.id}"><dt>{escape(getattr(term, self.lang))} <span lang="{other}">{escape(getattr(term, other))}</span></dt>'
                f'<dd>{escape(getattr(term.meaning, self.lang))}</dd><dd class="glossary__meta">{escape(". ".join(s.rstrip(".") for s in said))}.</dd></div>'
            )
        return f'<dl class="glossary">{"".join(items)}</dl>'

    def finder(self) -> str:
        """Councils and the region that each belongs to: a form for those with script, a table for all."""
        rows = sorted(
            (
                (getattr(council, self.lang), re.sub(r"\W+", "-", council.en.lower()), region)
                for region in self.library.of("region")
                for council in region.facts.local_authorities
            ),
            key=lambda row: alphabetical(row[0], self.lang),
        )
        # the value stands in the address of the page, so it is the same in both languages
        options = "".join(
            f'<option value="{name}" data-href="{self.href(region.id)}" '
            f'data-region="{escape(region.texts[self.lang].title)}">{escape(council)}</option>'
            for council, name, region in rows
        )
        form = (
            f'<form class="finder" autocomplete="off" hidden><label for="finder-council">{escape(self.word("finder_label"))}</label> '
            f'<select id="finder-council" name="council"><option value="">{escape(self.word("finder_choose"))}</option>{options}</select> '
            '<p role="status"><a class="finder__result" hidden></a></p></form>'
        )
        head = [self.word("council"), getattr(self.library.words.kinds["region"].one, self.lang)]
        return (
            form
            + "\n\n"
            + table(self.word("councils-caption"), head, [[escape(c), self.link(r.id)] for c, _, r in rows])
        )


def _other(lang: str) -> str:
    return next(other for other in LANGUAGES if other != lang)


def _plain(text: str) -> str:
    """A title inside Markdown: nothing in it is a mark."""
    return re.sub(r"[^\w\s.,:;'’()/-]|_", lambda m: f"&#{ord(m.group())};", text)


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def table(label: str, head: list[str], rows: list[list[str]]) -> str:
    """A table that can be scrolled by keyboard when it is wider than the screen. Cells are HTML."""
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{c}</td>" for c in row[1:])}</tr>' for row in rows)
    return (
        f'<div class="table" role="region" aria-label="{escape(label)}" tabindex="0"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def alphabetical(text: str, lang: str) -> tuple:
    """A key that sorts titles and names in the order of the alphabet of a language."""
    return welsh.sort_key(text) if lang == "cy" else (text.casefold(), text)
