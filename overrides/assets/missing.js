// An address that was typed from paper or cut out of a sentence leads to its page; otherwise its words are looked for.
{
  const place = document.querySelector("[data-missing]");
  const root = place.dataset.missing;
  let path = location.pathname;
  try {
    path = decodeURIComponent(path);
  } catch {
    // what cannot be read stays as it is
  }
  const inside = path.toLowerCase().startsWith(root.toLowerCase()) ? path.slice(root.length) : path;
  const bare = inside
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^[^a-z0-9]+|(\/index\.html?)?[^a-z0-9]+$/g, "")
    .replace(/\/index\.html?$/, "")
    .replace(/\/+/g, "/");
  const words = bare.replace(/^(cy|en|p)\//, "").split("/").pop().replace(/[^a-z0-9]+/g, " ").trim();
  for (const input of place.querySelectorAll("input[name=q]")) input.value = words;

  const lead = async () => {
    const prefixed = /^(cy|en|p|compare|embed)(\/|$)/.test(bare);
    for (const start of prefixed ? [""] : ["", "cy/", "en/", "p/"]) {
      const address = `${root}${start}${bare}/`;
      if (address === location.pathname || !/^[a-z0-9/-]+$/.test(bare)) continue;
      const answer = await fetch(address, { method: "HEAD" }).catch(() => undefined);
      if (answer?.ok) return location.replace(address + location.search + location.hash);
    }
  };
  lead();
}
