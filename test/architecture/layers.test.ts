import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { faults } from './layers';

const top = path.resolve(__dirname, '../..');

test('every import goes the way the layers allow, and none goes round in a circle', () => {
  expect(faults(top)).toEqual([]);
});

/** A test that has never failed proves nothing: each fault is planted once. */
test.each([
  ['scheduling knows a channel', { 'src/scheduling/book.ts': `import { sms } from '../channels/sms/send';` }],
  ['scheduling knows HTTP', { 'src/scheduling/book.ts': `import Fastify from 'fastify';` }],
  ['a flow asks the database', { 'flows/booking.ts': `import { DataSource } from 'typeorm';` }],
  [
    'a flow uses more than types of the domain',
    { 'flows/booking.ts': `import { book } from '../src/scheduling/book';` },
  ],
  ['a type and a value in one import', { 'flows/a.ts': `import { type Slot, book } from '../src/scheduling/book';` }],
  ['one channel imports another', { 'src/channels/sms/send.ts': `import { x } from '../ussd/menu';` }],
  ['a channel knows a foreign SDK', { 'src/channels/ussd/menu.ts': `import twilio from 'twilio';` }],
  ['somebody imports the hub back', { 'src/outbox/send.ts': `import { createHub } from '../hub/server';` }],
  ['somebody knows the queue', { 'src/reminders/plan.ts': `import Queue from 'bull';` }],
  [
    'understanding imports the conversation',
    { 'src/understanding/a.ts': `import { x } from '../conversation/take-turn';` },
  ],
  ['an import at the last moment', { 'src/scheduling/a.ts': `const f = require('fastify') as typeof Fastify;` }],
  ['a circle of two', { 'src/a.ts': `import './b';`, 'src/b.ts': `export * from './a';` }],
  ['a circle of three', { 'src/a.ts': `import './b';`, 'src/b.ts': `import './c';`, 'src/c.ts': `import './a';` }],
])('caught: %s', (_fault, files) => {
  expect(faultsIn(files)).toHaveLength(1);
});

test.each([
  ['types may be looked at', { 'flows/a.ts': `import type { Slot } from '../src/scheduling/types';` }],
  ['types in braces too', { 'flows/a.ts': `import { type Slot, type Visit } from '../src/scheduling/types';` }],
  ['types make no circle', { 'src/a.ts': `import './b';`, 'src/b.ts': `import type { A } from './a';` }],
  ['a channel has its own SDK', { 'src/channels/twilio/send.ts': `import twilio from 'twilio/lib/rest/Twilio';` }],
  ['the app wires the hub', { 'src/app.ts': `import { createHub } from './hub/server';` }],
])('allowed: %s', (_what, files) => {
  expect(faultsIn(files)).toEqual([]);
});

function faultsIn(files: Partial<Record<string, string>>): string[] {
  const planted = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-layers-'));
  const all = { 'src/hub/server.ts': '', 'src/scheduling/types.ts': '', 'src/scheduling/book.ts': '', ...files };
  for (const [file, text] of Object.entries(all)) {
    fs.mkdirSync(path.join(planted, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(planted, file), text ?? '');
  }
  try {
    return faults(planted);
  } finally {
    fs.rmSync(planted, { recursive: true });
  }
}
