import type { Browser, Page } from 'playwright-core';
import { type ApiWorld, makeApiWorld } from '../api/world';
import { nameWords, sealed, sealedDocument } from '../../src/sealing/sealed';
import { describeInBrowser, openBrowser } from '../browser';
import { MONDAY } from '../universe';

const SCREENS = ['today', 'calendar', 'requests', 'cases', 'patients', 'waiting', 'hours', 'services', 'reports', 'delivery', 'settings', 'people', 'audit']; // prettier-ignore

/** Each would show that it had run, or would break out of where it stands. */
const SHAPES = [
  '<script>window.pwned=1</script>', '"><img src=x onerror="window.pwned=1">', "' autofocus onfocus='window.pwned=1", '</script><svg onload=window.pwned=1>',
  'javascript:window.pwned=1', '<iframe srcdoc="<script>parent.pwned=1</script>">', '{{constructor.constructor("window.pwned=1")()}}', '${window.pwned=1}',
  '<a href="javascript:window.pwned=1">x</a>', '<style>*{display:none}</style>', '</title></textarea></select><b>', '<!-- ', ']]>', '&lt;b&gt;&amp;&#60;',
  '\u202egnp.exe', '\u2066\u2067x', 'Zoë 👩‍⚕️ 患者', 'ب'.repeat(30), 'W'.repeat(100), '=HYPERLINK("x")', '%0d%0aSet-Cookie: a=b', '../../etc/passwd', "'; drop table patient; --",
  '__proto__', '<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>',
]; // prettier-ignore
const STRINGS = Array.from({ length: 500 }, (_, i) => `${SHAPES[i % SHAPES.length]} ${i}`);

let w: ApiWorld;
beforeAll(async () => {
  w = await makeApiWorld();
  await fill();
});
afterAll(() => w.end());

/** Five hundred in the names of patients who come today and tomorrow, and others in everything else that a screen shows. */
async function fill(): Promise<void> {
  const patients = await w.db.query<{ id: number }[]>(
    `insert into patient (name, name_words, clinic_id)
     select n, array(select jsonb_array_elements_text(words)), $3 from unnest($1::text[], $2::jsonb[]) as t (n, words) returning id`,
    [STRINGS.map(sealed), STRINGS.map((name) => JSON.stringify(nameWords(name))), w.clinic],
  );
  await w.db.query(
    `insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by, overbooked_by)
     select 900000 + n, $2, 'R' || n, $3, $4, patient, case when n % 9 = 0 then 'requested' else 'booked' end, starts::date, starts,
            starts + interval '30 min', tstzrange(starts, starts + interval '30 min'), 900000 + n, 'system', 'staff:1'
       from (select patient, n, timestamptz '2026-06-01T09:00:00+03:00' + case when n < 40 then interval '0' else interval '1 day' end
                                + (n % 32) * interval '15 min' as starts
               from unnest($1::bigint[]) with ordinality as t (patient, n)) as many`,
    [patients.map(({ id }) => id), w.clinic, w.okafor, w.skin],
  );
  await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    w.contacts.Ann,
    patients[0]!.id,
  ]);
  await w.db.query(
    `insert into waiting (clinic_id, patient_id, contact_id, specialty, from_day, to_day)
     select $2, p, $3, 'dermatology', '2026-06-01', '2026-06-30' from unnest($1::bigint[]) p`,
    [patients.slice(0, 50).map(({ id }) => id), w.clinic, w.contacts.Ann],
  );
  const [one = '', two = '', three = '', four = ''] = STRINGS;
  await w.db.query('update provider set name = $2, about = $3 where id = $1', [w.okafor, one, two]);
  await w.db.query('update service set name = $2 where id = $1', [w.skin, three]);
  await w.db.query('update clinic set name = $2 where id = $1', [w.clinic, four]);
  await w.db.query(`update specialty set names = jsonb_build_object('en', $1::text)`, [two]);
  await w.db.query(
    `insert into outbox (contact_id, clinic_id, kind, body, status, why, settled_at) select $1, $2, 'reply', $3, 'dead', $4, clock_now() from generate_series(1, 3)`,
    [w.contacts.Ann, w.clinic, sealedDocument({ text: one }), two],
  );
  const [talk] = await w.db.query<{ id: number }[]>(
    `insert into desk_case (clinic_id, contact_id, kind, urgent) values ($1, $2, 'person', true) returning id`,
    [w.clinic, w.contacts.Ann],
  );
  const [said] = await w.db.query<{ id: number }[]>(
    `insert into outbox (contact_id, clinic_id, kind, body, status) values ($1, $2, 'reply', $3, 'sent') returning id`,
    [w.contacts.Ann, w.clinic, sealedDocument({ text: STRINGS.slice(0, 25).join('\n') })],
  );
  await w.db.query(`insert into case_event (case_id, kind, actor, outbox_id) values ($1, 'answered', 'staff:1', $2)`, [
    talk!.id,
    said!.id,
  ]);
  const other = await w.staff('support', { clinicId: w.clinic });
  await w.db.query('update account set name = $2 where id = $1', [other.id, three]);
  await w.db.query(
    `insert into account_role (account_id, role, clinic_id, given_by, until, reason) values ($1, 'staff', $2, 'x', clock_now(), $3)`,
    [other.id, w.clinic, one],
  );
}

describeInBrowser('hostile words', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());

  /** What came of it: scripts that ran, parts of a page that nobody drew, and everything that the browser complained of. */
  async function harm(page: Page, odd: string[], where: string): Promise<void> {
    const grown = await page.evaluate<number>(
      `[...document.querySelectorAll('main img, main iframe, main script, main style, main math, main object, main svg:not(.chart), [onload], [onerror], [onfocus], a[href^="javascript"]')].length`,
    );
    if (grown > 0) odd.push(`${where}: ${grown} parts that nobody drew`);
    if (await page.evaluate('"pwned" in window')) odd.push(`${where}: a script ran`);
  }
  const watched = async (token: string, cookie: string): Promise<{ page: Page; odd: string[] }> => {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1366, height: 900 } });
    await context.addCookies([{ name: cookie, value: token, url: w.address }]);
    const page = await context.newPage();
    const odd: string[] = [];
    page.on('dialog', (dialog) => (odd.push('a dialog'), void dialog.dismiss()));
    page.on('pageerror', (error) => odd.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && !/ 40\d| 422/.test(line.text()) && odd.push(line.text()));
    await page.clock.setFixedTime(new Date(MONDAY));
    return { page, odd };
  };

  test('stand on every screen as what they are: words', async () => {
    const { token } = await w.staff('administrator', { clinicId: w.clinic });
    const { page, odd } = await watched(token, 'miadi');
    for (const screen of SCREENS) {
      await page.goto(`${w.address}/console#${screen}`);
      await page.locator('main h1').waitFor();
      if (screen === 'today') await page.getByRole('row').nth(500).waitFor();
      else await page.waitForLoadState('networkidle').catch(() => undefined);
      if (screen === 'today') {
        const shown = new Set(await page.locator('table th bdi').allTextContents());
        expect(STRINGS.filter((one) => !shown.has(one))).toEqual([]);
      }
      if (screen === 'cases') await page.getByRole('button', { name: /Asks for a person/ }).click();
      if (screen === 'patients') await page.locator('.list button').first().click();
      if (/cases|patients/.test(screen)) await page.getByRole('dialog').waitFor();
      await harm(page, odd, screen);
    }
    expect(odd).toEqual([]);
    await page.context().close();
  }, 60_000);

  test("stand on the patient's pages as what they are, too", async () => {
    const [mine] = await w.db.query<{ id: number }[]>('select patient_id as id from contact_patient limit 1');
    const { token } = await w.patient(w.contacts.Ann, [mine!.id as never]);
    const { page, odd } = await watched(token, 'miadi_me');
    for (const url of [
      '',
      '/book?specialty=dermatology',
      `/people/${mine!.id}`,
      '/waiting',
      `/providers/${w.okafor}`,
    ]) {
      await page.goto(`${w.address}/me${url}`);
      expect(await page.locator('main').textContent()).toContain(STRINGS[url.startsWith('/prov') || url.startsWith('/book') ? 1 : 0]!); // prettier-ignore
      await harm(page, odd, url);
    }
    expect(odd).toEqual([]);
    await page.context().close();
  });
});
