import type { Guard } from '../mutate';
import type { Proof } from '../proof';
import { patients } from './patients';
import { randomAnswers } from './random-answers';

/** The proofs of the conversation, in the order in which they are played. */
export const turnProofs: Proof[] = [
  { name: 'patients', play: patients },
  { name: 'answers', play: randomAnswers },
];

const patientsNotice = (invariant: string): Guard['caughtBy'] => ({
  name: `proof: patients, ${invariant}`,
  command: ['--require', require.resolve('tsx/cjs'), 'test/prove/main.ts', 'turns', '--quick', '--only', 'patients'],
  says: new RegExp(`BROKEN  .*${invariant}`),
});

/** What keeps a conversation right, each with the change that takes it away. */
export const turnGuards: Guard[] = [
  {
    guard: 'visits are spoken of only to whom has shown who they are',
    file: 'src/conversation/envelope.ts',
    change: [['if (trusted) return people', 'return people']],
    caughtBy: patientsNotice('nothing private before identity'),
  },
  {
    guard: 'a stop is a stop',
    file: 'src/conversation/grant-contact.ts',
    change: [['setMessages(speaker, false)', 'setMessages(speaker, true)']],
    caughtBy: patientsNotice('every STOP is kept'),
  },
  {
    guard: 'somebody new is not asked for again',
    file: 'flows/flow.ts',
    change: [['!context.somebodyNew && ', '']],
    caughtBy: patientsNotice('nobody is led in circles'),
  },
  {
    guard: 'a question is put again in other words',
    file: 'src/conversation/in-words.ts',
    change: [['put > 1 ? inOtherWords(each, said) : []', '[]']],
    caughtBy: patientsNotice('no question comes twice in the same words'),
  },
  {
    guard: 'who has stopped messages gets no reminder',
    file: 'src/conversation/due.ts',
    change: [['if (seen.stopped) return STALE;', '']],
    caughtBy: patientsNotice('nothing unasked after STOP'),
  },
];
