import { Webhook as Signer } from 'standardwebhooks';
import type { Channel } from '../channels/channel';
import { NotSent } from '../channels/delivery';
import type { Database } from '../database/statements';
import { post, PrivateAddress } from './post';

export const CHANNEL = 'webhook';
export const addressOf = (webhookId: number): string => `webhook:${webhookId}`;

interface About {
  db: Database;
  now(): Date;
  privateToo: boolean;
}

/**
 * Another system is written to like a person: by the outbox, which tries again, keeps what did not get through, sends it once
 * more when somebody says so, and tells one after the other. Signed as https://www.standardwebhooks.com says.
 */
export const webhookChannel = ({ db, now, privateToo }: About): Channel => ({
  name: CHANNEL,
  shows: { characters: 100_000 },
  // Its number tells the receiver that it has seen an event before.
  repeatable: true,
  open: () => Promise.resolve(),
  async send({ to, text, reference }) {
    const webhook = await find(db, to.at);
    if (!webhook) throw new NotSent('refused');
    const id = `evt_${reference}`;
    const at = now();
    const signature = new Signer(webhook.secret).sign(id, at, text);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Miadi',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(+at / 1000)),
      'webhook-signature': signature,
    };
    const status = await post({ url: webhook.url, headers, body: text, privateToo }).catch(explain);
    if (status >= 200 && status < 300) return { receipt: id };
    throw new NotSent(isWorthAnother(status) ? 'not_taken' : 'refused');
  },
});

async function find(db: Database, address: string): Promise<{ url: string; secret: string } | undefined> {
  const [row] = await db.query<{ url: string; secret: string }[]>(
    `select url, secret from webhook where 'webhook:' || id = $1 and ended_at is null`,
    [address],
  );
  return row;
}

/** Whoever says "no" means it; whoever is busy, broken or not there may be better in a while. */
const isWorthAnother = (status: number): boolean => status >= 500 || status === 408 || status === 425 || status === 429;

function explain(cause: unknown): never {
  throw new NotSent(cause instanceof PrivateAddress ? 'refused' : 'not_taken', { cause });
}
