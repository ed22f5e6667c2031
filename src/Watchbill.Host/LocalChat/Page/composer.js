// The line one types into: completion, history, sending.
import { element } from './element.js';
import { complete } from './complete.js';

export function composer(facts, send) {
  const form = document.getElementById('composer');
  const text = document.getElementById('text');
  const list = document.getElementById('choices');
  const history = [];
  let past = 0, chosen = -1, offered = [];

  function offer() {
    show(text.selectionStart === text.value.length ? complete(text.value, facts) : []);
    fit();
  }

  function show(completions) {
    offered = completions;
    chosen = -1;
    list.replaceChildren(...completions.map((completion, i) => element('li', {
      id: `choice-${i}`, role: 'option', 'aria-selected': 'false', 'aria-disabled': completion.text === null ? 'true' : null,
      onmousedown: event => { event.preventDefault(); take(i); },
    }, element('b', { text: completion.label }), element('span', { text: completion.detail }))));
    list.hidden = !completions.length;
    text.setAttribute('aria-expanded', String(!list.hidden));
    text.removeAttribute('aria-activedescendant');
  }

  function choose(step) {
    chosen = (chosen + step + offered.length + (chosen < 0 && step < 0 ? 1 : 0)) % offered.length;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === chosen)));
    list.children[chosen].scrollIntoView({ block: 'nearest' });
    text.setAttribute('aria-activedescendant', `choice-${chosen}`);
  }

  function take(i) {
    if (offered[i]?.text == null) return;
    text.value = offered[i].text;
    text.focus();
    offer();
  }

  function recall(step) {
    past = Math.max(0, Math.min(history.length, past + step));
    text.value = history[past] ?? '';
    show([]);
    fit();
  }

  function submit() {
    if (!text.value.trim()) return;
    const typed = text.value.trim();
    if (history.at(-1) !== typed) history.push(typed);
    past = history.length;
    text.value = '';
    show([]);
    fit();
    send(typed);
  }

  function fit() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  }

  const keys = {
    Tab: event => list.hidden || event.shiftKey || !offered.some(o => o.text !== null)
      ? false : take(chosen < 0 ? offered.findIndex(o => o.text !== null) : chosen),
    Enter: event => event.shiftKey ? false : chosen >= 0 && offered[chosen].text !== null ? take(chosen) : submit(),
    Escape: () => list.hidden ? false : show([]),
    ArrowDown: () => !list.hidden ? choose(1) : past < history.length ? recall(1) : false,
    ArrowUp: () => !list.hidden ? choose(-1) : history.length && (past < history.length || !text.value) ? recall(-1) : false,
  };

  text.addEventListener('input', offer);
  text.addEventListener('click', offer);
  text.addEventListener('blur', () => show([]));
  text.addEventListener('keydown', event => {
    // While a word is being composed (accents, Japanese), keys belong to the input method.
    if (event.isComposing || !keys[event.key]) return;
    if (keys[event.key](event) !== false) event.preventDefault();
  });
  form.addEventListener('submit', event => { event.preventDefault(); submit(); });
  return { focus: () => text.focus(), open: () => { form.hidden = false; } };
}
