import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startApp } from '../app';
import { checkout } from '../database/processes';

let dataDir: string;

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi doctor '));
});

afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

function doctor(environment: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '1', ...environment };
  return new Promise((resolve) => {
    execFile('npm', ['run', '-s', 'doctor'], { cwd: checkout, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

test('on a fresh machine nothing is wrong, and each part that is off says how to switch it on', async () => {
  const { code, said } = await doctor();
  expect(said).toContain('Nothing is wrong.');
  expect(code).toBe(0);
  expect(said).toMatch(/off +Twilio.*TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM/);
  expect(said).toMatch(/ok +database +embedded; the first npm start makes it/);
});

test('a half-filled group and a wrong value are told together, without the values', async () => {
  const { code, said } = await doctor({ STRIPE_SECRET_KEY: 'canary-stripe', PORT: 'canary-port' });
  expect(code).toBe(1);
  expect(said).toMatch(/WRONG +Stripe.*half-filled: set STRIPE_WEBHOOK_SECRET, or remove STRIPE_SECRET_KEY/);
  expect(said).toMatch(/WRONG +settings +PORT must be a port number/);
  expect(said).toContain('2 to put right');
  expect(said).not.toContain('canary');
});

test('what is on is knocked at', async () => {
  const slack = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(slack, 'listening');
  const { port } = slack.address() as AddressInfo;
  const { code, said } = await doctor({
    SLACK_BOT_TOKEN: 'canary-token',
    SLACK_SIGNING_SECRET: 'canary-secret',
    SLACK_CHANNEL: 'C1',
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
    SMTP_URL: 'smtp://user:canary-password@127.0.0.1:1',
    REDIS_URL: 'redis://:canary-redis@127.0.0.1:1',
    DATABASE_URL: 'postgres://clinic:canary-database@127.0.0.1:1/miadi',
  });
  slack.close();
  expect(code).toBe(1);
  expect(said).toMatch(/WRONG +Slack.*SLACK_BOT_TOKEN is not taken/);
  expect(said).toMatch(/WRONG +Email.*cannot be reached from here \(ECONNREFUSED\)/);
  expect(said).toMatch(/WRONG +Redis.*does not answer \(ECONNREFUSED\)/);
  expect(said).toMatch(/WRONG +database +The database cannot be reached/);
  expect(said).toMatch(/note +PUBLIC_URL.*cannot call http:\/\/localhost/);
  expect(said).not.toContain('canary');
});

test('a running hub and its database are seen', async () => {
  const app = await startApp();
  const url = (app.dataSource.options as { url: string }).url;
  const { code, said } = await doctor({ PORT: new URL(app.address).port, DATABASE_URL: url });
  await app.end();
  expect(said).toMatch(/ok +hub +runs on port \d+ and is ready/);
  expect(said).toMatch(/ok +database +the server of DATABASE_URL/);
  expect(code).toBe(0);
});

test('a language model that only listens is said to do so', async () => {
  const environment = { OPENAI_API_KEY: 'canary-key', OPENAI_MODEL: 'm', OPENAI_BASE_URL: 'http://127.0.0.1:1' };
  const listens = /note +OpenAI.*OPENAI_ONLY_LISTENS=yes/;
  expect((await doctor({ ...environment, OPENAI_ONLY_LISTENS: 'yes' })).said).toMatch(listens);
  expect((await doctor(environment)).said).not.toMatch(listens);
});
