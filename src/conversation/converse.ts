import { DETOURS } from '../../flows';
import type { Choice, Facts, FlowName, Happened, Remembered } from '../../flows/vocabulary';
import { advance, begin, type Grant, listensFor, type Said, type Step } from './advance';
import { type Envelope, freshMemory, remembering, type Running } from './envelope';
import type { Heard } from './heard';

export interface Turn {
  envelope: Envelope;
  said: Said[];
}

interface Circumstances {
  grant: Grant;
  now: Date;
}

/**
 * What a message does to a conversation. Above the flows is what can be said at any moment; what a flow has no ear for
 * falls through to it. However a turn goes, it ends with an open question, an end, or a person.
 */
export async function converse(envelope: Envelope, heard: Heard, how: Circumstances): Promise<Turn> {
  switch (heard.kind) {
    case 'happened':
      return happened(envelope, heard.event, how);
    case 'chose':
      return chose(envelope, heard, how);
    case 'wants':
      return start(envelope, heard.flow, heard.facts ?? {}, how);
    case 'danger':
      return { envelope, said: [plain(heard.sure ? 'safety.emergency' : 'safety.asked', envelope, how)] };
    case 'back':
      return back(envelope, how);
    case 'start_over':
      return start({ ...envelope, under: [], back: [] }, 'menu', {}, how);
    case 'courtesy':
      return reply(envelope, `courtesy.${heard.which}`, how);
    case 'not_understood':
      return notUnderstood(envelope, how);
  }
}

async function happened(envelope: Envelope, event: Happened, how: Circumstances): Promise<Turn> {
  const { running } = envelope;
  if (running && listensFor(running, event)) return goOn(envelope, await advance(running, event, how.grant), how);
  if (event.type === 'patient.told' && event.facts?.wanted) return start(envelope, 'booking', event.facts, how);
  return running ? notUnderstood(envelope, how) : start(envelope, 'menu', event.facts ?? {}, how);
}

/** A digit or a tapped button. A tap names its question; a digit means the last one we asked. */
async function chose(
  envelope: Envelope,
  { choice, prompt }: { choice: number; prompt?: number },
  how: Circumstances,
): Promise<Turn> {
  const asked = prompt === undefined ? envelope.running : askedAs(envelope, prompt);
  const picked = asked?.prompt?.choices[choice - 1];
  if (!asked || !picked) return notUnderstood(envelope, how);
  return pick({ ...envelope, running: asked }, asked, picked, how);
}

const askedAs = ({ running, under, back }: Envelope, id: number): Running | undefined =>
  [running, ...under, ...back].find((step) => step?.prompt?.id === id);

function pick(envelope: Envelope, running: Running, picked: Choice, how: Circumstances): Promise<Turn> {
  const facts = picked.facts ?? {};
  if (picked.start) return start(envelope, picked.start, { ...carriedOver(running.context), ...facts }, how);
  // The cast: a union of events cannot be built from a union of their names.
  return happened(envelope, { type: picked.means ?? 'patient.chose', facts } as Happened, how);
}

// A visit that was picked, or what was wanted, is not asked for again in the next flow.
function carriedOver({ visit, wanted, patient, name, birthDate }: Remembered): Facts {
  return {
    wanted,
    ...(visit && { visit }),
    ...(patient && { patient }),
    ...(name && { name }),
    ...(birthDate && { birthDate }),
  };
}

export async function start(envelope: Envelope, flow: FlowName, facts: Facts, how: Circumstances): Promise<Turn> {
  const { running } = envelope;
  const memory = { ...freshMemory(envelope, how.now), ...facts };
  const step = await begin(flow, { ...memory, wanted: facts.wanted ?? {} }, how.grant);
  const detour = DETOURS.has(flow) && running !== undefined;
  const under = detour ? [...envelope.under, running] : envelope.under;
  return goOn({ ...envelope, under, back: remembering(envelope.back, detour ? undefined : running) }, step, how);
}

/** Takes what a step led to into the envelope; after the end of a detour the question that was open is asked again. */
function goOn(envelope: Envelope, { running, said, done }: Step, how: Circumstances): Turn {
  const known = { ...envelope, misunderstood: 0, ...identified(envelope, running.context, how.now) };
  if (!done) return opened(known, running, said, how);
  const { running: _, ...closed } = known;
  const below = envelope.under.at(-1);
  if (!below) return { envelope: { ...closed, back: [] }, said };
  return again({ ...closed, running: below, under: envelope.under.slice(0, -1) }, said);
}

function opened(envelope: Envelope, running: Running, said: Said[], how: Circumstances): Turn {
  const question = said.at(-1)?.question;
  if (!question)
    throw new Error(`${running.flow} waits in ${JSON.stringify(running.value)} without having asked anything`);
  const id = envelope.prompts + 1;
  const prompt = { ...question, id, askedAt: how.now.toISOString() };
  const back = envelope.running?.flow === running.flow ? remembering(envelope.back, envelope.running) : envelope.back;
  return { envelope: { ...envelope, back, prompts: id, running: { ...running, prompt } }, said };
}

/** Who has been recognised or registered stays so for the conversation, not only for the flow. */
const VERIFIED_MINUTES = 30;

function identified(envelope: Envelope, { people, verified }: Remembered, now: Date): Partial<Envelope> {
  const until = new Date(+now + VERIFIED_MINUTES * 60_000).toISOString();
  return { people, ...(verified && { verifiedUntil: envelope.verifiedUntil ?? until }) };
}

/** Says something and asks the open question once more. */
function again(envelope: Envelope, said: Said[]): Turn {
  const { running } = envelope;
  if (!running?.prompt) return { envelope, said };
  const { phrase, choices, expects } = running.prompt;
  return { envelope, said: [...said, { phrase, remembered: running.context, question: { phrase, choices, expects } }] };
}

const plain = (phrase: string, envelope: Envelope, { now }: Circumstances): Said => ({
  phrase,
  remembered: envelope.running?.context ?? freshMemory(envelope, now),
});

function reply(envelope: Envelope, phrase: string, how: Circumstances): Turn {
  return again({ ...envelope, misunderstood: 0 }, [plain(phrase, envelope, how)]);
}

/** Two failures, each asked again more simply; the third time a person takes over. */
function notUnderstood(envelope: Envelope, how: Circumstances): Promise<Turn> | Turn {
  const misunderstood = envelope.misunderstood + 1;
  if (misunderstood > 2) return start({ ...envelope, misunderstood: 0 }, 'person', {}, how);
  if (!envelope.running)
    return start({ ...envelope, misunderstood }, 'menu', {}, how).then((turn) => counted(turn, misunderstood));
  const phrase = misunderstood === 1 ? 'repair.first' : 'repair.second';
  return again({ ...envelope, misunderstood }, [plain(phrase, envelope, how)]);
}

const counted = (turn: Turn, misunderstood: number): Turn => ({
  ...turn,
  envelope: { ...turn.envelope, misunderstood },
});

function back(envelope: Envelope, how: Circumstances): Promise<Turn> | Turn {
  const earlier = envelope.back.at(-1);
  if (!earlier) return start(envelope, 'menu', {}, how);
  return again({ ...envelope, running: earlier, back: envelope.back.slice(0, -1), misunderstood: 0 }, []);
}
