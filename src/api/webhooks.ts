import net from 'node:net';
import { z } from 'zod';
import type { ClinicId, OutboxId, WebhookId } from '../database/ids';
import { Problem } from '../hub/errors';
import { redrive } from '../outbox/dead-letters';
import { isPublic } from '../webhooks/post';
import {
  deliveriesOf,
  endWebhook,
  events,
  isDeliveryOf,
  makeWebhook,
  ping,
  renewSecret,
  webhooksOf,
  type WebhookShown,
} from '../webhooks/webhooks';
import type { House } from './api';
import { notSo } from './family';
import { note } from './directory';
import { type Ask, asPage, id, ofId, paging, type Resource } from './route';

const event = z.enum(events);

/** Other systems of a clinic hear what happens, signed, once, and again until they have it. */
export const webhooks =
  ({ privateWebhooks }: Pick<House, 'privateWebhooks'>): Resource =>
  (add) => {
    add({
      ...{ method: 'GET', url: '/webhooks', policy: 'webhooks.write' },
      summary: 'Who is told what happens, and which events there are',
      async handle(_given, ask) {
        const { everywhere, clinics } = ask.reach;
        return { items: await webhooksOf(ask.db, everywhere ? null : clinics), events };
      },
    });

    add({
      ...{ method: 'POST', url: '/webhooks', policy: 'webhooks.write' },
      summary: 'Tell another system; the secret it checks our signature with is shown once',
      body: z.object({ clinicId: id, url: z.url().max(500), events: z.array(event).min(1).max(events.length) }),
      async handle({ body }, ask) {
        ask.may({ clinicId: body.clinicId });
        mayBeToldAt(body.url, privateWebhooks === true);
        const of = { ...body, clinicId: body.clinicId as ClinicId, events: [...new Set(body.events)], by: ask.by };
        const made = await makeWebhook(ask.db, of);
        await note(ask, 'webhook_made', `webhook:${made.id}`, body.clinicId);
        return made;
      },
    });

    add({
      ...{ method: 'POST', url: '/webhooks/:id/secret', policy: 'webhooks.write' },
      summary: 'A new secret; the old one ends now',
      params: ofId,
      async handle({ params }, ask) {
        const webhook = await webhookFor(ask, params.id);
        await note(ask, 'webhook_secret_renewed', `webhook:${webhook.id}`, webhook.clinicId);
        return { id: webhook.id, secret: await renewSecret(ask.db, webhook.id) };
      },
    });

    add({
      ...{ method: 'POST', url: '/webhooks/:id/ping', policy: 'webhooks.write' },
      summary: 'Send an event of no meaning, to see whether it arrives',
      params: ofId,
      async handle({ params }, ask) {
        const webhook = await webhookFor(ask, params.id);
        return { id: await ping(ask.db, webhook.id, ask.now) };
      },
    });

    add({
      ...{ method: 'DELETE', url: '/webhooks/:id', policy: 'webhooks.write' },
      summary: 'Tell it no more',
      params: ofId,
      async handle({ params }, ask) {
        const webhook = await webhookFor(ask, params.id);
        await endWebhook(ask.db, webhook.id);
        await note(ask, 'webhook_ended', `webhook:${webhook.id}`, webhook.clinicId);
        return { id: webhook.id };
      },
    });

    add({
      ...{ method: 'GET', url: '/webhooks/:id/deliveries', policy: 'webhooks.write' },
      summary: 'What it was told, or is still to be, newest first',
      params: ofId,
      query: z.object({ before: id.optional(), limit: paging.limit }),
      async handle({ params, query }, ask) {
        const webhook = await webhookFor(ask, params.id);
        return asPage(await deliveriesOf(ask.db, webhook.id, query.before ?? null, query.limit + 1), query.limit);
      },
    });

    add({
      ...{ method: 'POST', url: '/webhooks/:id/deliveries/:deliveryId/redrive', policy: 'webhooks.write' },
      summary: 'Send once more what did not get through; asked twice, it is sent once',
      params: ofId.extend({ deliveryId: id }),
      async handle({ params }, ask) {
        const webhook = await webhookFor(ask, params.id);
        if (!(await isDeliveryOf(ask.db, webhook.id, params.deliveryId))) throw new Problem('not_found');
        const driven = await redrive(ask.db, [params.deliveryId as OutboxId], ask.by);
        return { again: driven.length === 1 };
      },
    });
  };

async function webhookFor(ask: Ask, webhookId: number): Promise<WebhookShown> {
  const { everywhere, clinics } = ask.reach;
  const found = (await webhooksOf(ask.db, everywhere ? null : clinics)).find(
    ({ id: one }) => one === (webhookId as WebhookId),
  );
  if (!found) throw new Problem('not_found');
  return found;
}

/** What can be seen of an address without asking anybody. What its name leads to is looked at whenever we write there. */
function mayBeToldAt(url: string, privateToo: boolean): void {
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) throw notSo('The address may hold no password: our signature says who we are.');
  if (privateToo ? !['http:', 'https:'].includes(protocol) : protocol !== 'https:')
    throw notSo('The address must begin with https://.');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!privateToo && (host === 'localhost' || (net.isIP(host) && !isPublic(host))))
    throw notSo('That address is inside a private network. WEBHOOKS_PRIVATE=yes allows it.');
}
