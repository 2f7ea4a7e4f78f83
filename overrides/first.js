// Before the page is drawn: the colours a reader has chosen; without storage they follow the device.
try {
  const chosen = localStorage.getItem("nyth-colours");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.colours = chosen;
} catch {}
// After it: the script of a page that is whole without it, so that the first words share the line with nothing.
const after = document.currentScript.dataset.after;
if (after) {
  const script = document.createElement("script");
  const fetched = () => script.src || document.head.append(Object.assign(script, { src: after }));
  addEventListener("DOMContentLoaded", () => new PerformanceObserver(fetched).observe({ type: "paint", buffered: true }));
  addEventListener("load", () => setTimeout(fetched, 999)); // for browsers that never tell when they draw
}
// Between the two: the key of the search. The script that comes finds the box in use.
addEventListener("keydown", (event) => {
  const box = document.querySelector("form[data-search-script]")?.elements.q;
  if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
