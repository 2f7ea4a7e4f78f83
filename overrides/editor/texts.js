// What people wrote ⇄ the fields of a form, and the fingerprints of what both languages say. Nothing here knows the
// editor or the page. What is not a field is put back byte for byte, so that a change shows nothing but itself.

// The same cuts as scripts/nyth/content/load.py makes.
const HEADING = /^(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const FENCE = /^(```|~~~)/;
const ANCHOR = /\s*\{:\s*#[a-z0-9-]+\s*\}$/;
export const LANGUAGES = ["en", "cy"];
const MATTER = ["title", "summary", "search"];

/** A text cut at its headings: {matter: front matter, pieces: [{place, level, heading, before, words, after}]}. */
export const cut = (text) => {
  const lines = text.split("\n");
  const end = lines[0].trimEnd() === "---" ? lines.findIndex((line, n) => n && line.trimEnd() === "---") : -1;
  const pieces = [{ place: "", level: 0, head: null, lines: [] }];
  let fenced = false;
  let section = "";
  for (const line of lines.slice(end + 1)) {
    if (FENCE.test(line)) fenced = !fenced;
    const found = fenced ? null : HEADING.exec(line);
    const level = found ? found[1].length : 0;
    // a ### before the first ## belongs to no section
    if (level === 2 || (level === 3 && section)) {
      if (level === 2) section = line;
      pieces.push({ place: level === 2 ? line : `${section}\n${line}`, level, heading: found[2], head: line, lines: [] });
    } else pieces.at(-1).lines.push(line);
  }
  return { matter: end < 0 ? null : lines.slice(0, end + 1).join("\n"), pieces: pieces.map(spaced) };
};

// The blank lines round a text are layout: they stay where they are and are not shown.
const spaced = ({ lines, ...piece }) => {
  const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(lines.join("\n"));
  return { ...piece, bare: !lines.length, before, words, after };
};

/** The text again. */
export const join = ({ matter, pieces }) => {
  const texts = pieces.map(({ head, bare, before, words, after }) => {
    const body = bare ? [] : [before + words + after];
    return (head === null ? body : [head, ...body]).join("\n");
  });
  return [matter, ...texts.filter((text, n) => n || !pieces[0].bare)].filter((text) => text !== null).join("\n");
};

// The files break lines at 120 characters, which a narrow box would break again. So the form shows paragraphs whole, and
// puts the breaks back between all words that were not touched: no other line of the file changes.

const WORDS = /\S+|\s+/g;
const BLOCK = /^(?:[-*+]|\d+[.)]|[-=]+|#{1,6}|[>|<:{`~].*)$/;
// Whether a gap between two words only breaks a line; `line`: what stands before it on its line.
const soft = (gap, word, line) => /^\n[ \t]*$/.test(gap) && !BLOCK.test(word) && !/^\s*[>|`~{#]/.test(line);
const shownGaps = (text) => {
  const parts = text.match(WORDS) || [];
  let line = "";
  return parts.map((part, n) => {
    const gap = /^\s/.test(part);
    const shown = gap && n && n + 1 < parts.length && soft(part, parts[n + 1], line) ? " " : part;
    line = gap && part.includes("\n") ? "" : line + part;
    return shown;
  });
};
const FENCED = /^\s*(?:```|~~~)/m;

/** A text with each paragraph on one line. */
export const whole = (text) => (FENCED.test(text) ? text : shownGaps(text).join(""));

/** What was made of `whole(text)` with the line breaks of `text`. */
export const broken = (text, edited) => {
  if (FENCED.test(text) || FENCED.test(edited)) return edited;
  const old = text.match(WORDS) || [];
  const shown = shownGaps(text);
  const now = edited.match(WORDS) || [];
  // the same words and gaps at both ends need no comparing
  let start = 0;
  while (start < Math.min(old.length, now.length) && shown[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && shown.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [a, b] = [shown.slice(start, shown.length - end), now.slice(start, now.length - end)];
  // a text that is another one altogether keeps the breaks it has
  if (a.length * b.length > 9_000_000) return edited;
  // the longest common run of parts, from the end
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const middle = [];
  for (let i = 0, j = 0; j < b.length; ) {
    if (i < a.length && a[i] === b[j]) {
      middle.push(old[start + i]);
      i += 1;
      j += 1;
    } else if (i < a.length && best[i + 1][j] >= best[i][j + 1]) i += 1;
    else middle.push(b[j++]);
  }
  return [...old.slice(0, start), ...middle, ...old.slice(old.length - end)].join("");
};

// YAML, as far as single values in it go

const COMMENT = /[ \t]+#[^"'\n]*$/;
const value = (key, indent = "") => new RegExp(`^${indent}${key}:[ \\t]*(.*(?:\\n(?:${indent}[ \\t]+\\S.*|- .*))*)`, "m");
const unquoted = (text) => {
  if (/^"[^]*"$/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text.slice(1, -1); // an escape that only YAML knows; it stays as it is unless somebody changes the value
    }
  }
  if (/^'[^]*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  return /^(|~|null)$/i.test(text) ? "" : text;
};

/** The value of a key as text, or as a list of texts; undefined where the key is not there. */
export const read = (text, key) => {
  const found = value(key).exec(text);
  if (!found) return undefined;
  const said = found[1].replace(COMMENT, "").replace(/\n\s+/g, " ").trim();
  if (said.startsWith("[")) return (said.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+/g) || []).map((item) => unquoted(item.trim())).filter(Boolean);
  if (/^\n?- /.test(found[1])) return found[1].trim().split(/\n?- /).filter(Boolean).map((item) => unquoted(item.trim()));
  return unquoted(said);
};

// Words that YAML would read as something else, or not at all, stand in quotation marks; see yaml-ambiguous.
const PLAIN = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[\p{L}(][^:#,[\]{}"\n]*$/iu;
const quoted = (text, list) => (PLAIN.test(list ? text : text.replaceAll(",", "")) && text === text.trim() ? text : JSON.stringify(text));
/** A text or list of texts as YAML on one line. `exact`: a date, number or id, which is written as it is. */
export const written = (said, exact) => {
  if (Array.isArray(said)) return `[${said.map((item) => (exact ? item : quoted(item, true))).join(", ")}]`;
  if (said === "") return "null";
  return exact ? said : quoted(said);
};

/** The text with the value of a key replaced, added or (null) taken out; `parent`: the key it stands under. */
export const set = (text, key, yaml, parent) => {
  if (parent) {
    const block = new RegExp(`^${parent}:[ \\t]*\\n((?:[ \\t]+.*\\n?|\\n)*)`, "m").exec(text);
    if (!block) return yaml === null ? text : `${text}${parent}:\n  ${key}: ${yaml}\n`;
    const start = block.index + block[0].length - block[1].length;
    return text.slice(0, start) + inBlock(block[1], key, yaml, "  ") + text.slice(start + block[1].length);
  }
  return inBlock(text, key, yaml, "");
};
const inBlock = (text, key, yaml, indent) => {
  const found = value(key, indent).exec(text);
  if (found && yaml === null) return text.slice(0, found.index) + text.slice(found.index + found[0].length).replace(/^\n/, "");
  const comment = found && !found[0].includes("\n") ? COMMENT.exec(found[0])?.[0] || "" : "";
  if (found) return `${text.slice(0, found.index)}${indent}${key}: ${yaml}${comment}${text.slice(found.index + found[0].length)}`;
  if (yaml === null) return text;
  const line = `${indent}${key}: ${yaml}\n`;
  // in a list of ids the alphabet is where two people who add different ones meet least
  const after = indent && [...text.matchAll(/^ {2}([\w.-]+):/gm)].find((other) => other[1] > key);
  return after ? text.slice(0, after.index) + line + text.slice(after.index) : `${text.replace(/\n?$/, "\n")}${line}`;
};

// The file that the form opens: both languages and the facts of one thing, as JSON. `shape` comes from the
// configuration: {places: {en: {place: field}, cy: …}, page: whether headings are its own, facts: {key: exact}}.

/** What the form shows: both languages of each field, by name. `kept` is what it does not show. */
export const fromFile = (raw) => {
  const { texts, shape, agreement = "" } = JSON.parse(raw);
  if (!texts) return {};
  const cuts = Object.fromEntries(LANGUAGES.map((lang) => [lang, cut(texts[lang])]));
  const data = { agreement, kept: JSON.stringify({ texts, shape }) };
  for (const lang of LANGUAGES) {
    for (const key of MATTER) {
      const said = read(cuts[lang].matter, key);
      (data[key] ||= {})[lang] = Array.isArray(said) ? said.join(", ") : said || "";
    }
    for (const { place, words } of cuts[lang].pieces) {
      const field = shape.places[lang][place];
      if (field) (data[field] ||= {})[lang] = whole(words);
    }
  }
  if (texts.facts) data.facts = Object.fromEntries(Object.keys(shape.facts).map((key) => [key, read(texts.facts, key) ?? ""]));
  return data;
};

/** The file again: the texts as they stood, with what was changed in the form. */
export const toFile = (data) => {
  if (!data.kept) return "{}";
  const { texts, shape } = JSON.parse(data.kept);
  const old = fromFile(data.kept);
  const made = { ...texts };
  for (const lang of LANGUAGES) {
    const pieces = cut(texts[lang]);
    for (const piece of pieces.pieces) {
      const said = data[shape.places[lang][piece.place]]?.[lang];
      if (said !== undefined && said !== whole(piece.words)) {
        piece.words = broken(piece.words, said.replaceAll("\r", "").replace(/[ \t]+$/gm, "").trim());
        if (!piece.after) Object.assign(piece, { bare: false, before: "\n", after: "\n" });
      }
    }
    for (const key of MATTER) {
      const said = data[key]?.[lang];
      if (said === undefined || said === old[key][lang]) continue;
      const line = said.replace(/\s+/g, " ").trim();
      const list = line.split(",").map((item) => item.trim()).filter(Boolean);
      const yaml = key !== "search" ? written(line) : list.length ? written(list) : null;
      // the block ends in --- and a new key must stand before it
      pieces.matter = `${set(pieces.matter.replace(/\n---\s*$/, "\n"), key, yaml).replace(/\n$/, "")}\n---`;
    }
    made[lang] = join(pieces);
  }
  for (const [key, exact] of Object.entries(texts.facts ? shape.facts : {})) {
    const said = data.facts?.[key];
    if (said === undefined || String(said ?? "") === String(old.facts[key])) continue;
    made.facts = set(made.facts, key, written(Array.isArray(said) ? said : String(said ?? "").trim(), exact));
  }
  return JSON.stringify({ texts: made, shape, agreement: data.agreement || "" });
};

// Agreement, as scripts/nyth/languages/agree.py has it; tests hold the two together over the whole content

const FIRST = "bcdfghjklmnpqrstvwxz";
const REST = `${FIRST}0123456789`;
const plain = (text) => {
  let said = text;
  for (let last = null; last !== said; ) {
    last = said;
    said = said.replace(/^([ \t]*>.*)\n[ \t]*>[ \t]?/gm, "$1 ");
  }
  return said.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').split(/\s+/).filter(Boolean).join(" ");
};

/** Five letters and digits that stand for the words of a unit. */
export const fingerprint = async ({ id, blocks }) => {
  const said = new TextEncoder().encode([id, ...blocks.map(plain)].join("\x1f"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", said)).slice(0, 16);
  let number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let letters = FIRST[Number(number % 20n)];
  number /= 20n;
  for (let n = 0; n < 4; n += 1, number /= 30n) letters += REST[Number(number % 30n)];
  return letters;
};

/** What has a fingerprint of its own, in order: [{id, blocks}]; null where a heading is not known. */
export const units = (text, shape, lang) => {
  const { matter, pieces } = cut(text);
  const found = [{ id: "title", blocks: [read(matter, "title") || "", read(matter, "summary") || ""] }];
  for (const { place, level, heading, words } of pieces) {
    const id = shape.places[lang][place]?.replace(/^s-/, "");
    const said = level && shape.page ? heading.replace(ANCHOR, "") : "";
    if (!id && level) return null;
    if (level === 2) found.push({ id, blocks: [said, words] });
    else if (level === 3) found.at(-1).blocks.push(id, said, words);
    else if (id && words) found.push({ id, blocks: [words] });
  }
  return found;
};

// The fingerprints that stand afterwards, with those of `chosen` new and the rest as it was agreed.
const accepted = (ids, fresh, agreed, chosen) => {
  if (!agreed) return fresh;
  const old = agreed.split(" ");
  const pending = ids.map((id, n) => n).filter((n) => !old.includes(fresh[n]) && !chosen.has(ids[n]));
  if (old.length === fresh.length) return fresh.map((now, n) => (pending.includes(n) ? old[n] : now));
  const stale = old.filter((now) => !fresh.includes(now));
  const renewed = ids.filter((id, n) => !old.includes(fresh[n]) && chosen.has(id)).length;
  const gone = Math.max(stale.length - pending.length - renewed, 0);
  return [...fresh.filter((now, n) => !pending.includes(n)), ...stale.slice(0, pending.length + gone)];
};

/**
 * The file of agreements with what the editor said: {file, text}, or null where nothing is to be written.
 * `said`: "both", of the sections that were changed in both languages, or "spelling", of all that were changed.
 */
export const agree = async (said, before, after, shape, today) => {
  const file = shape.page ? "agreed" : "facts";
  const [parent, key] = shape.page ? ["agreed", shape.id] : [undefined, "agreed"];
  const old = {};
  const now = {};
  for (const lang of LANGUAGES) {
    for (const [texts, side] of [[before, old], [after, now]]) {
      const found = units(texts[lang], shape, lang);
      if (!found) return null;
      side[lang] = { ids: found.map(({ id }) => id), prints: await Promise.all(found.map(fingerprint)) };
    }
  }
  const changed = (lang) => now[lang].ids.filter((id, n) => !old[lang].prints.includes(now[lang].prints[n]));
  const [en, cy] = LANGUAGES.map((lang) => new Set(changed(lang)));
  const chosen = said === "both" ? new Set([...en].filter((id) => cy.has(id))) : new Set([...en, ...cy]);
  if (!said || !chosen.size) return null;
  const block = parent ? new RegExp(`^agreed:[ \\t]*\\n((?:[ \\t]+.*\\n?)*)`, "m").exec(after[file])?.[1] || "" : after[file];
  const line = new RegExp(`^ *${key}: *\\{.*?en: ([^,}]*), cy: ([^,}]*)\\}`, "m").exec(block);
  const [wasEn, wasCy] = line ? [line[1].trim(), line[2].trim()] : ["", ""];
  const prints = [["en", wasEn], ["cy", wasCy]].map(([lang, was]) => accepted(now[lang].ids, now[lang].prints, was, chosen));
  let text = set(after[file], key, `{on: ${today}, en: ${prints[0].join(" ")}, cy: ${prints[1].join(" ")}}`, parent);
  // one language may stay behind no longer than it does
  const inStep = LANGUAGES.every((lang, n) => prints[n].join() === now[lang].prints.join());
  if (inStep) text = set(text, shape.page ? key : "awaiting", null, shape.page ? "awaiting" : undefined);
  return { file, text };
};
