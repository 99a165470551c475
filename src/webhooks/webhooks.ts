import { randomBytes } from 'node:crypto';
import type { ClinicId, ContactId, OutboxId, WebhookId } from '../database/ids';
import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { sealed, sealedAddress } from '../sealing/sealed';
import { addressOf, CHANNEL } from './webhook-channel';

export const events = [
  ...['visit.requested', 'visit.booked', 'visit.arrived', 'visit.done', 'visit.missed', 'visit.cancelled'],
  ...['visit.declined', 'visit.moved'],
] as const;
export type WebhookEvent = (typeof events)[number];

export interface WebhookShown {
  id: WebhookId;
  clinicId: ClinicId;
  url: string;
  events: string[];
  madeAt: Date;
}

const SHOWN = `id, clinic_id as "clinicId", url, events, made_at as "madeAt"`;

/** null: of every clinic. */
export const webhooksOf = (db: Database, clinics: readonly number[] | null): Promise<WebhookShown[]> =>
  db.query<WebhookShown[]>(
    `select ${SHOWN} from webhook where ended_at is null and ($1::bigint[] is null or clinic_id = any($1)) order by id`,
    [clinics],
  );

interface NewWebhook {
  clinicId: ClinicId;
  url: string;
  events: readonly WebhookEvent[];
  by: string;
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The secret is shown once. The contact is made for it alone, so that the outbox has somebody to send to. */
export async function makeWebhook(db: Database, made: NewWebhook): Promise<{ id: WebhookId; secret: string }> {
  const secret = newSecret();
  const [row] = await db.query<{ id: WebhookId; contactId: ContactId }[]>(
    `with known as (insert into contact (channel, address, clinic_id) values ($1, $2, $3) returning id)
     insert into webhook (clinic_id, contact_id, url, secret, events, made_by)
     select $3, id, $4, $5, $6, $7 from known returning id, contact_id as "contactId"`,
    [CHANNEL, sealedAddress(`new ${secret.slice(-20)}`), made.clinicId, made.url, sealed(secret), made.events, made.by],
  );
  if (!row) throw new Error('No webhook was made');
  await db.query('update contact set address = $2 where id = $1', [row.contactId, sealedAddress(addressOf(row.id))]);
  return { id: row.id, secret };
}

export const renewSecret = async (db: Database, id: WebhookId): Promise<string> => {
  const secret = newSecret();
  await db.query('update webhook set secret = $2 where id = $1', [id, sealed(secret)]);
  return secret;
};

/** What had not been told yet is not told any more. */
export const endWebhook = (db: Database, id: WebhookId): Promise<unknown> =>
  db.query(
    `with ended as (update webhook set ended_at = clock_now() where id = $1 and ended_at is null returning contact_id),
     stopped as (update contact set stopped_at = clock_now() where id in (select contact_id from ended))
     update outbox set status = 'suppressed', why = 'stopped', settled_at = clock_now()
      where status = 'pending' and contact_id in (select contact_id from ended)`,
    [id],
  );

/** To see whether the other side hears us. */
export async function ping(db: Database, id: WebhookId, now: Date): Promise<OutboxId | undefined> {
  const [webhook] = await db.query<{ contactId: ContactId; clinicId: ClinicId }[]>(
    'select contact_id as "contactId", clinic_id as "clinicId" from webhook where id = $1 and ended_at is null',
    [id],
  );
  if (!webhook) return undefined;
  const text = JSON.stringify({ type: 'ping', timestamp: now, data: { clinicId: webhook.clinicId } });
  return putInOutbox(db, { ...webhook, kind: 'event', message: { text, choices: [], language: 'en', digits: 'latn' } });
}

export interface Delivery {
  id: OutboxId;
  type: string;
  data: unknown;
  status: string;
  why: string | null;
  tries: number;
  at: Date;
  settledAt: Date | null;
}

/** What was told, or is still to be, newest first. */
export async function deliveriesOf(
  db: Database,
  id: WebhookId,
  before: number | null,
  most: number,
): Promise<Delivery[]> {
  const rows = await db.query<(Omit<Delivery, 'type' | 'data'> & { body: { text?: string } })[]>(
    `select o.id, o.body, o.status, o.why, o.tries, o.created_at as at, o.settled_at as "settledAt"
       from webhook w join outbox o on o.contact_id = w.contact_id
      where w.id = $1 and ($2::bigint is null or o.id < $2) order by o.id desc limit $3`,
    [id, before, most],
  );
  return rows.map(({ body, ...row }) => {
    const { type, data } = JSON.parse(body.text ?? '{}') as { type?: string; data?: unknown };
    return { ...row, type: type ?? '', data: data ?? null };
  });
}

export async function isDeliveryOf(db: Database, id: WebhookId, deliveryId: number): Promise<boolean> {
  const [row] = await db.query<unknown[]>(
    'select from webhook w join outbox o on o.contact_id = w.contact_id where w.id = $1 and o.id = $2',
    [id, deliveryId],
  );
  return row !== undefined;
}
