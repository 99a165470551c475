import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import globalSetup from './global-setup';
import globalTeardown from './global-teardown';
import { openBrowser } from './open-browser';
import { picturesOfPages } from './pictures-of-pages';
import { startFirstMinute } from './first-minute/start';

const folder = path.resolve(__dirname, '../docs/pictures');

/** Takes the pictures of the documentation from a real browser, with real conversations in them. */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await globalSetup();
  const house = await startFirstMinute();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: 1480, height: 1000 },
      locale: 'en-GB',
      deviceScaleFactor: 1,
    });
    await page.goto(house.address);
    await play(page);
    await page.screenshot({ path: path.join(folder, 'first-minute.png') });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: path.join(folder, 'first-minute-dark.png') });
    await picturesOfPages(browser, house, folder);
  } finally {
    await browser.close();
    await house.end();
    await globalTeardown();
  }
}

/** One books by SMS in English; another, on WhatsApp in Swahili, asks for a person. */
async function play(page: Page): Promise<void> {
  const first = page.locator('.phone').first();
  for (const [i, words] of ['dentist tomorrow after 3', '1', 'Grace Otieno, 14 March 1990'].entries()) {
    await say(first, words);
    await first.locator('li.it').nth(i).waitFor();
  }
  await page.selectOption('#more [name=language]', 'sw');
  await page.click('#more button');
  const second = page.locator('.phone').nth(1);
  await second.getByText('WhatsApp').click();
  await say(second, 'daktari wa meno kesho mchana');
  await second.locator('li.it').nth(0).waitFor();
  await say(second, 'nataka kuongea na mtu');
  await second.locator('li.it').nth(1).waitFor();
  await page.locator('.case').first().waitFor();
  await page.waitForTimeout(1500);
}

async function say(phone: ReturnType<Page['locator']>, text: string): Promise<void> {
  await phone.locator('[name=text]').fill(text);
  await phone.locator('[name=text]').press('Enter');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
