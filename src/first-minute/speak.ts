import { randomBytes } from 'node:crypto';
import { segmentsOf } from '../outbox/segments';
import { addLine, type Line, type Phone } from './phone';
import { deliver, type Hub, type Providers } from './providers';

export interface Spoken {
  text: string;
  tap?: NonNullable<Line['taps']>[number];
}

interface Speaking {
  hub: Hub;
  providers: Providers;
  changed(): void;
}

/** What each way of writing does with what somebody typed or tapped: the call that its provider would make to us. */
export const speakBy = {
  async sms(phone: Phone, { text }: Spoken, { hub, providers, changed }: Speaking): Promise<void> {
    addLine(phone, 'sms', { mine: true, text, segments: segmentsOf(text) });
    changed();
    await deliver(hub, providers.sms(phone.number, text));
  },

  async whatsapp(phone: Phone, { text, tap }: Spoken, { hub, providers, changed }: Speaking): Promise<void> {
    addLine(phone, 'whatsapp', { mine: true, text: tap?.label ?? text });
    changed();
    await deliver(hub, providers.whatsapp(phone.number, { text, ...(tap && { tap }) }));
  },

  /** Without a session, or after its end, any key dials. */
  async ussd(phone: Phone, { text }: Spoken, { hub, providers, changed }: Speaking): Promise<void> {
    const open = phone.ussd && !phone.ussd.ends ? phone.ussd : undefined;
    const sessionId = open?.sessionId ?? `ATUid_${randomBytes(12).toString('hex')}`;
    const typed = open ? [open.text, text].filter(Boolean).join('*') : '';
    const answer = await deliver(hub, providers.ussd({ sessionId, phoneNumber: phone.number, text: typed }));
    phone.ussd = { sessionId, text: typed, screen: answer.slice('CON '.length), ends: answer.startsWith('END') };
    addLine(phone, 'ussd', { mine: false, text: phone.ussd.screen });
    changed();
  },

  async web(phone: Phone, { text, tap }: Spoken, { hub, changed }: Speaking): Promise<void> {
    addLine(phone, 'web', { mine: true, text: tap?.label ?? text });
    changed();
    const said = { id: randomBytes(12).toString('hex'), text, ...(tap && { tap: `${tap.carries} ${tap.label}` }) };
    await deliver(hub, {
      path: '/chat/messages',
      headers: { 'content-type': 'application/json', 'x-chat-token': phone.token },
      payload: JSON.stringify(said),
    });
  },
};

interface ChatLine {
  seq: number;
  mine: boolean;
  text: string;
  choices: string[];
  prompt?: number;
}

const REST_MS = 1_000;

/** The chat page asks for its messages itself, and so does this one in its place. */
export async function listenToChat(phone: Phone, { hub, changed, signal }: Speaking & { signal: AbortSignal }) {
  for (let after = 0; !signal.aborted;) {
    try {
      const headers = { 'x-chat-token': phone.token };
      const answer = await fetch(`${hub.address}/chat/messages?wait=1&after=${after}`, { headers, signal });
      const lines = answer.ok ? ((await answer.json()) as ChatLine[]) : [];
      for (const line of lines) {
        after = line.seq;
        if (!line.mine) addLine(phone, 'web', asLine(line));
      }
      if (lines.length > 0) changed();
      if (!answer.ok) await rest(REST_MS, signal);
    } catch {
      await rest(REST_MS, signal); // the hub is stopping, or busy: the next round tells
    }
  }
}

const asLine = ({ text, choices, prompt }: ChatLine): Line => ({
  mine: false,
  text,
  taps: choices.map((label, i) => ({ label, carries: `p${prompt}c${i + 1}` })),
});

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms).unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
