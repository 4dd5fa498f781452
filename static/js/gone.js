// data-gone="10": what can be done for so many seconds only leaves the page after them.
export function startGoing() {
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.target));
}

function watch(part) {
  for (const found of part.querySelectorAll?.("[data-gone]") ?? []) {
    const seconds = Number(found.dataset.gone);
    delete found.dataset.gone;
    setTimeout(() => found.remove(), 1000 * seconds);
  }
}
