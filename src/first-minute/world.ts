import type { DataSource } from 'typeorm';
import { type Day, dayOf } from './calendar-panel';
import { type ClockNow, clockNow } from './clock-panel';
import { type CaseRow, casesNow } from './desk-panel';
import type { Line, Phone, Wire } from './phone';
import type { Phones } from './phones';
import { SUGGESTIONS } from './suggestions';

/** All that stands on the page, as plain data: the page draws it again whenever it differs. */
export interface World {
  phones: (Pick<Phone, 'id' | 'owner' | 'number' | 'language' | 'threads' | 'ussd'> & { suggestions: string[] })[];
  desk: { cases: CaseRow[]; more: number };
  calendar: Day;
  clock: ClockNow;
  cost: { segments: number; messages: number; whatsapp: number; screens: number };
}

export interface Look {
  clinic?: number;
  day?: string;
}

export async function worldAsSeen(db: DataSource, phones: Phones, look: Look): Promise<World> {
  const who = phones.contacts();
  const [desk, calendar, clock] = await Promise.all([casesNow(db, who), dayOf(db, look, who), clockNow(db, who)]);
  return { phones: phones.all().map(shown), desk, calendar, clock, cost: costOf(phones.all()) };
}

const shown = ({ id, owner, number, language, threads, ussd }: Phone): World['phones'][number] => ({
  ...{ id, owner, number, language, threads },
  ...(ussd && { ussd }),
  suggestions: SUGGESTIONS[language]?.words ?? [],
});

/** What the clinic would have paid for: parts of SMS; the rest is counted for comparison. */
function costOf(phones: Phone[]): World['cost'] {
  const ours = (wire: Wire): Line[] => phones.flatMap(({ threads }) => threads[wire].filter(({ mine }) => !mine));
  const sms = ours('sms');
  return {
    segments: sms.reduce((sum, { segments = 0 }) => sum + segments, 0),
    messages: sms.length,
    whatsapp: ours('whatsapp').length,
    screens: ours('ussd').length,
  };
}
