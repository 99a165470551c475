/** How somebody reads: their language, the country of the clinic, and the digits that they write themselves. */
export interface Locale {
  language: string;
  country?: string | null | undefined;
  /** A numbering system as Unicode names it: latn, arab, deva… Without it, the digits usual for language and country. */
  digits?: string | undefined;
  /** Only as it is written, where hours are also counted from dawn. */
  oneClock?: boolean;
}

const tags = new Map<string, string>();

/** The tag that ICU understands. Visits are on the calendar that clinics use, whatever is usual in the language. */
export function tagOf({ language, country, digits }: Locale): string {
  const key = `${language} ${country ?? ''} ${digits ?? ''}`;
  const tag = tags.get(key) ?? makeTag(language, country, digits);
  tags.set(key, tag);
  return tag;
}

function makeTag(language: string, country: Locale['country'], digits: Locale['digits']): string {
  const own = new Intl.Locale(language);
  return new Intl.Locale(language, {
    calendar: 'gregory',
    ...(!own.region && country && { region: country }),
    ...(digits && { numberingSystem: digits }),
  }).toString();
}

const numbers = new Map<string, Intl.NumberFormat>();

// Making one takes far longer than using it, and there are only as many as languages and countries.
function numberFormat(locale: Locale): Intl.NumberFormat {
  const tag = tagOf(locale);
  const format = numbers.get(tag) ?? new Intl.NumberFormat(tag, { useGrouping: false });
  numbers.set(tag, format);
  return format;
}

/** A round sum, as a price stands there: no cents. */
export function moneyIn({ amount, currency }: { amount: number; currency: string }, locale: Locale): string {
  const format = new Intl.NumberFormat(tagOf(locale), { style: 'currency', currency, maximumFractionDigits: 0 });
  return format
    .format(amount)
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\u202f\u00a0]/g, ' ');
}

export const digitsOf = (locale: Locale): string => digitsIn(numberIn(0, locale)) ?? 'latn';

/** 10 as ten is written there. */
export const numberIn = (number: number, locale: Locale): string => numberFormat(locale).format(number);

/** In which digits a text is written; nothing when there is none in it. */
export function digitsIn(text: string): string | undefined {
  const digit = /\p{Nd}/u.exec(text)?.[0];
  return digit && SYSTEM_OF.get(digit);
}

// Mathematical digits are letters in costume: nobody reads a time in them.
const SYSTEM_OF = new Map(
  Intl.supportedValuesOf('numberingSystem')
    .filter((system) => !/^math|^segment|^outlined/.test(system))
    .flatMap((system) => digitsNamed(system).map((digit) => [digit, system] as const)),
);

function digitsNamed(system: string): string[] {
  const format = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false });
  return Array.from({ length: 10 }, (_, digit) => format.format(digit)).filter((digit) => /^\p{Nd}$/u.test(digit));
}

export const languageName = (code: string): string => {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
};
