// data-confirm="question" on a form or on a submit button asks before the form is sent.
export function startConfirming() {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return;
  const agreed = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    if (!question || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(dialog, question, button, () => {
      agreed.add(form);
      form.requestSubmit(button);
    });
  }, { capture: true });

  // htmx asks through its own event; `hx-confirm` uses the same dialog.
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(dialog, event.detail.question, event.target, () => event.detail.issueRequest(true));
  });
}

function ask(dialog, question, opener, onYes) {
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") onYes();
    else opener?.focus?.();
  }, { once: true });
  dialog.showModal();
}
