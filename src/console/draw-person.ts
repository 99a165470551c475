import { back, button, draw, escape, field, hidden, nameOf, type Row, type View, when } from './draw-me';

const RELATIONS = ['parent', 'child', 'spouse', 'carer', 'other'];
/** What patients write down themselves; the rest is written by those who treat them. */
const OWN = new Set(['history', 'insurance']);
const KINDS = ['history', 'note', 'plan', 'prescription', 'insurance'];

export interface Person {
  id: number;
  name: string;
  birthDate: string | null;
  language: string;
  email: string | null;
  contacts: { id: number; channel: string; address: string; relation: string; stopped: boolean }[];
}

export interface AboutPerson {
  person: Person;
  record: Row[];
  insurance: Row[];
  permissions: Row[];
  providers: Row[];
  clinics: Row[];
  /** The address with which one is signed in. */
  me: number;
}

/** Everything about one person that is theirs to see and to say. */
export function drawPerson(view: View, about: AboutPerson): string {
  const { person } = about;
  const parts = [details, messages, family, permissions, insurance, record, rights];
  return draw(
    view,
    `<h2><bdi>${escape(person.name)}</bdi></h2>${parts.map((part) => part(view, about)).join('')}${back(view)}`,
  );
}

const section = (title: string | undefined, inside: string): string =>
  `<section><h3>${escape(title)}</h3>${inside}</section>`;
const to = (person: Person, what: string): string => `/me/people/${person.id}/${what}`;
const form = (action: string, inside: string, label: string | undefined): string =>
  `<form method="post" action="${action}">${inside}<button class="plain">${escape(label)}</button></form>`;
const choice = (label: string | undefined, name: string, options: [string, string][]): string =>
  `<label>${escape(label)}<select name="${name}">${options.map(([value, words]) => `<option value="${escape(value)}">${escape(words)}</option>`).join('')}</select></label>`;
const area = (label: string | undefined, name: string): string =>
  `<label>${escape(label)}<textarea name="${name}" required maxlength="8000" dir="auto"></textarea></label>`;

const LANGUAGES = ['en', 'es', 'fr', 'pt', 'sw', 'ar', 'hi'];

function details(view: View, { person }: AboutPerson): string {
  const { words } = view;
  const languages = LANGUAGES.map((code): [string, string] => [code, new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code]); // prettier-ignore
  const mine = languages.sort(([one]) => (one === person.language ? -1 : 1));
  return section(
    words.me_profile,
    form(
      to(person, 'profile'),
      field(
        words.name,
        'name',
        `value="${escape(person.name)}" required maxlength="120" dir="auto" autocomplete="name"`,
      ) +
        choice(words.language, 'language', mine) +
        field(
          words.email,
          'email',
          `type="email" maxlength="200" value="${escape(person.email)}" autocomplete="email"`,
        ),
      words.save,
    ) + (person.birthDate ? `<p>${escape(words.born)} ${escape(person.birthDate)}</p>` : ''),
  );
}

/** Each phone decides for itself whether it wants to hear from us. */
function messages({ words }: View, { person, me }: AboutPerson): string {
  const own = person.contacts.find(({ id }) => id === me);
  if (!own) return '';
  const [given, label] = own.stopped ? ['yes', words.me_start] : ['no', words.me_stop];
  return section(words.me_messages, `<p>${escape(own.stopped ? words.me_stopped : words.me_coming)}</p>${button(to(person, 'consents'), label, hidden('given', given) + hidden('contact', me), 'plain')}`); // prettier-ignore
}

function family({ words }: View, { person, me }: AboutPerson): string {
  const rows = person.contacts.map(
    (one) =>
      `<li><bdi dir="ltr">${escape(one.address)}</bdi> · ${escape(words[`rel_${one.relation}`])} ${one.id === me ? '' : button(`${to(person, 'contacts')}/${one.id}/remove`, words.remove, '', 'plain')}</li>`,
  );
  const fields =
    field(words.phone, 'phone', 'type="tel" required maxlength="40" dir="ltr"') +
    choice(
      words.me_relation,
      'relation',
      RELATIONS.map((one) => [one, words[`rel_${one}`] ?? one]),
    );
  return section(
    words.me_family,
    `<ul>${rows.join('')}</ul><details><summary>${escape(words.me_let_speak)}</summary>${form(to(person, 'contacts'), fields, words.add)}</details>`,
  );
}

function permissions(view: View, { person, permissions: given, providers, clinics }: AboutPerson): string {
  const { words } = view;
  const rows = given.map(
    (one) =>
      `<li>${escape(words[`k_${one.kind}`])}: <bdi>${escape(one.provider ?? one.clinic)}</bdi> ${button(`${to(person, 'permissions')}/${one.id}/remove`, words.me_take_back, '', 'plain')}</li>`,
  );
  const whom: [string, string][] = [
    ...clinics.map((one): [string, string] => [`clinic ${one.id}`, nameOf(view, one)]),
    ...providers.map((one): [string, string] => [`provider ${one.id}`, String(one.name)]),
  ];
  const fields = choice(words.me_what, 'kind', KINDS.map((kind) => [kind, words[`k_${kind}`] ?? kind])) + choice(words.me_whom, 'whom', whom); // prettier-ignore
  return section(
    words.me_permissions,
    `<p>${escape(words.me_permissions_about)}</p>${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : ''}<details><summary>${escape(words.me_permit)}</summary>${form(to(person, 'permissions'), fields, words.me_permit)}</details>`,
  );
}

function entries(view: View, person: Person, url: string, rows: Row[]): string {
  const { words } = view;
  const item = (one: Row): string =>
    `<li><strong>${escape(words[`k_${one.kind}`])}: <bdi>${escape(one.title)}</bdi></strong>${one.ended ? ` (${escape(words.me_ended)})` : ''}<br>
<span class="words" dir="auto">${escape(one.words)}</span><br><small>${escape(when(view, one.writtenAt, 'UTC'))} · <bdi>${escape(one.provider ?? one.clinic ?? person.name)}</bdi></small>
${OWN.has(String(one.kind)) && !one.ended && !one.provider ? button(`${to(person, url)}/${one.id}/remove`, words.remove, '', 'plain') : ''}</li>`;
  return rows.length > 0 ? `<ul>${rows.map(item).join('')}</ul>` : `<p>${escape(words.nothing)}</p>`;
}

function insurance(view: View, { person, insurance: rows }: AboutPerson): string {
  const { words } = view;
  const fields =
    field(words.me_insurer, 'title', 'required maxlength="120" dir="auto"') + area(words.me_number, 'words');
  return section(
    words.k_insurance,
    `${entries(view, person, 'insurance', rows)}<details><summary>${escape(words.add)}</summary>${form(to(person, 'insurance'), fields, words.save)}</details>`,
  );
}

function record(view: View, { person, record: rows }: AboutPerson): string {
  const { words } = view;
  const fields =
    field(words.me_heading, 'title', 'required maxlength="120" dir="auto"') + area(words.me_words, 'words');
  return section(
    words.me_record,
    `${entries(view, person, 'record', rows)}<details><summary>${escape(words.me_write_history)}</summary>${form(to(person, 'record'), fields, words.save)}</details>`,
  );
}

function rights({ words }: View, { person }: AboutPerson): string {
  return section(
    words.me_rights,
    `<p><a href="/me/data.json">${escape(words.me_data)}</a></p><details><summary>${escape(words.me_delete)}</summary><p>${escape(words.me_delete_about)}</p>${form(to(person, 'erasure'), '', words.me_delete_ask)}</details>`,
  );
}

/** A child or a parent of theirs. */
export function drawNewPerson(view: View): string {
  const { words } = view;
  const fields =
    field(words.name, 'name', 'required maxlength="120" dir="auto"') +
    field(words.me_born, 'birthDate', 'type="date" required') +
    choice(
      words.me_relation,
      'relation',
      RELATIONS.map((one) => [one, words[`rel_${one}`] ?? one]),
    );
  return draw(view, `<h2>${escape(words.me_add_person)}</h2>${form('/me/people', fields, words.add)}${back(view)}`);
}

/** Who waits for something earlier, and one more wish. */
export function drawWaiting(
  view: View,
  waiting: Row[],
  lists: { patients: Row[]; clinics: Row[]; specialties: Row[] },
): string {
  const { words } = view;
  const specialty = (code: unknown): string => nameOf(view, lists.specialties.find((one) => one.code === code) ?? { code: String(code) }); // prettier-ignore
  const rows = waiting.map(
    (one) =>
      `<li><bdi>${escape(one.patient)}</bdi> · ${escape(specialty(one.specialty))} · ${escape(one.fromDay)} – ${escape(one.toDay)} ${button(`/me/waiting/${one.id}/remove`, words.me_leave, '', 'plain')}</li>`,
  );
  const today = view.now.toISOString().slice(0, 10);
  const later = new Date(+view.now + 28 * 86_400_000).toISOString().slice(0, 10);
  const fields =
    choice(
      words.me_for,
      'patient',
      lists.patients.map((one) => [String(one.id), String(one.name)]),
    ) +
    choice(
      words.specialty,
      'specialty',
      lists.specialties.map((one) => [String(one.code), nameOf(view, one)]),
    ) +
    choice(
      words.clinic,
      'clinic',
      lists.clinics.map((one) => [String(one.id), nameOf(view, one)]),
    ) +
    field(words.from, 'from', `type="date" required value="${today}"`) +
    field(words.to, 'to', `type="date" required value="${later}"`);
  return draw(
    view,
    `<h2>${escape(words.waiting)}</h2><p>${escape(words.me_waiting_about)}</p>${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : ''}${form('/me/waiting', fields, words.me_join)}${back(view)}`,
  );
}

/** Whom one might go to: what they say of themselves, and what others thought. */
export function drawProvider(view: View, provider: Row, lists: { clinics: Row[]; specialties: Row[] }): string {
  const { words, language } = view;
  const many = (value: unknown): (string | number)[] => (Array.isArray(value) ? (value as (string | number)[]) : []);
  const tongues = new Intl.DisplayNames(language, { type: 'language' });
  const facts = [
    many(provider.specialties).map((code) => nameOf(view, lists.specialties.find((one) => one.code === code) ?? { code: String(code) })).join(', '), // prettier-ignore
    many(provider.languages)
      .map((code) => tongues.of(String(code)) ?? code)
      .join(', '),
    many(provider.clinics).flatMap((id) => lists.clinics.filter((one) => one.id === id)).map((one) => `${nameOf(view, one)}, ${String(one.address)} ${String(one.place)}`).join('; '), // prettier-ignore
  ].filter(Boolean);
  const rating = provider.rating ? `<p>${stars(view, provider)} (${escape(provider.ratings)})</p>` : '';
  return draw(
    view,
    `<h2><bdi>${escape(provider.name)}</bdi></h2>${facts.map((one) => `<p><bdi>${escape(one)}</bdi></p>`).join('')}${rating}
<p class="words" dir="auto">${escape(provider.about)}</p><p><a class="button" href="/me/book?provider=${escape(provider.id)}">${escape(words.me_find)}</a></p>${back(view)}`,
  );
}

export const stars = ({ language }: Pick<View, 'language'>, { rating }: Row): string =>
  `${new Intl.NumberFormat(language).format(Number(rating))}/5`;
