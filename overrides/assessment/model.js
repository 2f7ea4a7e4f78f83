// What a team says of itself, as plain data. Pure: nothing here knows a page, a file or a clock.
//
// A document: {team: {rev, name, region}, sheets: [...], actions: [...]}. A sheet is what one person, or one group that
// answered together, said: {id, rev, who, on, levels: {principle: level}, notes: {principle: text}}. A principle that
// was not discussed has no level. An action: {id, rev, principle, what, who, by}; `gone: true` where it was taken out.
// `rev` counts the changes of a record, so that of two copies the later one is known.

export const empty = () => ({ team: { rev: 0, name: "", region: "" }, sheets: [], actions: [] });

export const blankSheet = (id) => ({ id, rev: 0, who: "", on: "", levels: {}, notes: {} });

export const find = (doc, list, id) => doc[list].find((record) => record.id === id);

/** The same data always as the same text, whatever the order of its keys. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

export const byId = (records) => [...records].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

const next = (rev) => Math.min(rev + 1, 999999999); // the schema knows no later one

/** The document with a record put in, one change later than it was. */
export function put(doc, list, record) {
  const rev = next(find(doc, list, record.id)?.rev ?? record.rev ?? 0);
  const others = doc[list].filter(({ id }) => id !== record.id);
  return { ...doc, [list]: byId([...others, { ...record, rev }]) };
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

export const isEmpty = (doc) =>
  !doc.sheets.some(saysSomething) && !actions(doc).length && !doc.team.name && !doc.team.region;

/** How often each level was given to each principle, and how far apart the answers are. There is no total. */
export function profile(doc, principles, levels) {
  return principles.map((principle) => {
    const given = doc.sheets.map((sheet) => (Object.hasOwn(sheet.levels, principle) ? sheet.levels[principle] : 0));
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

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
/** The name of a sheet or an action, from eight random bytes. */
export const newId = (bytes) => Array.from(bytes.slice(0, 8), (byte) => LETTERS[byte % 32]).join("");
