import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
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
  VisitId,
} from '../ids';
import type { VisitMode, VisitStatus } from './words';

@Entity('series')
export class Series {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: SeriesId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'patient_id' })
  patientId!: PatientId;

  @Column({ type: 'text' })
  repeats!: 'weekly' | 'monthly';

  @Column({ type: 'smallint' })
  every!: number;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

@Entity('visit')
export class Visit {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: VisitId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text' })
  reference!: string;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'bigint', name: 'service_id' })
  serviceId!: ServiceId;

  @Column({ type: 'bigint', name: 'room_id', nullable: true })
  roomId!: RoomId | null;

  @Column({ type: 'bigint', name: 'patient_id', nullable: true })
  patientId!: PatientId | null;

  @Column({ type: 'text' })
  status!: VisitStatus;

  @Column({ type: 'text', name: 'status_before', nullable: true })
  statusBefore!: VisitStatus | null;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  mode!: VisitMode;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'timestamptz' })
  starts!: Date;

  @Column({ type: 'timestamptz' })
  ends!: Date;

  @Column({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'bigint' })
  sitting!: SittingId;

  @Column({ type: 'bigint', name: 'session_id', nullable: true })
  sessionId!: SessionId | null;

  @Column({ type: 'smallint', nullable: true })
  seat!: number | null;

  @Column({ type: 'timestamptz', name: 'held_until', nullable: true })
  heldUntil!: Date | null;

  @Column({ type: 'bigint', name: 'held_by', nullable: true })
  heldBy!: ContactId | null;

  @Column({ type: 'smallint', name: 'hold_number', nullable: true })
  holdNumber!: number | null;

  @Column({ type: 'text', name: 'hold_token', nullable: true })
  holdToken!: string | null;

  @Column({ type: 'bigint', name: 'series_id', nullable: true })
  seriesId!: SeriesId | null;

  @Column({ type: 'bigint', name: 'moved_from', nullable: true })
  movedFrom!: VisitId | null;

  @Column({ type: 'timestamptz', name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;

  @Column({ type: 'text', name: 'overbooked_by', nullable: true })
  overbookedBy!: string | null;

  @Column({ type: 'text', name: 'booked_by' })
  bookedBy!: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}

// The table has no key; TypeORM insists on one, and these three would be it.
@Entity('shown')
export class Shown {
  @PrimaryColumn({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @PrimaryColumn({ type: 'tstzrange' })
  during!: string;

  @PrimaryColumn({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'timestamptz' })
  until!: Date;
}

@Entity('idempotency')
export class KeptAnswer {
  @PrimaryColumn({ type: 'text' })
  scope!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text', name: 'request_hash' })
  requestHash!: string;

  @Column({ type: 'jsonb', nullable: true })
  answer!: Record<string, unknown> | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
