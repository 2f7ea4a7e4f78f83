// The form, its result and its tools on the page. Every word comes from the page; nothing is sent, and nothing is kept
// on the device before somebody asks for it.

import * as codec from "./codec.js";
import { merge } from "./merge.js";
import * as model from "./model.js";
import { generate } from "./qr.js";

const KEY = "nyth-assessment";
const HANDED = "nyth-assessment:";

function start(box) {
  const { words, months, levels, principles, schema } = JSON.parse(box.dataset.assessment);
  const one = (selector, root = box) => root.querySelector(selector);
  const all = (selector, root = box) => [...root.querySelectorAll(selector)];
  const ids = principles.map(([id]) => id);
  const titles = { __proto__: null, ...Object.fromEntries(principles) };
  const numbers = levels.map(([level]) => level);
  const names = { 0: one("[data-table]").closest("table").tHead.rows[0].cells[levels.length + 1].textContent, ...Object.fromEntries(levels) };
  const fresh = () => model.newId(crypto.getRandomValues(new Uint8Array(8)));
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
  // not every browser knows the months of Welsh
  const day = (text) => text.replace(/^(\d+)-(\d+)-(\d+)$/, (_, year, month, date) => `${Number(date)} ${months[month - 1] ?? month} ${year}`);
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const element = (name, content = "", properties = {}) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...[content].flat());
    return made;
  };
  // a browser may refuse storage, and a new address to a page of a disk
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };

  let doc = model.empty();
  let own = fresh();
  let earlier = null;
  let kept = false;
  let known = null; // what is kept on the device, as this tab wrote or read it last
  let unsaved = false;
  let leaving = false;

  const status = one("[data-status]");
  const tell = (text, wrong = false) => {
    status.textContent = text;
    status.classList.toggle("assess__wrong", wrong);
    if (wrong) status.focus();
  };

  const sheet = () => model.find(doc, "sheets", own) ?? model.blankSheet(own);
  const heard = () => doc.sheets.filter(model.saysSomething);
  /** Adds what is in a file. The form goes on with its answers, unless it has some of its own. */
  const take = (found) => {
    if (!model.saysSomething(sheet())) [doc, own] = [model.without(doc, own), found.own];
    doc = merge(doc, found.doc);
  };

  // What is kept is one for all tabs of the device: each takes over what another wrote before it changes anything.

  const look = () => {
    const text = attempt(() => localStorage.getItem(KEY));
    if (text === known) return;
    const found = text ? codec.read(text, schema) : {};
    if (!found.doc) tell(say(text ? "unread" : "not-kept"), true);
    else if (kept) doc = found.doc;
    else take(found);
    [known, kept] = [text, Boolean(found.doc)];
  };
  const store = () => {
    const text = codec.write(doc, own);
    kept = Boolean(attempt(() => localStorage.setItem(KEY, text) ?? true));
    if (kept) known = text;
    else tell(say("not-kept"), true);
  };
  const change = (edited) => {
    if (kept) look();
    doc = edited();
    unsaved = true;
    if (kept) store();
    show();
  };
  const answer = (edited) => change(() => model.put(doc, "sheets", { ...sheet(), ...edited(sheet()), on: today() }));

  // The form

  const practices = all("[data-regions]");
  const pattern = one(".assess__action").cloneNode(true);
  one("[data-do=remove]", pattern).hidden = false;
  const row = (action) => {
    const copy = pattern.cloneNode(true);
    copy.dataset.action = action.id;
    if (action.by) copy.dataset.filled = "";
    for (const field of all("[data-field]", copy)) field.value = action[field.dataset.field] ?? "";
    return copy;
  };
  const principleOf = (target) => target.closest("[data-principle]").dataset.principle;

  /** The form shows what the document says. */
  const fill = () => {
    for (const field of all("[data-team]")) field.value = doc.team[field.dataset.team];
    const { who, levels: given, notes } = sheet();
    one("[data-who]").value = who;
    for (const section of all("[data-principle]")) {
      const id = section.dataset.principle;
      for (const radio of all("input[type=radio]", section)) radio.checked = Number(radio.value) === (given[id] ?? 0);
      one("[data-note]", section).value = notes[id] ?? "";
      const planned = doc.actions.filter(({ principle, gone }) => principle === id && !gone);
      one("[data-rows]", section).replaceChildren(...(planned.length ? planned : [{ id: fresh() }]).map(row));
    }
    show();
  };

  box.addEventListener("input", ({ target }) => {
    const { team, field } = target.dataset;
    if (team) change(() => model.putTeam(doc, { [team]: target.value }));
    else if ("who" in target.dataset) answer(() => ({ who: target.value }));
    else if ("note" in target.dataset) answer(({ notes }) => ({ notes: { ...notes, [principleOf(target)]: target.value } }));
    else if (target.type === "radio") {
      answer(({ levels: { [principleOf(target)]: _, ...rest } }) => ({
        levels: Number(target.value) ? { ...rest, [principleOf(target)]: Number(target.value) } : rest,
      }));
    } else if (field) {
      const id = target.closest("[data-action]").dataset.action;
      const blank = { id, rev: 0, principle: principleOf(target), what: "", who: "", by: "" };
      if (field === "by") target.closest("[data-action]").dataset.filled = "";
      // a year may be typed with more figures than a file takes
      const value = target.validity.valid ? target.value : "";
      change(() => model.put(doc, "actions", { ...(model.find(doc, "actions", id) ?? blank), [field]: value }));
    }
  });

  // The result

  const count = (rows) => rows.counts.map((n, i) => n && `${levels[i][1]}: ${n}`).filter(Boolean);
  const range = ({ low, high, rated }) => (!rated ? names[0] : low === high ? names[low] : say("range", { low: names[low], high: names[high] }));
  const place = (level) => 50 + ((level - numbers[0]) * 300) / (numbers.at(-1) - numbers[0]);
  const drawn = (name, attributes, text = "") => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    shape.textContent = text;
    return shape;
  };
  /** One principle on the scale: the answers, the earlier answers under them, the boards' average. */
  const track = (said, before, average) => {
    const svg = drawn("svg", { viewBox: "0 0 400 54" });
    svg.append(drawn("path", { class: "assess__line", d: "M50 20H350" }));
    for (const level of numbers) svg.append(drawn("path", { class: "assess__line", d: `M${place(level)} 15v10` }));
    if (said.rated > 1) svg.append(drawn("path", { class: "assess__spread", d: `M${place(said.low)} 20H${place(said.high)}` }));
    if (before?.rated) svg.append(drawn("path", { class: "assess__earlier", d: `M${place(before.low) - 8} 36H${place(before.high) + 8}` }));
    said.counts.forEach((n, i) => {
      if (n) svg.append(drawn("circle", { class: "assess__dot", cx: place(numbers[i]), cy: 20, r: n > 1 ? 12 : 8 }));
      if (n > 1) svg.append(drawn("text", { class: "assess__n", x: place(numbers[i]), y: 25 }, String(n)));
    });
    if (average !== null) svg.append(drawn("path", { class: "assess__average", d: `M${place(average)} 39l7 7-7 7-7-7z` }));
    return svg;
  };
  const part = (name, shown, list, items) => {
    const section = one(`[data-${name}]`);
    section.hidden = !shown;
    one(list, section).replaceChildren(...(shown ? items() : []));
  };
  const sheetName = ({ id, who }) => who || (id === own ? say("mine") : say("other", { id: id.slice(0, 4) }));

  function show() {
    const said = model.profile(doc, ids, numbers);
    const before = earlier && model.profile(earlier, ids, numbers);
    const rated = said.some((row) => row.rated);
    const [region] = [...one("[data-team=region]").selectedOptions, one("[data-team=region] option")];
    const team = one("[data-for]");
    team.textContent = [doc.team.name, region.value && region.textContent].filter(Boolean).join(" · ");
    team.hidden = !team.textContent;
    one("[data-empty]").hidden = rated;
    for (const cell of all("[data-earlier]")) cell.hidden = !before;
    const apart = model.disagreements(said);
    part("differ", apart.length, "ol", () =>
      apart.map((row) => element("li", [element("strong", `${titles[row.principle]}: ${range(row)}`), element("span", count(row).join("; "))])),
    );
    part("profile", rated, "[data-chart]", () =>
      said.flatMap((row, i) => [element("p", titles[row.principle]), track(row, before?.[i], principles[i][2])]),
    );
    said.forEach((row, i) => {
      const cells = one(`[data-row="${row.principle}"]`).cells;
      [...row.counts, row.not].forEach((n, j) => (cells[j + 1].textContent = n));
      if (before) cells[levels.length + 3].textContent = range(before[i]);
    });
    for (const link of all("[data-region-link]")) Object.assign(link, { href: region.dataset.href, textContent: region.dataset.title ?? region.textContent });
    // what the team's own region did comes first
    for (const item of practices) if (!item.dataset.regions.split(" ").includes(region.value)) item.parentElement.append(item);
    const low = model.lowRated(said, numbers);
    part("low", low.length, "[data-low-list]", () =>
      low.flatMap(({ principle }) => [element("h5", titles[principle]), one(`[data-principle="${principle}"] [data-next]`).cloneNode(true)]),
    );
    const planned = model.actions(doc);
    part("planned", planned.length, "ol", () =>
      planned.map(({ principle, what, who, by }) =>
        element("li", [element("strong", by ? day(by) : say("undated")), element("span", [what, who].filter(Boolean).join(" · ")), element("span", titles[principle] ?? principle)]),
      ),
    );
    const noted = ids.flatMap((id) => heard().filter(({ notes }) => notes[id]).map((from) => [id, from]));
    part("noted", noted.length, "dl", () =>
      noted.flatMap(([id, from]) => [element("dt", `${titles[id]} · ${sheetName(from)}`), element("dd", from.notes[id], { dir: "auto" })]),
    );
    part("sheets", heard().some(({ id }) => id !== own), "ul", () =>
      heard().map((from) => {
        if (from.id === own) return element("li", sheetName(from));
        const whose = element("span", `: ${sheetName(from)}`, { className: "hidden" });
        const button = element("button", [say("take-out"), whose], { type: "button", className: "button button--small" });
        Object.assign(button.dataset, { do: "take-out", sheet: from.id });
        return element("li", [sheetName(from), " ", button]);
      }),
    );
    const address = new URL(location.href);
    address.search = "";
    address.hash = `answers=${codec.code(sheet(), ids)}`;
    one("[data-link]").value = address;
    draw();
  }

  // Files and links

  const qr = one("[data-qr]");
  // a page of a disk has no address for the devices of others
  qr.hidden = location.protocol === "file:";
  const draw = () => qr.open && generate(one("[data-link]").value).toCanvas(one("canvas", qr), { off: [255, 255, 255] });
  qr.addEventListener("toggle", draw);
  const download = (ending, type, text) => {
    const link = element("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: `${words.file}-${today()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(say("saved"));
  };
  const seeResult = () => {
    const heading = one("#result");
    heading.focus();
    heading.scrollIntoView();
  };

  const USES = {
    continue: (found) =>
      change(() => {
        take(found);
        own = found.own;
        return doc;
      }),
    merge: (found) => change(() => merge(doc, found.doc)),
    compare: (found) => (earlier = found.doc),
  };
  const DONE = { continue: "opened", merge: "added", compare: "compared" };
  for (const input of all("[data-file]")) {
    input.addEventListener("change", async () => {
      const use = input.dataset.file;
      const files = [...input.files];
      const refused = [];
      for (const file of files) {
        const text = file.arrayBuffer().then((bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
        const { error, ...found } = codec.read(await text.catch(() => ""), schema);
        if (error) refused.push(say("error", { file: file.name, why: say(error, found) }));
        else USES[use](found);
      }
      const opened = files.length > refused.length;
      input.value = "";
      if (opened) fill();
      const done = opened ? say(DONE[use], { n: heard().length }) : "";
      tell([...refused, done].filter(Boolean).join(" "), refused.length > 0);
      if (opened && !refused.length) use === "continue" ? status.focus() : seeResult();
    });
  }
  const addCodes = (lines) => {
    const found = lines.map((line) => codec.readCode(line, ids, numbers, fresh()));
    const wrong = found.find(({ error }) => error);
    if (wrong) return tell(say(wrong.error, wrong), true); // figures alone would count again at the next try
    change(() => merge(doc, { ...model.empty(), sheets: found.map((one) => one.sheet) }));
    fill();
    tell(say("added", { n: heard().length }));
    seeResult();
    return true;
  };

  const forgotten = () => {
    [doc, own, earlier, kept, known, unsaved] = [model.empty(), fresh(), null, false, null, false];
    one("[data-codes]").value = "";
    fill();
    tell(say("forgotten"));
  };

  // The buttons

  const DO = {
    see: seeResult,
    add(button) {
      const rows = one("[data-rows]", button.closest("[data-principle]"));
      rows.append(row({ id: fresh() }));
      one("[data-field]", rows.lastElementChild).focus();
      tell(say("added-action"));
    },
    remove(button) {
      const section = button.closest("[data-principle]");
      const line = button.closest("[data-action]");
      line.remove();
      change(() => model.takeOut(doc, line.dataset.action));
      one("[data-do=add]", section).focus();
      tell(say("removed"));
    },
    "take-out"(button) {
      change(() => model.without(doc, button.dataset.sheet));
      tell(say("taken-out"));
      one("#result").focus();
    },
    keep() {
      look();
      store();
      fill();
      if (kept) tell(say("kept"));
    },
    forget() {
      if (!confirm(say("sure"))) return;
      attempt(() => localStorage.removeItem(KEY));
      forgotten();
    },
    save() {
      download("json", "application/json", codec.write(doc, own));
      unsaved = false;
    },
    codes() {
      const field = one("[data-codes]");
      if (addCodes(field.value.split(/[\s,]+/).filter(Boolean))) field.value = "";
    },
    async copy() {
      const field = one("[data-link]");
      field.select();
      const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
      tell(say(copied ? "copied" : "copy"));
    },
    csv() {
      const columns = [words.kind, one("thead th").textContent, one("[data-who]").previousElementSibling.textContent, words.rating, words.text, words.date];
      download("csv", "text/csv", codec.csv(doc, ids, { columns, rating: words.rating, action: words.action, titles, levels: names }));
    },
    ics() {
      if (!model.actions(doc).some(({ by }) => by)) return tell(say("no-dates"), true);
      const stamp = `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
      download("ics", "text/calendar", codec.calendar(doc, titles, stamp, document.title));
    },
    print: () => print(),
  };
  box.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    const file = button && one(`[data-file="${button.dataset.do}"]`);
    if (file) file.click();
    else if (button) DO[button.dataset.do](button);
  });
  one("form").addEventListener("submit", (event) => event.preventDefault());

  const replace = (address) => attempt(() => history.replaceState(history.state, "", address));
  // The questions of a role; the address holds the role, so that it can be linked to and outlives the other language.
  const role = one("[data-role]");
  const showRole = () => all("[data-for-role]").forEach((part) => (part.hidden = part.dataset.forRole !== role.value));
  if (role) {
    const asked = new URLSearchParams(location.search).get("role");
    role.value = all("option", role).some(({ value }) => value === asked) ? asked : "";
    showRole();
    role.addEventListener("change", () => {
      const address = new URL(location.href);
      if (role.value) address.searchParams.set("role", role.value);
      else address.searchParams.delete("role");
      replace(address);
      showRole();
    });
  }

  // The other language takes everything along: in the name of the window, which nothing keeps.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-keep-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    leaving = true;
    window.name = HANDED + JSON.stringify({ file: codec.write(doc, own), earlier: earlier && codec.write(earlier, own), unsaved, kept, known });
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !kept && !leaving && !model.isEmpty(doc)) event.preventDefault();
  });
  // Another tab changed what is kept, or forgot it; of a page that stood still nobody heard it.
  const follow = () => {
    if (!kept) return;
    look();
    if (known) fill();
    else forgotten();
  };
  addEventListener("storage", ({ key }) => key === KEY && follow());
  addEventListener("pageshow", ({ persisted }) => {
    leaving = false;
    if (persisted) follow();
  });

  // What is there already: handed over by the other language, kept on the device, or in a link.
  for (const part of all("[data-script]")) part.hidden = false;
  box.classList.add("assess--script");
  if (window.name.startsWith(HANDED)) {
    const handed = attempt(() => JSON.parse(window.name.slice(HANDED.length)));
    window.name = "";
    const [mine, before] = [handed?.file, handed?.earlier].map((text) => codec.read(text ?? "", schema));
    if (mine.doc) {
      take(mine);
      ({ unsaved, kept, known } = handed);
    }
    earlier = before.doc ?? null;
  }
  look();
  fill();
  if (kept) tell(say("kept"));
  const fromLink = () => {
    if (!location.hash.startsWith("#answers=")) return;
    const address = new URL(location.href);
    address.hash = "";
    addCodes([attempt(() => decodeURIComponent(location.hash)) ?? location.hash]);
    replace(address);
  };
  addEventListener("hashchange", fromLink);
  fromLink();
}

for (const box of document.querySelectorAll("[data-assessment]")) start(box);
