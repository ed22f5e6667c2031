// A line over categories as inline SVG; the same numbers follow as a table for those who do not see it.
import { element } from './element.js';

const height = 200, left = 44, right = 14, top = 14, bottom = 26;

/** Of a letter of a label, on the wide side. */
const letter = 7;

export function chart(of) {
  // Drawn as wide as it is shown, so that labels stay readable on a phone.
  const width = matchMedia('(max-width: 600px)').matches ? Math.min(640, innerWidth - 58) : 640;
  const low = Math.min(0, ...of.values), high = Math.max(...of.values, low + 1e-9);
  const x = i => left + (width - left - right) * (of.values.length < 2 ? 0.5 : i / (of.values.length - 1));
  const y = value => top + (height - top - bottom) * (1 - (value - low) / (high - low));
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': of.title });
  // Zero is worth a line; the lowest is left out where it would be written over it.
  const lines = low < 0 && high > 0 ? [...(-low > 0.1 * (high - low) ? [low] : []), 0, high] : [low, (low + high) / 2, high];
  for (const value of lines) {
    drawing.append(svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(value), y2: y(value) }));
    drawing.append(label(left - 8, y(value) + 4, 'end', number(value)));
  }
  for (const { i, anchor } of labelled(of.categories, x, width))
    drawing.append(label(anchor === 'end' ? width - 2 : x(i), height - 6, anchor, of.categories[i]));
  drawing.append(svg('polyline', { class: 'drawn', points: of.values.map((value, i) => `${x(i)},${y(value)}`).join(' ') }));
  of.values.forEach((value, i) => {
    const point = svg('circle', { class: 'point', cx: x(i), cy: y(value), r: 3.5 });
    const title = svg('title', {});
    title.textContent = `${of.categories[i]}: ${number(value)} ${of.unit}`;
    point.append(title);
    drawing.append(point);
  });
  const caption = element('figcaption', { text: of.unit ? `${of.title} (${of.unit})` : of.title });
  return element('figure', { class: 'chart', tabindex: '0' }, caption, drawing, numbers(of));
}

function numbers(of) {
  const rows = of.categories.map((category, i) =>
    element('tr', {}, element('th', { scope: 'row', text: category }), element('td', { text: `${of.values[i]} ${of.unit}` })));
  // A table cannot be made small: what holds it can.
  return element('div', { class: 'unseen' }, element('table', {}, element('caption', { text: of.title }), element('tbody', {}, ...rows)));
}

/** The categories that have room for a label: the last one always, as it is today. */
function labelled(categories, x, width) {
  const last = categories.length - 1;
  const found = last < 0 ? [] : [{ i: last, anchor: 'end' }];
  let free = width - 2 - (categories[last]?.length ?? 0) * letter - letter;
  for (let i = last - 1; i >= 0; i--) {
    const half = categories[i].length * letter / 2;
    if (x(i) + half > free || x(i) - half < 0) continue;
    found.push({ i, anchor: 'middle' });
    free = x(i) - half - letter;
  }
  return found;
}

function label(x, y, anchor, text) {
  const made = svg('text', { x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function number(value) {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
}

function svg(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
