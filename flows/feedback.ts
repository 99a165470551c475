import { ask, because, frame, say, wish } from './flow';
import type { Choice } from './vocabulary';

/** How was it? One digit is enough. Whoever was not well served is asked what went wrong, and the desk reads it. */
export const feedback = frame.createMachine({
  id: 'feedback',
  context: ({ input }) => input,
  initial: 'deciding',
  on: { 'patient.gave_up': '.left' },
  states: {
    deciding: { always: [{ guard: 'visit_is_known', target: 'asking_rating' }, { target: 'asking_words' }] },
    asking_rating: {
      tags: 'waiting',
      entry: ask('feedback.rating', [5, 4, 3, 2, 1].map(stars)),
      on: { 'patient.chose': { target: 'keeping_rating', actions: 'remember' }, 'patient.declined': 'left' },
    },
    keeping_rating: {
      entry: wish('keep_rating'),
      on: { 'wish.granted': [{ guard: 'rating_is_low', target: 'asking_words' }, { target: 'thanked' }] },
    },
    asking_words: {
      tags: 'waiting',
      entry: ask('feedback.words', [], 'words'),
      on: {
        'patient.told': {
          guard: 'words_were_told',
          target: 'keeping_words',
          actions: ['remember', because('feedback')],
        },
      },
    },
    keeping_words: { entry: wish('keep_comment'), on: { 'wish.granted': 'handed_over' } },
    handed_over: { entry: wish('call_a_person'), on: { 'wish.granted': 'heard' } },
    heard: { type: 'final', entry: say('feedback.heard') },
    thanked: { type: 'final', entry: say('feedback.thanked') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});

function stars(rating: number): Choice {
  return { label: `choice.rating_${rating}`, facts: { rating } };
}
