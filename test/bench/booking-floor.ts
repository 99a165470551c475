import { randomInt } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Booking } from '../../src/scheduling/book';

/**
 * The floor for booking: the same rows in the same tables under the same constraints, no rule looked at, every value known
 * beforehand, each statement named and sent one by one through the bare driver.
 */

const INSERT_VISIT = `
  insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
  select n, $1::bigint, $2, $3::bigint, $4::bigint, $5::bigint, 'booked', ($6::timestamptz at time zone 'Africa/Nairobi')::date, $6, $7::timestamptz,
         tstzrange($6, $7), n, $8
    from nextval('visit_id_seq') n
  on conflict do nothing returning id, version`;

const TIMERS = `insert into timer (clinic_id, kind, due_at, visit_id, visit_version)
  select $1::bigint, 'reminder', $2::timestamptz - m * interval '1 minute', $3::bigint, 1 from unnest('{2880, 1440, 120}'::int[]) m`;

const OUTBOX = `insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version)
  values ($1, $2, $3, 1, $4::jsonb, $5, 1)`;

const AUDIT = `insert into audit (clinic_id, actor, action, subject, details) values ($1, $2, 'booked', $3, $4::jsonb)`;

const ONE_STATEMENT = `
  with v as (${INSERT_VISIT}),
  t as (insert into timer (clinic_id, kind, due_at, visit_id, visit_version)
        select $1::bigint, 'reminder', $6::timestamptz - m * interval '1 minute', id, 1 from v, unnest('{2880, 1440, 120}'::int[]) m),
  o as (insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version)
        select $1::bigint, $9::bigint, $10, 1, $11::jsonb, id, 1 from v),
  a as (insert into audit (clinic_id, actor, action, subject, details)
        select $1::bigint, $8, 'booked', 'visit:' || id, $12::jsonb from v)
  select id from v`;

const BEGIN = { name: 'floor_begin', text: 'begin' };
const COMMIT = { name: 'floor_commit', text: 'commit' };

export type BareBook = (client: ClientBase, booking: Booking) => Promise<boolean>;

/** Six round trips. */
export const oneByOne: BareBook = async (client, booking) => {
  const { clinicId, starts } = booking.slot;
  const notice = booking.notices?.[0];
  await client.query(BEGIN);
  const { rows } = await client.query<{ id: number }>({
    name: 'floor_visit',
    text: INSERT_VISIT,
    values: visitOf(booking),
  });
  const id = rows[0]?.id;
  if (id !== undefined) {
    await client.query({ name: 'floor_timers', text: TIMERS, values: [clinicId, starts, id] });
    const message = [clinicId, notice?.contactId, notice?.kind, JSON.stringify(notice?.body), id];
    await client.query({ name: 'floor_outbox', text: OUTBOX, values: message });
    await client.query({
      name: 'floor_audit',
      text: AUDIT,
      values: [clinicId, booking.by, `visit:${id}`, detailsOf(booking)],
    });
  }
  await client.query(COMMIT);
  return id !== undefined;
};

/** One round trip. */
export const atOnce: BareBook = async (client, booking) => {
  const notice = booking.notices?.[0];
  const message = [notice?.contactId, notice?.kind, JSON.stringify(notice?.body), detailsOf(booking)];
  const { rows } = await client.query({
    name: 'floor_at_once',
    text: ONE_STATEMENT,
    values: [...visitOf(booking), ...message],
  });
  return rows.length > 0;
};

const detailsOf = ({ slot }: Booking): string =>
  JSON.stringify({ status: 'booked', version: 1, provider: slot.providerId });

const HALF_HOUR = 30 * 60_000;

const visitOf = ({ slot, patientId, by }: Booking): unknown[] => [
  slot.clinicId,
  randomInt(2 ** 47).toString(36),
  slot.providerId,
  slot.serviceId,
  patientId,
  slot.starts,
  new Date(+slot.starts + HALF_HOUR),
  by,
];
