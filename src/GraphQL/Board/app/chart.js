import { svg, el } from './dom.js';

const [WIDTH, HEIGHT] = [600, 100];

/**
 * A month's use: for each day how long the rooms were open (outline), booked (stripes) and used (solid).
 * @param {{ from: string, openHours: number, bookedHours: number, usedHours: number }[]} rows
 */
export function monthChart(rows, texts) {
  const total = rows.reduce((sum, row) => ({
    openHours: sum.openHours + row.openHours, bookedHours: sum.bookedHours + row.bookedHours, usedHours: sum.usedHours + row.usedHours,
  }), { openHours: 0, bookedHours: 0, usedHours: 0 });
  const highest = Math.max(...rows.map(({ openHours }) => openHours), 1);
  const step = WIDTH / rows.length;
  const bar = (row, i, key, kind) => {
    const height = (row[key] / highest) * (HEIGHT - 2);
    return height > 0
      ? svg('rect', { x: (i * step + step * 0.14).toFixed(2), width: (step * 0.72).toFixed(2), y: (HEIGHT - 1 - height).toFixed(2), height: height.toFixed(2), class: kind })
      : null;
  };
  return el('section', { class: 'month', 'aria-labelledby': 'month-title' },
    el('div', { class: 'month-text' },
      el('h2', { id: 'month-title' }, texts.month.title),
      el('p', { id: 'month-text' }, texts.monthText(total)),
      el('ul', { class: 'legend', 'aria-hidden': 'true' }, ['open', 'booked', 'used'].map((kind) => el('li', {}, swatch(kind), texts.month[kind])))),
    svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-labelledby': 'month-title month-text' },
      stripes(),
      rows.map((row, i) => [bar(row, i, 'openHours', 'open'), bar(row, i, 'bookedHours', 'booked'), bar(row, i, 'usedHours', 'used')]).flat()));
}

function swatch(kind) {
  return svg('svg', { class: 'swatch', viewBox: '0 0 16 16' }, svg('rect', { x: 1, y: 1, width: 14, height: 14, class: kind }));
}

function stripes() {
  return svg('defs', {}, svg('pattern', { id: 'stripes', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { width: 6, height: 6, class: 'stripe-ground' }), svg('rect', { width: 3, height: 6, class: 'stripe' })));
}
