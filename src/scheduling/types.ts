import type {
  ClinicId,
  ContactId,
  PatientId,
  ProviderId,
  RoomId,
  SeriesId,
  ServiceId,
  SessionId,
  SittingId,
  SpecialtyCode,
  VisitId,
} from '../database/ids';
import type { Day } from './wall-clock';

/** Who does something: 'patient:3' (the contact), 'staff:12', 'key:5' (another program of a clinic), 'system'. */
export type Actor = `patient:${number}` | `staff:${number}` | `key:${number}` | 'system';

export type Mode = 'in_person' | 'video';

/** A start that can be booked, with what it takes. */
export interface Slot {
  providerId: ProviderId;
  serviceId: ServiceId;
  clinicId: ClinicId;
  starts: Date;
  mode: Mode;
}

/** A slot as search found it: the day by the clinic's calendar, and the zone to show it in. */
export interface FreeTime extends Slot {
  ends: Date;
  day: Day;
  midnight: Date;
  zone: string;
  sessionId: SessionId | null;
}

/** What somebody would like. Whatever is left out does not matter to them; of several values any will do. */
export interface Wanted {
  providers?: ProviderId[];
  services?: ServiceId[];
  clinics?: ClinicId[];
  specialty?: SpecialtyCode;
  language?: string;
  mode?: Mode;
  fromDay?: Day;
  toDay?: Day;
  weekdays?: number[]; // Monday is 1
  fromMinute?: number; // of the clinic's day, by the wall clock: 15 * 60 is "after three"
  toMinute?: number;
  earliest?: Date;
  latest?: Date;
  /** Who comes: nothing is offered while they are elsewhere. */
  patientId?: PatientId;
  /** A visit that is being moved: its own time counts as free. */
  moving?: SittingId;
  /** Asked by the desk: notice and horizon do not bind it. */
  staff?: boolean;
  /** Who asks: what others are looking at this moment comes last for them. */
  contactId?: ContactId;
}

export type VisitStatus =
  | 'held'
  | 'requested'
  | 'booked'
  | 'arrived'
  | 'done'
  | 'missed'
  | 'cancelled'
  | 'declined'
  | 'moved'
  | 'expired'
  | 'released';

export interface Visit extends Slot {
  id: VisitId;
  reference: string;
  status: VisitStatus;
  version: number;
  ends: Date;
  day: Day;
  patientId: PatientId | null;
  roomId: RoomId | null;
  sessionId: SessionId | null;
  sitting: SittingId;
  heldUntil: Date | null;
  movedFrom: VisitId | null;
  seriesId: SeriesId | null;
  statusBefore: VisitStatus | null;
}

/** The rules that can take a time away, in the order in which they are looked at. */
export type Rule =
  | 'impossible_time' // the 30th of February, or no time at all
  | 'no_such_provider'
  | 'no_such_service'
  | 'not_offered_here'
  | 'clinic_closed_down'
  | 'in_the_past'
  | 'too_soon'
  | 'too_far_ahead'
  | 'clinic_closed'
  | 'on_leave'
  | 'not_working'
  | 'wrong_mode'
  | 'off_the_grid'
  | 'does_not_fit'
  | 'taken'
  | 'no_room'
  | 'day_full'
  | 'session_full'
  | 'patient_elsewhere';

/** What became of a wish. What a patient can cause is a value, never an exception. */
export type Outcome = { kind: 'settled'; visit: Visit } | { kind: 'refused'; rules: [Refusal, ...Refusal[]] };

/** Why a thing was not done: a rule of the calendar, or the state of the visit itself. */
export type Refusal =
  | Rule
  | 'key_used' // the same key came with another request
  | 'no_such_visit'
  | 'changed_meanwhile' // somebody else was here since you looked
  | 'not_in_this_state' // a cancelled visit cannot be moved
  | 'hold_over'
  | 'too_late_to_change'; // past the cut-off: the desk decides
