import { z } from 'zod';
import { setWorkingHours } from '../scheduling/work-time';
import { dayOf } from '../scheduling/wall-clock';
import { dayCell, modesCell, timeCell, weekdayCell, words } from './cells';
import { type Became, type Kind, Refused } from './kind';
import { theProvider } from './named';

const shape = z.object({
  provider: words(100),
  weekday: weekdayCell,
  starts: timeCell,
  ends: timeCell,
  from_day: dayCell.optional(),
  to_day: dayCell.optional(),
  every_weeks: z.coerce.number('Write a number of weeks.').int('Write whole weeks.').min(1).max(52).optional(),
  break_from: timeCell.optional(),
  break_to: timeCell.optional(),
  modes: modesCell.optional(),
});

/** All lines of one person are their whole week in this clinic, in place of what there was. */
export const hours: Kind<typeof shape> = {
  shape,
  together: ({ provider }) => provider.toLowerCase(),
  async take(into, rows): Promise<Became> {
    const [first] = rows;
    if (!first) throw new Error('No row');
    const provider = await theProvider(into, first.provider);
    const today = dayOf(into.now, into.zone);
    const plan = rows.map((row) => {
      if ((row.break_from === undefined) !== (row.break_to === undefined))
        throw new Refused('break_to', 'A break needs both its ends.');
      const breaks = row.break_from && row.break_to ? [{ starts: row.break_from, ends: row.break_to }] : [];
      return {
        ...{ weekday: row.weekday, starts: row.starts, ends: row.ends, everyWeeks: row.every_weeks ?? 1, breaks },
        ...{ fromDay: row.from_day ?? today, toDay: row.to_day ?? null, onlyServiceId: null },
        modes: row.modes ?? (['in_person'] as const).slice(),
      };
    });
    await setWorkingHours(into.tx, provider, into.clinicId, plan);
    return 'made';
  },
};
