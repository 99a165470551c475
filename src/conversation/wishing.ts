import type { Facts, FlowName } from '../../flows/vocabulary';
import type { Intent } from '../understanding/understand';
import type { Heard } from './heard';

/** The flow that a wish leads into. */
export const FLOW_OF: Partial<Record<Intent, FlowName>> = {
  book: 'booking',
  cancel: 'cancelling',
  reschedule: 'moving',
  check_booking: 'my_visits',
  change_language: 'language',
  waiting_list: 'waiting_list',
  running_late: 'running_late',
  my_data: 'my_data',
  erase_data: 'my_data',
  feedback: 'feedback',
};

/** A wish of one's own: it opens a flow, or fills in the one that is open. */
export function wishing(flow: FlowName | undefined, facts: Facts, open: FlowName | undefined): Heard | undefined {
  const tells =
    Object.keys(facts.wanted ?? {}).length > 0 || facts.forWhom !== undefined || facts.newLanguage !== undefined;
  // "A heart doctor" says what to wait for, and "a visit on Friday" where to move one: neither begins anew.
  const rather = flow === 'moving' && (open === 'booking' || open === 'affected') && tells; // "rather Friday", while a time is chosen
  const another = open === 'moving' || ((open === 'waiting_list' || open === 'affected') && tells);
  const fillsIn = rather || (flow === 'booking' && another);
  // Their visit is being moved already: they want other times than those.
  if (flow === 'moving' && open === 'affected' && !tells)
    return { kind: 'happened', event: { type: 'patient.wanted_others' } };
  if (flow && flow !== open && !fillsIn) return { kind: 'wants', flow, facts };
  const onlyWhom = facts.forWhom === 'other' && !facts.wanted && (open === 'booking' || open === 'waiting_list');
  const remark = onlyWhom && { remark: { phrase: 'courtesy.for_somebody_else' } };
  if (tells) return { kind: 'happened', event: { type: 'patient.told', facts }, ...remark };
  return flow && flow === open ? { kind: 'wants', flow, facts } : undefined;
}
