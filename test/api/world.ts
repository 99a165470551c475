import type { InjectOptions } from 'fastify';
import { makeKey } from '../../src/accounts/api-keys';
import { hashOf } from '../../src/accounts/keys';
import { giveRole, invite } from '../../src/accounts/people';
import { type Action, type Role, scopes } from '../../src/accounts/policy';
import { beginSession } from '../../src/accounts/sessions';
import { type App, buildApp } from '../../src/app';
import { settableClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import type { AccountId, ClinicId, ContactId, PatientId, ProviderId, ServiceId, VisitId } from '../../src/database/ids';
import { book } from '../../src/scheduling/book';
import type { Visit } from '../../src/scheduling/types';
import { makeUniverse, MONDAY, type Universe } from '../universe';

export interface ApiWorld extends Universe {
  app: App;
  address: string;
  /** The other clinic, where Dr Otieno works and Bob has his visits. */
  other: ClinicId;
  otieno: ProviderId;
  otherService: ServiceId;
  as(token: string): Caller;
  staff(
    role: Role,
    where: { clinicId?: ClinicId | null; providerId?: ProviderId },
  ): Promise<Caller & { id: AccountId }>;
  patient(contactId: ContactId, patients: PatientId[]): Promise<Caller>;
  program(clinicId: ClinicId, scopes: Action[]): Promise<Caller>;
  visit(when: string, patientId?: PatientId): Promise<Visit>;
  end(): Promise<void>;
}

export interface Answer {
  status: number;
  body: Record<string, unknown> & { items: Record<string, unknown>[] };
  text: string;
  headers: Record<string, unknown>;
}

export interface Caller {
  token: string;
  get(url: string): Promise<Answer>;
  send(method: string, url: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

export async function makeApiWorld(environment: Record<string, string> = {}): Promise<ApiWorld> {
  const u = await makeUniverse();
  const other = await u.add.clinic({ name: 'Amani Clinic' });
  const otherService = await u.add.service({ clinic: other, specialty: 'dentistry' });
  const otieno = await u.add.provider('Dr Otieno', [otherService]);
  await u.add.hours(otieno, { clinic: other });
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'k'.repeat(32),
    ...environment,
  });
  const app = buildApp(config, settableClock(MONDAY), u.url);
  const address = await app.start();
  let source = 0;

  const as = (token: string): Caller => {
    const call = async (options: InjectOptions): Promise<Answer> => {
      // Each request from an address of its own: the limits per address have a test of their own.
      const remoteAddress = `10.${(source >> 16) & 255}.${(source >> 8) & 255}.${source++ & 255}`;
      const auth = token.startsWith('Bearer ') ? { authorization: token } : token ? { cookie: `miadi=${token}` } : {};
      const headers = { origin: 'http://localhost:0', ...auth, ...options.headers };
      const answer = await app.hub.inject({ ...options, remoteAddress, headers });
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : {}) as Answer['body'],
        text: answer.body,
        headers: answer.headers,
      };
    };
    return {
      token,
      get: (url) => call({ method: 'GET', url: `/api/v1${url}` }),
      send: (method, url, body, headers) =>
        call({
          method: method as 'POST',
          url: `/api/v1${url}`,
          ...(body && { payload: body }),
          ...(headers && { headers }),
        }),
    };
  };

  return {
    ...{ ...u, app, address, other, otieno, otherService, as },
    async staff(role, { clinicId = null, providerId = null as never }) {
      const email = `${hashOf(String(Math.random())).slice(0, 8)}@clinic.example`;
      const { id } = await invite(u.db, { email, name: `A ${role}` }, 'system');
      await giveRole(u.db, id, { role, clinicId, providerId: providerId ?? null }, 'system');
      await u.db.query(`update account set password_hash = 'x' where id = $1`, [id]);
      return { id, ...as(await beginSession(u.db, { accountId: id }, 'test')) };
    },
    patient: async (contactId, patients) => {
      for (const patient of patients)
        await u.db.query(
          'insert into contact_patient (contact_id, patient_id) values ($1, $2) on conflict do nothing',
          [contactId, patient],
        );
      return as(await beginSession(u.db, { contactId, patients }, 'test'));
    },
    program: async (clinicId, allowed) => {
      const { key } = await makeKey(
        u.db,
        { name: 'A program', clinicId, scopes: allowed.filter((one) => scopes.includes(one)), days: 9 },
        'system',
      );
      return as(`Bearer ${key}`);
    },
    async visit(when, patientId = u.patients.Ann) {
      const outcome = await book(u.db, { slot: u.slot(when), patientId, by: 'system' });
      if (outcome.kind !== 'settled') throw new Error(`${when}: ${outcome.rules.join()}`);
      return outcome.visit;
    },
    async end() {
      await app.stop();
      await u.close();
    },
  };
}

export const versionOf = async (u: Universe, id: VisitId): Promise<number> =>
  (await u.db.query<{ version: number }[]>('select version from visit where id = $1', [id]))[0]!.version;
