// Customers as a line above, those who came and left as bars below.
export function customers(table, on) {
  const { p } = on;
  const right = on.narrow ? 8 : 104;
  const bar = (key, color, ink) => ({ type: "bar", stack: "c", xAxisIndex: 1, yAxisIndex: 1, name: table.name(key), barWidth: "62%",
    itemStyle: { color }, data: on.lastLabelled(table.values(key), `${table.name(key)} ${table.last(key)}`, ink) });
  return on.base(table, {
    grid: [{ left: 44, right, top: 16, height: "44%" }, { left: 44, right, bottom: 22, height: "26%" }],
    xAxis: [on.months(table, { axisLabel: { show: false }, axisLine: { show: false } }), on.months(table, { gridIndex: 1 })],
    yAxis: [on.numbers({ scale: true, splitNumber: 2, minInterval: 1 }), on.numbers({ gridIndex: 1, splitNumber: 2, minInterval: 1 })],
    series: [
      { type: "line", name: table.name("customers"), data: table.values("customers"), symbol: "none", lineStyle: { width: 2, color: p.accent },
        itemStyle: { color: p.accent }, endLabel: on.end(table.last("customers"), p.accent) },
      bar("new", p.accent2, p.ink),
      bar("lost", p.riskFill, p.risk),
    ],
  });
}
