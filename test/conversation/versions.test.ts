import fs from 'node:fs';
import path from 'node:path';
import { flows } from '../../flows';
import type { FlowName } from '../../flows/vocabulary';
import { shapes } from '../../src/conversation/shapes';
import { rewriting } from '../rewriting';

const file = path.resolve(__dirname, '../../flows/versions.json');

type Versions = Partial<Record<FlowName, { version: number; shape: string }>>;

const recorded = JSON.parse(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '{}') as Versions;
const current = Object.fromEntries(
  Object.entries(flows).map(([name, { version }]) => [name, { version, shape: shapes[name as FlowName] }]),
) as Required<Versions>;

/** The flows that somebody has changed without saying so. */
const changed = (Object.keys(current) as FlowName[]).filter((name) => {
  const before = recorded[name];
  return before?.version === current[name].version && before.shape !== current[name].shape;
});

test('a flow that has changed its shape has a new version in flows/index.ts, and a step in flows/migrations.ts', () => {
  expect(changed).toEqual([]);
});

test('the versions are written down in flows/versions.json', () => {
  if (rewriting && changed.length === 0) fs.writeFileSync(file, `${JSON.stringify(current, null, 2)}\n`);
  else expect(recorded).toEqual(current);
});
