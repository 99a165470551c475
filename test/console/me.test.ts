import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type ApiWorld, makeApiWorld } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';
import { seriousFaults } from './axe';

let w: ApiWorld;
beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query(`update patient set birth_date = '1990-04-05' where id = $1`, [w.patients.Ann]);
  await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    w.contacts.Ann,
    w.patients.Ann,
  ]);
  await w.db.query(`update provider set about = 'Warm hands' where id = $1`, [w.okafor]);
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

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

/** Everything that is theirs to see and to say, by plain forms. */
async function aboutThemselves(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Waiting list' }).click();
  await page.getByLabel('Kind of doctor').selectOption('dermatology');
  await press(page, 'Join the waiting list');
  await page.getByRole('listitem').filter({ hasText: 'Ann · Skin doctor' }).waitFor();
  expect((await w.db.query<unknown[]>(`select from waiting where status = 'waiting'`)).length).toBe(1);
  await press(page, 'Leave the list');
  await page.getByRole('link', { name: 'Back' }).click();

  await page.getByRole('link', { name: 'Add a child' }).click();
  await page.getByLabel('Name').fill('Zoe <b>');
  await page.getByLabel('Birth date').fill('2020-02-03');
  await page.getByLabel('Who they are').selectOption('parent');
  await press(page, 'Add');
  await page.getByRole('link', { name: 'Zoe <b>' }).waitFor();

  await page.getByRole('link', { name: 'Ann', exact: true }).click();
  const part = (title: string) => page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });
  await part('Insurance').getByText('Add', { exact: true }).click();
  await part('Insurance').getByLabel('Insurer').fill('Afya Bora');
  await part('Insurance').getByLabel('Number and what to know').fill('No 77');
  await part('Insurance').getByRole('button', { name: 'Save' }).click();
  await part('Insurance').getByText('Afya Bora').waitFor();
  await part('History').getByText('Add to my history').click();
  await part('History').getByLabel('In a word').fill('Allergy');
  await part('History').getByLabel('What should be known').fill('Penicillin');
  await part('History').getByRole('button', { name: 'Save' }).click();
  await part('History').getByText('Penicillin').waitFor();
  await part('Who may read what').getByText('Let somebody read').first().click();
  await part('Who may read what').getByLabel('Whom').selectOption({ label: 'Dr Ngozi Okafor' });
  await part('Who may read what').getByRole('button', { name: 'Let somebody read' }).click();
  await part('Who may read what').getByText('Medical history: Dr Ngozi Okafor').waitFor();
  const okafor = await w.staff('provider', { clinicId: w.clinic, providerId: w.okafor });
  const readable = async (): Promise<string> => (await okafor.get(`/patients/${w.patients.Ann}/record`)).text;
  expect(await readable()).toContain('Penicillin');
  await press(page, 'Take back');
  expect(await readable()).not.toContain('Penicillin');

  await press(page, 'Stop them');
  await page.getByText('No messages come that were not asked for.').waitFor();
  await press(page, 'Let them come again');
  await page.getByText('Delete my data').click();
  await press(page, 'Ask the clinic to delete it');
  await page.getByText('No messages come that were not asked for.').waitFor();
  const cases = await w.db.query<{ kind: string }[]>('select kind from desk_case');
  expect(cases.map(({ kind }) => kind)).toContain('data_erasure');
  await page.getByRole('link', { name: 'Back' }).click();

  // Somebody else's page is not there, whatever number stands in the address.
  expect((await page.goto(`${w.address}/me/people/${w.patients.Bob}`))?.status()).toBe(404);
  await page.goto(`${w.address}/me/providers/${w.okafor}`);
  await page.getByText('Warm hands').waitFor();
  await page.getByRole('link', { name: 'Show free times' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Dr Ngozi Okafor' }).first().waitFor();
  await page.getByLabel('How').selectOption('video');
  await press(page, 'Show free times');
  await page.getByRole('listitem').filter({ hasText: 'By video' }).first().waitFor();
}

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

  const signedIn = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext(options);
    const { token } = await w.patient(w.contacts.Ann, [w.patients.Ann]);
    await context.addCookies([{ name: 'miadi_me', value: token, url: w.address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    await page.goto(`${w.address}/me`);
    return page;
  };

  test('waiting list, family, insurance, history, who may read it, messages, deletion, and whom one might go to', async () => {
    const page = await signedIn({ javaScriptEnabled: false, locale: 'en' });
    await aboutThemselves(page);
    await page.context().close();
  });

  test('legible without eyes, from right to left, on a small telephone', async () => {
    const page = await signedIn({ locale: 'ar', viewport: { width: 360, height: 740 } });
    const found: string[] = [];
    const { Ann } = w.patients;
    for (const url of [
      '',
      '/book?specialty=dermatology',
      `/people/${Ann}`,
      '/people/new',
      '/waiting',
      `/providers/${w.okafor}`,
    ]) {
      await page.goto(`${w.address}/me${url}`);
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      found.push(...(await seriousFaults(page)).map((fault) => `${url}: ${fault}`));
      // Nothing hangs over the edge of a small telephone.
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) found.push(`${url}: too wide`);
    }
    expect(found).toEqual([]);
    await page.context().close();
  });
});
