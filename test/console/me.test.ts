import type { Browser } from 'playwright-core';
import { type ApiWorld, makeApiWorld } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';

let w: ApiWorld;
beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query(`update patient set birth_date = '1990-04-05' where id = $1`, [w.patients.Ann]);
  await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    w.contacts.Ann,
    w.patients.Ann,
  ]);
  await w.db.query(`update specialty set names = '{"en": "Skin doctor"}' where code = 'dermatology'`);
});
afterAll(() => w.end());

const newestCode = async (): Promise<string> => {
  const rows = await w.db.query<{ body: { text: string } }[]>('select body from outbox order by id desc limit 1');
  return /\d{6}/.exec(rows[0]!.body.text)![0];
};

const form = (url: string, fields: Record<string, string>, cookie = '', origin = 'http://localhost:0') =>
  w.app.hub.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(fields).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin, cookie },
  });

test('who is signed in nowhere sees a field for a number, and nothing of anybody', async () => {
  const page = await w.app.hub.inject('/me');
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(page.body).not.toMatch(/<script|Ann/);
  expect((await form('/me/visits/1/cancel', { version: '1' })).headers.location).toBe('/me');
});

test('a known number and an unknown one see the same page', async () => {
  const [known, unknown] = [
    await form('/me/code', { phone: '+15550100001' }),
    await form('/me/code', { phone: '+15550100099' }),
  ];
  expect(known.body.replaceAll('0001', '')).toBe(unknown.body.replaceAll('0099', ''));
});

test('another site cannot send its forms', async () => {
  expect((await form('/me/sign-out', {}, '', 'https://evil.example')).statusCode).toBe(403);
});

describeInBrowser('without a script', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());

  test('sign in, book, move, cancel, take it back, download', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    await page.goto(`${w.address}/me`);
    await page.getByLabel('Your phone number').fill('+1 555 010 0001');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('The code from the message').fill(await newestCode());
    await page.getByLabel('Birth date').fill('1990-04-05');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'To come' }).waitFor();

    await page.getByRole('link', { name: 'Book a visit' }).click();
    await page.getByLabel('Kind of doctor').selectOption('dermatology');
    await page.getByLabel('From').fill('2026-06-03');
    await page.getByRole('button', { name: 'Show free times' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Dr Ngozi Okafor' }).getByRole('button').first().click();
    await page.getByText('Dr Ngozi Okafor').waitFor();
    await page.getByRole('link', { name: 'Move' }).click();
    await page.locator('.times button').nth(5).click();
    await page.getByRole('button', { name: 'Cancel the visit' }).click();
    await page.getByText('Cancelled').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Cancel the visit' }).waitFor();
    const rows = await w.db.query<{ status: string; by: string }[]>(
      'select status, booked_by as by from visit order by id',
    );
    expect(rows.map(({ status }) => status)).toEqual(['moved', 'cancelled', 'booked']);
    expect(new Set(rows.map(({ by }) => by))).toEqual(new Set([`patient:${w.contacts.Ann}`]));

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download my data' }).click();
    const stream = await (await download).createReadStream();
    let text = '';
    for await (const part of stream) text += String(part);
    expect(JSON.parse(text)).toMatchObject([{ patient: { name: 'Ann' }, visits: [{}, {}, {}] }]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Your phone number').waitFor();
    await context.close();
  });
});
