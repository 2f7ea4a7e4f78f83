// Search, loaded when someone goes to search (see site.js). It reads the files that scripts/nyth/search/indexing.py writes:
// `core.js` once, then only the parts of the table in which the typed words can stand, and the texts of the pages shown.
// Nothing leaves the reader's device: the files are fetched, the words are not sent.
{
  const LIVE_HITS = 5; // rows under the box
  const PAGE_HITS = 20; // rows of the results page, and how many more each time
  const MOST_LETTERS = 200; // of what is typed; the rest is not looked at
  const MOST_WORDS = 12;
  const EXCERPT = 150; // letters
  const SLOW = 60; // milliseconds to wait for the table before pages are offered by their titles alone
  const PAUSE = 150; // milliseconds without a key before texts are fetched

  // ---- Files. Each is a script that hands over one value, so that they load from a disk too, where fetch is refused.

  const waiting = new Map(); // script element -> what to do with its value
  const early = Array.isArray(self.nythSearch) ? self.nythSearch : []; // came before this script
  const arrived = new Map(); // address -> promise of a value

  const load = (address) => {
    if (!arrived.has(address)) {
      arrived.set(
        address,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          // A file that is missing or broken hands over nothing: then we must not wait for it.
          const failed = () => {
            waiting.delete(script);
            arrived.delete(address);
            reject(new Error(address));
          };
          waiting.set(script, resolve);
          script.onload = failed;
          script.onerror = failed;
          script.src = address;
          document.head.append(script);
        }),
      );
    }
    return arrived.get(address);
  };
  const receive = ([name, value]) => {
    const resolve = waiting.get(document.currentScript);
    if (resolve) resolve(value);
    else early.push([name, value]);
  };

  // ---- Words

  const WORD = /[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)*/gu;
  const plainly = (text) =>
    text
      .normalize("NFD")
      .replace(/[\p{Mn}\p{Cf}]/gu, "")
      .toLowerCase();
  const joined = (word) => plainly(word).replace(/[-‐‑]/g, "");

  // ---- One index: that of the page's language, or the other one when nothing was found

  class Index {
    constructor(folder, core) {
      this.folder = folder;
      this.core = core;
      this.root = new URL("../../", folder).href;
      this.starts = core.starts.split(" ");
      this.function = new Set(core.function.split(" "));
      this.endings = core.endings.split(" ");
      this.letters = new Set(core.letters);
      this.undo = core.undo;
      this.heads = core.pages;
    }

    static async open(address) {
      const at = new URL(address, document.baseURI).href;
      const folder = new URL("./", at).href;
      const before = early.findIndex(([name, value]) => name === "core" && folder.includes(`/${value.lang}/`));
      return new Index(folder, before < 0 ? await load(at) : early.splice(before, 1)[0][1]);
    }

    file(name) {
      return load(`${this.folder}${name}.js?${this.core.mark}`);
    }

    // The unmutated forms that a word may stand for: the longest beginning that fits is the one that counts.
    radicals(word) {
      for (const length of [3, 2, 1]) {
        const start = word.slice(0, length);
        if (word.length < 3 || !(start in this.undo)) continue;
        if (length === 1 && this.letters.has(word.slice(0, 2))) return [];
        return this.undo[start].map((radical) => radical + word.slice(length));
      }
      return [];
    }

    stem(word) {
      const ending = this.endings.find((end) => word.endsWith(end) && word.length - end.length >= this.core.stem);
      return ending ? word.slice(0, -ending.length) : word;
    }

    // The parts of the table that hold forms beginning with these letters: seldom more than one, never more than three.
    async parts(start) {
      let first = this.starts.findLastIndex((form) => form <= start);
      first = Math.max(first, 0);
      let last = first;
      while (last + 1 < this.starts.length && last - first < 2 && this.starts[last + 1].startsWith(start)) last += 1;
      const names = [];
      for (let n = first; n <= last; n += 1) names.push(n);
      return Promise.all(names.map((n) => this.part(n)));
    }

    async part(number) {
      this.read ||= new Map();
      if (!this.read.has(number)) {
        const part = { forms: [], at: new Map(), near: new Map(), keys: [] };
        try {
          const [forms, keys] = (await this.file(`t${number}`)).split("\n\n");
          for (const line of keys.split("\n")) {
            const [pages, accented, phrases] = line.split("|");
            part.keys.push({ pages, accented, phrases: phrases && phrases !== "=" ? phrases.split(";") : [], whole: phrases === "=" });
          }
          for (const line of forms.split("\n")) {
            const [form, ...found] = line.split(" ");
            part.forms.push(form);
            part.at.set(form, found.filter((n) => n[0] !== "~").map((n) => part.keys[parseInt(n, 36)]));
            part.near.set(form, found.filter((n) => n[0] === "~").map((n) => part.keys[parseInt(n.slice(1), 36)]));
          }
        } catch {
          this.broken = true; // the other parts still answer
          return part;
        }
        this.read.set(number, part);
      }
      return this.read.get(number);
    }

    // A key's pages: page number -> [how much, best section].
    pages(key) {
      if (!key.table) {
        key.table = new Map();
        let page = -1;
        for (const item of key.pages.split(" ")) {
          const [, step, much, section] = item.match(/^([a-z0-9]+)([A-Z])([a-z0-9]*)$/);
          page += parseInt(step, 36);
          key.table.set(page, [(much.charCodeAt(0) - 64) / 26, section ? parseInt(section, 36) : 0]);
        }
      }
      return key.table;
    }

    // What a typed word means: keys with weights, and what to mark in a text.
    async word(typed, unfinished) {
      const word = joined(typed);
      const radicals = this.radicals(word);
      const tried = [word, ...radicals];
      const stems = tried.map((form) => this.stem(form));
      // One round of loading for all that may be needed.
      const tables = await Promise.all(tried.map((form, n) => this.parts(form.startsWith(stems[n]) && stems[n].length < form.length ? stems[n] : form)));
      const found = { typed, keys: new Map(), forms: new Set(), starts: [], phrases: new Set() };
      const take = (key, weight, form) => {
        found.keys.set(key, Math.max(weight, found.keys.get(key) || 0));
        found.forms.add(form);
        for (const phrase of key.phrases) found.phrases.add(phrase);
      };
      const known = (form, parts) => parts.map((part) => part.at.get(form)).find(Boolean) || [];

      // A word that is itself a radical is read as that; otherwise the table chooses among what it can be.
      const exact = known(word, tables[0]);
      const spelt = exact.some((key) => key.accented === typed);
      for (const key of exact) take(key, !spelt || key.accented === typed ? 1 : 0.8, word);
      if (!found.keys.size) radicals.forEach((form, n) => known(form, tables[n + 1]).forEach((key) => take(key, 0.95, form)));
      found.sure = found.keys.size > 0;

      // A word that is still being typed, or that nobody knows, may be the beginning of another.
      if (word.length > 1 && (unfinished || (!found.sure && word.length > 5))) {
        const begin = (form, parts) => {
          for (const part of parts) {
            for (const other of part.forms) {
              if (other.startsWith(form) && other !== form) {
                for (const key of part.at.get(other)) take(key, found.sure ? 0.1 : 0.4 + (0.3 * form.length) / other.length, other);
                if (!found.starts.includes(form)) found.starts.push(form);
              }
            }
          }
        };
        const none = !found.keys.size;
        begin(word, tables[0]);
        if (none && !found.keys.size) radicals.forEach((form, n) => begin(form, tables[n + 1]));
      }
      // A noun and its verb-noun.
      if (found.sure) for (const form of [...found.forms]) for (const part of tables.flat()) for (const key of part.near.get(form) || []) take(key, 0.4, form);
      // Words of the same family, by their light stem.
      const family = found.sure ? 0.15 : 0.5;
      for (const [n, form] of tried.entries()) {
        if (n && found.sure && !found.forms.has(form)) continue;
        if (stems[n].length < this.core.stem) continue;
        for (const part of tables[n]) {
          for (const other of part.forms) {
            if (other.startsWith(stems[n]) && this.stem(other) === stems[n] && other !== form) part.at.get(other).forEach((key) => take(key, family, other));
          }
        }
      }
      // Mark every form of the words that were meant, not only the one that was typed.
      const meant = new Set([...found.keys].filter(([, weight]) => weight > 0.3).map(([key]) => key));
      for (const part of tables.flat()) for (const [form, keys] of part.at) if (keys.some((key) => meant.has(key))) found.forms.add(form);
      return found;
    }

    // All pages for a text, best first. `live`: the last word may be half-typed.
    async find(text, live) {
      const all = (text.slice(0, MOST_LETTERS).normalize("NFC").replace(/\p{Cf}/gu, "").toLowerCase().match(WORD) || []).slice(0, MOST_WORDS);
      const open = live && !/\s$/.test(text);
      const asked = all.filter((word, n) => (word.length > 1 || /\p{N}/u.test(word)) && (!this.function.has(word) || (open && all.length === 1 && word.length > 2)));
      const look = (word) => this.word(word, word === asked.at(-1) && (open || !live) && word === all.at(-1) ? open : false);
      let words = await Promise.all(asked.map(look));
      // A hyphenated word that is not known as a whole is looked for by its parts.
      words = (await Promise.all(words.map((word) => (word.keys.size || !/[-‐‑]/.test(word.typed) ? word : Promise.all(word.typed.split(/[-‐‑]/).filter((part) => part.length > 1).map((part) => this.word(part, open))))))).flat();

      // Two words that others write as one: *head teachers*, *well being*.
      const doubles = asked.slice(1, 4).map((word, n) => [joined(asked[n] + word), asked[n], word]);
      await Promise.all(
        doubles.map(async ([form, ...pair]) => {
          for (const part of await this.parts(form)) {
            for (const key of (part.at.get(form) || []).filter((one) => !one.whole)) {
              for (const word of words) if (pair.includes(word.typed)) word.keys.set(key, 1);
            }
          }
        }),
      );

      const scores = new Map(); // page -> {score, weight of the words found, sections}
      let possible = 0;
      for (const word of words) {
        const best = new Map(); // page -> [value, section]
        const sure = new Set();
        for (const [key, weight] of word.keys) {
          for (const [page, [much, section]] of this.pages(key)) {
            if (weight >= 0.8) sure.add(page);
            if (!best.has(page) || best.get(page)[0] < much * weight) best.set(page, [much * weight, section]);
          }
        }
        if (!best.size) continue;
        const rarity = Math.log(1 + this.core.count / (sure.size || best.size));
        possible += rarity;
        for (const [page, [value, section]] of best) {
          const so = scores.get(page) || { score: 0, found: 0, sections: new Map() };
          so.score += value * rarity;
          so.found += rarity;
          so.sections.set(section, (so.sections.get(section) || 0) + value * rarity);
          scores.set(page, so);
        }
      }
      // Titles and search words that were typed as a whole, or so far.
      const whole = all.join(" ");
      const title = joined(all.join(""));
      if (all.length > 1 && title.length > 4) {
        for (const part of await this.parts(title)) {
          for (const form of part.forms) {
            if (form !== title && !(open && form.startsWith(title))) continue;
            for (const key of part.at.get(form)) {
              for (const [page, [much]] of this.pages(key)) {
                const so = scores.get(page) || { score: 0, found: possible, sections: new Map([[0, 0]]) };
                so.score += much * Math.log(1 + this.core.count) * (form === title ? 1 : 0.5);
                so.found = possible;
                scores.set(page, so);
              }
            }
          }
        }
      }
      const hits = [...scores].map(([page, so]) => {
        let score = so.score * (so.found / (possible || 1) || 1) ** 2;
        const name = this.heads[page] && joined(this.heads[page][0]);
        score *= (this.heads[page] && this.core.prior[this.heads[page][2]]) || 1;
        if (name === joined(whole)) score *= 1.6;
        else if (name?.startsWith(joined(whole))) score *= 1.3;
        const section = [...so.sections].sort((a, b) => b[1] - a[1])[0][0];
        return { page, score, section };
      });
      hits.sort((a, b) => b.score - a.score || a.page - b.page);
      return { text: whole, words, hits, broken: this.broken };
    }

    // Pages whose titles hold the words, or some of them, from what is here already: for readers on slow lines.
    titled(text) {
      const all = text.slice(0, MOST_LETTERS).toLowerCase().match(WORD) || [];
      const asked = all.filter((word) => word.length > 1 && !this.function.has(word)).map(joined);
      const words = asked.map((word) => ({ keys: new Map(), forms: new Set(), phrases: new Set(), starts: [word, ...this.radicals(word)] }));
      const marker = new Marker(this, words);
      const hits = this.heads.map(([title], page) => ({ page, section: 0, score: marker.count(title) }));
      return { words, hits: hits.filter(({ score }) => score).sort((a, b) => b.score - a.score || a.page - b.page) };
    }

    // Page number -> {title, url, kind, facets}. The titles of the first pages came with the core.
    async head(page) {
      const [title, url, kind, facets, cuts] = this.heads[page] || (await this.file(`p${page}-0`)).head;
      return { title, url, kind, facets, cuts };
    }

    async allHeads() {
      if (this.heads.length < this.core.count) this.heads = await this.file("pages");
    }

    // The row of a hit with its text: heading, address of the section, and the piece of text where the words stand.
    async row(hit, words) {
      const head = await this.head(hit.page);
      const marker = new Marker(this, words);
      const titled = words.length > 0 && marker.count(head.title) === words.length;
      let section = titled ? 0 : hit.section;
      const file = section ? head.cuts.filter((first) => first < section).length : 0;
      const { rows, summary } = await this.file(`p${hit.page}-${file}`);
      const [anchor, heading, text] = section ? rows[section - 1 - (file ? head.cuts[file - 1] : 0)] || [] : [];
      if (!text) section = 0;
      const excerpt = section ? marker.excerpt(text) : marker.pieces(summary || "");
      return { address: this.address(head.url) + (section && anchor ? `#${anchor}` : ""), heading: section ? heading : "", excerpt };
    }

    address(url) {
      return this.root + url + (location.protocol === "file:" ? "index.html" : "");
    }
  }

  // Marks what was found, whatever form it has.
  class Marker {
    constructor(index, words) {
      this.index = index;
      this.words = words;
      this.phrases = new Set(words.flatMap((word) => [...word.phrases]).flatMap((phrase) => phrase.match(WORD) || []).map(joined));
      for (const word of [...this.phrases]) if (index.function.has(word) || word.length < 3) this.phrases.delete(word);
    }

    meets(token, word) {
      return [token, ...token.split(/[-‐‑]/)].some((piece) => {
        const plain = joined(piece);
        if (plain.length < 2 && !/\d/.test(plain)) return false;
        if (this.index.function.has(piece.toLowerCase())) return false;
        return [plain, ...this.index.radicals(plain)].some((form) => word.forms.has(form) || word.starts.some((start) => form.startsWith(start)));
      });
    }

    // How many of the words a text holds.
    count(text) {
      const tokens = text.match(WORD) || [];
      return this.words.filter((word) => tokens.some((token) => this.meets(token, word))).length;
    }

    // A text as a list of [piece, marked].
    pieces(text) {
      const list = [];
      let done = 0;
      for (const match of text.matchAll(WORD)) {
        if (!this.words.some((word) => this.meets(match[0], word)) && !this.phrase(match[0])) continue;
        if (match.index > done) list.push([text.slice(done, match.index), false]);
        list.push([match[0], true]);
        done = match.index + match[0].length;
      }
      if (done < text.length) list.push([text.slice(done), false]);
      return list;
    }

    phrase(token) {
      const plain = joined(token);
      return [plain, ...this.index.radicals(plain)].some((form) => this.phrases.has(form));
    }

    // The stretch of a text with the most different words in it.
    excerpt(text) {
      const places = [...text.matchAll(WORD)].flatMap((match) => {
        const n = this.words.findIndex((word) => this.meets(match[0], word));
        return n < 0 && !this.phrase(match[0]) ? [] : [[match.index, n]];
      });
      let from = 0;
      let most = 0;
      for (const [start] of places) {
        const near = new Set(places.filter(([at]) => at >= start && at < start + EXCERPT - 40).map(([, n]) => n));
        if (near.size > most) [from, most] = [start, near.size];
      }
      from = from < 50 ? 0 : text.indexOf(" ", from - 45) + 1;
      let to = from + EXCERPT;
      to = to >= text.length ? text.length : text.lastIndexOf(" ", to);
      if (to <= from) to = Math.min(text.length, from + EXCERPT);
      return this.pieces(`${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`);
    }
  }

  // How alike two words are, from 0 to 1, by the pairs of letters they share.
  const alike = (a, b) => {
    const pairs = (word) => new Set([...` ${word} `].slice(1).map((letter, n) => ` ${word} `[n] + letter));
    const [one, two] = [pairs(a), pairs(b)];
    const shared = [...one].filter((pair) => two.has(pair)).length;
    return (2 * shared) / (one.size + two.size || 1);
  };

  // ---- What the reader sees

  const element = (name, properties = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  };
  const marked = (pieces) => pieces.map(([text, hit]) => (hit ? element("mark", {}, text) : text));
  const say = (text, values) => Object.entries(values).reduce((so, [key, value]) => so.replaceAll(`{${key}}`, () => value), text);

  const header = document.querySelector("form[data-search-script]");
  const results = document.querySelector("form[data-search-page]");
  const main = header || results;
  let opened;
  // The index of this page's language; a failure is forgotten, so that the next key tries again.
  const open = () => (opened ||= Index.open(main.dataset.searchData).catch((problem) => ((opened = null), Promise.reject(problem))));

  const resultsAddress = (text) => {
    const address = new URL(main.action);
    address.search = new URLSearchParams({ q: text.trim().slice(0, MOST_LETTERS) });
    return address.href;
  };

  const count = (index, number, text) => say(index.core.words[number === 1 ? "search_one" : "search_many"] || "{n}", { n: number, query: text });

  // What to say when nothing was found: the closest terms of the glossary, and the other language's pages as marked links.
  const nothing = async (index, text) => {
    const words = index.core.words;
    const box = element("div", { className: "hits__none" }, element("p", {}, say(words.search_none || "0", { query: text.slice(0, 60) })));
    const terms = await index.file("terms").catch(() => []);
    const plain = plainly(text);
    const near = terms
      .map(([own, other, id]) => [Math.max(alike(plain, plainly(own)), alike(plain, plainly(other))), own, other, id])
      .filter(([likeness]) => likeness > 0.4)
      .sort((a, b) => b[0] - a[0])
      .slice(0, 3);
    if (near.length && main.dataset.glossary) {
      const theirLang = index.core.lang === "cy" ? "en" : "cy";
      const links = near.map(([, own, other, id]) => element("li", {}, element("a", { href: `${main.dataset.glossary}#term-${id}` }, own), " (", element("span", { lang: theirLang }, other), ")"));
      box.append(element("p", {}, words.search_near), element("ul", {}, ...links));
    }
    const theirs = main.dataset.searchOther && (await Index.open(main.dataset.searchOther).catch(() => null));
    const found = theirs ? (await theirs.find(text, false)).hits.slice(0, 3) : [];
    if (found.length) {
      const lang = theirs.core.lang;
      const links = await Promise.all(
        found.map(async ({ page }) => {
          const { title, url } = await theirs.head(page);
          return element("li", {}, element("a", { href: theirs.address(url), lang, hreflang: lang }, title), ` ${words.search_marked}`);
        }),
      );
      box.append(element("p", {}, words.search_other), element("ul", {}, ...links));
    }
    if (main.dataset.aZ) box.append(element("p", {}, element("a", { href: main.dataset.aZ }, words.search_a_z)));
    return box;
  };

  const broken = () =>
    element("div", { className: "hits__none" }, element("p", {}, main.dataset.searchBroken || "", " ", main.dataset.aZ ? element("a", { href: main.dataset.aZ }, "A–Z") : ""));

  // ---- The box at the top of every page: a combobox with a list of links (WAI-ARIA Authoring Practices, "Combobox")

  const box = (form) => {
    const input = form.elements.q;
    const list = element("div", { id: "hits", role: "listbox", hidden: true, "aria-label": input.labels[0]?.textContent || "" });
    const note = element("div", { className: "hits__note", hidden: true });
    const panel = element("div", { className: "hits", hidden: true }, list, note);
    const status = element("p", { className: "hidden", role: "status" });
    form.append(panel, status);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" }))
      input.setAttribute(key, value);

    let turn = 0; // answers that come late must not replace newer ones
    let active = -1;
    let timer;
    let waiting;

    const rows = () => [...list.children];
    const choose = (number) => {
      active = number;
      rows().forEach((row, n) => row.setAttribute("aria-selected", n === active));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", rows()[active].id);
        rows()[active].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (listed, noted) => {
      panel.hidden = !listed && !noted;
      list.hidden = !listed;
      note.hidden = !noted;
      input.setAttribute("aria-expanded", String(listed));
      if (!listed) choose(-1);
    };
    const close = () => {
      turn += 1;
      show(false, false);
    };
    // After the reader has stopped typing, so that it does not talk over the keys.
    const announce = (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => (status.textContent = text), 500);
    };

    const fill = async (index, found, text, mine) => {
      const shown = found.hits.slice(0, LIVE_HITS);
      const marker = new Marker(index, found.words);
      const heads = await Promise.all(shown.map(({ page }) => index.head(page)));
      if (mine !== turn) return;
      // Titles first. The texts follow when the reader pauses; without them a row still leads to its page.
      const texts = [];
      const made = heads.map(({ title, url, kind }, n) => {
        const more = element("span", { className: "hits__text" });
        const row = element(
          "a",
          { id: `hit-${n}`, className: "hits__row", role: "option", tabIndex: -1, href: index.address(url), "aria-selected": "false" },
          element("span", { className: "hits__title" }, ...marked(marker.pieces(title))),
          " ",
          element("span", { className: "hits__kind" }, index.core.kinds[kind] || ""),
          " ",
          more,
        );
        texts.push(async () => {
          const { address, heading, excerpt } = await index.row(shown[n], found.words);
          row.href = address;
          more.replaceChildren(...(heading ? [element("b", {}, ...marked(marker.pieces(heading))), ": "] : []), ...marked(excerpt));
        });
        return row;
      });
      const words = index.core.words;
      const everything = element(
        "a",
        { id: "hit-all", className: "hits__row hits__row--all", role: "option", tabIndex: -1, href: resultsAddress(text), "aria-selected": "false" },
        say(words.search_all || "{query}", { query: text.trim() }),
      );
      list.replaceChildren(...made, everything);
      active = -1;
      input.removeAttribute("aria-activedescendant");
      show(true, false);
      if (found.text !== undefined) setTimeout(() => mine === turn && texts.forEach((bring) => bring().catch(() => {})), PAUSE);
    };

    const search = async () => {
      const mine = (turn += 1);
      clearTimeout(waiting);
      const text = input.value;
      if (plainly(text).replace(/[^\p{L}\p{N}]/gu, "").length < 2) {
        announce("");
        return close();
      }
      try {
        const index = await open();
        if (mine !== turn) return; // while the first files came, more was typed
        waiting = setTimeout(() => {
          const titled = index.titled(text);
          if (mine === turn && titled.hits.length) fill(index, titled, text, mine);
        }, SLOW);
        const found = await index.find(text, true);
        if (mine !== turn) return;
        if (!found.hits.length) {
          if (found.broken) throw new Error("broken");
          clearTimeout(waiting);
          const box = await nothing(index, text.trim());
          if (mine !== turn) return;
          note.replaceChildren(box);
          show(false, true);
          return announce(box.textContent);
        }
        clearTimeout(waiting);
        await fill(index, found, text, mine);
        if (mine === turn) announce(`${count(index, found.hits.length, text.trim())} ${index.core.words.search_keys || ""}`);
      } catch {
        if (mine !== turn) return;
        note.replaceChildren(broken());
        show(false, true);
        announce(note.textContent);
      }
    };

    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      const size = list.hidden ? 0 : rows().length;
      if (event.isComposing) return;
      if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault(); // the first Escape closes the list, the next one empties the box
        event.stopPropagation();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!size) search();
        else if (event.key === "ArrowDown") choose(active + 1 < size ? active + 1 : -1);
        else choose(active < 0 ? size - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        rows()[active].click();
      }
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!form.contains(relatedTarget)) close();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the box
    if (document.activeElement === input && input.value) search();
  };

  // ---- The page of all results: …/?q=…&kind=…&principle=…&region=…

  const page = (form) => {
    const list = document.getElementById("results");
    const status = document.getElementById("results-status");
    const more = document.getElementById("results-more");
    const facets = ["kind", "principle", "region"].map((name) => form.elements[name]).filter(Boolean);
    let turn = 0;

    const value = (head, name) => (name === "kind" ? [head.kind] : head.facets[name] || []);
    const label = (index, name, id) => (name === "kind" ? index.core.kinds[id] : index.core.names[id]) || id;

    const search = async () => {
      const mine = (turn += 1);
      const text = form.elements.q.value.trim();
      document.querySelector("[data-search-help]")?.toggleAttribute("hidden", Boolean(text));
      if (!text) {
        if (facets.length) facets[0].closest("div").hidden = true;
        list.replaceChildren();
        more.hidden = true;
        status.textContent = "";
        return;
      }
      try {
        const index = await open();
        const [found] = await Promise.all([index.find(text, false).then(async (so) => (so.hits.length ? so : index.find(text, true))), index.allHeads()]);
        const heads = await Promise.all(found.hits.map(({ page: number }) => index.head(number)));
        if (mine !== turn) return;
        if (!found.hits.length && found.broken) throw new Error("broken");
        const asked = (except) => (_, n) => facets.every((facet) => facet === except || !facet.value || value(heads[n], facet.name).includes(facet.value));
        // Each list offers what the others leave, with how many pages that is.
        for (const facet of facets) {
          const counts = new Map();
          found.hits.forEach((hit, n) => {
            if (asked(facet)(hit, n)) for (const id of value(heads[n], facet.name)) counts.set(id, (counts.get(id) || 0) + 1);
          });
          if (facet.value && !counts.has(facet.value)) counts.set(facet.value, 0);
          const options = [...counts]
            .map(([id, number]) => element("option", { value: id, selected: id === facet.value }, `${label(index, facet.name, id)} (${number})`))
            .sort((a, b) => a.text.localeCompare(b.text, index.core.lang));
          facet.replaceChildren(facet.options[0], ...options);
          facet.closest("p").hidden = !options.length;
        }
        if (facets.length) facets[0].closest("div").hidden = !found.hits.length;
        const hits = found.hits.filter(asked());
        if (!found.hits.length) {
          const none = await nothing(index, text);
          if (mine !== turn) return;
          status.textContent = none.firstChild.textContent;
          none.firstChild.remove();
          list.replaceChildren(element("li", {}, none));
          more.hidden = true;
          return;
        }
        const marker = new Marker(index, found.words);
        let shown = 0;
        const next = async () => {
          const some = hits.slice(shown, shown + PAGE_HITS);
          shown += some.length;
          more.hidden = shown >= hits.length;
          const rows = await Promise.all(
            some.map(async (hit) => {
              const { title, url, kind } = await index.head(hit.page);
              const { address, heading, excerpt } = await index.row(hit, found.words).catch(() => ({ address: index.address(url), excerpt: [] }));
              return element(
                "li",
                { className: "results__row" },
                element("a", { className: "results__title", href: address }, ...marked(marker.pieces(title))),
                element("p", { className: "results__kind" }, index.core.kinds[kind] || ""),
                element("p", { className: "results__text" }, ...(heading ? [element("b", {}, ...marked(marker.pieces(heading))), ": "] : []), ...marked(excerpt)),
              );
            }),
          );
          if (mine === turn) list.append(...rows);
          return rows[0];
        };
        list.replaceChildren();
        more.onclick = async () => (await next())?.querySelector("a").focus();
        status.textContent = count(index, hits.length, text);
        await next();
      } catch {
        if (mine !== turn) return;
        list.replaceChildren(element("li", {}, broken()));
        status.textContent = list.textContent;
      }
    };

    const remember = (how) => {
      const asked = new URLSearchParams([...new FormData(form)].filter(([, text]) => text));
      history[how](null, "", `?${asked}`);
    };
    const recall = () => {
      const asked = new URLSearchParams(location.search);
      form.elements.q.value = (asked.get("q") || "").slice(0, MOST_LETTERS);
      for (const facet of facets) {
        const id = asked.get(facet.name) || "";
        if (id && ![...facet.options].some((option) => option.value === id)) facet.append(element("option", { value: id }, id));
        facet.value = id;
      }
      search();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      remember("pushState");
      search();
    });
    for (const facet of facets)
      facet.addEventListener("change", () => {
        remember("replaceState");
        search();
      });
    addEventListener("popstate", recall);
    form.hidden = false;
    recall();
  };

  // Also for tests and for the bench: nythSearch.open("…/core.js") gives an index with find(text, live).
  self.nythSearch = { push: receive, open: Index.open };
  if (header) box(header);
  if (results) page(results);
}
