import type { Facts, Remembered } from '../../flows/vocabulary';
import { type Envelope, freshMemory } from './envelope';

// A visit that was picked, or what was wanted, is not asked for again in the next flow.
export function carriedOver({ visit, wanted, forWhom, somebodyNew, patient, name, birthDate }: Remembered): Facts {
  return {
    wanted,
    ...(forWhom && { forWhom }),
    ...(somebodyNew && { somebodyNew }),
    ...(visit && { visit }),
    ...(patient && { patient }),
    ...(name && { name }),
    ...(birthDate && { birthDate }),
  };
}

/** What was known in a conversation that had to be left when the flows changed. */
export const leftOver = ({ running }: Envelope): Facts =>
  running?.flow === 'resuming' ? carriedOver(running.context) : {};

/** Who has been recognised or registered stays so for the conversation, not only for the flow. */
const VERIFIED_MINUTES = 30;

export function identified(
  envelope: Envelope,
  { people, verified, openFor }: Remembered,
  now: Date,
): Partial<Envelope> {
  if (!verified || envelope.trusted) return { people };
  const known = freshMemory(envelope, now).openFor;
  if (openFor.every((id) => known.includes(id))) return { people };
  const verifiedUntil = new Date(+now + VERIFIED_MINUTES * 60_000).toISOString();
  return { people, verifiedUntil, verifiedFor: openFor };
}
