import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tagOf } from '../conversation/locale';

/** What a mail about a visit says: `locales/<lang>/mail.json`. */
export type MailPhrase =
  | 'booked_subject'
  | 'booked'
  | 'changed_subject'
  | 'changed'
  | 'requested_subject'
  | 'requested'
  | 'cancelled_subject'
  | 'cancelled'
  | 'summary'
  | 'details'
  | 'no_answers';

const folder = path.resolve(__dirname, '../../locales');

const books = new Map(
  readdirSync(folder).flatMap((language) => {
    const file = path.join(folder, language, 'mail.json');
    return existsSync(file)
      ? [[language, JSON.parse(readFileSync(file, 'utf8')) as Record<MailPhrase, string>] as const]
      : [];
  }),
);

/** The words of a language, `sw-KE` in those of `sw`; English where there are none. */
export function mailWords(language: string): (phrase: MailPhrase, about: Record<string, string>) => string {
  const book = books.get(language) ?? books.get(language.split('-')[0] ?? '') ?? books.get('en');
  if (!book) throw new Error('locales/en/mail.json is missing');
  return (phrase, about) => book[phrase].replace(/\{\{(\w+)\}\}/g, (_all, name: string) => about[name] ?? '');
}

/** A mail has room: the day, the month and the year are written out. */
export const dayAndHour = (at: Date, zone: string, reader: { language: string; country: string | null }): string =>
  new Intl.DateTimeFormat(tagOf(reader), {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
    timeZone: zone,
  }).format(at);
