import type { Facts, Wanted } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import { findInDirectory, type Found } from '../directory/find';
import type { Understood } from '../understanding/understand';
import type { Listening } from './hear';
import { wantedWhen } from './wanted-when';

/** What a message says of a visit that is wanted: what for, with whom, where, when, and for whom. */
export async function factsOf(db: Database, understood: Understood, at: Listening): Promise<Facts> {
  const named = await namedIn(db, understood, at);
  const wanted: Wanted = {
    ...(understood.specialty && { specialty: understood.specialty }),
    ...named,
    ...(understood.when && wantedWhen(understood.when)),
  };
  return {
    ...(Object.keys(wanted).length > 0 && { wanted }),
    ...(!at.known && about(understood)),
    ...(understood.forWhom && { forWhom: understood.forWhom === 'self' ? 'self' : 'other' }),
    ...(understood.intents[0] === 'change_language' && understood.language && { newLanguage: understood.language }),
  };
}

/** "My name is Aisha Juma, born 3 March 1984, I need a dentist": who comes need not be asked any more. */
const about = ({ name, dob }: Understood): Facts => ({
  ...(name?.introduced && { name: name.full }),
  ...(dob && { birthDate: dob }),
});

/** Doctors, towns and clinics that somebody names. Only what is sure counts; a guess would be worse than a question. */
async function namedIn(db: Database, understood: Understood, at: Listening): Promise<Wanted> {
  const asked = at.running?.prompt?.expects;
  const [intent] = understood.intents;
  const unclear = intent === 'out_of_scope' || understood.confidence < 0.5;
  const looking = understood.provider !== undefined || intent === 'book' || asked === 'need' || asked === 'when';
  if (!looking && !unclear) return {};
  const found = await findInDirectory(db, at.text, { language: at.language });
  // The best comes last, and has the last word: a town, unless what was written is more like the name of a clinic there.
  const sure = found.filter((each) => each.sure).reverse();
  return sure.reduce<Wanted>((wanted, each) => ({ ...wanted, ...asWanted(each) }), {});
}

function asWanted(found: Found): Wanted {
  if (found.kind === 'provider') return { providerId: found.target, provider: found.name };
  if (found.kind === 'clinic') return { clinicId: found.target, clinic: found.name, placeId: undefined };
  // Whoever names a town wants a clinic there, whichever it is.
  if (found.kind === 'place') return { placeId: found.target, clinicId: undefined, clinic: undefined };
  if (found.kind === 'specialty') return { specialty: found.target };
  return {};
}
