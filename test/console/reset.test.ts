import { oneTimeSignIn } from '../../src/accounts/sign-in';
import { codeAt, PASSWORD } from '../accounts/people';
import { type ApiWorld, makeApiWorld } from '../api/world';
import { describeInBrowser, openBrowser } from '../browser';
import { MONDAY } from '../universe';

let w: ApiWorld;
beforeAll(async () => void (w = await makeApiWorld({ SMTP_URL: 'smtp://127.0.0.1:1' })));
afterAll(() => w.end());

describeInBrowser('a forgotten password, in a browser', () => {
  test('is asked for, set with the link and the code, and opens the console', async () => {
    const { id } = await w.staff('staff', { clinicId: w.clinic });
    await w.db.query(`update account set email = 'mary@clinic.example' where id = $1`, [id]);
    const stranger = w.as('');
    const token = await oneTimeSignIn(w.db, id, 'system');
    const secret = String((await stranger.send('POST', '/sign-in/first', { token })).body.secret);
    await stranger.send('POST', '/sign-in/enrol', { token, password: PASSWORD, code: codeAt(secret, MONDAY) });

    const browser = await openBrowser();
    const page = await (await browser.newContext({ locale: 'en' })).newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && !/4\d\d/.test(line.text()) && wrong.push(line.text()));
    await page.goto(`${w.address}/console`);
    await page.getByRole('link', { name: 'A new password' }).click();
    await page.getByLabel('Email').fill('mary@clinic.example');
    await page.getByRole('button').click();
    await page.getByText('a mail is on its way').waitFor();
    const [mail] = await w.db.query<{ body: { text: string } }[]>(`select body from outbox where kind = 'code'`);
    const link = new URL(/http\S+/.exec(mail!.body.text)![0]);
    expect(link.pathname).toBe('/console/reset');

    const later = new Date(+new Date(MONDAY) + 120_000);
    await w.setClock(later);
    await page.goto(`${w.address}/console/reset?lang=en${link.hash}`);
    await page.getByLabel('New password').fill('seven green chairs on a roof');
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button').click();
    await page.locator('#told').filter({ hasText: /\w/ }).waitFor();
    expect(page.url()).not.toContain('#');
    await page.getByLabel('Code').fill(codeAt(secret, later.toISOString()));
    await page.getByRole('button').click();
    await page.getByRole('navigation').waitFor();
    expect(wrong).toEqual([]);
    await browser.close();
  });
});
