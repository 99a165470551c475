import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ApiWorld, makeApiWorld, type Caller } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';
import { MONDAY } from '../universe';
import { type BadLine, badLine } from './bad-line';

let w: ApiWorld;
let line: BadLine;
beforeAll(async () => {
  w = await makeApiWorld();
  line = await badLine(w.address);
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
});
afterAll(async () => {
  line.close();
  await w.end();
});

/** What the API says of the visits of a patient of this name, as the desk sees it. */
const visitsOf = async (name: string): Promise<{ status: string; starts: Date }[]> =>
  (
    await w.db.query<{ status: string; starts: Date; name: string }[]>(
      'select v.status, v.starts, p.name from visit v join patient p on p.id = v.patient_id order by v.id',
    )
  ).filter((one) => one.name === name);

describeInBrowser('reception on a bad line', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let desk: Caller;
  beforeAll(async () => {
    browser = await openBrowser();
    desk = await w.staff('staff', { clinicId: w.clinic });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    line.mend();
    context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en' });
    await context.addCookies([{ name: 'miadi', value: desk.token, url: line.address }]);
    page = await open();
  });
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const fresh = await context.newPage();
    fresh.setDefaultTimeout(10_000);
    await fresh.clock.setFixedTime(new Date(MONDAY));
    await fresh.goto(`${line.address}/console#today`);
    await fresh.getByRole('button', { name: 'Book', exact: true }).and(fresh.locator(':enabled')).waitFor();
    return fresh;
  }
  const cut = async (): Promise<void> => {
    await page.evaluate('navigator.serviceWorker.ready');
    line.cut();
    await context.setOffline(true);
    await page.getByText('The line is down.').waitFor();
  };
  const mend = async (): Promise<void> => {
    line.mend();
    await context.setOffline(false);
  };
  const bookFor = async (name: string, time: string): Promise<void> => {
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByText('New patient').click();
    const form = page.getByRole('form', { name: 'New patient' });
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByLabel('Phone').fill('+254 712 000 111');
    await form.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Day' }).selectOption('2026-06-02');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(`^${time}`) })
      .click();
  };
  const tomorrow = () => page.getByRole('table', { name: /2 June|June 2/ });

  test('it can be put beside other programs, and opens without a line', async () => {
    await w.visit('1 09:00', w.patients.Ann);
    await page.reload();
    await page.getByRole('row', { name: /Ann/ }).waitFor();
    const cdp = await context.newCDPSession(page);
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await cut();
    await page.reload();
    await page.getByRole('row', { name: /Ann/ }).waitFor();
    expect(await page.getByText('This list is as of').count()).toBe(1);
    // Who is here is known without a line too; it is sent when there is one.
    await page.getByRole('button', { name: 'Arrived: Ann' }).click();
    await page.getByRole('row', { name: /Ann.*Arrived \(Waits to be sent\)/ }).waitFor();
    await mend();
    await page.getByText('Waits to be sent').first().waitFor({ state: 'detached' });
    expect((await visitsOf('Ann')).map(({ status }) => status)).toEqual(['arrived']);
  });

  test('what was booked without a line waits with a number of its own, outlives the page, and is booked once', async () => {
    await cut();
    await bookFor('Eve', '10:00');
    await tomorrow()
      .getByRole('row', { name: /10:00.*Eve.*Waits to be sent W-[0-9A-F]{4}/ })
      .waitFor();
    // The same time is not given to the next one.
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Day' }).selectOption('2026-06-02');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^11:00/ })
      .waitFor();
    expect(
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^10:00/ })
        .count(),
    ).toBe(0);
    await page.close();
    page = await context.newPage();
    await page.clock.setFixedTime(new Date(MONDAY));
    await page.goto(`${line.address}/console#today`);
    await tomorrow()
      .getByRole('row', { name: /Eve.*Waits to be sent/ })
      .waitFor();
    expect(await visitsOf('Eve')).toEqual([]);
    // It arrives, and the word of it is lost: asked again, it is still one visit, of one Eve.
    line.loseAnswerTo('/made-offline');
    await mend();
    await tomorrow()
      .getByRole('row', { name: /10:00.*Eve.*Booked/ })
      .waitFor({ timeout: 15_000 });
    expect(await visitsOf('Eve')).toEqual([{ name: 'Eve', status: 'booked', starts: w.slot('2 10:00').starts }]);
  });

  test('who loses a clash is offered what is nearest, and takes it', async () => {
    await cut();
    await bookFor('Fay', '2:00');
    await tomorrow()
      .getByRole('row', { name: /Fay.*Waits/ })
      .waitFor();
    await w.visit('2 14:00', w.patients.Dan); // somebody with a better line
    await mend();
    const unsettled = page.getByRole('region', { name: 'Not settled yet' });
    await unsettled.getByText('Sorry, that time has just been taken.').waitFor({ timeout: 15_000 });
    expect(await visitsOf('Fay')).toEqual([]);
    const times = await unsettled.getByRole('button').allInnerTexts();
    expect(times.slice(0, 3).map((one) => /1:30|2:30|1:15|2:45/.test(one))).toEqual([true, true, true]);
    await unsettled.getByRole('button').first().click();
    await page.getByText(/Booked: Fay/).waitFor();
    expect((await visitsOf('Fay')).map(({ status }) => status)).toEqual(['booked']);
    await tomorrow()
      .getByRole('row', { name: /Dan.*Booked/ })
      .waitFor();
  });

  test('who signs out takes everything along, also without a line', async () => {
    await cut();
    await bookFor('Gil', '4:00');
    await tomorrow().getByRole('row', { name: /Gil/ }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Who signs out now loses it.').waitFor();
    await page.getByRole('button', { name: 'Sign out and lose it' }).click();
    await page.getByLabel('Password').waitFor();
    const left = await page.evaluate<string>(
      `new Promise((done) => { const asked = indexedDB.open('miadi-desk'); asked.onsuccess = () => { const all = asked.result.transaction('kept').objectStore('kept').getAll(); all.onsuccess = () => done(JSON.stringify(all.result)); }; })`,
    );
    expect(left).not.toMatch(/Gil|Ann|visits/);
    await page.reload();
    await page.getByLabel('Password').waitFor();
    // And the server hears of it as soon as it can.
    await mend();
    await page.reload();
    await page.getByLabel('Password').waitFor();
    expect((await desk.get('/self')).status).toBe(401);
  });
});
