import type { Happened, Remembered, Wish } from '../../flows/vocabulary';
import type { Grant } from './advance';
import { bookHeldTime, confirmVisit, holdTime } from './grant-booking';
import {
  acceptWaitingOffer,
  cancelVisit,
  declineWaitingOffer,
  joinList,
  moveVisit,
  restoreVisit,
} from './grant-changes';
import { callAPerson, keepLanguage, startMessages, stopMessages } from './grant-contact';
import { findLaterTimes, findTheTimes, findVisits } from './grant-finding';
import { recognisePatient, registerPatient } from './grant-identity';
import type { Speaker } from './speaker';

/** The one place where flows meet the clinic. */
const grants: Record<Wish, (speaker: Speaker, remembered: Remembered) => Promise<Happened>> = {
  find_times: findTheTimes,
  find_later_times: findLaterTimes,
  hold_time: holdTime,
  book_held_time: bookHeldTime,
  recognise_patient: recognisePatient,
  register_patient: registerPatient,
  find_visits: findVisits,
  move_visit: moveVisit,
  cancel_visit: cancelVisit,
  restore_visit: restoreVisit,
  confirm_visit: confirmVisit,
  join_waiting_list: joinList,
  accept_offer: acceptWaitingOffer,
  decline_offer: declineWaitingOffer,
  keep_language: keepLanguage,
  stop_messages: stopMessages,
  start_messages: startMessages,
  call_a_person: callAPerson,
};

export const granting =
  (speaker: Speaker): Grant =>
  (wish, remembered) =>
    grants[wish](speaker, remembered);
