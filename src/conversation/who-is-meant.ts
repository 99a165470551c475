import type { FlowName, Happened } from '../../flows/vocabulary';
import type { Understood } from '../understanding/understand';
import type { Heard, Remark } from './heard';
import type { Listening } from './hear';

/** An answer to "who comes?": a name, a birth date, or one of them put right. A date that cannot be one is said to be so. */
export function whoIsMeant(understood: Understood, at: Listening): Heard | undefined {
  const { dob } = understood;
  const name = NO_NAME.test(at.text.trim()) ? undefined : understood.name;
  const other = somebodyElse(understood, at);
  if (other) return other;
  switch (at.running?.prompt?.expects) {
    case 'birth_date':
      return dob ? told({ birthDate: dob }) : (nameCorrected(understood, at) ?? doubtful(understood));
    case 'name':
      return name && told({ name: name.full });
    case 'name_and_birth_date':
      if (dob) return told({ ...(name && { name: name.full }), birthDate: dob });
      if (!name) return doubtful(understood) ?? asWritten(at);
      return {
        ...told({ name: name.full }),
        ...(understood.dobDoubt && { remark: { phrase: REMARK[understood.dobDoubt] } }),
      };
    default:
      return early(understood, at);
  }
}

const told = (facts: NonNullable<Happened['facts']>): Heard & { kind: 'happened' } => ({
  kind: 'happened',
  event: { type: 'patient.told', facts },
});

/** Sounds of somebody who thinks. */
const NO_NAME = /^(h+m+|m+|u+[hm]+|e+[hr]+m*|a+h+|o+h+|ok)[.…]*$/i;

/** "No wait, for my daughter", where who comes is asked: what was said of another is let go, and the time stays kept. */
function somebodyElse({ forWhom, name, dob, specialty }: Understood, { running }: Listening): Heard | undefined {
  const asked = running?.prompt?.expects === 'name_and_birth_date' || running?.prompt?.expects === 'birth_date';
  if (!asked || !LATER.has(running.flow) || !forWhom || name || dob || specialty) return undefined;
  const self = forWhom === 'self';
  const nobody = { name: undefined, birthDate: undefined, patient: undefined };
  const heard = told({ ...nobody, forWhom: self ? 'self' : 'other', somebodyNew: self ? undefined : true });
  return { ...heard, ...(!self && { remark: { phrase: 'courtesy.for_somebody_else' } }) };
}

const REMARK = {
  future: 'birth.future',
  long_ago: 'birth.long_ago',
  impossible: 'birth.impossible',
  no_year: 'birth.no_year',
};

/** The question stays open, and with it the time that is kept. */
const doubtful = ({ dobDoubt }: Understood): Heard | undefined =>
  dobDoubt && { kind: 'noted', remark: { phrase: REMARK[dobDoubt] } };

const NOTED: Remark = { phrase: 'courtesy.noted' };

/** "No, Aisha, not Asha", when only the birth date is missing. A first name alone leaves the others as they were. */
function nameCorrected({ name }: Understood, { running }: Listening): Heard | undefined {
  const known = running?.context.name;
  if (!name?.introduced || !known) return undefined;
  const [, ...others] = known.split(' ');
  return {
    kind: 'noted',
    remark: NOTED,
    facts: { name: name.last ? name.full : [name.full, ...others].join(' ') },
  };
}

/** Asked twice, a few words without a number are the name, however unlikely: who knows it better than they do? */
function asWritten({ askedAgain, text }: Listening): Heard | undefined {
  const words = text.trim().split(/\s+/);
  const isName =
    askedAgain && words.length >= 2 && words.length <= 5 && words.every((word) => /^[\p{L}\p{M}'’.-]+$/u.test(word));
  return isName ? told({ name: words.join(' ') }) : undefined;
}

/** Where somebody new may say who comes before they are asked. */
const LATER: ReadonlySet<FlowName> = new Set(['booking', 'waiting_list']);

function early({ name, dob, intents, confidence }: Understood, { running, known }: Listening): Heard | undefined {
  const busy = intents[0] === 'book' && confidence > 0.8;
  if (!dob || known || !running || !LATER.has(running.flow) || busy) return undefined;
  return { kind: 'noted', remark: NOTED, facts: { birthDate: dob, ...(name && { name: name.full }) } };
}
