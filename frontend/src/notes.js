// Notes in two keystrokes: n, c or m opens the form with the cursor in it, Ctrl+Enter saves, Escape closes.
const KEYS = { n: "note", c: "call", m: "meeting" };
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

export function wireNotes() {
  const form = document.getElementById("log-form");
  if (!form) return;
  const box = form.closest("details");
  const open = (kind) => {
    box.open = true;
    form.elements.kind.value = kind;
    form.elements.text.focus();
  };
  if (form.querySelector("[role=alert]")) form.elements.text.focus();
  document.querySelectorAll("[data-log]").forEach((way) => way.addEventListener("click", (event) => {
    event.preventDefault();
    open(way.dataset.log);
  }));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape") { box.open = false; box.querySelector("summary").focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (KEYS[event.key]) { event.preventDefault(); open(KEYS[event.key]); }
  });
}
