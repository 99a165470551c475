import { act, languageNames } from '/demo/page.js';

const RIGHT_TO_LEFT = new Set(['ar']);
const WIRES = { sms: 'SMS', whatsapp: 'WhatsApp', ussd: 'USSD', web: 'Web' };
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0', '98'];
const phones = new Map();

export const make = (tag, props = {}, ...children) => {
  const { dataset, ...rest } = props;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter(Boolean));
  return element;
};

export function drawPhones(shelf, all) {
  for (const [id, phone] of phones)
    if (!all.some((each) => each.id === id)) {
      phone.element.remove();
      phones.delete(id);
    }
  for (const each of all) {
    if (!phones.has(each.id)) {
      const phone = newPhone(each);
      phones.set(each.id, phone);
      shelf.append(phone.element);
    }
    phones.get(each.id).draw(each);
  }
}

function newPhone({ id, owner, number, language }) {
  let wire = 'sms';
  let seen;
  const say = (text, tap) => act(`phones/${id}/${wire}`, { text, ...(tap && { tap }) });
  const log = make('ol', { role: 'log', ariaLabel: 'Messages' });
  const hints = make('div', { className: 'hints' });
  const box = make('input', { name: 'text', autocomplete: 'off', maxLength: 1000, dir: 'auto' });
  box.setAttribute('aria-label', 'Your message');
  const form = make('form', {}, box, make('button', { textContent: '➤', ariaLabel: 'Send' }));
  const talk = make('div', { className: 'talk' }, log, hints, form);
  const feature = featurePhone(say, () => act(`phones/${id}/call`, undefined, 'DELETE'));

  const tongue = make('select', { ariaLabel: 'Language' });
  for (const [code, name] of languageNames) tongue.append(new Option(name, code, false, code === language));
  tongue.onchange = () => act(`phones/${id}/language`, { language: tongue.value });

  const choose = (name) => {
    wire = name;
    element.dataset.wire = name;
    if (seen) draw(seen);
  };
  const tabs = make('fieldset', {}, make('legend', { className: 'unseen', textContent: 'By which channel' }));
  for (const [name, label] of Object.entries(WIRES)) {
    const radio = make('input', { type: 'radio', name: `${id}-wire`, value: name, checked: name === wire });
    radio.onchange = () => choose(name);
    tabs.append(make('label', {}, radio, make('span', { textContent: label })));
  }

  const away = make('button', {
    type: 'button',
    className: 'away',
    textContent: '×',
    ariaLabel: `Put ${owner}’s phone away`,
  });
  away.onclick = () => act(`phones/${id}`, undefined, 'DELETE');
  const head = make(
    'header',
    {},
    make(
      'div',
      {},
      make('h3', { textContent: owner === 'a new patient' ? 'New patient' : owner }),
      make('bdi', { className: 'quiet', textContent: number }),
    ),
    tongue,
    away,
  );
  const element = make('article', { id, className: 'phone', dataset: { wire } }, head, tabs, talk, feature.element);
  element.setAttribute('aria-label', `Phone of ${owner}, ${number}`);

  form.onsubmit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    say(text);
  };

  function draw(phone) {
    seen = phone;
    element.lang = phone.language;
    talk.dir = RIGHT_TO_LEFT.has(phone.language) ? 'rtl' : 'ltr';
    if (document.activeElement !== tongue) tongue.value = phone.language;
    feature.draw(phone.ussd);
    const lines = phone.threads[wire];
    const isNew = drawLines(log, lines, (tap) => say(tap.label, tap), wire);
    if (isNew) log.scrollTop = log.scrollHeight;
    hints.replaceChildren(...(lines.length ? [] : phone.suggestions.map((words) => hint(words, say))));
  }
  return { element, draw };
}

const hint = (words, say) => {
  const button = make('button', { type: 'button', textContent: words, dir: 'auto' });
  button.onclick = () => say(words);
  return button;
};

/** Only what is new is added, so that a screen reader reads that and nothing else. */
function drawLines(log, lines, tapped, wire) {
  const keys = lines.map((line, i) => `${wire} ${i} ${line.mine} ${line.text}`);
  const stand = [...log.children];
  const same = stand.length <= keys.length && stand.every((li, i) => li.dataset.key === keys[i]);
  if (!same) log.replaceChildren();
  const from = same ? stand.length : 0;
  lines.slice(from).forEach((line, i) => log.append(bubble(line, keys[from + i], tapped)));
  return from < lines.length || !same;
}

function bubble({ mine, text, taps = [], segments }, key, tapped) {
  const li = make('li', { className: mine ? 'me' : 'it', dataset: { key } });
  li.append(make('p', { textContent: text, dir: 'auto' }));
  if (segments)
    li.append(make('small', { dir: 'ltr', textContent: `${segments} segment${segments === 1 ? '' : 's'}` }));
  for (const tap of taps) {
    const button = make('button', { type: 'button', textContent: tap.label, dir: 'auto' });
    button.onclick = () => tapped(tap);
    li.append(button);
  }
  return li;
}

/** A small screen, twelve keys, no letters needed. */
function featurePhone(say, hangUp) {
  const screen = make('div', { className: 'screen', role: 'log', ariaLabel: 'Screen', dir: 'ltr' });
  const typed = make('input', {
    name: 'typed',
    autocomplete: 'off',
    maxLength: 100,
    dir: 'auto',
    placeholder: 'keys or words',
  });
  typed.setAttribute('aria-label', 'What you key in');
  const call = make('button', { className: 'call', textContent: 'Call *384*123#' });
  const end = make('button', { type: 'button', className: 'end', textContent: 'End' });
  const pad = make('div', { className: 'pad', role: 'group', ariaLabel: 'Keys', dir: 'ltr' });
  for (const key of KEYS) {
    const button = make('button', { type: 'button', textContent: key });
    button.onclick = () => say(key);
    pad.append(button);
  }
  const form = make('form', {}, typed, make('div', { className: 'soft' }, call, end), pad);
  form.onsubmit = (event) => {
    event.preventDefault();
    say(typed.value.trim());
    typed.value = '';
  };
  end.onclick = hangUp;
  const draw = (session) => {
    const open = session && !session.ends;
    const text = session
      ? session.screen
      : 'No call.\n\nPress Call: a menu comes, and digits answer it. No data, no letters, no smartphone.';
    if (screen.textContent !== text) screen.textContent = text;
    call.textContent = open ? 'Send' : 'Call *384*123#';
    end.disabled = !session;
    pad.querySelectorAll('button').forEach((button) => (button.disabled = !open));
    typed.disabled = !open;
  };
  draw();
  return { element: make('div', { className: 'feature' }, screen, form), draw };
}
