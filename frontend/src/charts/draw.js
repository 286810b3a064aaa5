// Draws every [data-chart] from the table of its figure; again on another width, theme or paper.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { bridge } from "./bridge.js";
import { customers } from "./customers.js";
import { nps } from "./nps.js";
import { paper } from "./paper.js";
import { read } from "./read.js";
import { trend } from "./trend.js";
import { weeks } from "./weeks.js";

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const KINDS = { bridge, customers, nps, trend, weeks };
const charts = new WeakMap();
let printing = false;
const all = () => document.querySelectorAll("[data-chart]");

function draw(element, size) {
  charts.get(element)?.dispose();
  const chart = init(element, null, { renderer: "svg", ...size });
  chart.setOption(KINDS[element.dataset.chart](read(element.closest("figure")), paper(element, size), element.dataset));
  charts.set(element, chart);
}

export function drawAll() {
  if (printing) return;
  all().forEach((element) => draw(element));
}

const onPaper = ({ dataset }) => ({ width: Number(dataset.printW || 700), height: Number(dataset.printH || 150) });

function watchWidths() {
  const seen = new WeakMap();
  const watch = new ResizeObserver((changes) => changes.forEach(({ target, contentRect: { width } }) => {
    if (seen.has(target) && seen.get(target) !== width && width > 0 && !matchMedia("print").matches) draw(target);
    seen.set(target, width);
  }));
  all().forEach((element) => watch.observe(element));
}

// Paper is always light and narrow: charts are drawn again at the size that the print sheet gives them.
function watchPaper() {
  const root = document.documentElement;
  let before;
  addEventListener("beforeprint", () => {
    printing = true;
    before = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    all().forEach((element) => draw(element, onPaper(element)));
  });
  addEventListener("afterprint", () => {
    printing = false;
    root.dataset.bsTheme = before;
    drawAll();
  });
}

export function watchCharts() {
  if (!all().length) return;
  document.fonts.ready.then(() => {
    drawAll();
    watchWidths();
    watchPaper();
    new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  });
}
