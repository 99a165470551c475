import { createHash } from 'node:crypto';

export interface Answer {
  status: number;
  body: Record<string, unknown> & { items?: Row[] };
  cookie?: unknown;
}

export type Row = Record<string, string | number | null>;

export interface View {
  language: string;
  words: Readonly<Record<string, string>>;
  /** The address with which they are signed in. */
  contactId: number;
  now: Date;
  get(url: string): Promise<Answer & { body: { items: Row[] } }>;
  send(method: string, url: string, body?: object, once?: string): Promise<Answer>;
}

type Reader = Pick<View, 'language' | 'words'>;

const STYLE = `body{font:1.05rem/1.5 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:0 1rem 2rem;color:#14202e}
label,input,select{display:block;font:inherit;max-width:100%}input,select{padding:.4rem;margin:.1rem 0 .7rem;border:1px solid #667;border-radius:.3rem}
button,.button{font:inherit;padding:.4rem .8rem;border:1px solid #0b57a4;border-radius:.3rem;background:#0b57a4;color:#fff;text-decoration:none;cursor:pointer}
.plain{background:#fff;color:#0b57a4}li{padding:.5rem 0;border-bottom:1px solid #ccd3dd}ul{list-style:none;padding:0}form.row{display:inline}
.times button{margin:.15rem}textarea{display:block;font:inherit;width:100%;min-height:4rem}.words{white-space:pre-wrap}section{border-top:1px solid #ccd3dd}.bad{color:#a3101b}:focus-visible{outline:3px solid #f0a000}`;

/** No script at all, and nothing from elsewhere. */
export const MY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export const escape = (text: unknown): string =>
  String(text ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const RIGHT_TO_LEFT = new Set(['ar']);

export const draw = ({ language, words }: Reader, body: string): string =>
  `<!doctype html><html lang="${language}" dir="${RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="same-origin"><title>${escape(words.me_title)}</title><link rel="icon" href="data:,">
<style>${STYLE}</style><body><main><h1>${escape(words.me_title)}</h1>${body}</main></html>`;

/** The words stand around their field, so that no two fields of a page need a name that only one may have. */
export const field = (label: string | undefined, name: string, more: string): string =>
  `<label>${escape(label)}<input name="${name}" ${more}></label>`;
export const hidden = (name: string, value: unknown): string =>
  `<input type="hidden" name="${name}" value="${escape(value)}">`;

/** One button that is a whole form: what changes something is never a link, because machines follow links. */
export const button = (action: string, label: string | undefined, inside = '', kind = ''): string =>
  `<form class="row" method="post" action="${action}">${inside}<button class="${kind}">${escape(label)}</button></form>`;

export function drawSignIn(
  reader: Reader,
  step: 'phone' | 'code',
  about: { phone?: string; failed?: boolean } = {},
): string {
  const { words } = reader;
  const ask = `<form method="post" action="/me/code">${field(words.me_phone, 'phone', `type="tel" autocomplete="tel" required maxlength="40" dir="ltr" value="${escape(about.phone)}"`)}<button>${escape(words.me_send)}</button></form>`; // prettier-ignore
  if (step === 'phone') return draw(reader, ask);
  return draw(
    reader,
    `<p role="${about.failed ? 'alert' : 'status'}" class="${about.failed ? 'bad' : ''}">${escape(about.failed ? words.me_wrong : words.me_sent)}</p>
<form method="post" action="/me/sign-in">${hidden('phone', about.phone)}
${field(words.me_code, 'code', 'inputmode="numeric" autocomplete="one-time-code" required maxlength="10" dir="ltr"')}
${field(words.me_born, 'birthDate', 'type="date" autocomplete="bday" required')}<button>${escape(words.sign_in)}</button></form><hr>${ask}`,
  );
}

export const when = ({ language }: Reader, instant: unknown, zone: unknown): string =>
  new Intl.DateTimeFormat(language, { timeZone: String(zone), weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' }).format(new Date(String(instant))); // prettier-ignore

const OPEN = new Set(['booked', 'requested', 'held', 'arrived']);
const CHANGEABLE = new Set(['booked', 'requested']);

export function drawHome(view: View, visits: Row[], patients: Row[]): string {
  const { words, now } = view;
  const ahead = visits.filter((one) => OPEN.has(String(one.status)) && new Date(String(one.ends)) > now);
  const past = visits.filter((one) => !ahead.includes(one) && one.status !== 'moved');
  const item = (one: Row): string => `<li><strong>${escape(when(view, one.starts, one.timeZone))}</strong><br>
<bdi>${escape(one.patient)}</bdi> · <bdi>${escape(one.provider)}</bdi> · <bdi>${escape(one.service)}</bdi> · <bdi>${escape(one.clinic)}</bdi> · ${escape(one.reference)} · ${escape(words[`s_${one.status}`])}${actions(one)}</li>`;
  const actions = (one: Row): string => {
    if (one.status === 'cancelled')
      return `<br>${button(`/me/visits/${one.id}/undo-cancel`, words.undo, hidden('version', one.version), 'plain')}`;
    if (!CHANGEABLE.has(String(one.status))) return '';
    return `<br><a class="button plain" href="/me/visits/${one.id}/move">${escape(words.move)}</a> ${button(`/me/visits/${one.id}/cancel`, words.cancel, hidden('version', one.version), 'plain')}`;
  };
  const list = (rows: Row[]): string =>
    rows.length > 0 ? `<ul>${rows.map(item).join('')}</ul>` : `<p>${escape(words.nothing)}</p>`;
  return draw(
    view,
    `<p><a class="button" href="/me/book">${escape(words.me_book)}</a> <a class="button plain" href="/me/waiting">${escape(words.waiting)}</a></p>
<h2>${escape(words.me_upcoming)}</h2>${list(ahead)}<h2>${escape(words.me_past)}</h2>${list(past.reverse().slice(0, 20))}
<h2>${escape(words.me_people)}</h2><ul>${patients.map((one) => `<li><a href="/me/people/${one.id}"><bdi>${escape(one.name)}</bdi></a></li>`).join('')}</ul>
<p><a href="/me/people/new">${escape(words.me_add_person)}</a></p>
<p><a href="/me/data.json">${escape(words.me_data)}</a></p>${button('/me/sign-out', words.sign_out, '', 'plain')}`,
  );
}

/** What it is called in the language of the one who reads, as far as we know. */
export function nameOf({ language }: Pick<View, 'language'>, row: Row): string {
  const names = row.names as unknown as Record<string, string> | null;
  return String(names?.[language] ?? row.name ?? names?.en ?? row.code);
}

interface Lists {
  specialties: Row[];
  clinics: Row[];
  patients: Row[];
  providers: Row[];
}

export function drawBooking(
  view: View,
  lists: Lists,
  chosen: Record<'specialty' | 'clinic' | 'day' | 'patient' | 'language' | 'mode' | 'provider', string>,
  times: Answer | undefined,
): string {
  const { words, language } = view;
  const choice = (label: string | undefined, name: string, rows: Row[], key: 'id' | 'code', none?: string): string =>
    `<label>${escape(label)}<select name="${name}">${none === undefined ? '' : `<option value="">${escape(none)}</option>`}${rows
      .map(
        (row) =>
          `<option value="${escape(row[key])}"${String(row[key]) === chosen[name as 'clinic'] ? ' selected' : ''}>${escape(nameOf(view, row))}</option>`,
      )
      .join('')}</select></label>`;
  const tongues = new Intl.DisplayNames(language, { type: 'language' });
  const codes = [...new Set(lists.providers.flatMap((one) => one.languages as unknown as string[]))].sort();
  const spoken = codes.map((code) => ({ code, name: tongues.of(code) ?? code }));
  const modes = ['in_person', 'video'].map((code) => ({ code, name: words[code] ?? code }));
  const patient = chosen.patient || String(lists.patients[0]?.id ?? '');
  const found = times?.body.items ?? [];
  const provider = (id: unknown): Row | undefined => lists.providers.find((one) => one.id === id);
  const offer = (time: Row): string => {
    const who = provider(time.providerId);
    const rating = who?.rating
      ? ` · ${new Intl.NumberFormat(language).format(Number(who.rating))}/5 (${escape(who.ratings)})`
      : '';
    const video = time.mode === 'video' ? ` · ${escape(words.video)}` : '';
    const value = [time.providerId, time.serviceId, time.starts, time.mode].join(' ');
    return `<li><form method="post" action="/me/book">${hidden('patient', patient)}${hidden('time', value)}${hidden('once', onceFor(patient, value, view.now))}
<button>${escape(when(view, time.starts, time.zone))}</button> <a href="/me/providers/${escape(time.providerId)}"><bdi>${escape(who?.name)}</bdi></a>${rating}${video}</form></li>`;
  };
  return draw(
    view,
    `<h2>${escape(words.me_book)}</h2><form method="get" action="/me/book">${choice(words.me_for, 'patient', lists.patients, 'id')}
${choice(words.specialty, 'specialty', lists.specialties, 'code', words.any)}${choice(words.clinic, 'clinic', lists.clinics, 'id', words.any)}
${choice(words.provider, 'provider', lists.providers, 'id', words.any)}${choice(words.language, 'language', spoken, 'code', words.any)}
${choice(words.mode, 'mode', modes, 'code', words.any)}${field(words.from, 'day', `type="date" value="${escape(chosen.day)}"`)}<button>${escape(words.me_find)}</button></form>
${times ? (found.length > 0 ? `<ul>${found.map(offer).join('')}</ul>` : `<p role="status">${escape(words.nothing)}</p>`) : ''}${back(view)}`,
  );
}

/** The same form sent twice books once; drawn anew, it is another wish. */
const onceFor = (...about: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(about)).digest('base64url').slice(0, 32);

export function drawMove(view: View, visit: Row, times: Row[]): string {
  const { words } = view;
  const offer = (time: Row): string =>
    `${button(`/me/visits/${visit.id}/move`, when(view, time.starts, time.zone), hidden('version', visit.version) + hidden('time', [time.providerId, time.serviceId, time.starts, visit.mode].join(' ')), 'plain')}`;
  return draw(
    view,
    `<h2>${escape(words.move)}: ${escape(when(view, visit.starts, visit.timeZone))}</h2><div class="times">${times.map(offer).join('') || escape(words.nothing)}</div>${back(view)}`,
  );
}

export const drawTold = (view: View, { body }: Answer): string =>
  draw(view, `<p role="alert" class="bad">${escape(body.detail ?? body.title)}</p>${back(view)}`);

export const back = ({ words }: Reader): string => `<p><a href="/me">${escape(words.me_back)}</a></p>`;
