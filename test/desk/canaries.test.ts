import type { CaseId } from '../../src/database/ids';
import { readCase } from '../../src/desk/cases';
import type { House } from '../../src/desk/slack/house';
import { cardOf, repliesOf } from '../../src/desk/slack/show';
import { type DeskUniverse, deskUniverse } from './desk-universe';

/** `CANARIES=10000 npm test -- test/desk/canaries` looks at ten thousand. */
const CASES = Number(process.env.CANARIES ?? 2_500);
const AT_ONCE = 250;

/** What must not be seen: words, a name, a number and a date of birth, of everybody. */
const CANARY = /canary|2547\d{5,}|\b1931\b/i;

let desk: DeskUniverse;
beforeAll(async () => {
  desk = await deskUniverse();
  // The number of a case is no date of birth.
  await desk.db.query('alter table desk_case alter column id restart with 500000');
  for (let from = 0; from < CASES; from += AT_ONCE)
    await desk.db.query(BIRDS, [desk.clinic, desk.okafor, desk.skin, from, AT_ONCE]);
}, 120_000);
afterAll(() => desk.close());

const KINDS = `'{person,misunderstood,emergency,wrong_number,undelivered,unconfirmed,late_change,maybe_stopped,running_late,request,feedback,data_copy,data_erasure,failed_turn,loop,stuck,affected,by_hand}'::text[]`;

/** A patient each, with everything that we ever know of one, in a case of every kind and in every state of its life. */
const BIRDS = `
  with people as (
    insert into patient (name, birth_date) select 'Canary Nr' || n, date '1931-01-01' + n % 200 from generate_series($4::int + 1, $4 + $5::int) n returning id, name),
  numbered as (select id, $4 + row_number() over (order by id) as n from people),
  phones as (
    insert into contact (channel, address, clinic_id) select 'sms', '+2547' || lpad(n::text, 8, '0'), $1 from numbered returning id, address),
  phone_n as (select id, right(address, 8)::int as n from phones),
  speaks as (insert into contact_patient (contact_id, patient_id) select p.id, x.id from phone_n p join numbered x using (n)),
  visits as (
    insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
    select 100000 + n, $1, 'R' || n, $2, $3, id, 'done', '2026-05-01', '2026-05-01 06:00Z', '2026-05-01 06:30Z',
           tstzrange('2026-05-01 06:00Z', '2026-05-01 06:30Z'), 100000 + n, 'system' from numbered on conflict do nothing),
  wrote as (
    insert into inbox (source, source_id, contact_id, body, handled_at)
    select 'sms', 'bird' || n, id, jsonb_build_object('text', 'canary words <!channel> https://canary.example ' || n), clock_now() from phone_n returning id, contact_id),
  answers as (
    insert into outbox (clinic_id, contact_id, kind, body, status)
    select $1, id, 'reply', jsonb_build_object('text', 'Dear canary ' || n), 'sent' from phone_n returning id, contact_id),
  opened as (
    insert into desk_case (clinic_id, contact_id, kind, urgent, visit_id, status, owner, owned_until, settled_at, settled_how, details)
    select $1, id, (${KINDS})[1 + n % 18], n % 7 = 0, 100000 + n, (array['open', 'claimed', 'resolved'])[1 + n % 3], 'staff:11',
           clock_now() + interval '9 minutes', clock_now(), 'handed_back', '{"inbox": 3}' from phone_n returning id, contact_id)
  insert into case_event (case_id, kind, actor, inbox_id, outbox_id, details)
  select o.id, e.kind, case when e.kind = 'patient_wrote' then 'patient:' || o.contact_id else 'staff:11' end,
         case when e.kind = 'patient_wrote' then w.id end, case when e.kind = 'answered' then a.id end, '{"owner": "staff:11", "to": "staff:12", "minutes": 5}'
    from opened o join wrote w on w.contact_id = o.contact_id join answers a on a.contact_id = o.contact_id
   cross join (values ('opened'), ('claimed'), ('patient_wrote'), ('answered'), ('assigned'), ('snoozed'), ('called_out'), ('went_quiet'), ('resolved')) e(kind)`;

const house = (): House => ({
  dataSource: desk.dataSource,
  publicUrl: 'https://miadi.example',
  channel: 'C1',
  channels: ['sms'],
  clientFor: () => Promise.reject(new Error('Nothing is sent here')),
  soon: () => undefined,
  deliverSoon: () => undefined,
});

/** Everything that would go to Slack about a case: its card, and every line of its thread. */
async function allOf(id: CaseId): Promise<string[]> {
  const one = await readCase(desk.db, id);
  if (!one) throw new Error(`There is no case ${id}`);
  const replies = await repliesOf(house(), null, one, 0);
  return [await cardOf(house(), null, one), ...replies.flatMap(({ reply }) => reply ?? [])].map((each) =>
    JSON.stringify(each),
  );
}

/** Ten at a time: the pool has no more connections. */
async function seen(limit: number): Promise<{ said: number; birds: string[] }> {
  const ids = await desk.db.query<{ id: CaseId }[]>('select id from desk_case order by id limit $1', [limit]);
  const birds: string[] = [];
  let said = 0;
  const worker = async (): Promise<void> => {
    for (let next = ids.pop(); next; next = ids.pop())
      for (const text of await allOf(next.id)) {
        said++;
        if (CANARY.test(text)) birds.push(text);
      }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return { said, birds };
}

test('of thousands of cases in a private clinic nothing of a patient reaches Slack', async () => {
  const { said, birds } = await seen(CASES);
  expect(birds).toEqual([]);
  expect(said).toBe(CASES * 9);
}, 900_000);

test('caught: in a clinic that shows words every bird is seen, so the test can fail', async () => {
  await desk.db.query(
    `update clinic_desk set shows = 'full', shows_because = 'agreed', shows_by = 'staff:13', shows_since = clock_now()`,
  );
  const { birds } = await seen(20);
  expect(birds).toHaveLength(20 * 3);
}, 60_000);
