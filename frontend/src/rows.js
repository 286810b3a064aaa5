// Tables whose rows are walked by keys: J and K move, Enter opens, X chooses, / searches; and the bar that changes rows.
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

export function wireRows(htmx) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    const inside = event.target.closest("[data-rows] tbody tr");
    const act = { j: () => step(inside, 1), k: () => step(inside, -1), x: () => tick(inside), "/": search }[event.key]
      || (inside && { ArrowDown: () => step(inside, 1), ArrowUp: () => step(inside, -1) }[event.key]);
    if (act && act()) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (!form?.querySelector("[data-rows]")) return;
    if (event.target.matches("[data-tick-all]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
    show(form);
  });
  // Choosing all but one is easier when the others are seen: a press outside closes open menus.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.ask[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
  });
  htmx.onLoad((part) => {
    part.querySelectorAll("[data-tick-all]").forEach((box) => { box.hidden = false; show(box.closest("form")); });
  });
}

function boxes(form) { return [...form.querySelectorAll("input[name=row]")]; }

function step(from, by) {
  const links = [...document.querySelectorAll("[data-rows] [data-open]")];
  if (!links.length) return false;
  const at = links.indexOf(from?.querySelector("[data-open]"));
  const to = links[Math.min(links.length - 1, Math.max(0, at + by))];
  to.focus();
  to.closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

function tick(row) {
  const box = row?.querySelector("input[name=row]");
  if (box) box.click();
  return Boolean(box);
}

function search() {
  const field = document.querySelector("input[aria-keyshortcuts='/']");
  field?.focus();
  field?.select();
  return Boolean(field);
}

// Says how many rows are chosen, and offers only the fields that the change needs.
function show(form) {
  const chosen = boxes(form).filter((box) => box.checked);
  form.querySelectorAll("tbody tr").forEach((row) => row.classList.toggle("chosen", chosen.some((box) => row.contains(box))));
  const said = form.querySelector("[data-ticked]");
  const what = form.querySelector("[data-what]")?.value;
  if (said) said.textContent = chosen.length ? `${said.dataset.ticked} ${chosen.length}` : said.dataset.tickedNone;
  form.querySelectorAll("[data-for=attribute]").forEach((part) => { part.hidden = what !== "attribute"; });
  form.querySelectorAll("[data-for=value]").forEach((part) => { part.hidden = what === "archive"; });
}
