import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** The country that a telephone number belongs to, or none for what is no number: a browser, somebody's own id. */
export function countryOf(address: string): string | null {
  const number = /^\+?\d{7,15}$/.test(address) ? parsePhoneNumberFromString(`+${address.replace('+', '')}`) : undefined;
  // Of several countries that share a code, the first is the one it is known by: better than a clinic on any continent.
  return number?.country ?? number?.getPossibleCountries()[0] ?? null;
}
