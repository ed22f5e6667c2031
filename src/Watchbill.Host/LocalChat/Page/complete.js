// What could come next, from the usage strings that also parse: words as they are, <argument>, [optional part].

/** Groups whose verbs need no group before them. */
const bare = ['oncall', 'watchbill'];

/** Kinds of arguments, and the facts that list what there is. */
const named = {
  person: 'people', rotation: 'rotations', service: 'services', team: 'teams', domain: 'domains', layer: 'layers',
  objective: 'objectives', incident: 'incidents',
};

/** Times as people say them, by kind. */
const times = {
  moment: ['now', 'tomorrow 9:00', 'fri 18:00', 'in 2 hours'],
  past: ['20 min ago', '09:30', 'yesterday 18:00'],
  span: ['tonight', 'tomorrow 9-17', 'fri 18:00 to mon 09:00', 'for 2h', 'next week'],
  period: ['this month', 'last month', 'this week', 'next week', 'november'],
  month: ['this month', 'last month', 'november'],
  length: ['30 min', '2 h', 'until 9:00'],
  time: ['09:00', '18:00'],
};

/** Moments that have passed when they are said. */
const past = ['started', 'start', 'detected', 'acknowledged', 'mitigated', 'end'];

const most = 8;

/** The id of the list of what there is of a kind. */
export function knownAs(kind) {
  return `known-${kind.replaceAll(' ', '-')}`;
}

/** What there is of a kind, or of several: { id, name }, a name where there is one beside the id. */
export function namesOf(kind, facts) {
  const all = kind.split(' ').flatMap(one => facts[named[one]] ?? []).map(one => one.id ? one : { id: one });
  return [...new Map(all.map(one => [one.id, one])).values()];
}

/** Times that an argument may be, as they are said. Of pay it is months that are asked for. */
function timesOf(argument, kind, verb) {
  if (kind === 'period' && verb.group === 'pay') return times.month;
  if (kind === 'date') return [new Date().toLocaleDateString('sv')];
  return times[kind === 'moment' && past.includes(argument) ? 'past' : kind] ?? [];
}

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
  const add = (text, label, detail, isName) => {
    if (!found.has(`${text} ${label}`)) found.set(`${text} ${label}`, { text: text && kept + text, label, detail, isName });
  };

  for (const verb of facts.verbs.filter(verb => group && group !== 'oncall' ? verb.group === group : bare.includes(verb.group))) {
    const parts = parse(verb.usage);
    for (const at of reach(parts, said, facts.phrases)) next(parts, at, part, verb, facts, add);
  }
  if (!words.length) {
    for (const name of groups.filter(name => !bare.includes(name) && name.startsWith(part))) {
      const verbs = facts.verbs.filter(verb => verb.group === name).map(verb => verb.usage.split(' ')[0]);
      add(`${name} `, `${name} …`, [...new Set(verbs)].join(', '));
    }
  }
  // A time alone asks who is on call then.
  if (!words.length && part) {
    for (const time of times.moment.filter(time => time.startsWith(part))) add(time, time, 'Who is on call then');
  }
  // Of names some, so that words and times have room beside them.
  const all = [...found.values()];
  const names = all.filter(one => one.isName).slice(0, Math.max(most / 2, most - all.filter(one => !one.isName).length));
  return all.filter(one => !one.isName || names.includes(one)).slice(0, most).map(({ text, label, detail }) => ({ text, label, detail }));
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
function reach(parts, words, phrases) {
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
  const offer = (text, label, detail, isName) => {
    const open = at + (at === 0 ? text.split(' ').length : 1) < parts.length;
    if (text.startsWith(part) && (text !== part || open)) add(open ? `${text} ` : text, label, detail, isName);
  };
  const kind = verb.kinds[here.argument];
  if (at === 0) offer(leading(parts), usage, verb.summary);
  else if (here.word) {
    offer(here.word, here.word, usage);
    // Whoever begins with the time is given the word before it.
    const after = parts[at + 1]?.argument;
    if (part && begins && here.skips && after) {
      for (const time of timesOf(after, verb.kinds[after], verb).filter(time => time.startsWith(part)))
        add(`${here.word} ${time}`, `${here.word} ${time}`, usage);
    }
  } else if (kind && namesOf(kind, facts).length) namesOf(kind, facts).forEach(one => offer(one.id, one.id, one.name ?? usage, true));
  else if (begins && timesOf(here.argument, kind, verb).length)
    timesOf(here.argument, kind, verb).forEach(time => offer(time, time, usage));
  else if (!part) add(null, `<${here.argument}>`, usage);
}

/** The words before the first argument or option. */
function leading(parts) {
  const end = parts.findIndex((part, i) => part.argument || (i > 0 && part.skips));
  return parts.slice(0, end < 0 ? parts.length : end).map(part => part.word).join(' ');
}
