import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditId, ClinicId } from '../ids';

@Entity('clock')
export class ClockRow {
  @PrimaryColumn({ type: 'boolean', name: 'only_row' })
  onlyRow!: boolean;

  @Column({ type: 'interval' })
  shift!: string;

  @Column({ type: 'timestamptz', name: 'frozen_at', nullable: true })
  frozenAt!: Date | null;
}

@Entity('sealing_key')
export class SealingKey {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz' })
  since!: Date;
}

@Entity('audit')
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: AuditId;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text', name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column({ type: 'jsonb' })
  details!: Record<string, unknown>;
}

/** Proof that rows of the log are as they were written, chained to the proof before. */
@Entity('audit_seal')
export class AuditSeal {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'int8multirange' })
  ids!: string;

  @Column({ type: 'integer' })
  count!: number;

  @Column({ type: 'text' })
  root!: string;

  @Column({ type: 'text' })
  previous!: string;

  @Column({ type: 'text' })
  seal!: string;

  @Column({ type: 'timestamptz', name: 'sealed_at' })
  sealedAt!: Date;
}
