import { addToCase, openCase } from '../desk/open-case';
import type { Heard } from './heard';
import type { Speaker } from './speaker';

export type Silence = Extract<Heard, { kind: 'nothing' }>['because'];

/** Why a message gets no answer from us is written down, and where somebody should see it, they do. */
export async function noteSilence(speaker: Speaker, because: Silence): Promise<void> {
  if (because === 'too_much') await openCase(speaker, 'loop');
  if (because === 'with_the_desk') await addToCase(speaker);
}
