import { PassThrough, Readable } from 'node:stream';
import { understandLines } from '../../src/understanding/cli';

async function answers(input: string): Promise<Record<string, unknown>[]> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  await understandLines(Readable.from([input]), output);
  output.end();
  const lines = Buffer.concat(chunks).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line in is a line out, in order, whatever is wrong with one of them', async () => {
  const out = await answers(
    '{"text":"dentist tomorrow after 3","lang":"en","reference":"2026-06-01T08:00:00"}\nnot json\n{"lang":"en"}\n{"text":"2","lang":"en"}',
  );
  expect(out).toHaveLength(4);
  expect(out[0]).toMatchObject({ intents: ['book'], from: '2026-06-02T15:00', specialty: 'dentistry' });
  expect(out[1]).toHaveProperty('error');
  expect(out[2]).toEqual({ error: 'A line needs a "text".' });
  expect(out[3]).toMatchObject({ choice: 2 });
});

test('words of our own are given by the nearest published label', async () => {
  const out = await answers('{"text":"leave me alone","lang":"en"}\n{"text":"menu","lang":"en"}');
  expect(out.map(({ intents }) => intents)).toEqual([['abort'], ['help']]);
});
