import { flows } from '../../flows';
import { type Migration, migrations } from '../../flows/migrations';
import type { Remembered } from '../../flows/vocabulary';
import { firstQuestion } from './advance';
import { EMPTY, type Envelope, freshMemory, type Running } from './envelope';
import { shapes } from './shapes';

/**
 * A conversation as today's flows can go on with it. A flow whose shape has changed is brought forward by its migrations;
 * where there is none, what is known is kept and the patient is asked how to go on: never an error, never silence.
 */
export function upToDate(stored: unknown, steps: readonly Migration[] = migrations): Envelope {
  if (!isEnvelope(stored)) return structuredClone(EMPTY);
  const forward = (step: Running): Running[] => broughtForward(step, steps) ?? [];
  const { running, ...rest } = { ...stored, under: stored.under.flatMap(forward), back: stored.back.flatMap(forward) };
  if (!running) return rest;
  const [current] = forward(running);
  return current ? { ...rest, running: current } : resuming(rest, running);
}

// What is read back was written by an earlier process, perhaps an older one, so it is looked at before it is believed.
const isEnvelope = (stored: unknown): stored is Envelope =>
  typeof stored === 'object' && stored !== null && 'under' in stored && 'back' in stored && 'prompts' in stored;

function broughtForward(running: Running, steps: readonly Migration[]): Running[] | undefined {
  const { flow } = running;
  let step = running;
  while (step.version < (flows[flow]?.version ?? 0)) {
    const migration = steps.find((one) => one.flow === flow && one.from === step.version);
    if (!migration) return undefined;
    step = migrated(step, migration);
  }
  const known = { ...step, context: { ...freshMemory(EMPTY, new Date(0)), ...step.context } };
  return isCurrent(known) ? [known] : undefined;
}

// Our machines are flat: a state is a word.
function migrated(step: Running, { flow, states, remembered }: Migration): Running {
  const value = typeof step.value === 'string' ? (states[step.value] ?? step.value) : step.value;
  const version = step.version + 1;
  const shape = version === flows[flow].version ? shapes[flow] : step.shape;
  return { ...step, version, shape, value, context: remembered ? remembered(step.context) : step.context };
}

function isCurrent({ flow, version, shape, value, context }: Running): boolean {
  if (flows[flow]?.version !== version || shapes[flow] !== shape) return false;
  try {
    flows[flow].machine.resolveState({ value, context });
    return true;
  } catch {
    return false; // a state that is gone
  }
}

/** The question how to go on. Nobody has seen it yet: a digit that comes first belongs to what was asked before. */
function resuming(rest: Omit<Envelope, 'running'>, lost: Running): Envelope {
  const known = { ...freshMemory(EMPTY, new Date(0)), ...lost.context };
  const left = lost.flow in flows ? lost.flow : 'menu';
  const { running, question } = firstQuestion('resuming', { ...known, left } satisfies Remembered);
  const id = rest.prompts + 1;
  const prompt = { ...question, id, askedAt: new Date(0).toISOString(), after: 0, unseen: true };
  return { ...rest, prompts: id, running: { ...running, prompt } };
}
