import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, PatientId, ProviderId, RecordEntryId, RecordPermissionId, VisitId } from '../ids';

/** Something that was written down of a patient. */
@Entity('record_entry')
export class RecordEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: RecordEntryId;

  @Column({ type: 'bigint', name: 'patient_id' })
  patientId!: PatientId;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'provider_id', nullable: true })
  providerId!: ProviderId | null;

  @Column({ type: 'bigint', name: 'visit_id', nullable: true })
  visitId!: VisitId | null;

  @Column({ type: 'text' })
  kind!: 'history' | 'note' | 'plan' | 'prescription' | 'insurance';

  @Column({ type: 'jsonb' })
  body!: unknown;

  @Column({ type: 'text', name: 'written_by' })
  writtenBy!: string;

  @Column({ type: 'timestamptz', name: 'written_at' })
  writtenAt!: Date;

  @Column({ type: 'bigint', nullable: true })
  replaces!: RecordEntryId | null;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** Whom a patient lets read what. */
@Entity('record_permission')
export class RecordPermission {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: RecordPermissionId;

  @Column({ type: 'bigint', name: 'patient_id' })
  patientId!: PatientId;

  @Column({ type: 'text' })
  kind!: 'history' | 'note' | 'plan' | 'prescription' | 'insurance';

  @Column({ type: 'bigint', name: 'provider_id', nullable: true })
  providerId!: ProviderId | null;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'text', name: 'given_by' })
  givenBy!: string;

  @Column({ type: 'timestamptz', name: 'given_at' })
  givenAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  until!: Date | null;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** How long something is kept, where a house has said so. */
@Entity('retention')
export class Retention {
  @PrimaryColumn({ type: 'text' })
  what!: string;

  @Column({ type: 'integer' })
  days!: number;

  @Column({ type: 'text', name: 'set_by' })
  setBy!: string;

  @Column({ type: 'timestamptz', name: 'set_at' })
  setAt!: Date;
}
