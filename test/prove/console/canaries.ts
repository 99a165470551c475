import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import Redis from 'ioredis';
import { codeAt, PASSWORD } from '../../accounts/people';
import { hasRedis, redisAt } from '../../redis';
import type { Finding, Stage } from '../proof';

const NAME = 'Zephyrine';
const WORDS = 'quicksilver in my porridge';
const PHONE = '+254799123987';
const CANARIES = ['zephyrine', 'quillfeather', '254799123987', '799123987', 'quicksilver', 'porridge', '1971-04-05', 'zq@example.org', PASSWORD]; // prettier-ignore

/**
 * The real process, as it is started, with its log at its most talkative and Redis if there is one. Somebody with an unusual
 * name goes in by every door, good requests and broken ones; then everything is searched that is not the database.
 */
export async function canaries({ quick }: Pick<Stage, 'quick'>): Promise<Finding> {
  const redis = hasRedis ? await redisAt() : undefined;
  await redis?.start();
  const house = await startHouse(redis?.url);
  try {
    const requests = await goIn(house, quick ? 2 : 20);
    const metrics = await (await fetch(`${house.address}/metrics`)).text();
    const kept = redis ? await everythingIn(redis.url) : '';
    const leaks = (text: string): number => CANARIES.filter((canary) => text.toLowerCase().includes(canary)).length;
    return {
      counts: { requests, 'letters of log': house.log().length, 'letters in Redis': kept.length },
      invariants: {
        'nobody stands in the log': leaks(house.log()),
        'nobody stands in the figures': leaks(metrics),
        'nobody stands in Redis': leaks(kept),
        'the log says enough to be looked through': house.log().length > 2_000 ? 0 : 1,
      },
    };
  } finally {
    await house.end();
    await redis?.kill();
  }
}

interface House {
  address: string;
  invitation: string;
  log(): string;
  end(): Promise<void>;
}

async function startHouse(redisUrl: string | undefined): Promise<House> {
  const script = path.join(__dirname, 'talkative-house.ts');
  const env = { ...process.env, ...(redisUrl && { PROOF_REDIS_URL: redisUrl }) };
  const child: ChildProcess = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), script], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }); // prettier-ignore
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const started = await new Promise<{ address: string; invitation: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string; invitation: string }));
    child.once('exit', (code) => reject(new Error(`The house ended with ${code}: ${log.slice(-500)}`)));
  });
  return {
    ...started,
    log: () => log,
    end: () => new Promise((ended) => (child.once('exit', () => ended()), child.kill('SIGTERM'))),
  };
}

async function goIn({ address, invitation }: House, rounds: number): Promise<number> {
  let cookie = '';
  let requests = 0;
  const send = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    requests++;
    const answer = await fetch(`${address}${url}`, {
      method,
      headers: {
        origin: address,
        cookie,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    cookie = /miadi=[\w-]{43}/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? cookie;
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> };
  };
  const { body: first } = await send('POST', '/api/v1/sign-in/first', { token: invitation });
  const code = codeAt(String(first.secret), new Date().toISOString());
  await send('POST', '/api/v1/sign-in/enrol', { token: invitation, password: PASSWORD, code });
  for (let round = 0; round < rounds; round++) {
    const profile = { name: `${NAME} Quillfeather`, phone: PHONE, birthDate: '1971-04-05', email: 'zq@example.org' };
    const { status, body } = await send('POST', '/api/v1/patients', { clinicId: 1, ...profile });
    if (status !== 200) throw new Error(`A patient could not be made: ${status}`);
    await send('GET', `/api/v1/patients?q=${NAME}`);
    await send('GET', `/api/v1/patients?q=${encodeURIComponent(PHONE)}&limit=oops`);
    await send('GET', `/api/v1/patients/${String(body.id)}/export`);
    await send('POST', `/api/v1/patients/${String(body.id)}/insurance`, { title: NAME, words: WORDS, clinicId: 1 });
    await send('POST', '/api/v1/patients', `{"name":"${NAME}","phone":`);
    await send('POST', '/api/v1/patients', { clinicId: 1, name: NAME, phone: `${PHONE} ${WORDS}` });
    await send('POST', '/api/v1/clinics/1/import/patients', { csv: `name,phone\n${NAME},${PHONE}\n` });
    await send('POST', '/api/v1/codes', { phone: PHONE });
    await send('POST', '/api/v1/sign-in/code', { phone: PHONE, code: '000000', birthDate: '1971-04-05' });
    await send('POST', '/api/v1/sign-in', { email: 'zq@example.org', password: PASSWORD, code: '000000' });
    await send('POST', `/webhooks/twilio/sms?From=${encodeURIComponent(PHONE)}`, { From: PHONE, Body: WORDS });
    await send('GET', `/nowhere/${NAME}/${PHONE}?q=${encodeURIComponent(WORDS)}`);
    await send('GET', `/api/v1/${NAME}`, undefined, {
      'user-agent': `${NAME} ${WORDS}`,
      referer: `https://x/?q=${NAME}`,
    });
  }
  return requests;
}

async function everythingIn(url: string): Promise<string> {
  const redis = new Redis(url);
  const parts: string[] = [];
  for (const key of await redis.keys('*')) parts.push(key, String(await redis.dump(key)));
  await redis.quit();
  return parts.join('\n');
}
