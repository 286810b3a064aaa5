// The form that sends a file: says at once when it is too large, and that it is being sent.
const MB = 1024 * 1024;

export function wireUpload() {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const warning = form.querySelector("#too-large");
  const tooLarge = () => input.files.length > 0 && input.files[0].size > Number(form.dataset.most) * MB;
  input.addEventListener("change", () => { warning.hidden = !tooLarge(); });
  for (const name of ["dragover", "drop"]) {
    // Without this the browser would leave the page for a file that is dropped beside the field.
    window.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files") || event.target === input) return;
      event.preventDefault();
      if (name === "drop" && !input.matches(":disabled")) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change"));
      }
    });
  }
  form.addEventListener("submit", (event) => {
    if (tooLarge()) {
      event.preventDefault();
      return;
    }
    form.querySelector("[data-sending]").hidden = false;
    form.querySelector("button[type=submit]").disabled = true;
  });
  window.addEventListener("pageshow", () => {
    form.querySelector("[data-sending]").hidden = true;
    form.querySelector("button[type=submit]").disabled = form.querySelector("fieldset").disabled;
  });
}
