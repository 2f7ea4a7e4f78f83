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
    } catch {} // no storage: the choice holds for this page only
  };

  keepPlace(); // of first.js

  // A place on the page that was typed from paper or cut out of a sentence: ids have no capitals and no full stop.
  const [place] = location.hash.slice(1).toLowerCase().match(/^[a-z0-9-]*/);
  if (place && !document.querySelector(":target") && document.getElementById(place)) location.replace(`#${place}`);

  // The chooser remembers the language that was picked there; a permanent link opens it.
  for (const link of all("a[data-choose]")) link.onclick = () => remember("nyth-language", link.dataset.choose);
  if (document.querySelector("[data-open-mine]")) {
    const mine = [recall("nyth-language"), ...(navigator.languages || [])]
      .map((code) => String(code).slice(0, 2).toLowerCase())
      .find((code) => code === "cy" || code === "en");
    const link = mine && document.querySelector(`[data-open-mine] a[hreflang="${mine}"]`);
    if (link) location.replace(link.href);
  }
  // An address that was given up leads on, with the place on the page.
  for (const moved of all("a[data-moved]")) location.replace(moved.href);

  // Colours: light, dark, or as the device says.
  for (const form of all("form[data-colours]")) {
    const show = (chosen) => {
      if (chosen) root.dataset.colours = chosen;
      else delete root.dataset.colours;
      for (const radio of form.elements.colours) radio.checked = radio.value === (chosen || "auto");
    };
    // Back may show the page as it was left, and another page may have changed the colours since.
    addEventListener("pageshow", ({ persisted }) => show(persisted ? recall("nyth-colours") : root.dataset.colours));
    show(root.dataset.colours);
    form.addEventListener("change", () => {
      const chosen = form.elements.colours.value.replace("auto", "");
      show(chosen);
      remember("nyth-colours", chosen);
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

  // A list shows only what the reader asks for: each select is compared with the data- attribute of its name. What is
  // chosen stands in the address, in ids that both languages share: so it outlives Back, a reload and a change of
  // language, and can be passed on. The address is the truth: a browser that puts old values back comes too late.
  for (const form of all("form[data-filter]")) {
    const selects = all("select", form);
    const items = all(":scope > li", document.getElementById(form.dataset.filter));
    const status = form.querySelector("[role=status]");
    const key = ({ id, name }) => (all(`select[name="${name}"]`).length > 1 ? id : name);
    const show = () => {
      const asked = selects.filter((select) => select.value);
      for (const item of items) {
        item.hidden = !asked.every(({ name, value }) => (item.dataset[name] || "").split(" ").includes(value));
      }
      const shown = items.filter((item) => !item.hidden).length;
      const { text, none } = status.dataset;
      status.textContent = (shown || !none ? text : none).replace("{shown}", shown).replace("{all}", items.length);
    };
    const read = () => {
      const query = new URLSearchParams(location.search);
      for (const select of selects) {
        const chosen = query.get(key(select));
        select.value = all("option", select).some(({ value }) => value === chosen) ? chosen : "";
      }
      show();
    };
    const write = () => {
      const address = new URL(location.href);
      for (const select of selects) {
        if (select.value) address.searchParams.set(key(select), select.value);
        else address.searchParams.delete(key(select));
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // browsers refuse this to files of some disks, and when it is done too often: the choice holds here only
      }
      show();
    };
    form.addEventListener("change", write);
    form.addEventListener("reset", () => setTimeout(write));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const kind of ["pageshow", "popstate"]) addEventListener(kind, read);
    form.hidden = false;
    read();
  }

  // The contents list marks the section being read: the last one whose heading has passed the upper third. Everything
  // above that line counts as passed, however far away, so that no jump is missed.
  const contents = document.querySelector(".contents--wide");
  const links = all(".contents--wide a");
  const passed = new Set();
  const line = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) passed[isIntersecting ? "add" : "delete"](target.id);
      const here = links.findLast(({ hash }) => passed.has(decodeURIComponent(hash.slice(1))));
      for (const link of links) {
        if (link === here) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
      // a list longer than the screen moves by itself, and moves nothing else
      const from = here ? here.offsetTop : 0;
      const hidden = from < contents.scrollTop || from + (here?.offsetHeight || 0) > contents.scrollTop + contents.clientHeight;
      if (hidden) contents.scrollTop = from - contents.clientHeight / 2;
    },
    { rootMargin: "1000000px 0px -66% 0px" },
  );
  for (const { hash } of links) {
    const heading = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (heading) line.observe(heading);
  }

  // Copy a text, or the permanent link with what was asked here; print.
  for (const button of all("button[data-copy], button[data-copies]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { copy, copies, done } = button.dataset;
      const shown = copies ? document.getElementById(copies) : document.querySelector("a[data-permalink]");
      const address = copy && new URL(/^https?:/.test(copy) ? copy : shown.href);
      if (address) address.search = shown.search;
      try {
        await navigator.clipboard.writeText(address || shown.textContent);
        button.parentElement.querySelector("[role=status]").textContent = done;
      } catch {
        getSelection().selectAllChildren(shown); // copying is not allowed here: by hand, then
      }
    });
  }
  for (const button of all("button[data-print]")) Object.assign(button, { hidden: false, onclick: () => print() });

  // The search comes only when someone goes to search: its scripts, its first data and its styles at once.
  const search = document.querySelector("form[data-search-script]");
  const fetched = new Set(all("link[rel=stylesheet]").map((link) => link.getAttribute("href")));
  const fetchOnce = (address, name, properties) => {
    if (fetched.has(address)) return;
    fetched.add(address);
    const onerror = () => {
      fetched.delete(address); // the next visit to the box tries again
      properties.onload?.();
    };
    document.head.append(Object.assign(document.createElement(name), properties, { onerror }));
  };
  const fetchSearch = () => {
    if (!search || self.nythSearch?.ready) return;
    const { searchIndex, searchScript, searchData, searchStyle } = search.dataset;
    // The data is only fetched: search-index.js runs it, and answers for a file that is missing or broken.
    fetchOnce(searchData, "link", { rel: "preload", as: "script", href: searchData });
    const status = document.getElementById("results-status");
    if (status && location.search) status.textContent = status.dataset.working;
    const scripts = [searchIndex, searchScript];
    const onload = () => {
      if (self.nythSearch?.ready) return;
      for (const src of scripts) fetched.delete(src); // the next visit to the box tries again
      if (status) status.textContent = search.dataset.searchBroken;
    };
    setTimeout(onload, 20000); // a line that hangs tells nobody
    fetchOnce(searchIndex, "script", { src: searchIndex, async: false });
    fetchOnce(searchScript, "script", { src: searchScript, async: false, onload }); // comes after the first, or its failure
    fetchOnce(searchStyle, "link", { rel: "stylesheet", href: searchStyle });
  };
  search?.addEventListener("focusin", fetchSearch);
  if (document.querySelector("[data-search-page]") || search?.contains(document.activeElement)) fetchSearch();
}
