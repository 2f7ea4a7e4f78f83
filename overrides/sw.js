// Serves the site without a connection to readers who asked to keep it (see assets/keep.js). Written to the root of the
// site with `nythFiles` above it: every file and the hash of what is in it. A changed site is a changed worker, which
// browsers look for by themselves; it fetches only what is new.
{
  const PATIENCE = 4000; // milliseconds for a line that is neither there nor gone
  const ROOT = self.registration.scope;
  const CACHE = `nyth ${ROOT}`; // other sites may live on the same host
  const files = self.nythFiles;
  const key = (path) => `${ROOT}${path}?kept=${encodeURIComponent(files[path])}`;

  // Of a thousand files a line or a busy server fails one: what did not come is asked for again as long as any comes.
  const fill = async (before) => {
    const cache = await caches.open(CACHE);
    const there = new Set((await cache.keys()).map((request) => request.url));
    const missing = Object.keys(files).filter((path) => !there.has(key(path)));
    if (!missing.length) return self.skipWaiting();
    if (missing.length >= before) throw new Error(missing);
    if (before) await new Promise((over) => setTimeout(over, 3000));
    const rest = missing.values();
    const next = async () => {
      for (const path of rest) {
        // The hash keeps out a file of another release, an error page, or one that was changed on the way.
        const address = ROOT + path.replace(/(^|\/)index\.html$/, "$1");
        const signal = AbortSignal.timeout?.(60000); // a line that hangs tells nobody
        const answer = await fetch(address, { cache: "no-cache", credentials: "omit", integrity: `sha256-${files[path]}`, signal });
        if (answer.status !== 200) throw new Error(path);
        // Browsers refuse to show a page that was kept from a redirect, and some hosts redirect from `404.html`.
        await cache.put(key(path), answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer);
      }
    };
    await Promise.allSettled(Array.from({ length: 6 }, next));
    return fill(missing.length);
  };

  const tidy = async () => {
    const cache = await caches.open(CACHE);
    const wanted = new Set(Object.keys(files).map(key));
    for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
    await self.clients.claim();
  };

  // navigate: an address without its last slash leads on; lost: an unknown page, but none that is never kept, by the one that says so.
  const kept = async (url, navigate, lost) => {
    const stored = (path) => caches.match(key(path), { cacheName: CACHE }); // to open it would make it anew where it was removed
    let path = decodeURI(url.pathname.slice(new URL(ROOT).pathname.length));
    if (!path || path.endsWith("/")) path += "index.html";
    if (path in files) return stored(path);
    if (navigate && `${path}/index.html` in files) return Response.redirect(`${ROOT}${path}/${url.search}`);
    const missing = lost && !/^(compare|embed|pack)\//.test(path) && [`${path.split("/")[0]}/404.html`, "404.html"].find((name) => name in files);
    const answer = missing && (await stored(missing));
    return answer && new Response(answer.body, { status: 404, headers: answer.headers });
  };

  // Not what was asked for: the server is in trouble or sends nothing, or a network refuses, or shows its own page in place of
  // a file. What leads on (0) or is no longer there is an answer.
  const broken = (answer, request) =>
    ![0, 200, 206, 304, 404, 410].includes(answer?.status) || answer.headers.get("Content-Length") === "0" ||
    (["script", "style", "font"].includes(request.destination) && (!answer.ok || /html/.test(answer.headers.get("Content-Type"))));

  // Readers with a connection get the site as it is now; what is kept answers when the network or the server does not.
  const answer = async (request) => {
    const url = new URL(request.url);
    const navigate = request.mode === "navigate";
    const held = (lost) => kept(url, navigate, lost).catch(() => undefined);
    // A name with a hash in it always means the same file.
    const spare = await held(false);
    if (spare && /\.[0-9a-f]{10}\.\w+$/.test(url.pathname)) return spare;
    // a page may be cut off, stop on its way, or turn out to be empty: where another is kept, it is read to its end first
    const whole = async (got) => (!got.ok || !/html/.test(got.headers.get("Content-Type")) || (await got.clone().blob()).size) && got;
    const fresh = fetch(request).then(navigate && spare ? whole : undefined).catch(() => undefined);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, spare));
    const first = (await Promise.race([fresh, late])) || (await fresh);
    return (broken(first, request) && (await held(navigate && !first))) || first || Response.error();
  };

  self.addEventListener("install", (event) => event.waitUntil(fill()));
  self.addEventListener("activate", (event) => event.waitUntil(tidy()));
  self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET" && event.request.url.startsWith(ROOT)) event.respondWith(answer(event.request));
  });
}
