import { takeTurns, type World } from '../conversation/take-turn';
import type { ContactId } from '../database/ids';
import { placeTimers } from '../reminders/place-timers';
import { whatIsDue } from '../reminders/what-is-due';
import { sealedAddress } from '../sealing/sealed';

export interface Passed {
  contactId: ContactId;
  minutes: number;
  now: string;
}

/** Lets the clock go on to the next thing that is due for somebody, and lets it happen. */
export async function fastForward(
  world: World,
  who: { channel: string; address: string },
): Promise<Passed | undefined> {
  await placeTimers(world.dataSource.manager);
  const next = await nextDue(world, who);
  if (!next) return undefined;
  const { contactId, minutes } = next;
  await world.dataSource.query(`update clock set shift = shift + $1::integer * interval '1 minute'`, [minutes]);
  const db = world.dataSource.manager;
  const woken = new Set(await whatIsDue(db));
  if (woken.has(contactId)) await takeTurns(world, contactId);
  const [clock] = await db.query<{ now: string }[]>(`select to_char(clock_now(), 'Dy DD Mon HH24:MI') as now`);
  return { contactId, minutes, now: clock?.now ?? '' };
}

async function nextDue(
  { dataSource }: World,
  { channel, address }: { channel: string; address: string },
): Promise<{ contactId: ContactId; minutes: number } | undefined> {
  const [row] = await dataSource.query<{ contactId: ContactId; minutes: number }[]>(
    `select k.id as "contactId", ceil(extract(epoch from greatest(t.due_at - clock_now(), interval '0')) / 60)::int as minutes
       from contact k join timer t on t.settled_at is null and t.kind not in ('hold_over', 'silence')
       left join visit v on v.id = t.visit_id
      where k.channel = $1 and k.address = $2
        and (t.contact_id = k.id or t.kind = 'offer_opening'
             or v.patient_id in (select patient_id from contact_patient where contact_id = k.id))
      order by t.due_at limit 1`,
    [channel, sealedAddress(address)],
  );
  return row;
}
