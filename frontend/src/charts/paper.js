// What all charts share: colours read from the page's own tokens, axes, labels on the last point, the tooltip.
const NAMES = ["ink", "ink-2", "line", "line-2", "surface", "accent", "accent-2", "accent-3", "good-fill", "none-fill",
  "risk", "risk-fill", "risk-2", "watch-fill"];
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

// light-dark() is resolved only on a real property, so a hidden element is asked.
function colours() {
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const ask = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
  const found = Object.fromEntries(NAMES.map((name) => [camel(name), ask(name)]));
  probe.remove();
  return found;
}

function axisNumbers({ unit, currency }) {
  const lang = document.documentElement.lang;
  const whole = (options) => new Intl.NumberFormat(lang, options);
  const shapes = {
    money: () => whole({ style: "currency", currency, notation: "compact", maximumFractionDigits: 1 }),
    ratio: () => whole({ style: "percent", maximumFractionDigits: 1 }),
  };
  const shape = (shapes[unit] || (() => whole({ maximumFractionDigits: 1 })))();
  // "12 %" in every language, as the server writes it
  return (value) => shape.format(value).replace("-", "−").replace(/(\d)%/, "$1\u00a0%");
}

export function paper(element, size) {
  const p = colours();
  const width = size ? size.width : element.clientWidth;
  const font = { fontFamily: "Inter Variable, system-ui, sans-serif", fontSize: size ? 9 : 11 };
  const narrow = !size && width < 480; // paper has room for labels, small as they are
  const write = axisNumbers(element.dataset);
  const tooltip = (table) => (points) => {
    const row = table.row(points[0].dataIndex);
    return `<b>${escaped(row[0])}</b>` + row.slice(1).map((text, i) => `<br>${escaped(table.names[i + 1])} <b>${escaped(text)}</b>`).join("");
  };
  return {
    p, font, narrow, write,
    small: Boolean(size),
    base: (table, more) => ({
      animation: false,
      textStyle: { ...font, color: p.ink2 },
      grid: { left: 4, right: narrow ? 12 : 104, top: 18, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { trigger: "axis", confine: true, backgroundColor: p.surface, borderColor: p.line2, borderWidth: 1, padding: [6, 10],
        textStyle: { ...font, fontSize: 12, color: p.ink }, formatter: tooltip(table),
        axisPointer: { type: "line", lineStyle: { color: p.line2, type: "dashed" } } },
      ...more,
    }),
    months: (table, more = {}) => ({ type: "category", data: table.x, axisTick: { show: false }, axisLine: { lineStyle: { color: p.line2 } },
      axisLabel: { ...font, color: p.ink2, interval: narrow ? Math.max(0, Math.ceil(table.x.length / 4) - 1) : "auto", hideOverlap: true }, ...more }),
    numbers: (more = {}) => ({ type: "value", splitNumber: 4, axisLabel: { ...font, color: p.ink2, formatter: write }, splitLine: { lineStyle: { color: p.line } }, ...more }),
    end: (text, color) => ({ show: !narrow, formatter: text, color, ...font, fontWeight: 560, distance: 6 }),
    lastLabelled: (values, text, color, shift = 0) => values.map((value, i) => (i === values.length - 1 && !narrow && value
      ? { value, label: { show: true, position: "right", offset: [0, shift], formatter: text, color, ...font, fontWeight: 560 } } : value)),
    rule: (value, text) => ({ symbol: "none", silent: true, data: [{ yAxis: value }], lineStyle: { color: p.line2, type: [4, 3], width: 1 },
      label: { ...font, color: p.ink2, formatter: text, position: "insideStartTop" } }),
  };
}
