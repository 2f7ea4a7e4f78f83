// What a page shows of itself to a reader: measured the same way on any site, so nothing here knows a class name.
// Every function returns a list of plain words, one for each fault, or plain data for the caller to compare.
window.look = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true], [role=button], [role=link], [role=option]";

  const called = (e) => {
    const text = (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().replace(/\s+/g, " ");
    return `${e.localName}${e.id ? `#${e.id}` : ""}${[...e.classList].map((c) => `.${c}`).join("")} "${text.slice(0, 40)}"`;
  };
  const parent = (e) => e.parentElement || e.getRootNode().host;
  // Chromium answers for parts of a drawing as if no group in it could be switched off.
  const switchedOff = (e) => e.ownerSVGElement && e.closest("g") && [...ancestors(e)].some((up) => up.ownerSVGElement && getComputedStyle(up).display === "none");
  const rendered = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) && !switchedOff(e);
  const ancestors = function* (e) {
    for (let up = parent(e); up; up = parent(up)) yield up;
  };
  // Words for screen readers only are cut to a pixel on purpose.
  const forEarsOnly = (e, known = new Map()) => {
    if (!e) return false;
    if (!known.has(e)) {
      const style = getComputedStyle(e);
      const pixel = style.display !== "inline" && e.offsetWidth <= 1 && e.offsetHeight <= 1 && style.overflow !== "visible";
      known.set(e, pixel || /inset\(50%|rect\(0/.test(style.clipPath + style.clip) || forEarsOnly(parent(e), known));
    }
    return known.get(e);
  };
  const langOf = (e) => e.closest("[lang]")?.lang || "";

  // Every piece of text that the eye can find: {text, element, boxes}.
  const texts = (root = document.body) => {
    const found = [];
    const known = new Map();
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || /^(script|style|noscript|option|title|desc|template)$/.test(element.localName)) continue;
      if (!rendered(element) || forEarsOnly(element, known)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
      if (boxes.length) found.push({ text: node.data.trim().replace(/\s+/g, " "), element, boxes });
    }
    return found;
  };

  // Words that are there but cut off, outside the page, or under other words. WCAG 1.4.4, 1.4.10, 1.4.12.
  const lost = () => {
    const faults = [];
    const frames = new Map(); // what cuts off an element: the boxes of those around it that hide what sticks out
    const frame = (e) => {
      if (!e || e === document.body || e === document.documentElement) return { clips: [], scrolls: false };
      if (!frames.has(e)) {
        const { overflowX, overflowY, position, display } = getComputedStyle(e);
        const around = position === "fixed" ? { clips: [], scrolls: false } : frame(parent(e));
        const scrolls = around.scrolls || /auto|scroll/.test(overflowX + overflowY);
        const hides = !scrolls && /hidden|clip/.test(overflowX + overflowY) && display !== "inline";
        frames.set(e, { scrolls, clips: hides ? [...around.clips, e.getBoundingClientRect()] : around.clips });
      }
      return frames.get(e);
    };
    const wide = document.documentElement.clientWidth;
    const placed = [];
    for (const { text, element, boxes } of texts()) {
      const { clips, scrolls } = frame(element);
      if (scrolls) continue;
      const svg = element.ownerSVGElement;
      for (const box of boxes) {
        const cut = clips.some((clip) => box.left < clip.left - 2 || box.right > clip.right + 2 || box.top < clip.top - 4 || box.bottom > clip.bottom + 4);
        const outside = box.left < -2 || box.right > wide + 2;
        if (cut || outside) {
          if (outside && box.right < 0) continue; // parked outside until it is focused
          faults.push(`${cut ? "cut off" : "outside the page"}: "${text.slice(0, 40)}"`);
          break;
        }
      }
      // Letters of a drawing overlap by the boxes of their slanted line, which says nothing.
      if (!svg) for (const box of boxes) placed.push({ box, element, text });
    }
    placed.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < placed.length; i++) {
      for (let j = i + 1; j < placed.length && placed[j].box.top < placed[i].box.bottom; j++) {
        const [one, two] = [placed[i], placed[j]];
        if (one.element === two.element || one.element.contains(two.element) || two.element.contains(one.element)) continue;
        const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const down = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
        if (across > 3 && down > Math.min(one.box.height, two.box.height) * 0.5) faults.push(`"${one.text.slice(0, 30)}" lies on "${two.text.slice(0, 30)}"`);
      }
    }
    return faults;
  };

  const sideways = () => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).at(-1);
    return [`scrolls sideways by ${over} px at ${innerWidth} px${wide ? `: ${called(wide)}` : ""}`];
  };

  // Everything that can be pressed, in the order of the document.
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter((e) => rendered(e) && !e.disabled && !e.closest("[inert]"));

  // Controls under 24 × 24 CSS px. WCAG 2.5.8 lets links in a sentence be; its other exception, room around, is not used.
  const small = () =>
    controls()
      .filter((e) => e.tabIndex >= 0 && !forEarsOnly(e) && !e.matches("div[tabindex], main, section[tabindex]"))
      .flatMap((e) => {
        const boxes = [...e.getClientRects()].filter((box) => box.width && box.height);
        if (!boxes.length || boxes.some((box) => box.right < 0 || box.bottom < 0)) return [];
        const label = e.labels?.[0]?.getBoundingClientRect();
        // of a link on two lines the longer piece is the target
        const least = Math.min(Math.max(...boxes.map((box) => box.width)), ...boxes.map((box) => box.height));
        if (least >= 23.99 || (label && Math.min(label.width, label.height) >= 24 && /radio|checkbox/.test(e.type))) return [];
        const style = getComputedStyle(e);
        if (style.display === "inline" && !e.ownerSVGElement) {
          let block = e.parentElement;
          while (getComputedStyle(block).display === "inline") block = block.parentElement;
          const copy = block.cloneNode(true);
          for (const control of copy.querySelectorAll(CONTROLS)) control.remove();
          if (/\p{L}{2}/u.test(copy.textContent)) return [];
        }
        return [`${called(e)}: ${boxes.map((b) => `${b.width.toFixed(0)} × ${b.height.toFixed(0)}`)[0]} px`];
      });

  // The stops of the Tab key as the document lists them; a group of radio buttons is one.
  const stops = () => {
    const groups = new Set();
    return controls().filter((e) => {
      if (e.tabIndex < 0) return false;
      if (e.type !== "radio") return true;
      const key = `${e.form?.id}/${e.name}`;
      const group = [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)].filter((r) => r.form === e.form);
      if (groups.has(key) || (group.some((r) => r.checked) && !e.checked)) return false;
      groups.add(key);
      return true;
    });
  };

  const inView = (e) => {
    const boxes = [...e.getClientRects()].filter((box) => box.width >= 1 && box.height >= 1);
    return boxes.some((box) =>
      [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        // an input with a label drawn over it is still there to see
        return top && (e.contains(top) || top.contains(e) || [...(e.labels || [])].some((l) => l.contains(top)));
      }),
    );
  };

  // Notes every element that the focus comes to, while someone else presses Tab.
  let walked = [];
  const watch = () => {
    walked = [];
    document.addEventListener("focusin", ({ target }) => {
      const box = target.getBoundingClientRect();
      walked.push({ target, seen: rendered(target) && inView(target) && !forEarsOnly(target), left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY });
    }, true);
  };
  // How often Tab is pressed to pass them all: in a date it stops at the day, the month, the year and the calendar.
  const presses = () => stops().reduce((sum, e) => sum + (e.type === "date" ? 4 : 1), 0);

  // What was wrong with the walk. `expected`: the stops as they were listed before it.
  const walk = (menu, search, language) => {
    const faults = { invisible: [], order: [], trap: [], far: [] };
    const all = stops();
    // after the last stop the walk begins again at the top
    const again = walked.findIndex((w, n) => walked.findIndex((v) => v.target === w.target) < n);
    if (again > 0) walked = walked.slice(0, again);
    const seen = walked.map((w) => w.target);
    for (const w of walked) if (!w.seen) faults.invisible.push(called(w.target));
    const missed = all.filter((e) => !seen.includes(e));
    for (const e of missed) faults.trap.push(`never reached: ${called(e)}`);
    const first = all.map((e) => seen.indexOf(e)).filter((n) => n >= 0);
    first.forEach((n, i) => {
      if (i && n < first[i - 1]) faults.order.push(`${called(seen[n])} comes before what stands above it in the text`);
    });
    // To the eye: the next stop is never wholly above the last one, unless it begins a new column to its right, or both
    // are parts of a drawing, which is not read in lines.
    walked.forEach((w, i) => {
      const before = walked[i - 1];
      const drawing = w.target.ownerSVGElement;
      if (before && drawing && drawing === before.target.ownerSVGElement) return;
      if (before && w.bottom <= before.top + 1 && w.left < before.right - 1 && w.right > before.left + 1) faults.order.push(`${called(w.target)} stands above ${called(before.target)}`);
    });
    for (const [what, selector] of Object.entries({ menu, search, language })) {
      if (!selector || !document.querySelector(selector)) continue;
      const n = walked.findIndex((w) => w.target.matches(selector));
      if (n < 0) faults.far.push(`${what}: not reached with the Tab key`);
      else if (n > 5) faults.far.push(`${what}: stop ${n + 1}`);
    }
    return faults;
  };

  const hash = (text) => {
    let [one, two] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      [one, two] = [Math.imul(one ^ code, 2654435761), Math.imul(two ^ code, 1597334677)];
    }
    return (two >>> 0) * 2 ** 21 + (one >>> 11);
  };

  // Marks the first piece of text of each look, for rules that ask about colours and would find the same for all others: same
  // letters, same grounds behind them, under elements of the same names. `known`: hashes of looks that other pages had; the
  // result: of those that are new.
  const mark = (known) => {
    const grounds = new Map();
    const ground = (e) => {
      if (!e) return "";
      if (!grounds.has(e)) {
        const { backgroundColor, backgroundImage, opacity, position, filter } = getComputedStyle(e);
        grounds.set(e, [ground(parent(e)), e.localName, e.getAttribute("class"), backgroundColor, backgroundImage, opacity, position, filter].join());
      }
      return grounds.get(e);
    };
    const seen = new Set(known);
    for (const e of document.querySelectorAll("body *")) {
      e.removeAttribute("data-look");
      if (!/^(a|input|select|textarea)$/.test(e.localName) && ![...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
      const { color, fontSize, fontWeight, textShadow, textDecorationLine, display, visibility } = getComputedStyle(e);
      const around = e.localName === "a" ? getComputedStyle(parent(e)).color : "";
      const look = hash([ground(e), color, fontSize, fontWeight, textShadow, display, visibility, textDecorationLine, around, rendered(e)].join());
      if (!seen.has(look)) e.setAttribute("data-look", "");
      seen.add(look);
    }
    return [...seen].slice(known.length);
  };

  // Movement that is left for readers who asked for none. WCAG 2.3.3.
  const moving = () =>
    [...document.querySelectorAll("*")].flatMap((e) =>
      ["", "::before", "::after"].flatMap((part) => {
        const style = getComputedStyle(e, part || null);
        const long = (times) => times.split(",").some((time) => parseFloat(time) * (time.includes("ms") ? 1 : 1000) > 1);
        const animated = style.animationName !== "none" && long(style.animationDuration);
        const eased = style.transitionProperty !== "none" && long(style.transitionDuration);
        return animated || eased ? [`${called(e)}${part}: ${animated ? style.animationName : style.transitionProperty}`] : [];
      }),
    );

  const luminance = ([r, g, b]) => {
    const part = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (a, b) => {
    const [one, two] = [luminance(a), luminance(b)];
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  };
  const rgb = (colour) => colour.match(/[\d.]+/g)?.map(Number) || [0, 0, 0, 0];

  // What carries meaning by colour alone and so vanishes when the reader's own colours replace all others.
  const vanished = () => {
    const faults = [];
    const canvas = rgb(getComputedStyle(document.body).backgroundColor);
    for (const e of document.querySelectorAll("body *")) {
      if (!rendered(e)) continue;
      for (const part of ["", "::before", "::after"]) {
        const style = getComputedStyle(e, part || null);
        if (part && style.content === "none") continue;
        const masked = style.maskImage !== "none" || style.webkitMaskImage !== "none";
        if (masked && contrast(rgb(style.backgroundColor), canvas) < 3 && style.display !== "none") faults.push(`${called(e)}${part}: its shape is a mask`);
      }
      if (e.localName === "svg" && e.getBoundingClientRect().width) {
        const inks = [...e.querySelectorAll("path, rect, circle, line, polyline, text")].flatMap((shape) => {
          const { fill, stroke } = getComputedStyle(shape);
          return [fill, stroke].filter((ink) => /rgb/.test(ink)).map(rgb).filter((ink) => ink[3] !== 0);
        });
        if (inks.length && !inks.some((ink) => contrast(ink, canvas) >= 3)) faults.push(`${called(e)}: its lines cannot be told from the ground`);
      }
    }
    return faults;
  };

  // All visible words in order, without those of forms, buttons and other things that only work on a screen.
  const words = (selector) =>
    [...document.querySelectorAll(selector)]
      .flatMap((root) => texts(root))
      .filter(({ element }) => !element.closest("form, button, [role=status], nav, summary, .section-edit, .section-link"))
      .map(({ text }) => text);

  // What assistive technology is told in words of its own: [what, words, language].
  const names = () => {
    const found = [];
    for (const e of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], [aria-roledescription], [aria-valuetext]")) {
      for (const key of ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-valuetext"]) {
        const said = e.getAttribute(key)?.trim();
        if (said) found.push([`${e.localName}[${key}]`, said, langOf(e)]);
      }
    }
    for (const e of document.querySelectorAll("label, legend, summary, button, [role=status], svg title, header a, footer a, caption, option")) {
      const copy = e.cloneNode(true);
      for (const inner of copy.querySelectorAll("select, input, [lang]")) inner.remove();
      const said = copy.textContent.trim().replace(/\s+/g, " ");
      if (said) found.push([e.localName, said, langOf(e)]);
    }
    return found;
  };

  // Blocks of text with the language they say they are in; what is marked as another language is taken out and listed.
  const blocks = () => {
    const found = [];
    const own = document.documentElement.lang;
    for (const e of document.querySelectorAll("p, li, dd, dt, td, th, h1, h2, h3, h4, figcaption, summary, label, option, a, [lang]")) {
      if (e.closest("pre, code, script, style") || e === document.documentElement) continue;
      const copy = e.cloneNode(true);
      for (const inner of copy.querySelectorAll("ul, ol, dl, table, p, [lang], code, pre, script, style")) inner.replaceWith(" … ");
      const said = copy.textContent.trim().replace(/\s+/g, " ");
      if (said) found.push([langOf(e) || own, said]);
    }
    return found;
  };
  // Links that lead to the other language without saying so.
  const links = () => [...document.querySelectorAll("a[hreflang]")].map((a) => [a.hreflang, langOf(a), a.textContent.trim().replace(/\s+/g, " ")]);

  // Two pictures of the same place, with and without the focus: {thick, share}. `thick`: the area that changed by 3:1 or
  // more, as the thickness of a line drawn round the control in CSS px (WCAG 2.4.13 measures so).
  const ring = async (focused, plain, boxes) => {
    const pixels = async (data) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext("2d");
      context.drawImage(picture, 0, 0);
      return context.getImageData(0, 0, picture.width, picture.height);
    };
    const [one, two] = [await pixels(focused), await pixels(plain)];
    let changed = 0;
    for (let i = 0; i < one.data.length; i += 4) {
      const [a, b] = [one.data, two.data].map((data) => [data[i], data[i + 1], data[i + 2]]);
      if ((a[0] !== b[0] || a[1] !== b[1] || a[2] !== b[2]) && contrast(a, b) >= 3) changed++;
    }
    const round = boxes.reduce((sum, [w, h]) => sum + 2 * (w + h), 0);
    return changed / round;
  };

  // One stop of each look, for pictures: [number among the stops, its look, its height].
  let listed = []; // what can be reached may change while the focus moves
  const looks = () => {
    const seen = new Set();
    listed = stops();
    return listed.flatMap((e, n) => {
      const around = [...ancestors(e)].map((up) => up.className.baseVal ?? up.className).find(Boolean);
      const look = `${e.localName}.${e.className.baseVal ?? e.className}<${around}`;
      const { right, height } = e.getBoundingClientRect();
      if (seen.has(look) || right < 0) return [];
      seen.add(look);
      return [[n, look, height]];
    });
  };
  const focus = (n) => {
    const e = listed[n];
    e.focus({ focusVisible: true });
    e.scrollIntoView({ block: "center", inline: "nearest" });
    return { called: called(e), scrolled: scrollY, boxes: [...e.getClientRects()].filter((b) => b.width && b.height).map((b) => [b.left, b.top, b.width, b.height]) };
  };

  return { lost, sideways, small, mark, presses, watch, walk, moving, vanished, words, names, blocks, links, ring, looks, focus };
})();
