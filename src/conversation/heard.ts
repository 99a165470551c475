import type { Facts, FlowName, Happened } from '../../flows/vocabulary';

/** What a message was taken to mean, given what was open. */
export type Heard =
  | { kind: 'happened'; event: Happened }
  | { kind: 'chose'; choice: number; prompt?: number }
  | { kind: 'wants'; flow: FlowName; facts?: Facts }
  | { kind: 'danger'; sure: boolean }
  | { kind: 'back' }
  | { kind: 'start_over' }
  | { kind: 'courtesy'; which: 'thanks' | 'goodbye' | 'help' | 'not_here' | 'bot' | 'unreadable' }
  | { kind: 'not_understood' };
