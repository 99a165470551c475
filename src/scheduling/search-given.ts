import type { Wanted } from './types';

/** What may stand in a search as a parameter, and its type in Postgres. */
const TYPES = {
  limit: 'integer',
  provider: 'bigint',
  providers: 'bigint[]',
  service: 'bigint',
  services: 'bigint[]',
  clinic: 'bigint',
  clinics: 'bigint[]',
  specialty: 'text',
  language: 'text',
  mode: 'text',
  fromDay: 'date',
  toDay: 'date',
  weekdays: 'int[]',
  fromMinute: 'integer',
  toMinute: 'integer',
  earliest: 'timestamptz',
  latest: 'timestamptz',
  patientId: 'bigint',
  moving: 'bigint',
  contactId: 'bigint',
} as const;

type Name = keyof typeof TYPES;

/** What a question gives, in the order of its parameters. */
export interface Given {
  names: Name[];
  values: unknown[];
}

/** Where each of them stands in the text: `$3::date`. What was not given has no place. */
export type Places = Partial<Record<Name, string>>;

export function givenIn(wanted: Wanted, limit: number): Given {
  const given: Given = { names: ['limit'], values: [limit] };
  for (const name of NAMES) {
    const value = wanted[name];
    if (value === undefined) continue;
    const one = Array.isArray(value) && value.length === 1 ? SINGLE[name] : undefined;
    given.names.push(one ?? name);
    given.values.push(one ? (value as unknown[])[0] : value);
  }
  return given;
}

// Always in this order, so that the same question has the same shape however it was put together.
const NAMES = [
  ...(['providers', 'services', 'clinics', 'specialty', 'language', 'mode', 'fromDay', 'toDay', 'weekdays'] as const),
  ...(['fromMinute', 'toMinute', 'earliest', 'latest', 'patientId', 'moving', 'contactId'] as const),
];
const SINGLE: Partial<Record<Name, Name>> = { providers: 'provider', services: 'service', clinics: 'clinic' };

export function placesOf({ names }: Given): Places {
  const places: Places = {};
  for (const [i, name] of names.entries()) places[name] = `$${i + 1}::${TYPES[name]}`;
  return places;
}
