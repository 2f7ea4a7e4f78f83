// Before the style sheets that are files: one that hangs holds all words back, unless it is for paper.
setTimeout(() => {
  for (const link of document.querySelectorAll("link[rel=stylesheet]:not([media])")) {
    if (link.sheet) continue;
    link.addEventListener("load", () => (link.media = "all"), { once: true });
    link.media = "print";
  }
}, 4000);
