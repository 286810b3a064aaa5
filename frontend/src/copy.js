// Buttons that copy the text of the element they name. Hidden where the browser forbids it (plain http).
export function wireCopyButtons() {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.querySelector("[data-copy-word]").textContent = button.dataset.done;
    });
  });
}
