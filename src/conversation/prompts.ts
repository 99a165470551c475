import type { Said } from './advance';
import { type Envelope, type Prompt, remembering, type Running, STEPS_KEPT } from './envelope';

/** When a turn takes place: by the clock, and by the messages that had come in by then. */
export interface Moment {
  now: Date;
  /** The message this turn is about. */
  message: number;
  /** The newest message of this person that we have, handled or not. */
  newest: number;
}

/** Opens the question that a flow has come to. */
export function opened(
  envelope: Envelope,
  running: Running,
  said: Said[],
  at: Moment & { unprompted?: boolean },
): { envelope: Envelope; said: Said[] } {
  const asked = said.at(-1);
  if (!asked?.question)
    throw new Error(`${running.flow} waits in ${JSON.stringify(running.value)} without having asked anything`);
  const prompt: Prompt = {
    ...asked.question,
    id: envelope.prompts + 1,
    askedAt: at.now.toISOString(),
    after: at.newest,
    ...(at.unprompted && { unprompted: true }),
  };
  const back = envelope.running?.flow === running.flow ? remembering(envelope.back, envelope.running) : envelope.back;
  const known = { ...envelope, back, prompts: prompt.id, running: { ...running, prompt } };
  const before = at.unprompted ? undefined : envelope.lastPut;
  const times = before?.phrase === asked.phrase ? timesInARow(before, at) + 1 : 1;
  return put(known, [...said.slice(0, -1), asked], { prompt, times }, at);
}

/** Says something and asks the open question once more. It stays the same question, with the same number. */
export function again(envelope: Envelope, said: Said[], at: Moment): { envelope: Envelope; said: Said[] } {
  const { running, lastPut } = envelope;
  if (!running?.prompt) return { envelope, said };
  const { unseen, ...asked } = running.prompt;
  const { phrase, choices, expects } = asked;
  const prompt = unseen ? { ...asked, after: at.newest, askedAt: at.now.toISOString() } : asked;
  // When another was put in between, it may be put as at first.
  const times = lastPut?.id === prompt.id && !unseen ? timesInARow(lastPut, at) + 1 : 1;
  const question: Said = { phrase, remembered: running.context, question: { phrase, choices, expects } };
  return put({ ...envelope, running: { ...running, prompt } }, [...said, question], { prompt, times }, at);
}

/** Puts the question that comes last: in other words, if it is not for the first time. */
function put(
  envelope: Envelope,
  said: Said[],
  { prompt, times }: { prompt: Prompt; times: number },
  { now }: Moment,
): { envelope: Envelope; said: Said[] } {
  const lastPut = { id: prompt.id, phrase: prompt.phrase, at: now.toISOString(), times };
  const question = said.at(-1);
  if (!question || times === 1) return { envelope: { ...envelope, lastPut }, said };
  return { envelope: { ...envelope, lastPut }, said: [...said.slice(0, -1), { ...question, put: times }] };
}

/** Who comes back after a while has the words before them no more. */
const STILL_ON_SCREEN_MS = 60 * 60 * 1000;

const timesInARow = ({ at, times }: NonNullable<Envelope['lastPut']>, { now }: Moment): number =>
  +now - Date.parse(at) > STILL_ON_SCREEN_MS ? 0 : times;

/** As if nothing had been put yet: the open question will be asked in full. */
export function asAtFirst({ lastPut: _, ...envelope }: Envelope): Envelope {
  return envelope;
}

/** Written before the question was put, so it answers something else. */
export const isEarly = ({ running }: Envelope, { message }: Pick<Moment, 'message'>): boolean =>
  running?.prompt !== undefined && (running.prompt.unseen === true || message <= running.prompt.after);

/** How long somebody may think about a question that has consequences before we ask it again. */
const LATE_MS = 12 * 60 * 60 * 1000;

export const isOld = ({ prompt }: Running, now: Date): boolean =>
  prompt !== undefined && +now - Date.parse(prompt.askedAt) > LATE_MS;

/** Puts a question that was left, but is answered now, on top again; what was on top waits below it. */
export function broughtUp(envelope: Envelope, id: number): Envelope | undefined {
  const { running, under, back } = envelope;
  if (running?.prompt?.id === id) return envelope;
  const asked = [...under, ...back].find((step) => step.prompt?.id === id);
  if (!asked) return undefined;
  const without = (steps: Running[]): Running[] => steps.filter((step) => step !== asked);
  const waits = running && running.flow !== asked.flow && running.flow !== 'clarify' ? [running] : [];
  return { ...envelope, running: asked, under: [...without(under), ...waits].slice(-STEPS_KEPT), back: without(back) };
}

/** Just before we wrote by ourselves there was another question with such a choice: a bare digit may belong to either. */
const STILL_IN_MIND_MS = 60 * 60 * 1000;

export function alsoMeant({ running, under }: Envelope, choice: number): Running | undefined {
  const below = under.at(-1);
  if (!running?.prompt?.unprompted || !below?.prompt?.choices[choice - 1]) return undefined;
  const between = Date.parse(running.prompt.askedAt) - Date.parse(below.prompt.askedAt);
  return between < STILL_IN_MIND_MS ? below : undefined;
}
