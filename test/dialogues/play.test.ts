import fs from 'node:fs';
import path from 'node:path';
import { rewriting } from '../rewriting';
import { play } from './play';
import { type Dialogue, parse, render } from './script';

const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.txt'));


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
