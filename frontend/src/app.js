// Loiste in the browser: htmx kept from writing styles or running text, copy and print buttons. Charts come in charts.js.
import htmx from "htmx.org/dist/htmx.esm.js";
import { wireCopyButtons } from "./copy.js";
import { wireUpload } from "./upload.js";
import { wireNotes } from "./notes.js";
import { wireRows } from "./rows.js";
import { wireAlerts } from "./alerts.js";
import { wireFlags } from "./flags.js";
import { wireKeys } from "./keys.js";
import { wireSearch } from "./search.js";

htmx.config.includeIndicatorStyles = false; // a style element would break the content security policy
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.attributesToSettle = ["class", "width", "height"]; // nor may a style, as that of a text area drawn larger, be set anew
htmx.config.historyCacheSize = 0; // pages of customers are not kept in the browser's storage

wireCopyButtons();
wireUpload();
wireNotes();
wireRows(htmx);
wireSearch();
wireAlerts();
wireFlags();
wireKeys();
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
