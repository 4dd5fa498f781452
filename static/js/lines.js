// data-line="key" in [data-lines]: pointing at one end of a line, or tabbing to it, marks every other end.
const MARK = "is-lined";

export function startLines() {
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, light);
  for (const event of ["pointerout", "focusout"]) document.addEventListener(event, dim);
}

function light(event) {
  const end = event.target.closest?.("[data-line]");
  const sheet = end?.closest("[data-lines]");
  if (!sheet) return;
  dim();
  for (const other of sheet.querySelectorAll(`[data-line="${CSS.escape(end.dataset.line)}"]`)) {
    other.classList.add(MARK);
  }
}

function dim() {
  for (const marked of document.querySelectorAll(`.${MARK}`)) marked.classList.remove(MARK);
}
