// The score above, the three shares of answers below, on one month axis.
const SHARES = [["promoters", "goodFill", 0], ["passives", "noneFill", 2], ["detractors", "riskFill", -4]];

export function nps(table, on, data) {
  const { p } = on;
  const right = on.narrow ? 8 : 104;
  const scores = table.values("nps");
  const known = scores.filter((score) => score !== null);
  const floor = known.length ? Math.floor(Math.min(...known) / 10) * 10 : -100;
  const share = ([key, color, shift]) => ({ type: "bar", stack: "s", xAxisIndex: 1, yAxisIndex: 1, name: table.name(key), barWidth: "70%",
    itemStyle: { color: p[color] }, data: on.lastLabelled(table.values(key), `${table.name(key)} ${table.last(key)}`, p.ink, shift) });
  return on.base(table, {
    grid: [{ left: 34, right, top: 16, height: "36%" }, { left: 34, right, bottom: 22, height: "38%" }],
    xAxis: [on.months(table, { axisLabel: { show: false }, axisLine: { show: false } }), on.months(table, { gridIndex: 1 })],
    yAxis: [on.numbers({ min: floor, splitNumber: 2 }), on.numbers({ gridIndex: 1, max: 1, show: false })],
    series: [
      { type: "line", name: table.name("nps"), data: scores, symbol: "none", lineStyle: { width: 2, color: p.accent }, itemStyle: { color: p.accent },
        endLabel: on.end(`${table.name("nps")} ${table.last("nps")}`, p.accent),
        markLine: data.target ? on.rule(Number(data.target), data.targetText) : undefined },
      ...SHARES.map(share),
    ],
  });
}
