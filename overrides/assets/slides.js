// The keys of a projector's remote control and of a keyboard go from slide to slide. Without this file the page scrolls.
{
  const slides = [...document.querySelectorAll(".slide")];
  const now = () => {
    const middle = innerHeight / 2;
    return slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
  };
  const show = (n) => {
    const slide = slides[Math.max(0, Math.min(slides.length - 1, n))];
    slide.scrollIntoView();
    slide.focus({ preventScroll: true });
    try {
      history.replaceState(null, "", `#${slide.id}`);
    } catch {} // some browsers count how often, as while a key is held down
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = steps[event.key];
    // a slide that is higher than the screen is read to its end first
    const slide = slides[now()];
    const { top, bottom } = slide.getBoundingClientRect();
    if (event.key === "ArrowDown" && bottom > innerHeight + 2) return;
    if (event.key === "ArrowUp" && top < -2) return;
    if (!step) return;
    show(now() + step);
    event.preventDefault();
  });
}
