// data-open="id" opens a dialog, data-close inside it closes it again.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    const dialog = opener && document.getElementById(opener.dataset.open);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });
}
