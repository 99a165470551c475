import type { CaseOutcome } from '../../../src/desk/cases';
import { claim } from '../../../src/desk/take';
import { deskUniverse, JOY, SAM } from '../../desk/desk-universe';
import type { Finding, Stage } from '../proof';

/** Two colleagues reach for a case at the same moment, again and again; sometimes for two cases of one patient. */
export async function claims({ quick, random }: Stage): Promise<Finding> {
  const rounds = quick ? 100 : 1000;
  const desk = await deskUniverse();
  let [nobody, both, liars, twins] = [0, 0, 0, 0];
  try {
    for (let round = 0; round < rounds; round++) {
      const first = await desk.openFor('Ann', 'person');
      const isTwin = random.next() < 0.3;
      const second = isTwin ? await desk.openFor('Ann', 'late_change') : first;
      if (isTwin) twins++;
      const outcomes = await Promise.all([claim(desk.db, first, JOY), claim(desk.db, second, SAM)]);
      const won = outcomes.filter(({ kind }) => kind === 'done').length;
      if (won === 0) nobody++;
      if (won === 2) both++;
      liars += outcomes.filter((outcome, i) => saysWrong(outcome, i === 0 ? SAM : JOY)).length;
      await desk.db.query(`update desk_case set status = 'resolved'`);
    }
  } finally {
    await desk.close();
  }
  return {
    counts: { rounds, 'with two cases of one patient': twins },
    invariants: {
      'one of the two has it': nobody,
      'never both': both,
      'the other is told by name who has it': liars,
    },
  };
}

const saysWrong = (outcome: CaseOutcome, other: string): boolean =>
  outcome.kind === 'refused' && !(outcome.why === 'has_owner' && outcome.owner === other);
