import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { table, tableIn } from './words-table';

const page = path.resolve(__dirname, '../../docs/words.md');
const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };

test('docs/words.md says what a booking costs in every language today', () => {
  const written = readFileSync(page, 'utf8');
  const today = table();
  if (snapshotState._updateSnapshot === 'all') writeFileSync(page, written.replace(tableIn(written), today));
  else expect(tableIn(written)).toBe(today);
});

test('caught: a figure that is no longer true', () => {
  const written = readFileSync(page, 'utf8').replace(/\*\*(\d+)\*\*/, '**99**');
  expect(tableIn(written)).not.toBe(table());
});
