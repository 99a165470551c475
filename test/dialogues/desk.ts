import { handBack, offerKeptTime, takeOver } from '../../src/conversation/desk';
import { markDone, markMissed, readVisit } from '../../src/scheduling/change-status';
import { decline } from '../../src/scheduling/requests';
import { blockTime, unblockTime } from '../../src/scheduling/work-time';
import { instantOf, startNamed } from '../../src/scheduling/wall-clock';
import type { LeaveId, ProviderId, VisitId } from '../../src/database/ids';
import { dayIn } from './dates';
import { type Name, NAIROBI } from '../universe';
import type { Stage } from './given';
import { runLate } from '../../src/reminders/run-late';
import type { World } from '../../src/conversation/take-turn';
import { wake } from './passing-time';
import { nameWords, sealedDocument } from '../../src/sealing/sealed';

type Deed = [pattern: RegExp, does: (stage: Stage, parts: string[]) => Promise<unknown>];

/** Every sentence that may stand after `desk`: what people at the clinic do in a dialogue. */
const DEEDS: Deed[] = [
  [/^takes over (\w+)$/, ({ db, contacts }, [who]) => takeOver(db, contacts[who as Name])],
  [/^hands (\w+) back$/, ({ db, contacts }, [who]) => handBack(db, contacts[who as Name])],
  [/^declines what (\w+) asked for, and keeps (.+) at (.+) for them$/, declines],
  [/^puts a new version of the flows into service$/, replacesFlows],
  [/^notes that (\w+) has been seen$/, (stage, [who]) => closes(stage, who, markDone)],
  [/^hears that (Dr \w+) runs (\d+) minutes late$/, (stage, [name, minutes]) => late(stage, name, Number(minutes))],
  [/^hears that (Dr \w+) is in time again$/, (stage, [name]) => late(stage, name, 0)],
  [/^hears that (Dr \w+) is ill on (.+)$/, isIll],
  [/^hears that (Dr \w+) can work after all$/, isWell],
  [/^notes that (\w+) has not come$/, (stage, [who]) => closes(stage, who, markMissed)],
];

export async function deskDoes(stage: Stage, world: World, text: string): Promise<void> {
  for (const [pattern, does] of DEEDS) {
    const parts = pattern.exec(text);
    if (parts) {
      await does(stage, parts.slice(1));
      await wake(stage, world);
      return;
    }
  }
  throw new Error(`Nobody knows how the desk does "${text}"; see test/dialogues/desk.ts`);
}

async function closes({ db }: Stage, who: string | undefined, mark: typeof markDone): Promise<void> {
  const [visit] = await db.query<{ id: VisitId; version: number }[]>(
    `select v.id, v.version from visit v join patient p on p.id = v.patient_id
      where p.name_words @> $1 and v.status = 'booked' order by v.starts limit 1`,
    [nameWords(who ?? '')],
  );
  if (!visit) throw new Error(`${who} has no visit`);
  await mark(db, visit, { by: 'staff:1' });
}

async function declines({ db, contacts }: Stage, [who = '', day = '', time = '']: string[]): Promise<void> {
  const [request] = await db.query<{ id: VisitId }[]>(
    `select v.id from visit v join patient p on p.id = v.patient_id where p.name_words @> $1 and v.status = 'requested'`,
    [nameWords(who)],
  );
  const asked = request && (await readVisit(db, request.id));
  if (!asked?.patientId) throw new Error(`${who} has asked for nothing`);
  const { providerId, serviceId, clinicId, mode, patientId } = asked;
  const starts = startNamed(dayIn(day), time, NAIROBI);
  const slot = { providerId, serviceId, clinicId, mode, starts };
  const outcome = await decline(db, asked, { by: 'staff:1' }, { slot, patientId, contactId: contacts[who as Name] });
  if (outcome.instead?.kind !== 'settled') throw new Error('That time cannot be kept');
  await offerKeptTime(db, contacts[who as Name], outcome.instead.visit.id);
}

const late = (stage: Stage, name: string | undefined, minutes: number): Promise<unknown> =>
  runLate(stage.db, { providerId: doctorCalled(stage, name), minutes, by: 'staff:1' });

const doctorCalled = ({ doctors }: Stage, name = ''): ProviderId => {
  const doctor = doctors.get(name);
  if (!doctor) throw new Error(`There is no ${name}`);
  return doctor.providerId;
};

async function isIll(stage: Stage, [name, day = '']: string[]): Promise<void> {
  const from = instantOf(dayIn(day), '00:00', NAIROBI);
  const during = { from, to: from + 86_400_000 };
  await blockTime(stage.db, { providerId: doctorCalled(stage, name), during, kind: 'illness', by: 'staff:1' });
}

async function isWell(stage: Stage, [name]: string[]): Promise<void> {
  const leave = await stage.db.query<{ id: LeaveId }[]>('select id from leave where provider_id = $1', [
    doctorCalled(stage, name),
  ]);
  for (const { id } of leave) await unblockTime(stage.db, id, 'staff:1');
}

/** Conversations were left in a version that nobody wrote a migration for. */
async function replacesFlows({ db }: Stage): Promise<void> {
  const all = await db.query<{ id: number; envelope: { running: object } }[]>('select id, envelope from conversation');
  for (const { id, envelope } of all) {
    const old = { ...envelope, running: { ...envelope.running, version: 0 } };
    await db.query(`update conversation set envelope = $2 where id = $1`, [id, sealedDocument(old)]);
  }
}
