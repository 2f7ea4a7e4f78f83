// The colours a reader has chosen, before the page is drawn. Nothing is stored here.
try {
  const chosen = localStorage.getItem("nyth-colours");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.colours = chosen;
} catch {
  // no storage: the colours follow the device
}
