// "Keep this site on my device": nothing is registered or stored until the reader presses the button, and a second
// button takes everything away again. The work itself is done by sw.js at the root of the site.
for (const box of document.querySelectorAll("[data-keep]")) {
  const [keep, remove] = box.querySelectorAll("button");
  const status = box.querySelector("[role=status]");
  const worker = new URL(box.dataset.keep, location.href).href;
  const root = new URL("./", worker).href;
  const say = (word) => (status.textContent = box.dataset[word]);

  // Several sites may share a host, so only the worker of this one counts.
  const mine = async () => {
    const stored = await caches.has(`nyth ${root}`); // a browser that may not store anything refuses, or has neither of the two
    return (await navigator.serviceWorker.getRegistrations()).find(({ scope }) => stored && scope === root);
  };

  const show = async () => {
    remove.hidden = !(await mine())?.active;
    return (keep.hidden = !remove.hidden);
  };

  const ready = async ({ installing, waiting }) => {
    const coming = installing || waiting;
    const changed = () => new Promise((tell) => coming.addEventListener("statechange", tell, { once: true }));
    while (coming && !["activated", "redundant"].includes(coming.state)) await changed();
    if (coming?.state === "redundant") throw new Error(coming.state);
  };

  const forget = async () => {
    await (await mine())?.unregister();
    await caches.delete(`nyth ${root}`);
  };

  const doing = (button, work, done) =>
    button.addEventListener("click", async () => {
      if (box.getAttribute("aria-busy") === "true") return;
      box.setAttribute("aria-busy", "true");
      say("working");
      const slow = setTimeout(say, 15000, "slow");
      try {
        await work();
        say(done);
      } catch {
        // a copy that is there, perhaps kept in another window, stays
        if (!(await mine().catch(() => {}))?.active) await forget().catch(() => {});
        say("failed");
      }
      clearTimeout(slow);
      box.setAttribute("aria-busy", "false");
      const other = (await show()) ? remove : keep;
      if (document.activeElement === document.body) other.focus(); // the pressed button has gone
    });

  box.hidden = false;
  // one that was told to go serves this page to its end: under its name it would come back, and fetch nothing
  const another = () => [worker, `${worker}?2`].find((name) => name !== navigator.serviceWorker.controller?.scriptURL);
  doing(keep, async () => ready(await navigator.serviceWorker.register(another())), "done");
  doing(remove, forget, "removed");
  show().then((so) => so && say("done")).catch(() => {
    keep.hidden = true;
    say("unable");
  });
}
