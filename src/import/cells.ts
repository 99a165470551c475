import { z } from 'zod';
import { isDay, isWallTime } from '../scheduling/wall-clock';

/** What may stand in a cell, each with the words for whoever got it wrong. */
export const words = (longest: number) =>
  z
    .string()
    .max(longest, `No more than ${longest} letters.`)
    .regex(/^\P{Cc}*$/u, 'There is a line break or a hidden sign in it.');
export const dayCell = z.string().refine(isDay, 'Write a day like 2026-06-01.');
export const timeCell = z
  .string()
  .transform((text) => text.padStart(5, '0'))
  .refine(isWallTime, 'Write a time like 09:30.');
export const languageCell = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/, 'Write a language as its code, like sw.');

/** Several in one cell, with | or / or ; between them. */
export const several = z.string().transform((text) => text.split(/[|/;]/).map((one) => one.trim()).filter(Boolean)); // prettier-ignore

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const weekdayCell = z.string().transform((text, ctx) => {
  const typed = text.toLowerCase();
  const byName = typed.length > 2 ? WEEKDAYS.findIndex((name) => name.startsWith(typed)) + 1 : 0;
  const found = byName || (/^[1-7]$/.test(typed) ? Number(typed) : 0);
  if (found) return found;
  ctx.addIssue('Write a weekday like Monday, or 1 for Monday to 7 for Sunday.');
  return z.NEVER;
});

export const modesCell = several.pipe(
  z.array(z.enum(['in_person', 'video'], 'Write in_person, video, or in_person|video.')).min(1),
);
