import { randomUUID } from 'node:crypto';
import { makeKey } from '../../src/accounts/api-keys';
import { giveRole, invite } from '../../src/accounts/people';
import type { Belongs } from '../../src/accounts/policy';
import { hashOf } from '../../src/accounts/keys';
import { sealedDocument } from '../../src/sealing/sealed';
import { joinWaitingList } from '../../src/scheduling/waiting-list';
import { blockTime } from '../../src/scheduling/work-time';
import type { SpecialtyCode } from '../../src/database/ids';
import { othersSamples } from './samples-of-data';
import type { ApiWorld } from './world';

/** One request of a route about something fresh in the first clinic, and whose that thing is. */
export interface Sample {
  path?: Record<string, number>;
  query?: string;
  body?: object;
  belongs?: Belongs;
  /** A list: everybody whom the policy lets in gets an answer, and it holds only what is theirs. */
  list?: true;
}

let day = 0;
/** Each wants a time of its own. */
const next = (): string => {
  const hour = 9 + (day % 3);
  const days = [2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 29, 30];
  const minute = ['00', '30'][Math.floor(day / 3) % 2];
  return `${days[Math.floor(day++ / 6) % days.length]} ${String(hour).padStart(2, '0')}:${minute}`;
};

const fresh = (): string =>
  `${hashOf(String(Math.random()))
    .slice(0, 10)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}@clinic.example`;

export async function samplesFor(w: ApiWorld): Promise<Record<string, () => Promise<Sample>>> {
  const third = await w.add.clinic({ name: 'Upendo Clinic' });
  const ann = { clinicId: w.clinic, providerId: w.okafor, patientId: w.patients.Ann };
  const visit = async (status = 'booked'): Promise<Sample> => {
    const [when] = [next()];
    const [row] = await w.db.query<{ id: number }[]>(
      `insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by,
                          overbooked_by)
       select n, $1, 'R' || n, $2, $3, $4, $5, $6::timestamptz::date, $6, $6::timestamptz + interval '30 min',
              tstzrange($6, $6::timestamptz + interval '30 min'), n, 'system', 'staff:1' from (select 100000 + count(*) as n from visit) c
       on conflict do nothing returning id`,
      [w.clinic, w.okafor, w.skin, w.patients.Ann, status, w.slot(when).starts],
    );
    return { path: { id: row!.id }, body: { version: 1 }, belongs: ann };
  };
  const slot = (): object => ({ providerId: w.okafor, serviceId: w.skin, starts: w.slot(next()).starts.toISOString() });
  const account = async (): Promise<number> => {
    const { id } = await invite(w.db, { email: fresh(), name: 'Somebody' }, 'system');
    await giveRole(w.db, id, { role: 'support', clinicId: w.clinic, providerId: null }, 'system');
    return id;
  };
  const roleOf = async (accountId: number): Promise<number> =>
    (await w.db.query<{ id: number }[]>('select id from account_role where account_id = $1', [accountId]))[0]!.id;
  const emergency = async (): Promise<number> =>
    (
      await w.db.query<{ id: number }[]>(
        `insert into account_role (account_id, role, clinic_id, given_by, until, reason) values ($1, 'staff', $2, 'x', clock_now(), 'why') returning id`,
        [await account(), w.clinic],
      )
    )[0]!.id;
  const ofClinic = { belongs: { clinicId: w.clinic } };
  const someCase = async (): Promise<Sample> => {
    const [known] = await w.db.query<{ id: number }[]>(
      `insert into conversation (contact_id) values ($1) on conflict (contact_id) do update set owner = 'assistant' returning id`,
      [w.contacts.Ann],
    );
    await w.db.query(`update desk_case set status = 'resolved', settled_at = clock_now() where status <> 'resolved'`);
    const [row] = await w.db.query<{ id: number }[]>(
      `insert into desk_case (clinic_id, contact_id, kind) values ($1, $2, 'person') returning id`,
      [w.clinic, known && w.contacts.Ann],
    );
    return { path: { id: row!.id }, ...ofClinic };
  };
  const span = { from: '2027-01-04T08:00:00Z', to: '2027-01-04T09:00:00Z', preview: true };
  const ofOkafor = { belongs: { clinicId: w.clinic, providerId: w.okafor } };
  const group = await groupOf(w);
  const always = (sample: Sample) => async (): Promise<Sample> => sample;
  const list = (query = ''): (() => Promise<Sample>) => always({ list: true, query });

  return {
    'POST /sign-out': list(),
    'POST /token': list(),
    'GET /self': list(),
    'GET /self/sign-ins': list(),
    'DELETE /self/sign-ins/:id': always({ path: { id: 999_999 }, belongs: {} }),
    'POST /self/break-glass': always({ body: { clinicId: third, reason: 'somebody is unconscious' }, list: true }),
    'GET /clinics': list(),
    'PATCH /clinics/:id': always({ path: { id: w.clinic }, body: { address: 'Here' }, ...ofClinic }),
    'GET /providers': list(),
    'PATCH /providers/:id': always({ path: { id: w.okafor }, body: { about: 'Kind' }, ...ofClinic }),
    'GET /services': list(),
    'POST /services': async () => ({
      body: { clinicId: w.clinic, specialty: 'dermatology', name: 'Check', minutes: 20 },
      ...ofClinic,
    }),
    'PATCH /services/:id': always({ path: { id: w.skin }, body: { usual: true }, ...ofClinic }),
    'GET /specialties': list(),
    'GET /times': list(`?providerId=${w.okafor}`),
    'GET /times/why-not': list(`?providerId=${w.okafor}&serviceId=${w.skin}&starts=2026-06-02T09:00:00Z`),
    'GET /visits': list(),
    'GET /visits/:id': visit,
    'POST /visits': async () => ({ body: { ...slot(), patientId: w.patients.Ann }, belongs: ann }),
    'POST /visits/made-offline': async () => ({
      body: {
        ...slot(),
        patientId: w.patients.Ann,
        request: randomUUID(),
        madeAt: w.slot('1 08:00').starts.toISOString(),
      },
      belongs: { clinicId: w.clinic, providerId: w.okafor },
    }),
    'POST /visits/:id/move': async () => {
      const one = await visit();
      return { ...one, body: { ...slot(), version: 1 } };
    },
    'POST /visits/:id/cancel': visit,
    'POST /visits/:id/undo-cancel': visit,
    'POST /visits/:id/arrived': visit,
    'POST /visits/:id/done': visit,
    'POST /visits/:id/missed': visit,
    'POST /visits/:id/accept': () => visit('requested'),
    'POST /visits/:id/decline': () => visit('requested'),
    'GET /calendar': always({ query: `?clinicId=${w.clinic}&from=2026-06-01&to=2026-06-30`, belongs: ann }),
    'GET /patients': list(),
    'GET /patients/:id': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'POST /patients': async () => ({ body: { clinicId: w.clinic, name: 'Eve', phone: '+254712345678' }, ...ofClinic }),
    'PATCH /patients/:id': always({ path: { id: w.patients.Ann }, body: { language: 'en' }, belongs: ann }),
    'GET /patients/:id/export': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'GET /providers/:id/hours': always({ path: { id: w.okafor }, list: true }),
    'PUT /providers/:id/clinics/:clinicId/hours': async () => ({
      path: { id: w.okafor, clinicId: w.clinic },
      body: {
        items: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00', fromDay: '2026-01-01' })),
      },
      ...ofOkafor,
    }),
    'GET /clinics/:id/affected': always({ path: { id: w.clinic }, belongs: { clinicId: w.clinic } }),
    'GET /clinics/:id/desk': always({ path: { id: w.clinic }, belongs: { clinicId: w.clinic } }),
    'PATCH /clinics/:id/desk': always({
      path: { id: w.clinic },
      body: { claimMinutes: 20 },
      belongs: { clinicId: w.clinic },
    }),
    'GET /providers/:id/delay': always({ path: { id: w.okafor }, ...ofOkafor }),
    'POST /providers/:id/delay': always({ path: { id: w.okafor }, body: { minutes: 0 }, ...ofOkafor }),
    'POST /providers/:id/leave': always({ path: { id: w.okafor }, body: span, ...ofOkafor }),
    'DELETE /leave/:id': async () => {
      const during = { from: +new Date('2027-02-01'), to: +new Date('2027-02-02') };
      const { leaveId } = await blockTime(w.db, { providerId: w.okafor, during, by: 'system' });
      return { path: { id: leaveId }, ...ofOkafor };
    },
    'GET /providers/:id/sessions': always({ path: { id: w.okafor }, query: '?fromDay=2026-06-01&toDay=2026-06-30', list: true }), // prettier-ignore
    'POST /providers/:id/sessions': async () => ({ path: { id: w.okafor }, body: await group.next(), ...ofOkafor }),
    'POST /sessions/:id/cancel': async () => ({
      path: { id: await group.planned() },
      body: { preview: true },
      ...ofOkafor,
    }),
    'POST /clinics/:id/closures': always({ path: { id: w.clinic }, body: { ...span, name: 'Holiday' }, ...ofClinic }),
    'GET /clinics/:id/closures': always({ path: { id: w.clinic }, ...ofClinic }),
    'GET /waiting': list(),
    'POST /waiting': always({
      body: {
        clinicId: w.clinic,
        patientId: w.patients.Ann,
        specialty: 'dermatology',
        fromDay: '2026-06-02',
        toDay: '2026-06-30',
      },
      belongs: { clinicId: w.clinic, patientId: w.patients.Ann },
    }),
    'DELETE /waiting/:id': async () => {
      const waiting = await joinWaitingList(w.db, {
        ...{
          clinicId: w.clinic,
          patientId: w.patients.Ann,
          contactId: w.contacts.Ann,
          specialty: 'dermatology' as SpecialtyCode,
        },
        ...{ fromDay: '2026-06-02', toDay: '2026-06-30' },
      });
      return { path: { id: waiting }, belongs: { clinicId: w.clinic, patientId: w.patients.Ann } };
    },
    'GET /offers': list(),
    'GET /delivery': list(),
    'GET /delivery/dead': list(),
    'POST /delivery/redrive': async () => {
      const [row] = await w.db.query<{ id: number }[]>(
        `insert into outbox (contact_id, clinic_id, kind, body, status) values ($1, $2, 'reply', $3, 'dead') returning id`,
        [w.contacts.Ann, w.clinic, sealedDocument({ text: 'Hello' })],
      );
      return { body: { ids: [row!.id] }, ...ofClinic };
    },
    'GET /reports': list(),
    'GET /reports/third-next-available': list(),
    'GET /reports/:figure': always({ path: { figure: 'bookings' as never }, list: true }),
    ...othersSamples(w),
    'GET /people': list(),
    'POST /people': async () => ({
      body: { email: fresh(), name: 'New', role: 'staff', clinicId: w.clinic },
      ...ofClinic,
    }),
    'POST /people/:id/roles': async () => ({
      path: { id: await account() },
      body: { role: 'staff', clinicId: w.clinic },
      ...ofClinic,
    }),
    'DELETE /roles/:id': async () => ({ path: { id: await roleOf(await account()) }, ...ofClinic }),
    'POST /people/:id/one-time-sign-in': async () => ({ path: { id: await account() }, ...ofClinic }),
    'DELETE /people/:id': async () => ({ path: { id: await account() }, ...ofClinic }),
    'GET /emergencies': list(),
    'POST /emergencies/:id/seen': async () => ({ path: { id: await emergency() }, ...ofClinic }),
    'GET /keys': list(),
    'POST /keys': async () => ({ body: { name: 'Key', clinicId: w.clinic, scopes: ['visits.read'] }, ...ofClinic }),
    'DELETE /keys/:id': async () => {
      const { id } = await makeKey(w.db, { name: 'k', clinicId: w.clinic, scopes: ['visits.read'], days: 1 }, 'system');
      return { path: { id }, ...ofClinic };
    },
    'GET /audit': list(),
    'GET /cases': list(),
    'GET /cases/:id': someCase,
    'POST /cases/:id/answer': async () => ({ ...(await someCase()), body: { words: 'We call you back.' } }),
    'POST /cases/:id/claim': someCase,
    'POST /cases/:id/put-back': someCase,
    'POST /cases/:id/hand-back': someCase,
    'POST /cases/:id/resolve': someCase,
  };
}

/** Somebody's sessions for several people, each at a time of its own. */
async function groupOf(w: ApiWorld): Promise<{ next(): Promise<object>; planned(): Promise<number> }> {
  const serviceId = await w.add.service({ clinic: w.clinic, specialty: 'physiotherapy', seats: 8 });
  await w.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [w.okafor, serviceId]);
  let hour = 0;
  const times = (): { starts: string; ends: string } => {
    const starts = Date.parse('2027-03-01T00:00:00Z') + hour++ * 3_600_000;
    return { starts: new Date(starts).toISOString(), ends: new Date(starts + 3_600_000).toISOString() };
  };
  return {
    next: async () => ({ clinicId: w.clinic, serviceId, seats: 8, ...times() }),
    async planned() {
      const { starts, ends } = times();
      const [row] = await w.db.query<{ id: number }[]>(
        `insert into group_session (provider_id, clinic_id, service_id, day, starts, ends, during, seats)
         values ($1, $2, $3, $4::timestamptz::date, $4, $5, tstzrange($4, $5), 8) returning id`,
        [w.okafor, w.clinic, serviceId, starts, ends],
      );
      return row!.id;
    },
  };
}
