import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, ContactId, PatientId } from '../ids';

@Entity('patient')
export class Patient {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: PatientId;

  @Column({ type: 'text' })
  name!: string;

  /** Blinded, one for each word. */
  @Column({ type: 'text', name: 'name_words', array: true })
  nameWords!: string[];

  @Column({ type: 'date', name: 'birth_date', nullable: true })
  birthDate!: string | null;

  @Column({ type: 'text', nullable: true })
  sex!: 'female' | 'male' | 'other' | null;

  @Column({ type: 'text' })
  language!: string;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'timestamptz', name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}

@Entity('contact')
export class Contact {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ContactId;

  @Column({ type: 'text' })
  channel!: 'sms' | 'whatsapp' | 'ussd' | 'web' | 'email' | 'voice' | 'terminal';

  @Column({ type: 'text' })
  address!: string;

  @Column({ type: 'text', nullable: true })
  language!: string | null;

  @Column({ type: 'text', name: 'time_zone', nullable: true })
  timeZone!: string | null;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'timestamptz', name: 'verified_at', nullable: true })
  verifiedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'stopped_at', nullable: true })
  stoppedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'unreachable_at', nullable: true })
  unreachableAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'smallint', name: 'wrong_birth_dates' })
  wrongBirthDates!: number;

  @Column({ type: 'timestamptz', name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;
}

@Entity('contact_patient')
export class ContactPatient {
  @PrimaryColumn({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @PrimaryColumn({ type: 'bigint', name: 'patient_id' })
  patientId!: PatientId;

  @Column({ type: 'text' })
  relation!: 'self' | 'parent' | 'child' | 'spouse' | 'carer' | 'other';

  @Column({ type: 'timestamptz' })
  since!: Date;
}
