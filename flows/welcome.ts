import { ask, frame, NO, say, then, wish, YES } from './flow';
import { MENU } from './menu';

/** Somebody writes for the first time. They hear who we are, and may ask what we keep before they go on. */
export const welcome = frame.createMachine({
  id: 'welcome',
  context: ({ input }) => input,
  initial: 'greeting',
  on: { 'patient.gave_up': '.left' },
  states: {
    greeting: {
      tags: 'waiting',
      entry: ask('welcome.ask', [...MENU, { label: 'choice.what_you_keep', means: 'patient.wanted_others' }], 'need'),
      on: { 'patient.wanted_others': 'explaining' },
    },
    explaining: {
      tags: 'waiting',
      entry: ask('welcome.what_we_keep', [YES, NO], 'yes_no'),
      on: { 'patient.agreed': 'agreeing', 'patient.declined': 'refusing' },
    },
    agreeing: { entry: wish('keep_consent'), on: { 'wish.granted': 'agreed' } },
    refusing: { entry: wish('refuse_consent'), on: { 'wish.granted': 'refused' } },
    agreed: { type: 'final', entry: [say('welcome.agreed'), then('registration')] },
    refused: { type: 'final', entry: say('welcome.refused') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});
