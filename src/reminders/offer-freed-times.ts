import type { ContactId, OpeningId } from '../database/ids';
import type { Database } from '../database/statements';
import { offerFreed } from '../scheduling/offer-freed';

/** Offers every time that has become free, and is due to be offered, to the next who wait for it: messages to be, in the inbox. */
export async function offerFreedTimes(db: Database): Promise<ContactId[]> {
  return db.transaction(async (tx) => {
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

async function offerOne(tx: Database, opening: OpeningId): Promise<ContactId[]> {
  const { offers } = await offerFreed(tx, opening);
  for (const offer of offers)
    await tx.query(
      `insert into inbox (source, source_id, contact_id, body)
       values ('timer', 'offer:' || $1::text, $2, jsonb_build_object('timer', 'offer', 'about', jsonb_build_object('offer', $1::bigint)))
       on conflict do nothing`,
      [offer.id, offer.contactId],
    );
  return offers.map(({ contactId }) => contactId);
}
