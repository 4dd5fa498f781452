// data-once on a form: the second click of an impatient hand sends nothing.
export function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    (event.submitter ?? form.querySelector("button"))?.setAttribute("aria-busy", "true");
  });
  // Coming back with the browser's back button, or an answer by htmx, frees the form again.
  window.addEventListener("pageshow", free);
  document.addEventListener("htmx:afterRequest", free);
}

function free() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}
