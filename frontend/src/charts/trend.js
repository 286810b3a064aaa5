// One metric through time with its target; unknown months are gaps.
export function trend(table, on, data) {
  const { p } = on;
  const values = table.values("value");
  const line = { type: "line", name: table.name("value"), data: values, symbol: "circle", showSymbol: values.length < 3, symbolSize: 6,
    lineStyle: { width: 2, color: p.accent }, itemStyle: { color: p.accent }, endLabel: on.end(table.last("value"), p.accent) };
  if (data.target) line.markLine = on.rule(Number(data.target), data.targetText);
  const reach = data.target ? { min: (seen) => Math.min(seen.min, Number(data.target)), max: (seen) => Math.max(seen.max, Number(data.target)) } : {};
  return on.base(table, { xAxis: on.months(table, { boundaryGap: false }), yAxis: on.numbers({ scale: true, ...reach }), series: [line] });
}
