import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DataSource } from 'typeorm';
import { giveRole, invite } from '../src/accounts/people';
import { beginSession } from '../src/accounts/sessions';
import type { ClinicId, ContactId, PatientId } from '../src/database/ids';
import { MONDAY } from './first-minute/start';

interface House {
  address: string;
  dataSource: DataSource;
}

/** The console and the page of a patient, as they stand in the documentation. */
export async function picturesOfPages(browser: Browser, house: House, folder: string): Promise<void> {
  const [clinic] = await house.dataSource.query<{ id: ClinicId }[]>(
    `select clinic_id as id from visit where day = '2026-06-01' group by 1 order by count(*) desc limit 1`,
  );
  if (!clinic) throw new Error('The demo network has no visits on the day of the pictures');
  const take = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: path.join(folder, `${name}.png`) });
  const desk = await atTheDesk(browser, house, clinic.id);
  const page = await opened(desk, `${house.address}/console#today`);
  await page.getByRole('table').first().waitFor();
  await take(page, 'today');
  for (const [screen, settled] of [
    ['calendar', '.ec-event'],
    ['waiting', 'main table, main h2'],
    ['reports', '.chart .dot'],
  ] as const) {
    await page.goto(`${house.address}/console#${screen}`);
    await page.locator(settled).first().waitFor();
    await page.waitForTimeout(700); // until nothing moves any more
    await take(page, screen);
  }
  await page.goto(`${house.address}/console?lang=ar#today`);
  await page.getByRole('table').first().waitFor();
  await take(page, 'today-ar');
  await withoutLine(page, house);
  await take(page, 'today-without-a-line');
  await desk.close();
  const me = await asPatient(browser, house);
  const mine = await opened(me, `${house.address}/me`);
  await take(mine, 'me');
  await mine.goto(`${house.address}/me/book?specialty=dentistry`);
  await take(mine, 'me-book');
  await me.close();
}

async function opened(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(MONDAY));
  await page.goto(address);
  return page;
}

async function atTheDesk(
  browser: Browser,
  { dataSource, address }: House,
  clinicId: ClinicId,
): Promise<BrowserContext> {
  const db = dataSource.manager;
  const { id } = await invite(db, { email: 'amina@clinic.example', name: 'Amina Yusuf' }, 'system');
  await giveRole(db, id, { role: 'administrator', clinicId, providerId: null }, 'system');
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const value = await beginSession(db, { accountId: id }, 'pictures');
  await context.addCookies([{ name: 'miadi', value, url: address }]);
  return context;
}

/** Somebody with visits behind and before them. */
async function asPatient(browser: Browser, { dataSource, address }: House): Promise<BrowserContext> {
  const [one] = await dataSource.query<{ contactId: ContactId; patientId: PatientId }[]>(
    `select cp.contact_id as "contactId", cp.patient_id as "patientId" from contact_patient cp join visit v on v.patient_id = cp.patient_id
      where cp.relation = 'self' group by 1, 2 order by bool_or(v.status = 'booked') desc, count(*) desc limit 1`,
  );
  if (!one) throw new Error('Nobody in the demo network has a phone');
  const value = await beginSession(dataSource.manager, { contactId: one.contactId, patients: [one.patientId] }, 'pictures'); // prettier-ignore
  const context = await browser.newContext({ viewport: { width: 420, height: 800 }, locale: 'en-GB' });
  await context.addCookies([{ name: 'miadi_me', value, url: address }]);
  return context;
}

/** A visit that was written down while the line was gone. */
async function withoutLine(page: Page, { address }: House): Promise<void> {
  await page.goto(`${address}/console?lang=en#today`);
  await page.getByRole('table').first().waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText('New patient').click();
  const form = page.getByRole('form', { name: 'New patient' });
  await form.getByLabel('Name', { exact: true }).fill('Baraka Mwangi');
  await form.getByLabel('Phone').fill('+254 712 000 111');
  await form.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('group', { name: 'Free times' }).getByRole('button').nth(6).click();
  await page.getByRole('region', { name: 'Not settled yet' }).waitFor();
}
