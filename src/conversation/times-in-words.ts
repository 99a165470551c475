import { type Locale, numberIn, tagOf } from './locale';
import { readLocaleFile } from './phrases';

type Shape = 'long' | 'short' | 'date' | 'day' | 'weekday' | 'clock';

/** "Mon, 23 Nov, 13:30", as it is written there. The weekday is what people check, so it always stands there. */
export const whenIn = (starts: string, zone: string, locale: Locale): string => timed(starts, zone, locale, 'long');

/** The same for a line of a list in a script that pays double: the month is a number. */
export const shortWhenIn = (starts: string, zone: string, locale: Locale): string =>
  timed(starts, zone, locale, 'short');

/** A birth date: "14 March 1990". */
export const dayIn = (day: string, locale: Locale): string =>
  plain(formatOf('date', locale, 'UTC').format(new Date(`${day.slice(0, 10)}T00:00:00Z`)));

export const exampleDateIn = (locale: Locale): string => dayIn('1990-03-14', locale);

/** "Tue, 2 Jun": a day without an hour. */
export const weekdayIn = (day: string, locale: Locale): string =>
  plain(formatOf('weekday', locale, 'UTC').format(new Date(`${day.slice(0, 10)}T00:00:00Z`)));

/** An hour of any day, by its minute. */
export const clockIn = (minute: number, locale: Locale): string =>
  plain(formatOf('clock', locale, 'UTC').format(new Date(minute * 60_000)));

/** The dates of a series: the first in full, then only the day, as long as the hour stays the same. */
export function datesIn(plan: { starts: string; zone: string }[], locale: Locale): string {
  const hours = plan.map(({ starts, zone }) => formatOf('clock', locale, zone).format(new Date(starts)));
  return plan
    .map(({ starts, zone }, i) => {
      if (i === 0) return whenIn(starts, zone, locale);
      return hours[i] === hours[0]
        ? plain(formatOf('day', locale, zone).format(new Date(starts)))
        : shortWhenIn(starts, zone, locale);
    })
    .join('; ');
}

function timed(starts: string, zone: string, locale: Locale, shape: Shape): string {
  const at = new Date(starts);
  const dawn = locale.oneClock ? undefined : fromDawn(at, zone, locale);
  return plain(formatOf(shape, locale, zone).format(at)) + (dawn ? ` (${dawn})` : '');
}

// ICU puts in marks and narrow spaces that look like nothing and make a text message cost twice as much. And "Wed, 2/12"
// looks like two dates, the second of which corrects the first.
const plain = (text: string): string =>
  text
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\u202f\u00a0\u2009]/g, ' ')
    .replace(/^(\S+)[,،] (?=\p{Nd}+\/)/u, '$1 ');

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes far longer than using it, and there are only as many as languages and time zones. */
function formatOf(shape: Shape, locale: Locale, zone: string): Intl.DateTimeFormat {
  const tag = tagOf(locale);
  const key = `${shape} ${tag} ${zone}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone: zone, ...partsOf(shape, tag) });
  formats.set(key, known);
  return known;
}

function partsOf(shape: Shape, tag: string): Intl.DateTimeFormatOptions {
  if (shape === 'date') return { day: 'numeric', month: 'long', year: 'numeric' };
  if (shape === 'day') return { day: 'numeric', month: 'numeric' };
  if (shape === 'weekday') return { weekday: 'short', day: 'numeric', month: 'short' };
  if (shape === 'clock') return { hour: '2-digit', minute: '2-digit' };
  // "9:00 AM", but "09:00": without the nought it might be read as half a day.
  const { hour12 } = new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions();
  return {
    weekday: 'short',
    day: 'numeric',
    month: shape === 'short' ? 'numeric' : 'short',
    hour: hour12 ? 'numeric' : '2-digit',
    minute: '2-digit',
  };
}

interface Clock {
  fromDawn: string;
  /** From which hour on each part of the day is called what. */
  parts: Record<string, string>;
}

const clocks = new Map<string, Clock | undefined>();

function clockOf(language: string): Clock | undefined {
  const short = language.split('-')[0] ?? language;
  if (!clocks.has(short)) clocks.set(short, readLocaleFile(short, 'clock.json') as Clock | undefined);
  return clocks.get(short);
}

/**
 * Where hours are counted from dawn, nine in the morning is three. From 13:00 on the written hour can only be the one meant;
 * before that it could be either, so both are said.
 */
function fromDawn(at: Date, zone: string, locale: Locale): string | undefined {
  const clock = clockOf(locale.language);
  const [hour = 0, minute = 0] = wallClock(at, zone);
  if (!clock || hour >= 13) return undefined;
  const counted = numberIn((hour + 6) % 12 || 12, locale);
  const time = minute === 0 ? counted : `${counted}:${numberIn(minute, locale).padStart(2, numberIn(0, locale))}`;
  const part = Object.entries(clock.parts).findLast(([from]) => Number(from) <= hour)?.[1] ?? '';
  return clock.fromDawn.replace('{{time}}', time).replace('{{part}}', part);
}

const wallClock = (at: Date, zone: string): number[] =>
  formatOf('clock', { language: 'en-GB' }, zone).format(at).split(':').map(Number);
