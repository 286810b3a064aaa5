// The figure's table is the data: cells hold the raw number in data-v, heads the column's key in data-c.
export function read(figure) {
  const rows = [...figure.querySelectorAll("tbody tr")];
  const heads = [...figure.querySelectorAll("thead th")];
  const number = (cell) => (cell.dataset.v === undefined || cell.dataset.v === "" ? null : Number(cell.dataset.v));
  const place = (key) => heads.findIndex((head) => head.dataset.c === key);
  const texts = (index) => rows.map((row) => row.cells[index].textContent.trim());
  return {
    names: heads.map((head) => head.textContent.trim()),
    x: texts(0),
    size: heads.length,
    has: (key) => place(key) >= 0,
    name: (key) => heads[place(key)].textContent.trim(),
    values: (key) => rows.map((row) => number(row.cells[place(key)])),
    texts: (key) => texts(place(key)),
    last: (key) => texts(place(key)).at(-1),
    row: (index) => [...rows[index].cells].map((cell) => cell.textContent.trim()),
  };
}
