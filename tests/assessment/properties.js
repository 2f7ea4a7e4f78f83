// What must hold for whatever a team writes, with made-up documents. Run in a browser: properties(modules, schema, seed)
// gives a list of what does not hold.

const PRINCIPLES = ["trusted-adults", "no-wrong-door", "safe", "expertise", "education", "co-produced"];
const LEVELS = [1, 2, 3, 4];
const TEXTS = ["", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "-2", "\t=1", "＝1", 'a "b", c', "😀👩‍👧", "שלום עולם", "a\nb\r\nc", "ŵŷ", "\u0000\u0001", "__proto__", "</script>", "x".repeat(10000), "ab;c,d\\e"];

/** mulberry32: the same numbers for the same seed. */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export async function properties({ model, codec }, schema, seed) {
  const random = chance(seed);
  const below = (n) => Math.floor(random() * n);
  const pick = (list) => list[below(list.length)];
  const text = () => (random() < 0.002 ? TEXTS[15] : pick(TEXTS.filter((t) => t.length < 100)));
  const id = (of) => `${"abcdefgh"[below(of)]}2345672`;
  const day = () => pick(["", "2026-11-26", "2027-02-01"]);
  const some = (value) => Object.fromEntries(PRINCIPLES.filter(() => random() < 0.4).map((p) => [p, value()]));
  const sheet = () => ({ id: id(4), rev: below(3), who: text(), on: day(), levels: some(() => pick(LEVELS)), notes: some(text) });
  const action = () => {
    const made = { id: id(4), rev: below(3), principle: pick(PRINCIPLES), what: text(), who: text(), by: day() };
    return random() < 0.2 ? { ...made, gone: true } : made;
  };
  const many = (make) => Array.from({ length: below(5) }, make);
  const made = () => ({ team: { rev: below(3), name: text(), region: pick(["", "gwent"]) }, sheets: many(sheet), actions: many(action) });
  // ids are unique in what the page makes
  const document_ = () => model.merge(model.empty(), made());

  const wrong = [];
  const same = (a, b) => model.canonical(a) === model.canonical(b);
  const must = (holds, what, value) => holds || wrong.length > 9 || wrong.push(`${what}: ${JSON.stringify(value).slice(0, 300)}`);

  for (let n = 0; n < 10000; n += 1) {
    const doc = document_();
    const back = codec.read(codec.write(doc, "own23456"), schema);
    must(back.own === "own23456" && same(back.doc, doc), "read(write(x)) is not x", doc);
    for (const one of doc.sheets) {
      const { sheet: read } = codec.readCode(`file:///a/#answers=${codec.code(one, PRINCIPLES)}`, PRINCIPLES, LEVELS, "x");
      must(same(read, { ...model.blankSheet(one.id), rev: one.rev, levels: one.levels }), "a code loses something", one);
    }
    if (n % 4) continue;
    const [a, b, c] = [doc, document_(), document_()];
    must(same(model.merge(a, b), model.merge(b, a)), "merging is not commutative", [a, b]);
    must(same(model.merge(model.merge(a, b), c), model.merge(a, model.merge(b, c))), "merging is not associative", [a, b, c]);
    must(same(model.merge(a, a), a) && same(model.merge(model.merge(a, b), b), model.merge(a, b)), "merging is not idempotent", [a, b]);
  }

  for (let n = 0; n < 500; n += 1) {
    const doc = document_();
    const everyone = model.sheets(doc);
    const latest = (id) => Math.max(...doc.sheets.filter((one) => one.id === id).map(({ rev }) => rev));
    must(everyone.length === new Set(doc.sheets.map((one) => one.id)).size, "somebody counts twice or not at all", doc);
    must(everyone.every((one) => one.rev === latest(one.id)), "later levels are left out", doc);
  }

  // Several people carry on from one file, at once or one from the other, and change whatever they like.
  for (let n = 0; n < 500; n += 1) {
    const own = id(4);
    const files = [{ own, doc: model.merge(model.empty(), { ...made(), sheets: [{ ...sheet(), id: own, on: "2026-11-26" }] }) }];
    for (let n = 0; n < 3; n += 1) {
      const mine = model.carriedOn(pick(files), `zzz${"bcd"[n]}2345`);
      const record = model.find(mine.doc, "sheets", mine.own);
      const edited = pick([record, sheet(), { ...record, notes: { ...record.notes, [pick(PRINCIPLES)]: `more ${text()}` } }]);
      files.push({ ...mine, doc: model.put(mine.doc, "sheets", { ...edited, id: mine.own, on: "2026-11-27" }) });
    }
    const docs = files.map(({ doc }) => doc);
    const all = docs.reduce(model.merge);
    must(same(all, docs.toReversed().reduce(model.merge)), "the order of the files tells", files);
    const stands = (said) => model.heard(all).some((one) => model.keeps(one, said));
    must(docs.every((doc) => model.heard(doc).every(stands)), "what somebody said is lost", files);
  }

  const names = { columns: ["a", "b", "c", "d", "e", "f"], rating: "r", action: "x", titles: {}, levels: { 0: "-", 1: "i", 2: "ii", 3: "iii", 4: "iv" } };
  for (let n = 0; n < 500; n += 1) {
    const doc = document_();
    const table = codec.csv(doc, PRINCIPLES, names);
    const cells = [...table.slice(1).matchAll(/(?:^|,|\r\n)("(?:[^"]|"")*")/g)];
    must(cells.map(([whole]) => whole).join("") === table.slice(1, -2), "the table is not well formed", table);
    must(!cells.some(([, cell]) => /^"[\s\u0000-\u001f]*[=+\-@＝＋－＠]/u.test(cell) && cell !== '"-"'), "a cell is a formula", table);
    const calendar = codec.calendar(doc, {}, "20261126T000000Z", "n");
    const lines = calendar.split("\r\n");
    must(lines.every((line) => new TextEncoder().encode(line).length <= 75 && !/[\n\r\u0000]/.test(line)), "a line of the calendar is too long or broken", calendar);
    must(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(calendar), "the calendar cuts a letter in two", calendar);
  }

  // Files that were cut, changed or made up: refused with a reason, or a whole document that the schema lets through.
  const refused = [];
  for (let n = 0; refused.length < 1000 && n < 5000; n += 1) {
    const good = codec.write(document_(), "own23456");
    const at = below(good.length);
    const bad = [
      () => good.slice(0, at),
      () => good.slice(0, at) + pick(["\u0000", "}", '"', "9", "{", "é", "null"]) + good.slice(at + 1 + below(9)),
      () => good.replace(/"rev": \d/, `"rev": ${pick(["-1", "1.5", '"1"', "null", "1e99", "[]"])}`),
      () => good.replace('"version": 1', `"version": ${pick(["0", "2", "null", '"1"', "1.5", "{}"])}`),
      () => good.replace(/"(team|sheets|own|format|on|levels)":/, pick(['"teem":', '"__proto__":', '"constructor":'])),
      () => pick(["", "null", "[]", "{}", "7", '"x"', '{"format":"nyth-self-assessment"}', "<html>", "[".repeat(5000)]),
    ][below(6)]();
    const found = codec.read(bad, schema);
    if (found.error) refused.push([bad, found.error]);
    else must(codec.fault(JSON.parse(codec.write(found.doc, found.own)), schema) === null, "a broken file got in", bad);
  }
  return { wrong, refused };
}
