import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import { Pool } from 'pg';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { PATH, PUBLIC_URL, TOKEN } from './turn-load';

/**
 * The least that a turn can be, in a process of its own: Fastify, the signature, and five round trips with named statements
 * on the product's own tables. It understands nothing, seals nothing, and says the same to everybody.
 */
const STATE = JSON.stringify({ running: { flow: 'menu', context: 'x'.repeat(600) }, prompts: 3 });
const SAID = JSON.stringify({ text: 'y'.repeat(120), choices: ['Book a visit', 'See my visits'], language: 'en' });

interface Form {
  MessageSid: string;
  From: string;
  Body: string;
}

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.argv[2], max: 8 });
  const hub = Fastify();
  await hub.register(formbody);
  hub.post<{ Body: Form }>(PATH, async ({ headers, body, raw }, reply) => {
    const signature = String(headers['x-twilio-signature']);
    if (!validateRequest(TOKEN, signature, PUBLIC_URL + raw.url, body as never)) return reply.code(403).send();
    await turn(pool, body);
    return reply.type('text/xml').send('<Response/>');
  });
  process.send?.(await hub.listen({ host: '127.0.0.1', port: 0 }));
}

async function turn(pool: Pool, { MessageSid, From, Body }: Form): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query({ name: 'begin', text: 'begin' });
    const text = JSON.stringify({ text: Body });
    await client.query({ name: 'arrive', text: ARRIVE, values: [MessageSid, From, text] });
    const { rows } = await client.query<{ id: string; contact: string }>({
      name: 'lock',
      text: LOCK,
      values: [From],
    });
    const [seen] = rows;
    await client.query({ name: 'write', text: WRITE, values: [seen?.id, STATE, seen?.contact, SAID, MessageSid] });
    await client.query({ name: 'commit', text: 'commit' });
  } finally {
    client.release();
  }
}

const ARRIVE = `insert into inbox (source, source_id, contact_id, body)
  select 'sms', $1, id, $3::jsonb from contact where channel = 'sms' and address = $2 on conflict do nothing returning id`;

const LOCK = `select v.id, v.contact_id as contact, v.envelope, v.version from conversation v
  join contact k on k.id = v.contact_id where k.channel = 'sms' and k.address = $1 for update of v`;

const WRITE = `
  with state as (update conversation set envelope = $2::jsonb, version = version + 1 where id = $1),
       handled as (update inbox set handled_at = clock_timestamp() where source = 'sms' and source_id = $5)
  insert into outbox (contact_id, kind, priority, body) values ($3, 'reply', 0, $4::jsonb)`;

void main();
