/**
 * Everything a flow can hear, remember, wish for and say. Flows are written in these words only; what they mean to the
 * clinic is decided in src/conversation/grant.ts, and how they sound in locales/.
 */

/** A free time as it was put before somebody. Plain data: it goes into the stored conversation and comes back. */
export interface Offer {
  providerId: number;
  serviceId: number;
  clinicId: number;
  starts: string;
  mode: 'in_person' | 'video';
  zone: string;
  provider: string;
  clinic: string;
}

/** A visit as a patient may be told about it. */
export interface VisitCard {
  id: number;
  version: number;
  reference: string;
  starts: string;
  zone: string;
  provider: string;
  clinic: string;
  patient: string;
  status: string;
  serviceId: number;
  providerId: number;
}

export interface Person {
  id: number;
  name: string;
}

/** What a patient asked for, as far as it is known. */
export interface Wanted {
  specialty?: string;
  specialtyName?: string;
  providerId?: number;
  provider?: string;
  clinicId?: number;
  clinic?: string;
  fromDay?: string;
  toDay?: string;
  fromMinute?: number;
  toMinute?: number;
  weekdays?: number[];
  mode?: 'in_person' | 'video';
  after?: string;
}

/** What a conversation remembers. A phrase may mention exactly this. */
export interface Remembered {
  /** Who may be spoken for from this address, and whether the one who writes has shown who they are. */
  people: Person[];
  verified: boolean;
  wanted: Wanted;
  /** Nobody named yet, the writer, or somebody else. */
  forWhom?: 'self' | 'other';
  patient?: Person;
  name?: string;
  birthDate?: string;
  tries: number;
  offers: Offer[];
  chosen?: Offer;
  hold?: { visitId: number; token: string };
  visits: VisitCard[];
  visit?: VisitCard;
  why?: string;
  offerId?: number;
  rating?: number;
  comment?: string;
  newLanguage?: string;
  languageName?: string;
  shown?: string;
  clinicPhone?: string;
}

export type Facts = Partial<Remembered>;

/** Past tense: what has happened. Every event may carry facts. */
export type Happened = { facts?: Facts } & (
  | { type: 'patient.told' } // something that fills in what was asked, or more than that
  | { type: 'patient.chose' } // one of the choices of the open question; its facts come with it
  | { type: 'patient.agreed' }
  | { type: 'patient.declined' }
  | { type: 'patient.wanted_others' } // none of these; show more
  | { type: 'patient.gave_up' } // never mind
  | { type: 'patient.not_understood' }
  | { type: 'times.found' }
  | { type: 'times.found_elsewhen' } // not when they asked for
  | { type: 'times.none' }
  | { type: 'time.held' }
  | { type: 'time.gone' }
  | { type: 'patient.elsewhere' }
  | { type: 'patient.recognised' }
  | { type: 'patient.not_recognised' }
  | { type: 'patient.registered' }
  | { type: 'visit.booked' }
  | { type: 'visit.requested' }
  | { type: 'visits.found' }
  | { type: 'visits.none' }
  | { type: 'visit.moved' }
  | { type: 'visit.cancelled' }
  | { type: 'visit.restored' }
  | { type: 'visit.confirmed' }
  | { type: 'visit.changed_meanwhile' }
  | { type: 'visit.too_late' }
  | { type: 'list.joined' }
  | { type: 'offer.lost' }
  | { type: 'wish.granted' }
  | { type: 'wish.refused' }
);

export type HappenedType = Happened['type'];

/** Imperative: what a flow may wish for. Each has exactly one entry in grant.ts; a wish without one does not compile. */
export type Wish =
  | 'find_times'
  | 'find_later_times'
  | 'hold_time'
  | 'book_held_time'
  | 'recognise_patient'
  | 'register_patient'
  | 'find_visits'
  | 'move_visit'
  | 'cancel_visit'
  | 'restore_visit'
  | 'confirm_visit'
  | 'join_waiting_list'
  | 'accept_offer'
  | 'decline_offer'
  | 'keep_language'
  | 'stop_messages'
  | 'start_messages'
  | 'call_a_person';

/** One answer to a question: how it is shown, and what is known once it has been picked. */
export interface Choice {
  /** A phrase of locales/, or words from the clinic's own data with `offer`, `visit` or `person` beside it. */
  label: string;
  vars?: Record<string, unknown>;
  facts?: Facts;
  /** What picking it means, if not simply `patient.chose`. */
  means?: HappenedType;
  /** Picking it goes on in another flow, with everything that is known. */
  start?: FlowName;
}

export type FlowName =
  | 'menu'
  | 'booking'
  | 'my_visits'
  | 'moving'
  | 'cancelling'
  | 'waiting_list'
  | 'waiting_offer'
  | 'reminder'
  | 'language'
  | 'stopping'
  | 'starting'
  | 'person';

export interface Question {
  phrase: string;
  choices: Choice[];
  /** What an answer in words would be: a name is not looked for where a yes is expected. */
  expects: Expects;
}

export type Expects =
  'choice' | 'yes_no' | 'need' | 'name_and_birth_date' | 'name' | 'birth_date' | 'when' | 'words' | 'language';
