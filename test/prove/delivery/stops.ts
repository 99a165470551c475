import type { Channel } from '../../../src/channels/channel';
import type { ContactId } from '../../../src/database/ids';
import { keepConsent } from '../../../src/inbox/consent';
import { senderFor } from '../../../src/outbox/deliver';
import { sealedAddress } from '../../../src/sealing/sealed';
import { makeUniverse } from '../../universe';
import type { Finding, Stage } from '../proof';

const TOGETHER = 100;

/** A stop at a random millisecond, against a queue that is due: what begins to leave afterwards is counted. */
export async function stops({ quick, random }: Stage): Promise<Finding> {
  const rounds = quick ? 4 : 100;
  const u = await makeUniverse();
  await u.setClock('2026-06-01T12:00:00+03:00');
  const begun = new Map<string, number>();
  const channel: Channel = {
    name: 'sms',
    shows: { characters: 459 },
    open: () => Promise.resolve(),
    async send({ to }) {
      begun.set(to.at, performance.now());
      await pause(random.below(5));
      return { receipt: `r${to.at}` };
    },
  };
  const sender = senderFor(u.db, new Map([['sms', channel]]), { atOnce: 20 });
  let [after, before, never] = [0, 0, 0];
  try {
    for (let round = 0; round < rounds; round++) {
      const people = await crowd(u.db, round);
      const stopped = new Map<string, number>();
      const stopping = people.map(async ({ address }) => {
        await pause(random.below(400));
        await keepConsent(u.db, { channel: 'sms', at: address }, false);
        stopped.set(address, performance.now());
      });
      const all = Promise.all(stopping);
      let over = false;
      void all.then(() => (over = true));
      while (!over || (await sender.deliverDue()) > 0) await sender.deliverDue();
      await all;
      for (const { address } of people) {
        const [left, stop] = [begun.get(address), stopped.get(address) ?? 0];
        if (left === undefined) never++;
        else if (left > stop) after++;
        else before++;
      }
    }
    return {
      counts: { stops: rounds * TOGETHER, 'left before the stop': before, 'did not leave': never },
      invariants: {
        'nothing leaves after a stop is settled': after,
        'both were played: some before, some after': Math.min(before, never) > 0 ? 0 : 1,
      },
    };
  } finally {
    sender.stop();
    await u.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

async function crowd(
  db: Parameters<typeof keepConsent>[0],
  round: number,
): Promise<{ id: ContactId; address: string }[]> {
  const addresses = Array.from({ length: TOGETHER }, (_, n) => `+1557${1_000_000 + round * TOGETHER + n}`);
  return db.query(
    `with people as (insert into contact (channel, address) select 'sms', unnest($1::text[]) returning id, address),
     due as (insert into outbox (contact_id, kind, priority, body) select id, 'reminder', 3, '{"text": "reminder"}' from people)
     select id, address from people`,
    [addresses.map(sealedAddress)],
  );
}
