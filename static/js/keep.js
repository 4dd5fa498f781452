// data-keep on a form: leaving the page with unsaved words asks first, unless they are kept as they are typed.
export function startKeeping() {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-keep]")) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches?.("[data-draft]") && event.detail.successful) changed.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) changed.delete(form);
    if (changed.size) event.preventDefault();
  });
}
