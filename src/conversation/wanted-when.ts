import type { Wanted } from '../../flows/vocabulary';
import type { When } from '../understanding/when/read-when';

/** A day or time that was understood, as a search can use it. Only the parts that were said replace what was known. */
export function wantedWhen(when: When): Wanted {
  const from = split(when.from ?? when.date);
  const to = split(when.to ?? (when.from ? undefined : when.date));
  // "Tomorrow after 3" is tomorrow; "after Friday" goes on for ever.
  const lastDay = to.day ?? (from.minute === undefined ? undefined : from.day);
  const days = (from.day ?? lastDay) ? { fromDay: from.day, toDay: lastDay } : {};
  return { ...days, ...minutes(when, from, to), after: undefined };
}

interface DayAndTime {
  day?: string | undefined;
  minute?: number | undefined;
}

function split(text: string | undefined): DayAndTime {
  if (!text) return {};
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
  const time = /(\d\d):(\d\d)$/.exec(text);
  return { ...(day && { day }), ...(time && { minute: Number(time[1]) * 60 + Number(time[2]) }) };
}

/** "At 3" is an hour to look around, because a clinic that is free at a quarter past should say so. */
export const AROUND = 60;

function minutes(when: When, from: DayAndTime, to: DayAndTime): Wanted {
  if (when.time) {
    const [hours = 0, minute = 0] = when.time.split(':').map(Number);
    const at = hours * 60 + minute;
    return { fromMinute: at, toMinute: at + AROUND };
  }
  return {
    ...(from.minute !== undefined && { fromMinute: from.minute, toMinute: undefined }),
    ...(to.minute !== undefined && {
      toMinute: to.minute,
      ...(from.minute === undefined && { fromMinute: undefined }),
    }),
  };
}
