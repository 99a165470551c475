import type { DataSource, EntityManager } from 'typeorm';
import type { ClinicId, ContactId, PatientId, ProviderId, ServiceId, SpecialtyCode } from '../src/database/ids';
import { extendShifts } from '../src/scheduling/make-shifts';
import type { Slot } from '../src/scheduling/types';
import { instantOf } from '../src/scheduling/wall-clock';
import { nameWords, sealed, sealedAddress } from '../src/sealing/sealed';
import { type FreshDatabase, freshDatabase } from './database';

/** Monday 1 June 2026, 08:00 in Nairobi. Nothing moves it but `universe.setClock`. */
export const MONDAY = '2026-06-01T08:00:00+03:00';
export const NAIROBI = 'Africa/Nairobi';

export type Name = 'Ann' | 'Bob' | 'Cat' | 'Dan';

/** A frozen clock, a database of its own, one clinic, Dr Okafor (skin) and the same four people: everything else a test adds. */
export interface Universe {
  name: string;
  url: string;
  dataSource: DataSource;
  db: EntityManager;
  clinic: ClinicId;
  okafor: ProviderId;
  skin: ServiceId;
  patients: Record<Name, PatientId>;
  contacts: Record<Name, ContactId>;
  setClock(at: string | Date): Promise<void>;
  /** A start with Dr Okafor in June 2026, as people say it: `slot('2 09:30')` is Tuesday the 2nd at half past nine. */
  slot(when: string, change?: Partial<Slot>): Slot;
  add: Additions;
  close(): Promise<void>;
}

interface Additions {
  clinic(options?: { zone?: string; name?: string }): Promise<ClinicId>;
  provider(name: string, services: ServiceId[], options?: { cap?: number }): Promise<ProviderId>;
  service(options?: ServiceOptions): Promise<ServiceId>;
  hours(provider: ProviderId, options?: HoursOptions): Promise<void>;
  room(kind: string, name: string, clinic?: ClinicId): Promise<number>;
  patient(name: string): Promise<PatientId>;
  contact(address: string): Promise<ContactId>;
}

export interface ServiceOptions {
  clinic?: ClinicId;
  specialty?: string;
  minutes?: number;
  before?: number;
  after?: number;
  grid?: number;
  notice?: number;
  horizon?: number;
  cutoff?: number;
  cap?: number;
  approval?: boolean;
  modes?: string[];
  room?: string;
  seats?: number;
}

export interface HoursOptions {
  clinic?: ClinicId;
  days?: number[];
  starts?: string;
  ends?: string;
  pause?: [string, string] | null;
  everyWeeks?: number;
  fromDay?: string;
  toDay?: string | null;
  modes?: string[];
  onlyService?: ServiceId;
}

export async function makeUniverse(): Promise<Universe> {
  const empty = await emptyUniverse();
  const { add, clinic } = empty;
  const skin = await add.service({ clinic, specialty: 'dermatology' });
  const okafor = await add.provider('Dr Ngozi Okafor', [skin]);
  await add.hours(okafor, { clinic });
  const slot = (when: string, change: Partial<Slot> = {}): Slot => ({
    providerId: okafor,
    serviceId: skin,
    clinicId: clinic,
    starts: inJune(when),
    mode: 'in_person',
    ...change,
  });
  return { ...empty, okafor, skin, slot };
}

export type EmptyUniverse = Omit<Universe, 'okafor' | 'skin' | 'slot'>;

/** The clock, the clinic and the four people, but nobody works there yet. */
export async function emptyUniverse(): Promise<EmptyUniverse> {
  const opened = opening(await freshDatabase());
  await opened.setClock(MONDAY);
  const clinic = await opened.add.clinic();
  return { ...opened, clinic, ...(await fourPeople(opened.add)) };
}

/** The same universe again, as it stands in another database: everybody keeps their number. */
export async function copyOf(universe: EmptyUniverse): Promise<EmptyUniverse> {
  return { ...universe, ...opening(await freshDatabase(universe.name)) };
}

type Opened = Pick<Universe, 'name' | 'url' | 'dataSource' | 'db' | 'setClock' | 'add' | 'close'>;

function opening({ name, url, dataSource, drop }: FreshDatabase): Opened {
  const db = dataSource.manager;
  const setClock = async (at: string | Date): Promise<void> => {
    await db.query('update clock set frozen_at = $1', [new Date(at)]);
  };
  return { name, url, dataSource, db, setClock, add: additions(db), close: drop };
}

const inJune = (when: string): Date => {
  const [day = '', time = ''] = when.split(' ');
  return new Date(instantOf(`2026-06-${day.padStart(2, '0')}`, time, NAIROBI));
};

async function fourPeople(add: Additions): Promise<Pick<Universe, 'patients' | 'contacts'>> {
  const patients = {} as Record<Name, PatientId>;
  const contacts = {} as Record<Name, ContactId>;
  for (const [i, name] of (['Ann', 'Bob', 'Cat', 'Dan'] as const).entries()) {
    patients[name] = await add.patient(name);
    contacts[name] = await add.contact(`+1555010000${i + 1}`);
  }
  return { patients, contacts };
}

function additions(db: EntityManager): Additions {
  const insert = async <Id>(text: string, values: unknown[]): Promise<Id> => {
    const [row] = await db.query<{ id: Id }[]>(`${text} returning id`, values);
    if (!row) throw new Error(`Nothing was inserted by ${text}`);
    return row.id;
  };
  let firstClinic: ClinicId;
  return {
    async clinic({ zone = NAIROBI, name = 'Uhuru Clinic' } = {}) {
      const place = await insert<number>(
        `insert into place (name, country, latitude, longitude) values ('Nairobi', 'KE', -1.28, 36.82)`,
        [],
      );
      const id = await insert<ClinicId>(
        `insert into clinic (name, place_id, time_zone, emergency_number) values ($1, $2, $3, '112')`,
        [name, place, zone],
      );
      firstClinic ??= id;
      return id;
    },
    async service(o = {}) {
      const specialty = (o.specialty ?? 'dermatology') as SpecialtyCode;
      await db.query(`insert into specialty (code, names) values ($1, '{}') on conflict do nothing`, [specialty]);
      return insert<ServiceId>(
        `insert into service (clinic_id, specialty, name, minutes, buffer_before_minutes, buffer_after_minutes, start_grid_minutes,
           minimum_notice_minutes, horizon_days, change_cutoff_minutes, daily_cap, needs_approval, modes, room_kind, seats)
         values ($1, $2, 'Consultation', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          o.clinic ?? firstClinic,
          specialty,
          o.minutes ?? 30,
          o.before ?? 0,
          o.after ?? 0,
          o.grid ?? 15,
          o.notice ?? 60,
          o.horizon ?? 60,
          o.cutoff ?? 120,
          o.cap ?? null,
          o.approval ?? false,
          o.modes ?? ['in_person', 'video'],
          o.room ?? null,
          o.seats ?? 1,
        ],
      );
    },
    async provider(name, services, { cap } = {}) {
      const id = await insert<ProviderId>('insert into provider (name, daily_cap) values ($1, $2)', [
        name,
        cap ?? null,
      ]);
      for (const service of services)
        await db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [id, service]);
      return id;
    },
    async hours(provider, o = {}) {
      for (const weekday of o.days ?? [1, 2, 3, 4, 5])
        await insertHours(db, provider, weekday, o.clinic ?? firstClinic, o);
      await extendShifts(db, { providerId: provider });
    },
    room: (kind, name, clinic = firstClinic) =>
      insert<number>('insert into room (clinic_id, kind, name) values ($1, $2, $3)', [clinic, kind, name]),
    patient: (name) =>
      insert<PatientId>('insert into patient (name, name_words) values ($1, $2)', [sealed(name), nameWords(name)]),
    contact: (address) =>
      insert<ContactId>(`insert into contact (channel, address) values ('sms', $1)`, [sealedAddress(address)]),
  };
}

async function insertHours(
  db: EntityManager,
  provider: ProviderId,
  weekday: number,
  clinic: ClinicId,
  o: HoursOptions,
): Promise<void> {
  const [row] = await db.query<{ id: number }[]>(
    `insert into working_hours (provider_id, clinic_id, weekday, starts, ends, every_weeks, from_day, to_day, modes, only_service_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      provider,
      clinic,
      weekday,
      o.starts ?? '09:00',
      o.ends ?? '17:00',
      o.everyWeeks ?? 1,
      o.fromDay ?? '2026-01-01',
      o.toDay ?? null,
      o.modes ?? ['in_person', 'video'],
      o.onlyService ?? null,
    ],
  );
  const pause = o.pause === undefined ? ['12:00', '13:00'] : o.pause;
  if (pause)
    await db.query('insert into working_break (working_hours_id, starts, ends) values ($1, $2, $3)', [
      row?.id,
      ...pause,
    ]);
}
