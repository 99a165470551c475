import type { Canned } from '../../conversation/canned';
import type { AnyCase } from '../kinds';

/** What each kind of case is called at the desk, and what to do about it. Nothing here is about a patient. */
export const KINDS: Record<AnyCase, { title: string; advice: string }> = {
  emergency: {
    title: 'Words of emergency',
    advice: 'Call the patient at once. The emergency number has been sent to them.',
  },
  person: { title: 'Asks for a person', advice: 'Claim it and answer.' },
  misunderstood: { title: 'Not understood twice', advice: 'Read what was meant and answer.' },
  late_change: { title: 'Wants to change a visit at short notice', advice: 'It is past the cut-off: you decide.' },
  maybe_stopped: {
    title: 'May have stopped our messages',
    advice: 'Our question may not have arrived. Call if the visit is near.',
  },
  wrong_number: { title: 'Wrong number', advice: 'The number was unlinked. Find another way to reach the patient.' },
  running_late: { title: 'Is late for a visit', advice: 'Tell the provider.' },
  feedback: { title: 'Was not well served', advice: 'Read the complaint and answer.' },
  data_copy: { title: 'Wants a copy of the data', advice: 'Answer within a month, the law says.' },
  data_erasure: { title: 'Wants the data deleted', advice: 'Answer within a month, the law says.' },
  request: { title: 'A visit to accept or decline', advice: 'The time is kept until somebody decides.' },
  undelivered: { title: 'A message did not arrive', advice: 'Check the number, or call.' },
  stuck: { title: 'A message that may not have left', advice: 'Nobody knows whether it was sent. Call if it matters.' },
  unconfirmed: { title: 'A reminder without an answer', advice: 'Call before the visit.' },
  lagging: { title: 'Messages are late or fail', advice: 'See delivery health, and npm run outbox.' },
  affected: { title: 'A visit in time that was blocked', advice: 'Offer another time.' },
  failed_turn: { title: 'A message we could not handle', advice: 'Read it and answer: the assistant could not.' },
  loop: { title: 'Another program answers ours', advice: 'Nothing is sent any more. Resolve it when it has stopped.' },
  by_hand: { title: 'Made by a colleague', advice: 'See the thread.' },
};

/** The canned answers as they are offered to a colleague; the patient gets them in their own language. */
export const CANNED: Record<Canned, string> = {
  looking: 'We have read it and are looking into it',
  call_us: 'Please call us',
  will_call: 'We will call you soon',
  come_in: 'Please come to the clinic',
  no_advice: 'No health advice by text; the emergency number',
  done: 'It is settled. Anything else?',
};

/** Red for what cannot wait, amber for what waits, green while somebody sees to it, grey when it is over. */
export const COLOURS = { urgent: '#c0392b', waiting: '#e0a030', claimed: '#2e8b57', resolved: '#9aa0a6' } as const;
