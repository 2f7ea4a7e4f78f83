// The search box and the page of results, loaded after search-index.js when someone goes to search.
if (self.nythSearch?.open && !self.nythSearch.ready) {
  const LIVE_HITS = 5;
  const PAGE_HITS = 20;
  const SLOW = 60; // milliseconds until pages are offered by their titles alone
  const WAIT = 3000; // milliseconds until results are shown without their texts
  const PAUSE = 150; // milliseconds without a key before texts are fetched
  const { open: openIndex, Marker, element, wordsOf, joined, MOST_LETTERS } = self.nythSearch;

  const say = (text, values) => (text || "").replace(/{(\w+)}/g, (all, key) => values[key] ?? all);
  const later = (task, wait) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => task(...given), wait);
    };
  };

  const results = document.querySelector("form[data-search-page]");
  const main = document.querySelector("form[data-search-script]");
  const given = main.dataset;
  const sentence = (...inside) => element("p", {}, ...inside);
  // The place on the page and the piece of text in which the words stand: without them a row still leads on.
  const complete = async (index, hit, words, link, text) => {
    const { address, pieces } = await index.row(hit, words);
    link.href = address;
    text.replaceChildren(...pieces);
  };
  const headsOf = (index, hits) => Promise.all(hits.map(({ page }) => index.head(page)));
  const elsewhere = () => main.querySelector("template").content.cloneNode(true);

  // What was found, in a sentence or two; where a slip was forgiven, that comes first.
  const told = (index, found, text, number) => {
    const slips = found.words.filter(({ better }) => better);
    const wrong = slips.map(({ typed }) => typed).join(", ");
    const meant = found.all.map((word) => slips.find(({ typed }) => typed === word)?.better || word).join(" ");
    const count = say(index.words[number === 1 ? "search_one" : "search_many"], { n: number, query: wrong ? meant : text });
    return wrong ? `${say(index.words.search_close, { wrong, meant })} ${count}` : count;
  };

  // What to say when nothing was found, and what helps on: the words are everywhere, or the other language has pages.
  const nothing = async (index, found, text) => {
    const none = found.common ? index.words.search_common : say(index.words.search_none, { query: text.slice(0, 60) });
    const theirs = found.common ? null : await openIndex(given.searchOther).catch(() => null);
    const { hits } = (await theirs?.find(text, false).catch(() => null)) ?? { hits: [] };
    const links = (await headsOf(theirs, hits.slice(0, 3))).map(({ title, url }) => {
      const link = element("a", { href: theirs.address(url), lang: theirs.lang, hreflang: theirs.lang }, title);
      return element("li", {}, link, ` ${index.words.search_marked}`);
    });
    const others = links.length ? [sentence(index.words.search_other), element("ul", {}, ...links)] : [];
    return [none, ...others, elsewhere()];
  };

  // The same when files did not come.
  const broken = (again) => {
    const retry = element("button", { type: "button", className: "button", onclick: again }, given.searchRetry);
    return [given.searchBroken, sentence(retry), elsewhere()];
  };

  // ---- The box at the top of every page: a list of links (WAI-ARIA Practices, "Combobox")

  const box = (form) => {
    const input = form.elements.q;
    const list = element("div", { id: "hits", role: "listbox", hidden: true, "aria-label": input.placeholder });
    const note = element("div", { className: "hits__note", hidden: true });
    const panel = element("div", { className: "hits", hidden: true }, note, list);
    const status = element("p", { className: "hidden", role: "status" });
    form.append(panel, status);
    const combobox = { role: "combobox", "aria-controls": "hits", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value);
    input.spellcheck = false;

    let [turn, active] = [0, -1]; // of two turns, the answer of the earlier may come late: it must not replace the newer
    const rows = () => [...list.children];
    const choose = (number) => {
      active = number;
      rows().forEach((row, n) => row.setAttribute("aria-selected", n === active));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", rows()[active].id);
      return rows()[active].scrollIntoView({ block: "nearest" });
    };
    const show = (listed, ...noted) => {
      list.hidden = !listed;
      note.hidden = !noted.length;
      note.replaceChildren(...noted);
      panel.hidden = !listed && !noted.length;
      input.setAttribute("aria-expanded", String(listed));
      choose(-1);
    };
    show(false);
    const close = () => {
      turn += 1;
      show(false);
    };
    // After the reader has stopped typing, so that it does not talk over the keys.
    const announce = later((text) => (status.textContent = text), 500);
    const instead = (said, ...more) => {
      const box = element("div", { className: "hits__none" }, sentence(said), ...more);
      show(false, box);
      announce(box.textContent);
    };
    const texts = later((tasks) => tasks.forEach((task) => task().catch(() => {})), PAUSE);

    const option = (id, name, href, ...inside) =>
      element("a", { id, className: name, role: "option", tabIndex: -1, href, "aria-selected": "false" }, ...inside);
    // Titles first; texts follow when the reader pauses.
    const fill = (index, found, text, heads) => {
      const marker = new Marker(index, found.words);
      const tasks = [];
      const made = heads.map(({ title, url, kind }, n) => {
        const more = element("span", { className: "hits__text" });
        const named = element("span", { className: "hits__title" }, ...marker.pieces(title));
        const of = element("span", { className: "hits__kind" }, index.labels.get(kind) || "");
        const row = option(`hit-${n}`, "hits__row", index.address(url), named, " ", of, " ", more);
        tasks.push(() => complete(index, found.hits[n], found.words, row, more));
        return row;
      });
      const all = `${main.action}?${new URLSearchParams({ q: text })}`;
      list.replaceChildren(...made, option("hit-all", "hits__row hits__row--all", all, say(index.words.search_all, { query: text })));
      texts(found.onlyTitles ? [] : tasks);
    };

    const search = async () => {
      const mine = (turn += 1);
      let answered = false;
      const text = input.value.trim().slice(0, MOST_LETTERS);
      if (!wordsOf(text).length || joined(text).length < 2) {
        announce("");
        return close();
      }
      try {
        const index = await openIndex(given.searchData);
        setTimeout(async () => {
          const titled = index.titled(text);
          const some = await headsOf(index, titled.hits.slice(0, LIVE_HITS));
          if (mine !== turn || answered || !some.length) return;
          fill(index, titled, text, some);
          show(true);
        }, SLOW);
        const found = await index.find(input.value, true).finally(() => (answered = true));
        const heads = await headsOf(index, found.hits.slice(0, LIVE_HITS));
        const none = heads.length ? null : await nothing(index, found, text);
        if (mine !== turn) return;
        if (none) return instead(...none);
        const counted = told(index, found, text, found.hits.length);
        fill(index, found, text, heads);
        show(true, ...(found.words.some(({ better }) => better) ? [sentence(counted)] : []));
        announce(`${counted} ${index.words.search_keys}`);
      } catch {
        if (mine === turn) instead(...broken(search));
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
    form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || close());
    // keeps the focus in the box
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    if (document.activeElement === input && input.value) search();
  };

  // ---- The page of all results. Its state stands in the address (?q=…&kind=…&shown=40), where
  // Back, a copied link and the link to the other language find it; the place on the page stands
  // beside it in the history.

  const page = (form) => {
    const ids = ["results", "results-status", "results-more", "results-twin"];
    const [list, status, more, twin] = ids.map((id) => document.getElementById(id));
    const facets = [...form.querySelectorAll("select")];
    let turn = 0;
    const state = () => new URLSearchParams(location.search);
    const values = (head, name) => (name === "kind" ? [head.kind] : head.facets[name] || []);

    // The controls as the address says, whatever the browser has put into them.
    const recall = () => {
      form.elements.q.value = (state().get("q") || "").slice(0, MOST_LETTERS);
      for (const facet of facets) {
        const id = state().get(facet.name) || "";
        if (![...facet.options].some(({ value }) => value === id)) facet.add(new Option(id, id));
        facet.value = id;
      }
    };
    const remember = (how) => {
      const asked = [...new FormData(form)].filter(([, text]) => text.trim());
      const address = `?${new URLSearchParams(asked)}`;
      attempt(() => history[address === location.search ? "replaceState" : how](null, "", address)); // of first.js
    };

    const fits = (head, except) =>
      facets.every((facet) => facet === except || !facet.value || values(head, facet.name).includes(facet.value));
    // Each list offers what the others leave, with how many pages that is.
    const offer = (index, heads) => {
      for (const facet of facets) {
        const ids = heads.filter((head) => fits(head, facet)).flatMap((head) => values(head, facet.name));
        const rows = (index.choices[facet.name] || []).filter(([id]) => ids.includes(id) || id === facet.value);
        const options = rows.map(([id, label]) => {
          const text = `${label} (${ids.filter((other) => other === id).length})`;
          return new Option(text, id, false, id === facet.value);
        });
        facet.replaceChildren(facet.options[0], ...options);
        facet.closest("p").hidden = !options.length;
        facet.closest("div").hidden = !heads.length;
      }
    };

    // A text that is slow to come is put in when it does.
    const row = async (index, hit, words) => {
      const { title, url, kind } = await index.head(hit.page);
      const marked = new Marker(index, words).pieces(title);
      const link = element("a", { className: "results__title", href: index.address(url) }, ...marked);
      const text = element("p", { className: "results__text" });
      const come = complete(index, hit, words, link, text);
      await Promise.race([come.catch(() => {}), new Promise((over) => setTimeout(over, WAIT))]);
      const named = element("p", { className: "results__kind" }, index.labels.get(kind) || "");
      return element("li", { className: "results__row" }, link, named, text);
    };

    // The own word for a term that was typed in the other language, as after a change of language.
    const offerTwin = async (index, text) => {
      const plain = (name) => joined(wordsOf(name).join(""));
      const asked = plain(text);
      const same = (name) => {
        const [a, b] = [plain(name), asked].sort((one, two) => one.length - two.length);
        return a === b || (a.length > 4 && b.startsWith(a) && b.length - a.length < 4);
      };
      const terms = asked ? await index.file("terms").catch(() => []) : [];
      const own = terms.filter(([name, names]) => names.some(same) && !same(name)).map(([name]) => name);
      const link = (name) => [" ", element("a", { href: `?${new URLSearchParams({ q: name })}` }, name)];
      const links = [...new Set(own)].slice(0, 3).flatMap(link);
      return links.length ? [index.words.search_twin, ...links] : [];
    };

    const search = async () => {
      const mine = (turn += 1);
      const text = form.elements.q.value.trim();
      document.querySelector("[data-search-help]").hidden = Boolean(text);
      const show = (said, ...rows) => {
        status.textContent = said;
        list.replaceChildren(...rows);
        more.hidden = twin.hidden = true;
      };
      // what helps on stands in the place of the rows
      const instead = (said, ...more) => show(said, element("li", { className: "hits__none" }, ...more));
      if (!text) {
        offer({ choices: {} }, []);
        return show("");
      }
      try {
        const index = await openIndex(given.searchData);
        let found = await index.find(text, false);
        if (!found.hits.length && !found.common) found = await index.find(text, true);
        await index.heads();
        const heads = await headsOf(index, found.hits);
        const hits = found.hits.filter((_, n) => fits(heads[n]));
        const shown = Math.max(PAGE_HITS, Number(state().get("shown")) || 0);
        const made = (some) => Promise.all(some.map((hit) => row(index, hit, found.words)));
        const twins = offerTwin(index, text); // nothing waits for it
        const rows = await made(hits.slice(0, shown));
        const none = found.hits.length ? null : await nothing(index, found, text);
        if (mine !== turn) return;
        offer(index, heads);
        if (none) instead(...none);
        else show(told(index, found, text, hits.length), ...rows);
        more.hidden = rows.length >= hits.length;
        more.onclick = async () => {
          more.disabled = true; // a second click would bring the same rows again
          const next = await made(hits.slice(list.children.length, list.children.length + PAGE_HITS));
          more.disabled = false;
          if (mine !== turn) return;
          list.append(...next);
          more.hidden = list.children.length >= hits.length;
          putInAddress([["shown", list.children.length]]);
          next[0].querySelector("a").focus();
        };
        if (history.state?.top) scrollTo(0, history.state.top);
        const offered = await twins;
        if (mine !== turn) return;
        twin.replaceChildren(...offered);
        twin.hidden = !offered.length;
      } catch {
        if (mine === turn) instead(...broken(search));
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      remember("pushState");
      search();
    });
    form.addEventListener("change", ({ target }) => {
      if (!facets.includes(target)) return;
      remember("replaceState");
      search();
    });
    for (const act of [recall, search]) addEventListener("popstate", act);
    addEventListener("pageshow", ({ persisted }) => persisted && recall()); // what is typed before all has come stays
    history.scrollRestoration = "manual"; // the rows come later than the browser's own try
    const place = later(() => attempt(() => history.replaceState({ top: scrollY }, "")), 200);
    addEventListener("scroll", place, { passive: true });
    form.hidden = false;
    recall();
    search();
  };

  box(main);
  if (results) page(results);
  self.nythSearch.ready = true;
}
