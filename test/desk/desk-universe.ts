import { takeTurns, type World } from '../../src/conversation/take-turn';
import type { CaseId } from '../../src/database/ids';
import { type Case, readCase } from '../../src/desk/cases';
import { openCase } from '../../src/desk/open-case';
import type { AnyCase } from '../../src/desk/kinds';
import { receive } from '../../src/inbox/receive';
import type { Actor } from '../../src/scheduling/types';
import { makeUniverse, type Name, type Universe } from '../universe';

/** Joy and Sam sit at the desk, Grace is called when neither answers. */
export const JOY: Actor = 'staff:11';
export const SAM: Actor = 'staff:12';
export const GRACE: Actor = 'staff:13';

export interface DeskUniverse extends Universe {
  writes(who: Name, text: string): Promise<void>;
  openFor(who: Name, kind?: AnyCase, about?: { urgent?: boolean; visitId?: number }): Promise<CaseId>;
  look(id: CaseId): Promise<Case>;
  /** What has gone to somebody since the last time one asked. */
  heardBy(who: Name): Promise<string[]>;
  minutesLater(minutes: number): Promise<void>;
  owner(who: Name): Promise<string>;
}

export async function deskUniverse(): Promise<DeskUniverse> {
  const universe = await makeUniverse();
  return withDesk(universe);
}

export async function withDesk<U extends Universe>(universe: U): Promise<U & DeskUniverse> {
  const { db, clinic, contacts, dataSource, setClock } = universe;
  await db.query('update contact set clinic_id = $1', [clinic]);
  await db.query(`update clinic set phone = '+254 20 555 0100' where id = $1`, [clinic]);
  // The summary of the day comes late here, so that it stands in the way of no other test.
  await db.query(`insert into clinic_desk (clinic_id, second_person, summary_at) values ($1, $2, '22:00')`, [
    clinic,
    GRACE,
  ]);
  const world: World = { dataSource, name: 'test', deliverSoon: () => undefined };
  const heard = new Map<Name, number>();
  let messages = 0;
  return {
    ...universe,
    async writes(who, text) {
      const [to] = await db.query<{ address: string }[]>('select address from contact where id = $1', [contacts[who]]);
      await receive(db, {
        source: 'sms',
        sourceId: `desk ${++messages}`,
        from: { channel: 'sms', address: to?.address ?? '' },
        body: { text },
      });
      await takeTurns(world, contacts[who]);
    },
    openFor: (who, kind = 'person', about = {}) =>
      openCase({ tx: db, contactId: contacts[who], clinicId: clinic }, kind, about),
    async look(id) {
      const found = await readCase(db, id);
      if (!found) throw new Error(`There is no case ${id}`);
      return found;
    },
    async heardBy(who) {
      const rows = await db.query<{ id: number; body: { text: string } }[]>(
        `select id, body from outbox where contact_id = $1 and id > $2 and status <> 'suppressed' order by id`,
        [contacts[who], heard.get(who) ?? 0],
      );
      heard.set(who, rows.at(-1)?.id ?? heard.get(who) ?? 0);
      return rows.map(({ body }) => body.text);
    },
    async minutesLater(minutes) {
      const [row] = await db.query<{ at: Date }[]>(`select clock_now() + $1::integer * interval '1 minute' as at`, [
        minutes,
      ]);
      await setClock(row?.at ?? '');
    },
    async owner(who) {
      const [row] = await db.query<{ owner: string }[]>('select owner from conversation where contact_id = $1', [
        contacts[who],
      ]);
      return row?.owner ?? 'nobody';
    },
  };
}
