import { sendSummaries } from '../../src/summaries/send-summaries';
import { type ApiWorld, makeApiWorld } from '../api/world';

let w: ApiWorld;
beforeAll(async () => void (w = await makeApiWorld({ SMTP_URL: 'smtp://127.0.0.1:1' })));
afterAll(() => w.end());

const mails = async (): Promise<{ subject: string; text: string }[]> =>
  (await w.db.query<{ body: { text: string; mail: { subject: string } } }[]>(`select body from outbox where kind = 'mail' order by id`)) // prettier-ignore
    .map(({ body }) => ({ subject: body.mail.subject, text: body.text }));

test('what was asked for comes when the day, the week, the month is over, once, and without a name', async () => {
  const lead = await w.staff('administrator', { clinicId: w.clinic });
  const { status } = await lead.send('PUT', '/reports/summaries', { clinicId: w.clinic, every: ['day', 'week'] });
  expect(status).toBe(200);
  expect((await lead.send('PUT', '/reports/summaries', { clinicId: w.other, every: ['day'] })).status).toBe(404);
  await w.db.query(`update summary_wish set told_until = '2026-05-31'`);
  expect(await sendSummaries(w.dataSource.manager)).toBe(0); // Monday is not over
  await w.visit('2 09:00');
  const missed = await w.visit('2 10:00', w.patients.Bob);
  await w.db.query(`update visit set status = 'missed' where id = $1`, [missed.id]);
  await w.setClock('2026-06-03T06:59:00+03:00');
  expect(await sendSummaries(w.dataSource.manager)).toBe(0);
  await w.setClock('2026-06-03T07:00:00+03:00');
  expect(await sendSummaries(w.dataSource.manager)).toBe(1);
  expect(await sendSummaries(w.dataSource.manager)).toBe(0);
  const [mail] = await mails();
  expect(mail?.subject).toBe('Uhuru Clinic: 2026-06-02');
  expect(mail?.text).toContain('No-shows\n  Visits: 1\n  Missed: 1\n  Share missed: 100 %');
  expect(mail?.text).toContain('Utilisation\n  Minutes open: 420 min\n  Minutes used: 60 min\n  Share used: 14.3 %');
  expect(mail?.text).not.toMatch(/Ann|Bob/);
  await w.setClock('2026-06-08T09:00:00+03:00');
  expect(await sendSummaries(w.dataSource.manager)).toBe(2);
  expect((await mails()).map(({ subject }) => subject)).toContain('Uhuru Clinic: 2026-06-01 to 2026-06-07');
});

test('whoever has lost the role gets nothing more; with nothing named there is none', async () => {
  await w.db.query('update account_role set ended_at = clock_now()');
  await w.setClock('2026-06-09T09:00:00+03:00');
  expect(await sendSummaries(w.dataSource.manager)).toBe(0);
  const desk = await w.staff('staff', { clinicId: w.clinic });
  await desk.send('PUT', '/reports/summaries', { clinicId: w.clinic, every: ['month'] });
  expect((await desk.get('/reports/summaries')).body.items).toEqual([{ clinicId: w.clinic, every: ['month'] }]);
  expect((await desk.send('PUT', '/reports/summaries', { clinicId: w.clinic, every: [] })).body.items).toEqual([]);
});
