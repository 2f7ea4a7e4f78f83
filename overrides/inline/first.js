// Browsers may refuse storage, and refuse a new address to a file of a disk or to a page that asks too often.
const attempt = (action) => {
  try {
    return action();
  } catch (_) {
    return null;
  }
};
// Before the page is drawn: the colours a reader has chosen; without storage they follow the device.
const recallColours = () => {
  document.documentElement.dataset.colours = attempt(() => localStorage.getItem("nyth-colours")) || "auto";
};
recallColours();
const { after, font, paper } = document.currentScript.dataset;
// Whoever comes from another page of the site has the heading font, and sees it from the start. On a first page it comes after
// the words, and is shown if it comes at once and nothing in sight moves for it.
const face = self.FontFace && new FontFace("Alegreya", `url(${font})`, { weight: 800, display: "optional" });
const known = document.referrer.startsWith(location.origin);
if (face && known) document.fonts.add(face);
const inSight = () => {
  const range = document.createRange(); // the words of a centred heading move, and their box does not
  const place = (part) => (range.selectNodeContents(part), range.getBoundingClientRect());
  return Array.from(document.querySelectorAll("main :is(h1, h2, p, li)"), place).map(({ left, top }) => top < innerHeight && [left, top]).join();
};
const dress = async (drawn) => {
  await face.load();
  if (performance.now() - drawn > 300) return;
  const before = inSight();
  document.fonts.add(face);
  if (inSight() !== before) document.fonts.delete(face);
};
// After the first words too: the rules for paper, and the script of a page that is whole without it.
const later = [["link", { rel: "stylesheet", media: "print", href: paper }], ...(after ? [["script", { src: after }]] : [])];
const fetched = () => later.splice(0).map(([name, what]) => document.head.append(Object.assign(document.createElement(name), what)));
const drawn = (entries) => {
  const [words] = entries.getEntriesByName("first-contentful-paint"); // a colour may be drawn before, and told apart
  if (words) fetched();
  if (words && face && !known) dress(words.startTime).catch(() => {}); // off the net its stand-in stays
};
addEventListener("DOMContentLoaded", () => new PerformanceObserver(drawn).observe({ type: "paint", buffered: true }));
addEventListener("load", () => setTimeout(fetched, 999)); // for browsers that never tell when they draw
// A script that does not come, or is none, cannot say so: what the page has to say of it (`.late`) stands there at once.
addEventListener("error", ({ target }) => (target === window || target.localName === "script") && (document.documentElement.dataset.lost = ""), true);
// Another language, a permanent link and a moved page lead to the same place, with what was asked there. Scripts may
// rewrite the address without an event, so that links are brought up to date whenever one may be used or copied.
const keepPlace = () => {
  const asked = document.querySelector("form[data-filter], form.finder, form[data-search-page]");
  const all = (links) => document.querySelectorAll(`a[data-${links}]`);
  for (const link of all("keep-place")) Object.assign(link, { search: location.search, hash: location.hash || link.dataset.keepPlace });
  for (const link of asked ? all("permalink") : []) link.search = location.search;
};
for (const kind of ["pointerdown", "focusin", "click", "auxclick", "contextmenu"]) addEventListener(kind, keepPlace, true);
// What is chosen stands in the address, in ids that both languages share: so it outlives Back, a reload and a change of
// language, and can be passed on.
const putInAddress = (chosen) => {
  const address = new URL(location.href);
  for (const [name, value] of chosen) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) attempt(() => history.replaceState(history.state, "", address));
};
// Between the two: the key of the search. The script that comes finds the box in use.
addEventListener("keydown", (event) => {
  const box = document.querySelector("form[data-search-script] #q");
  if (!/^k$/i.test(event.key) || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
