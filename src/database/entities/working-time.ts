import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type {
  ClinicId,
  ClosureId,
  ExtraHoursId,
  LeaveId,
  ProviderId,
  RoomId,
  ServiceId,
  SessionId,
  WorkingBreakId,
  WorkingHoursId,
} from '../ids';
import type { VisitMode } from './words';

@Entity('working_hours')
export class WorkingHours {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: WorkingHoursId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'smallint' })
  weekday!: number;

  @Column({ type: 'time' })
  starts!: string;

  @Column({ type: 'time' })
  ends!: string;

  @Column({ type: 'smallint', name: 'every_weeks' })
  everyWeeks!: number;

  @Column({ type: 'date', name: 'from_day' })
  fromDay!: string;

  @Column({ type: 'date', name: 'to_day', nullable: true })
  toDay!: string | null;

  @Column({ type: 'text', array: true })
  modes!: VisitMode[];

  @Column({ type: 'bigint', name: 'only_service_id', nullable: true })
  onlyServiceId!: ServiceId | null;
}

@Entity('working_break')
export class WorkingBreak {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: WorkingBreakId;

  @Column({ type: 'bigint', name: 'working_hours_id' })
  workingHoursId!: WorkingHoursId;

  @Column({ type: 'time' })
  starts!: string;

  @Column({ type: 'time' })
  ends!: string;
}

@Entity('extra_hours')
export class ExtraHours {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ExtraHoursId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'text', array: true })
  modes!: VisitMode[];

  @Column({ type: 'bigint', name: 'only_service_id', nullable: true })
  onlyServiceId!: ServiceId | null;
}

@Entity('leave')
export class Leave {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: LeaveId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'text' })
  kind!: 'leave' | 'illness' | 'blocked';

  @Column({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'text' })
  note!: string;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

@Entity('closure')
export class Closure {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ClosureId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

// The table has no key; TypeORM insists on one, and these three would be it.
@Entity('shift')
export class Shift {
  @PrimaryColumn({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @PrimaryColumn({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'timestamptz' })
  midnight!: Date;

  @PrimaryColumn({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'tstzrange' })
  starts!: string;

  @Column({ type: 'text', array: true })
  modes!: VisitMode[];

  @Column({ type: 'bigint', name: 'only_service_id', nullable: true })
  onlyServiceId!: ServiceId | null;
}

@Entity('shifts_made')
export class ShiftsMade {
  @PrimaryColumn({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @PrimaryColumn({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'date', name: 'until_day' })
  untilDay!: string;
}

@Entity('group_session')
export class GroupSession {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: SessionId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'service_id' })
  serviceId!: ServiceId;

  @Column({ type: 'bigint', name: 'room_id', nullable: true })
  roomId!: RoomId | null;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'timestamptz' })
  starts!: Date;

  @Column({ type: 'timestamptz' })
  ends!: Date;

  @Column({ type: 'tstzrange' })
  during!: string;

  @Column({ type: 'smallint' })
  seats!: number;

  @Column({ type: 'boolean' })
  away!: boolean;

  @Column({ type: 'timestamptz', name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;
}
