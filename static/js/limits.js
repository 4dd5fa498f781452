// data-most on a box of text: what is longer is not cut, and the note under it says so while somebody writes.
export function startLimits() {
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.("textarea[data-most]")) return;
    const note = document.querySelector(`[data-over="${box.id}"]`);
    if (note) note.hidden = box.value.length <= Number(box.dataset.most);
  });
}
