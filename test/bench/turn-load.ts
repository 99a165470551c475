import http from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { signedForm } from '../../src/stand-ins/twilio';
import { quantile } from './rounds';

export const TOKEN = 'bench-auth-token';
export const PATH = '/webhooks/twilio/sms';
export const PUBLIC_URL = 'https://bench.example.org';
export const PEOPLE = 2_000;

/** What is written, one after the other: each is understood, moves the conversation, and is answered. None looks for times. */
const WRITTEN = ['menu', '1', 'back', 'thank you'];

/** The nineteen fields that Twilio sends. */
const FIELDS = {
  ...{ ToCountry: 'KE', ToState: '', SmsStatus: 'received', FromCity: '', FromCountry: 'KE', FromZip: '', ToCity: '' },
  ...{ ToZip: '', FromState: '', NumMedia: '0', NumSegments: '1', ApiVersion: '2010-04-01', To: '+15550100002' },
  AccountSid: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
};

interface Letter {
  id: string;
  payload: string;
  headers: Record<string, string>;
}

/** Signed before the clock runs: what Twilio does is not measured. */
export function letters(count: number, from: number): Letter[] {
  return Array.from({ length: count }, (_, i) => {
    const [nth, person] = [from + i, (from + i) % PEOPLE];
    const id = `SM${String(nth).padStart(32, '0')}`;
    const fields = { ...FIELDS, MessageSid: id, SmsSid: id, SmsMessageSid: id, From: numberOf(person) };
    const Body = WRITTEN[Math.floor(nth / PEOPLE) % WRITTEN.length] ?? '';
    return { id, ...signedForm(TOKEN, PUBLIC_URL + PATH, { ...fields, Body }) };
  });
}

export const numberOf = (person: number): string => `+2547${String(person).padStart(8, '0')}`;

export interface Load {
  perSecond: number;
  /** From the first byte of the message until its turn is committed. */
  p50: number;
  p99: number;
}

/**
 * So many connections, each with a patient at it who writes, waits for the answer, and makes room for the next. `answered`
 * resolves when the turn of a message is committed; for the floor, that is when the webhook is answered.
 */
export async function load(
  url: string,
  connections: number,
  stack: Letter[],
  answered: (id: string) => Promise<void>,
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = 0;
  const patient = async (): Promise<void> => {
    for (let letter; (letter = stack[next++]);) {
      const began = performance.now();
      await send(agent, url, letter);
      await answered(letter.id);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, patient));
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  return { perSecond: stack.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function send(agent: http.Agent, url: string, { payload, headers }: Letter): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(url + PATH, { agent, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`))));
    });
    request.on('error', reject);
    request.end(payload);
  });
}

/** Looks every millisecond or two which of the awaited turns are committed. */
export function watchTurns(pool: Pool): { answered(id: string): Promise<void>; stop(): Promise<void> } {
  const awaited = new Map<string, () => void>();
  let stopped = false;
  const looking = (async () => {
    while (!stopped) {
      if (awaited.size > 0) {
        const { rows } = await pool.query<{ id: string }>({
          name: 'handled',
          text: `select source_id as id from inbox where source = 'sms' and source_id = any($1) and handled_at is not null`,
          values: [[...awaited.keys()]],
        });
        for (const { id } of rows) {
          awaited.get(id)?.();
          awaited.delete(id);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  return {
    answered: (id) => new Promise((resolve) => awaited.set(id, resolve)),
    async stop() {
      stopped = true;
      await looking;
    },
  };
}
