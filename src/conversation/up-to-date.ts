import { flows } from '../../flows';
import { EMPTY, type Envelope, type Running } from './envelope';

/**
 * A conversation as today's flows can go on with it. A flow whose shape has changed is brought forward by its migration;
 * where there is none, it is left at what is known, and the menu asks anew: never an error, never silence.
 */
export function upToDate(stored: unknown): Envelope {
  if (!isEnvelope(stored)) return structuredClone(EMPTY);
  const { running, ...rest } = stored;
  const kept = running && isCurrent(running) ? { running } : {};
  return { ...rest, ...kept, under: stored.under.filter(isCurrent), back: stored.back.filter(isCurrent) };
}

// What is read back was written by an earlier process, perhaps an older one, so it is looked at before it is believed.
const isEnvelope = (stored: unknown): stored is Envelope =>
  typeof stored === 'object' && stored !== null && 'under' in stored && 'back' in stored && 'prompts' in stored;

function isCurrent({ flow, version, value, context }: Running): boolean {
  if (flows[flow]?.version !== version) return false;
  try {
    flows[flow].machine.resolveState({ value, context });
    return true;
  } catch {
    return false; // a state that is gone
  }
}
