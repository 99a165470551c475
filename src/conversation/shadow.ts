import type { Database } from '../database/statements';
import type { Command } from '../understanding/model/grammar';
import { type Heard, isInDoubt } from './heard';
import { commandFor, opinion, type SecondOpinion } from './second-opinion';
import type { Seen } from './store';

/** Nobody waits for it, and what goes wrong with it is no failure of the turn, which is over. */
export function compareSoon(db: Database, seen: Seen, heard: Heard, model: SecondOpinion): void {
  const comparing = compare(db, seen, heard, model)
    .catch(model.onMistake)
    .finally(() => model.comparing.delete(comparing));
  model.comparing.add(comparing);
}

/**
 * While a model only listens: after the turn is over it is asked about the same message, and what it would have heard is
 * written beside what the rules heard. Emergencies, stops and calls for a person never get this far, nor does a digit.
 */
async function compare(db: Database, seen: Seen, heard: Heard, model: SecondOpinion): Promise<void> {
  const rules = commandHeard(seen, heard);
  if (!rules) return;
  const { command = 'unclear' } = await opinion(db, seen, model);
  await db.query('insert into model_opinion (inbox_id, rules, model) values ($1, $2, $3) on conflict do nothing', [
    seen.message.id,
    rules,
    command,
  ]);
}

type Compared = Command | 'unclear';

/** What the rules heard, in the model's words; nothing where there is nothing to compare. */
function commandHeard({ envelope: { running } }: Seen, heard: Heard): Compared | undefined {
  if (isInDoubt(heard)) return 'unclear';
  if (heard.kind === 'wants') return heard.flow === 'person' ? undefined : commandFor(heard.flow);
  if (heard.kind !== 'happened') return undefined;
  if (heard.event.type === 'patient.wanted_others') return 'other_times';
  return heard.event.type === 'patient.told' ? (commandFor(running?.flow) ?? 'book') : undefined;
}
