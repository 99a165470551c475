import { drawCalendar, drawCases, drawClock, drawCost } from '/demo/panels.js';
import { drawPhones } from '/demo/phone.js';

const id = (name) => document.getElementById(name);

/** Does something on the server. What came of it is seen when the news of it arrives. */
export async function act(path, body, method = 'POST') {
  const answer = await fetch('/demo/' + path, {
    method,
    ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
  }).catch(() => undefined);
  id('trouble').hidden = answer?.ok === true;
  if (!answer?.ok) id('trouble').textContent = 'That did not get through. Is Miadi still running?';
  return answer?.ok ? answer.json() : undefined;
}

let look = {};
let news;

function watch(next = look) {
  look = next;
  news?.close();
  news = new EventSource('/demo/news?' + new URLSearchParams(look));
  news.onmessage = ({ data }) => draw(JSON.parse(data));
  news.onopen = () => (id('trouble').hidden = true);
  news.onerror = () => {
    id('trouble').hidden = false;
    id('trouble').textContent = 'The line to Miadi is down. Trying again.';
  };
}

let greeted = false;

/** Whoever comes first finds a phone in their own language. */
function greet(phones) {
  if (greeted) return;
  greeted = true;
  const spoken = navigator.languages.map((tag) => tag.split('-')[0]).find((code) => languageNames.has(code));
  if (phones.length === 0) void act('phones', { owner: 'a new patient', language: spoken ?? 'en' });
}

function draw(world) {
  greet(world.phones);
  drawPhones(id('shelf'), world.phones);
  drawCases(id('cases'), world.desk);
  drawCalendar(world.calendar);
  drawClock(world.clock, world.phones.length > 0);
  drawCost(id('cost'), world.cost);
  id('follow').hidden = Object.keys(look).length === 0;
}

const shift = (days) => {
  const day = new Date(id('day').dataset.day + 'T12:00:00Z');
  day.setUTCDate(day.getUTCDate() + days);
  watch({ clinic: id('clinic').value, day: day.toISOString().slice(0, 10) });
};
id('earlier').onclick = () => shift(-1);
id('later').onclick = () => shift(1);
id('follow').onclick = () => watch({});
id('clinic').onchange = () => watch({ clinic: id('clinic').value });
id('jump').onclick = async () => {
  id('jump').disabled = true;
  await act('clock');
};

const more = id('more');
more.onsubmit = async (event) => {
  event.preventDefault();
  const opened = await act('phones', { owner: more.owner.value, language: more.language.value });
  if (opened)
    requestAnimationFrame(() => setTimeout(() => document.querySelector(`#${opened.id} [name=text]`)?.focus(), 300));
};

const { people, languages } = await (await fetch('/demo/choices')).json();
for (const name of people) more.owner.append(new Option(name + ', who has been here', name));
for (const { code, name } of languages) more.language.append(new Option(name, code));
export const languageNames = new Map(languages.map(({ code, name }) => [code, name]));
more.owner.onchange = () => (more.language.disabled = more.owner.value !== 'a new patient');
watch({});
