// Cards for what the host answers.
import { chart } from './chart.js';
import { knownAs } from './complete.js';
import { element } from './element.js';

export function bubble(text) {
  return element('article', { class: 'mine', 'aria-label': 'You typed' }, element('p', { text: text || '(nothing: the same as now)' }));
}

/** A card for a reply. `event` is set for what the bot says by itself; `act` sends presses and forms. */
export function card(reply, act, event) {
  const from = event ? `Watchbill to ${named(event.to)}` : 'Watchbill';
  const made = element('article', { class: event ? 'card told' : 'card', 'aria-label': from });
  const said = saying(reply.links ?? []);
  if (event) made.append(heading(event));
  if (reply.text) made.append(text(reply, said));
  if (reply.fields.length) made.append(fields(reply.fields, said));
  if (reply.table) made.append(table(reply.table, said));
  if (reply.chart) made.append(chart(reply.chart));
  if (reply.note) made.append(element('p', { class: 'hint', text: reply.note }));
  if (reply.form) made.append(form(reply.form, reply.text.startsWith(reply.form.title), made, act));
  const foot = [reply.actions.length ? actions(reply.actions, made, act) : null, event ? null : audience(reply.audience)].filter(Boolean);
  if (foot.length) made.append(element('div', { class: 'foot' }, ...foot));
  return made;
}

/** The answer itself stands out from what is said about it. */
function text(reply, said) {
  const lead = reply.lead && reply.text.startsWith(reply.lead) ? reply.lead : '';
  return element('p', { class: 'text' }, lead ? element('b', {}, ...said(lead)) : null, ...said(reply.text.slice(lead.length)));
}

/** What is typed as it stands is set between backticks; a page is behind its noun, and an address alone can be followed. */
function saying(links) {
  return text => {
    const parts = text.split('`');
    return parts.length % 2
      ? parts.flatMap((part, i) => i % 2 ? element('code', { text: part }) : linked(part, links)) : linked(text, links);
  };
}

function linked(text, links) {
  const [link] = links.filter(({ noun, url }) => text.includes(`${noun}: ${url}`));
  if (!link) return addressed(text);
  const [before, ...after] = text.split(`${link.noun}: ${link.url}`);
  return [...addressed(before), ...after.flatMap(rest => [anchor(link.url, link.noun), ...linked(rest, links)])];
}

function addressed(text) {
  return text.split(/(https:\/\/[^\s]*[^\s.,;:)])/).map((part, i) => i % 2 ? anchor(part, part) : part);
}

function anchor(href, text) {
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', text });
}

export function problem(sentence) {
  return element('article', { class: 'card wrong', role: 'alert' }, element('p', { class: 'text', text: sentence }));
}

export function waiting() {
  const dots = [1, 2, 3].map(() => element('span'));
  return element('article', { class: 'card waiting', 'aria-label': 'Watchbill is working' }, ...dots);
}

/** A person by their name, a channel as it is. */
function named(id) {
  return document.querySelector(`#person option[value="${CSS.escape(id)}"]`)?.textContent.split(' · ')[0] ?? id;
}

function heading(event) {
  return element('p', { class: 'to' },
    element('b', { text: event.from ? `${named(event.from)} to ${named(event.to)}` : `to ${named(event.to)}` }),
    element('time', { datetime: event.at, text: event.time }));
}

function fields(list, said) {
  return element('dl', { class: 'fields' }, ...list.map(field =>
    element('div', {}, element('dt', { text: field.name }), element('dd', {}, ...said(field.value)))));
}

/** Heads that the first cell of a row does without: a name alone is who, a day alone is when. Under any other it would be misread. */
const evident = ['Who', 'When'];

function table(of, said) {
  const head = element('thead', {}, element('tr', {}, ...of.columns.map(text => element('th', { scope: 'col', text }))));
  const heads = of.columns.map((head, i) => (i === 0 && evident.includes(head) ? '' : head));
  const cell = (text, i) => element('td', { class: text.length > 40 ? 'long' : null, 'data-head': heads[i] || null }, ...said(text));
  const body = element('tbody', {}, ...of.rows.map(row => element('tr', {}, ...row.map(cell))));
  const region = element('div', { class: 'table', role: 'region', 'aria-label': `Table: ${of.columns.join(', ')}` },
    element('table', {}, head, body));
  // Where it has no room a row is a card, and each value stands behind its own head.
  const narrow = matchMedia(`(max-width: ${of.columns.length > 4 ? 900 : 600}px)`);
  const fit = () => region.classList.toggle('cards', narrow.matches);
  narrow.addEventListener('change', fit);
  fit();
  return region;
}

function actions(list, owner, act) {
  return element('div', { class: 'actions' }, ...list.map(action => element('button', {
    class: `button ${action.style ?? ''}`, type: 'button', text: action.label,
    onclick: event => busy(owner, event.currentTarget, () => act.press(action, owner)),
  })));
}

/** `titled`: what stands above it has said its title. */
function form(of, titled, owner, act) {
  const inputs = of.fields.map(input);
  const send = element('button', { class: 'button primary', type: 'submit', text: of.act || of.title });
  return element('form', {
    class: 'form', novalidate: true, 'aria-label': of.title,
    onsubmit: event => {
      event.preventDefault();
      const values = Object.fromEntries(inputs.map(i => [i.name, i.control.value]));
      busy(owner, send, () => act.submit(of.id, values, owner));
    },
  }, titled ? null : element('h2', { text: of.title }), ...inputs.map(i => i.row), element('div', { class: 'actions' }, send));
}

let inputs = 0;

function input(field) {
  const id = `input-${++inputs}`;
  const hints = [field.error ? `${id}-error` : null, field.hint ? `${id}-hint` : null].filter(Boolean).join(' ');
  const common = {
    id,
    name: field.name,
    'aria-describedby': hints || null,
    'aria-invalid': field.error ? 'true' : null,
    'aria-required': field.optional ? null : 'true',
  };
  const control = field.options.length
    ? element('select', common, ...choices(field))
    : field.multiline ? element('textarea', { ...common, rows: 3 })
      : element('input', { ...common, type: typeOf(field), list: field.kind && knownAs(field.kind) });
  if (field.value !== undefined) control.value = field.value;
  const row = element('div', { class: field.error ? 'row error' : 'row' },
    element('label', { for: id, text: field.label }, field.optional ? element('small', { text: ' optional' }) : null),
    control, picker(field, control),
    field.error ? element('p', { class: 'says', id: `${id}-error`, text: field.error }) : null,
    field.hint ? element('p', { class: 'hint', id: `${id}-hint`, text: `For example: ${field.hint}` }) : null);
  return { name: field.name, control, row };
}

/** A date or a time that was written otherwise stays text, or the browser would drop it. */
function typeOf({ kind, value }) {
  if (kind === 'date' && (!value || /^\d{4}-\d\d-\d\d$/.test(value))) return 'date';
  return kind === 'time' && (!value || /^\d\d:\d\d$/.test(value)) ? 'time' : 'text';
}

/** Picks what may as well be typed: a moment, or the two ends of a span. */
function picker(field, control) {
  if (field.kind !== 'moment' && field.kind !== 'span') return null;
  const words = field.kind === 'span' ? ['From', 'To'] : [field.label];
  const ends = words.map(word => element('input', { type: 'datetime-local', 'aria-label': word, oninput: write }));
  const picked = (field.value ?? '').split(' to ');
  if (picked.length === ends.length) ends.forEach((end, i) => { end.value = picked[i].replace(' ', 'T'); });
  function write() {
    if (ends.every(end => end.value)) control.value = ends.map(end => end.value.replace('T', ' ')).join(' to ');
  }
  return element('div', { class: 'pick' }, ...ends);
}

function choices(field) {
  const nothing = field.optional || field.value === undefined
    ? [element('option', { value: '', text: field.optional ? 'none' : 'choose…' })] : [];
  return [...nothing, ...field.options.map(option => element('option', { value: option.value, text: option.label }))];
}

function audience(to) {
  return element('p', { class: `audience ${to}`, text: to === 'everyone' ? 'everyone' : 'only you' });
}

/** A second press before the answer does nothing. */
async function busy(owner, pressed, work) {
  const all = [...owner.querySelectorAll('button')];
  for (const button of all) button.disabled = true;
  pressed.setAttribute('aria-busy', 'true');
  if (await work()) pressed.classList.add('answered');
  pressed.removeAttribute('aria-busy');
  for (const button of all) button.disabled = false;
  if (document.activeElement === document.body && pressed.isConnected) pressed.focus({ preventScroll: true });
}
