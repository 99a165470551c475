import { type ApiWorld, type Caller, makeApiWorld } from '../api/world';

let w: ApiWorld;
let administrator: Caller;
let okafor: Caller;
beforeAll(async () => {
  w = await makeApiWorld();
  administrator = await w.staff('administrator', { clinicId: w.clinic });
  okafor = await w.staff('provider', { clinicId: w.clinic, providerId: w.okafor });
});
afterAll(() => w.end());

const look = async (url: string): Promise<{ status: number; text: string; lines: string[] }> => {
  const answer = await w.app.hub.inject({ method: 'GET', url: new URL(url).pathname });
  // A long line is folded; who reads calendars puts it together again.
  return { status: answer.statusCode, text: answer.body, lines: answer.body.replace(/\r\n[ \t]/g, '').split('\r\n') };
};
const feed = async (who: Caller, names = false): Promise<{ id: number; url: string; status: number }> => {
  const { status, body } = await who.send('POST', `/providers/${w.okafor}/feeds`, { names });
  return { status, id: body.id as number, url: body.url as string };
};

test('a provider has their calendar in the program they use, without a name of a patient', async () => {
  const one = await w.visit('3 09:00');
  await w.visit('3 10:00', w.patients.Bob);
  const { url } = await feed(okafor);
  const { status, text, lines } = await look(url);
  expect(status).toBe(200);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines).toContain(`UID:visit-${one.id}@miadi`);
  expect(lines).toContain('DTSTART:20260603T060000Z');
  expect(text).not.toMatch(/Ann|Bob/);
});

test('names are in it only where an administrator has said so, and then the log says of whom', async () => {
  expect((await feed(okafor, true)).status).toBe(403);
  const { url, id } = await feed(administrator, true);
  expect((await look(url)).text).toMatch(/SUMMARY:Ann\\, Consultation/);
  const noted = await w.db.query<{ subject: string }[]>('select subject from audit where actor = $1 order by subject', [`feed:${id}`]); // prettier-ignore
  expect(noted.map(({ subject }) => subject)).toEqual([`feed:${id}`, `patient:${w.patients.Ann}`, `patient:${w.patients.Bob}`]); // prettier-ignore
});

test('nothing that stands in a name becomes a line or an event of its own', async () => {
  const hostile = 'Skin\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTACH:http://evil\u2028X;LANGUAGE=x:y,z\\n"';
  await w.db.query('update service set name = $2 where id = $1', [w.skin, hostile]);
  await w.db.query('update clinic set name = $2, address = $2 where id = $1', [w.clinic, hostile]);
  await w.db.query('update provider set name = $2 where id = $1', [w.okafor, hostile]);
  const { lines } = await look((await feed(administrator)).url);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(2);
  const properties = new Set(lines.filter(Boolean).map((line) => line.split(/[:;]/)[0]));
  expect([...properties].sort()).toEqual(
    [...['BEGIN', 'DTEND', 'DTSTAMP', 'DTSTART', 'END', 'LOCATION', 'METHOD', 'NAME', 'PRODID', 'REFRESH-INTERVAL', 'SEQUENCE'],
     ...['STATUS', 'SUMMARY', 'UID', 'VERSION', 'X-PUBLISHED-TTL', 'X-WR-CALNAME']].sort(), // prettier-ignore
  );
});

test('an address that was ended, guessed or cut short shows nothing; and of a colleague none is made', async () => {
  const { id, url } = await feed(okafor);
  expect((await look(url)).status).toBe(200);
  await okafor.send('DELETE', `/feeds/${id}`);
  expect((await look(url)).status).toBe(404);
  for (const token of ['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}'`, '../../etc/passwd'])
    expect((await look(`http://x/calendar/${encodeURIComponent(token)}.ics`)).status).toBe(404);
  expect((await okafor.send('POST', `/providers/${w.otieno}/feeds`, {})).status).toBe(404);
  const raw = await w.db.query<object[]>('select token_hash from calendar_feed');
  expect(JSON.stringify(raw)).not.toContain(new URL(url).pathname.slice(10, 53));
});
