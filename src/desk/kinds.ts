import type { CaseKind } from '../../flows/vocabulary';

/** Everything that can bring a conversation to the desk. What makes each of them stands in docs/desk.md. */
export type AnyCase =
  | CaseKind
  | 'emergency'
  | 'failed_turn' // a message that we could not handle
  | 'loop' // two programs that answer each other
  | 'request' // a visit that must be accepted or declined
  | 'undelivered' // a message that did not reach its patient
  | 'stuck' // a message of which nobody knows whether it was sent
  | 'unconfirmed' // a reminder that was not answered, and the visit is near
  | 'affected' // a visit that lies in time which has been blocked
  | 'lagging' // messages wait too long, fail too often, or are held
  | 'by_hand'; // a colleague made it
