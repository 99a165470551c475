import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, ServiceId, SpecialtyCode } from '../ids';
import type { Names, VisitMode } from './words';

@Entity('service')
export class Service {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ServiceId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text' })
  specialty!: SpecialtyCode;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  names!: Names;

  @Column({ type: 'smallint' })
  minutes!: number;

  @Column({ type: 'smallint', name: 'buffer_before_minutes' })
  bufferBeforeMinutes!: number;

  @Column({ type: 'smallint', name: 'buffer_after_minutes' })
  bufferAfterMinutes!: number;

  @Column({ type: 'smallint', name: 'start_grid_minutes' })
  startGridMinutes!: number;

  @Column({ type: 'integer', name: 'minimum_notice_minutes' })
  minimumNoticeMinutes!: number;

  @Column({ type: 'smallint', name: 'horizon_days' })
  horizonDays!: number;

  @Column({ type: 'integer', name: 'change_cutoff_minutes' })
  changeCutoffMinutes!: number;

  @Column({ type: 'smallint', name: 'daily_cap', nullable: true })
  dailyCap!: number | null;

  @Column({ type: 'boolean', name: 'needs_approval' })
  needsApproval!: boolean;

  @Column({ type: 'text', array: true })
  modes!: VisitMode[];

  @Column({ type: 'text', name: 'room_kind', nullable: true })
  roomKind!: string | null;

  @Column({ type: 'smallint' })
  seats!: number;

  @Column({ type: 'boolean' })
  usual!: boolean;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
