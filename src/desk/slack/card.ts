import { DateTime } from 'luxon';
import type { Case } from '../cases';
import type { DeskSettings } from '../settings';
import { type Block, type Button, buttons, context, literal, menu, quoted, section } from './blocks';
import { COLOURS, KINDS } from './words';

/** What a card is drawn from. In a private clinic `about` is empty: nothing of the patient gets as far as this. */
export interface Shown {
  one: Case;
  desk: DeskSettings;
  ownerName: string;
  seenName: string;
  mention: string;
  consoleUrl: string;
  about: { who?: string; visit?: string };
  /** There are words in another language, and somebody to translate them. */
  translates: boolean;
}

export interface Card {
  text: string;
  attachments: { color: string; fallback: string; blocks: Block[] }[];
}

/** A case as one message. Its text is what a phone shows before anybody has unlocked it, so it says what any card may say. */
export function drawCard(shown: Shown): Card {
  const { one, mention } = shown;
  const headline = `${one.urgent ? 'URGENT. ' : ''}Case ${one.id}: ${KINDS[one.kind].title}`;
  return {
    text: [mention, headline].filter(Boolean).join(' '),
    attachments: [{ color: colourOf(one), fallback: headline, blocks: blocksOf(shown, headline) }],
  };
}

function colourOf({ status, urgent, seenAt }: Case): string {
  if (status === 'resolved') return COLOURS.resolved;
  if (urgent && !seenAt) return COLOURS.urgent;
  return status === 'claimed' ? COLOURS.claimed : COLOURS.waiting;
}

function blocksOf(shown: Shown, headline: string): Block[] {
  const { one, about, consoleUrl } = shown;
  const detail = [about.who, about.visit].filter((text): text is string => text !== undefined);
  return [
    section(`${one.urgent ? ':rotating_light: ' : ''}*${headline}*\n${KINDS[one.kind].advice}`),
    ...(detail.length > 0 ? [quoted(detail.join('\n'))] : []),
    context([stateOf(shown), ...fromMessage(one), `<${consoleUrl}|Open in the console>`].join('  ·  ')),
    ...(one.status === 'resolved' ? [] : [actionsOf(shown)]),
  ];
}

function stateOf({ one, desk, ownerName, seenName }: Shown): string {
  const at = (when: Date): string =>
    DateTime.fromJSDate(when, { zone: desk.zone }).setLocale('en').toFormat('ccc d LLL, HH:mm');
  const words = [`${literal(desk.name)}  ·  since ${at(one.openedAt)}`];
  if (one.status === 'resolved')
    words.push(`${SETTLED[one.settledHow ?? ''] ?? 'resolved'} ${at(one.settledAt ?? one.now)}`);
  else if (one.status === 'claimed' && one.ownedUntil)
    words.push(`*${literal(ownerName)}* has it until ${at(one.ownedUntil)}`);
  else if (one.snoozedUntil) words.push(`put off until ${at(one.snoozedUntil)}`);
  else words.push('nobody has it');
  if (one.urgent && one.seenAt) words.push(`seen by ${literal(seenName)}`);
  if (one.withTheDesk && one.status !== 'resolved') words.push('the assistant is silent');
  return words.join('  ·  ');
}

/** A case that was made of a colleague's message leads back to it. */
function fromMessage({ details }: Case): string[] {
  const from = details.from as { channel: string; ts: string } | undefined;
  return from ? [`<https://slack.com/archives/${from.channel}/p${from.ts.replace('.', '')}|the message>`] : [];
}

const SETTLED: Record<string, string> = {
  handed_back: 'handed back to the assistant',
  accepted: 'accepted',
  declined: 'declined',
  declined_with_time: 'declined, and another time offered',
  answered_elsewhere: 'settled elsewhere',
};

function actionsOf({ one, translates }: Shown): Block {
  const value = String(one.id);
  const list: Button[] = [];
  if (one.urgent && !one.seenAt) list.push({ action: 'case.seen', label: 'I have seen it', value, style: 'danger' });
  if (one.kind === 'request') list.push(...DECISIONS.map((decision) => ({ ...decision, value })));
  if (one.status === 'open') list.push({ action: 'case.claim', label: 'Claim', value, style: 'primary' });
  if (one.contactId !== null) list.push({ action: 'case.answer', label: 'Answer…', value });
  if (translates) list.push({ action: 'case.translate', label: 'Translate', value });
  if (one.withTheDesk) list.push({ action: 'case.hand_back', label: 'Hand back', value });
  list.push({ action: 'case.resolve', label: 'Resolve', value });
  const row = buttons(`case.${value}`, list);
  return { ...row, elements: [...(row.elements as unknown[]), menu('case.more', more(value))] };
}

const DECISIONS: Omit<Button, 'value'>[] = [
  { action: 'case.accept', label: 'Accept', style: 'primary' },
  { action: 'case.decline', label: 'Decline…' },
];

const more = (id: string): { label: string; value: string }[] => [
  { label: 'Put off for an hour', value: `snooze:60:${id}` },
  { label: 'Put off until tomorrow', value: `snooze:1080:${id}` },
  { label: 'Give to a colleague…', value: `assign:0:${id}` },
  { label: 'Put back', value: `put_back:0:${id}` },
];
