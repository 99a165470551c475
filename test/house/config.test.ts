import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, type Environment, groups, readConfig, stateOf } from '../../src/config';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi config '));
afterAll(() => fs.rmSync(dataDir, { recursive: true }));

const read = (environment: Environment) => readConfig({ DATA_DIR: dataDir, ...environment });

function problemsOf(environment: Environment): string {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

const key = 'k'.repeat(40);
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://clinic:pw@db/miadi',
  SECRET_KEY: key,
  PUBLIC_URL: 'https://clinic.example',
};

/** One right value for every variable, so that each test has one thing wrong. */
const filled: Record<string, string> = {
  TWILIO_API_URL: 'http://localhost:1',
  META_API_URL: 'http://localhost:1',
  AT_API_URL: 'http://localhost:1',
  SLACK_API_URL: 'http://localhost:1',
  OPENAI_BASE_URL: 'http://localhost:1',
  STRIPE_API_URL: 'http://localhost:1',
  SMTP_URL: 'smtp://user:canary-smtp@mail.example',
  MAIL_FROM: 'canary@clinic.example',
};
const valueFor = (variable: string) => filled[variable] ?? `canary-${variable}`;
const filledIn = (variables: readonly string[]) => Object.fromEntries(variables.map((name) => [name, valueFor(name)]));

test('with nothing set, everything has a default and every provider is off', () => {
  const config = read({});
  expect(config).toMatchObject({
    production: false,
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
  });
  for (const name of Object.keys(groups)) expect(config[name as keyof typeof groups]).toBeUndefined();
});

test.each([
  ['PORT', 'eighty', 'PORT must be a port number'],
  ['PORT', '70000', 'PORT must be a port number'],
  ['PUBLIC_URL', 'clinic.example', 'PUBLIC_URL must start with https:// or http://'],
  ['DATABASE_URL', 'mysql://db/miadi', 'DATABASE_URL must start with postgres:// or postgresql://'],
  ['REDIS_URL', 'localhost:6379', 'REDIS_URL must start with redis:// or rediss://'],
  ['SMTP_URL', 'https://mail.example', 'SMTP_URL must start with smtp:// or smtps://'],
  ['SECRET_KEY', 'short', 'SECRET_KEY must have at least 32 characters'],
  ['NODE_ENV', 'prod', 'NODE_ENV must be one of production'],
  ['EMBEDDED_DATABASE', 'true', 'EMBEDDED_DATABASE must be yes or no'],
  ['WHATSAPP_WEB', '1', 'WHATSAPP_WEB must be yes or no'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal'],
])('%s=%s is refused by name', (variable, value, words) => {
  expect(problemsOf({ [variable]: value })).toContain(words);
});

test('an empty value counts as not set', () => {
  expect(read({ PORT: '', TWILIO_AUTH_TOKEN: '  ', PUBLIC_URL: '' })).toMatchObject({ port: 3000, twilio: undefined });
});

test('the public address loses its last slash, for it is joined with paths that start with one', () => {
  expect(read({ PUBLIC_URL: 'https://clinic.example/' }).publicUrl).toBe('https://clinic.example');
});

describe.each(Object.entries(groups))('the group %s', (name, group) => {
  const needed = [...group.needs, ...('oneOf' in group ? group.oneOf.slice(0, 1) : [])];

  test('is on when filled in', () => {
    const config = read(filledIn(needed));
    expect(config[name as keyof typeof groups]).toBeDefined();
    expect(stateOf(group, filledIn(needed)).state).toBe('on');
  });

  test('lacking any one of what it needs, is refused with a sentence that names it', () => {
    for (const missing of needed.length > 1 ? needed : []) {
      const rest = needed.filter((variable) => variable !== missing);
      expect(problemsOf(filledIn(rest))).toMatch(new RegExp(`is half-filled: .*${missing}.* missing`));
    }
  });

  test('with nothing but an address to use, is refused too', () => {
    for (const variable of group.may) expect(problemsOf(filledIn([variable]))).toContain('is half-filled');
  });

  test('shows no secret and no value when half-filled', () => {
    expect(problemsOf(filledIn(needed.slice(1)))).not.toContain('canary');
  });
});

test('all problems are told at once', () => {
  const words = problemsOf({ NODE_ENV: 'production', PORT: 'x', SLACK_CHANNEL: 'C1' });
  expect(words).toMatch(/Slack[^]*PORT[^]*DATABASE_URL[^]*SECRET_KEY[^]*PUBLIC_URL/);
});

describe('in production', () => {
  test('a whole configuration is accepted', () => expect(read(production).production).toBe(true));

  test.each(['DATABASE_URL', 'SECRET_KEY', 'PUBLIC_URL'])('%s is required', (variable) => {
    expect(problemsOf({ ...production, [variable]: '' })).toContain(`${variable} is missing`);
  });

  test('the embedded database must be meant', () => {
    expect(problemsOf({ ...production, DATABASE_URL: '' })).toContain('EMBEDDED_DATABASE=yes');
    expect(problemsOf({ ...production, DATABASE_URL: '', EMBEDDED_DATABASE: 'yes' })).toBe('');
  });

  test('two answers to one question are refused', () => {
    expect(problemsOf({ ...production, EMBEDDED_DATABASE: 'yes' })).toContain('choose one');
  });

  test.each([
    ['WhatsApp', ['TWILIO_WHATSAPP_FROM', ...groups.meta.needs]],
    ['SMS', ['TWILIO_SMS_FROM', 'AT_SMS_FROM', ...groups.africasTalking.needs]],
  ])('two providers of %s are refused', (kind, more) => {
    const both = filledIn([...groups.twilio.needs, ...more]);
    expect(problemsOf({ ...production, ...both })).toMatch(new RegExp(`${kind} comes? through Twilio or .*: remove`));
  });
});

describe('secrets', () => {
  const needs = Object.values(groups).flatMap((group) => [...group.needs, 'TWILIO_SMS_FROM']);
  const config = read({ ...filledIn(needs), ...production, REDIS_URL: 'redis://:canary-redis@cache' });
  const plain = ['TWILIO_ACCOUNT_SID', 'TWILIO_SMS_FROM', 'META_PHONE_NUMBER_ID', 'AT_USERNAME', 'MICROSOFT_APP_ID'];
  const shown = [...plain, 'SLACK_CHANNEL', 'OPENAI_MODEL'].map((name) => `canary-${name}`);
  const withoutPlain = (words: string) => shown.reduce((rest, value) => rest.replaceAll(value, ''), words);

  test.each([
    ['JSON', JSON.stringify(config)],
    ['util.inspect', inspect(config, { depth: 9, showHidden: true })],
    [
      'a sentence',
      Object.values(config)
        .flatMap((part) => Object.values(part ?? {}))
        .join(' '),
    ],
    ['an error', inspect(new Error(`cannot use ${String(config.secretKey)}`, { cause: config }), { depth: 9 })],
  ])('do not show in %s', (_where, words) => {
    expect(withoutPlain(words)).not.toMatch(/canary|kkkk|:pw@/);
  });

  test('are there for who asks', () => {
    expect(config.secretKey.reveal()).toBe(key);
    expect(config.stripe?.secretKey.reveal()).toBe('canary-STRIPE_SECRET_KEY');
  });
});

test('outside production a key is made once and kept for ourselves only', () => {
  const first = read({}).secretKey.reveal();
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect(read({}).secretKey.reveal()).toBe(first);
  expect(fs.statSync(path.join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
});
