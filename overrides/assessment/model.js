// What a team says of itself, as plain data. Pure: nothing here knows a page, a file or a clock.
//
// What a document holds stands in self-assessment-1.json. A code brings the levels of a sheet and no day or words, so that it
// stands beside the sheet: two records of one id, which count as one.
// Whoever carries on from a file gets an id of their own, of which the second half stays (see ARCHITECTURE.md).

export const empty = () => ({ team: { rev: 0, name: "", region: "" }, sheets: [], actions: [] });

export const blankSheet = (id) => ({ id, rev: 0, who: "", on: "", levels: {}, notes: {} });

export const find = (doc, list, id) => doc[list].find((record) => record.id === id);

/** The same data always as the same text, whatever the order of its keys. */
export const canonical = (value) =>
  JSON.stringify(value, (key, part) => {
    const keyed = part !== null && typeof part === "object" && !Array.isArray(part);
    return keyed ? Object.fromEntries(Object.entries(part).sort()) : part;
  });

const later = (one, other) => (one.rev - other.rev || (canonical(one) > canonical(other) ? 1 : -1)) > 0 ? one : other;

function union(records) {
  const all = new Map();
  for (const record of records) {
    const name = record.on === "" ? `${record.id} code` : record.id;
    all.set(name, later(record, all.get(name) ?? record));
  }
  return [...all.keys()].sort().map((name) => all.get(name));
}

/** Several people's documents as one. Whatever the order, and however often one is added, the result is the same. */
export const merge = (one, other) => ({
  team: later(one.team, other.team),
  sheets: union([...one.sheets, ...other.sheets]),
  actions: union([...one.actions, ...other.actions]),
});

/** What everyone said: the sheets, each with the levels of a later code, which stands behind it. */
export const sheets = (doc) =>
  doc.sheets.flatMap((sheet, n) => {
    const [before, code] = [doc.sheets[n - 1], doc.sheets[n + 1]];
    if (before?.id === sheet.id) return [];
    return code?.id === sheet.id && code.rev > sheet.rev ? { ...sheet, rev: code.rev, levels: code.levels } : sheet;
  });

const next = (rev) => Math.min(rev + 1, 999999999); // the schema knows no later one

/** The document with a record put in, one change later than it was. */
export function put(doc, list, record) {
  return { ...doc, [list]: union([...doc[list].filter(({ id }) => id !== record.id), { ...record, rev: next(record.rev) }]) };
}

export const putTeam = (doc, values) => ({ ...doc, team: { ...doc.team, ...values, rev: next(doc.team.rev) } });

export const without = (doc, sheet) => ({ ...doc, sheets: doc.sheets.filter(({ id }) => id !== sheet) });

export const family = ({ id }) => id.slice(4);

/** What is in a file, as somebody carries on from it who is given an id. */
export function carriedOn({ doc, own }, id) {
  const mine = id.slice(0, 4) + own.slice(4);
  const goOn = (sheet) => (sheet.id === own ? { ...sheet, id: mine, rev: next(sheet.rev) } : sheet);
  return { own: mine, doc: { ...doc, sheets: doc.sheets.map(goOn) } };
}

/** Every answer and word of a sheet. */
const said = ({ who, levels, notes }) => {
  const words = (text) => text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}.,;:]/gu) ?? [];
  const texts = Object.entries({ "": who, ...notes }).flatMap(([part, text]) => words(text).map((word) => `${part} ${word}`));
  return [...Object.entries(levels).map(String), ...texts];
};

/** Whether a sheet that goes back to the same file has every word and answer of another. */
export function keeps(sheet, other) {
  const all = new Set(said(sheet));
  return family(sheet) === family(other) && said(other).every((word) => all.has(word));
}

/** Of an action that is taken out enough is left that it stays out when files are merged, and no words. */
export function takeOut(doc, id) {
  const action = find(doc, "actions", id);
  return action ? put(doc, "actions", { ...action, what: "", who: "", by: "", gone: true }) : doc;
}

export const saysSomething = ({ who, levels, notes }) => [who, ...Object.values(levels), ...Object.values(notes)].some(Boolean);

/** The sheets that say something which no other keeps whole. `alike`: how many of them go back to the same file. */
export function heard(doc) {
  const families = {};
  for (const sheet of sheets(doc).filter(saysSomething)) (families[family(sheet)] ??= []).push(sheet);
  return Object.values(families).flatMap((all) => {
    if (all.length < 2) return all;
    const words = all.map(said);
    const sets = words.map((list) => new Set(list));
    const within = (n, m) => words[n].every((word) => sets[m].has(word));
    const goesOn = (one, n) => (other, m) => n !== m && within(n, m) && !(within(m, n) && later(one, other) === one);
    const last = all.filter((sheet, n) => !all.some(goesOn(sheet, n)));
    return last.map((sheet) => ({ ...sheet, alike: last.length }));
  });
}

/** How often each level was given to each principle, and how far apart the answers are. There is no total. */
export function profile(doc, principles, levels) {
  const said = heard(doc);
  return principles.map((principle) => {
    const given = said.map((sheet) => (Object.keys(sheet.levels).includes(principle) ? sheet.levels[principle] : 0));
    const rated = given.filter((level) => levels.includes(level)).sort((a, b) => a - b);
    const counts = levels.map((level) => rated.filter((other) => other === level).length);
    const [low, high] = [rated[0] ?? 0, rated[rated.length - 1] ?? 0];
    const middle = rated[Math.floor((rated.length - 1) / 2)] ?? 0;
    return { principle, counts, rated: rated.length, not: given.length - rated.length, low, high, middle, spread: high - low };
  });
}

/** Where the answers differ, the widest gap first. */
export const disagreements = (rows) => rows.filter(({ spread }) => spread > 0).sort((a, b) => b.spread - a.spread);

/** Where at least half of the answers are on one of the two lower levels. */
export const lowRated = (rows, levels) => rows.filter(({ rated, middle }) => rated && levels.indexOf(middle) < levels.length / 2);

/** The actions, by date; those without one at the end. */
export const actions = (doc) =>
  doc.actions
    .filter(({ gone, what, who, by }) => !gone && (what || who || by))
    .sort((a, b) => (a.by || "9999").localeCompare(b.by || "9999") || a.id.localeCompare(b.id));
