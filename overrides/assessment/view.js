// The form, its result and its tools on the page. Every word comes from the page; nothing is sent, and nothing kept unasked.

import * as codec from "./codec.js";
import * as model from "./model.js";
import { generate } from "./qr.js";

const KEY = "nyth-assessment";
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567"; // of an id

function start(box) {
  const { words, months, levels, principles, schema } = JSON.parse(box.dataset.assessment);
  const one = (selector, root = box) => root.querySelector(selector);
  const all = (selector, root = box) => [...root.querySelectorAll(selector)];
  const ids = principles.map(([id]) => id);
  const titles = { __proto__: null, ...Object.fromEntries(principles) };
  const numbers = levels.map(([level]) => level);
  const names = { 0: one("[data-table]").closest("table").tHead.rows[0].cells[levels.length + 1].textContent, ...Object.fromEntries(levels) };
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => LETTERS[byte % 32]).join("");
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
  // not every browser knows the months of Welsh
  const day = (text) => text.replace(/^(\d+)-(\d+)-(\d+)$/, (_, year, month, date) => `${Number(date)} ${months[month - 1] ?? month} ${year}`);
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const element = (name, content = "", properties = {}) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...[content].flat());
    return made;
  };

  const made = new Set(); // the actions that nobody else has
  let doc = model.empty();
  let own = fresh();
  let earlier = null;
  let known = null; // what is kept on the device, as this tab wrote or read it last
  let lost = ""; // why nothing is kept any more: no other message hides it
  let [kept, unsaved, leaving] = [false, false, false];

  const status = one("[data-status]");
  const tell = (text, wrong = false) => {
    status.textContent = [text, lost].filter(Boolean).join(" ");
    status.classList.toggle("assess__wrong", wrong || Boolean(lost));
    if (wrong) status.focus();
  };

  const sheet = (of = { doc, own }) => model.sheets(of.doc).find(({ id }) => id === of.own) ?? model.blankSheet(of.own);
  /** Adds what is kept or in a file. The form goes on with its answers, unless it has some of its own. */
  const take = (found) => {
    if (!model.saysSomething(sheet())) [doc, own] = [model.without(doc, own), found.own];
    doc = model.merge(doc, found.doc);
  };

  // What is kept is one for all tabs of the device: each takes over what another wrote before it changes anything.

  const lose = (why) => {
    [kept, lost] = [false, say(why)];
    tell("", true);
  };
  const look = () => {
    const text = attempt(() => localStorage.getItem(KEY));
    if (text === known) return;
    known = text;
    const found = text ? codec.read(text, schema) : {};
    if (!found.doc) return lose(text ? "unread" : "not-kept");
    if (kept) doc = found.doc;
    else take(found);
    kept = true;
  };
  const store = () => {
    const text = codec.write(doc, own);
    if (!attempt(() => localStorage.setItem(KEY, text) ?? true)) return lose("not-kept");
    [known, kept, lost] = [text, true, ""];
  };
  const change = (edited) => {
    if (kept) look();
    doc = edited();
    [unsaved, leaving] = [true, false];
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
      const line = target.closest("[data-action]").dataset;
      if (field === "by") line.filled = "";
      // a year may be typed with more figures than a file takes
      const value = target.validity.valid ? target.value : "";
      change(() => {
        const before = model.find(doc, "actions", line.action);
        // what others may change as well, in their copies of a file, is put in the place of theirs
        if (before && !made.has(line.action)) [doc, line.action] = [model.takeOut(doc, line.action), fresh()];
        made.add(line.action);
        const blank = { principle: principleOf(target), what: "", who: "", by: "", rev: 0 };
        return model.put(doc, "actions", { ...blank, ...before, id: line.action, gone: undefined, [field]: value });
      });
    }
  });

  // The result

  const range = ({ low, high, rated }) => (!rated ? names[0] : low === high ? names[low] : say("range", { low: names[low], high: names[high] }));
  /** One principle on the scale, which the page has: the answers, and the earlier answers under them. */
  const draw = (scale, said, before) => {
    const dots = all("circle", scale);
    const at = (level, beside) => Number(dots[numbers.indexOf(level)].getAttribute("cx")) + beside;
    const span = ({ rated, low, high } = { rated: 0 }, y, beside) => (rated ? `M${at(low, -beside)} ${y}H${at(high, beside)}` : "");
    one(".assess__spread", scale).setAttribute("d", span(said, 20, 0));
    one(".assess__earlier", scale).setAttribute("d", span(before, 36, 8));
    dots.forEach((dot, i) => dot.setAttribute("r", said.counts[i] > 1 ? 12 : 8 * said.counts[i]));
    all("text", scale).forEach((text, i) => (text.textContent = said.counts[i] > 1 ? said.counts[i] : ""));
  };
  const part = (name, items) => {
    const section = one(`[data-${name}]`);
    section.hidden = !items.length;
    section.lastElementChild.replaceChildren(...items);
  };
  const sheetName = ({ id, who }) => who || (id === own ? say("mine") : say("other", { id: id.slice(0, 4) }));

  const listed = (from) => {
    const name = [sheetName(from), from.alike > 1 && say("alike", { day: day(from.on) })].filter(Boolean).join(" · ");
    if (from.id === own) return element("li", name);
    const whose = element("span", `: ${sheetName(from)}`, { className: "hidden" });
    const button = element("button", [say("take-out"), whose], { type: "button", className: "button button--small" });
    Object.assign(button.dataset, { do: "take-out", sheet: from.id });
    return element("li", [name, " ", button]);
  };

  function show() {
    const said = model.profile(doc, ids, numbers);
    const before = earlier && model.profile(earlier, ids, numbers);
    const rated = said.some((row) => row.rated);
    const [region] = [...one("[data-team=region]").selectedOptions, one("[data-team=region] option")];
    one("[data-for]").textContent = [doc.team.name, region.value && region.textContent].filter(Boolean).join(" · ");
    one("[data-empty]").hidden = rated;
    for (const cell of all("[data-earlier]")) cell.hidden = !before;
    const apart = model.disagreements(said).map((row) => {
      const each = row.counts.map((n, i) => n && `${levels[i][1]}: ${n}`).filter(Boolean);
      return element("li", [element("strong", `${titles[row.principle]}: ${range(row)}`), element("span", each.join("; "))]);
    });
    part("differ", apart);
    one("[data-profile]").hidden = !rated;
    said.forEach((row, i) => {
      draw(one(`[data-scale="${row.principle}"]`), row, before?.[i]);
      const cells = one(`[data-row="${row.principle}"]`).cells;
      [...row.counts, row.not].forEach((n, j) => (cells[j + 1].textContent = n));
      if (before) cells[levels.length + 3].textContent = range(before[i]);
    });
    for (const link of all("[data-region-link]")) Object.assign(link, { href: region.dataset.href, textContent: region.dataset.title ?? region.textContent });
    // what the team's own region did comes first
    for (const item of practices) if (!item.dataset.regions.split(" ").includes(region.value)) item.parentElement.append(item);
    const low = model.lowRated(said, numbers);
    part("low", low.flatMap(({ principle }) => [element("h5", titles[principle]), one(`[data-principle="${principle}"] [data-next]`).cloneNode(true)]));
    const planned = model.actions(doc).map(({ principle, what, who, by }) => {
      const texts = [[what, who].filter(Boolean).join(" · "), titles[principle] ?? principle];
      return element("li", [element("strong", by ? day(by) : say("undated")), ...texts.map((text) => element("span", text))]);
    });
    part("planned", planned);
    const heard = model.heard(doc);
    const noted = ids.flatMap((id) => heard.filter(({ notes }) => notes[id]).map((from) => [id, from]));
    part("noted", noted.flatMap(([id, from]) => [element("dt", `${titles[id]} · ${sheetName(from)}`), element("dd", from.notes[id], { dir: "auto" })]));
    part("sheets", heard.some(({ id }) => id !== own) ? heard.map(listed) : []);
    one("[data-link]").textContent = `${location.href.replace(/[?#].*/, "")}#answers=${codec.code(sheet(), ids)}`;
    drawCode();
  }

  // Files and links

  const qr = one("[data-qr]");
  // a page of a disk has no address for the devices of others
  qr.hidden = location.protocol === "file:";
  const drawCode = () => qr.open && generate(one("[data-link]").textContent).toCanvas(one("canvas", qr), { off: [255, 255, 255] });
  qr.addEventListener("toggle", drawCode);
  const download = (ending, type, text) => {
    const link = element("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: `${words.file}-${today()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(say("saved"));
  };
  const seeResult = () => lost || location.replace("#result"); // which takes the focus along

  const USES = {
    opened: (found) =>
      change(() => {
        const [mine, theirs] = [sheet(), sheet(found)];
        const goneOn = model.keeps(theirs, mine);
        // what was only prepared, for each of a team to open, is nobody's sheet yet; of their own, people know what they changed
        const stays = theirs.id === own || !model.saysSomething(theirs) || (model.family(mine) === model.family(theirs) && !goneOn);
        if (stays) return model.merge(doc, found.doc);
        const file = model.carriedOn(found, fresh());
        if (goneOn || !model.saysSomething(mine)) doc = model.without(doc, own);
        own = file.own;
        return model.merge(doc, file.doc);
      }),
    added: (found) => change(() => model.merge(doc, found.doc)),
    compared: (found) => (earlier = found.doc),
  };
  for (const input of all("[data-file]")) {
    input.addEventListener("change", async () => {
      const { use } = input.dataset;
      const [files, refused] = [[...input.files], []];
      for (const file of files) {
        const text = file.arrayBuffer().then((bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
        const found = codec.read(await text.catch(() => ""), schema);
        // what is more than a file takes could be saved, and not opened again
        const { error = codec.read(codec.write(model.merge(doc, found.doc), own), schema).error && "full" } = found;
        if (error) refused.push(say("error", { file: file.name, why: say(error, found) }));
        else USES[use](found);
      }
      const opened = files.length > refused.length;
      input.value = "";
      if (opened) fill();
      tell([...refused, opened && say(use, { n: model.heard(doc).length })].filter(Boolean).join(" "), refused.length > 0);
      if (opened && !refused.length) use === "opened" ? status.focus() : seeResult();
    });
  }
  const addCodes = (lines) => {
    const found = lines.map((line) => codec.readCode(line, ids, numbers, fresh()));
    const wrong = found.find(({ error }) => error);
    if (wrong) return tell(say(wrong.error, wrong), true); // figures alone would count again at the next try
    change(() => model.merge(doc, { ...model.empty(), sheets: found.map((one) => one.sheet) }));
    fill();
    tell(say("added", { n: model.heard(doc).length }));
    seeResult();
    return true;
  };

  const forgotten = () => {
    [doc, own, earlier, kept, known, lost, unsaved] = [model.empty(), fresh(), null, false, null, "", false];
    one("[data-codes]").value = "";
    fill();
    tell(say("forgotten"));
  };

  // The buttons

  const DO = {
    add(button) {
      const rows = one("[data-rows]", button.closest("[data-principle]"));
      rows.append(row({ id: fresh() }));
      one("[data-field]", rows.lastElementChild).focus();
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
      [unsaved, lost] = [false, ""];
      download("json", "application/json", codec.write(doc, own));
    },
    codes() {
      const field = one("[data-codes]");
      if (addCodes(codec.codes(field.value))) field.value = "";
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
  };
  box.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    const file = button && one(`[data-file="${button.dataset.do}"]`);
    if (file) file.click();
    else if (button) DO[button.dataset.do](button);
  });
  one("form").addEventListener("submit", (event) => event.preventDefault());

  // the questions of the role from whose page somebody comes
  const asked = document.getElementById(location.hash.slice(1));
  if (asked) asked.open = true;

  // The other language, and Back to it, takes everything along: in the name of the window, which nothing keeps. Browsers do not
  // say where Back leads to, so that it first leads to where this page was entered.
  const other = document.querySelector("a[data-keep-place]");
  const hand = (back) => {
    leaving = true;
    const [file, before] = [doc, earlier].map((one) => one && codec.write(one, own));
    window.name = JSON.stringify({ [KEY]: { file, before, unsaved, kept, known, back } });
  };
  const handed = () => {
    leaving = false;
    const given = attempt(() => JSON.parse(window.name)[KEY]);
    const mine = codec.read(given?.file ?? "", schema);
    if (!mine.doc) return;
    window.name = "";
    ({ doc, own } = mine);
    earlier = codec.read(given.before, schema).doc;
    ({ unsaved, kept, known } = given);
    fill();
    if (!given.back) attempt(() => history.replaceState({ entered: true }, ""));
    attempt(() => history.pushState(null, "")); // nothing tells where Forward leads to: there is none
  };
  other.addEventListener("click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || hand());
  addEventListener("popstate", ({ state }) => {
    if (!state?.entered) return;
    hand(true);
    history.back();
  });
  // where nothing was touched yet, some browsers pass that over, and tell where they go
  window.navigation?.addEventListener("navigate", ({ navigationType, destination }) => {
    if (navigationType === "traverse" && new URL(destination.url).pathname === other.pathname) hand(true);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !kept && !leaving && navigator.userActivation?.hasBeenActive !== false) event.preventDefault();
    if (!leaving) window.name = "";
  });
  addEventListener("pageshow", handed);
  // Another tab changed what is kept, or forgot it; a tab that was put to sleep hears of it when somebody comes back.
  const follow = ({ key }) => {
    const before = known;
    if (kept) look();
    if (known === before) return;
    // where the browser itself forgot it, what stands here is all that is left
    return known || key !== KEY ? fill() : forgotten();
  };
  for (const kind of ["storage", "focus", "pageshow"]) addEventListener(kind, follow);

  // What is there already: written before this came, handed over by the other language, kept on the device, or in a link.
  for (const part of all("[data-script]")) part.hidden = false;
  for (const line of all("[data-rows] > li")) line.dataset.action = fresh();
  const written = all("input, select, textarea").filter(({ type, checked, value }) => (type === "radio" ? checked && value !== "0" : value));
  for (const field of written) field.dispatchEvent(new Event("input", { bubbles: true }));
  const early = { doc, own };
  [doc, own] = [model.empty(), fresh()];
  handed();
  look();
  if (written.length) change(() => take(early) ?? doc);
  fill();
  if (kept) tell(say("kept"));
  const fromLink = () => {
    if (!/^#answers(=|%3d)/i.test(location.hash)) return;
    addCodes([location.hash]);
    attempt(() => history.replaceState(history.state, "", location.pathname + location.search));
  };
  addEventListener("hashchange", fromLink);
  fromLink();
}

for (const box of document.querySelectorAll("[data-assessment]")) start(box);
