// Serves the site without a connection to readers who asked to keep it (see assets/keep.js). Written to the root of the
// site with `nythFiles` above it: every file and the hash of what is in it. A changed site is a changed worker, which
// browsers look for by themselves; it fetches only what is new.
{
  const PATIENCE = 4000; // milliseconds for a line that is neither there nor gone
  const ROOT = self.registration.scope;
  const CACHE = `nyth ${ROOT}`; // other sites may live on the same host
  const files = self.nythFiles;
  const key = (path) => `${ROOT}${path}?kept=${encodeURIComponent(files[path])}`;

  const fill = async () => {
    const cache = await caches.open(CACHE);
    const there = new Set((await cache.keys()).map((request) => request.url));
    const missing = Object.keys(files).filter((path) => !there.has(key(path)));
    const next = async () => {
      for (let path = missing.pop(); path; path = missing.pop()) {
        // The hash keeps out a file of another release, or one that was changed on the way.
        // Some hosts redirect from `index.html`, and browsers refuse to show a page that was kept from a redirect.
        const answer = await fetch(ROOT + path.replace(/(^|\/)index\.html$/, "$1"), { cache: "no-cache", credentials: "omit", integrity: `sha256-${files[path]}` });
        if (!answer.ok) throw new Error(path);
        await cache.put(key(path), answer);
      }
    };
    await Promise.all(Array.from({ length: 6 }, next));
    await self.skipWaiting();
  };

  const tidy = async () => {
    const cache = await caches.open(CACHE);
    const wanted = new Set(Object.keys(files).map(key));
    for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
    await self.clients.claim();
  };

  const kept = async (url, page) => {
    const cache = await caches.open(CACHE);
    let path = decodeURI(url.pathname.slice(new URL(ROOT).pathname.length));
    if (!path || path.endsWith("/")) path += "index.html";
    if (path in files) return cache.match(key(path));
    if (!page) return undefined;
    if (`${path}/index.html` in files) return Response.redirect(`${ROOT}${path}/${url.search}`);
    const lost = [`${path.split("/")[0]}/404.html`, "404.html"].find((name) => name in files);
    const answer = lost && (await cache.match(key(lost)));
    return answer && new Response(answer.body, { status: 404, headers: answer.headers });
  };

  // Readers with a connection get the site as it is now; what is kept answers when the network does not.
  const answer = async (request) => {
    const url = new URL(request.url);
    const fresh = fetch(request);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => kept(url, false));
    try {
      return (await Promise.race([fresh, late])) || (await fresh);
    } catch {
      return (await kept(url, request.mode === "navigate")) || Response.error();
    }
  };

  self.addEventListener("install", (event) => event.waitUntil(fill()));
  self.addEventListener("activate", (event) => event.waitUntil(tidy()));
  self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET" && event.request.url.startsWith(ROOT)) event.respondWith(answer(event.request));
  });
}
