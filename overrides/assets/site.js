// Small comforts. Every page can be read and used without this file.
// Nothing is stored until a reader chooses a language or colours.
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  keepPlace(); // of first.js, like attempt and putInAddress

  // A place on the page that was typed from paper or cut out of a sentence: ids have no capitals and no full stop.
  const [place] = location.hash.slice(1).toLowerCase().match(/^[a-z0-9-]*/);
  if (place && !document.querySelector(":target") && document.getElementById(place)) location.replace(`#${place}`);

  // The chooser remembers the language that was picked there; a permanent link opens it.
  for (const link of all("a[data-choose]")) link.onclick = () => attempt(() => localStorage.setItem("nyth-language", link.dataset.choose));
  if (document.querySelector("[data-open-mine]")) {
    const codes = [attempt(() => localStorage.getItem("nyth-language")), ...(navigator.languages || [])];
    const mine = codes.map((code) => document.querySelector(`[data-open-mine] a[hreflang="${String(code).slice(0, 2)}" i]`)).find(Boolean);
    if (mine) location.replace(mine.href);
  }
  // An address that was given up leads on, with the place on the page.
  for (const moved of all("a[data-moved]")) location.replace(moved.href);

  // Colours: light, dark, or as the device says.
  for (const form of all("form[data-colours]")) {
    const { colours } = form.elements;
    const { dataset } = document.documentElement;
    form.addEventListener("change", () => {
      const chosen = (dataset.colours = colours.value);
      attempt(() => (chosen === "auto" ? localStorage.removeItem("nyth-colours") : localStorage.setItem("nyth-colours", chosen)));
    });
    // Back may show the page as it was left, and another page may have changed the colours since.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) recallColours();
      colours.value = dataset.colours;
    });
    colours.value = dataset.colours;
    form.hidden = false;
  }

  // The menu closes with Escape, and when the reader goes elsewhere.
  for (const menu of all("details[data-menu]")) {
    addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !menu.open) return;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
    for (const kind of ["pointerdown", "focusin"]) addEventListener(kind, ({ target }) => (menu.open &&= menu.contains(target)));
  }

  // A list shows only what the reader asks for: each select is compared with the data- attribute of its name. The address
  // is the truth: a browser that puts old values back comes too late.
  for (const form of all("form[data-filter]")) {
    const selects = all("select", form);
    const items = all(":scope > li", document.getElementById(form.dataset.filter));
    const status = form.querySelector("[role=status]");
    const show = () => {
      const asked = selects.filter((select) => select.value);
      for (const item of items) item.hidden = !asked.every(({ name, value }) => (item.dataset[name] || "").split(" ").includes(value));
      const shown = items.filter((item) => !item.hidden).length;
      const { text, none } = status.dataset;
      status.textContent = (shown || !none ? text : none).replace("{shown}", shown).replace("{all}", items.length);
    };
    const read = () => {
      const query = new URLSearchParams(location.search);
      for (const select of selects) {
        const chosen = query.get(select.name);
        select.value = all("option", select).some(({ value }) => value === chosen) ? chosen : "";
      }
      show();
    };
    const write = () => {
      putInAddress(new FormData(form));
      show();
    };
    form.addEventListener("change", write);
    form.addEventListener("reset", () => setTimeout(write));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const kind of ["pageshow", "popstate"]) addEventListener(kind, read);
    form.hidden = false;
    read();
  }

  // The contents list marks the section being read: the last one whose heading has passed the upper third.
  for (const contents of all(".contents--wide")) {
    const links = all("a", contents);
    const headings = links.map(({ hash }) => document.getElementById(hash.slice(1)));
    const mark = () => {
      const here = links.filter((_, n) => headings[n]?.getBoundingClientRect().top < innerHeight / 3).pop();
      for (const link of links) link === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current");
      // a list longer than the screen moves by itself, and moves nothing else
      contents.scrollTop = here ? here.offsetTop - contents.clientHeight / 2 : 0;
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
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

  // The search comes only when someone goes to search: its scripts, its first data and its styles at once. The data is only
  // fetched: search-index.js runs it, and answers for a file that is missing or broken.
  const search = document.querySelector("form[data-search-script]");
  const status = document.getElementById("results-status");
  const tell = (text) => status && !self.nythSearch?.ready && (status.textContent = text);
  let coming = false; // what fails is asked for again when somebody comes back to the box
  const fetchSearch = () => {
    if (!search || coming) return;
    coming = true;
    const { searchIndex, searchScript, searchData, searchStyle, searchBroken } = search.dataset;
    const over = () => {
      coming = self.nythSearch?.ready;
      tell(searchBroken);
    };
    const add = (name, properties) => document.head.append(Object.assign(document.createElement(name), { onerror: over }, properties));
    if (location.search) tell(status?.dataset.working);
    setTimeout(over, 8000); // a line that hangs tells nobody
    add("link", { rel: "preload", as: "script", href: searchData, onerror: null });
    add("script", { src: searchIndex, async: false });
    add("script", { src: searchScript, async: false, onload: over }); // comes after the first, or its failure
    add("link", { rel: "stylesheet", href: searchStyle, onerror: () => (coming = false) });
  };
  search?.addEventListener("focusin", fetchSearch);
  if (document.querySelector("[data-search-page]") || search?.contains(document.activeElement)) fetchSearch();
}
