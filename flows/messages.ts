import { ask, because, frame, say, then, wish } from './flow';

/** No more unprompted messages; answers to what somebody writes still come. */
export const stopping = frame.createMachine({
  id: 'stopping',
  context: ({ input }) => input,
  initial: 'stopping',
  states: {
    stopping: { entry: wish('stop_messages'), on: { 'wish.granted': 'stopped' } },
    stopped: { type: 'final', entry: say('messages.stopped') },
  },
});

/**
 * A lone CANCEL, END or STOP in a text message. The carrier may have blocked us by itself, so messages stop at once, one
 * question is asked, and the desk hears of it in case even that question is blocked.
 */
export const maybeStopping = frame.createMachine({
  id: 'maybe_stopping',
  context: ({ input }) => input,
  initial: 'stopping',
  on: { 'patient.gave_up': '.stopped' },
  states: {
    stopping: {
      entry: wish('stop_messages'),
      on: { 'wish.granted': { target: 'telling', actions: because('maybe_stopped') } },
    },
    telling: { entry: wish('call_a_person'), on: { 'wish.granted': 'asking_what_was_meant' } },
    asking_what_was_meant: {
      tags: 'waiting',
      entry: ask('messages.stopped_or_visit', [
        { label: 'choice.meant_my_visit', means: 'patient.wanted_others' },
        { label: 'choice.keep_messages', means: 'patient.declined' },
        { label: 'choice.stop_messages', means: 'patient.gave_up' },
      ]),
      // The question ends "or did you mean your visit?", so a plain yes means the visit.
      on: { 'patient.wanted_others': 'allowing', 'patient.agreed': 'allowing', 'patient.declined': 'starting' },
    },
    allowing: { entry: wish('start_messages'), on: { 'wish.granted': 'meant_the_visit' } },
    meant_the_visit: { type: 'final', entry: then('cancelling') },
    starting: { entry: wish('start_messages'), on: { 'wish.granted': 'started' } },
    started: { type: 'final', entry: say('messages.started') },
    stopped: { type: 'final', entry: say('messages.stopped') },
  },
});

export const starting = frame.createMachine({
  id: 'starting',
  context: ({ input }) => input,
  initial: 'starting',
  states: {
    starting: { entry: wish('start_messages'), on: { 'wish.granted': 'started' } },
    started: { type: 'final', entry: say('messages.started') },
  },
});
