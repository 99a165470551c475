import { PassThrough, Readable } from 'node:stream';
import { Secret } from '../../src/secret';
import { understandLines } from '../../src/understanding/lines';
import { type AskModel, modelOf } from '../../src/understanding/model/ask-model';
import { Breaker } from '../../src/understanding/model/breaker';
import { standInForOpenAi } from '../stand-ins/openai';

async function answers(input: string, ask?: AskModel): Promise<Record<string, unknown>[]> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  await understandLines(Readable.from([input]), output, ask);
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

test('days and hours are read in languages of which nothing else has been learned', async () => {
  const rows = [
    { text: 'nächsten Dienstag um halb vier', lang: 'de' },
    { text: 'in de ochtend van 3 december', lang: 'nl' },
    { text: '12月3日 15:00', lang: 'ja' },
  ];
  const input = rows.map((row) => JSON.stringify({ ...row, reference: '2026-11-20T08:00:00' })).join('\n');
  const [german, dutch, japanese] = await answers(input);
  expect(german).toMatchObject({ date: '2026-11-24', time: '15:30' });
  expect(dutch).toMatchObject({ from: '2026-12-03T06:00', part: 'morning' });
  expect(japanese).toMatchObject({ date: '2026-12-03', time: '15:00' });
});

test('words of our own are given by the nearest published label', async () => {
  const out = await answers('{"text":"leave me alone","lang":"en"}\n{"text":"menu","lang":"en"}');
  expect(out.map(({ intents }) => intents)).toEqual([['abort'], ['help']]);
});

test('a language model is asked where the rules are in doubt, and nowhere else', async () => {
  const openai = await standInForOpenAi();
  openai.answer((message) => ({
    content: JSON.stringify({
      command: message.includes('squeeze') ? 'book' : 'unclear',
      command_words: 'squeeze me in',
      need: 'dentistry',
      need_words: 'gnashers',
      day: null,
      day_words: null,
      for_somebody_else: false,
      for_words: null,
    }),
  }));
  const settings = { apiKey: new Secret('test-key'), baseUrl: openai.baseUrl, model: 'stand-in' };
  const ask = modelOf(settings, new Breaker(() => 0));
  const lines = ['squeeze me in, my gnashers', 'cancel my appointment', 'the weather is nice in Lima'];
  const input = lines.map((text) => JSON.stringify({ text, lang: 'en' })).join('\n');
  const [doubtful, sure, neither] = await answers(input, ask);
  expect(doubtful).toMatchObject({ intents: ['book'], specialty: 'dentistry' });
  expect(sure).toMatchObject({ intents: ['cancel'] });
  expect(neither).toMatchObject({ intents: ['out_of_scope'] });
  expect(openai.heard.map(({ messages }) => messages.at(-1)?.content)).toEqual([lines[0], lines[2]]);
  await openai.close();
});
