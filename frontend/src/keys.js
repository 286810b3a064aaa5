// Links that a key follows: data-go="w" is followed by W, unless somebody is writing or the key was the second of two.
const typing = "input, textarea, select, [contenteditable], dialog";

export function wireKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    const link = /^[a-z]$/.test(event.key) && document.querySelector(`a[data-go="${event.key}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });
}
