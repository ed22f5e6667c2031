// Draws a message or a modal of Block Kit as Slack does on a phone, as far as we use it.
function drawBlocks(message, zone) {
  const place = element(document.body, 'div', 'slack');
  if (message.title) element(place, 'h1', 'title', message.title.text);
  for (const block of message.blocks) drawBlock(place, block, zone);
  if (message.submit) element(place, 'button', 'primary', message.submit.text);
  return [];
}

function drawBlock(place, block, zone) {
  const row = element(place, 'div', block.type);
  switch (block.type) {
    case 'section':
      if (block.text) rich(element(row, 'p', 'text'), block.text, zone);
      for (const field of block.fields ?? []) rich(element(row, 'p', 'field'), field, zone);
      break;
    case 'header':
      element(row, 'h2', '', block.text.text);
      break;
    case 'context':
      for (const one of block.elements) rich(element(row, 'p', 'text'), one, zone);
      break;
    case 'divider':
      element(row, 'hr');
      break;
    case 'actions':
      for (const button of block.elements) element(row, 'button', button.style ?? '', button.text.text);
      break;
    case 'table': {
      const table = element(row, 'table');
      for (const cells of block.rows) {
        const line = element(table, 'tr');
        for (const cell of cells) {
          const place = element(line, 'td');
          if (cell.type === 'raw_text') place.textContent = cell.text;
          else for (const part of cell.elements.flatMap(section => section.elements)) inline(place, part, zone);
        }
      }
      break;
    }
    case 'data_visualization':
      chart(row, block);
      break;
    case 'input': {
      element(row, 'label', '', block.label.text + (block.optional ? ' (optional)' : ''));
      const input = block.element;
      const chosen = input.initial_value ?? input.initial_option?.text.text ?? input.initial_date ?? input.initial_time;
      const entry = element(row, 'div', `entry ${input.multiline ? 'tall' : ''}`, chosen ?? '');
      if (chosen === undefined) element(entry, 'i', '', input.placeholder?.text ?? choose[input.type] ?? '');
      if (block.hint) element(row, 'small', '', block.hint.text);
      break;
    }
    default:
      throw new Error(`Nobody draws a ${block.type}.`);
  }
}

const choose = {
  datetimepicker: 'Choose date and time', datepicker: 'Choose a date', timepicker: 'Choose a time', static_select: 'Choose an option',
};

function inline(place, part, zone) {
  const classes = part.style?.bold ? 'bold' : part.style?.code ? 'code' : '';
  if (part.type === 'date') element(place, 'span', classes, moment(part.timestamp, part.format, zone));
  else if (part.type === 'user') element(place, 'span', 'mention', `@${nameOf(part.user_id)}`);
  else if (part.type === 'link') element(place, 'a', classes, part.text);
  else element(place, 'span', classes, part.text);
}

// Mrkdwn: entities first, as Slack does; what is left is words, bold, code and lines.
function rich(place, text, zone) {
  if (text.type !== 'mrkdwn') {
    place.textContent = text.text;
    return;
  }

  const plain = words => words.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\u2060/g, '');
  let bold = null;
  for (const token of text.text.split(/(<[^<>]+>|`[^`\n]+`|\*|\n)/)) {
    const here = bold ?? place;
    if (token === '*') bold = bold ? null : element(place, 'b');
    else if (token === '\n') element(here, 'br');
    else if (/^`.+`$/.test(token)) element(here, 'code', '', plain(token.slice(1, -1)));
    else if (token.startsWith('<!date^')) {
      const [, seconds, format] = /^<!date\^(\d+)\^([^|^]+)/.exec(token);
      element(here, 'span', '', moment(seconds, format, zone));
    } else if (token.startsWith('<@')) element(here, 'span', 'mention', `@${nameOf(token.slice(2, -1))}`);
    else if (token.startsWith('<http')) {
      const [address, label] = token.slice(1, -1).split('|');
      element(here, 'a', '', plain(label ?? address));
    } else if (token.length > 0) element(here, 'span', '', plain(token));
  }
}

function moment(seconds, format, zone) {
  const at = new Date(seconds * 1000);
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
  return format.replace('{day_divider_pretty}', day).replace('{time}', time);
}

function nameOf(user) {
  return { U0ANA: 'Ana Silva', U0BEN: 'Ben Ode', U0CAI: 'Cai Wen' }[user] ?? user;
}

function chart(place, block) {
  element(place, 'b', '', block.title);
  const points = block.chart.series[0].data;
  const top = Math.max(...points.map(point => point.value), 1);
  const line = points.map((point, i) => `${10 + i * 330 / Math.max(points.length - 1, 1)},${110 - 100 * Math.max(point.value, 0) / top}`);
  const drawing = element(place, 'div');
  drawing.innerHTML = `<svg viewBox="0 0 350 120" width="100%">
    <polyline fill="none" stroke="#1264a3" stroke-width="2" points="${line.join(' ')}"/></svg>`;
  element(place, 'small', '', `${points[0].label} to ${points.at(-1).label}`);
}

function element(place, name, classes = '', words = null) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (words !== null) made.textContent = words;
  place.appendChild(made);
  return made;
}
