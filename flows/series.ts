import { ask, frame, NO, say, wish, YES } from './flow';
import { pickAVisit } from './pick-a-visit';
import type { Choice } from './vocabulary';

/** The same time again and again, after a visit that is booked. Every date is shown before any is booked. */
export const series = frame.createMachine({
  id: 'series',
  context: ({ input }) => input,
  initial: 'recognising',
  on: { 'patient.gave_up': '.left' },
  states: {
    ...pickAVisit,
    picked: {
      tags: 'waiting',
      entry: ask('series.how_often', [
        { label: 'choice.weekly', facts: { repeats: 'weekly', every: 1 } },
        { label: 'choice.every_two_weeks', facts: { repeats: 'weekly', every: 2 } },
        { label: 'choice.monthly', facts: { repeats: 'monthly', every: 1 } },
      ]),
      on: { 'patient.chose': { target: 'asking_how_many', actions: 'remember' }, 'patient.declined': 'left' },
    },
    asking_how_many: {
      tags: 'waiting',
      entry: ask('series.how_many', [2, 4, 6, 8, 12].map(times)),
      on: { 'patient.chose': { target: 'previewing', actions: 'remember' }, 'patient.declined': 'left' },
    },
    previewing: {
      entry: wish('preview_series'),
      on: {
        'series.free': { target: 'showing', actions: 'remember' },
        'series.clashes': { target: 'showing', actions: ['remember', say('series.clashes')] },
        'series.impossible': 'nothing_free',
      },
    },
    showing: {
      tags: 'waiting',
      entry: ask('series.preview', [YES, NO], 'yes_no'),
      on: { 'patient.agreed': 'booking', 'patient.declined': 'left' },
    },
    booking: {
      entry: wish('book_series'),
      on: {
        'series.booked': { target: 'booked', actions: 'remember' },
        // One of the dates went meanwhile: nothing was booked, so look at all of them again.
        'time.gone': { target: 'previewing', actions: say('booking.just_taken') },
        'patient.elsewhere': { target: 'previewing', actions: say('booking.you_are_elsewhere') },
      },
    },
    booked: { type: 'final', entry: say('series.booked') },
    nothing_free: { type: 'final', entry: say('series.impossible') },
  },
});

function times(count: number): Choice {
  return { label: 'choice.times', vars: { times: count }, facts: { times: count } };
}
