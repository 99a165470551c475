import type { Answer, ApiWorld } from '../../api/world';
import type { Play } from './in-world';

/** As much as two medians may lie apart before somebody could tell them apart from outside. */
const MOST_APART_MS = 5;

interface Door {
  url: string;
  /** How many pairs at a time: where an answer is kept back on purpose, many cost no more than one. */
  atOnce: number;
  known(n: number): object;
  unknown(n: number): object;
}

/** Whether a number or an address is somebody's cannot be learned from an answer, nor from how long it takes. */
export const timing: Play = async (w, { quick }) => {
  const most = quick ? 40 : 2_000;
  const people = quick ? 20 : 100;
  await makeKnown(w, people);
  const doors: Door[] = [
    {
      url: '/codes',
      atOnce: 20,
      known: (n) => ({ phone: phoneOf(n % people) }),
      unknown: (n) => ({ phone: phoneOf(500 + (n % people)) }),
    },
    {
      url: '/sign-in/code',
      atOnce: 1,
      known: (n) => ({ phone: phoneOf(n % people), code: '000000', birthDate: '1980-01-01' }),
      unknown: (n) => ({ phone: phoneOf(500 + (n % people)), code: '000000', birthDate: '1980-01-01' }),
    },
    {
      url: '/sign-in/forgotten',
      atOnce: 20,
      known: (n) => ({ email: `known${n % people}@clinic.example` }),
      unknown: (n) => ({ email: `other${n % people}@clinic.example` }),
    },
  ];
  const counts: Record<string, number | string> = { samples: most };
  let differ = 0;
  let apart = 0;
  for (const door of doors) {
    const { known, unknown, answers } = await measure(w, door, most);
    if (answers > 1) differ++;
    const gap = Math.abs(median(known) - median(unknown));
    counts[door.url] = `${median(known).toFixed(2)} / ${median(unknown).toFixed(2)} ms`;
    if (gap > MOST_APART_MS) apart++;
  }
  return {
    counts,
    invariants: {
      'both get the same answer': differ,
      // A slice on a busy machine measures the machine.
      ...(!quick && { 'medians lie within 5 ms': apart }),
    },
  };
};

const phoneOf = (n: number): string => `+25471${String(n).padStart(3, '0')}4567`;

async function makeKnown(w: ApiWorld, people: number): Promise<void> {
  for (let n = 0; n < people; n++) {
    const contact = await w.add.contact(phoneOf(n));
    await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [contact, w.patients.Ann]);
    await w.db.query(`insert into account (email, name, password_hash) values ($1, 'x', 'x')`, [`known${n}@clinic.example`]); // prettier-ignore
  }
}

/** Pairs, and the first of a pair in turns, so that whatever else the machine does falls on both alike. */
async function measure(w: ApiWorld, door: Door, most: number) {
  const known: number[] = [];
  const unknown: number[] = [];
  const answers = new Set<string>();
  const pair = async (n: number): Promise<void> => {
    const turns = [() => ask(w, door.url, door.known(n), known), () => ask(w, door.url, door.unknown(n), unknown)];
    for (const turn of n % 2 ? turns : turns.toReversed()) {
      const { status, body } = await turn();
      answers.add(JSON.stringify([status, { ...body, request: '' }]));
    }
  };
  for (let n = 0; n < most; n += door.atOnce) {
    // The limits have a test of their own: here each asks for the first time.
    if (n % 20 === 0) await w.db.query('delete from phone_code');
    if (n % 20 === 0) await w.db.query('delete from one_time_sign_in');
    await Promise.all(Array.from({ length: Math.min(door.atOnce, most - n) }, (_, i) => pair(n + i)));
  }
  return { known, unknown, answers: answers.size };
}

async function ask(w: ApiWorld, url: string, body: object, took: number[]): Promise<Answer> {
  const begun = performance.now();
  const answer = await w.as('').send('POST', url, body);
  took.push(performance.now() - begun);
  return answer;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
