// The index of the search, loaded with search.js when someone goes to search. Nothing leaves the
// reader's device: only files of the site are fetched, each of which hands over one value,
// nythSearch.push([list, value]). What is in them stands in scripts/nyth/search/index.py.
if (!self.nythSearch?.ready) {
  const MOST_LETTERS = 200; // of what is typed; the rest is not looked at
  const MOST_WORDS = 12;
  const EXCERPT = 150; // letters
  const PATIENCE = 8000; // milliseconds until a file that does not come is given up

  // ---- Files. Scripts load from a disk too, where fetch is refused.

  const loaded = new Map(); // address -> promise of what the file hands over
  let newer = ""; // asked for with the core, once pages came or went while this one was open

  const load = (address) => {
    if (loaded.has(address)) return loaded.get(address);
    const script = element("script", { src: address });
    const value = new Promise((resolve, reject) => {
      script.take = resolve;
      script.onload = reject; // comes too late to matter, unless the file handed over nothing
      script.onerror = reject;
      setTimeout(reject, PATIENCE);
    });
    loaded.set(address, value);
    value.catch(() => loaded.delete(address)).then(() => script.remove()); // the next try asks for it again
    document.head.append(script);
    return value;
  };
  const receive = (found) => document.currentScript.take?.(found);
  // Half a file, or a network's sign-in page instead of it, is no script: load() answers for it.
  addEventListener("error", (event) => {
    if (/\/search\/(cy|en)\/[^/]*$/.test(event.filename || "")) event.preventDefault();
  });

  // ---- Words. An abbreviation is one word: G.P., A&E (as in lexicon.py).

  const WORD = /[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)*/gu;
  const [LETTER, SIGN] = ["(?:ch|dd|ff|ng|ll|ph|rh|th|\\p{L})", "[\\p{L}\\p{N}]"];
  const DOTTED = new RegExp(`(^|[^\\p{L}\\p{N}])${LETTER}\\.(?:(?: ?${LETTER}\\.)+(?:${LETTER}(?!${SIGN}))?|${LETTER}(?!${SIGN}))`, "gu");
  const AND = new RegExp(`(^|[^\\p{L}\\p{N}])(${LETTER})(?: ?[&+] ?| and )(${LETTER})(?!${SIGN})`, "giu");
  const plainly = (text) => text.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "").toLowerCase();
  const joined = (word) => plainly(word).replace(/[-‐‑]/g, "");
  const wordsOf = (text) =>
    text
      .slice(0, MOST_LETTERS)
      .normalize("NFKC") // letters that were joined in print, as they come out of a PDF
      .replace(/\p{Cf}/gu, "")
      .replace(/\p{Lm}/gu, "'") // an apostrophe that counts as a letter: oʼr
      .toLowerCase()
      .replace(DOTTED, (all, before) => `${before}${all.slice(before.length).replace(/[. ]/g, "")} `)
      .replace(AND, "$1$2$3")
      .match(WORD)
      ?.slice(0, MOST_WORDS) || [];

  // Whether two words are one slip apart: a letter wrong, missing or too many, or two swapped.
  const oneSlip = (a, b) => {
    let from = 0;
    while (from < a.length && a[from] === b[from]) from += 1;
    const same = (i, j) => a.slice(from + i) === b.slice(from + j);
    const swapped = a[from] === b[from + 1] && a[from + 1] === b[from];
    return a !== b && (same(1, 1) || same(1, 0) || same(0, 1) || (swapped && same(2, 2)));
  };
  // In Welsh ch, dd and their like are letters: *gwerthoeth* is one slip from *gwerthoedd*.
  const lettersOf = (word) => word.replace(/ch|dd|ff|ng|ll|ph|rh|th/g, (two) => String.fromCharCode(two.charCodeAt(0) + 0x2460));

  // ---- One index: that of the page's language, or the other one when nothing was found

  class Index {
    constructor(folder, [list, core]) {
      Object.assign(this, core, { list, folder });
      this.root = new URL("../../", folder).href;
      this.function = new Set(core.function);
      this.labels = new Map(Object.values(core.choices).flat());
    }

    static async open(address) {
      const at = new URL(address, document.baseURI).href;
      return new Index(new URL("./", at).href, await load(at + newer));
    }

    async file(name) {
      const [list, value] = await load(`${this.folder}${name}.js?${this.mark}`);
      if (list === this.list) return value;
      // Its numbers name other pages than this core says: the next try begins with the core that belongs to it.
      newer = `?${list}`;
      loaded.clear();
      throw new Error(name);
    }

    address(url) {
      return this.root + url + (location.protocol === "file:" ? "index.html" : "");
    }

    // The unmutated forms that a word may stand for: the longest beginning that fits counts.
    radicals(word) {
      const start = [3, 2, 1].map((length) => word.slice(0, length)).find((s) => s in this.undo);
      if (!start || word.length < 3) return [];
      if (start.length === 1 && this.letters.includes(word.slice(0, 2))) return [];
      return this.undo[start].map((radical) => radical + word.slice(start.length));
    }

    stemmed(word) {
      const ending = this.endings.find((end) => word.endsWith(end) && word.length - end.length >= this.stem);
      return ending ? word.slice(0, -ending.length) : word;
    }

    // What the parts of the table hold in which a form stands, and those of its stem, three at the most: forms with their keys.
    async parts(form, stem = form) {
      const at = (start) => Math.max(0, this.starts.filter((first) => first <= start).length - 1);
      const first = at(stem);
      const more = [first + 1, first + 2].filter((n) => this.starts[n]?.startsWith(stem));
      const numbers = [...new Set([first, ...more, at(form)])];
      const parts = await Promise.all(numbers.map((n) => this.held(`t${n}`, [[], []])));
      return parts.flatMap(([rows, keys]) => rows.map(([known, ...held]) => [known, held.map((n) => keys[n])]));
    }

    // A file, or `none` where it does not come: the others still answer.
    held(name, none) {
      return this.file(name).catch(() => (this.broken = true) && none);
    }

    // What a word means: keys with their weights, the forms to mark, and the terms that led to it.
    async word(typed, unfinished) {
      const word = joined(typed);
      const radicals = this.radicals(word);
      const single = /..(s|au)$/.test(word) ? [word.replace(/(s|au)$/, "")] : []; // RPBs, BPRhau
      const tried = [word, ...radicals, ...single];
      const tables = await Promise.all(tried.map((form) => this.parts(form, this.stemmed(form))));
      const meaning = { typed, keys: new Map(), forms: new Set(), starts: [] };
      const take = (keys, weight, form) => {
        for (const key of keys) {
          meaning.keys.set(key, Math.max(weight, meaning.keys.get(key) || 0));
          meaning.forms.add(form);
          // what to mark is the page's own term, not the word of the other language that led to it
          const own = key[2].flatMap(wordsOf).filter((word) => word.length > 2 && !this.function.has(word));
          for (const word of own) meaning.forms.add(joined(word));
        }
      };
      const known = (n) => tables[n].find(([form]) => form === tried[n])?.[1] || [];
      const each = (n, test, weigh) => {
        for (const [form, keys] of tables[n]) if (form !== tried[n] && test(form)) take(keys, weigh(form), form);
      };

      // A radical is read as that; for other words the table chooses among what they can be.
      const exact = known(0);
      const spelt = exact.some(([, accents]) => accents === typed);
      for (const key of exact) take([key], spelt && key[1] !== typed ? 0.8 : 1, word);
      if (!meaning.keys.size) radicals.forEach((form, n) => take(known(n + 1), 0.95, form));
      if (!meaning.keys.size) single.forEach((form) => take(known(tried.length - 1), 0.95, form));
      const sure = meaning.keys.size > 0;

      // A word that is still being typed, or that nobody knows, may be the beginning of another.
      if (word.length > 1 && (unfinished || (!sure && word.length > 5))) {
        for (let n = 0; n <= (sure || word.length < 3 ? 0 : radicals.length); n += 1) {
          const start = tried[n];
          const before = meaning.forms.size;
          const weigh = (form) => (sure ? 0.1 : 0.4 + (0.3 * start.length) / form.length);
          if (n < 2 || !meaning.keys.size) each(n, (form) => form.startsWith(start), weigh);
          if (meaning.forms.size > before) meaning.starts.push(start);
        }
      }
      // Words of the same family, by their light stem.
      tried.slice(0, 1 + radicals.length).forEach((form, n) => {
        const stem = this.stemmed(form);
        if (stem.length < this.stem || (n && sure && !meaning.forms.has(form))) return;
        const related = (other) => this.stemmed(other) === stem;
        each(n, related, () => (sure ? 0.15 : 0.5));
      });
      // Mark every form of what was meant.
      const meant = (key) => meaning.keys.get(key) > 0.3;
      for (const [form, keys] of tables.flat()) if (keys.some(meant)) meaning.forms.add(form);
      return meaning;
    }

    // The word of the site that was most likely meant by one that nothing is known about, or "".
    async corrected(typed, unfinished) {
      const word = joined(typed);
      if (word.length < 4 || /\P{L}/u.test(word)) return "";
      const tried = [word, ...(this.lang === "cy" ? this.radicals(word) : [])];
      const near = (form, other) => oneSlip(form, other) || (lettersOf(form).length > 4 && oneSlip(lettersOf(form), lettersOf(other)));
      const tiers = (await this.held("words", [])).map((words) => words.split(" "));
      const known = tiers.flatMap((words, tier) => words.map((other) => [other, tier]));
      const likely = (test) => {
        let [best, least] = ["", Infinity];
        for (const [other, tier] of known) {
          const form = tried.findIndex((one) => test(one, other));
          if (form < 0) continue;
          // Few mistake the first letter; so changed, a short word is another word altogether: nor is *deaf* a *deal*.
          const first = other[0] !== tried[form][0];
          const swapped = [...other].sort().join() === [...tried[form]].sort().join();
          const more = other.length - word.length;
          if (word.length < 7 && !swapped && (first || more > 1 || (word.length < 5 && more < 1))) continue;
          const cost = tier + form / 4 + (first ? 2 : 0) - (swapped ? 1.5 : 0);
          if (cost < least) [best, least] = [other, cost];
        }
        return best;
      };
      const start = (form, other) => form.length > 4 && near(form, other.slice(0, form.length));
      return likely(near) || (unfinished ? likely(start) : "");
    }

    // All pages for a text, best first. `live`: the last word may be half-typed. What did not come is no "nothing found".
    async find(text, live) {
      const all = wordsOf(text);
      const open = live && !/\s$/.test(text);
      let asked = all.filter((word) => !this.function.has(word));
      const long = asked.filter((word) => word.length > 1 || /\p{N}/u.test(word));
      if (long.length) asked = long;
      else if (open && all.length === 1 && all[0].length > 2) asked = all;
      const half = (word) => open && word === all[all.length - 1] && plainly(text).endsWith(plainly(word));
      const look = (word) => this.word(word, half(word));
      const read = async (word) => {
        const meaning = await look(word);
        if (meaning.keys.size || this.broken) return [meaning];
        if (/[-‐‑]/.test(word)) return (await Promise.all(word.split(/[-‐‑]/).map(read))).flat();
        const better = await this.corrected(word, half(word));
        return better ? [Object.assign(await look(better), { typed: word, better })] : [meaning];
      };
      const words = (await Promise.all(asked.map(read))).flat();
      const scores = new Map(); // page -> weight by section
      const add = (page, section, value) => {
        if (!scores.has(page)) scores.set(page, new Map());
        scores.get(page).set(section, (scores.get(page).get(section) || 0) + value);
      };
      for (const { keys } of words) {
        const best = new Map(); // page -> [value, section]
        const sure = new Set();
        for (const [[pages], weight] of keys) {
          for (let n = 0; n < pages.length; n += 3) {
            const [page, value] = [pages[n], (pages[n + 1] / 26) * weight];
            if (weight >= 0.8) sure.add(page);
            if (!(best.get(page)?.[0] >= value)) best.set(page, [value, pages[n + 2]]);
          }
        }
        const rarity = Math.log(1 + this.count / (sure.size || best.size));
        for (const [page, [value, section]] of best) add(page, section, value * rarity);
      }
      await this.wholes(all, open, add);
      const hits = [...scores].map(([page, sections]) => {
        const order = [...sections].sort((a, b) => b[1] - a[1]);
        return { page, section: order[0][0], score: order.reduce((sum, [, value]) => sum + value, 0) };
      });
      if (!hits.length && this.broken) throw new Error("broken");
      hits.sort((a, b) => b.score - a.score || a.page - b.page);
      return { all, words, hits, common: all.length > 0 && !asked.length };
    }

    // Titles and search words that were typed as a whole, or so far.
    async wholes(all, open, add) {
      const whole = joined(all.join(""));
      if (all.length < 2 || whole.length < 5) return;
      for (const [form, keys] of await this.parts(whole)) {
        if (form !== whole && !(open && form.startsWith(whole))) continue;
        const share = Math.log(1 + this.count) * (form === whole ? 1 : 0.5);
        const pages = keys.flatMap(([rows]) => rows);
        for (let n = 0; n < pages.length; n += 3) add(pages[n], 0, (pages[n + 1] / 26) * share);
      }
    }

    // Pages whose titles hold the words, from what is here already: for readers on slow lines.
    titled(text) {
      const asked = wordsOf(text).filter((word) => word.length > 1 && !this.function.has(word)).map(joined);
      const words = asked.map((word) => ({ forms: new Set(), starts: [word, ...this.radicals(word)] }));
      const marker = new Marker(this, words);
      const hits = this.pages.map(([title], page) => ({ page, score: marker.count(title) })).filter(({ score }) => score);
      return { words, hits: hits.sort((a, b) => b.score - a.score), onlyTitles: true };
    }

    // What stands at the head of every page, of which the core has the first.
    async heads() {
      return (this.pages = this.pages.length < this.count ? await this.file("pages") : this.pages);
    }

    // Page number -> {title, url, kind, facets, cuts}. The first pages came with the core.
    async head(page) {
      const [title, url, kind, facets, cuts] = this.pages[page] || (await this.file(`p${page}-0`)).head;
      return { title, url, kind, facets, cuts };
    }

    // A hit: the address of the section, and the piece of it in which the words stand, as nodes.
    async row(hit, words) {
      const head = await this.head(hit.page);
      const marker = new Marker(this, words);
      const titled = words.length > 0 && marker.count(head.title) === words.length;
      const section = titled ? 0 : hit.section;
      const file = section ? head.cuts.filter((first) => first < section).length : 0;
      const { rows, summary } = await this.file(`p${hit.page}-${file}`);
      const [anchor, heading, text] = rows[section - 1 - (file ? head.cuts[file - 1] : 0)] || [];
      const address = this.address(head.url);
      if (!text) return { address, pieces: marker.pieces(summary || "") };
      const named = heading ? [element("b", {}, ...marker.pieces(heading)), ": "] : [];
      return { address: address + (anchor ? `#${anchor}` : ""), pieces: [...named, ...marker.excerpt(text)] };
    }
  }

  // An element with its properties or attributes, and what is in it.
  const element = (name, properties = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  };

  // Marks what was found, whatever form it has.
  class Marker {
    constructor(index, words) {
      Object.assign(this, { index, words });
    }

    // The number of the word that a token of a text is a form of, or -1.
    which(token) {
      const pieces = [token, ...token.split(/[-‐‑]/)].filter((piece) => !this.index.function.has(piece.toLowerCase()));
      const forms = pieces.map(joined).flatMap((plain) => [plain, ...this.index.radicals(plain)]);
      return this.words.findIndex((word) =>
        forms.some((form) => word.forms.has(form) || word.starts.some((start) => form.startsWith(start))),
      );
    }

    // Where in a text stands what was found: [place, token, number of the word].
    places(text) {
      const tokens = [...text.matchAll(WORD)].map(({ 0: token, index }) => [index, token, this.which(token)]);
      return tokens.filter(([, , word]) => word >= 0);
    }

    // How many of the words a text holds.
    count(text) {
      return new Set(this.places(text).map(([, , word]) => word)).size;
    }

    // A text as nodes, what was found being marked.
    pieces(text) {
      let done = 0;
      const nodes = this.places(text).flatMap(([at, token]) => {
        const before = text.slice(done, at);
        done = at + token.length;
        return [before, element("mark", {}, token)];
      });
      return [...nodes, text.slice(done)];
    }

    // The stretch of a text with the most different words in it.
    excerpt(text) {
      const places = this.places(text);
      const within = (start) => places.filter(([at]) => at >= start && at < start + EXCERPT - 40);
      const most = (start) => new Set(within(start).map(([, , word]) => word)).size;
      let from = places.reduce((best, [start]) => (most(start) > most(best) ? start : best), 0);
      from = from < 50 ? 0 : text.indexOf(" ", from - 45) + 1;
      let to = from + EXCERPT;
      to = to < text.length ? Math.max(text.lastIndexOf(" ", to), from + EXCERPT / 2) : text.length;
      return this.pieces(`${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`);
    }
  }

  // For search.js, tests and the bench: open("…/core.js") gives an index with find(text, live).
  self.nythSearch = { push: receive, open: Index.open, Marker, element, wordsOf, joined, MOST_LETTERS };
}
