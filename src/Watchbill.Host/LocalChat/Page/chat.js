// The conversation: who one is, what was said, what arrives by itself.
import { bubble, card, problem, waiting } from './cards.js';
import { knownAs, namesOf } from './complete.js';
import { composer } from './composer.js';
import { element } from './element.js';

const facts = JSON.parse(document.getElementById('facts').textContent);
const stage = document.getElementById('stage');
const bar = document.querySelector('.bar');
const line = document.getElementById('line');
const select = document.getElementById('person');
const views = new Map();
let me = null, stream = null;

const typing = composer(facts, text => say(text));

function view(person) {
  if (!views.has(person.id)) {
    const log = element('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': `Conversation of ${person.name}` });
    views.set(person.id, { person, seen: new Set(), cards: new Map(), log, hello: hello(person) });
  }
  return views.get(person.id);
}

function hello(person) {
  const chip = text => element('button', { class: 'chip', type: 'button', text, onclick: () => { say(text); typing.focus(); } });
  const rotation = facts.rotations.includes('payments') ? 'payments' : facts.rotations[0];
  return element('section', { class: 'hello' },
    element('h2', { text: `Hello ${person.name.split(' ')[0]}.` }),
    element('p', { text: 'Ask who is on call, plan your shifts, hand over. These are a start:' }),
    element('div', { class: 'chips' }, ...[rotation ? `now ${rotation}` : 'now', 'me', 'help'].map(chip)));
}

function become(person) {
  me = view(person);
  localStorage.setItem('watchbill.person', person.id);
  const address = new URL(location);
  address.searchParams.set('as', person.id);
  history.replaceState(null, '', address);
  select.value = person.id;
  stage.replaceChildren(me.hello, me.log);
  typing.open();
  typing.focus();
  listen();
  toEnd();
}

function choose() {
  const button = person => element('button', { class: 'person', type: 'button', onclick: () => become(person) },
    element('b', { text: person.name }), element('span', { text: `${person.id} · ${person.zone}` }));
  const people = element('div', { class: 'people' });
  const matches = part => facts.people.filter(p => `${p.id} ${p.name}`.toLowerCase().includes(part.toLowerCase()));
  const fill = part => people.replaceChildren(...matches(part).slice(0, 24).map(button));
  fill('');
  const filter = element('input', {
    class: 'filter',
    type: 'search',
    placeholder: 'Find somebody',
    'aria-label': 'Find somebody',
    oninput: event => fill(event.target.value),
  });
  stage.replaceChildren(element('section', { class: 'hello' },
    element('h2', { text: facts.people.length ? 'Who are you?' : 'Nobody is here yet.' }),
    element('p', { text: facts.people.length
      ? 'This chat is for trying things out on your own machine: be anybody, and change at any time.'
      : 'Put people into the organisation file and reload this page.' }),
    facts.people.length > 12 ? filter : null, people));
}

function say(text) {
  const mine = me;
  add(mine, bubble(text));
  return ask(mine, '/chat', { text }, reply => add(mine, card(reply, actions(mine))));
}

function actions(mine) {
  const show = reply => add(mine, card(reply, actions(mine)));
  return {
    press: ({ action, value }, owner) => {
      // A button that runs a command says which.
      if (action === 'run') add(mine, bubble(value));
      return ask(mine, '/chat/press', { action, value }, reply =>
        (reply.inPlace ? owner.replaceWith(card(reply, actions(mine))) : show(reply)));
    },
    submit: (form, values, owner) => ask(mine, '/chat/submit', { form, values }, reply => {
      // The same form again: something in it is wrong, and it stays where it is.
      if (reply.form?.id !== form) {
        owner.querySelector('form').replaceWith(element('p', { class: 'done', text: 'Submitted.' }));
        return show(reply);
      }
      const again = card(reply, actions(mine));
      owner.replaceWith(again);
      again.querySelector('[aria-invalid]')?.focus();
    }),
  };
}

/** Resolves to whether it was answered. */
async function ask(mine, path, body, show) {
  const dots = waiting();
  const late = setTimeout(() => add(mine, dots), 250);
  const wrong = sentence => add(mine, problem(sentence));
  try {
    const response = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ person: mine.person.id, ...body }),
    });
    const answer = await response.json();
    shown(mine, response.headers.get('Watchbill-Event'));
    clear();
    learn(answer.text ?? '');
    if (response.ok) show(answer.reply);
    else wrong(answer.detail ?? 'The host could not answer. Its log says why.');
    return response.ok;
  } catch {
    clear();
    wrong('The host did not answer. Is it running? Try again once it is back; ↑ recalls what you typed.');
    return false;
  }

  function clear() {
    clearTimeout(late);
    dots.remove();
  }
}

/** What this page said to everyone comes back as an event too; it is shown as the answer only. */
function shown(mine, event) {
  if (!event) return;
  mine.cards.get(event)?.remove();
  mine.seen.add(event);
}

/** Incidents that this page reads of are offered when one is typed. */
function learn(text) {
  for (const [id, service] of text.matchAll(/\b([a-z0-9][a-z0-9-]*)-\d+\b/g))
    if (facts.services.includes(service) && !facts.incidents.includes(id)) facts.incidents.unshift(id);
}

function listen() {
  stream?.close();
  const mine = me;
  stream = new EventSource(`/chat/events?person=${encodeURIComponent(mine.person.id)}`);
  stream.onopen = () => state('live', 'live');
  stream.onerror = () => {
    state('lost', 'connection lost, trying again…');
    // A browser gives up on a stream that was answered with an error; a host that restarts is worth waiting for.
    if (stream.readyState === EventSource.CLOSED && mine === me) setTimeout(() => { if (mine === me) listen(); }, 2000);
  };
  stream.onmessage = message => {
    const event = JSON.parse(message.data);
    learn(message.data);
    if (mine.seen.has(message.lastEventId)) return;
    mine.seen.add(message.lastEventId);
    const told = card(event.reply, actions(mine), event);
    // What was said before under the same key is shown anew where it stands.
    const earlier = mine.cards.get(event.key);
    mine.cards.set(message.lastEventId, told).set(event.key, told);
    if (earlier) earlier.replaceWith(told);
    else add(mine, told);
  };
}

function state(kind, words) {
  if (line.textContent === words) return;
  line.className = `line ${kind}`;
  line.textContent = words;
}

function add(mine, card) {
  const near = document.documentElement.scrollHeight - innerHeight - scrollY < 160;
  mine.log.append(card);
  mine.hello.classList.toggle('small', mine.log.childElementCount > 0);
  if (mine === me && (near || card.className === 'mine')) toEnd(card);
}

/** The last card in sight; where it is taller than the window, its beginning, which is the answer. */
function toEnd(last) {
  requestAnimationFrame(() => {
    scrollTo({ top: document.documentElement.scrollHeight });
    if (last?.getBoundingClientRect().top < bar.getBoundingClientRect().bottom) last.scrollIntoView();
  });
}

// What forms offer in fields of these kinds.
for (const kind of new Set(facts.verbs.flatMap(verb => Object.values(verb.kinds))))
  document.body.append(
    element('datalist', { id: knownAs(kind) }, ...namesOf(kind, facts).map(one => element('option', { value: one.id }))));
select.append(element('option', { value: '', text: 'choose…', disabled: true, selected: true }),
  ...facts.people.map(person => element('option', { value: person.id, text: `${person.name} · ${person.zone}` })));
select.addEventListener('change', () => become(facts.people.find(person => person.id === select.value)));
const wanted = new URLSearchParams(location.search).get('as') ?? localStorage.getItem('watchbill.person');
const before = facts.people.find(person => person.id === wanted);
if (before) become(before);
else { state('', ''); choose(); }
