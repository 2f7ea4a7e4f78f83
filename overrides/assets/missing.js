// An address that was typed from paper or cut out of a sentence leads to its page; otherwise its words are looked for.
{
  const place = document.querySelector("[data-missing]");
  const root = place.dataset.missing;
  const plain = (text) => text.replace(/[¹²³⁰-⁹]/g, "").normalize("NFKD").replace(/[\p{M}\p{Lm}]/gu, "").replaceAll("|", "l").toLowerCase();
  // what paper loses or breaks between letters, and letters that look alike there, make no difference; "&" is for a word
  const letters = (text) => text.replace(/[^\p{L}\p{N}&]/gu, "").replace(/0/g, "o").replace(/[1i]/g, "l");
  // decodeURI would stop at what is no character; some programs encode what is encoded already, and in ways of their own
  const sign = (name) => new DOMParser().parseFromString(name, "text/html").body.textContent;
  const clear = (text) => new URLSearchParams(`p=${text.replace(/-(?=2[DF])/g, "%").replaceAll("&", "%26")}`).get("p").replace(/&#?\w+;/g, sign);
  const typed = plain([1, 2, 3].reduce(clear, location.pathname)).replace(/([#?]|__;|[<[](?!(cy|en|p)\/)|[&;]\w+[=;]|:~:|\s(\(\D*|[pt]{1,2}\.?\s*)\d).*/s, "");
  const path = typed.replace(/(&|(\/(index|default))?\.([sx]?html?|php|aspx?|jsp|md|pdf))[^\p{L}\p{N}]*$/u, "/");
  const inside = root === "/" ? path : path.split(plain(root)).pop(); // a whole address may stand behind the host
  const names = { cy: /^(cymraeg|welsh|cym|cy.?gb|hafan)$/, en: /^(english|saesneg|eng|en.?gb|home)$/ }; // as some sites have it
  const coded = (part) => Object.keys(names).find((code) => names[code].test(part)) ?? part;
  const named = inside.split(/[^\p{L}\p{N}]*(?:\/[^\p{L}\p{N}]*|$)/u).filter(letters);
  const parts = named.filter((part, n) => !n || !/^(home|hafan|index)$/.test(part)).map(coded);
  const codes = ["cy", "en", "p"];
  const language = (part) => codes.indexOf(letters(part ?? ""));
  const end = (list) => list[list.length - 1];
  if (language(end(parts)) >= 0) parts.unshift(parts.pop()); // the language was put behind
  // before the last language stands another host, or the folder that the site was in
  const bare = parts.slice(parts.reduce((found, part, n) => (parts[n + 1] && language(part) >= 0 ? n : found), 0));
  const asked = language(bare[0]);
  const spoken = parts.filter((part) => Object.keys(names).includes(part)).pop();
  const rest = bare.slice(asked < 0 ? 0 : 1);
  place.prepend(...place.querySelectorAll(`:scope > [lang=${spoken}]`)); // where both languages stand, the reader's first
  const words = (end(bare) ?? "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  for (const input of place.querySelectorAll("input[name=q]")) input.value ||= words; // unless somebody was quicker

  (async () => {
    if (words === "404") return; // nothing was typed but the address of this very page
    // a line that hangs tells nobody; some hosts say of this very page that all is well, and some networks of one of their own
    const read = (address) => fetch(address, { signal: AbortSignal.timeout?.(8000) }).then((got) => (got.ok ? got.text() : "")).catch(() => "");
    const twins = (await read(`${root}sitemap.xml`)).matchAll(/hreflang="cy" href="https?:\/\/[^/]+(.+?)".*?hreflang="en" href="https?:\/\/[^/]+(.+?)"/g);
    const pages = [...twins].flatMap(([, ...both]) => both.map((url) => ({ url, both, to: both[asked] ?? url })));
    // of words that join, one may stand for another ("&" was one that was shortened), and one for many; numbers may cling
    const like = (at) => RegExp(`^(the|yr?)?${at.split(/-(?:(?:and|ac?)-)?|s\/?$/).map(letters).join("(&|and|to|a[cg]?|l)?")}s?[\\dlo]{0,2}$`);
    const same = (part, text) => {
      const is = ({ url, both }) => both.some((one) => like(part(url, one)).test(letters(text)));
      return [...new Set(pages.filter(is).map(({ to }) => to))];
    };
    const [last, folder] = [2, 3].map((n) => (url) => url.split("/").slice(-n)[0]);
    const tries = [
      same((url) => url.slice(root.length), bare.join("")), // the slash behind the language may be lost
      same((url) => url.slice(root.length + 3), rest.join("")),
      same((url, one) => folder(one).slice(0, 4) + last(url), (rest[rest.length - 2] ?? "").slice(0, 4) + end(bare)), // one principle
      same(last, end(bare) ?? ""),
    ];
    const longer = pages.filter(({ url }) => /\p{Pd}[^\p{L}\p{N}]*$/u.test(path) && url.includes(`/${rest.join("/")}-`));
    const found = tries.find(({ length }) => length) ?? [];
    const tidy = (parts) => root + parts.map((part) => part.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").replace(/.$/, "$&/")).join("");
    // what moved, was given up or is in both languages is in no list: it may answer all the same
    const guesses = [parts, bare, rest, ...codes.map((start) => [start, ...rest])].map(tidy);
    const short = tidy(bare.slice(0, asked === 2 ? 2 : 3)); // behind a permanent link, or a page of a list, stands what was added
    // of several, the reader knows which; but only one has the name as its permanent link, or as what it is called in Welsh
    const welsh = found[0] && found.every((url) => url.startsWith(`${root}cy/`)) && "cy";
    const alike = parts.includes("p") || (found[1] && pages.some(({ both }) => found.every((url) => both.includes(url))));
    const several = pages.filter(({ url }) => alike && found.includes(url)).map(({ both }) => tidy(["p", last(both[1])]));
    // a mail program breaks a line behind a hyphen: where another page begins so, that one may be meant
    for (const address of longer[0] ? [] : new Set([...guesses.slice(0, 3), ...(found[0] ? several : guesses), ...(found[1] ? [] : found), short])) {
      const page = address === location.pathname ? "" : await read(address);
      // a permanent link opens in the language that was asked for, be it by a name that only Welsh has
      const [, own = "", section] = page.match(`href="([^"]+)" hreflang="${spoken ?? welsh}" id="open.*?data-keep-place="(.*?)"`) ?? [];
      const hash = location.hash || section || location.pathname.match(/%23([a-z][\w-]*)/i)?.[1] || "";
      const to = Object.assign(new URL(own, location.origin + address), { search: location.search, hash });
      if (page.includes('id="main"') && !page.includes("data-missing")) return location.replace(to);
    }
    const { open, element } = self.nythSearch ?? (await new Promise((came) => addEventListener("load", () => came(self.nythSearch))));
    // a slip leaves most pairs of letters as they were; a page may have been called so in the other language
    const pairs = (text) => [...letters(text)].map((one, n, { [n + 1]: two }) => one + two).slice(0, -1);
    const share = (one, two, all = (one.length + two.length) / 2) => one.filter((pair) => two.includes(pair)).length / all;
    const [name, whole] = [end(bare), bare.join("")].map(pairs);
    const near = ({ url }) => share(name, pairs(last(url))) + share(whole, pairs(url.slice(root.length)), whole.length);
    const closest = pages.map((page) => [near(page) + longer.includes(page), page]).filter(([much]) => much > 0.9).sort(([a], [b]) => b - a);
    for (const offer of place.querySelectorAll("[data-core]")) {
      const index = await open(offer.dataset.core);
      const { hits } = await index.find(rest.join(" ").replace(/-/g, " "), true).catch(() => ({ hits: [] }));
      const all = await index.heads().catch(() => index.pages);
      const own = closest.map(([, { both }]) => all.find(([, url]) => both.includes(root + url)));
      const heads = [...new Set([...own, ...hits.map(({ page }) => all[page])])].filter(Boolean).slice(0, 3);
      offer.lastElementChild.append(...heads.map(([title, url]) => element("li", {}, element("a", { href: index.address(url) }, title))));
      offer.firstElementChild.hidden = !heads.length;
    }
  })().catch(() => {}); // what did not come leaves the box with the words
}
