// Loaded only by pages that have a chart.
import { watchCharts } from "./charts/draw.js";

watchCharts();
