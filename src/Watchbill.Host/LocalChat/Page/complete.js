// What could come next, from the usage strings that also parse: words as they are, <argument>, [optional part].

/** Groups whose verbs need no group before them. */
const bare = ['oncall', 'watchbill'];

/** Arguments of several words. */
const phrases = ['when', 'span', 'text', 'period'];

/** Arguments that name something, and the facts that list it. */
const named = {
  rotation: 'rotations', subject: 'rotations', service: 'services', team: 'teams', domain: 'domains', owner: 'teams', layer: 'layers',
  slo: 'objectives', incident: 'incidents', other: 'incidents',
};

/** Times as people say them. */
const times = {
  when: ['now', 'tomorrow 9:00', 'fri 18:00', 'in 2 hours'],
  span: ['tonight', 'tomorrow 9-17', 'fri 18:00 to mon 09:00', 'for 2h', 'next week'],
  period: ['this week', 'next week', 'november', 'last quarter'],
};

/** Up to eight completions of what was typed: { text, label, detail }. `text` null: a hint that cannot be inserted. */
export function complete(typed, facts) {
  const line = typed.replace(/^\s*\/?\s*/, '');
  if (!line || line.includes('\n')) return [];
  const words = line.split(/\s+/);
  const part = words.pop().toLowerCase();
  const kept = typed.slice(0, typed.length - part.length);
  const groups = [...new Set(facts.verbs.map(verb => verb.group))];
  const group = groups.find(name => name === words[0]?.toLowerCase());
  const said = group ? words.slice(1) : words;
  const found = new Map();
  const add = (text, label, detail) => found.set(`${text} ${label}`, { text: text && kept + text, label, detail });

  for (const verb of facts.verbs.filter(verb => group && group !== 'oncall' ? verb.group === group : bare.includes(verb.group))) {
    const parts = parse(verb.usage);
    for (const at of reach(parts, said)) next(parts, at, part, verb, facts, add);
  }
  if (!words.length) {
    for (const name of groups.filter(name => !bare.includes(name) && name.startsWith(part))) {
      const verbs = facts.verbs.filter(verb => verb.group === name).map(verb => verb.usage.split(' ')[0]);
      add(`${name} `, `${name} …`, [...new Set(verbs)].join(', '));
    }
  }
  return [...found.values()].slice(0, 8);
}

/** Flat parts of a usage: { word } or { argument }; where optional parts begin, `skips` says how many parts each takes. */
export function parse(usage) {
  const parts = [], open = [];
  for (const [token] of usage.matchAll(/\[|\]|<[^>]+>|[^\s[\]<>]+/g)) {
    if (token === '[') open.push(parts.length);
    else if (token === ']') { const from = open.pop(); (parts[from].skips ??= []).push(parts.length - from); }
    else parts.push(token[0] === '<' ? { argument: token.slice(1, -1) } : { word: token });
  }
  return parts;
}

/** The places in a usage where one can stand after these words. */
function reach(parts, words) {
  let places = skipping(parts, [0]);
  for (const word of words) {
    places = skipping(parts, places.map(Math.floor).flatMap(at => {
      const here = parts[at];
      if (!here || (here.word && here.word !== word.toLowerCase())) return [];
      // Within a phrase that may go on.
      return phrases.includes(here.argument) ? [at + 1, at + 0.5] : [at + 1];
    }));
  }
  return places;
}

function skipping(parts, places) {
  const all = new Set(places);
  for (const at of all) for (const skip of parts[at]?.skips ?? []) all.add(at + skip);
  return [...all];
}

function next(parts, at, part, verb, facts, add) {
  const here = parts[Math.floor(at)], begins = Number.isInteger(at);
  if (!here) return;
  const usage = bare.includes(verb.group) ? verb.usage : `${verb.group} ${verb.usage}`;
  const offer = (text, label, detail) => {
    const open = at + (at === 0 ? text.split(' ').length : 1) < parts.length;
    if (text.startsWith(part) && (text !== part || open)) add(open ? `${text} ` : text, label, detail);
  };
  if (at === 0) offer(leading(parts), usage, verb.summary);
  else if (here.word) offer(here.word, here.word, usage);
  else if (here.argument === 'person') facts.people.forEach(person => offer(person.id, person.id, person.name));
  else if (named[here.argument]) facts[named[here.argument]].forEach(id => offer(id, id, usage));
  else if (times[here.argument] && begins) times[here.argument].forEach(time => offer(time, time, usage));
  else if (!part) add(null, `<${here.argument}>`, usage);
}

/** The words before the first argument or option. */
function leading(parts) {
  const end = parts.findIndex((part, i) => part.argument || (i > 0 && part.skips));
  return parts.slice(0, end < 0 ? parts.length : end).map(part => part.word).join(' ');
}
