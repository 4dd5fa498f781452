// data-focus takes the focus when it appears: the summary of a form's errors, the part htmx brought.
export function startFocus() {
  document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    event.detail.target?.querySelector?.("[data-focus]")?.focus();
  });
}
