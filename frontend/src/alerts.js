// Alerts by keys: in a row S opens the form to snooze, N that for what was of no use or an answer, T that to take a flag up;
// Escape closes them. In a row of renewals 1, 2 and 3 press what is called.
const typing = "input, textarea, select, [contenteditable], dialog";

export function wireAlerts() {
  document.addEventListener("keydown", (event) => {
    const open = event.target.closest("details.ask[data-key][open]");
    if (event.key === "Escape" && open) { open.open = false; open.querySelector("summary").focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    const button = event.target.closest("[data-rows] tbody tr")?.querySelector(`button[data-press="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); return; }
    const row = event.target.closest("[data-rows] tbody tr") || document.querySelector("[data-rows] tbody tr:has(details[data-key])");
    const box = row?.querySelector(`details[data-key="${CSS.escape(event.key)}"]`);
    if (!box) return;
    event.preventDefault();
    box.open = true;
    box.querySelector("input:not([type=hidden])").focus();
  });
}
