// Several people's files as one document. Whatever the order, and however often a file is added, the result is the
// same: of two copies of one record the later change stays, of two equally late ones the longer, then the one that
// sorts last.

import { byId, canonical } from "./model.js";

function later(one, other) {
  if (one.rev !== other.rev) return one.rev > other.rev ? one : other;
  const [a, b] = [canonical(one), canonical(other)];
  if (a.length !== b.length) return a.length > b.length ? one : other;
  return a > b ? one : other;
}

function union(records) {
  const all = new Map();
  for (const record of records) all.set(record.id, all.has(record.id) ? later(all.get(record.id), record) : record);
  return byId(all.values());
}

export const merge = (one, other) => ({
  team: later(one.team, other.team),
  sheets: union([...one.sheets, ...other.sheets]),
  actions: union([...one.actions, ...other.actions]),
});
