import { type Locale, tagOf } from '../../src/conversation/locale';
import type { Reader } from '../../src/conversation/reader';
import { shortWhenIn, whenIn } from '../../src/conversation/times-in-words';
import { lisbon } from '../../src/demo/lisbon';
import { nairobi } from '../../src/demo/nairobi';
import { newYork } from '../../src/demo/new-york';
import type { ClinicStory } from '../../src/demo/story';
import { SPECIALTIES } from '../../src/directory/specialties';
import { inGsm7, placesOf } from '../../src/outbox/segments';
import type { Offer, Remembered, VisitCard } from '../../flows/vocabulary';

export const CLINICS = [nairobi, lisbon, newYork];

/** First names as long as they come, in the script of the language. */
const PATIENTS: Record<string, string[]> = {
  ar: ['عبدالرحمن', 'ياسمين', 'فاطمة', 'عبدالله', 'محمد'],
  hi: ['विजयलक्ष्मी', 'अंजलि', 'सुनीता', 'प्रिया', 'राजेश'],
};
const ELSEWHERE = ['Mwanaisha', 'Valentina', 'Guadalupe', 'Francisca', 'Wanjiku'];

/** What a copy of somebody's data begins with. */
const PEOPLE: Record<string, string> = {
  ar: 'عبدالرحمن منصور (30 سبتمبر 1990)',
  hi: 'विजयलक्ष्मी शर्मा (30 सितंबर 1990)',
};

/** A visit every week, twelve times. */
const weekly = (offer: Offer): Offer[] =>
  Array.from({ length: 12 }, (_, week) => {
    return { ...offer, starts: new Date(Date.parse(offer.starts) + week * 7 * 86_400_000).toISOString() };
  });

const known = new Map<string, string>();

/** The day and hour that take most places in a text, written out and in short. A year of them takes a while to look at. */
function longestStart(locale: Locale, zone: string): string {
  const key = tagOf(locale);
  const found = known.get(key) ?? searchYear(locale, zone);
  known.set(key, found);
  return found;
}

function searchYear(locale: Locale, zone: string): string {
  let [longest, most] = ['', 0];
  for (let day = 0; day < 365; day++)
    for (const minute of [7 * 60 + 45, 12 * 60 + 45, 16 * 60 + 45]) {
      const starts = new Date(Date.UTC(2026, 10, 21 + day, 0, minute)).toISOString();
      const places = placesOf(inGsm7(whenIn(starts, zone, locale) + shortWhenIn(starts, zone, locale)));
      if (places > most) [longest, most] = [starts, places];
    }
  return longest;
}

const named = ({ name, names }: { name: string; names?: Record<string, string> }, language: string): string =>
  names?.[language] ?? name;

const longestOf = (names: string[]): string =>
  names.reduce((longest, name) => (placesOf(inGsm7(name)) > placesOf(inGsm7(longest)) ? name : longest), '');

export function readerAt(clinic: ClinicStory, language: string): Reader {
  return {
    locale: { language, country: clinic.place.country },
    clinic: {
      id: 1,
      name: named(clinic, language),
      phone: '+254711000001',
      emergency: clinic.emergency,
      cost: { amount: 12_500, currency: 'KES' },
    },
    specialties: new Map(SPECIALTIES.map(({ code, names }) => [code, names[language] ?? code])),
  };
}

/** Everything that a phrase may mention, as long as it gets at this clinic. */
export function longestMemory(clinic: ClinicStory, { locale }: Reader): Remembered {
  const { language } = locale;
  const provider = longestOf(clinic.people.map((person) => named(person, language)));
  const patients = PATIENTS[language] ?? ELSEWHERE;
  const time = { starts: longestStart(locale, 'UTC'), zone: 'UTC', provider, clinic: named(clinic, language) };
  const ids = { providerId: 1, serviceId: 1 };
  const visits = patients.map((patient, i): VisitCard => {
    return { ...time, ...ids, id: i, version: 1, reference: 'K7QM', patient, status: 'booked' };
  });
  const town = named(clinic.place, language);
  const offers = Array.from({ length: 3 }, (): Offer => ({ ...time, ...ids, clinicId: 1, mode: 'in_person', town }));
  return {
    people: patients.map((name, id) => ({ id, name })),
    openFor: patients.map((_, id) => id),
    ...{ name: PEOPLE[language] ?? 'Guadalupe Hernandez (30 September 1990)', born: '1990-09-30', times: 12 },
    ...{ delay: 145, videoPossible: true },
    plan: weekly(offers[0] as Offer),
    meant: visits.slice(0, 2).map((visit) => ({ label: 'choice.visit', vars: { ...visit } })),
    ...{
      patient: { id: 0, name: patients[0] as string },
      verified: true,
      wanted: { specialty: 'general_practice' },
      tries: 0,
      newLanguage: language,
      unreal: '31st of September 2027',
    },
    ...{ offers, visits, visit: visits[0] as VisitCard, chosen: offers[0] as Offer },
  };
}
