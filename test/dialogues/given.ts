import { addLadder, REMINDERS } from '../../src/reminders/ladder';
import { insertRows } from '../../src/demo/rows';
import type { ContactId, PatientId, ProviderId, ServiceId } from '../../src/database/ids';
import { indexEverything } from '../../src/directory/index-terms';
import { SPECIALTIES } from '../../src/directory/specialties';
import { book } from '../../src/scheduling/book';
import { makeShifts } from '../../src/scheduling/make-shifts';
import { instantOf } from '../../src/scheduling/wall-clock';
import { copyOf, emptyUniverse, type EmptyUniverse, type Name, NAIROBI } from '../universe';
import { dayIn, rfcDate, timesIn } from './dates';

/** The clinic of every dialogue, and what was given about it. */
export interface Stage extends EmptyUniverse {
  doctors: Map<string, Doctor>;
}

export interface Doctor {
  specialty: string;
  providerId: ProviderId;
  serviceId: ServiceId;
}

const WORDS: Record<string, string> = {
  skin: 'dermatology',
  teeth: 'dentistry',
  children: 'paediatrics',
  general: 'general_practice',
};

/** Unless a dialogue gives other doctors, these work Monday to Friday from nine to five. */
const USUAL: [name: string, word: string][] = [
  ['Dr Okafor', 'skin'],
  ['Dr Achieng', 'teeth'],
  ['Dr Mwangi', 'children'],
];

let usual: Promise<Stage> | undefined;

/** A copy of the usual clinic, with what is given set in it. */
export async function makeStage(givens: string[]): Promise<Stage> {
  const { doctors, ...universe } = await (usual ??= makeUsualClinic());
  const stage = { ...(await copyOf(universe)), doctors: new Map(doctors) };
  const { db } = stage;
  for (const given of givens) await set(stage, given);
  if (stage.doctors.size > doctors.size) await indexEverything(db);
  return stage;
}

async function makeUsualClinic(): Promise<Stage> {
  const universe = await emptyUniverse();
  const { db, clinic } = universe;
  const specialties = SPECIALTIES.map(({ code, names, words }) => ({ code, names, words }));
  await insertRows(db, 'specialty', specialties);
  await db.query(`update clinic set phone = '+254 20 555 0100' where id = $1`, [clinic]);
  await db.query('update contact set clinic_id = $1', [clinic]);
  const stage = { ...universe, doctors: new Map<string, Doctor>() };
  for (const [name, word] of USUAL) await stage.add.hours((await doctor(stage, name, word)).providerId, { clinic });
  await indexEverything(db);
  // A database is copied only while nobody is connected to it.
  await stage.dataSource.destroy();
  return stage;
}

async function doctor({ doctors, add, clinic }: Stage, name: string, word?: string): Promise<Doctor> {
  const known = doctors.get(name);
  if (known) return known;
  if (!word) throw new Error(`Say what ${name} does: "${name} (skin)"`);
  const specialty = WORDS[word] ?? word;
  const serviceId = await add.service({ clinic, specialty });
  const made = { specialty, serviceId, providerId: await add.provider(name, [serviceId]) };
  doctors.set(name, made);
  return made;
}

type Setting = [pattern: RegExp, set: (stage: Stage, parts: string[]) => Promise<unknown>];

/** Every sentence that may stand after `given`. */
const SETTINGS: Setting[] = [
  [/^(Dr \w+) \((\w+)\) is free on (.+) at (.+)$/, isFree],
  [/^there is a clinic in (\w+), with (Dr \w+) \((\w+)\)$/, anotherClinic],
  [/^(Dr \w+) accepts each visit$/, (stage, [name = '']) => change(stage, name, 'needs_approval = true')],
  [/^(\w+) is known, born (.+)$/, (stage, [name = '', born = '']) => isKnown(stage, name as Name, name, born)],
  [/^(\w+) is known as ([\w ]+), born (.+)$/, (stage, [name, full = '', born = '']) => isKnown(stage, name as Name, full, born)],
  [/^(\w+)'s (\w+) (\w+) shares (?:her|his) phone, born (.+)$/, sharesPhone],
  [/^(\w+) has a visit with (Dr \w+) on (.+) at (.+)$/, (stage, parts) => hasVisit(stage, parts)],
  [/^(\w+) writes on (WhatsApp|the web)$/, writesOn],
  [/^(\w+) is written to in (\w\w)$/, writtenToIn],
  [/^(\w+) waits for an earlier time with (Dr \w+)$/, waitsFor],
  [/^a question follows (\d+) hours? after the visit$/, question],
  [/^a reminder goes out (\d+) hours? before$/, reminder],
  [/^the usual reminders go out$/, usualReminders],
  [/^a missed visit costs (\d+) (\w+)$/, ({ db, clinic }, [amount, currency]) =>
    db.query('update clinic set missed_visit_cost = $2, currency = $3 where id = $1', [clinic, Number(amount), currency])],
  [/^(\w+) can also be reached through (\w+)$/, (stage, [who = '', through = '']) =>
    link(stage, stage.contacts[through as Name], stage.patients[who as Name], 'other')],
];

async function set(stage: Stage, given: string): Promise<void> {
  for (const [pattern, apply] of SETTINGS) {
    const parts = pattern.exec(given);
    if (parts) {
      await apply(stage, parts.slice(1));
      return;
    }
  }
  throw new Error(`Nobody knows how to set "given ${given}"; see test/dialogues/given.ts`);
}

async function isFree(stage: Stage, [name = '', word, day = '', times = '']: string[]): Promise<void> {
  const { providerId, specialty } = await doctor(stage, name, word);
  await withoutUsualHours(stage, specialty);
  const date = dayIn(day);
  for (const time of timesIn(times))
    await stage.db.query(
      `insert into extra_hours (provider_id, clinic_id, during, modes)
       values ($1, $2, tstzrange($3::timestamptz, $3::timestamptz + interval '30 minutes'), '{in_person,video}')`,
      [providerId, stage.clinic, new Date(instantOf(date, time, NAIROBI))],
    );
  await makeShifts(stage.db, providerId, stage.clinic, '2026-06-01', '2026-08-01');
}

const TOWNS: Record<string, { names: object; zone: string; country: string; latitude: number; longitude: number }> = {
  Lisbon: {
    names: { pt: 'Lisboa', fr: 'Lisbonne', es: 'Lisboa' },
    zone: 'Europe/Lisbon',
    country: 'PT',
    latitude: 38.72,
    longitude: -9.14,
  },
  Mombasa: { names: {}, zone: NAIROBI, country: 'KE', latitude: -4.04, longitude: 39.67 },
};

/** Of the same network, and open at the usual hours. */
async function anotherClinic({ db, add, doctors }: Stage, [town = '', name = '', word = '']: string[]): Promise<void> {
  const { zone, ...place } = TOWNS[town] ?? {};
  if (!zone) throw new Error(`Say in given.ts where ${town} lies`);
  const clinic = await add.clinic({ zone, name: `${town} Clinic` });
  const [row] = await insertRows<number>(db, 'place', [{ ...place, name: town }]);
  await db.query('update clinic set place_id = $2 where id = $1', [clinic, row]);
  const specialty = WORDS[word] ?? word;
  const serviceId = await add.service({ clinic, specialty });
  const providerId = await add.provider(name, [serviceId]);
  await add.hours(providerId, { clinic });
  doctors.set(name, { specialty, serviceId, providerId });
}

async function withoutUsualHours({ db }: Stage, specialty: string): Promise<void> {
  await db.query(
    `with idle as (
       delete from working_hours where provider_id in (
         select ps.provider_id from provider_service ps join service s on s.id = ps.service_id where s.specialty = $1)
       returning provider_id)
     delete from shift where provider_id in (select provider_id from idle)`,
    [specialty],
  );
}

async function change(stage: Stage, name: string, what: string): Promise<void> {
  const { serviceId } = await doctor(stage, name);
  await stage.db.query(`update service set ${what} where id = $1`, [serviceId]);
}

async function isKnown(stage: Stage, who: Name, full: string, born: string): Promise<void> {
  await stage.db.query('update patient set name = $2, birth_date = $3 where id = $1', [
    stage.patients[who],
    full,
    rfcDate(born),
  ]);
  await link(stage, stage.contacts[who], stage.patients[who], 'self');
}

async function sharesPhone(stage: Stage, [owner, relation, name = '', born = '']: string[]): Promise<void> {
  const patient = await stage.add.patient(name);
  await stage.db.query('update patient set birth_date = $2 where id = $1', [patient, rfcDate(born)]);
  const kind = relation === 'son' || relation === 'daughter' ? 'child' : 'other';
  await link(stage, stage.contacts[owner as Name], patient, kind);
}

const link = ({ db }: Stage, contact: ContactId, patient: PatientId, relation: string): Promise<unknown> =>
  db.query('insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, $3)', [
    contact,
    patient,
    relation,
  ]);

async function hasVisit(stage: Stage, [who = '', name = '', day = '', time = '']: string[]): Promise<void> {
  const everybody = await stage.db.query<{ id: PatientId; name: string }[]>('select id, name from patient order by id');
  const patient = everybody.find(({ name: called }) => called.split(' ')[0] === who);
  const starts = new Date(instantOf(dayIn(day), time, NAIROBI));
  const slot = { ...(await doctor(stage, name)), clinicId: stage.clinic, starts, mode: 'in_person' as const };
  if (!patient) throw new Error(`There is no patient ${who}`);
  const outcome = await book(stage.db, { slot, patientId: patient.id, by: 'staff:1' });
  if (outcome.kind === 'refused') throw new Error(`${who} cannot have that visit: ${outcome.rules.join()}`);
}

async function writesOn({ db, contacts }: Stage, [who, channel]: string[]): Promise<void> {
  const to = channel === 'WhatsApp' ? 'whatsapp' : 'web';
  await db.query('update contact set channel = $2 where id = $1', [contacts[who as Name], to]);
}

async function writtenToIn({ db, contacts }: Stage, [who, language]: string[]): Promise<void> {
  await db.query('update contact set language = $2 where id = $1', [contacts[who as Name], language]);
}

async function waitsFor(stage: Stage, [who, name = '']: string[]): Promise<void> {
  const { providerId } = await doctor(stage, name);
  await stage.db.query(
    `insert into waiting (clinic_id, patient_id, contact_id, specialty, provider_id, from_day, to_day)
     select $1, $2, $3, s.specialty, $4, '2026-06-01', '2026-07-01'
       from provider_service ps join service s on s.id = ps.service_id where ps.provider_id = $4`,
    [stage.clinic, stage.patients[who as Name], stage.contacts[who as Name], providerId],
  );
}

async function question({ db, clinic }: Stage, [hours]: string[]): Promise<void> {
  const rule = `insert into reminder_rule (clinic_id, kind, minutes_after) values ($1, 'feedback', $2)`;
  await db.query(rule, [clinic, Number(hours) * 60]);
}

/** As every new clinic has them. */
function usualReminders({ db, clinic }: Stage): Promise<void> {
  return addLadder(db, clinic, null, REMINDERS);
}

async function reminder({ db, clinic }: Stage, [hours]: string[]): Promise<void> {
  const rule = `insert into reminder_rule (clinic_id, kind, minutes_before) values ($1, 'attend', $2)`;
  await db.query(rule, [clinic, Number(hours) * 60]);
}
