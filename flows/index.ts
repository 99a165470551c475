import type { AnyStateMachine } from 'xstate';
import { affected } from './affected';
import { booking } from './booking';
import { cancelling, undoing } from './cancelling';
import { clarify, resuming } from './clarify';
import { feedback } from './feedback';
import { followUp } from './follow-up';
import { language } from './language';
import { menu } from './menu';
import { maybeStopping, starting, stopping } from './messages';
import { moving } from './moving';
import { myData } from './my-data';
import { myVisits } from './my-visits';
import { otherTime } from './other-time';
import { person } from './person';
import { profile } from './profile';
import { providerLate } from './provider-late';
import { registration } from './registration';
import { reminder } from './reminder';
import { runningLate } from './running-late';
import { series } from './series';
import type { FlowName } from './vocabulary';
import { waitingList } from './waiting-list';
import { waitingOffer } from './waiting-offer';
import { welcome } from './welcome';
import { wrongNumber } from './wrong-number';

/** A change of a flow's shape gets a new version here and a step in migrations.ts; a test compares the shapes. */
export const flows: Record<FlowName, { machine: AnyStateMachine; version: number }> = {
  menu: { machine: menu, version: 1 },
  welcome: { machine: welcome, version: 2 },
  registration: { machine: registration, version: 1 },
  booking: { machine: booking, version: 2 },
  my_visits: { machine: myVisits, version: 1 },
  moving: { machine: moving, version: 2 },
  cancelling: { machine: cancelling, version: 2 },
  undoing: { machine: undoing, version: 1 },
  waiting_list: { machine: waitingList, version: 3 },
  waiting_offer: { machine: waitingOffer, version: 1 },
  other_time: { machine: otherTime, version: 1 },
  series: { machine: series, version: 1 },
  reminder: { machine: reminder, version: 1 },
  running_late: { machine: runningLate, version: 2 },
  provider_late: { machine: providerLate, version: 1 },
  affected: { machine: affected, version: 1 },
  feedback: { machine: feedback, version: 1 },
  follow_up: { machine: followUp, version: 1 },
  profile: { machine: profile, version: 1 },
  my_data: { machine: myData, version: 1 },
  language: { machine: language, version: 1 },
  stopping: { machine: stopping, version: 1 },
  maybe_stopping: { machine: maybeStopping, version: 2 },
  starting: { machine: starting, version: 1 },
  wrong_number: { machine: wrongNumber, version: 1 },
  person: { machine: person, version: 1 },
  clarify: { machine: clarify, version: 1 },
  resuming: { machine: resuming, version: 1 },
};

/** Looked into and come back from: what was open before is asked again afterwards. The others take its place. */
export const DETOURS: ReadonlySet<FlowName> = new Set([
  'my_visits',
  'undoing',
  'language',
  'person',
  'starting',
  'stopping',
  'maybe_stopping',
  'running_late',
  'clarify',
]);

/** Begun by us and not by the patient: what was open before waits below them. */
export const UNPROMPTED: ReadonlySet<FlowName> = new Set([
  'reminder',
  'provider_late',
  'affected',
  'waiting_offer',
  'other_time',
  'feedback',
  'follow_up',
]);
