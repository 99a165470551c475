import { commonNeeds } from './booking-choices';
import { ask, frame, NO, say, then, wish, YES } from './flow';
import type { Choice, Remembered } from './vocabulary';

/** What most people write for is one digit away, so that a visit is booked in four messages from "hello". */
const needs = (remembered: Remembered): Choice[] => [
  ...commonNeeds(remembered)
    .slice(0, 3)
    .map((need): Choice => ({ ...need, start: 'booking' })),
  { label: 'choice.another_doctor', start: 'booking' },
  { label: 'choice.something_else', means: 'patient.wanted_others' },
];

/** Somebody writes for the first time. They hear who we are, and may ask what we keep before they go on. */
export const welcome = frame.createMachine({
  id: 'welcome',
  context: ({ input }) => input,
  initial: 'greeting',
  on: { 'patient.gave_up': '.left' },
  states: {
    greeting: {
      tags: 'waiting',
      entry: ask('welcome.ask', needs, 'need'),
      on: { 'patient.wanted_others': 'asking_what_else' },
    },
    asking_what_else: {
      tags: 'waiting',
      entry: ask('welcome.more', [
        { label: 'choice.my_visits', start: 'my_visits' },
        { label: 'choice.talk', start: 'person' },
        { label: 'choice.language', start: 'language' },
        { label: 'choice.what_you_keep', means: 'patient.wanted_others' },
      ]),
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
