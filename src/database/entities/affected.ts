import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { AffectedId, ClinicId, ClosureId, ContactId, LeaveId, SessionId, VisitId } from '../ids';

@Entity('affected_visit')
export class AffectedVisit {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: AffectedId;

  @Column({ type: 'bigint', name: 'visit_id' })
  visitId!: VisitId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'leave_id', nullable: true })
  leaveId!: LeaveId | null;

  @Column({ type: 'bigint', name: 'closure_id', nullable: true })
  closureId!: ClosureId | null;

  @Column({ type: 'bigint', name: 'session_id', nullable: true })
  sessionId!: SessionId | null;

  @Column({ type: 'text' })
  step!: 'new' | 'asked' | 'reminded' | 'elsewhere' | 'call' | 'settled';

  @Column({ type: 'integer' })
  round!: number;

  @Column({ type: 'bigint', array: true })
  asked!: ContactId[];

  @Column({ type: 'timestamptz', name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'look_at', nullable: true })
  lookAt!: Date | null;

  @Column({ type: 'bigint', array: true })
  kept!: VisitId[];

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}
