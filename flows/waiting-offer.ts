import { ask, frame, NO, say, wish, YES } from './flow';

/** A time has become free and is kept for a while. The first yes takes it. */
export const waitingOffer = frame.createMachine({
  id: 'waiting_offer',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('waiting_list.offer', [YES, NO, { label: 'choice.leave_list', means: 'patient.gave_up' }]),
      on: { 'patient.agreed': 'accepting', 'patient.declined': 'declining', 'patient.gave_up': 'leaving' },
    },
    accepting: {
      entry: wish('accept_offer'),
      on: {
        'visit.booked': { target: 'booked', actions: 'remember' },
        'offer.lost': 'lost',
        'patient.elsewhere': { target: 'lost', actions: say('booking.you_are_elsewhere') },
      },
    },
    declining: { entry: wish('decline_offer'), on: { 'wish.granted': 'declined' } },
    leaving: { entry: wish('leave_list'), on: { 'wish.granted': 'left' } },
    booked: { type: 'final', entry: say('booking.booked') },
    lost: { type: 'final', entry: say('waiting_list.lost') },
    left: { type: 'final', entry: say('waiting_list.left') },
    declined: { type: 'final', entry: say('waiting_list.declined') },
  },
});
