import type { Happened, Remembered, Wish } from '../../flows/vocabulary';
import type { Grant } from './advance';
import { bookHeldTime, confirmVisit, holdTime, letTimesGo, releaseKeptTime } from './grant-booking';
import {
  acceptWaitingOffer,
  cancelVisit,
  declineWaitingOffer,
  joinList,
  leaveList,
  moveVisit,
  restoreVisit,
} from './grant-changes';
import { callAPerson, keepLanguage, startMessages, stopMessages } from './grant-contact';
import { keepComment, keepRating, noteLateness } from './grant-feedback';
import { notePatience, switchToVideo } from './grant-waiting';
import { findLaterTimes, findTheTimes, findVisits } from './grant-finding';
import { recognisePatient, registerPatient } from './grant-identity';
import {
  eraseMyData,
  findDetails,
  forgetNumber,
  keepBirthDate,
  keepConsent,
  keepName,
  refuseConsent,
  sendMyData,
} from './grant-profile';
import { bookDates, previewDates } from './grant-series';
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
  find_details: findDetails,
  move_visit: moveVisit,
  cancel_visit: cancelVisit,
  restore_visit: restoreVisit,
  confirm_visit: confirmVisit,
  join_waiting_list: joinList,
  accept_offer: acceptWaitingOffer,
  decline_offer: declineWaitingOffer,
  leave_list: leaveList,
  let_time_go: letTimesGo,
  release_kept_time: releaseKeptTime,
  preview_series: previewDates,
  book_series: bookDates,
  keep_name: keepName,
  keep_birth_date: keepBirthDate,
  keep_consent: keepConsent,
  refuse_consent: refuseConsent,
  keep_rating: keepRating,
  keep_comment: keepComment,
  note_lateness: noteLateness,
  note_patience: notePatience,
  switch_to_video: switchToVideo,
  forget_number: forgetNumber,
  send_my_data: sendMyData,
  erase_my_data: eraseMyData,
  keep_language: keepLanguage,
  stop_messages: stopMessages,
  start_messages: startMessages,
  call_a_person: callAPerson,
};

export const granting =
  (speaker: Speaker): Grant =>
  (wish, remembered) =>
    grants[wish](speaker, remembered);
