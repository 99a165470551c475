import fs from 'node:fs';
import path from 'node:path';
import { play } from './play';
import { type Dialogue, parse, render } from './script';

const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.txt'));

// The same flag that rewrites snapshots rewrites what the clinic says. Jest tells it to tests only through this state.
const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
const rewriting = snapshotState._updateSnapshot === 'all';

describe.each(files)('%s', (file) => {
  const name = path.join(__dirname, file);
  const text = fs.readFileSync(name, 'utf8');
  const written = parse(text);
  const played: Dialogue[] = [];

  test.each(written)('$title', async (dialogue) => {
    const { dialogue: said, failures } = await play(dialogue);
    played.push(said);
    expect(failures).toEqual([]);
    if (!rewriting) expect(render([said])).toBe(render([dialogue]));
  });

  afterAll(() => {
    if (rewriting && played.length === written.length) fs.writeFileSync(name, render(played));
  });
});
