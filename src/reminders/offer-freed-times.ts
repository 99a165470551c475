import type { ContactId, OpeningId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { offerFreed, type Wave } from '../scheduling/offer-freed';

/** Offers every time that has become free, and is due to be offered, to the next who wait for it: messages to be, in the inbox. */
export async function offerFreedTimes(db: Database): Promise<ContactId[]> {
  return db.transaction(async (tx) => {
    await run(tx, LET_THEM_SLEEP, []);
    const due = await tx.query<[{ opening: OpeningId }[], number]>(
      `update timer set settled_at = clock_now()
        where id in (select id from timer where settled_at is null and due_at <= clock_now() and kind = 'offer_opening'
                      order by due_at, id limit 20 for update skip locked)
        returning (body->>'opening')::bigint as opening`,
    );
    const asked: ContactId[] = [];
    for (const { opening } of due[0]) asked.push(...(await offerOne(tx, opening)));
    return asked;
  });
}

/**
 * While the clinic's patients sleep nobody is asked, unless somebody who waits has said that any hour will do. The offers go
 * on in the morning, if the freed time is later than that; the time is not held meanwhile, so that others can book it.
 */
const LET_THEM_SLEEP: Statement = {
  name: 'let_them_sleep',
  text: `
    with due as (
      select t.id, next_waking(clock_now(), c.time_zone, c.quiet_from, c.quiet_until) as morning
        from timer t join clinic c on c.id = t.clinic_id join opening o on o.id = (t.body->>'opening')::bigint
        join visit v on v.id = o.freed_visit_id join service s on s.id = v.service_id
       where t.settled_at is null and t.due_at <= clock_now() and t.kind = 'offer_opening'
         and is_quiet(clock_now(), c.time_zone, c.quiet_from, c.quiet_until)
         and not exists (select from waiting w where w.clinic_id = t.clinic_id and w.specialty = s.specialty
                            and w.status = 'waiting' and w.at_any_hour)
         and next_waking(clock_now(), c.time_zone, c.quiet_from, c.quiet_until) < v.starts
       order by t.id limit 100 for update of t skip locked)
    update timer t set due_at = due.morning from due where t.id = due.id`,
};

/**
 * `npm run prove -- delivery --only waves`: one offer in nine is taken. With three at a time the middle opening was filled after
 * 66 minutes, with ten after 21; the price is that of those who say yes more are too late (0.8 for each opening, not 0.4).
 */
const MEASURED: Wave = { people: 10, minutes: 30 };

async function offerOne(tx: Database, opening: OpeningId): Promise<ContactId[]> {
  const { offers } = await offerFreed(tx, opening, MEASURED);
  for (const offer of offers)
    await tx.query(
      `insert into inbox (source, source_id, contact_id, body)
       values ('timer', 'offer:' || $1::text, $2, jsonb_build_object('timer', 'offer', 'about', jsonb_build_object('offer', $1::bigint)))
       on conflict do nothing`,
      [offer.id, offer.contactId],
    );
  return offers.map(({ contactId }) => contactId);
}
