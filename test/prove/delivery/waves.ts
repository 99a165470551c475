import type { ContactId, OpeningId, WaitingOfferId } from '../../../src/database/ids';
import { offerFreedTimes } from '../../../src/reminders/offer-freed-times';
import { acceptOffer, declineOffer } from '../../../src/scheduling/answer-offer';
import { book } from '../../../src/scheduling/book';
import { cancel } from '../../../src/scheduling/cancel';
import { settled } from '../../scheduling/people';
import { makeUniverse, type Universe } from '../../universe';
import type { Finding, Stage } from '../proof';
import type { Random } from '../random';

/**
 * Freed times in a clinic where others wait. Of the offers 11 % are taken, as was published of 60,660 of them (Fast Pass, JMIR
 * 2024); who answers does so after twelve minutes in the middle, and who declines says so a third of the time.
 */
const TAKEN = 0.11;
const MIDDLE_MINUTES = 12;

export async function waves({ quick, random }: Stage): Promise<Finding> {
  const openings = quick ? 30 : 400;
  const u = await makeUniverse();
  try {
    const played: Played[] = [];
    for (let i = 0; i < openings; i++) played.push(await onOpening(u, random, i));
    const filled = played.filter(({ minutes }) => minutes !== undefined);
    const minutes = filled.map((one) => one.minutes ?? 0).sort((a, b) => a - b);
    const middle = minutes[Math.floor(minutes.length / 2)] ?? Infinity;
    const asked = played.reduce((sum, one) => sum + one.asked, 0);
    return {
      counts: {
        openings,
        'filled, percent': ((100 * filled.length) / openings).toFixed(0),
        'minutes until it was filled, the middle': middle.toFixed(0),
        'asked for each opening': (asked / openings).toFixed(1),
        'said yes and were too late': played.reduce((sum, one) => sum + one.late, 0),
      },
      invariants: {
        'at least 35 in a hundred openings are filled': filled.length / openings >= 0.35 ? 0 : 1,
        'the middle one within 30 minutes': middle < 30 ? 0 : 1,
        'nobody is asked while they sleep': played.reduce((sum, one) => sum + one.woken, 0),
        'no time is given twice': played.filter(({ winners }) => winners > 1).length,
      },
    };
  } finally {
    await u.close();
  }
}

interface Played {
  minutes: number | undefined;
  asked: number;
  late: number;
  woken: number;
  winners: number;
}

interface Answer {
  at: number;
  offer: WaitingOfferId;
  yes: boolean;
}

/** One freed time, minute by minute, until it is taken, nobody is left, or it is too late. */
async function onOpening(u: Universe, random: Random, nr: number): Promise<Played> {
  await u.db.query(
    `delete from inbox; delete from timer; delete from outbox; delete from waiting_offer; delete from opening; delete from waiting; delete from visit`,
  );
  const freedAt = Date.parse('2026-06-01T08:00:00+03:00') + random.below(11 * 60) * 60_000;
  await u.setClock(new Date(freedAt));
  const slot = u.slot(`${2 + (nr % 4)} ${['09:00', '10:30', '14:00', '16:00'][random.below(4)]}`);
  const visit = settled(await book(u.db, { slot, patientId: u.patients.Ann, by: 'staff:1' }));
  await waiting(u, 30);
  settled(await cancel(u.db, visit, { by: 'staff:1' }));
  const played: Played = { minutes: undefined, asked: 0, late: 0, woken: 0, winners: 0 };
  const answers: Answer[] = [];
  for (let now = freedAt; now < +slot.starts - 2 * 3_600_000; now += 60_000) {
    await u.setClock(new Date(now));
    const asked = await offerFreedTimes(u.db);
    played.asked += asked.length;
    const hour = new Date(now + 3 * 3_600_000).getUTCHours();
    if (asked.length > 0 && (hour < 9 || hour >= 20)) played.woken += asked.length;
    for (const contact of asked) answers.push(...(await answerOf(u, random, contact, now)));
    for (const answer of answers.filter(({ at }) => at <= now)) {
      answers.splice(answers.indexOf(answer), 1);
      if (!answer.yes) await declineOffer(u.db, answer.offer);
      else if ((await acceptOffer(u.db, answer.offer, { by: 'patient:1' })).kind === 'settled') {
        played.winners++;
        played.minutes ??= (now - freedAt) / 60_000;
      } else played.late++;
    }
    if (answers.length === 0 && (await isOver(u))) break;
  }
  return played;
}

async function waiting({ db, clinic }: Universe, people: number): Promise<void> {
  await db.query(
    `with named as (insert into patient (name) select 'Waiting ' || n from generate_series(1, $1::int) n returning id),
     phones as (insert into contact (channel, address) select 'sms', '+1559' || id from named on conflict (channel, address) do update set address = excluded.address returning id, address)
     insert into waiting (clinic_id, patient_id, contact_id, specialty, from_day, to_day)
     select $2, n.id, p.id, 'dermatology', '2026-06-01', '2026-07-01' from named n join phones p on p.address = '+1559' || n.id`,
    [people, clinic],
  );
}

async function answerOf({ db }: Universe, random: Random, contact: ContactId, now: number): Promise<Answer[]> {
  const [row] = await db.query<{ offer: WaitingOfferId; opening: OpeningId }[]>(
    `select f.id as offer from waiting_offer f join waiting w on w.id = f.waiting_id where w.contact_id = $1 and f.status = 'open' order by f.id desc limit 1`,
    [contact],
  );
  if (!row) return [];
  const yes = random.next() < TAKEN;
  if (!yes && random.next() > 1 / 3) return []; // says nothing
  const delay = (-Math.log(1 - random.next()) / Math.LN2) * MIDDLE_MINUTES * 60_000;
  return [{ at: now + delay, offer: row.offer, yes }];
}

async function isOver({ db }: Universe): Promise<boolean> {
  const rows = await db.query<unknown[]>(`select from opening where status in ('waiting', 'offered')`);
  return rows.length === 0;
}
