// The keys of a projector's remote control and of a keyboard go from slide to slide. Without this file the page scrolls.
{
  const slides = [...document.querySelectorAll(".slide")];
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // a slide that is higher than the screen is read to its end first
    const now = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight / 2);
    const { top, bottom } = slides[now].getBoundingClientRect();
    if (event.key === "ArrowDown" ? bottom > innerHeight + 2 : event.key === "ArrowUp" && top < -2) return;
    if (!steps[event.key]) return;
    const next = slides[now + steps[event.key]];
    if (next) location.replace(`#${next.id}`); // which takes the focus along
    event.preventDefault();
  });
}
