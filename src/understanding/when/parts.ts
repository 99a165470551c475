import { type Clock, type Part, type Reading } from './piece';
import { type PartWord, type WhenWords } from './words';

const usualHours: Record<PartWord, [Part, number, number]> = {
  dawn: ['morning', 4, 8],
  morning: ['morning', 6, 12],
  midday: ['midday', 11, 14],
  afternoon: ['afternoon', 12, 18],
  evening: ['evening', 17, 21],
  night: ['night', 18, 24],
};

export function partReading(word: PartWord, words: WhenWords): Reading {
  const [part, usualFrom, usualTo] = usualHours[word];
  const [from, to] = words.partHours?.[word] ?? [usualFrom, usualTo];
  return { kind: 'part', n: 0, part, name: word, clock: onTheHour(from), until: onTheHour(to) };
}

/** 24 is written 23:59, so that an evening ends on its own day. */
export const onTheHour = (hour: number): Clock =>
  hour >= 24
    ? { hour: 23, minute: 59, sure: true }
    : { hour: Math.floor(hour), minute: Math.round((hour % 1) * 60), sure: true };
