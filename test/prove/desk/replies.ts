import { answer } from '../../../src/desk/answer';
import { deskUniverse, JOY } from '../../desk/desk-universe';
import type { Finding, Stage } from '../proof';

interface Row {
  rounds: number;
  late: number;
}

/** A colleague answers while the patient writes. Whatever the order, once the answer is committed the assistant says nothing more. */
export async function replies({ quick, random }: Stage): Promise<Finding> {
  const rounds = quick ? 60 : 1000;
  const desk = await deskUniverse();
  let [twice, unkept, before] = [0, 0, 0];
  let late = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      await desk.db.query(`delete from conversation`);
      const id = await desk.openFor('Ann');
      const pause = random.next() * 30;
      await Promise.all([
        desk.writes('Ann', `I need a skin doctor ${round}`),
        new Promise((resume) => setTimeout(resume, pause)).then(() => answer(desk.db, id, JOY, { words: 'I am here' })),
      ]);
      const [row] = await desk.db.query<Row[]>(SAID, [desk.contacts.Ann, id]);
      late += Number(row?.late ?? 0);
      const said = await desk.heardBy('Ann');
      if (said.filter((text) => text.endsWith('I am here')).length !== 1) twice++;
      if (said.length > 1) before++;
      const [kept] = await desk.db.query<{ n: number }[]>(KEPT, [desk.contacts.Ann]);
      if (kept?.n !== 0) unkept++;
      await desk.db.query(`update desk_case set status = 'resolved'`);
    }
  } finally {
    await desk.close();
  }
  return {
    counts: { rounds, 'the assistant was quicker': before },
    invariants: {
      'the assistant says nothing after the colleague': late,
      'the answer is said once': twice,
      'what the patient wrote is handled': unkept,
    },
  };
}

// A colleague's answer and a turn are both one commit, in one order: what stands after the answer was said after it.
const SAID = `
  select count(*)::int as late from outbox o
   where o.contact_id = $1 and o.id > (select e.outbox_id from case_event e where e.case_id = $2 and e.kind = 'answered')`;
const KEPT = `select count(*)::int as n from inbox where contact_id = $1 and handled_at is null`;
