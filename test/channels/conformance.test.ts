import { readdirSync } from 'node:fs';
import path from 'node:path';
import { startApp } from '../app';
import { candidates } from './candidates';
import { cases, type CaseName, type Table } from './conformance';

const names = Object.keys(cases) as CaseName[];

describe.each(Object.entries(candidates))('%s', (_name, prepare) => {
  let at: Table;
  beforeAll(async () => {
    const candidate = await prepare();
    at = { candidate, app: await startApp(candidate.environment) };
  });
  afterAll(async () => {
    await at.app.end();
    await at.candidate.close();
  });

  test.each(names)('%s', async (name) => {
    // What cannot come up is said with its reason, so that no case is left out by a slip.
    if (at.candidate.lacks[name]) return;
    await cases[name](at);
  });
});

test('every channel stands at the table', async () => {
  const all = await Promise.all(Object.values(candidates).map((prepare) => prepare()));
  await Promise.all(all.map((candidate) => candidate.close()));
  const folders = readdirSync(path.resolve(__dirname, '../../src/channels'), { withFileTypes: true });
  expect([...new Set(all.map(({ folder }) => folder))].sort()).toEqual(
    folders
      .filter((each) => each.isDirectory())
      .map((each) => each.name)
      .sort(),
  );
});
