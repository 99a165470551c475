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
  /** Where that clinic is. */
  town?: string;
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
  /** Whether this is the owner of the address, or somebody they speak for. */
  self?: boolean;
}

/** What a patient asked for, as far as it is known. */
export interface Wanted {
  specialty?: string;
  specialtyName?: string;
  providerId?: number;
  provider?: string;
  clinicId?: number;
  clinic?: string;
  /** A town: any clinic there. */
  placeId?: number;
  /** The town they named, where nobody does this: the times are of the nearest place that has it. */
  notIn?: string;
  /** Nobody in the network does this. */
  nowhere?: boolean;
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
  /** Whose visits may be spoken of here and now. */
  openFor: number[];
  wanted: Wanted;
  /** Which specialties are to be had at the clinic they belong to; all of them, if they belong to none. */
  needs?: string[];
  /** Nobody named yet, the writer, or somebody else. */
  forWhom?: 'self' | 'other';
  /** Somebody who is not yet known here. */
  somebodyNew?: boolean;
  patient?: Person;
  name?: string;
  birthDate?: string;
  /** A birth date that is shown to somebody who may see it. */
  born?: string | undefined;
  tries: number;
  offers: Offer[];
  chosen?: Offer;
  hold?: { visitId: number; token: string };
  visits: VisitCard[];
  visit?: VisitCard;
  /** Which step of the ladder of reminders this is: each is worded for its purpose. */
  step?: string;
  why?: string;
  offerId?: number;
  rating?: number;
  comment?: string;
  /** A day or an hour that was named and does not exist, as it was written. */
  unreal?: string;
  newLanguage?: string;
  languageName?: string;
  /** What a series would be: how often, how many times, and what became of each date. */
  repeats?: 'weekly' | 'monthly';
  every?: number;
  times?: number;
  plan?: Offer[];
  clashes?: number;
  /** What goes to the desk with a case. */
  about?: CaseKind;
  minutesLate?: number;
  /** How late the clinic is: nothing, when it is in time again. And whether we have told another figure before. */
  delay?: number;
  toldBefore?: boolean;
  /** A visit that could not take place can after all. */
  givenBack?: boolean;
  /** The visit could as well be by video. */
  videoPossible?: boolean;
  /** The flow that was open when the flows changed under it. */
  left?: FlowName;
  /** Two things that one digit might have meant. */
  meant?: Choice[];
}

/** Why the desk is asked to look. */
export type CaseKind =
  | 'person'
  | 'misunderstood'
  | 'late_change'
  | 'maybe_stopped'
  | 'wrong_number'
  | 'running_late'
  | 'feedback'
  | 'data_copy'
  | 'data_erasure';

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
  | { type: 'details.found' }
  | { type: 'visits.found' }
  | { type: 'visits.none' }
  | { type: 'visit.moved' }
  | { type: 'visit.cancelled' }
  | { type: 'visit.restored' }
  | { type: 'visit.confirmed' }
  | { type: 'visit.changed_meanwhile' }
  | { type: 'visit.by_video' }
  | { type: 'visit.too_late' }
  | { type: 'series.free' } // every date
  | { type: 'series.clashes' } // some dates are taken; the nearest others stand in
  | { type: 'series.impossible' }
  | { type: 'series.booked' }
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
  | 'find_details'
  | 'move_visit'
  | 'cancel_visit'
  | 'restore_visit'
  | 'confirm_visit'
  | 'join_waiting_list'
  | 'accept_offer'
  | 'decline_offer'
  | 'leave_list'
  | 'let_time_go'
  | 'release_kept_time'
  | 'preview_series'
  | 'book_series'
  | 'keep_language'
  | 'keep_name'
  | 'keep_birth_date'
  | 'keep_consent'
  | 'refuse_consent'
  | 'keep_rating'
  | 'keep_comment'
  | 'note_lateness'
  | 'note_patience'
  | 'switch_to_video'
  | 'forget_number'
  | 'send_my_data'
  | 'erase_my_data'
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
  /** Picking it answers another question, the one it might have been meant for all along. */
  answers?: { prompt: number; choice: number };
  /** Picking it says this, with its facts, to the question that was open before: what somebody may have meant. */
  says?: Meant;
}

/** A wish that leads into a flow, or a wish for other times; "neither" is none of what was guessed. */
export type Meant = FlowName | 'patient.wanted_others' | 'neither';

export type FlowName =
  | 'menu'
  | 'welcome'
  | 'registration'
  | 'booking'
  | 'my_visits'
  | 'moving'
  | 'cancelling'
  | 'undoing'
  | 'waiting_list'
  | 'waiting_offer'
  | 'other_time'
  | 'series'
  | 'reminder'
  | 'running_late'
  | 'provider_late'
  | 'affected'
  | 'feedback'
  | 'follow_up'
  | 'profile'
  | 'my_data'
  | 'language'
  | 'stopping'
  | 'maybe_stopping'
  | 'starting'
  | 'wrong_number'
  | 'person'
  | 'clarify'
  | 'resuming';

export interface Question {
  phrase: string;
  choices: Choice[];
  /** What an answer in words would be: a name is not looked for where a yes is expected. */
  expects: Expects;
}

export type Expects =
  | 'choice'
  | 'digit' // only one of the choices: a yes or a no could mean either
  | 'yes_no'
  | 'need'
  | 'name_and_birth_date'
  | 'name'
  | 'birth_date'
  | 'when'
  | 'number'
  | 'words'
  | 'language';
