import type { TooMuch } from './too-much';
import type { Choice, Facts, FlowName, Happened } from '../../flows/vocabulary';

/** What a message was taken to mean, given what was open. */
export type Heard =
  /** With a remark on what could not be taken as it was written. */
  | { kind: 'happened'; event: Happened; remark?: Remark }
  /** The facts are what was said beside it. */
  | { kind: 'chose'; choice: number; prompt?: number; facts?: Facts }
  /** Kept in mind or remarked on, with the question left open. */
  | { kind: 'noted'; remark: Remark; facts?: Facts }
  | { kind: 'wants'; flow: FlowName; facts?: Facts; remark?: Remark }
  | { kind: 'due'; flow: FlowName; facts: Facts; useBy?: string }
  | { kind: 'danger'; sure: boolean }
  | { kind: 'nothing'; because: 'stale' | 'with_the_desk' }
  /** Only the first time are they told so. */
  | ({ kind: 'nothing'; because: 'too_much' } & TooMuch)
  | { kind: 'repeat' }
  /** What has just been done is to be taken back. */
  | { kind: 'undo' }
  | { kind: 'back' }
  | { kind: 'start_over' }
  | { kind: 'courtesy'; which: Courtesy }
  | { kind: 'guessed'; meant: Choice[] }
  | { kind: 'not_understood' };

/** A sentence of ours, and what it mentions beside what is known. */
export interface Remark {
  phrase: string;
  mentions?: Facts;
}

export type Courtesy =
  'hello' | 'thanks' | 'goodbye' | 'help' | 'not_here' | 'ask_a_person' | 'bot' | 'cannot_read' | 'rude';

/** Not understood, or taken for something that no clinic does. */
export const isInDoubt = (heard: Heard): boolean =>
  heard.kind === 'not_understood' || (heard.kind === 'courtesy' && heard.which === 'not_here');
