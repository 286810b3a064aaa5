// The form that sends a file: says at once when it is too large, then how much of it has been sent. Without this script
// the browser sends the form by itself.
const MB = 1024 * 1024;
const theForm = () => document.querySelector("form[data-upload]");

export function wireUpload() {
  const form = theForm();
  if (!form) return;
  wireForm(form);
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => dropped(event, name));
  window.addEventListener("pageshow", () => { if (theForm()) rest(theForm()); });
}

function wireForm(form) {
  const input = form.querySelector("input[type=file]");
  const warning = form.querySelector("#too-large");
  const tooLarge = () => input.files.length > 0 && input.files[0].size > Number(form.dataset.most) * MB;
  input.addEventListener("change", () => { warning.hidden = !tooLarge(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!tooLarge()) send(form);
  });
}

// Without this the browser would leave the page for a file that is dropped beside the field.
function dropped(event, name) {
  const input = theForm()?.querySelector("input[type=file]");
  if (!input || !event.dataTransfer.types.includes("Files") || event.target === input) return;
  event.preventDefault();
  if (name === "drop" && !input.matches(":disabled")) {
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  }
}

function rest(form) {
  form.querySelector("[data-sending]").hidden = true;
  form.querySelector("button[type=submit]").disabled = form.querySelector("fieldset").disabled;
}

function send(form) {
  const request = new XMLHttpRequest();
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  form.querySelector("[data-failed]").hidden = true;
  sending.hidden = false;
  form.querySelector("button[type=submit]").disabled = true;
  bar.value = 0;
  request.upload.addEventListener("progress", (event) => { bar.value = event.total ? event.loaded / event.total : 0; });
  request.addEventListener("load", () => arrived(form, request));
  request.addEventListener("error", () => failed(form));
  request.addEventListener("abort", () => rest(form));
  sending.querySelector("button").onclick = () => request.abort();
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function failed(form) {
  rest(form);
  form.querySelector("[data-failed]").hidden = false;
}

// The next page, or the same one with what is wrong with the file.
function arrived(form, request) {
  if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
    window.location.assign(request.responseURL);
    return;
  }
  const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!main) { // an answer of something between us and the server
    failed(form);
    return;
  }
  document.querySelector("main").replaceWith(main);
  if (theForm()) wireForm(theForm());
  document.querySelector("main [role=alert]:not([hidden])")?.scrollIntoView({ block: "nearest" });
}
