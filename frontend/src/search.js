// Search over everything: Ctrl+K opens it on any page, arrows move, Enter opens. Without this file it is a page.
export function wireSearch() {
  const dialog = document.getElementById("search");
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (open(dialog)) event.preventDefault();
    } else if (event.target.closest("[data-search]")) {
      move(event, event.target.closest("[data-search]"));
    }
  });
  document.querySelectorAll("[data-search-open]").forEach((link) => link.addEventListener("click", (event) => {
    if (open(dialog)) event.preventDefault();
  }));
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

function open(dialog) {
  const field = document.getElementById("search-text");
  if (!field) return false;
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
  field.select();
  return true;
}

function move(event, search) {
  const field = search.querySelector("input[type=search]");
  const stops = [field, ...search.querySelectorAll("[data-hit]")];
  const at = stops.indexOf(document.activeElement);
  // A search field would only be emptied by the first press.
  if (event.key === "Escape") { search.closest("dialog")?.close(); return; }
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && at >= 0) {
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + by))].focus();
  } else if (event.key === "Enter" && event.target === field && stops.length > 1) {
    // What is listed belongs to another text while the answer is on its way: then the page answers.
    if (search.querySelector("[data-q]")?.dataset.q !== field.value.trim()) return;
    event.preventDefault();
    stops[1].click();
  }
}
