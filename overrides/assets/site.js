// Small comforts. Every page can be read and used without this file.
// Nothing is stored until a reader chooses a language or colours.
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;

  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // no storage: the choice holds for this page only
    }
  };

  // Changing language keeps the place on the page.
  const keepPlace = () => {
    for (const link of all("a[data-keep-place]")) link.hash = location.hash;
  };
  keepPlace();
  addEventListener("hashchange", keepPlace);

  // The chooser remembers the language that was picked there; a permanent link opens it.
  for (const link of all("a[data-choose]")) {
    link.addEventListener("click", () => remember("nyth-language", link.dataset.choose));
  }
  if (document.querySelector("[data-open-mine]")) {
    const mine = [recall("nyth-language"), ...(navigator.languages || [])]
      .map((code) => String(code).slice(0, 2).toLowerCase())
      .find((code) => code === "cy" || code === "en");
    const link = mine && document.querySelector(`[data-open-mine] a[hreflang="${mine}"]`);
    if (link) location.replace(link.href);
  }
  // An address that was given up leads on, with the place on the page.
  const moved = document.querySelector("a[data-moved]");
  if (moved) location.replace(moved.href);

  // Colours: light, dark, or as the device says.
  for (const form of all("form[data-colours]")) {
    const now = root.dataset.colours || "auto";
    for (const radio of form.elements.colours) radio.checked = radio.value === now;
    form.addEventListener("change", () => {
      const chosen = form.elements.colours.value;
      if (chosen === "auto") delete root.dataset.colours;
      else root.dataset.colours = chosen;
      remember("nyth-colours", chosen === "auto" ? "" : chosen);
    });
    form.hidden = false;
  }

  // Menus close with Escape, and when the reader goes elsewhere.
  const close = (menu, focus) => {
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details[data-menu][open]")) close(menu, menu.contains(document.activeElement));
  });
  for (const kind of ["pointerdown", "focusin"]) {
    addEventListener(kind, ({ target }) => {
      for (const menu of all("details[data-menu][open]")) if (!menu.contains(target)) close(menu);
    });
  }

  // A list shows only what the reader asks for: each select is compared with the data- attribute of its name.
  for (const form of all("form[data-filter]")) {
    const items = all(":scope > li", document.getElementById(form.dataset.filter));
    const status = form.querySelector("[role=status]");
    const apply = () => {
      const asked = all("select", form).filter((select) => select.value);
      for (const item of items) {
        item.hidden = !asked.every(({ name, value }) => (item.dataset[name] || "").split(" ").includes(value));
      }
      const shown = items.filter((item) => !item.hidden).length;
      const { text, none } = status.dataset;
      status.textContent = (shown || !none ? text : none).replace("{shown}", shown).replace("{all}", items.length);
    };
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply();
  }

  // A council leads to its region: an option holds the address, and the table below it the region's name.
  for (const form of all("form.finder")) {
    const result = form.querySelector(".finder__result");
    const choice = form.querySelector("select");
    const show = () => {
      const same = all("main a").find((link) => link !== result && link.getAttribute("href") === choice.value);
      result.hidden = !choice.value;
      result.href = choice.value;
      result.textContent = same ? same.textContent : choice.selectedOptions[0].text;
    };
    form.addEventListener("change", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }

  // The contents list shows where the reader is.
  const places = all(".contents--wide a").map((link) => [link, document.getElementById(link.hash.slice(1))]);
  if (places.length) {
    const mark = () => {
      const here = places.findLast(([, heading]) => heading?.getBoundingClientRect().top < innerHeight / 3);
      for (const [link] of places) {
        if (here && link === here[0]) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  // Copy the permanent link; print.
  for (const button of all("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const link = document.querySelector("a[data-permalink]");
      await navigator.clipboard.writeText(/^https?:/.test(button.dataset.copy) ? button.dataset.copy : link.href);
      button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
    });
  }
  for (const button of all("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // The search comes only when someone goes to search: its scripts, its first data and its styles at once.
  const search = document.querySelector("form[data-search-script]");
  const fetchSearch = () => {
    if (!search || search.dataset.fetched) return;
    search.dataset.fetched = "";
    // The data is only fetched: search-index.js runs it, and answers for a file that is missing or broken.
    const data = { rel: "preload", as: "script", href: search.dataset.searchData };
    document.head.append(Object.assign(document.createElement("link"), data));
    const status = document.getElementById("results-status");
    const check = () => {
      if (status && !self.nythSearch?.open) status.textContent = search.dataset.searchBroken;
    };
    for (const src of [search.dataset.searchIndex, search.dataset.searchScript]) {
      const script = { src, async: false, onload: check, onerror: check };
      document.head.append(Object.assign(document.createElement("script"), script));
    }
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: search.dataset.searchStyle }));
  };
  search?.addEventListener("focusin", fetchSearch);
  if (document.querySelector("[data-search-page]")) fetchSearch();
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !search) return;
    event.preventDefault();
    search.elements.q.focus();
    search.elements.q.select();
  });
}
