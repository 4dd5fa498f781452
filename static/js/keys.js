// data-key="a" on a link or button: pressing the key does what a click does, unless someone is typing.
const TYPING = "input, textarea, select, [contenteditable]";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    target.focus();
    target.click();
  });
}
