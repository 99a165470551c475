import { act } from '/demo/page.js';
import { make } from '/demo/phone.js';

const id = (name) => document.getElementById(name);
const two = (n) => String(n).padStart(2, '0');
const hour = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

const rows = new Map();

/** One row a case. A row that is being written in is not drawn again under the writer's hands. */
export function drawCases(list, { cases, more }) {
  if (cases.length === 0) {
    rows.clear();
    list.replaceChildren(
      make('p', { className: 'quiet', textContent: 'Nobody is waiting. Ask for a person on a phone, and see.' }),
    );
    return;
  }
  list.querySelectorAll(':scope > p').forEach((each) => each.remove());
  for (const [key, row] of rows)
    if (!cases.some((each) => keyOf(each) === key)) {
      row.remove();
      rows.delete(key);
    }
  cases.forEach((each, place) => {
    const row = rows.get(keyOf(each)) ?? caseRow(each);
    rows.set(keyOf(each), row);
    row.querySelector('.words').textContent = each.words;
    row.querySelector('.age').textContent = each.minutes === 0 ? 'now' : `${each.minutes} min`;
    // A row that stands where it belongs is not moved: whoever writes in it would lose their place.
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  const rest = make('p', {
    className: 'quiet',
    textContent: more > 0 ? `and ${more} more, brought about by the crowd` : '',
  });
  list.append(rest);
}

const keyOf = ({ id: number, status, urgent }) => `${number} ${status} ${urgent}`;

function caseRow({ id: number, kind, urgent, status, mine, channel }) {
  const button = (deed, label) => {
    const made = make('button', { type: 'button', textContent: label });
    made.onclick = () => act(`cases/${number}/${deed}`);
    return made;
  };
  const top = make(
    'p',
    { className: 'what' },
    make('strong', { textContent: kind.replaceAll('_', ' ') }),
    urgent && make('span', { className: 'urgent', textContent: 'urgent' }),
    make(
      'span',
      { className: 'quiet', textContent: `case ${number} · ${channel} · ` },
      make('span', { className: 'age' }),
    ),
    status === 'claimed' && make('span', { className: 'owner', textContent: mine ? 'claimed by you' : 'claimed' }),
  );
  const words = make('q', { className: 'words', dir: 'auto' });
  const row = make(
    'article',
    { className: urgent ? 'case is-urgent' : 'case', ariaLabel: `Case ${number}, ${kind}` },
    top,
    words,
  );
  if (status === 'open') {
    row.append(make('div', { className: 'deeds' }, button('claim', 'Claim'), button('resolve', 'Resolve')));
    return row;
  }
  const box = make('input', {
    name: 'answer',
    autocomplete: 'off',
    maxLength: 1000,
    dir: 'auto',
    placeholder: 'Answer as a colleague',
  });
  box.setAttribute('aria-label', `Answer to case ${number}`);
  const form = make('form', { className: 'deeds' }, box, make('button', { textContent: 'Answer' }));
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    box.value = '';
    if (text) act(`cases/${number}/answer`, { text });
  };
  row.append(form, make('div', { className: 'deeds' }, button('hand-back', 'Hand back'), button('resolve', 'Resolve')));
  return row;
}

let known = new Set();

export function drawCalendar({ clinic, clinics, day, people }) {
  const select = id('clinic');
  if (select.options.length !== clinics.length)
    select.replaceChildren(...clinics.map(({ id: n, name }) => new Option(name, n)));
  if (document.activeElement !== select) select.value = clinic.id;
  id('day').dataset.day = day;
  id('day').textContent = new Intl.DateTimeFormat(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(day + 'T12:00:00Z'));

  const spans = people.flatMap(({ working }) => working);
  const first = Math.floor(Math.min(480, ...spans.map(({ from }) => from)) / 60) * 60;
  const last = Math.ceil(Math.max(1020, ...spans.map(({ to }) => to)) / 60) * 60;
  const place = (element, { from, to }) => {
    element.style.top = `${((from - first) / (last - first)) * 100}%`;
    element.style.height = `${((to - from) / (last - first)) * 100}%`;
    return element;
  };
  const axis = make('div', { className: 'axis', ariaHidden: 'true' });
  for (let at = first; at < last; at += 60)
    axis.append(place(make('span', { textContent: hour(at) }), { from: at, to: at + 60 }));
  const fresh = new Set();
  const columns = people.map(({ name, working, visits }) => {
    const list = make('ol', {});
    list.setAttribute(
      'aria-label',
      `${name}, works ${working.map(({ from, to }) => `${hour(from)} to ${hour(to)}`).join(' and ')}`,
    );
    for (const span of working) list.append(place(make('li', { className: 'free', ariaHidden: 'true' }), span));
    for (const visit of visits) {
      const what = visit.status === 'booked' ? 'taken' : visit.status;
      const text = `${hour(visit.from)} to ${hour(visit.to)}, ${what}${visit.mine ? ' by a phone on this page' : ''}`;
      const key = `${visit.id} ${visit.status}`;
      fresh.add(key);
      const isNew = visit.mine && !known.has(key);
      const item = make('li', {
        className: `${visit.status} ${visit.mine ? 'mine' : ''} ${isNew ? 'new' : ''}`,
        title: text,
      });
      item.append(make('span', { className: 'unseen', textContent: text }));
      if (visit.mine) item.append(make('b', { textContent: hour(visit.from), ariaHidden: 'true' }));
      list.append(place(item, visit));
    }
    return make('div', { className: 'person' }, make('h3', { textContent: name }), list);
  });
  known = fresh;
  const nobody = people.length === 0 && make('p', { className: 'quiet', textContent: 'Nobody works on this day.' });
  const drawn = make(
    'div',
    { className: 'grid' },
    make('div', { className: 'person clockwise' }, make('h3', { textContent: '\u00a0' }), axis),
    ...columns,
  );
  const before = id('hours').firstChild;
  const after = nobody || drawn;
  if (!before || before.outerHTML.replaceAll(' new"', '"') !== after.outerHTML.replaceAll(' new"', '"'))
    id('hours').replaceChildren(after);
}

const KINDS = {
  release: 'can you still come?',
  attend: 'reminder of the day before',
  soon: 'reminder two hours before',
  feedback: 'how was it?',
};

export function drawClock({ now, zone, next }, hasPhones) {
  const format = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  };
  const text = new Intl.DateTimeFormat('en-GB', format).format(new Date(now));
  if (id('now').textContent !== text) id('now').textContent = text;
  id('now').dateTime = now;
  id('jump').disabled = !next;
  const far =
    next &&
    (next.minutes < 120
      ? `${next.minutes} minutes`
      : next.minutes < 2880
        ? `${Math.round(next.minutes / 60)} hours`
        : `${Math.round(next.minutes / 1440)} days`);
  id('next').textContent = next
    ? `in ${far}: ${KINDS[next.kind] ?? next.kind.replaceAll('_', ' ')}`
    : hasPhones
      ? 'Book a visit first'
      : '';
}

export function drawCost(line, { segments, messages, whatsapp, screens }) {
  const parts = [
    `${messages} SMS, paid as ${segments} segment${segments === 1 ? '' : 's'}`,
    `${whatsapp} WhatsApp message${whatsapp === 1 ? '' : 's'}`,
    `${screens} USSD screen${screens === 1 ? '' : 's'}`,
  ];
  line.textContent = `Sent by the clinic: ${parts.join(' · ')}`;
}
