import { inText, slackDesk } from '../../desk/slack-desk';
import type { SlackFault } from '../../stand-ins/slack';
import type { Name } from '../../universe';
import type { Finding, Stage } from '../proof';

const PEOPLE: Name[] = ['Ann', 'Bob', 'Cat', 'Dan'];

const FAULTS: SlackFault[] = [
  { status: 429, retryAfter: 2 },
  { status: 500 },
  { status: 503 },
  { error: 'internal_error' },
  'accept_then_500',
  'accept_then_reset',
];

/** Slack answers 429 and 500 for ten minutes, sometimes after it has taken what was sent. Patients go on writing meanwhile. */
export async function weather({ quick, random }: Stage): Promise<Finding> {
  const minutes = quick ? 10 : 60;
  const desk = await slackDesk();
  await desk.showWords();
  let words = 0;
  let faults = 0;
  try {
    for (const who of PEOPLE) {
      const id = await desk.openFor(who);
      await desk.slack.write('U11', await desk.card(id), 'Hello');
    }
    await desk.settled();
    for (let minute = 0; minute < minutes; minute++) {
      const bad = Array.from({ length: 1 + random.below(3) }, () => random.pick(FAULTS));
      faults += bad.length;
      desk.slack.next(...bad);
      const who = random.pick(PEOPLE);
      await desk.writes(who, `word ${++words}.`);
      await new Promise((resume) => setTimeout(resume, 300));
      await desk.minutesLater(1);
    }
    await desk.settledInTime();
    const thread = desk.slack.messages.filter(({ thread_ts: ts }) => ts !== undefined);
    const said = thread.map(inText).flatMap((text) => /word (\d+)\./.exec(text)?.[1] ?? []);
    const cards = desk.slack.messages.filter(({ thread_ts: ts }) => ts === undefined).length;
    const expected = Array.from({ length: words }, (_, i) => String(i + 1));
    return {
      counts: { minutes, faults, 'messages of patients': words },
      invariants: {
        'nothing is lost': expected.filter((word) => !said.includes(word)).length,
        'nothing stands twice': said.length - new Set(said).size + Math.max(0, cards - PEOPLE.length),
        'each thread is in order': outOfOrder(thread),
      },
    };
  } finally {
    await desk.close();
  }
}

function outOfOrder(thread: { thread_ts?: string; ts: string }[]): number {
  const newest = new Map<string, number>();
  let wrong = 0;
  for (const message of thread) {
    const word = Number(/word (\d+)\./.exec(inText(message as never))?.[1] ?? 0);
    const key = message.thread_ts ?? '';
    if (word && word < (newest.get(key) ?? 0)) wrong++;
    if (word) newest.set(key, word);
  }
  return wrong;
}
