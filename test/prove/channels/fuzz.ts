import { startApp, type TestApp } from '../../app';
import { candidates } from '../../channels/candidates';
import type { Candidate } from '../../channels/conformance';
import { sealedAddress } from '../../../src/sealing/sealed';
import type { Finding, Stage } from '../proof';
import { seeded } from '../random';
import { type Credential, mutate } from './mutate-call';

const WHOLE = 100_000;
const SLICE = 50;
const AT_ONCE = 25;

/** What makes a call of each channel genuine. */
const CREDENTIALS: Record<string, Credential> = {
  'SMS by Twilio': { header: 'x-twilio-signature', overBody: true },
  'WhatsApp by Twilio': { header: 'x-twilio-signature', overBody: true },
  'WhatsApp by Meta': { header: 'x-hub-signature-256', overBody: true },
  'WhatsApp by a linked phone': { header: 'x-miadi-signature', overBody: true },
  "SMS by Africa's Talking": { secret: 'a-long-secret', overBody: false },
  "USSD by Africa's Talking": { secret: 'a-long-secret', overBody: false },
  'Bot Framework': { header: 'authorization', overBody: false },
  'Direct Line': { header: 'authorization', overBody: false },
  'our own page': { overBody: false },
};

/** Those whose calls are all forged, and those whose calls may be genuine. */
const [FORGERS, OTHERS, EACH] = [20, 60, 40];

/** Every door is knocked at with calls in which one thing is wrong. */
export async function fuzz({ random, quick }: Stage): Promise<Finding> {
  const counts: Record<string, number> = {};
  const against = {
    'answered with an error of ours': 0,
    'stored without being genuine': 0,
    'a good message is still taken': 0,
  };
  for (const [name, credential] of Object.entries(CREDENTIALS)) {
    const candidate = await candidates[name]!();
    const app = await startApp(candidate.environment);
    try {
      const tally = new Map<string, number>();
      for (let sent = 0; sent < (quick ? SLICE : WHOLE); sent += AT_ONCE) {
        const calls = Array.from({ length: AT_ONCE }, (_, i) => knock(candidate, credential, sent + i, random));
        const statuses = await Promise.all(calls.map(({ call }) => answer(app, call)));
        statuses.forEach((status, i) => {
          const kind = status >= 500 ? `${calls[i]!.how} 5xx` : `${Math.floor(status / 100)}xx`;
          tally.set(kind, (tally.get(kind) ?? 0) + 1);
          if (status >= 500) against['answered with an error of ours']++;
        });
      }
      counts[
        `${name}: ${[...tally]
          .sort()
          .map(([kind, n]) => `${n} answered ${kind}`)
          .join(', ')}; of`
      ] = quick ? SLICE : WHOLE;
      against['stored without being genuine'] += await storedFor(app, candidate);
      const good = await answer(app, candidate.message({ who: 1, id: 'afterwards', text: 'hello' }));
      if (good >= 400) against['a good message is still taken']++;
    } finally {
      await app.end();
      await candidate.close();
    }
  }
  return { counts, invariants: against };
}

function knock(candidate: Candidate, credential: Credential, nth: number, random: Stage['random']) {
  const id = `fuzz${String(nth).padStart(8, '0')}`;
  const text = random.pick(['hello', '1', 'book a visit']);
  const seed = random.below(2 ** 31);
  const from = (who: number) => candidate.message({ who: who + (nth % EACH), id, text });
  // The dice are thrown alike for both, so that the one who forges is known before they write.
  const dice = (): Stage['random'] => seeded(seed);
  const first = mutate(from(OTHERS), credential, dice());
  return first.forged ? mutate(from(FORGERS), credential, dice()) : first;
}

const answer = async (
  { hub }: TestApp,
  { url, headers, payload }: { url: string; headers: Record<string, string>; payload: string },
) => (await hub.inject({ method: 'POST', url, headers, payload })).statusCode;

async function storedFor({ dataSource }: TestApp, candidate: Candidate): Promise<number> {
  const addresses = Array.from({ length: EACH }, (_, i) => sealedAddress(candidate.address(FORGERS + i)));
  const [row] = await dataSource.query<{ n: number }[]>(
    `select count(*)::integer as n from inbox i join contact k on k.id = i.contact_id where k.channel = $1 and k.address = any($2)`,
    [candidate.channel, addresses],
  );
  return row?.n ?? 0;
}
