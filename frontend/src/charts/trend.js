// One metric through time with its target; unknown months are gaps.
export function trend(table, on, data) {
  const { p } = on;
  const values = table.values("value");
  const line = { type: "line", name: table.name("value"), data: values, symbol: "circle", showSymbol: values.length < 3, symbolSize: 6,
    lineStyle: { width: 2, color: p.accent }, itemStyle: { color: p.accent }, endLabel: on.end(table.last("value"), p.accent) };
  if (data.target) line.markLine = on.rule(Number(data.target), data.targetText);
  const series = [line];
  // An unseen line at the target stretches the axis to it and keeps round numbers on it.
  if (data.target) series.push({ type: "line", data: values.map(() => Number(data.target)), symbol: "none", silent: true, lineStyle: { opacity: 0 } });
  return on.base(table, { xAxis: on.months(table, { boundaryGap: false }), yAxis: on.numbers({ scale: true }), series });
}
