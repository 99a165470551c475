import { DETOURS, UNPROMPTED } from '../../flows';
import { merge } from '../../flows/flow';
import type { Choice, Facts, FlowName, Happened, Meant } from '../../flows/vocabulary';
import { advance, begin, type Grant, listensFor, type Said, type Step } from './advance';
import { carriedOver, identified, leftOver } from './carry-over';
import { type Envelope, freshMemory, remembering, type Running, STEPS_KEPT } from './envelope';
import type { Courtesy, Heard, Remark } from './heard';
import { again, alsoMeant, asAtFirst, broughtUp, isEarly, isOld, type Moment, opened } from './prompts';
import { wishing } from './wishing';

export interface Turn {
  envelope: Envelope;
  said: Said[];
}

export interface Circumstances extends Moment {
  grant: Grant;
}

/**
 * What a message does to a conversation. Above the flows is what can be said at any moment; what a flow has no ear for
 * falls through to it. However a turn goes, it ends with an open question, an end, or a person.
 */
export async function converse(envelope: Envelope, heard: Heard, how: Circumstances): Promise<Turn> {
  switch (heard.kind) {
    case 'happened':
      return answers(heard.event) && isEarly(envelope, how)
        ? again(envelope, [], how)
        : remarked(heard.remark, envelope, how, await happened(envelope, heard.event, how));
    case 'chose':
      return chose(envelope, heard, how);
    case 'noted':
      return noted(envelope, heard, how);
    case 'wants':
      // They have it before them, and nothing new was said of it.
      if (isOpen(envelope, heard)) return remarked(heard.remark, envelope, how, again(envelope, [], how));
      return remarked(
        heard.remark,
        envelope,
        how,
        await start(envelope, heard.flow, { ...leftOver(envelope), ...heard.facts }, how),
      );
    case 'due':
      return start(envelope, heard.flow, heard.facts, how);
    case 'danger':
      return again(envelope, [plain(heard.sure ? 'safety.emergency' : 'safety.asked', envelope, how)], how);
    case 'nothing':
      return { envelope, said: tellsSo(heard) ? [plain('anytime.slow_down', envelope, how)] : [] };
    case 'repeat':
      return envelope.running ? again(asAtFirst(envelope), [], how) : start(envelope, 'menu', {}, how);
    case 'undo':
      return undo(envelope, how);
    case 'back':
      return back(envelope, how);
    case 'start_over':
      return start({ ...envelope, under: [], back: [] }, 'menu', {}, how);
    case 'courtesy':
      return courtesy(envelope, heard.which, how);
    case 'guessed':
      return counted(await start(envelope, 'clarify', { meant: heard.meant }, how), envelope.misunderstood);
    case 'not_understood':
      return isEarly(envelope, how) ? again(envelope, [], how) : notUnderstood(envelope, how);
  }
}

/** Only a visit is booked after another: to ask for one means a new one. */
const isOpen = ({ running }: Envelope, { flow, facts = {} }: { flow: FlowName; facts?: Facts }): boolean =>
  running?.prompt !== undefined && running.flow === flow && flow !== 'booking' && Object.keys(facts).length === 0;

const tellsSo = (silence: Extract<Heard, { kind: 'nothing' }>): boolean =>
  silence.because === 'too_much' && silence.first;

const remarked = (remark: Remark | undefined, before: Envelope, how: Circumstances, turn: Turn): Turn =>
  remark ? preceded([remarkOf(remark, before, how)], turn) : turn;

function remarkOf({ phrase, mentions }: Remark, envelope: Envelope, how: Circumstances): Said {
  const said = plain(phrase, envelope, how);
  return { ...said, remembered: { ...said.remembered, ...mentions } };
}

/** What was said beside the question is kept, or remarked on; the question stays as it is. */
function noted(envelope: Envelope, { remark, facts }: { remark: Remark; facts?: Facts }, how: Circumstances): Turn {
  const { running } = envelope;
  const known = running ? { ...envelope, running: { ...running, context: merge(running.context, facts) } } : envelope;
  return again(known, [remarkOf(remark, envelope, how)], how);
}

const answers = ({ type }: Happened): boolean => type === 'patient.agreed' || type === 'patient.declined';

async function happened(envelope: Envelope, event: Happened, how: Circumstances): Promise<Turn> {
  const { running } = envelope;
  if (running && answers(event) && isLateYes(running, how)) return askAgain(envelope, how);
  if (running && listensFor(running, event)) return goOn(envelope, await advance(running, event, how.grant), how);
  const facts = { ...leftOver(envelope), ...event.facts };
  if (event.type === 'patient.gave_up') return leave(envelope, how);
  const { specialty, providerId } = event.facts?.wanted ?? {};
  const nothingElse = !running || ENTRANCES.has(running.flow);
  if (event.type === 'patient.told' && (specialty || providerId || (nothingElse && event.facts?.wanted)))
    return start(envelope, 'booking', facts, how);
  if (!running) return start(envelope, 'menu', event.facts ?? {}, how);
  return event.type === 'patient.agreed' ? agreedToAList(envelope, running, how) : notUnderstood(envelope, how);
}

/** "Yes" to a list: if only one time stands on it, that one; else which? */
function agreedToAList(envelope: Envelope, running: Running, how: Circumstances): Promise<Turn> {
  const choices = running.prompt?.choices ?? [];
  const [time, another] = choices.filter(({ facts }) => facts?.chosen);
  if (time && !another) return pick(envelope, running, time, how);
  return notUnderstood(envelope, how, choices.length > 0 ? 'repair.which' : undefined);
}

/** Where nothing has been begun yet: a day or a town that is named there is one for a visit. */
const ENTRANCES: ReadonlySet<FlowName> = new Set(['menu', 'welcome']);

/** Never mind: the question is dropped, and so is what waited below it. */
function leave(envelope: Envelope, how: Circumstances): Turn {
  const { running: _, ...left } = envelope;
  return { envelope: { ...left, under: [], back: [], misunderstood: 0 }, said: [plain('anytime.left', envelope, how)] };
}

/** What changes or ends something is asked again when the answer comes after half a day. */
const isLateYes = (running: Running, { now }: Circumstances): boolean =>
  running.prompt?.expects === 'yes_no' && isOld(running, now);

function askAgain(envelope: Envelope, how: Circumstances): Turn {
  const { running } = envelope;
  const renewed = running?.prompt && { ...running, prompt: { ...running.prompt, askedAt: how.now.toISOString() } };
  const asked = asAtFirst({ ...envelope, ...(renewed && { running: renewed }) });
  return again(asked, [plain('late.asked_again', envelope, how)], how);
}

/** A digit or a tapped button. A tap names its question; a digit means the last one we asked. */
async function chose(
  envelope: Envelope,
  { choice, prompt, facts }: { choice: number; prompt?: number; facts?: Facts },
  how: Circumstances,
): Promise<Turn> {
  if (prompt === undefined) {
    if (isEarly(envelope, how)) return again(envelope, [], how);
    const other = alsoMeant(envelope, choice);
    if (other) return oneOfTwo(envelope, other, choice, how);
  }
  const current = prompt === undefined ? envelope : broughtUp(envelope, prompt);
  if (!current) return closed(envelope, how);
  const picked = current.running?.prompt?.choices[choice - 1];
  if (!current.running || !picked) return notUnderstood(envelope, how);
  if (isLateYes(current.running, how)) return askAgain(current, how);
  return pick(current, current.running, facts ? { ...picked, facts: { ...picked.facts, ...facts } } : picked, how);
}

/** The question of an old button is long settled. */
const closed = (envelope: Envelope, how: Circumstances): Promise<Turn> | Turn =>
  envelope.running
    ? again(envelope, [plain('late.closed', envelope, how)], how)
    : start(envelope, 'menu', {}, how).then((turn) => ({
        ...turn,
        said: [plain('late.closed', envelope, how), ...turn.said],
      }));

function oneOfTwo(envelope: Envelope, other: Running, choice: number, how: Circumstances): Promise<Turn> {
  if (envelope.running?.prompt?.choices[choice - 1]) return askWhichOne(envelope, other, choice, how);
  return chose(envelope, { choice, ...(other.prompt && { prompt: other.prompt.id }) }, how);
}

function askWhichOne(envelope: Envelope, other: Running, choice: number, how: Circumstances): Promise<Turn> {
  const meant = [envelope.running, other].flatMap((step): Choice[] => {
    const label = step?.prompt?.choices[choice - 1];
    return label && step?.prompt
      ? [{ label: label.label, ...(label.vars && { vars: label.vars }), answers: { prompt: step.prompt.id, choice } }]
      : [];
  });
  return start(envelope, 'clarify', { meant }, how);
}

function pick(envelope: Envelope, running: Running, picked: Choice, how: Circumstances): Promise<Turn> {
  const facts = picked.facts ?? {};
  if (picked.answers) return chose(envelope, picked.answers, how);
  if (picked.says) return meantAfterAll(envelope, picked.says, facts, how);
  if (picked.start) {
    // What was asked is answered by going on, so it is not come back to as after a detour.
    const { running: _, ...rest } = envelope;
    const left = { ...rest, back: remembering(envelope.back, running) };
    return start(left, picked.start, { ...carriedOver(running.context), ...facts }, how);
  }
  // The cast: a union of events cannot be built from a union of their names.
  return happened(envelope, { type: picked.means ?? 'patient.chose', facts } as Happened, how);
}

/** What was guessed is right, and is heard as if it had been said in plain words; or it is not. */
function meantAfterAll(envelope: Envelope, meant: Meant, facts: Facts, how: Circumstances): Promise<Turn> {
  const { running: _, ...rest } = envelope;
  const below = rest.under.at(-1);
  const before = { ...rest, under: rest.under.slice(0, -1), ...(below && { running: below }) };
  if (meant === 'neither') return converse(before, { kind: 'not_understood' }, how);
  if (meant === 'patient.wanted_others') return happened(before, { type: meant }, how);
  return converse(before, wishing(meant, facts, below?.flow) ?? { kind: 'repeat' }, how);
}

export async function start(envelope: Envelope, flow: FlowName, facts: Facts, how: Circumstances): Promise<Turn> {
  const { running } = envelope;
  const memory = { ...freshMemory(envelope, how.now), ...facts };
  const step = await begin(flow, { ...memory, wanted: facts.wanted ?? {} }, how.grant);
  const aside = (DETOURS.has(flow) || UNPROMPTED.has(flow)) && running !== undefined && !settles(flow, running.flow);
  const under = aside ? [...envelope.under, running].slice(-STEPS_KEPT) : envelope.under;
  const { running: _, ...left } = { ...envelope, under, back: remembering(envelope.back, aside ? undefined : running) };
  return goOn(left, step, { ...how, ...(UNPROMPTED.has(flow) && { unprompted: true }) });
}

/** A flow that is begun anew takes its own place; and a clear wish about messages settles the question of a lone "stop". */
const ABOUT_MESSAGES: ReadonlySet<FlowName> = new Set(['starting', 'stopping', 'maybe_stopping']);
const settles = (flow: FlowName, open: FlowName): boolean =>
  flow === open || (ABOUT_MESSAGES.has(flow) && open === 'maybe_stopping');

/** Takes what a step led to into the envelope; after the end of a detour the question that was open is asked again. */
async function goOn(envelope: Envelope, step: Step, how: Circumstances & { unprompted?: boolean }): Promise<Turn> {
  const { running, said, done, next } = step;
  const known = {
    ...{ ...envelope, misunderstood: 0, ...identified(envelope, running.context, how.now) },
    ...(running.value === 'cancelled' && { givenUp: running.context.visit }),
  };
  if (!done) return opened(known, running, said, how);
  const { running: _, ...closed } = known;
  if (next) return preceded(said, await start(closed, next, carriedOver(running.context), how));
  const under = closed.under.filter((step) => !isOld(step, how.now));
  const below = under.at(-1);
  const ended = { ...closed, lastDone: running.flow };
  if (!below) return { envelope: { ...ended, under: [], back: [] }, said };
  const gone = { ...ended, running: below, under: under.slice(0, -1) };
  // "You will get no more messages" and then a question would be one more. It stands there still, for whoever answers it.
  if (wantsPeace(running)) return { envelope: gone, said };
  return again(running.flow === 'language' ? asAtFirst(gone) : gone, said, how);
}

const wantsPeace = ({ flow, value }: Running): boolean =>
  flow === 'stopping' || (flow === 'maybe_stopping' && value === 'stopped');

const preceded = (said: Said[], turn: Turn): Turn => ({ ...turn, said: [...said, ...turn.said] });

const plain = (phrase: string, envelope: Envelope, { now }: Circumstances): Said => ({
  phrase,
  remembered: envelope.running?.context ?? freshMemory(envelope, now),
});

/** Manners need no question after them; what we could not do does. */
const MANNERS: ReadonlySet<Courtesy> = new Set(['thanks', 'goodbye']);

async function courtesy(envelope: Envelope, which: Courtesy, how: Circumstances): Promise<Turn> {
  if (which === 'not_here') return notUnderstood(envelope, how, 'courtesy.not_here');
  if (which === 'rude')
    return notUnderstood(envelope, how, envelope.misunderstood ? 'courtesy.rude_again' : 'courtesy.rude');
  const said = [plain(`courtesy.${which}`, envelope, how)];
  // Thanks for a reminder, or for what is done, are thanks: the question stands there still, and need not be put again and again.
  const { unprompted, expects } = envelope.running?.prompt ?? {};
  if (MANNERS.has(which) && (unprompted || expects === 'digit')) return { envelope, said };
  if (envelope.running || MANNERS.has(which)) return again({ ...envelope, misunderstood: 0 }, said, how);
  return preceded(said, await start(envelope, 'menu', {}, how));
}

/** Two failures, each asked again more simply; the third time a person takes over. */
async function notUnderstood(envelope: Envelope, how: Circumstances, instead?: string): Promise<Turn> {
  const misunderstood = envelope.misunderstood + 1;
  if (misunderstood > 2) return start({ ...envelope, misunderstood: 0 }, 'person', { about: 'misunderstood' }, how);
  const said = [plain(instead ?? (misunderstood === 1 ? 'repair.first' : 'repair.second'), envelope, how)];
  if (envelope.running) return again({ ...envelope, misunderstood }, said, how);
  return counted(preceded(said, await start(envelope, 'menu', {}, how)), misunderstood);
}

const counted = (turn: Turn, misunderstood: number): Turn => ({
  ...turn,
  envelope: { ...turn.envelope, misunderstood },
});

/** What "undo" takes back: a visit given up just now; else the last answer; else what has just come to its end. */
function undo(envelope: Envelope, how: Circumstances): Promise<Turn> | Turn {
  const { running, givenUp, lastDone } = envelope;
  if (running && listensFor(running, AGREED) && running.value === 'cancelled') return happened(envelope, AGREED, how);
  if (givenUp) return start(envelope, 'undoing', { visit: givenUp }, how);
  if (running) return back(envelope, how);
  const flow = lastDone && UNDONE_BY[lastDone];
  return flow ? start(envelope, flow, {}, how) : notUnderstood(envelope, how);
}

const AGREED: Happened = { type: 'patient.agreed' };

/** Nothing is undone unseen: these ask first. */
const UNDONE_BY: Partial<Record<FlowName, FlowName>> = {
  booking: 'cancelling',
  waiting_offer: 'cancelling',
  moving: 'moving',
  undoing: 'cancelling',
  stopping: 'starting',
  starting: 'stopping',
};

function back(envelope: Envelope, how: Circumstances): Promise<Turn> | Turn {
  const earlier = envelope.back.at(-1);
  if (!earlier) return start(envelope, 'menu', {}, how);
  return again({ ...envelope, running: earlier, back: envelope.back.slice(0, -1), misunderstood: 0 }, [], how);
}
