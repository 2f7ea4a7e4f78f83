// Documents as files, links, tables and calendars, and back. Pure. Whatever is read is compared with the published
// schema before anything of it is used; a refusal is {error, ...}: a key of the words, with what to fill in.

import { actions, blankSheet, empty, heard, merge } from "./model.js";

export const FORMAT = "nyth-self-assessment";
export const VERSION = 1;

const KINDS = {
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

/** Where a value first breaks a schema, as "/sheets/0/on", or null. Knows as much of JSON Schema as ours says. */
export function fault(value, schema, path = "", root = schema) {
  if (schema.$ref) return fault(value, root.$defs[schema.$ref.split("/").pop()], path, root);
  const holds =
    (!schema.type || KINDS[schema.type](value)) &&
    (!("const" in schema) || value === schema.const) &&
    (schema.minimum === undefined || (value >= schema.minimum && value <= schema.maximum)) &&
    (schema.maxLength === undefined || [...value].length <= schema.maxLength) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value)) &&
    (schema.maxItems === undefined || value.length <= schema.maxItems) &&
    (schema.maxProperties === undefined || Object.keys(value).length <= schema.maxProperties) &&
    (schema.required ?? []).every((key) => Object.keys(value).includes(key));
  if (!holds) return path || "/";
  if (schema.type === "array") {
    return value.reduce((found, item, n) => found ?? fault(item, schema.items, `${path}/${n}`, root), null);
  }
  if (schema.type !== "object") return null;
  for (const [key, item] of Object.entries(value)) {
    const here = `${path}/${key}`;
    const known = Object.keys(schema.properties ?? {}).includes(key) ? schema.properties[key] : schema.additionalProperties;
    if (schema.propertyNames && fault(key, schema.propertyNames, "", root)) return here;
    const wrong = known ? fault(item, known, here, root) : here;
    if (wrong) return wrong;
  }
  return null;
}

export const write = (doc, own) => `${JSON.stringify({ format: FORMAT, version: VERSION, own, ...doc }, null, 1)}\n`;

/** A file as {doc, own}, or {error}. */
export function read(text, schema) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return { error: /^\s*[^\s{]/.test(text) ? "foreign" : "broken" };
  }
  if (!KINDS.object(file) || file.format !== FORMAT) return { error: "foreign" };
  if (Number.isInteger(file.version) && file.version > VERSION) return { error: "newer" };
  const at = fault(file, schema);
  if (at) return { error: "damaged", at };
  return { own: file.own, doc: merge(empty(), file) };
}

/** The levels of a sheet, one figure for each principle and 0 for "not discussed", short enough to be read out. */
export const code = (sheet, principles) =>
  `${sheet.id}-${sheet.rev}-${principles.map((principle) => sheet.levels[principle] ?? 0).join("")}`;

/** A code, a link that ends in one, or its figures alone, as {sheet} or {error}. `id`: for figures alone. */
export function readCode(text, principles, levels, id) {
  // what programs for messages make of signs, of a hyphen and of the first letter, and add behind a link
  const plain = new URLSearchParams(`p=${text.replace(/[&+]/g, encodeURIComponent)}`).get("p");
  const written = plain.trim().toLowerCase().replace(/\p{Pd}/gu, "-").split("#answers=").pop();
  const [, known, rev, figures] = /^\W*(?:([a-z2-7]{8})-(\d{1,9})-)?(\d+)(?:\W*|[?&].*)$/.exec(written) ?? [];
  const given = [...(figures ?? "")].map(Number);
  if (given.length !== principles.length || !given.every((level) => level === 0 || levels.includes(level))) {
    return { error: "code", code: written.slice(0, 60), n: principles.length };
  }
  const rated = principles.map((principle, n) => [principle, given[n]]).filter(([, level]) => level);
  return { sheet: { ...blankSheet(known ?? id), rev: Number(rev ?? 0), levels: Object.fromEntries(rated) } };
}

// Dates and times, which chats put around what people pass on; figures alone, each apart, in threes or together.
const WHEN = /(^|[^\d.,/:-])(?:\d\d?(?:[:.]\d\d)+|\d{1,4}([/.-])\d\d?\2\d{1,4}|\d\d?\/\d\d?|\d\d? \p{L}+( \d{4})?|\p{L}+ \d\d?, \d{4})(?![\p{L}/-]|[.,:]?\d)/gu;
const ALONE = /^\W*(?:\d+|\d(?:\W+\d)*|\d{3}(?:[\s.,]\d{3})*)\W*$/;

/** The links, codes and figures in a text; words, and the numbers of lists and names, are left out. */
export const codes = (text) => {
  const found = text.split(/[\n;]+/).flatMap((line) => {
    if (ALONE.test(line)) return line.replace(/\D/g, "");
    const parts = line.replace(WHEN, "$1 ").split(/[\s,|]+/).filter((part) => /\d/.test(part));
    const long = parts.filter((part) => !/^[^\p{L}\d\p{Pd}]*\d{1,2}[^\p{L}\d\p{Pd}]*$/u.test(part));
    return long.length || parts.length < 2 ? long : parts.join("").replace(/\D/g, "");
  });
  return found.length ? found : [text.trim()].filter(Boolean);
};

// What a spreadsheet would run as a formula begins with one of these, in the wide forms too.
const FORMULA = /^[\s\u0000-\u001f]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll("\u0000", "").replaceAll('"', '""')}"`;

/** Everything as a table. `names`: {column: [...], level, action, principle: {id: title}, level names: {n: name}}. */
export function csv(doc, principles, names) {
  const rows = [names.columns];
  for (const sheet of heard(doc)) {
    for (const principle of principles) {
      const [level, note = ""] = [sheet.levels[principle], sheet.notes[principle]];
      if (level || note) rows.push([names.rating, names.titles[principle], sheet.who, names.levels[level ?? 0], note, sheet.on]);
    }
  }
  for (const { principle, who, what, by } of actions(doc)) rows.push([names.action, names.titles[principle] ?? principle, who, "", what, by]);
  return `\uFEFF${rows.map((row) => row.map((text) => cell(String(text ?? ""))).join()).join("\r\n")}\r\n`;
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n").replace(/[\u0000-\u001f\u007f]/g, " ");

/** A line of a calendar, cut so that none is longer than 75 bytes and no letter, of at most four, is cut in two. */
const folded = (line) => line.match(/^[ -~]{0,75}$|.{1,18}/gsu).join("\r\n ");

/** The actions that have a date, as a calendar. `stamp`: now, as 20261126T120000Z; `words`: {id: title} of principles. */
export function calendar(doc, titles, stamp, name) {
  const events = actions(doc).filter(({ by }) => Date.parse(by)).flatMap(({ id, principle, what, who, by }) => [
    "BEGIN:VEVENT",
    `UID:${id}@nyth-self-assessment`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${by.replaceAll("-", "")}`,
    `SUMMARY:${escaped([what, who && `(${who})`].filter(Boolean).join(" "))}`,
    `DESCRIPTION:${escaped(titles[principle] ?? principle)}`,
    "END:VEVENT",
  ]);
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//NYTH/NEST reference//self-assessment//EN", `X-WR-CALNAME:${escaped(name)}`];
  return [...head, ...events, "END:VCALENDAR", ""].map(folded).join("\r\n");
}
