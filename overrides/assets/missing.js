// An address that was typed from paper or cut out of a sentence leads to its page; otherwise its words are looked for.
{
  const place = document.querySelector("[data-missing]");
  const root = place.dataset.missing;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // what paper loses or breaks between letters, and letters that look alike there, make no difference; "&" is for a word
  const letters = (text) => text.replace(/[^a-z0-9&]/g, "").replace(/0/g, "o").replace(/[1i]/g, "l");
  // decodeURI would stop at what is no character; some programs encode what is encoded already
  const decoded = (text) => new URLSearchParams(`p=${text.replaceAll("&", "%26")}`).get("p");
  const typed = plain(decoded(decoded(location.pathname)));
  const path = typed.replace(/[#?<[].*|&(\w+[=;].*|[^a-z0-9]*$)|(\/index)?\.(html?|php)[^a-z0-9]*$/g, "");
  const at = root === "/" ? 0 : path.lastIndexOf(plain(root)); // a whole address may stand behind the host
  const bare = path.slice(at < 0 ? 0 : at + root.length).split(/[^a-z0-9]*\/[^a-z0-9]*/).filter(letters);
  const asked = ["cy", "en", "p"].indexOf(letters(bare[0] ?? ""));
  const words = (bare.at(-1) ?? "").replace(/[^a-z0-9]+/g, " ").trim();
  for (const input of place.querySelectorAll("input[name=q]")) input.value = words;

  (async () => {
    if (!words || words === "404") return; // nothing was typed but the address of this very page
    const read = (address) => fetch(address).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
    const map = await read(`${root}sitemap.xml`);
    const twins = map.matchAll(/hreflang="cy" href="https?:\/\/[^/]+(.+?)".*?hreflang="en" href="https?:\/\/[^/]+(.+?)"/g);
    const pages = [...twins].flatMap(([, ...both]) => both.map((url) => ({ url, to: both[asked] ?? url })));
    const like = (text) => RegExp(`^${letters(text).replaceAll("&", "(and|ac?)")}$`);
    const same = (part, text) => new Set(pages.filter(({ url }) => like(text).test(letters(part(url)))).map(({ to }) => to));
    const whole = same((url) => url.slice(root.length + 3), bare.slice(asked < 0 ? 0 : 1).join(""));
    const found = [...(whole.size ? whole : same((url) => url.split("/").at(-2), bare.at(-1)))];
    const sure = found.length && found.every((url) => url.startsWith(found[0].slice(0, root.length + 2))); // of one language
    const tidy = (parts) => parts.map((part) => part.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")).join("/");
    const rest = tidy(bare.slice(asked < 0 ? 0 : 1)); // what moved or was given up is in no list: it may answer all the same
    const guesses = [tidy(bare), ...["cy/", "en/", "p/"].map((start) => start + rest)].map((path) => `${root}${path}/`);
    for (const address of [guesses[0], ...(sure ? found.slice(0, 1) : guesses)]) {
      const page = address !== location.pathname && (await read(address));
      // some hosts say of this very page that all is well: it would lead on for ever
      if (page && !page.includes("data-missing")) return location.replace(address + location.search + location.hash);
    }
  })();
}
