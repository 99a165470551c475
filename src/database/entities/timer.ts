import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, ContactId, ReminderRuleId, ServiceId, TimerId, VisitId } from '../ids';

@Entity('timer')
export class Timer {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: TimerId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;

  @Column({ type: 'bigint', name: 'visit_id', nullable: true })
  visitId!: VisitId | null;

  @Column({ type: 'integer', name: 'visit_version', nullable: true })
  visitVersion!: number | null;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'text', nullable: true })
  prompt!: string | null;

  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'placed_at', nullable: true })
  placedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

@Entity('reminder_rule')
export class ReminderRule {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ReminderRuleId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'service_id', nullable: true })
  serviceId!: ServiceId | null;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'integer', name: 'minutes_before', nullable: true })
  minutesBefore!: number | null;

  @Column({ type: 'integer', name: 'minutes_after', nullable: true })
  minutesAfter!: number | null;

  @Column({ type: 'smallint', name: 'days_before', nullable: true })
  daysBefore!: number | null;

  @Column({ type: 'time', name: 'at_local', nullable: true })
  atLocal!: string | null;

  @Column({ type: 'boolean', name: 'unless_confirmed' })
  unlessConfirmed!: boolean;
}
