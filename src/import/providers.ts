import { z } from 'zod';
import { makeProvider } from '../directory/make-provider';
import { languageCell, several, words } from './cells';
import { type Became, type Into, type Kind, Refused } from './kind';
import { providerNamed } from './named';

const shape = z.object({
  name: words(100),
  specialties: several,
  services: several.optional(),
  languages: several.pipe(z.array(languageCell).min(1)).optional(),
  about: words(2000).optional(),
});

/** A provider of that name in this clinic is known, and left as they are. */
export const providers: Kind<typeof shape> = {
  shape,
  async take(into, [row]): Promise<Became> {
    if (!row) throw new Error('No row');
    if (await providerNamed(into, row.name)) return 'known';
    const specialties = await codesOf(into, row.specialties);
    const services = await servicesOf(into, specialties, row.services);
    await makeProvider(into.tx, {
      ...{ name: row.name, languages: row.languages ?? ['en'], about: row.about ?? '' },
      ...{ specialties, services, clinicId: into.clinicId },
    });
    return 'made';
  },
};

/** By their code or by a name in any language. */
async function codesOf({ tx }: Into, given: string[]): Promise<string[]> {
  const codes: string[] = [];
  for (const one of given) {
    const [found] = await tx.query<{ code: string }[]>(
      `select code from specialty where code = lower($1) or exists (select from jsonb_each_text(names) n where lower(n.value) = lower($1)) limit 1`,
      [one],
    );
    if (!found) throw new Refused('specialties', `There is no specialty "${one}".`);
    codes.push(found.code);
  }
  return codes;
}

/** Those that are named; if none are, all that the clinic offers in their specialties. */
async function servicesOf({ tx, clinicId }: Into, specialties: string[], named: string[] = []): Promise<number[]> {
  const known = await tx.query<{ id: number; name: string; specialty: string }[]>(
    'select id, name, specialty from service where clinic_id = $1 and ended_at is null',
    [clinicId],
  );
  const strange = named.find((name) => !known.some((one) => one.name.toLowerCase() === name.toLowerCase()));
  if (strange !== undefined) throw new Refused('services', `This clinic has no service "${strange}".`);
  const wanted = named.map((name) => name.toLowerCase());
  return known
    .filter((one) => (named.length > 0 ? wanted.includes(one.name.toLowerCase()) : specialties.includes(one.specialty)))
    .map(({ id }) => id);
}
