import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { oneTimeSignIn } from '../../src/accounts/sign-in';
import { codeAt, PASSWORD } from '../accounts/people';
import { type ApiWorld, makeApiWorld, versionOf } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';
import { MONDAY } from '../universe';
import { seriousFaults } from './axe';

const LANGUAGES = ['en', 'es', 'fr', 'pt', 'sw', 'ar', 'hi'];
const SCREENS = [
  'today',
  'calendar',
  'requests',
  'cases',
  'patients',
  'waiting',
  'hours',
  'services',
  'reports',
  'delivery',
  'settings',
  'people',
  'audit',
];

let w: ApiWorld;
beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
});
afterAll(() => w.end());

test('the page is strict, small, and has every word in every language', async () => {
  const page = await w.app.hub.inject('/console');
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  const script = await w.app.hub.inject('/console/app.js');
  expect(script.statusCode).toBe(200);
  const first = [...page.body.matchAll(/modulepreload" href="([^"]+)"/g)].map(([, url]) => url!);
  const begins = await Promise.all(first.map((url) => w.app.hub.inject(url)));
  expect(begins.map(({ statusCode }) => statusCode)).toEqual(first.map(() => 200));
  const weight = [script, ...begins].reduce((sum, { body }) => sum + gzipSync(body).length, 0);
  expect(weight).toBeLessThan(25 * 1024);
  expect(
    (await w.app.hub.inject({ url: '/console/app.js', headers: { 'if-none-match': String(script.headers.etag) } }))
      .statusCode,
  ).toBe(304);
  const english = JSON.parse(fs.readFileSync('locales/en/console.json', 'utf8')) as Record<string, string>;
  for (const language of LANGUAGES) {
    const words = JSON.parse(fs.readFileSync(`locales/${language}/console.json`, 'utf8')) as Record<string, string>;
    expect([language, Object.keys(words)]).toEqual([language, Object.keys(english)]);
  }
  const folder = path.resolve('src/console/browser');
  const source = fs.readdirSync(folder).filter((name) => /\.tsx?$/.test(name)).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n'); // prettier-ignore
  const said = [...source.matchAll(/say\('(\w+)'\)/g)].map(([, name]) => name!);
  expect(said.length).toBeGreaterThan(60);
  expect([...new Set(said), ...SCREENS].filter((name) => !(name in english))).toEqual([]);
});

describeInBrowser('in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const wrong: string[] = [];
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    wrong.length = 0;
    context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en' });
    page = await context.newPage();
    // The server's clock stands on a Monday in June; so does the browser's, or "today" would be another day.
    await page.clock.setFixedTime(new Date(MONDAY));
    page.on(
      'console',
      (line) => line.type() === 'error' && !/40[0-9]|422/.test(line.text()) && wrong.push(line.text()),
    );
    page.on('pageerror', (error) => wrong.push(String(error)));
  });
  afterEach(async () => {
    await context.close();
    expect(wrong).toEqual([]); // also what the content security policy has stopped
  });

  const signedInAs = async (role: 'administrator' | 'staff' | 'provider'): Promise<void> => {
    const { token } = await w.staff(role, {
      clinicId: w.clinic,
      providerId: role === 'provider' ? w.okafor : (undefined as never),
    });
    await context.addCookies([{ name: 'miadi', value: token, url: w.address }]);
  };
  const open = async (screen: string, lang = 'en'): Promise<void> => {
    await page.goto(`${w.address}/console?lang=${lang}#${screen}`);
    await page.locator('main h1').waitFor();
  };

  test('the first sign-in, and the next one', async () => {
    const mary = await w.staff('staff', { clinicId: w.clinic });
    await page.goto(`${w.address}/console/first#${await oneTimeSignIn(w.db, mary.id, 'system')}`);
    const secret = await page.locator('code.once').innerText();
    expect(page.url()).not.toContain('#');
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('Code from your app').fill(codeAt(secret, MONDAY));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: /Today, Monday/ }).waitFor();
    expect(await page.getByRole('link').allInnerTexts()).toEqual([
      'Today',
      'Calendar',
      'Requests',
      'Cases',
      'Patients',
      'Waiting list',
      'Hours and leave',
      'Reports',
      'Messages sent',
    ]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email').fill('nobody@clinic.example');
    await page.getByLabel('Password').fill('x');
    await page.getByLabel('Code from your app').fill('1');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'did not fit together' }).waitFor();
  });

  test('today: somebody arrives, and the other window hears of it', async () => {
    await w.visit('1 10:00', w.patients.Ann);
    await signedInAs('staff');
    await open('today');
    const other = await context.newPage();
    await other.clock.setFixedTime(new Date(MONDAY));
    await other.goto(`${w.address}/console#today`);
    await other.getByRole('row', { name: /Ann/ }).waitFor();
    await other.waitForTimeout(2000); // until it listens
    await page.getByRole('button', { name: 'Arrived: Ann' }).click();
    await page.getByRole('row', { name: /Ann.*Arrived/ }).waitFor();
    await other.getByRole('row', { name: /Ann.*Arrived/ }).waitFor({ timeout: 10_000 });
  });

  const drag = async (from: string, minutes: number): Promise<void> => {
    const event = page.locator('.ec-event', { hasText: from });
    await event.waitFor();
    await page.waitForTimeout(2500); // until the page has heard of what the test itself has done
    await event.scrollIntoViewIfNeeded();
    const box = (await event.boundingBox())!;
    const perMinute = box.height / 30;
    await page.mouse.move(box.x + box.width / 2, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 12, { steps: 3 });
    await page.mouse.move(box.x + box.width / 2, box.y + 4 + minutes * perMinute, { steps: 12 });
    await page.mouse.up();
  };
  const toTuesday = () => page.getByLabel('Day', { exact: true }).fill('2026-06-02');

  test('a visit is dragged to a free time', async () => {
    const { id } = await w.visit('2 09:30', w.patients.Bob);
    await signedInAs('staff');
    await open('calendar');
    await toTuesday();
    await drag('Bob', 60);
    await page.getByText('Saved.').waitFor();
    const [moved] = await w.db.query<{ starts: Date }[]>('select starts from visit where moved_from = $1', [id]);
    expect(moved?.starts).toEqual(w.slot('2 10:30').starts);
  });

  test('a drag that loses a race says why, and the visit stays where it was', async () => {
    const { id } = await w.visit('2 14:00', w.patients.Cat);
    await signedInAs('staff');
    await open('calendar');
    await toTuesday();
    await page.locator('.ec-event', { hasText: 'Cat' }).waitFor();
    // Somebody else is quicker, between the look and the drop, and the page has not heard of it.
    await page.route('**/api/v1/visits/*/move', async (route) => {
      await w.visit('2 15:00', w.patients.Dan);
      await route.continue();
    });
    await drag('Cat', 60);
    await page.getByText('Not moved: Sorry, that time has just been taken.').waitFor();
    await page.locator('.ec-event', { hasText: 'Dan' }).waitFor();
    expect(await versionOf(w, id)).toBe(1);
  });

  test('by the keyboard: open a visit, and move it to a time from the list', async () => {
    const { id } = await w.visit('1 15:00', w.patients.Bob);
    await signedInAs('staff');
    await open('today');
    await page.getByRole('table', { name: 'Monday' }).getByRole('button', { name: 'Bob', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Free times' }).getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await versionOf(w, id)).toBe(2);
  });

  test('leave is entered only after it was shown whom it affects', async () => {
    await w.visit('9 10:00', w.patients.Ann);
    await signedInAs('provider');
    await open('hours');
    await page.getByRole('heading', { name: 'Leave or blocked time' }).waitFor();
    const form = page.getByRole('form', { name: 'Show who is affected' });
    await form.getByLabel('From').fill('2026-06-09T08:00');
    await form.getByLabel('To').fill('2026-06-09T18:00');
    expect(await page.getByRole('button', { name: 'Enter it' }).count()).toBe(0);
    await form.getByRole('button').click();
    await page.getByText('Whose visits are in that time: 1').waitFor();
    await page.getByRole('button', { name: 'Enter it' }).click();
    await page.getByRole('button', { name: 'Give it back' }).waitFor();
  });

  test('nothing serious for axe, on any screen, and none without its words', async () => {
    await signedInAs('administrator');
    const found: string[] = [];
    for (const [screen, lang] of [
      ...SCREENS.map((one) => [one, 'en']),
      ...['calendar', 'today', 'reports', 'waiting'].map((one) => [one, 'ar']),
      ['today', 'hi'],
    ] as const) {
      await open(screen!, lang);
      await page.waitForTimeout(400);
      found.push(...(await seriousFaults(page)).map((fault) => `${screen} ${lang}: ${fault}`));
    }
    expect(found).toEqual([]);
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
  }, 120_000);

  test('in Arabic the page runs from right to left', async () => {
    await signedInAs('staff');
    await open('today', 'ar');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.locator('h1').innerText()).toMatch(/اليوم/);
  });
});
