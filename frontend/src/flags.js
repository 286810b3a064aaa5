// A flag in two keystrokes: f, then w for a worry or o for an opportunity; in a row of the timeline it is about that row.
const SORTS = { w: "worry", o: "opportunity" };
const typing = "input, textarea, select, [contenteditable], dialog";
let waiting = "";

export function wireFlags() {
  const form = document.querySelector("form[data-keyed]");
  form?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    if (waiting && SORTS[event.key]) {
      event.preventDefault();
      window.location.assign(`${waiting}${waiting.includes("?") ? "&" : "?"}sort=${SORTS[event.key]}`);
      return;
    }
    const near = event.target.closest("[data-flag]") || event.target.closest("tr")?.querySelector("[data-flag]");
    const found = event.key === "f" && (near || document.querySelector("[data-flag]"));
    waiting = found ? found.dataset.flag : "";
    const hint = document.querySelector("[data-flag-hint]");
    if (hint) hint.hidden = !waiting;
  });
}
