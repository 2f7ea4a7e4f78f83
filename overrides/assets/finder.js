// From a council or town to its region. All places stand in the lists of the page, with the spellings under which they
// are looked for; this only looks up. The place chosen stands in the address, under an id that both languages share.
for (const form of document.querySelectorAll("form.finder")) {
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ul");
  const answer = document.querySelector(".finder__answer");
  const around = form.dataset.around.split(" ");
  const places = [...document.querySelectorAll("[data-spellings]")].map(({ id, dataset }) => ({
    ...dataset,
    id,
    keys: dataset.spellings.split(" "),
    card: document.getElementById(dataset.region),
  }));

  // The same as `key` in placenames.py: folded, without what may stand around a name.
  const key = (name) => {
    const folded = name.toLowerCase().normalize("NFD").replace(/[\p{M}'’‘ʼ]/gu, "");
    const words = folded.match(/[\p{L}\p{N}]+/gu) || [];
    while (words.length > 1 && around.includes(words[0])) words.shift();
    while (words.length > 1 && around.includes(words[words.length - 1])) words.pop();
    return words.join("");
  };

  // How many letters are wrong, missing, too many, or swapped with their neighbour; Infinity where that is more than `most`.
  const slips = (a, b, most) => {
    if (most < 0) return Infinity;
    if (a === b) return 0;
    if (a[0] === b[0]) return slips(a.slice(1), b.slice(1), most);
    const steps = [[1, 1], [1, 0], [0, 1], ...(a[0] === b[1] && a[1] === b[0] ? [[2, 2]] : [])];
    return 1 + Math.min(...steps.map(([i, j]) => slips(a.slice(i), b.slice(j), most - 1)));
  };

  // Those that are called so, and those that may be meant: by the beginning, by a part or with more, by one slip, by two.
  const find = (asked) => {
    const most = Math.min(2, Math.floor(asked.length / 4));
    const rank = (name) => {
      if (name.startsWith(asked)) return name === asked ? 0 : 1;
      if ((asked.length > 2 && name.includes(asked)) || (name.length > 3 && asked.includes(name))) return 2;
      return 2 + slips(name, asked, most);
    };
    const ranks = places.map(({ keys }) => Math.min(...keys.map(rank)));
    const best = Math.max(1, Math.min(...ranks));
    const which = (wanted) => places.filter((_, n) => ranks[n] === wanted);
    return { exact: which(0), others: best > 2 + most ? [] : which(best), near: best > 2 };
  };

  const label = ({ name, within, card }) => {
    const region = card.dataset.name;
    return name === region ? region : [within && within !== name ? `${name}, ${within}` : name, region].join(": ");
  };
  // Those whose name on this page begins so come first: the others have another name that does.
  const first = (many, asked) => many.sort((a, b) => key(b.name).startsWith(asked) - key(a.name).startsWith(asked));
  const once = (many) => many.filter((place, n) => many.findIndex((one) => one.name === place.name && one.card === place.card) === n);

  const show = (chosen) => {
    const asked = key(input.value);
    const { exact, others, near } = chosen ? { exact: [chosen], others: [] } : asked ? find(asked) : { exact: [], others: [] };
    const named = exact.length ? exact : others;
    const cards = new Set(named.map(({ card }) => card));
    const card = cards.size === 1 ? [...cards][0] : null;
    const more = first(once(card && !near ? others.filter((place) => place.card !== card) : named), asked).slice(0, 8);
    const words = asked && !named.length ? form.dataset.none : more.length ? form.dataset[near ? "near" : card ? "more" : "choose"] : "";
    const place = card && !near && (exact.length || once(named).length === 1 ? label(named[0]) : card.dataset.name);
    status.textContent = [place, words].filter(Boolean).join(". ");
    list.replaceChildren(
      ...more.map((place) => {
        const onclick = () => {
          input.value = place.name;
          show(place);
          input.focus();
        };
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: label(place), onclick });
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    const copy = card?.cloneNode(true);
    copy?.removeAttribute("id");
    answer.replaceChildren(...(copy ? [copy] : []));
    putInAddress([["place", card && named.find((place) => place.card === card).id]]);
  };

  const read = () => {
    const place = places.find(({ id }) => id === new URLSearchParams(location.search).get("place"));
    if (place) input.value = place.name;
    show(place);
  };
  input.addEventListener("input", () => show());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  for (const kind of ["pageshow", "popstate"]) addEventListener(kind, read);
  read();
  form.hidden = false;
}
