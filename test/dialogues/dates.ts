import { DateTime } from 'luxon';

/** "Tue 2 June": always of the year in which every test takes place. A weekday that does not fit is a slip of the pen. */
export function dayIn(text: string): string {
  const day = DateTime.fromFormat(`${text} 2026`, 'ccc d LLLL yyyy', { locale: 'en' });
  if (!day.isValid) throw new Error(`"${text}" is no day of 2026; write it like "Tue 2 June"`);
  return day.toISODate();
}

export const timesIn = (text: string): string[] => text.split(',').map((time) => time.trim());

/** "14 March 1990" as the database writes it. */
export function rfcDate(text: string): string {
  const day = DateTime.fromFormat(text, 'd LLLL yyyy', { locale: 'en' });
  if (!day.isValid) throw new Error(`"${text}" is no birth date; write it like "14 March 1990"`);
  return day.toISODate();
}
