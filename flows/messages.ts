import { frame, say, wish } from './flow';

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

export const starting = frame.createMachine({
  id: 'starting',
  context: ({ input }) => input,
  initial: 'starting',
  states: {
    starting: { entry: wish('start_messages'), on: { 'wish.granted': 'started' } },
    started: { type: 'final', entry: say('messages.started') },
  },
});
