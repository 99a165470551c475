import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type {
  ClinicId,
  ContactId,
  OpeningId,
  PatientId,
  ProviderId,
  ServiceId,
  SpecialtyCode,
  VisitId,
  WaitingId,
  WaitingOfferId,
} from '../ids';
import type { VisitMode } from './words';

@Entity('waiting')
export class Waiting {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: WaitingId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'patient_id' })
  patientId!: PatientId;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'text' })
  specialty!: SpecialtyCode;

  @Column({ type: 'bigint', name: 'service_id', nullable: true })
  serviceId!: ServiceId | null;

  @Column({ type: 'bigint', name: 'provider_id', nullable: true })
  providerId!: ProviderId | null;

  @Column({ type: 'date', name: 'from_day' })
  fromDay!: string;

  @Column({ type: 'date', name: 'to_day' })
  toDay!: string;

  @Column({ type: 'smallint', array: true })
  weekdays!: number[];

  @Column({ type: 'time' })
  earliest!: string;

  @Column({ type: 'time' })
  latest!: string;

  @Column({ type: 'integer', name: 'notice_minutes' })
  noticeMinutes!: number;

  @Column({ type: 'text', array: true })
  modes!: VisitMode[];

  @Column({ type: 'boolean', name: 'at_any_hour' })
  atAnyHour!: boolean;

  @Column({ type: 'bigint', name: 'instead_of', nullable: true })
  insteadOf!: VisitId | null;

  @Column({ type: 'text' })
  status!: 'waiting' | 'booked' | 'left' | 'lapsed';

  @Column({ type: 'timestamptz', name: 'joined_at' })
  joinedAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_offer_at', nullable: true })
  lastOfferAt!: Date | null;

  @Column({ type: 'integer' })
  offers!: number;
}

@Entity('opening')
export class Opening {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: OpeningId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'freed_visit_id' })
  freedVisitId!: VisitId;

  @Column({ type: 'bigint', name: 'hold_visit_id', nullable: true })
  holdVisitId!: VisitId | null;

  @Column({ type: 'smallint' })
  wave!: number;

  @Column({ type: 'text' })
  status!: 'waiting' | 'offered' | 'filled' | 'unfilled' | 'gone';

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}

@Entity('waiting_offer')
export class WaitingOffer {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: WaitingOfferId;

  @Column({ type: 'bigint', name: 'opening_id' })
  openingId!: OpeningId;

  @Column({ type: 'bigint', name: 'waiting_id' })
  waitingId!: WaitingId;

  @Column({ type: 'smallint' })
  wave!: number;

  @Column({ type: 'jsonb' })
  reason!: Record<string, unknown>;

  @Column({ type: 'text' })
  status!: 'open' | 'accepted' | 'declined' | 'lapsed' | 'lost';

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
}
