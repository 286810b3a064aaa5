// MRR movements by month: what grew above the line, what was lost below it, the net change as a dot.
const UP = [["expansion", "accent"], ["new", "accent2"], ["reactivation", "accent3"]];
const DOWN = [["churn", "riskFill"], ["contraction", "risk2"]];

export function bridge(table, on) {
  const { p } = on;
  const bar = (key, color, ink) => ({ type: "bar", stack: "m", name: table.name(key), barWidth: "62%",
    itemStyle: { color: p[color], borderColor: p.surface, borderWidth: 1 }, labelLayout: { moveOverlap: "shiftY" },
    data: on.lastLabelled(table.values(key), key === "fx" ? "" : table.name(key), ink) });
  const rates = table.has("fx") ? [["fx", "noneFill"]] : [];
  return on.base(table, {
    xAxis: on.months(table, { axisLine: { show: false } }),
    yAxis: on.numbers(),
    series: [
      ...UP.map(([key, color]) => bar(key, color, p.ink)),
      ...DOWN.map(([key, color]) => bar(key, color, p.risk)),
      ...rates.map(([key, color]) => bar(key, color, p.ink2)),
      { type: "line", name: table.name("net"), data: table.values("net"), symbol: "circle", symbolSize: on.small ? 5 : 7, lineStyle: { width: 0 },
        itemStyle: { color: p.surface, borderColor: p.ink, borderWidth: 2 }, z: 5 },
    ],
  });
}
