/// <reference lib="dom" />
import type { Browser, Locator, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../browser';
import { startFirstMinute } from './start';

jest.setTimeout(120_000);

let house: Awaited<ReturnType<typeof startFirstMinute>>;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

async function say(phone: Locator, text: string): Promise<void> {
  await phone.locator('[name=text]').fill(text);
  await phone.locator('[name=text]').press('Enter');
}

const answers = (phone: Locator): Locator => phone.locator('li.it');

async function newPhone(language: string, wire?: string): Promise<Locator> {
  const before = await page.locator('.phone').count();
  await page.selectOption('#more [name=language]', language);
  await page.click('#more button');
  const phone = page.locator('.phone').nth(before);
  await phone.waitFor();
  if (wire) await phone.getByText(wire, { exact: true }).click();
  return phone;
}

describeInBrowser('the first minute', () => {
  beforeAll(async () => {
    house = await startFirstMinute();
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'en-GB' });
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(house.address);
  });

  afterAll(async () => {
    await browser.close();
    await house.end();
  });

  test('somebody new books by SMS in three messages, and sees it in the calendar, and is reminded when the clock jumps', async () => {
    const phone = page.locator('.phone').first();
    await phone.waitFor();
    expect(await page.locator('#jump').isDisabled()).toBe(true);
    for (const [i, words] of ['dentist tomorrow after 3', '1', 'Grace Otieno, 14 March 1990'].entries()) {
      await say(phone, words);
      await answers(phone).nth(i).waitFor();
    }
    expect(await answers(phone).nth(2).innerText()).toMatch(/booked/i);
    expect(await answers(phone).nth(0).locator('small').innerText()).toMatch(/^\d segments?$/);
    await page.locator('#hours li.mine.booked').waitFor();
    expect(await page.locator('#cost').innerText()).toMatch(/3 SMS, paid as \d+ segments/);

    await page.locator('#jump:not([disabled])').click();
    await answers(phone).nth(3).waitFor();
    expect(await answers(phone).nth(3).innerText()).toMatch(/1\)/);
    const [receipt] = await house.dataSource.query<{ count: number }[]>(
      `select count(*)::int from outbox where status = 'delivered'`,
    );
    expect(receipt?.count).toBeGreaterThanOrEqual(3); // the stand-in's receipts came in, signed
  });

  test('a feature phone calls, and goes on with digits', async () => {
    const phone = await newPhone('sw', 'USSD');
    await phone.getByText('Call *384*123#').click();
    await phone.locator('.screen', { hasText: /1\)/ }).waitFor();
    const screen = await phone.locator('.screen').innerText();
    expect(screen.length).toBeLessThanOrEqual(182);
    expect(screen).toMatch(/0 /);
    await phone.locator('.pad').getByText('1', { exact: true }).click();
    await page.waitForFunction(
      ([id, before]) => document.querySelector(`#${id} .screen`)?.textContent?.trim() !== before,
      [(await phone.getAttribute('id')) ?? '', screen] as const,
    );
    expect(await phone.locator('.screen').innerText()).not.toMatch(/error|not/i);
  });

  test('who asks for a person on WhatsApp is a case at the desk, gets the answer of a colleague, and is handed back', async () => {
    const phone = await newPhone('en', 'WhatsApp');
    await say(phone, 'dentist tomorrow after 3');
    await answers(phone).first().locator('button').first().click();
    await answers(phone).nth(1).waitFor();
    await say(phone, 'I want to talk to a person');
    const row = page.locator('.case', { hasText: 'I want to talk to a person' });
    await row.waitFor();
    await row.getByText('Claim').click();
    await page.locator('[name=answer]').fill('This is Joy, how can I help?');
    await page.locator('[name=answer]').press('Enter');
    await phone.getByText('This is Joy').waitFor();
    const before = await answers(phone).count();
    await page.getByText('Hand back').click();
    await answers(phone).nth(before).waitFor();
    await row.waitFor({ state: 'detached' });
  });

  test('web chat answers on the same page, with choices to tap', async () => {
    const phone = await newPhone('es', 'Web');
    await say(phone, 'dentista mañana por la tarde');
    await answers(phone).first().locator('button').first().click();
    await answers(phone).nth(1).waitFor();
  });

  test('an Arabic phone runs from right to left', async () => {
    const phone = await newPhone('ar');
    expect(await phone.locator('.talk').getAttribute('dir')).toBe('rtl');
    await phone.locator('.hints button').first().press('Enter');
    await answers(phone).first().waitFor();
    expect(await answers(phone).first().innerText()).toMatch(/\p{Script=Arabic}/u);
  });

  test('the keyboard reaches everything, and what can be pressed has a name', async () => {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('button, input, select')]
        .filter(
          (each) =>
            !each.getAttribute('aria-label') && !each.textContent?.trim() && !(each as HTMLInputElement).labels?.length,
        )
        .map((each) => each.outerHTML),
    );
    expect(nameless).toEqual([]);
    await page.reload();
    await page.locator('.phone').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('To the phones');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 12 && (await page.locator('.phone :focus').count()) === 0; i++)
      await page.keyboard.press('Tab');
    expect(await page.locator('.phone :focus').count()).toBe(1);
  });

  test('nothing on it broke the rules that it gives the browser', () => expect(complaints).toEqual([]));

  test('another site cannot do anything here', async () => {
    const from = (origin: string) =>
      fetch(`${house.address}/demo/phones`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ owner: 'x', language: 'en' }),
      });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from(house.address)).status).toBe(200);
  });
});
