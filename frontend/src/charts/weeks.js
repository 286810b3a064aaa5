// Use week by week, and the same weeks a year before as a quieter line behind it.
export function weeks(table, on) {
  const { p } = on;
  const line = (key, color, more) => ({ type: "line", name: table.name(key), data: table.values(key), symbol: "none", itemStyle: { color },
    ...more, lineStyle: { width: 2, color, ...more.lineStyle } });
  return on.base(table, {
    xAxis: on.months(table, { boundaryGap: false }),
    yAxis: on.numbers({ minInterval: 1 }),
    series: [
      line("before", p.line2, { lineStyle: { width: 1.5, type: [4, 3] }, endLabel: on.end(table.name("before"), p.ink2), labelLayout: { moveOverlap: "shiftY" } }),
      line("now", p.accent, { endLabel: on.end(`${table.name("now")} ${table.last("now")}`, p.accent), labelLayout: { moveOverlap: "shiftY" }, z: 3 }),
    ],
  });
}
