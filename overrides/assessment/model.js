// What a team says of itself, as plain data. Pure: nothing here knows a page, a file or a clock.
//
// A document: {team: {rev, name, region}, sheets: [...], actions: [...]}. A sheet is what one person, or one group that
// answered together, said: {id, rev, who, on, levels: {principle: level}, notes: {principle: text}}. A principle that
// was not discussed has no level. An action: {id, rev, principle, what, who, by}; `gone: true` where it was taken out.
// `rev` counts the changes of a record, so that of two copies the later one is known. A code brings the levels of a sheet
// and no day or words, so that it stands beside the sheet: two records of one id, which count as one.

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
  const others = doc[list].filter(({ id }) => id !== record.id);
  return { ...doc, [list]: union([...others, { ...record, rev: next(record.rev) }]) };
}

export const putTeam = (doc, values) => ({ ...doc, team: { ...doc.team, ...values, rev: next(doc.team.rev) } });

export const without = (doc, sheet) => ({ ...doc, sheets: doc.sheets.filter(({ id }) => id !== sheet) });

/** Of an action that is taken out enough is left that it stays out when files are merged, and no words. */
export function takeOut(doc, id) {
  const action = find(doc, "actions", id);
  return action ? put(doc, "actions", { ...action, what: "", who: "", by: "", gone: true }) : doc;
}

const filled = (texts) => Object.values(texts).some(Boolean);

export const saysSomething = (sheet) => filled(sheet.levels) || filled(sheet.notes) || Boolean(sheet.who);

/** The sheets that say something. */
export const heard = (doc) => sheets(doc).filter(saysSomething);

/** How often each level was given to each principle, and how far apart the answers are. There is no total. */
export function profile(doc, principles, levels) {
  const said = heard(doc);
  return principles.map((principle) => {
    const given = said.map((sheet) => (Object.hasOwn(sheet.levels, principle) ? sheet.levels[principle] : 0));
    const rated = given.filter((level) => levels.includes(level)).sort((a, b) => a - b);
    const counts = levels.map((level) => rated.filter((other) => other === level).length);
    const [low = 0] = rated;
    const high = rated.at(-1) ?? 0;
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
