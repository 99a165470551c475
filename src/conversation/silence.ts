import { addToCase, openCase } from '../desk/open-case';
import type { Heard } from './heard';
import type { Speaker } from './speaker';

export type Silence = Extract<Heard, { kind: 'nothing' }>;

/** Why a message gets no answer from us is written down, and where somebody should see it, they do. */
export async function noteSilence(speaker: Speaker, silence: Silence): Promise<void> {
  if (silence.because === 'with_the_desk') await addToCase(speaker);
  if (silence.because !== 'too_much' || !silence.tellsDesk) return;
  if (silence.whose === 'theirs') await openCase(speaker, 'loop');
  // Of ten thousand strangers the desk wants to hear once.
  else await openCase({ ...speaker, contactId: null }, 'lagging', { about: 'strangers' });
}
