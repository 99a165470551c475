import { setTimeout as pause } from 'node:timers/promises';
import type { TestApp } from '../app';
import { sealedAddress } from '../../src/sealing/sealed';

/** A call to one of our webhooks, as the provider would make it. */
export interface Call {
  url: string;
  headers: Record<string, string>;
  payload: string;
}

/** What a patient does; each channel says it in its provider's words. */
export interface Written {
  /** The n-th patient of the table. Everybody writes in one case only. */
  who: number;
  id: string;
  text?: string;
  media?: true;
}

/** What goes wrong when we hand the provider a message. */
export type Trouble = 'throttled' | 'refused' | 'opted_out' | 'reset_after_accepting';

export interface Provider {
  /** What it was handed for somebody, in order. */
  handed(who: number): { text: string; receipt: string; reference?: string | undefined }[];
  /** The next message to somebody meets trouble. */
  trouble(who: number, trouble: Trouble): void;
}

/** All that the table needs to know of a channel. */
export interface Candidate {
  /** Whose folder of `src/channels` it stands for. */
  folder: string;
  /** As a contact's channel is called. */
  channel: string;
  environment: Record<string, string>;
  address(who: number): string;
  message(written: Written): Call;
  unsigned(good: Call): Call;
  forged(good: Call): Call;
  /** Genuine, and nonsense. */
  unparseable(): Call;
  /** As much as nobody writes. */
  tooLarge(): Call;
  provider?: Provider;
  /** Has something sent to somebody, where nobody can write to be answered. */
  cause?(app: TestApp, who: number, text: string): Promise<void>;
  /** News of a message we sent. */
  receipt?(of: { receipt: string; reference?: string | undefined }, status: 'sent' | 'delivered' | 'failed'): Call;
  /** The cases that cannot come up here, and why. */
  lacks: Partial<Record<CaseName, string>>;
  close(): Promise<void>;
}

export interface Table {
  app: TestApp;
  candidate: Candidate;
}

export type CaseName = keyof typeof cases;

const REFUSED = [400, 401, 403, 404, 413, 415];

/** What each channel must stand, one case after the other, each with a patient of its own. */
export const cases = {
  'a good message is stored once and answered': async (at: Table) => {
    expect(await call(at, at.candidate.message({ who: 1, id: 'good', text: 'hello' }))).toBeLessThan(400);
    expect(await answers(at, 1, 1)).toHaveLength(1);
    expect(await inbox(at, 1)).toHaveLength(1);
  },

  'the same message three times, two of them at once, is one': async (at: Table) => {
    const good = at.candidate.message({ who: 2, id: 'twice', text: 'hello' });
    await call(at, good);
    for (const status of await Promise.all([call(at, good), call(at, good)])) expect(status).toBeLessThan(400);
    await answers(at, 2, 1);
    await pause(300);
    expect(await inbox(at, 2)).toHaveLength(1);
    expect(await answers(at, 2, 1)).toHaveLength(1);
  },

  'with a bad signature nothing is stored': async (at: Table) => {
    const bad = at.candidate.forged(at.candidate.message({ who: 3, id: 'forged', text: 'hello' }));
    expect([401, 403, 404]).toContain(await call(at, bad));
    expect(await inbox(at, 3)).toEqual([]);
  },

  'without a signature nothing is stored': async (at: Table) => {
    const bare = at.candidate.unsigned(at.candidate.message({ who: 4, id: 'bare', text: 'hello' }));
    expect([401, 403, 404]).toContain(await call(at, bare));
    expect(await inbox(at, 4)).toEqual([]);
  },

  'a replay after a day is no news': async (at: Table) => {
    const good = at.candidate.message({ who: 5, id: 'replayed', text: 'hello' });
    await call(at, good);
    await answers(at, 5, 1);
    await at.app.dataSource.query(`update clock set shift = shift + interval '1 day'`);
    expect(await call(at, good)).toBeLessThan(400);
    await pause(300);
    expect(await inbox(at, 5)).toHaveLength(1);
    expect(await answers(at, 5, 1)).toHaveLength(1);
  },

  'what cannot be parsed is refused, and is no mistake of ours': async (at: Table) => {
    expect(REFUSED).toContain(await call(at, at.candidate.unparseable()));
  },

  'what is too large is refused': async (at: Table) => {
    expect(await call(at, at.candidate.tooLarge())).toBe(413);
  },

  'another content type is refused': async (at: Table) => {
    const good = at.candidate.message({ who: 6, id: 'typed', text: 'hello' });
    for (const type of ['text/plain', 'application/xml', 'application/x-unheard-of'])
      expect(REFUSED).toContain(await call(at, { ...good, headers: { ...good.headers, 'content-type': type } }));
    expect(await inbox(at, 6)).toEqual([]);
  },

  'a picture or a voice note gets a polite answer': async (at: Table) => {
    await call(at, at.candidate.message({ who: 7, id: 'media', media: true }));
    expect(await answers(at, 7, 1)).toEqual([expect.stringContaining('cannot open pictures')]);
  },

  'an empty message gets a polite answer': async (at: Table) => {
    await call(at, at.candidate.message({ who: 8, id: 'empty', text: '' }));
    expect(await answers(at, 8, 1)).toEqual([expect.stringMatching(/\w/)]);
  },

  'emoji and every script arrive as they were written': async (at: Table) => {
    for (const [index, text] of SCRIPTS.entries()) {
      const who = 100 + index;
      expect(await call(at, at.candidate.message({ who, id: `script${index}`, text }))).toBeLessThan(400);
      expect(await inbox(at, who)).toEqual([text]);
    }
  },

  'what no database can hold is left out, and the rest arrives': async (at: Table) => {
    const text = 'before\u0000after';
    expect(await call(at, at.candidate.message({ who: 9, id: 'nul', text }))).toBeLessThan(400);
    expect(await inbox(at, 9)).toEqual(['beforeafter']);
  },

  'a busy provider is asked again later': async (at: Table) => {
    provider(at).trouble(10, 'throttled');
    await causeOne(at, 10, 'busy');
    expect(await handed(at, 10, 1)).toHaveLength(1);
    expect(await settled(at, 10, 'sent')).toEqual(['sent']);
  },

  'what is refused is not tried again': async (at: Table) => {
    provider(at).trouble(11, 'refused');
    await causeOne(at, 11, 'refused');
    await settled(at, 11, 'failed');
    await pause(1_500);
    expect(provider(at).handed(11)).toEqual([]);
  },

  'who has opted out is written to no more': async (at: Table) => {
    provider(at).trouble(12, 'opted_out');
    await causeOne(at, 12, 'stopped');
    await settled(at, 12, 'failed');
    expect(await contact(at, 12)).toEqual({ stopped: true });
  },

  'what may have been accepted is not sent again': async (at: Table) => {
    provider(at).trouble(13, 'reset_after_accepting');
    await causeOne(at, 13, 'unknown');
    await settled(at, 13, 'uncertain');
    await pause(1_500);
    expect(provider(at).handed(13)).toHaveLength(1);
  },

  'receipts in any order only climb': async (at: Table) => {
    await causeOne(at, 14, 'receipts');
    const [sent] = await handed(at, 14, 1);
    await settled(at, 14, 'sent');
    for (const status of ['delivered', 'sent', 'failed', 'delivered'] as const)
      expect(await call(at, at.candidate.receipt!(sent!, status))).toBeLessThan(400);
    expect(await outbox(at, 14)).toEqual(['delivered']);
  },

  'a receipt settles what was uncertain': async (at: Table) => {
    provider(at).trouble(15, 'reset_after_accepting');
    await causeOne(at, 15, 'reconciled');
    await settled(at, 15, 'uncertain');
    const [sent] = await handed(at, 15, 1);
    await call(at, at.candidate.receipt!(sent!, 'delivered'));
    expect(await outbox(at, 15)).toEqual(['delivered']);
  },
} satisfies Record<string, (at: Table) => Promise<void>>;

const SCRIPTS = [
  'Ndiyo 👍🏽 👨‍👩‍👧',
  'el miércoles mañana ¿sí?',
  'Ça va, œuf, jeudi',
  'غدا بعد العصر',
  'कल सुबह ९ बजे',
  'ነገ ጠዋት',
  '明天上午九点',
  'ŞIĞ ıslak öğle',
  'ƙwaƙwalwa ɓangare',
  'เมื่อวาน',
  'שלום \u200fמחר',
  '1*2*3 & 100% + "a=b"',
];

export async function call({ app }: Table, { url, headers, payload }: Call): Promise<number> {
  const answer = await app.hub.inject({ method: 'POST', url, headers, payload });
  return answer.statusCode;
}

/** Something is sent to somebody: as the answer to what they wrote, if they can. */
async function causeOne(at: Table, who: number, id: string): Promise<void> {
  if (at.candidate.cause) await at.candidate.cause(at.app, who, 'hello');
  else await call(at, at.candidate.message({ who, id, text: 'hello' }));
}

function provider({ candidate }: Table): Provider {
  if (!candidate.provider) throw new Error(`${candidate.channel} has nobody to send by, and must say so in "lacks"`);
  return candidate.provider;
}

const WITHIN_MS = 15_000;

async function eventually<Found>(look: () => Promise<Found> | Found, enough: (found: Found) => boolean) {
  for (let waited = 0; ; waited += 25) {
    const found = await look();
    if (enough(found)) return found;
    if (waited > WITHIN_MS) throw new Error(`Still ${JSON.stringify(found)}`);
    await pause(25);
  }
}

const handed = (at: Table, who: number, count: number) =>
  eventually(
    () => provider(at).handed(who),
    (all) => all.length >= count,
  );

const settled = (at: Table, who: number, status: string) =>
  eventually(
    () => outbox(at, who),
    (all) => all[0] === status,
  );

export const answers = (at: Table, who: number, count: number) =>
  eventually(
    () => texts(at, who, 'select o.body as it from outbox o join contact c on c.id = o.contact_id', 'o'),
    (all) => all.length >= count,
  );

export const inbox = (at: Table, who: number) =>
  texts(at, who, 'select i.body as it from inbox i join contact c on c.id = i.contact_id', 'i');

export const outbox = (at: Table, who: number) =>
  column(at, who, 'select o.status as it from outbox o join contact c on c.id = o.contact_id', 'o');

async function texts(at: Table, who: number, select: string, table: string): Promise<string[]> {
  const bodies = await column<{ text?: string }>(at, who, select, table);
  return bodies.map(({ text }) => text ?? '');
}

async function column<T = string>({ app, candidate }: Table, who: number, select: string, table: string): Promise<T[]> {
  const rows = await app.dataSource.query<{ it: T }[]>(
    `${select} where c.channel = $1 and c.address = $2 order by ${table}.id`,
    [candidate.channel, sealedAddress(candidate.address(who))],
  );
  return rows.map((row) => row.it);
}

async function contact({ app, candidate }: Table, who: number): Promise<{ stopped: boolean } | undefined> {
  const [row] = await app.dataSource.query<{ stopped: boolean }[]>(
    'select stopped_at is not null as stopped from contact where channel = $1 and address = $2',
    [candidate.channel, sealedAddress(candidate.address(who))],
  );
  return row;
}
