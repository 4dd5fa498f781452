// data-rows="prefix" around the rows of a form set: its button adds an empty row from the template.
export function startRows() {
  for (const section of document.querySelectorAll("[data-rows]")) {
    const button = section.querySelector("[data-add-row]");
    const total = section.querySelector(`[name="${section.dataset.rows}-TOTAL_FORMS"]`);
    const most = section.querySelector(`[name="${section.dataset.rows}-MAX_NUM_FORMS"]`);
    if (!button || !total) continue;
    button.hidden = Number(total.value) >= Number(most.value);
    button.addEventListener("click", () => {
      add(section, total);
      button.hidden = Number(total.value) >= Number(most.value);
    });
  }
}

function add(section, total) {
  const template = section.querySelector("template");
  const row = template.content.firstElementChild.cloneNode(true);
  for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby]"))
    for (const name of ["name", "id", "for", "aria-describedby"])
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replaceAll("__prefix__", total.value));
  row.querySelector("legend").append(String(Number(total.value) + 1));
  total.value = Number(total.value) + 1;
  template.before(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}
