import type { webApi } from '@slack/bolt';
import { type Case, readCase } from '../cases';
import { failureOf } from './failure';
import type { House } from './house';
import { addPosts, forget, leasePosts, type Post, record, release, slowDown } from './posts';
import { cardOf, nextReply } from './show';
import { letterOf } from './letters';

const AT_ONCE = 20;

/**
 * Brings Slack up to date with the cases, and says how much there was to do. What is to be shown is always read from the
 * cases themselves, so nothing can be lost while Slack is away, and ten changes of a card are one. Slack has no keys against
 * doubling: before something is posted we write down what, it carries that name along, and after an answer that was lost
 * we look for the name before we post again.
 */
export async function syncSlack(house: House): Promise<number> {
  const db = house.dataSource.manager;
  await addPosts(db, house.channel);
  const due = await leasePosts(db, AT_ONCE);
  for (const [channel, posts] of byChannel(due)) await inTurn(house, channel, posts);
  return due.length;
}

function byChannel(posts: Post[]): Map<string, Post[]> {
  const groups = new Map<string, Post[]>();
  for (const post of posts) groups.set(post.channel, [...(groups.get(post.channel) ?? []), post]);
  return groups;
}

/** When Slack asks us to slow down, it means the channel: what was to follow there waits as well. */
async function inTurn(house: House, channel: string, posts: Post[]): Promise<void> {
  let wait: number | undefined;
  for (const post of posts) {
    wait = wait === undefined ? await bringUpToDate(house, post) : wait;
    if (wait !== undefined) await release(house.dataSource.manager, post, wait);
  }
  if (wait !== undefined) await slowDown(house.dataSource.manager, channel, wait);
}

/** More than a case ever has at once; what is left over is done in the next round. */
const MOST_STEPS = 30;

/** Seconds to wait, if Slack wants us to. */
async function bringUpToDate(house: House, post: Post): Promise<number | undefined> {
  const db = house.dataSource.manager;
  let at = post;
  try {
    const client = await house.clientFor(post.team);
    for (let step = 0; step < MOST_STEPS; step++) {
      const next = await takeStep(house, client, at);
      if (!next) break;
      at = next;
    }
    await release(db, post);
  } catch (error) {
    return failed(house, post, error);
  }
  return undefined;
}

async function failed(house: House, post: Post, error: unknown): Promise<number | undefined> {
  const db = house.dataSource.manager;
  const failure = failureOf(error);
  if (failure.kind === 'unknown') await release(db, post, backOff(post.attempts));
  else if (failure.kind === 'refused') await record(db, post, { gaveUp: failure.why });
  if (failure.kind === 'later') return failure.seconds;
  // Somebody has to invite us, or to renew the token: tried again now and then, and said in the health of the delivery.
  if (failure.kind !== 'unknown') await release(db, post, TEN_MINUTES);
  return undefined;
}

const TEN_MINUTES = 600;
const backOff = (attempts: number): number => Math.min(300, 2 ** Math.min(attempts, 9)) * (0.5 + Math.random() / 2);

async function takeStep(house: House, client: webApi.WebClient, post: Post): Promise<Post | undefined> {
  if (post.doing) return lookFor(house, client, post);
  if (post.caseId === null) return post.ts ? undefined : postLetter(house, client, post);
  const one = await readCase(house.dataSource.manager, post.caseId);
  if (!one) return undefined;
  if (one.version === post.shownVersion) return undefined;
  if (!post.ts && one.status === 'resolved') return done(house, post, { shownVersion: one.version });
  return post.ts ? followUp(house, client, post, one) : firstCard(house, client, post, one);
}

async function firstCard(house: House, client: webApi.WebClient, post: Post, one: Case): Promise<Post | undefined> {
  const { told, reply } = await nextReply(house, post.team, one, post.told);
  const card = { ...(await cardOf(house, post.team, one)) };
  return say(house, client, post, 'card', card, reply ? {} : { told, shownVersion: one.version });
}

/** First what is new in the thread, one thing after the other, and then the card. */
async function followUp(house: House, client: webApi.WebClient, post: Post, one: Case): Promise<Post | undefined> {
  const { told, reply } = await nextReply(house, post.team, one, post.told);
  if (!reply) return redraw(house, client, { ...post, told }, one);
  const { text, blocks, broadcast } = reply;
  const message = { text, blocks, thread_ts: post.ts ?? '', ...(broadcast && { reply_broadcast: true }) };
  return say(house, client, post, `event:${told}`, message, { told });
}

/** A card can be drawn again as often as one likes: it comes out the same. */
async function redraw(house: House, client: webApi.WebClient, post: Post, one: Case): Promise<Post | undefined> {
  const { text, attachments } = await cardOf(house, post.team, one);
  try {
    await client.chat.update({ channel: post.channel, ts: post.ts ?? '', text, attachments: attachments as never });
  } catch (error) {
    if (failureOf(error).kind !== 'gone') throw error; // somebody deleted the card: there is nothing to draw any more
  }
  return done(house, post, { shownVersion: one.version, told: post.told, gaveUp: null });
}

async function postLetter(house: House, client: webApi.WebClient, post: Post): Promise<Post | undefined> {
  const letter = await letterOf(house, post);
  if (letter) return say(house, client, post, 'letter', letter, {});
  await forget(house.dataSource.manager, post);
  return undefined;
}

type Message = Record<string, unknown> & { text: string };

async function say(
  house: House,
  client: webApi.WebClient,
  post: Post,
  what: string,
  message: Message,
  then: Partial<Post>,
): Promise<Post | undefined> {
  const doing = `${post.key} ${what}`;
  if (!(await record(house.dataSource.manager, post, { doing }))) return undefined;
  const sent = await posted(house, client, post, {
    channel: post.channel,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: 'miadi_post', event_payload: { key: doing } },
    ...message,
  });
  return done(house, post, {
    doing: null,
    gaveUp: null,
    ...then,
    ...(!post.ts && { ts: sent.ts ?? null, channel: sent.channel ?? post.channel }),
  });
}

/** Only the answer to the posting itself can tell that nothing stands in Slack; a look-up that fails tells nothing. */
async function posted(
  house: House,
  client: webApi.WebClient,
  post: Post,
  message: object,
): Promise<webApi.ChatPostMessageResponse> {
  try {
    return await client.chat.postMessage(message as never);
  } catch (error) {
    if (failureOf(error).kind !== 'unknown') await record(house.dataSource.manager, post, { doing: null });
    throw error;
  }
}

async function done(house: House, post: Post, set: Parameters<typeof record>[2]): Promise<Post | undefined> {
  const { gaveUp: _, ...seen } = set;
  return (await record(house.dataSource.manager, post, set)) ? { ...post, ...seen } : undefined;
}

/** Whether what we were posting when the answer got lost stands in Slack after all. */
async function lookFor(house: House, client: webApi.WebClient, post: Post): Promise<Post | undefined> {
  const found = await findByName(client, post);
  const told = Number(/ event:(\d+)$/.exec(post.doing ?? '')?.[1]);
  if (!found) return done(house, post, { doing: null });
  return done(house, post, { doing: null, ...(told ? { told } : { ts: found }) });
}

const PAGES = 10;

async function findByName(client: webApi.WebClient, { channel, ts, doing }: Post): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const asked = { channel, include_all_metadata: true, limit: 200, ...(cursor && { cursor }) };
    const answer = ts
      ? await client.conversations.replies({ ...asked, ts })
      : await client.conversations.history(asked);
    const found = answer.messages?.find(
      ({ metadata }) => (metadata?.event_payload as Named | undefined)?.key === doing,
    );
    if (found?.ts) return found.ts;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}

interface Named {
  key?: string;
}
