import type { Browser, Page } from 'playwright-core';
import { cancel } from '../../src/scheduling/cancel';
import { offerFreed } from '../../src/scheduling/offer-freed';
import { joinWaitingList } from '../../src/scheduling/waiting-list';
import type { OpeningId, SpecialtyCode } from '../../src/database/ids';
import { sealedDocument } from '../../src/sealing/sealed';
import { type ApiWorld, makeApiWorld } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';
import { MONDAY } from '../universe';

let w: ApiWorld;
beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
  await w.db.query(`update specialty set names = '{"en": "Skin doctor"}' where code = 'dermatology'`);
  for (const name of ['Ann', 'Bob'] as const)
    await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
      w.contacts[name],
      w.patients[name],
    ]);
});
afterAll(() => w.end());

describeInBrowser('screens for those who look after a clinic', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    const { token } = await w.staff('administrator', { clinicId: w.clinic });
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1366, height: 900 } });
    await context.addCookies([{ name: 'miadi', value: token, url: w.address }]);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.clock.setFixedTime(new Date(MONDAY));
  });
  afterAll(() => browser.close());
  const open = async (screen: string): Promise<void> => {
    await page.goto(`${w.address}/console#${screen}`);
    await page.locator('main h1').waitFor();
  };

  test('a freed time says whom it was offered to, and why them', async () => {
    await joinWaitingList(w.db, {
      ...{ clinicId: w.clinic, patientId: w.patients.Bob, contactId: w.contacts.Bob },
      ...{
        specialty: 'dermatology' as SpecialtyCode,
        fromDay: '2026-06-01',
        toDay: '2026-06-30',
        providerId: w.okafor,
      },
    });
    const { id, version } = await w.visit('3 10:00', w.patients.Ann);
    await cancel(w.db, { id, version }, { by: 'system' });
    const [opening] = await w.db.query<{ id: OpeningId }[]>('select id from opening');
    await offerFreed(w.db, opening!.id);
    await open('waiting');
    await page
      .getByText(/Bob · thinks about it · place 1\/1, Since Monday.*never asked before, waited for this doctor/)
      .waitFor();
    await page.getByText('Add', { exact: true }).click();
    await page.getByRole('searchbox').fill('Cat');
    await page.getByRole('button', { name: 'Search by name or phone' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Nobody could be told of a free time').waitFor();
    await page.getByRole('button', { name: 'Remove: Bob' }).click();
    await page.getByRole('row', { name: /Bob/ }).waitFor({ state: 'detached' });
  });

  test('what did not get through is sent again with a click', async () => {
    const [dead] = await w.db.query<{ id: number }[]>(
      `insert into outbox (contact_id, clinic_id, kind, body, status, why, settled_at) values ($1, $2, 'reminder', $3, 'dead', 'bad_address', clock_now()) returning id`,
      [w.contacts.Ann, w.clinic, sealedDocument({ text: 'Hello' })],
    );
    await open('delivery');
    await page.getByText('bad address').waitFor();
    await page.getByRole('button', { name: 'Send again: Ann' }).click();
    await page.getByText('Are sent again: 1').waitFor();
    const [after] = await w.db.query<{ status: string; tries: number }[]>('select status, resends from outbox where id = $1', [dead!.id]); // prettier-ignore
    expect(after?.status).not.toBe('dead');
  });

  test('an answer is priced while it is written, as it will be sent', async () => {
    await w.db.query(
      `insert into sender (channel, per_second, micros_per_segment, currency) values ('sms', 1, 8000, 'USD')`,
    );
    await w.db.query(`insert into desk_case (clinic_id, contact_id, kind) values ($1, $2, 'person')`, [w.clinic, w.contacts.Ann]); // prettier-ignore
    await open('cases');
    await page.getByRole('button', { name: /Asks for a person/ }).click();
    const box = page.getByRole('dialog').getByRole('textbox');
    await box.fill('We will call you.');
    await page.getByText('SMS parts: 1 · $0.008').waitFor();
    await box.fill('你好'.repeat(40));
    await page.getByText('SMS parts: 2 · $0.016').waitFor();
  });

  test('figures are drawn, stand beneath as numbers, and leave as a table', async () => {
    await w.visit('4 11:00', w.patients.Ann);
    await open('reports');
    const card = page.getByRole('region', { name: 'Bookings' });
    await card.getByRole('img', { name: 'Bookings: Share by patients themselves' }).waitFor();
    await card.getByLabel('Told apart by').selectOption('provider');
    await card.getByLabel('What is shown').selectOption({ label: 'Bookings' });
    await card.getByRole('img', { name: 'Bookings: Bookings' }).getByText('Dr Ngozi Okafor').first().waitFor();
    await card.getByText('The numbers').click();
    await card.getByRole('row', { name: /Dr Ngozi Okafor/ }).waitFor();
    const download = page.waitForEvent('download');
    await card.getByRole('link', { name: 'CSV: Bookings' }).click();
    const stream = await (await download).createReadStream();
    let text = '';
    for await (const part of stream) text += String(part);
    expect(text).toMatch(/Dr Ngozi Okafor/);
    await page.getByRole('region', { name: 'Equity: Language' }).waitFor();
  });

  test('what patients are told about the clinic is set', async () => {
    await open('settings');
    await page.getByRole('textbox', { name: 'Address' }).fill('Kenyatta Avenue 7');
    await page.getByRole('form', { name: 'Clinic' }).getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const [clinic] = await w.db.query<{ address: string; phone: string | null }[]>('select address, phone from clinic where id = $1', [w.clinic]); // prettier-ignore
    expect(clinic).toEqual({ address: 'Kenyatta Avenue 7', phone: null });
  });
});
