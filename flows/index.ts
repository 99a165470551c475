import type { AnyStateMachine } from 'xstate';
import { booking } from './booking';
import { cancelling } from './cancelling';
import { language } from './language';
import { menu } from './menu';
import { starting, stopping } from './messages';
import { moving } from './moving';
import { myVisits } from './my-visits';
import { person } from './person';
import { reminder } from './reminder';
import type { FlowName } from './vocabulary';
import { waitingList } from './waiting-list';
import { waitingOffer } from './waiting-offer';

/** A change of a flow's shape gets a new version here and a step in migrations.ts; a test compares the shapes. */
export const flows: Record<FlowName, { machine: AnyStateMachine; version: number }> = {
  menu: { machine: menu, version: 1 },
  booking: { machine: booking, version: 1 },
  my_visits: { machine: myVisits, version: 1 },
  moving: { machine: moving, version: 1 },
  cancelling: { machine: cancelling, version: 1 },
  waiting_list: { machine: waitingList, version: 1 },
  waiting_offer: { machine: waitingOffer, version: 1 },
  reminder: { machine: reminder, version: 1 },
  language: { machine: language, version: 1 },
  stopping: { machine: stopping, version: 1 },
  starting: { machine: starting, version: 1 },
  person: { machine: person, version: 1 },
};

/** Looked into and come back from: what was open before is asked again afterwards. The others take its place. */
export const DETOURS: ReadonlySet<FlowName> = new Set(['my_visits', 'language', 'person', 'starting', 'stopping']);
