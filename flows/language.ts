import { ask, frame, say, wish } from './flow';
import type { Choice } from './vocabulary';

/** Each language is named in itself, so that it can be found by whoever needs it. */
const LANGUAGES = ['en', 'sw', 'ar', 'fr', 'es', 'pt', 'hi'] as const;

export const language = frame.createMachine({
  id: 'language',
  context: ({ input }) => input,
  initial: 'deciding',
  on: {
    'patient.told': { guard: 'a_language_was_told', target: '.keeping', actions: 'remember' },
    'patient.gave_up': '.left',
  },
  states: {
    deciding: { always: [{ guard: 'language_is_named', target: 'keeping' }, { target: 'asking' }] },
    asking: {
      tags: 'waiting',
      entry: ask(
        'language.ask',
        [...LANGUAGES.slice(0, 4).map(named), { label: 'choice.more', means: 'patient.wanted_others' }],
        'language',
      ),
      on: { 'patient.chose': { target: 'keeping', actions: 'remember' }, 'patient.wanted_others': 'asking_more' },
    },
    asking_more: {
      tags: 'waiting',
      entry: ask('language.ask', LANGUAGES.slice(4).map(named), 'language'),
      on: { 'patient.chose': { target: 'keeping', actions: 'remember' } },
    },
    keeping: { entry: wish('keep_language'), on: { 'wish.granted': 'kept' } },
    kept: { type: 'final', entry: say('language.kept') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});

function named(newLanguage: string): Choice {
  return { label: 'choice.named_language', vars: { newLanguage }, facts: { newLanguage } };
}
