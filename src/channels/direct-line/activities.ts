import type { HistoryLine, InboundMessage } from '../channel';
import { tapIn, tapOf } from '../tap';
import type { Visitor } from './tokens';

export const NAME = 'directline';

/** What a client posts. Who it is from is read from the token, and never from here. */
export interface Posted {
  type?: string;
  text?: string;
  value?: unknown;
  locale?: string;
  channelData?: Record<string, unknown> & { clientActivityID?: string };
  attachments?: unknown[];
}

export interface Shown {
  activities: object[];
  watermark: string;
}

const BOT = { id: 'clinic', name: 'Clinic', role: 'bot' };

/** A client that sends again what it does not know to have arrived names it alike, and it is stored once. */
export function asInbound({ text, value, attachments = [] }: Posted, { user }: Visitor, id: string): InboundMessage {
  const carried = typeof value === 'string' ? value : (value as { tap?: string } | null | undefined)?.tap;
  const tapped = tapIn(carried);
  return {
    id: `${user}:${id}`,
    from: { channel: NAME, at: user },
    ...(text !== undefined && { text }),
    ...(tapped && { tapped }),
    ...(!text && !tapped && attachments.length > 0 && { media: true }),
  };
}

/** What was said, as activities. The place of the last one is where the next question for news begins. */
export function asShown(lines: HistoryLine[], visitor: Visitor, after: number, now: Date): Shown {
  return {
    activities: lines.map((line) => asActivity(line, visitor, now)),
    watermark: String(lines.at(-1)?.seq ?? after),
  };
}

function asActivity(line: HistoryLine, { conversation, user }: Visitor, now: Date): object {
  const { mine, seq, text, choices, prompt, language, id } = line;
  const about = { type: 'message', channelId: NAME, conversation: { id: conversation }, timestamp: now.toISOString() };
  // Without the name that the client gave it, its own message would stand there twice.
  if (mine)
    return {
      ...about,
      id: idOf(conversation, id ?? String(seq)),
      text,
      from: { id: user, role: 'user' },
      channelData: { clientActivityID: id },
    };
  return {
    ...about,
    id: idOf(conversation, String(seq)),
    from: BOT,
    text,
    ...(language && { locale: language }),
    inputHint: choices.length > 0 ? 'expectingInput' : 'acceptingInput',
    ...(choices.length > 0 && prompt !== undefined && { suggestedActions: actions(choices, prompt) }),
  };
}

const actions = (choices: string[], prompt: number): object => ({
  to: [],
  actions: choices.map((label, i) => ({
    ...{ type: 'messageBack', title: label, text: label, displayText: label },
    value: { tap: tapOf(prompt, i + 1) },
  })),
});

export const idOf = (conversation: string, name: string): string => `${conversation}|${name}`;

/** Seen while the answer is made, and kept nowhere. */
export const typing = ({ conversation }: Visitor): Shown => ({
  activities: [{ type: 'typing', channelId: NAME, from: BOT, conversation: { id: conversation } }],
  watermark: '',
});
