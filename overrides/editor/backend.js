// Between the editor and the place where files are kept (the code host, or this machine). The editor opens one "file" for
// each thing; here it is put together from en.md, cy.md and the facts, and taken apart again when it is saved, so that
// both languages and the line that says they agree go into one change.
import { agree } from "./texts.js";

/** Dispatched on `window` when something was saved: what the editor said of that save holds for no other. */
export const SAVED = "nyth-saved";

const failure = (message) => Object.assign(new Error(message), { toString: () => message });

/** A backend class for the editor. `said`: what it tells people, in their language. */
export const keeper = (CMS, said) =>
  function Keeper(config, options) {
    const inner = CMS.getBackend(config.backend.kind).init(config, options);
    const things = new Map(config.collections.flatMap(({ name, files }) => files.map((file) => [file.file, { ...file, collection: name }])));
    const known = new Map();
    // the object itself is changed, because its own methods call each other
    const original = Object.fromEntries(["getEntry", "persistEntry", "unpublishedEntry", "unpublishedEntryDataFile"].map((name) => [name, inner[name].bind(inner)]));

    const load = async ({ paths }, fetchText) => {
      const texts = Object.fromEntries(await Promise.all(Object.entries(paths).map(async ([part, path]) => [part, await fetchText(path)])));
      // the code host's backend gives an empty text for a file that it could not fetch
      if (Object.values(texts).some((text) => !text)) throw failure(said.unread);
      return texts;
    };
    const accepted = (thing) => load(thing, async (path) => (await original.getEntry(path)).data);
    const proposed = (thing) => load(thing, (path) => original.unpublishedEntryDataFile(thing.collection, thing.name, path, null));
    const opened = (thing, texts) => {
      known.set(thing.file, texts);
      return JSON.stringify({ texts, shape: thing.shape });
    };

    inner.getEntry = async (path) => {
      const thing = things.get(path);
      return { file: { path, id: null }, data: opened(thing, await accepted(thing)) };
    };
    // lists show only names, which the configuration has
    inner.entriesByFiles = async (files) => files.map((file) => ({ file, data: "{}" }));
    inner.unpublishedEntry = async (wanted) => {
      const found = await original.unpublishedEntry(wanted);
      const thing = [...things.values()].find(({ collection, name }) => collection === found.collection && name === found.slug);
      // pictures that somebody put into the proposal by hand must go with every save, or they would be taken out
      const pictures = found.diffs.filter(({ path }) => /\.(?:jpg|png|webp)$/.test(path));
      return { ...found, diffs: thing ? [...pictures, { path: thing.file, newFile: false, id: "" }] : [] };
    };
    inner.unpublishedEntryDataFile = async (collection, slug, path) => opened(things.get(path), await proposed(things.get(path)));

    inner.persistEntry = async ({ dataFiles, assets }, choices) => {
      const [{ path, raw, slug }] = dataFiles;
      const thing = things.get(path);
      const before = known.get(path);
      const there = await (choices.unpublished ? proposed : accepted)(thing);
      if (Object.keys(there).some((part) => part !== "agreed" && there[part] !== before[part])) throw failure(said.changed);
      const { texts, agreement } = JSON.parse(raw);
      const after = { ...there, ...texts, agreed: there.agreed };
      // the form holds the line of agreement as it was when it was opened; a save in between may have renewed it
      if (after.facts) after.facts = renewed(texts.facts, there.facts);
      const line = await agree(agreement, there, after, thing.shape, new Date().toISOString().slice(0, 10));
      if (line) after[line.file] = line.text;
      const changed = Object.keys(thing.paths).filter((part) => after[part] !== there[part]);
      if (!changed.length) throw failure(said.unchanged);
      await original.persistEntry({ dataFiles: changed.map((part) => ({ path: thing.paths[part], raw: after[part], slug })), assets }, choices);
      known.set(path, after);
      dispatchEvent(new Event(SAVED));
    };

    // Pictures are not part of the form, and the state of the code host is told by a third party that nobody asked.
    inner.getMedia = async () => [];
    inner.status = async () => ({ auth: { status: true }, api: { status: true, statusPage: "" } });
    return inner;
  };

// What the command `nyth agree` and this file write into the facts, and the form does not show.
const LINES = /^(?:agreed|awaiting):.*\n?(?:[ \t]+.*\n?)*/gm;
const renewed = (facts, there) => {
  if (facts.replace(LINES, "") === there.replace(LINES, "")) return there;
  const lines = there.match(LINES) || [];
  if (facts.match(LINES)?.length === lines.length) return facts.replace(LINES, () => lines.shift());
  return `${facts.replace(LINES, "").replace(/\n?$/, "\n")}${lines.join("")}`;
};
