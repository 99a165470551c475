import type { Wanted } from '../../flows/vocabulary';
import type { Locale } from './locale';
import { phrase } from './phrases';
import { AROUND } from './wanted-when';
import { clockIn, weekdayIn } from './times-in-words';

/** Whether a day or an hour was asked for, so that it can be said back. */
export const isDescribable = ({ toDay, fromMinute, toMinute }: Wanted): boolean =>
  (toDay ?? fromMinute ?? toMinute) !== undefined;

/** "Tue, 2 Jun, after 15:00": what was asked for, as it was understood. */
export function askedIn(wanted: Wanted, locale: Locale): string {
  return [daysIn(wanted, locale), hoursIn(wanted, locale)].filter(Boolean).join(commaIn(locale));
}

export const commaIn = ({ language }: Locale): string => (['ar', 'fa', 'ur'].includes(language) ? '، ' : ', ');

function daysIn({ fromDay, toDay }: Wanted, locale: Locale): string {
  if (!toDay) return '';
  const last = weekdayIn(toDay, locale);
  return fromDay && fromDay !== toDay ? `${weekdayIn(fromDay, locale)} - ${last}` : last;
}

function hoursIn({ fromMinute, toMinute }: Wanted, locale: Locale): string {
  const said = (key: string, minute: number): string => phrase(locale.language, key, { time: clockIn(minute, locale) });
  if (fromMinute !== undefined && toMinute === fromMinute + AROUND) return said('asked.around', fromMinute);
  if (fromMinute !== undefined && toMinute !== undefined)
    return `${clockIn(fromMinute, locale)}-${clockIn(toMinute, locale)}`;
  if (fromMinute !== undefined) return said('asked.after', fromMinute);
  return toMinute === undefined ? '' : said('asked.before', toMinute);
}
