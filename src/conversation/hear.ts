import type { Expects, Facts, FlowName, Happened, Wanted } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import { findInDirectory, type Found } from '../directory/find';
import { type Understood, understand } from '../understanding/understand';
import type { Running } from './envelope';
import type { Heard } from './heard';
import { wantedWhen } from './wanted-when';

/** What is open when a message comes in. */
export interface Listening {
  text: string;
  language: string;
  zone: string;
  /** The wall clock of the clinic: YYYY-MM-DDTHH:MM:SS. */
  reference: string;
  running?: Running;
  /** The choices as the patient read them. */
  labels: string[];
}

/** Turns words into something the conversation listens for. Reads the directory, writes nothing, and says when in doubt. */
export async function hear(db: Database, at: Listening): Promise<{ heard: Heard; language?: string }> {
  const understood = listen(at);
  const heard = await meant(db, at, understood);
  return { heard, ...(understood.language && { language: understood.language }) };
}

function listen(at: Listening): Understood {
  const about = {
    language: at.language,
    reference: at.reference,
    timeZone: at.zone,
    ...(at.labels.length > 0 && { choices: { labels: at.labels } }),
  };
  const asked = ASKED[at.running?.prompt?.expects ?? 'choice'];
  const understood = understand(at.text, { ...about, ...(asked && { asked }) });
  return at.running?.prompt?.expects === 'name_and_birth_date' ? bothIn(at.text, about, understood) : understood;
}

/** "Ann Wanjiku 3 March 1984": the name is what is left when the date has been taken out. */
function bothIn(text: string, about: Parameters<typeof understand>[1], understood: Understood): Understood {
  const { dob } = understand(text, { ...about, asked: 'dob' });
  const spans = [...(understood.when?.spans ?? [])].sort((a, b) => b.start - a.start);
  const rest = spans.reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  const { name } = understand(rest, { ...about, asked: 'name' });
  return { ...understood, ...(dob && { dob }), ...(name && { name }) };
}

const ASKED: Partial<Record<Expects, 'name' | 'dob' | 'when'>> = {
  birth_date: 'dob',
  name: 'name',
  name_and_birth_date: 'name',
  when: 'when',
};

async function meant(db: Database, at: Listening, understood: Understood): Promise<Heard> {
  if (understood.safety) return { kind: 'danger', sure: understood.safety.sure };
  return (
    always(understood, at) ??
    picked(understood, at) ??
    answered(understood, at) ??
    (await wanted(db, understood, at)) ??
    said(understood, at)
  );
}

/** Works at any moment, whatever was asked. */
const ALWAYS: Partial<Record<Understood['intents'][number], Heard>> = {
  stop_messages: { kind: 'wants', flow: 'stopping' },
  start_messages: { kind: 'wants', flow: 'starting' },
  human: { kind: 'wants', flow: 'person' },
  menu: { kind: 'wants', flow: 'menu' },
  back: { kind: 'back' },
  start_over: { kind: 'start_over' },
  help: { kind: 'courtesy', which: 'help' },
};

function always({ intents: [intent], confidence }: Understood, { running }: Listening): Heard | undefined {
  // In the answer to "what is your name" only a clear command is a command.
  const naming = running?.prompt?.expects === 'name_and_birth_date' || running?.prompt?.expects === 'words';
  return intent && (!naming || confidence > 0.9) ? ALWAYS[intent] : undefined;
}

function picked({ choice, when }: Understood, { running, labels }: Listening): Heard | undefined {
  const prompt = running?.prompt;
  if (!prompt || prompt.choices.length === 0 || choice === undefined) return undefined;
  if (choice === 'none') return happening('patient.wanted_others');
  const index = choice < 0 ? labels.length : choice;
  // "3" may be an hour where times are asked for; on a list it is the third line.
  return index > prompt.choices.length && when ? undefined : { kind: 'chose', choice: index };
}

/** The kind of answer that the open question expects. */
function answered(understood: Understood, { running }: Listening): Heard | undefined {
  const { intents, name, dob } = understood;
  const expects = running?.prompt?.expects;
  if (!expects) return undefined;
  if (expects === 'birth_date' && dob) return told({ birthDate: dob });
  if (expects === 'name_and_birth_date' && (name || dob))
    return told({ ...(name && { name: name.full }), ...(dob && { birthDate: dob }) });
  if (intents[0] === 'affirm' || intents[0] === 'acknowledge') return happening('patient.agreed');
  if (intents[0] === 'deny' && !understood.when) return happening('patient.declined');
  return undefined;
}

const happening = (
  type: 'patient.agreed' | 'patient.declined' | 'patient.wanted_others' | 'patient.gave_up',
): Heard => ({
  kind: 'happened',
  event: { type } as Happened,
});

const told = (facts: Facts): Heard => ({ kind: 'happened', event: { type: 'patient.told', facts } });

const FLOW_OF: Partial<Record<Understood['intents'][number], FlowName>> = {
  book: 'booking',
  cancel: 'cancelling',
  reschedule: 'moving',
  check_booking: 'my_visits',
  change_language: 'language',
  waiting_list: 'waiting_list',
};

/** Below this an intent is a guess, and what is guessed is asked. */
const SURE_ENOUGH = 0.55;

/** A wish of one's own: it opens a flow, or fills in the one that is open. */
async function wanted(db: Database, understood: Understood, at: Listening): Promise<Heard | undefined> {
  const intent = understood.confidence >= SURE_ENOUGH ? understood.intents[0] : undefined;
  const flow = intent && FLOW_OF[intent];
  const facts = await factsOf(db, understood, at);
  const open = at.running?.flow;
  if (flow && flow !== open && !(flow === 'booking' && open === 'moving')) return { kind: 'wants', flow, facts };
  if (Object.keys(facts.wanted ?? {}).length > 0 || facts.forWhom || facts.newLanguage) return told(facts);
  return flow && flow === open ? { kind: 'wants', flow, facts } : undefined;
}

async function factsOf(db: Database, understood: Understood, at: Listening): Promise<Facts> {
  const named = await namedIn(db, understood, at);
  const wanted: Wanted = {
    ...(understood.specialty && { specialty: understood.specialty }),
    ...named,
    ...(understood.when && wantedWhen(understood.when)),
  };
  return {
    ...(Object.keys(wanted).length > 0 && { wanted }),
    ...(understood.forWhom && { forWhom: understood.forWhom === 'self' ? 'self' : 'other' }),
    ...(understood.intents[0] === 'change_language' && understood.language && { newLanguage: understood.language }),
  };
}

/** Doctors, towns and clinics that somebody names. Only what is sure counts; a guess would be worse than a question. */
async function namedIn(db: Database, understood: Understood, at: Listening): Promise<Wanted> {
  const asked = at.running?.prompt?.expects;
  const looking = understood.provider !== undefined || understood.intents[0] === 'book' || asked === 'need';
  if (!looking) return {};
  const found = await findInDirectory(db, at.text, { language: at.language });
  return found.filter((each) => each.sure).reduce<Wanted>((wanted, each) => ({ ...wanted, ...asWanted(each) }), {});
}

function asWanted(found: Found): Wanted {
  if (found.kind === 'provider') return { providerId: found.target, provider: found.name };
  if (found.kind === 'clinic') return { clinicId: found.target, clinic: found.name };
  if (found.kind === 'specialty') return { specialty: found.target };
  return {};
}

/** What is left: manners, and what we do not do. */
function said({ intents: [intent] }: Understood, { running }: Listening): Heard {
  if (intent === 'thank') return { kind: 'courtesy', which: 'thanks' };
  if (intent === 'goodbye') return { kind: 'courtesy', which: 'goodbye' };
  if (intent === 'bot_question') return { kind: 'courtesy', which: 'bot' };
  if (intent === 'out_of_scope') return { kind: 'courtesy', which: 'not_here' };
  if (intent === 'abort' && running) return happening('patient.gave_up');
  if (intent === 'greet' && !running) return { kind: 'wants', flow: 'menu' };
  return { kind: 'not_understood' };
}
